"""The documentation: every link leads somewhere, and every name that it prints is there.

What stands between backticks is read by its form: a path, a path with a name (`file.py::name`,
where the file is of Python), a dotted name, a call, a name with an underscore or a capital, a
command of `manage.py` with its options, a target of make, a setting, an address of the site. Other
plain words are not looked up.
"""

import ast
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db.migrations.loader import MigrationLoader
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from tests.addresses import FILES, ONCE
from tests.commands import variables, wrong_in_command
from tests.databases import ROOT
from tracker import models
from tracker.migrations._operations import AddTrigger

PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "deploy/*.md")
    for path in ROOT.glob(pattern)
)
MOST_LINES_OF_README = 110
CODE = ("tracker", "tests", "bench", "docs")
FOLDERS = (".", "tracker", "templates", "deploy")
"""Where a path that is printed may begin."""
MADE = ("var", ".venv", "DATA_DIR", "screenshots", "tracker.sqlite3", "tracker.sqlite3-journal")
"""What a path begins with that is made when the program is installed or run."""
OF_THE_MACHINE = ("/etc/", "/srv/", "/var/", "/tmp/", "/static/")  # noqa: S108
FOREIGN = {
    "ADDRESS_OF_THE_REPOSITORY", "Age", "CONN_MAX_AGE", "GET", "Host", "IMMEDIATE", "TMPDIR",
    "Vary", "Warning", "_at", "_by", "_locked", "_on", "buffer_requests", "file.py::name",
    "gc.freeze", "ignore_startup_parameters", "login_failed", "pg_dump",
    "process_resident_memory_bytes", "request_buffers", "tracker.access",
}  # fmt: skip
"""Names that are not ours and that our code does not use."""
OF_THE_PAST = {
    "CHANGELOG.md": {"make_world", "DATABASE_REPLICA_URLS"},
    "docs/decisions/0003-no-read-replicas.md": {"DATABASE_REPLICA_URLS"},
    "docs/decisions/0004-texts-in-seven-languages.md": {
        "proto/pages_same.py", "proto/compare.py", "proto/sizes.sh", "proto/migrate.sh",
        "proto/server.py", "title__shown",
    },
}  # fmt: skip
"""What a page says was there once."""


# What is there


@cache
def files():
    """Return the paths of all files and folders, but of what is installed or made."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = {Path(line) for line in listed.stdout.splitlines()}
    return {path.as_posix() for file in found for path in (file, *file.parents)}


@cache
def tree(path):
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


@cache
def members(path):
    """Return what a module defines, and what its classes define, as `Class.name`."""
    found = set()

    def define(nodes, prefix=""):
        for node in nodes:
            names = []
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names = [node.name]
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = [
                    one.id for one in ast.walk(ast.Tuple(targets)) if isinstance(one, ast.Name)
                ]
            elif isinstance(node, ast.If):
                define(node.body, prefix)
            found.update(prefix + name for name in names)
            if isinstance(node, ast.ClassDef):
                define(node.body, f"{node.name}.")

    define(tree(path).body)
    return found


@cache
def modules():
    """Return {dotted name: path} of every module of the tracker."""
    paths = [path for path in files() if path.startswith("tracker/") and path.endswith(".py")]
    return {path.removesuffix(".py").replace("/", "."): path for path in paths}


@cache
def classes():
    """Return {class: its members}, those of the models' fields and of their bases among them."""
    found = {}
    for path in modules().values():
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                own = {name.partition(".")[2] for name in members(path) if "." in name}
                found.setdefault(node.name, set()).update(own)
    for model in apps.get_app_config("tracker").get_models():
        found[model.__name__] = set(dir(model))
    return found


@cache
def known():
    """Return every identifier of the code, and the names that the database knows."""
    found = set(get_commands())
    for path in files():
        if not (path.startswith(CODE) and path.endswith(".py")) or path == "tests/test_docs.py":
            continue
        found.add(Path(path).stem)
        for node in ast.walk(tree(path)):
            for attribute in ("id", "attr", "name", "arg", "asname", "module"):
                if isinstance(name := getattr(node, attribute, None), str):
                    found.update(name.split("."))
    for path in ("tracker/watching/metrics.py", "tracker/serving/metrics_server.py"):
        figures = re.findall(r'"(tracker_[a-z_]+)"', (ROOT / path).read_text(encoding="utf-8"))
        found.update(name for figure in figures for name in (figure, f"{figure}_total"))
    for model in apps.get_app_config("tracker").get_models():
        found.update(field.name for field in model._meta.get_fields())
        found.update(constraint.name for constraint in model._meta.constraints)
    for migration in MigrationLoader(None).disk_migrations.values():
        found.update(one.name for one in migration.operations if isinstance(one, AddTrigger))
    return found


