"""Each action once: what it is called with in a small world, and what its author says in it.

The lists are complete: whatever in tracker/actions/ opens a transaction needs a case here.
"""

import ast
import re
from collections import defaultdict
from contextlib import closing
from datetime import timedelta
from functools import cached_property
from importlib import import_module
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import connections
from django.utils import timezone

from tests.actions import steps
from tests.conftest import person
from tests.factories import (
    ActionPlanFactory,
    ChallengeFactory,
    CountryFactory,
    SourceFactory,
    ThemeFactory,
    published_initiative,
)
from tests.second_factor import with_app
from tracker import actions
from tracker.actions.second_factors import has_factor
from tracker.models import (
    Challenge,
    Correction,
    Session,
    Snapshot,
    User,
)
from tracker.models.version import version_of
from tracker.rules.digest import source_digest
from tracker.vocabulary import Role

WRITES = re.compile(r"\.(save|\w*create|delete|update)\(|\bbump\(|\bcursor\(")
HELPERS = {
    "account_log.log": "whoever changes an account calls it",
    "drafts.archive": "saves one row, within what drafts or publishes",
    "drafts.cite": "saves one row",
    "ledger.publication": "the transaction itself",
    "nouns.draft": "data entry calls it in the transaction that saves the noun",
    "projection.rebuild_snapshots": "a publication calls it",
    "projection.update_projection": "a publication calls it",
    "review.hand_in": "whoever locked the draft calls it",
    "revise.write_text": "a publication calls it, or data entry of a draft",
    "verify_initiatives.one_moment": "reads only",
}
"""The public functions that write within the transaction of whoever calls them, and why."""
WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE|REINDEX)\b", re.IGNORECASE)
"""The statements that write."""
CASES = {}
"""{name of an action: the function that returns its arguments}."""


