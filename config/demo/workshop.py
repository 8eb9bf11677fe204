"""Write what is going on in the workshop: a draft that a colleague is asked to read."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F

from accounts.users.models import User
from config.demo.content import typeset
from modules.authoring.comments import answer, comment
from modules.authoring.editions import roll_back
from modules.authoring.gestures import gesture
from modules.authoring.models import Comment, Review
from modules.authoring.reviews import ask_review
from modules.programmes.models import Revision
from modules.programmes.models import Sequence as Block


def write_review(published: Revision, trainers: Sequence[User]) -> Revision:
    """Correct a published text, have the demo's trainer read it, and comment on it twice."""
    reader, author, colleague = trainers[:3]
    draft = roll_back(actor=author, revision=published)
    first, second = Block.objects.filter(day__revision=draft).order_by("starts")[:2]
    with gesture(actor=author, revision=draft, kind="edited", subject=first.title) as change:
        held = change.seen(first)
        held.title = typeset("Ce que nos usagers vivent, et que nous ignorons")
        change.save(held)
    note = typeset("Le début est nouveau, le reste n'a pas bougé. Tient-on dans la matinée ?")
    ask_review(actor=author, revision=draft, reviewers=[reader], note=note)
    about = ("sequence", second.lineage)
    said = comment(
        actor=colleague, revision=draft, about=about,
        text=typeset("Dix minutes de plus ici : l'an dernier, personne n'a fini."),
    )  # fmt: skip
    answer(
        actor=author, comment=said,
        text=typeset("D'accord si on les prend sur l'ouverture. Je regarde."),
    )  # fmt: skip
    comment(
        actor=colleague, revision=draft, about=("sequence", first.lineage),
        text=typeset("Le nouveau titre dit mieux ce qu'on fait. On garde ?"),
    )  # fmt: skip
    a_day = timedelta(days=1)
    Review.objects.filter(revision=draft).update(asked_at=F("asked_at") - a_day)
    Comment.objects.filter(revision=draft).update(written_at=F("written_at") - a_day / 2)
    return draft