# Reading a page


def text_of(page):
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(text):
    """Return [(language, code)] of the fenced blocks of a page."""
    return re.findall(r"^```(\w*)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def without_blocks(text):
    return re.sub(r"^```.*?^```\n?", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(page):
    """Return the anchors of the headings of a page, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", without_blocks(text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def wrong_links(text, page):
    for target in re.findall(r"\]\(([^)\s]*)\)", without_blocks(text)):
        path, _sign, anchor = target.partition("#")
        if ":" in path:
            if not re.fullmatch(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?", target):
                yield target
            continue
        found = (ROOT / page).parent / path if path else ROOT / page
        name = found.resolve().relative_to(ROOT).as_posix()
        if name not in files() or (anchor and anchor not in anchors(name)):
            yield target


def wrong_names(text):
    spans = re.findall(r"(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`(?!`)", without_blocks(text))
    code = [
        line for language, block in blocks(text) if language in ("sh", "") for line in lines(block)
    ]
    for span in spans:
        span = " ".join(span.split())
        yield from (span for _wrong in wrong_in_span(span))
    for line in code:
        yield from (line for _wrong in (*wrong_in_command(line), *wrong_tests(line)))


def lines(block):
    return block.replace("\\\n", " ").splitlines()


def wrong_in_span(span):
    """Yield once or more if what is between backticks names what is not there."""
    if span in FOREIGN:
        return
    if re.search(r"(^|[\s/])(make|manage\.py) [a-z.]", span):
        yield from wrong_in_command(span)
    elif span.startswith("/"):
        yield from wrong_address(span)
    elif match := re.fullmatch(r"([A-Z][A-Z0-9_]+)=\S*", span):
        yield from {match[1]} - variables() - FOREIGN
    elif re.fullmatch(r"[\w.*/-]+(::[\w.]+)?(#\w+)?", span) and is_path(span):
        yield from wrong_path(span)
    elif re.fullmatch(r"[A-Za-z_][\w.]*", span):
        yield from wrong_name(span)
    else:
        for name in re.findall(r"([A-Za-z_][\w.]*)\(", span):
            yield from wrong_name(name.lstrip("."), is_call=True)


def is_path(span):
    name = span.partition("::")[0].partition("#")[0]
    return re.search(r"/\D|\D/", name) or re.search(
        r"\.(py|md|html|toml|json|txt|sh|svg|css|js|jsonl|yaml|conf|service|timer|example)$", name
    )


def wrong_tests(line):
    for path in re.findall(r"(?<=\s)(?:tests|docs|bin)/[\w./-]+(?:::\w+)?", f" {line}"):
        yield from wrong_path(path.rstrip("."))


def wrong_address(span):
    path = span.partition("?")[0].replace("<slug>", "x").replace("<pk>", "1")
    if path.startswith(OF_THE_MACHINE):
        return
    path = path.removesuffix("…")
    language = path[1:3] if path[1:3] in dict(settings.LANGUAGES) else "en"
    with translation.override(language):
        try:
            resolve(path)
        except Resolver404:
            yield span


def wrong_path(span):
    path, _sign, name = span.partition("#")[0].partition("::")
    path = path.removesuffix("/")
    if path.partition("/")[0] in MADE:
        return
    if "/" not in path and "." in path:
        found = [file for file in files() if file.endswith(f"/{path}") or file == path]
    else:
        pattern = re.compile(re.escape(path).replace(r"\*", "[^/]*"))
        places = [f"{folder}/".removeprefix("./") for folder in FOLDERS]
        found = [
            file for file in files()
            if any(file.startswith(at) and pattern.fullmatch(file[len(at) :]) for at in places)
        ]  # fmt: skip
    if not found or (name and not any(name in members(file) for file in found)):
        yield span


def wrong_name(name, *, is_call=False):
    """Yield a name that the code does not know; a plain word is none unless it is called."""
    head, _dot, rest = name.rpartition(".")
    if name in FOREIGN or (not head and not is_call and not is_name(name)):
        return
    places = [path for module, path in modules().items() if f".{module}".endswith(f".{head}")]
    if head in classes():
        if rest not in classes()[head]:
            yield name
    elif head and places:
        if not any(rest in members(path) for path in places):
            yield name
    elif set(name.split(".")) - known() - variables():
        yield name


def is_name(word):
    return "_" in word or re.search(r"[a-z][A-Z]|^[A-Z]{2}|^[A-Z][a-z]+$", word)


# The tests


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(path):
    assert list(wrong_links(text_of(path), path)) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_name_is_there(path):
    wrong = set(wrong_names(text_of(path)))

    assert {span for span in wrong if not OF_THE_PAST.get(path, set()) & set(span.split())} == set()


@pytest.mark.parametrize(
    "text",
    [
        "[x](nowhere.md)", "[x](docs/operating.md#nowhere)", "[x](#nowhere)", "[x](http://a.example)",
        "[x](https://example)", "[x](docs/operating)",
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_noticed(text):
    assert list(wrong_links(text, "README.md"))


@pytest.mark.parametrize(
    "text",
    [
        "`actions/publsh.py`", "`nowhere.py`", "`seeds/*.tml`", "`docs/nowhere/`",
        "`actions/publish.py::publish_lockd`", "`models/initiative.py::Initiative.nothing`",
        "`tests/rules/test_quotes.py::test_nothing`", "`nowhere.py::publish`",
        "`ledger.publicate()`", "`with ledger.publicate(by=…) as it:`", "`nowhere.publication()`",
        "`publish_lockd`", "`publicate()`", "`StatusUpdat`", "`Initiativ`",
        "`Initiative.changed_in_versoin`", "`ledger_entry_is_not_chnged`", "`rights.look`",
        "`manage.py verifi`", "`manage.py rebuild --everything`", "`make tst`", "`PORT=1 make rn`",
        "`NO_SUCH_SETTING`", "`NO_SUCH_SETTING=1`", "`NO_SUCH_SETTING=1 make run`",
        "`/en/initiative/`", "`/desk/updates/<pk>/publish/`", "`/xx/`", "`/en/pln/<slug>/`",
        "```sh\n.venv/bin/python manage.py verifi\n```", "```sh\nmake tst\n```",
        "```sh\nmanage.py erase 1 --because x\n```", "```sh\nNO_SUCH_SETTING=1\n```",
        "```sh\n.venv/bin/pytest tests/nowhere\n```",
        "```sh\n.venv/bin/pytest tests/rules/test_quotes.py::test_nothing\n```",
    ],
)  # fmt: skip
def test_a_name_that_is_not_there_is_noticed(text):
    assert list(wrong_names(text))


def test_every_setting_is_documented_and_no_other():
    table = text_of("docs/operating.md").partition("## Settings")[2].partition("\n## ")[0]
    names = re.findall(r"^\| `([A-Z_]+)` \|", table, flags=re.MULTILINE)

    assert sorted(names) == sorted(variables())
    assert len(names) > 8


def test_every_page_and_file_is_described():
    text = text_of("docs/using.md")
    missing = [path for path in map(reverse, [*ONCE, *FILES]) if f"`{path}" not in text]

    assert missing == [], "docs/using.md has a table of them"


def test_the_server_is_started_as_manage_py_does():
    code = text_of("tracker/management/commands/serve.py")
    [line] = [line for line in lines(text_of("bin/serve")) if line.startswith("exec ")]

    for part in ("-m", "tracker.serving", "--host", "--port"):
        assert part in line.split()
        assert f'"{part}"' in code


def test_the_map_has_every_noun():
    words = text_of("docs/architecture.md").partition("## The words")[2].partition("\n## ")[0]

    assert set(models.__all__) <= set(re.findall(r"^\| `(\w+)` \|", words, flags=re.MULTILINE))


def test_the_map_has_the_rooms_of_the_import_contract():
    project = tomllib.loads(text_of("pyproject.toml"))
    [contract] = project["tool"]["importlinter"]["contracts"]
    table = re.search(
        r"<!-- layers -->(.*)<!-- end of layers -->", text_of("docs/architecture.md"), re.S
    )
    rows = re.findall(r"^\| (`[^|]+) \|", table[1], flags=re.MULTILINE)

    assert [re.findall(r"\w+", row) for row in rows] == [
        re.findall(r"\w+", layer) for layer in contract["layers"]
    ]


def test_make_help_lists_every_target_and_so_does_the_page():
    printed = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    phony = re.search(r"^\.PHONY: (.+)$", text_of("Makefile"), flags=re.MULTILINE)[1].split()
    page = text_of("docs/contributing.md")

    assert re.findall(r"^make (\S+)", printed, flags=re.MULTILINE) == phony
    assert page.partition("<!-- make help -->\n```\n")[2].partition("```")[0] == printed


def test_the_readme_is_short():
    assert len(text_of("README.md").splitlines()) <= MOST_LINES_OF_README


def test_decisions_are_numbered():
    names = [Path(page).name for page in PAGES if page.startswith("docs/decisions/")]

    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


@pytest.mark.parametrize(
    "name", sorted(name for name, app in get_commands().items() if app == "tracker")
)
def test_a_command_says_what_it_does(name):
    assert load_command_class("tracker", name).help
