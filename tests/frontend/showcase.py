"""Every component on three pages, with invented data: what the tests render and people look at."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines

from tests.frontend.sample_charts import BARS, CURVE, TILES

PAGES = ("public", "learner", "staff")
DAYS = [
    [("partage", 45), ("immersion", 165), ("immersion", 150), ("partage", 60)],
    [("analyse", 75), ("idees", 135), ("prototype", 135), ("test", 75)],
    [("analyse", 30), ("prototype", 75), ("test", 105), ("partage", 210)],
]


class ShowcaseForm(forms.Form):
    """One field of each kind, sent with mistakes."""

    name = forms.CharField(label="Nom", help_text="Comme sur la carte professionnelle")
    email = forms.EmailField(label="Adresse e-mail")
    versant = forms.ChoiceField(label="Versant", choices=[("fpe", "État"), ("fpt", "Territoriale")])
    half = forms.ChoiceField(
        label="Demi-journée", choices=[("am", "Matin"), ("pm", "Après-midi")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = forms.CharField(label="Ce qu’il vous faut", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="J’ai lu la convocation", required=False)


def context() -> dict[str, Any]:
    """Return what the three pages show."""
    return {
        "days": [[{"phase": p, "minutes": m} for p, m in day] for day in DAYS],
        "three_days": [date(2027, 3, day) for day in (16, 17, 18)],
        "one_day": [date(2027, 3, 25)],
        "first": date(2027, 3, 16),
        "last": date(2027, 3, 18),
        "at": datetime(2027, 3, 17, 8, 12, tzinfo=UTC),
        "nine": time(9),
        "half_past_twelve": time(12, 30),
        "crumbs": [("Catalogue", "/")],
        "form": ShowcaseForm({"email": "maud@", "versant": "fpe"}),
        "page": Paginator(range(480), 40).page(5),
        "rows": [
            {"last": "Abadie", "first": "Nolwenn", "state": "present"},
            {"last": "Bellanger", "first": "Yvon", "state": "late"},
            {"last": "Cassagne", "first": "Maud", "state": "todo"},
        ],
        "picks": [
            ("present", "check", "Présent·e"),
            ("late", "clock-3", "En retard"),
            ("excused", "mail-check", "Excusé·e"),
            ("absent", "x", "Absent·e"),
        ],
        "curve": CURVE,
        "bars": BARS,
        "tiles": TILES,
    }


def render_showcase(page: str, request: HttpRequest) -> str:
    """Return the HTML of "public", "learner" or "staff"."""
    source = (Path(__file__).parent / "showcase" / f"{page}.html").read_text(encoding="utf-8")
    return engines["django"].from_string(source).render(context(), request)
