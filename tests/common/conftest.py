import pytest

from tests.pdf_tools import listening_spy


@pytest.fixture
def spy():
    """A listening server that nothing should ever call."""
    with listening_spy() as server:
        yield server
