import csv

from tests import factories as make
from tracker.models import AccountLog
from tracker.publishing.account_log import csv_parts


def test_the_log_is_a_table_that_no_spreadsheet_runs(db):
    account = make.UserFactory(username="+one")
    entry = make.AccountLogFactory(
        account=account, by=None, what="name", old='a "b"', new='=HYPERLINK("x";"y")'
    )

    text = b"".join(csv_parts(AccountLog.objects.for_list())).decode()

    assert list(csv.reader(text.splitlines())) == [
        ["at", "account", "what", "before", "after", "by"],
        [
            entry.at.isoformat(timespec="seconds"), "'+one", "name", 'a "b"',
            '\'=HYPERLINK("x";"y")', "",
        ],
    ]  # fmt: skip
