"""What the access table asks of sheets on paper: a page that came back signed."""

from learning.attendance.sheets.models import ScanPage
from learning.cohorts.models import Cohort
from tests.learning.attendance.sheet_tools import a_page_read


def a_page_of(cohort: Cohort) -> ScanPage:
    """Return a page of the cohort's sheet, made once."""
    known = ScanPage.objects.of(cohort).first()
    return known or a_page_read(cohort, cohort.trainers.all()[0], signed_rows=(0,))
