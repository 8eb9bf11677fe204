"""The words that people write for what has a list of values. Pure."""

from accounts.users.enums import Category, EmploymentStatus, Versant
from learning.rosters.enums import Field
from learning.rosters.mapping import key_of

# The words of each value, as `key_of` gives them; the empty one is what is not known.
_WORDS: dict[Field, dict[str, str]] = {
    Field.VERSANT: {
        Versant.FPE: "fpe, etat, fonctionpubliquedeletat, fonctionpubliqueetat",
        Versant.FPT: "fpt, territoriale, territorial, fonctionpubliqueterritoriale",
        Versant.FPH: "fph, hospitaliere, hospitalier, fonctionpubliquehospitaliere",
        Versant.OTHER: ", autre",
    },
    Field.CATEGORY: {
        Category.A: "a, categoriea, cata, aplus",
        Category.B: "b, categorieb, catb",
        Category.C: "c, categoriec, catc",
        Category.NONE: ", sansobjet, so, autre",
    },
    Field.STATUS: {
        EmploymentStatus.TENURED: "titulaire, fonctionnaire",
        EmploymentStatus.PROBATIONARY: "stagiaire, enperiodeprobatoire",
        EmploymentStatus.CONTRACT: "contractuel, contractuelle, cdd, cdi",
        EmploymentStatus.STUDENT: "eleve, etudiant, etudiante",
        EmploymentStatus.OTHER: ", autre",
    },
}
VALUES: dict[str, dict[str, str]] = {
    field.value: {
        word: str(value.value)  # type: ignore[attr-defined]
        for value, words in meanings.items()
        for word in words.split(", ")
    }
    for field, meanings in _WORDS.items()
}
# What a remedy tells to write: the words on screen, in French as in the file.
TOLD = {
    Field.VERSANT: ["État (FPE)", "Territoriale (FPT)", "Hospitalière (FPH)", "Autre"],
    Field.CATEGORY: ["A", "B", "C", "sans objet"],
    Field.STATUS: ["titulaire", "stagiaire", "contractuel", "élève", "autre"],
}


def value_of(field: str, word: str) -> str | None:
    """Return the value that a word stands for; None when nobody knows it."""
    values = VALUES[field]
    key = key_of(word.replace("·", "").replace("+", "plus"))
    if key in values:
        return values[key]
    # « Contractuel·le », « État (FPE) ».
    return next((values[part] for part in map(key_of, word.split("(")) if part in values), None)