def public_functions():
    """Yield (name, its tree) of each public function of the actions."""
    for path in sorted(Path(actions.__file__).parent.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{path.stem}.{node.name}", node


def opens_transaction(node):
    """Whether a function is atomic, or publishes."""
    opened = [item.context_expr for one in ast.walk(node) if isinstance(one, ast.With)
              for item in one.items]  # fmt: skip
    return any(
        re.search(r"\b(atomic|publication)\b", ast.unparse(one))
        for one in [*node.decorator_list, *opened]
    )


def action_names():
    """Return the names of all that write in a transaction of their own."""
    return [
        name for name, node in public_functions()
        if name not in HELPERS and opens_transaction(node)
    ]  # fmt: skip


def writing_without_transaction():
    """Return the names of what seems to write, opens no transaction and is handed none."""
    return [
        name for name, node in public_functions()
        if WRITES.search(ast.unparse(node)) and not opens_transaction(node)
        and name not in HELPERS and "publication" not in [arg.arg for arg in node.args.args]
    ]  # fmt: skip


def action(name):
    module, _dot, function = name.partition(".")
    return getattr(import_module(f"tracker.actions.{module}"), function)


def case(function):
    CASES[function.__name__.replace("__", ".", 1)] = function
    return function


def committed_rows():
    """Return {table: rows}, all as text, of the whole database, as somebody else sees it."""
    with closing(connections.create_connection("default")) as other, other.cursor() as cursor:
        tables = other.introspection.table_names(cursor)
        if other.vendor == "sqlite":
            return {table: str(cursor.execute(f"SELECT * FROM {table}").fetchall())
                    for table in tables}  # fmt: skip
        rows = [f"SELECT '{table}', row::text FROM {table} row" for table in tables]
        found = defaultdict(list)
        for table, text in cursor.execute(" UNION ALL ".join(rows)):
            found[table].append(text)
        return {table: str(sorted(texts)) for table, texts in found.items()}


class World:
    """People who all have an address, and what they work on; each is made when it is asked for."""

    def __init__(self, folder):
        self.folder = folder

    @cached_property
    def country(self):
        return CountryFactory()

    @cached_property
    def initiative(self):
        return published_initiative(
            original_due="2027", summary_en="A test summary.", countries=[self.country]
        )

    @cached_property
    def _people(self):
        roles = [Role.FOCAL_POINT, Role.REVIEWER, Role.REVIEWER, Role.EDITOR]
        people = [person(role) for role in roles]
        for user in people:
            user.email = f"{user.username}@ots.example"
            user.save()
        people[0].countries.add(self.country)
        return people

    @property
    def author(self):
        return self._people[0]

    @property
    def reviewer(self):
        return self._people[1]

    @property
    def second_reviewer(self):
        return self._people[2]

    @property
    def editor(self):
        return self._people[3]

    @cached_property
    def administrator(self):
        return person(Role.ADMINISTRATOR)

    @cached_property
    def draft(self):
        return steps.draft(by=self.author, initiative=self.initiative)

    @cached_property
    def submission(self):
        return steps.submission(by=self.author, initiative=self.initiative)

    @cached_property
    def published(self):
        return steps.approved(
            by=self.author, reviewer=self.reviewer, initiative=self.initiative, status="delivered"
        )

    @cached_property
    def challenge(self):
        return ChallengeFactory(initiative=self.initiative)

    @cached_property
    def plan(self):
        return ActionPlanFactory()

    @cached_property
    def revision(self):
        [revision] = steps.proposal(self.plan, by=self.editor, name_en="Another name")
        return revision

    @cached_property
    def erased(self):
        """The sequence of an entry that may be erased."""
        steps.withdraw(fresh(self.published), by=self.second_reviewer)
        return steps.entry_of(self.published).sequence

    @cached_property
    def seeds(self):
        """A folder with one source, one theme and one initiative."""
        text = "The test fund will open in spring."
        (self.folder / "article.txt").write_text(text)
        (self.folder / "sources.toml").write_text(
            '[[source]]\nslug = "one"\nfile = "article.txt"\npublisher = "Test Gazette"\n'
            'language = "en"\nurl = "https://gazette.example/1"\npublished_on = "2026-03-01"\n'
            f'sha256 = "{source_digest(text)}"\n'
        )
        (self.folder / "themes.toml").write_text('[[theme]]\nslug = "test"\nname_en = "Test"\n')
        (self.folder / "initiatives.toml").write_text(
            '[[initiative]]\nslug = "fund"\nkind = "announced_commitment"\ntitle_en = "Test fund"\n'
            'themes = ["test"]\nstatus = "announced"\nevidence = "stated"\n'
            f'changed_on = "2026-03-01"\nsentence_en = "Told."\nsource = "one"\nquote = "{text}"\n'
        )
        return self.folder


def fresh(row):
    """Return the row as somebody reads it anew."""
    return type(row)._default_manager.get(pk=row.pk)


def read(row):
    """Return a row and the version of it that was read."""
    row = fresh(row)
    return row, version_of(row)


@case
def accounts__make_first_accounts(world, words):
    return {}


@case
def accounts__make_account(world, words):
    account = User(username="new", email="new@ots.example")
    roles = Group.objects.filter(name=Role.REVIEWER)
    return {"account": account, "by": world.administrator, "links": {"groups": roles}}


@case
def accounts__change_account(world, words):
    account = fresh(world.reviewer)
    account.first_name = words
    roles = Group.objects.filter(name=Role.EDITOR)
    return {"account": account, "by": world.administrator, "links": {"groups": roles}}


@case
def accounts__send_link(world, words):
    return {"account": world.reviewer, "by": world.administrator}


@case
def accounts__ask_for_link(world, words):
    return {"email": world.reviewer.email}


@case
def passwords__set_own_password(world, words):
    return {"account": world.reviewer, "password": words}


@case
def challenge__receive(world, words):
    return {"challenge": Challenge(initiative=world.initiative, text=words), "address": "192.0.2.1"}


@case
def challenge__resolve(world, words):
    challenge, version = read(world.challenge)
    challenge.outcome, challenge.answer_en = "accepted", words
    return {"challenge": challenge, "by": world.editor, "version": version}


@case
def correct__propose(world, words):
    update, version = read(world.published)
    replacement = fresh(world.submission)
    correction = Correction(update=update, replacement=replacement, reason_en=words)
    return {"retraction": correction, "by": world.editor, "version": version}


@case
def drafts__save_draft(world, words):
    update, version = read(world.draft)
    update.sentence_en = words
    source = SourceFactory.build(slug="")
    return {
        "update": update, "quote": "The test bridge is open", "source": source,
        "by": world.author, "version": version, "is_submitted": True,
    }  # fmt: skip


@case
def erase__erase(world, words):
    return {"sequence": world.erased, "reason": words}


@case
def logins__used_once(world, words):
    return {"account": world.reviewer, "code": "123456", "seconds": 90}


@case
def logins__sign_on_added(world, words):
    return {"account": world.reviewer}


@case
def publish__publish(world, words):
    update, version = read(world.draft)
    return {"update": update, "by": world.reviewer, "version": version}


@case
def rebuild__rebuild(world, words):
    if Snapshot.objects.filter(initiative=world.initiative.pk).exists():
        Snapshot.objects.all().delete()
    return {}


@case
def rebuild__reindex(world, words):
    return rebuild__rebuild(world, words)


@case
def review__submit(world, words):
    update, version = read(world.draft)
    return {"row": update, "by": world.author, "version": version}


@case
def submissions__approve(world, words):
    update, version = read(world.submission)
    return {"row": update, "by": world.reviewer, "version": version}


@case
def submissions__approve_all(world, words):
    rows = [read(world.submission), read(world.revision)]
    return {"rows": rows, "by": world.reviewer}


@case
def review__return_to_author(world, words):
    update, version = read(world.submission)
    return {"row": update, "by": world.reviewer, "note": words, "version": version}


@case
def review__publish_in_emergency(world, words):
    if "draft" not in world.__dict__:
        world.draft = steps.draft(by=world.reviewer, initiative=world.initiative)
    update, version = read(world.draft)
    return {"row": update, "by": world.reviewer, "reason": words, "version": version}


@case
def review__countersign(world, words):
    if "published" not in world.__dict__:
        world.published = steps.emergency(by=world.reviewer, initiative=world.initiative)
    update, version = read(world.published)
    return {"row": update, "by": world.second_reviewer, "version": version}


@case
def review__discard(world, words):
    update, version = read(world.draft)
    return {"row": update, "by": world.author, "version": version}


@case
def revise__propose(world, words):
    initiative, version = read(world.initiative)
    changes = {"title_en": words, "summary_en": f"{words} And more."}
    return {
        "row": initiative, "changes": changes, "reason": "Test", "by": world.editor,
        "version": version,
    }  # fmt: skip


@case
def second_factors__remove_factors(world, words):
    if not has_factor(world.reviewer):
        with_app(world.reviewer)
    return {"account": world.reviewer}


@case
def second_factors__end_sessions(world, words):
    if not world.reviewer.sessions.exists():
        later = timezone.now() + timedelta(days=1)
        Session.objects.create(session_key="test", account=world.reviewer, expire_date=later)
    return {"account": world.reviewer, "keep": ""}


@case
def seed__seed(world, words):
    return {"folder": world.seeds}


@case
def translate__review_translation(world, words):
    if "theme" not in world.__dict__:
        world.theme = ThemeFactory(name_kk="Сынақ")
    return {
        "row": fresh(world.theme), "field": "name", "language": "kk", "text": "Сынақ",
        "by": world.reviewer,
    }  # fmt: skip
