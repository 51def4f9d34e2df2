"""Run every proof, or those that are named, and write what they print into docs/proof.md.

usage: python -m bench.proofs [NAME …]; with DATABASE_URL, the parts that need PostgreSQL too
"""

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime

from bench.proofs.site import ROOT

PAGE = ROOT / "docs" / "proof.md"
POSTGRESQL = os.environ.get("DATABASE_URL", "")
PYTHON, ON_POSTGRESQL = "python -m bench.proofs.", "DATABASE_URL=… "
HEAD = """# Proof

What a server as `make run` starts it withstood, and what was found whole after it. `make proof`
writes this page: each line is printed by the script above it, on the day and machine that are named
there. A figure that misses its goal is marked.
"""


def commands():
    """Yield (name, command, whether it needs PostgreSQL)."""
    for name in (
        "slow_clients",
        "behind_nginx",
        "floods",
        "faults",
        "crashes",
        "backup",
        "migrations",
    ):
        yield name, f"{PYTHON}{name}", False
    yield "crashes_on_postgresql", f"{PYTHON}crashes", True
    yield "many_writers", "WRITES=2000 pytest tests/actions/test_many_hands.py", False
    yield "hostile_input", "HOSTILE=10000 pytest tests/test_hostile_input.py", False
    yield "two_persons", "PROOF=200x30 pytest tests/test_two_persons.py", False
    yield "two_persons_long", "PROOF=1000x50 pytest tests/test_two_persons.py", False


def run(command, *, on_postgresql):
    """Return (the lines of the table, whether all was reached)."""
    words, environment = command.split(), dict(os.environ)
    if not on_postgresql and "backup" not in command:
        environment.pop("DATABASE_URL", None)
    while "=" in words[0]:
        name, _sign, value = words.pop(0).partition("=")
        environment[name] = value
    module = ["-m", "pytest", "-q"] if words[0] == "pytest" else []
    words = words[1:]
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, *module, *words], cwd=ROOT, env=environment, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    if module:
        last = ended.stdout.strip().splitlines()[-1]
        found = [f"{' '.join(words)} | tests | {last.strip('= ')}"]
    else:
        found = [line for line in ended.stdout.splitlines() if line.count(" | ") == 2]
    if ended.returncode and not any("**missed**" in line for line in found):
        found.append(f"it ended | after {time.monotonic() - began:.0f} s | **missed**")
        sys.stderr.write(ended.stderr[-2000:])
    return found, not ended.returncode


def section(name, command, found):
    today, cores = datetime.now(tz=UTC).date(), os.cpu_count()
    table = "\n".join(f"| {line} |" for line in found)
    return (
        f"## {name}\n\n`{command}`, {today}, {cores} cores\n\n"
        f"| what | how | figure |\n|---|---|---|\n{table}\n"
    )


def main(names):
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEAD
    parts = {part.partition("\n")[0]: part for part in re.split(r"^## ", text, flags=re.M)[1:]}
    reached = True
    for name, command, on_postgresql in commands():
        if (names and name not in names) or (on_postgresql and not POSTGRESQL):
            continue
        found, was_reached = run(command, on_postgresql=on_postgresql)
        reached &= was_reached
        shown = f"{ON_POSTGRESQL}{command}" if on_postgresql else command
        parts[name] = section(name, shown, found).removeprefix("## ")
        order = [each for each, *_rest in commands()]
        kept = "\n".join(f"## {parts[each].rstrip()}\n" for each in order if each in parts)
        PAGE.write_text(f"{HEAD}\n{kept}", encoding="utf-8")
        sys.stdout.write("\n".join(found) + "\n")
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
