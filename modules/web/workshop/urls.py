from django.urls import path

from modules.web.workshop import differences, modules, reviews, sheets

app_name = "workshop"
urlpatterns = [
    path("", modules.modules, name="modules"),
    path("nouveau/", modules.new, name="new"),
    path("modules/<slug:slug>/", modules.module, name="module"),
    path("modules/<slug:slug>/reprendre/", modules.fork, name="fork"),
    path("modules/<slug:slug>/edition-suivante/", modules.next_edition, name="next_edition"),
    path("revisions/<int:revision_id>/repartir/", modules.restart, name="restart"),
    path("revisions/<int:revision_id>/retirer/", modules.discard, name="discard"),
    path("revisions/<int:revision_id>/fiche/", sheets.sheet, name="sheet"),
    path("revisions/<int:revision_id>/differences/", differences.compare, name="differences"),
    path("revisions/<int:revision_id>/relecture/", reviews.revision, name="revision"),
    path("revisions/<int:revision_id>/relecture/demander/", reviews.ask, name="ask"),
    path("revisions/<int:revision_id>/relecture/approuver/", reviews.approve, name="approve"),
    path("revisions/<int:revision_id>/relecture/corrections/", reviews.changes, name="changes"),
    path("revisions/<int:revision_id>/relecture/publier/", reviews.publish, name="publish"),
    path("revisions/<int:revision_id>/commenter/", reviews.comment, name="comment"),
    path("commentaires/<int:comment_id>/repondre/", reviews.answer, name="answer"),
    path("commentaires/<int:comment_id>/regler/", reviews.resolve, name="resolve"),
]
