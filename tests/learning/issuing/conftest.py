import pytest


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Keep papers and zips in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def quick_papers(monkeypatch):
    """Draw papers at once: what they look like is not what is tested."""
    made = []

    def draw(award):
        return b"%PDF-1.7 " + award.facts["serial"].encode()

    def seal(paper, **_others):
        made.append(paper.decode().split()[-1])
        return paper + b" sealed"

    monkeypatch.setattr("certificates.awards.tasks.drawn", draw)
    monkeypatch.setattr("certificates.awards.tasks.seal", seal)
    monkeypatch.setattr("certificates.awards.tasks.sealer_of", lambda _pdf: "0" * 64)
    return made
