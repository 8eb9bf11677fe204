"""A kind of message that only tests send."""

from pathlib import Path

from accounts.notifications.kinds import MessageKind, Placeholder

A_KIND = MessageKind(
    name="essai",
    label="Essai",
    sent_when="Jamais.",
    placeholders={
        "prenom": Placeholder("le prénom", "Camille"),
        "dates": Placeholder("les dates", "- lundi\n- mardi"),
        "raison": Placeholder("la raison", ""),
        "lien": Placeholder("le lien", "https://essai.example/x", is_needed=True),
    },
    folder=Path(__file__).parent,
)
VALUES = {"prenom": "Zoé", "dates": "- lundi\n- mardi", "raison": "", "lien": "https://a.example/z"}
