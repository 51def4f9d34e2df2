"""What the loader refuses, each time with file, row and field, and with nothing written."""

import shutil
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.factories import SourceFactory
from tracker.actions.seed import SeedError, seed
from tracker.actions.verify import Verification
from tracker.models import Citation, Initiative, LedgerEntry, Source, Theme, WorkingGroup


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(settings.SEEDS_DIR, tmp_path / "seeds")


def replace(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("initiatives.toml", "Он отметил, что обновленный", "Он заметил, что обновленный",
         "initiatives.toml, row 1 (cooperation-artificial-intelligence): quote:"),
        ("citations.toml", "значительно расширилось", "весьма расширилось",
         "citations.toml, row 1 (A13): quote:"),
        ("initiatives.toml", 'themes = ["artificial-intelligence"]', 'themes = ["no-such"]',
         "initiatives.toml, row 1 (cooperation-artificial-intelligence): themes: no theme"),
        ("initiatives.toml", 'source = "trend-2025-10-24"', 'source = "no-such"',
         "source: no source has the slug no-such"),
        ("initiatives.toml", 'original_due = "2025/2026"', 'original_due = "2026-13"',
         "original_due: “2026-13” is not a date"),
        ("initiatives.toml", 'original_due = "2025/2026"', "original_due = 2026",
         "original_due: write it as text"),
        ("initiatives.toml", 'changed_on = "2025-10-24"', 'changed_on = "autumn"',
         "changed_on: “autumn” is not a date"),
        ("initiatives.toml", 'status = "planned"', 'status = "done"', "status: Value 'done'"),
        ("initiatives.toml", 'kind = "action_plan_item"', 'kind = "promise"', "kind: Value 'promi"),
        ("initiatives.toml", 'plan = "action-plan-2025-2026"\n', "",
         "row: An action-plan item needs its plan"),
        ("initiatives.toml", 'themes = ["artificial-intelligence"]', 'topics = ["x"]',
         "topics: there is no such field"),
        ("initiatives.toml", 'slug = "cooperation-digital-technologies"',
         'slug = "cooperation-artificial-intelligence"', "slug: each row needs a slug of its own"),
        ("citations.toml", 'fact = "A13"', 'fact = "A13"\ncolour = "red"',
         "colour: there is no such field"),
        ("sources.toml", 'sha256 = "', 'sha256 = "0', "sha256: the digest of the file is"),
        ("sources.toml", "articles/000", "articles/111", "file: there is no such text file"),
        ("themes.toml", 'slug = "artificial-intelligence"', "slug = *alias",
         "seeds/themes.toml: Invalid value (at line"),
        ("themes.toml", "[[theme]]", "[theme]", "seeds/themes.toml:"),
        ("themes.toml", "[[theme]]", "[[topic]]", "every row begins with [[theme]]"),
        ("themes.toml", 'slug = "artificial-intelligence"', 'slug = "a\\u0000b"', "a NUL"),
        ("initiatives.toml", 'themes = ["artificial-intelligence"]', "themes = 5",
         "themes: write it as text"),
        ("initiatives.toml", 'changed_on = "2025-10-24"', "changed_on = 2025-10-24",
         "changed_on: write it as text"),
        ("initiatives.toml", 'changed_on = "2025-10-24"', 'changed_on = "2999"',
         "changed_on: This date is in the future"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused_and_nothing_is_written(db, folder, file, old, new, message):
    replace(folder, file, old, new)

    with pytest.raises(SeedError) as caught:
        seed(folder)

    assert message in str(caught.value)
    assert "seeds/" in str(caught.value)
    assert not Source.objects.exists()
    assert not Theme.objects.exists()


def test_rows_that_share_a_quote_must_agree_about_it(db, folder):
    replace(folder, "initiatives.toml", 'note_en = "One sentence', 'note_en = "Just one sentence')

    with pytest.raises(SeedError, match="another row has the same quote with a different value"):
        seed(folder)


def test_seeding_twice_adds_nothing(seeds):
    entries = LedgerEntry.objects.count()

    assert seed(settings.SEEDS_DIR).total() == 0
    assert LedgerEntry.objects.count() == entries


def test_what_the_record_holds_already_is_left_as_it_is(seeds, folder):
    replace(
        folder, "initiatives.toml", "Strengthen cooperation on art", "Weaken cooperation on art"
    )

    seed(folder)

    initiative = Initiative.objects.get(slug="cooperation-artificial-intelligence")
    assert initiative.title_en.startswith("Strengthen")


def test_a_wrong_quote_is_refused_in_a_row_that_is_there_already(seeds, folder):
    replace(folder, "events.toml", "12-го Саммита ОТГ", "13-го Саммита ОТГ")

    with pytest.raises(SeedError, match="quote"):
        seed(folder)


def test_the_command_reports_and_refuses_in_one_line(db, folder):
    out = StringIO()
    call_command("seed", str(folder), stdout=out)
    assert "32 initiatives" in out.getvalue()

    replace(folder, "themes.toml", "name_en", "nam_en")
    with pytest.raises(CommandError, match=r"themes\.toml, row 1"):
        call_command("seed", str(folder))


def test_what_an_editor_changed_does_not_stop_the_next_start(seeds):
    drafts = Citation.objects.exclude(references__update__published_at__isnull=False)
    drafts.update(note_en="An editor's remark", speaker=None)

    assert seed(settings.SEEDS_DIR).total() == 0
    assert Citation.objects.filter(note_en="An editor's remark").exists()


@pytest.mark.parametrize("prepare", ["missing", "empty", "misspelt"])
def test_a_folder_that_holds_no_seeds_is_refused(db, tmp_path, folder, prepare):
    if prepare == "misspelt":
        (folder / "initiatives.toml").rename(folder / "initiative.toml")

    with pytest.raises(SeedError, match="a folder of seeds holds"):
        seed({"missing": tmp_path / "nope", "empty": tmp_path, "misspelt": folder}[prepare])


def test_a_row_may_name_another_of_the_same_file(db, folder):
    group = """
[[working_group]]
slug = "test-subgroup"
name_en = "Test subgroup"
name_ru = "Пробная подгруппа"
parent = "ots-working-groups-and-subgroups"
source = "trend-2025-10-24"
quote = "прогресс рабочих групп и подгрупп"
"""
    with (folder / "working_groups.toml").open("a", encoding="utf-8") as file:
        file.write(group)

    seed(folder)

    assert WorkingGroup.objects.get(slug="test-subgroup").parent


def test_an_article_that_the_desk_archived_first_is_recognized(db, folder):
    text = next((folder / "articles").glob("000*")).read_bytes().decode()
    desk = SourceFactory(slug="entered-at-the-desk", text=text)

    seed(folder)

    assert Source.objects.count() == 2
    assert desk.citations.exists()


def test_the_seeds_verify(seeds):
    assert list(Verification().findings()) == []
