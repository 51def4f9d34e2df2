"""Whatever schemathesis makes of a description of the public addresses, nothing breaks.

The description is read from the urlconf, the filters and the values that they offer; half of what
is asked follows it, half does not. HOSTILE=10000 tries a third as many; `make proof` does.
"""

import os
from urllib.parse import urlencode

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from tests.addresses import PUBLIC_NAMES, address
from tracker.filters import AXES
from tracker.serving.asked import KNOWN

CASES = int(os.environ.get("HOSTILE", "300")) // 3
DAYS = {"as_of", "from", "to", "until"}


def described(paths):
    """Return an OpenAPI description of these addresses, each with all that a page may read."""
    parameters = [
        {"name": name, "in": "query", "required": False, "schema": schema_of(name)}
        for name in sorted(KNOWN)
    ]
    answers = {"200": {"description": "A page"}}
    get = {"get": {"parameters": parameters, "responses": answers}}
    return {
        "openapi": "3.1.0", "info": {"title": "Public pages", "version": "1"},
        "paths": dict.fromkeys(paths, get),
    }  # fmt: skip


def schema_of(name):
    if name == "page":
        return {"type": "integer", "minimum": 1}
    if name in DAYS:
        return {"type": "string", "format": "date"}
    if name in AXES:
        return {"type": "array", "items": {"enum": [*AXES[name]]}}
    return {"type": "string", "maxLength": 200}


@pytest.mark.parametrize("mode", [*GenerationMode], ids=lambda mode: mode.value)
def test_no_query_breaks_a_public_page(rows, logged, mode):
    paths = sorted({address(name, rows).partition("?")[0] for name in PUBLIC_NAMES})
    schema = schemathesis.openapi.from_dict(described(paths))
    client, each = Client(raise_request_exception=False), max(1, CASES // 2 // len(paths))
    broken = set()

    def ask(path):
        @settings(
            max_examples=each, deadline=None, database=None, derandomize=CASES == 100,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(schema[path]["GET"].as_strategy(generation_mode=mode))
        def asked(case):
            query = urlencode(case.query or {}, doseq=True, errors="replace")
            with transaction.atomic():
                status = client.get(f"{path}?{query}").status_code
            if status >= 500:
                broken.add((path, query[:200]))

        asked()

    for path in paths:
        ask(path)

    assert not broken
    assert not [record for record in logged if record.levelname == "ERROR"]
