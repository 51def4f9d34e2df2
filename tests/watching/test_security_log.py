import logging

import pytest
from django.contrib.auth.models import Group

from tests import factories as make
from tests.watching.steps import count
from tracker.actions.accounts import change_account
from tracker.vocabulary import Role
from tracker.watching import security_log


@pytest.fixture
def told(caplog):
    """Returns [(event, its fields)] of what was told."""
    caplog.set_level(logging.INFO, "tracker.security")
    plain = logging.makeLogRecord({}).__dict__.keys() | {"message", "asctime"}

    def events():
        return [
            (record.msg, {key: value for key, value in vars(record).items() if key not in plain})
            for record in caplog.records
            if record.name == "tracker.security"
        ]

    return events


def test_an_event_has_a_name_and_plain_fields(told):
    security_log.event("login_failed", account=7)

    assert told() == [("login_failed", {"account": 7})]


def test_every_event_is_counted_whoever_logs_it():
    before = count("tracker_security_events_total", event="login_refused")

    logging.getLogger("tracker.security").info("login_refused", extra={"account": None})

    assert count("tracker_security_events_total", event="login_refused") == before + 1


def test_a_change_of_role_is_told_once_it_is_committed(
    db, told, django_capture_on_commit_callbacks
):
    account = make.UserFactory(email="aigul@ots.example")
    groups = Group.objects.filter(name=Role.REVIEWER)
    with django_capture_on_commit_callbacks() as callbacks:
        account.email = "other@ots.example"
        change_account(account=account, by=None, links={"groups": groups})
    assert told() == []

    for callback in callbacks:
        callback()

    [(name, fields)] = told()
    assert (name, fields["account"], fields["by"]) == ("account_changed", account.pk, None)
    assert (fields["roles"], fields["staff"]) == ("reviewer", "yes")
    assert {"roles", "email", "password_taken"} <= {*fields["what"].split(", ")}
    assert "ots.example" not in str(fields)


def test_a_refusal_is_told(focal_point, client, told):
    client.get("/desk/verify/")
    client.force_login(focal_point)
    client.get("/desk/verify/")

    assert told() == [("refused", {"route": "desk_verify", "account": focal_point.pk})]


def test_an_export_is_told(auditor, client, told):
    client.force_login(auditor)
    client.get("/admin/tracker/accountlog/csv/")

    assert told() == [("exported", {"what": "account_log", "by": auditor.pk})]
