"""The tests mirror the rooms: each module has its file, and fixtures stand in conftest.py alone."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = settings.BASE_DIR
TESTS, ROOMS = ROOT / "tests", ROOT / "tracker"
LEFT_OUT = ("migrations", "management")
"""Migrations have tests/test_migrations.py, and a command only calls its action."""

# Where the tests of a module are that has no file of its name, and why.
ELSEWHERE = {
    "actions/account_log.py": ("actions/test_accounts.py", "each change of an account is told"),
    "actions/history.py": ("actions/test_verify.py", "verifying asks all that it reads"),
    "actions/payloads.py": ("actions/test_publish.py", "what the entries of publications say"),
    "actions/projection.py": ("actions/test_publish.py", "what follows from a publication"),
    "actions/refusals.py": ("actions/test_rights.py", "the refusals that rights raise"),
    "actions/seed_rows.py": ("actions/test_seed.py", "the files that seeding reads"),
    "serving/__main__.py": ("browser/servers.py", "what every test in a browser asks"),
    "views/adapters.py": ("views/test_logins.py", "what allauth asks of us at each login"),
    "actions/translate.py": ("actions/test_translations.py", "named for what it does"),
    "actions/verify_initiatives.py": ("actions/test_verify.py", "a part of verifying"),
    "actions/verify_nouns.py": ("actions/test_verify.py", "a part of verifying"),
    "admin_site.py": ("admin/test_site.py", "the index and the scripts of the data entry"),
    "apps.py": ("test_data_version.py", "the application is loaded by every test"),
    "catalogues/upstream.py": ("catalogues/test_renew.py", "a part of renewing"),
    "forms/login.py": ("views/test_logins.py", "what is sent at the way in"),
    "forms/account.py": ("admin/test_accounts.py", "the form of the admin, and of two views"),
    "models/correction.py": ("actions/test_correct.py", "columns and constraints alone"),
    "models/country.py": ("models/test_named.py", "a noun without behaviour of its own"),
    "models/data_version.py": ("test_data_version.py", "it asks every noun and page"),
    "models/erasure.py": ("actions/test_erase.py", "columns and constraints alone"),
    "models/organization.py": ("models/test_named.py", "a noun without behaviour of its own"),
    "models/search_index.py": ("reading/test_search.py", "the search asks it and nothing else"),
    "models/speaker.py": ("models/test_named.py", "a noun without behaviour of its own"),
    "models/theme.py": ("models/test_named.py", "a noun without behaviour of its own"),
    "models/throttle.py": ("actions/test_logins.py", "columns alone"),
    "models/user.py": ("actions/test_accounts.py", "columns, and a password with its entry"),
    "reading/linked_rows.py": ("reading/test_bitset_index.py", "the links that an index has"),
    "reading/names.py": ("reading/test_search_results.py", "the names that a search finds"),
    "reading/roadmap.py": ("views/test_timeline.py", "what the page of the roadmap draws"),
    "reading/trend.py": ("reading/test_bitset_index.py", "it follows with the index"),
    "sample_data/bulk.py": ("sample_data/test_generator.py", "how the generator writes"),
    "sample_data/words.py": ("sample_data/test_generator.py", "what the generator writes"),
    "translation.py": ("test_translations.py", "the texts in every language"),
    "views/compared.py": ("views/test_reviews.py", "what a refused approval shows"),
    "views/context.py": ("views/test_as_of.py", "the head that each footer names"),
    "views/errors.py": ("test_security.py", "what went wrong tells no more than it should"),
    "views/events.py": ("golden/test_golden.py", "a page of a dimension"),
    "views/method.py": ("golden/test_golden.py", "a page of the vocabulary alone"),
    "views/organizations.py": ("golden/test_golden.py", "a page of a dimension"),
    "views/plans.py": ("golden/test_golden.py", "a page of a dimension"),
    "views/themes.py": ("golden/test_golden.py", "a page of a dimension"),
    "views/working_groups.py": ("golden/test_golden.py", "a page of a dimension"),
    "vocabulary.py": ("models/test_constraints.py", "the database holds each list of values"),
}


def modules():
    """Return the paths of the modules of the rooms, from tracker/ on."""
    paths = (path.relative_to(ROOMS) for path in ROOMS.rglob("*.py"))
    return sorted(
        path for path in paths if path.name != "__init__.py" and path.parts[0] not in LEFT_OUT
    )


def mirrored(module):
    return module.with_name(f"test_{module.name}")


def test_every_module_has_its_file_of_tests():
    missing = [
        f"tracker/{module} has no tests: create tests/{mirrored(module)}, or name in ELSEWHERE"
        for module in modules()
        if not (TESTS / mirrored(module)).exists() and str(module) not in ELSEWHERE
    ]

    assert missing == []


def test_what_is_tested_elsewhere_is_so_for_a_reason():
    there = {str(module) for module in modules()}

    for module, (file, reason) in ELSEWHERE.items():
        assert module in there, f"{module} is gone: take it out"
        assert (TESTS / file).exists(), f"{module}: tests/{file} is not there"
        assert not (TESTS / mirrored(Path(module))).exists(), f"{module} has its file: take it out"
        assert reason


FILES = [path for path in sorted(TESTS.rglob("*.py")) if "node_modules" not in path.parts]
TREES = {path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def imports(tree):
    """Yield (module, name) of all that is imported from tests/, wherever in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests"):
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.startswith("tests."))


def tree_of(module):
    """Return the tree of a module of the tests; an empty one of a package."""
    return TREES.get(Path(*module.split(".")).with_suffix(".py"), ast.Module([], []))


def fixtures(tree):
    """Return the names of the fixtures that a file defines."""
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if "pytest.fixture" in ast.unparse(decorator)
    }


def test_nothing_is_imported_from_a_file_of_tests_and_no_fixture_from_anywhere():
    found = [
        f"{path} imports {name} from {module}"
        for path, tree in TREES.items()
        for module, name in imports(tree)
        if module.rpartition(".")[2].startswith("test_")
        or name.startswith("test_")
        or name in fixtures(tree_of(module))
    ]

    assert found == []


def test_fixtures_stand_in_conftest_or_in_the_file_that_uses_them():
    elsewhere = {
        str(path): fixtures(tree)
        for path, tree in TREES.items()
        if path.name != "conftest.py" and not path.name.startswith("test_")
    }

    assert {path: names for path, names in elsewhere.items() if names} == {}
