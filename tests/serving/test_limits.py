import re

from tests.databases import ROOT
from tracker.serving import brake, limits


def test_readme_says_after_what_a_slow_client_is_cut_off():
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| limit |")[2]
    told = re.sub("one a second", "1", table)
    numbers = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", told)]

    assert numbers[:9] == [
        limits.CONNECTIONS, limits.HEADER_SECONDS, limits.BODY_SECONDS,
        limits.BODY_BYTES // 2**20, limits.UNREAD_SECONDS, brake.FORMS_AT_ONCE,
        brake.FORMS_A_SECOND, limits.LOCK_SECONDS, limits.STATEMENT_SECONDS,
    ]  # fmt: skip
