"""Commands as a page or a file of deploy/ prints them: which of their words are not there."""

import re
from functools import cache

from django.core.management import get_commands, load_command_class

from tests.databases import ROOT

OF_OTHERS = {"LARGE", "SITE_HOST"}
"""Variables that no setting reads: those of a target of make and of our Caddyfile."""
PLANNED_TARGETS = {"test-fast"}
"""Targets that are documented and still to come."""


@cache
def variables():
    """Return the environment variables that the settings read."""
    code = (ROOT / "tracker/settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'env(?:_flag|_number)?\("([A-Z_]+)"', code))


@cache
def targets():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z.][\w./-]*):", makefile, re.MULTILINE)) | PLANNED_TARGETS


def wrong_in_command(line):
    """Yield the commands of manage.py, their options, targets of make and settings that are not."""
    for name, value in re.findall(r"(?:^|\s)([A-Z][A-Z0-9_]+)=(\S*)", line):
        if name not in variables() | OF_OTHERS:
            yield f"{name}={value}"
    yield from set(re.findall(r"(?:^|\s)make ([a-z.][\w./-]*)", line)) - targets()
    for name, rest in re.findall(r"manage\.py ([a-z_]+)([^&|#\"]*)", line):
        if name not in get_commands():
            yield name
            continue
        app = get_commands()[name]
        command = app if not isinstance(app, str) else load_command_class(app, name)
        options = command.create_parser("manage.py", name)._option_string_actions
        yield from set(re.findall(r"(?<=\s)--[a-z-]+", rest)) - options.keys()
