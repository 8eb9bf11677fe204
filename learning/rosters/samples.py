"""Files to start from: the titles that are recognised, and two invented people."""

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Font

from learning.rosters.enums import Field

# In French, as the files are: these titles are recognised whatever the language of the page.
TITLES = {
    Field.LAST_NAME: "Nom", Field.FIRST_NAME: "Prénom", Field.EMAIL: "Courriel",
    Field.FUNCTION: "Fonction", Field.SERVICE: "Service", Field.EMPLOYER: "Employeur",
    Field.SIRET: "SIRET", Field.VERSANT: "Versant", Field.CATEGORY: "Catégorie",
    Field.STATUS: "Statut",
}  # fmt: skip
EXAMPLES = (
    (
        "Exemple", "Camille", "camille.exemple@structure.example", "Chargée d’accueil",
        "Guichet unique", "", "", "Territoriale", "B", "titulaire",
    ),
    (
        "Modèle", "Sacha", "sacha.modele@structure.example", "Cheffe de projet",
        "Transformation", "", "", "État", "A", "contractuel",
    ),
)  # fmt: skip
_WIDTH = 22


def sample_csv() -> bytes:
    """Return a CSV that French spreadsheets open as it is."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([TITLES.values(), *EXAMPLES])
    return text.getvalue().encode("utf-8-sig")


def sample_xlsx() -> bytes:
    """Return a spreadsheet whose cells are text: a SIRET keeps its digits."""
    book = Workbook()
    sheet = book.active
    for row in (tuple(TITLES.values()), *EXAMPLES):
        sheet.append(row)
    for at in range(1, len(TITLES) + 1):
        column = sheet.cell(1, at).column_letter
        sheet.column_dimensions[column].width = _WIDTH
        sheet.column_dimensions[column].number_format = "@"
        sheet.cell(1, at).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
