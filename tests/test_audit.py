"""What is installed is listed, and asked about; the code is read for weak spots by `make check`."""

import json
import os
import re
import subprocess

from tests.databases import ROOT

UNREACHABLE = "http://127.0.0.1:1"


def run(*command, **environment):
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_every_locked_package_is_in_the_list(tmp_path):
    locked = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)

    made = run("bin/sbom", str(tmp_path / "sbom.json"))

    found = json.loads((tmp_path / "sbom.json").read_text())
    assert made.returncode == 0, made.stderr
    assert {(one["name"], one["version"]) for one in found["components"]} == {*locked}
    assert found["bomFormat"] == "CycloneDX"
    assert "http" not in json.dumps(found["components"])


def test_whoever_could_not_ask_says_so():
    made = run(
        "bin/audit", HTTPS_PROXY=UNREACHABLE, HTTP_PROXY=UNREACHABLE, https_proxy=UNREACHABLE,
        http_proxy=UNREACHABLE, NO_PROXY="", no_proxy="",
    )  # fmt: skip

    assert made.returncode == 2
    assert made.stderr.startswith("not audited: ")
    assert "No known vulnerabilities" not in made.stdout
