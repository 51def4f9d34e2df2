import pytest

from tracker.serving.build_digest import build_digest


@pytest.fixture
def site(settings, tmp_path):
    """A site of one file a folder."""
    settings.BASE_DIR = tmp_path
    for folder in ("tracker", "templates", "locale", "static"):
        (tmp_path / folder / "inside").mkdir(parents=True)
        (tmp_path / folder / "inside" / "file").write_text("One")
    return tmp_path


def digest():
    return build_digest.__wrapped__()  # as another process would make it


def test_one_build_has_one_digest(site):
    assert digest() == digest()


@pytest.mark.parametrize("folder", ["tracker", "templates", "locale", "static"])
def test_it_moves_with_all_that_a_page_is_made_of(site, folder):
    before = digest()

    (site / folder / "inside" / "file").write_text("Two")

    assert digest() != before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STALE_AFTER_DAYS", 7),
        ("TIME_ZONE", "Asia/Baku"),
        ("SITE_URL", "https://tracker.example"),
        ("DEBUG", True),
    ],
)
def test_it_moves_with_the_settings_that_a_page_shows(site, settings, name, value):
    before = digest()

    setattr(settings, name, value)

    assert digest() != before


def test_what_python_keeps_of_its_files_is_left_out(site):
    before = digest()

    (site / "tracker" / "__pycache__").mkdir()
    (site / "tracker" / "__pycache__" / "file.pyc").write_text("Two")

    assert digest() == before
