import re

from tests.databases import ROOT
from tracker.serving import limits


def test_readme_says_after_what_a_slow_client_is_cut_off():
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| limit |")[2]
    numbers = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", table)]

    assert numbers[:7] == [
        limits.CONNECTIONS, limits.HEADER_SECONDS, limits.BODY_SECONDS,
        limits.BODY_BYTES // 2**20, limits.UNREAD_SECONDS, limits.LOCK_SECONDS,
        limits.STATEMENT_SECONDS,
    ]  # fmt: skip
