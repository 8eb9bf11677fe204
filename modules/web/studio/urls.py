from django.urls import path

from modules.web.studio import exports, forms, upgrades, uploads, views

app_name = "studio"
urlpatterns = [
    path("", views.contents, name="contents"),
    path("nouveau/", forms.new, name="new"),
    path("formulaire/", forms.form_of, name="form_of"),
    path("apercu/", forms.preview, name="preview"),
    path("fichiers/", forms.send_file, name="send_file"),
    path("fichiers/<slug:sha256>.<slug:extension>", forms.picture, name="picture"),
    path("<uuid:content_id>/modifier/", forms.edit, name="edit"),
    path("<uuid:content_id>/enregistrer/", forms.save, name="save"),
    path("envoyer/", uploads.send, name="send"),
    path("envois/<uuid:upload_id>/", uploads.upload, name="upload"),
    path("envois/<uuid:upload_id>/avancement/", uploads.progress, name="upload_progress"),
    path("exports/<uuid:job_id>/", exports.export, name="export"),
    path("exports/<uuid:job_id>/avancement/", exports.progress, name="export_progress"),
    path("exports/<uuid:job_id>/fichier/", exports.package, name="export_file"),
    path("mises-a-niveau/", upgrades.upgrades, name="upgrades"),
    path("<uuid:content_id>/mise-a-niveau/", upgrades.upgrade, name="upgrade"),
    path("<uuid:content_id>/mise-a-niveau/proposer/", upgrades.propose, name="propose"),
    path("<uuid:content_id>/versions/<int:number>/accepter/", upgrades.accept, name="accept"),
    path("<uuid:content_id>/versions/<int:number>/abandonner/", upgrades.drop, name="drop"),
    path("<uuid:content_id>/revenir/", upgrades.back, name="back"),
    path("<uuid:content_id>/", views.content, name="content"),
    path("<uuid:content_id>/remplacer/", uploads.replace, name="replace"),
    path("<uuid:content_id>/exporter/", exports.start, name="start_export"),
    path("<uuid:content_id>/archiver/", views.archive, name="archive"),
    path("<uuid:content_id>/restaurer/", views.restore, name="restore"),
]
