import pytest


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Keep papers and zips in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def quick_papers(monkeypatch):
    """Draw papers at once: what they look like is not what is tested."""
    drawn = []

    def draw(facts, **_others):
        drawn.append(facts["serial"])
        return b"%PDF-1.7 " + facts["serial"].encode()

    monkeypatch.setattr("certificates.awards.tasks.render_award", draw)
    return drawn
