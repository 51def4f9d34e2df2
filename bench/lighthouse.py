"""Let Lighthouse measure the pages as `make run` serves them, and write docs/quality.md.

Performance is the median of the rounds, the other scores the worst of them. Exits 1 where a goal is
missed.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import servers, worlds

REPORT = servers.ROOT / "docs" / "quality.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
ROUNDS = 5
TRIES = 3
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
PAGES = {
    "dashboard": "",
    "list": "initiatives/",
    "initiative": "initiatives/cubesat-project/",
    "timeline": "timeline/",
    "method": "method/",
}
LANGUAGES = ("en", "ru")


def seeded(folder):
    """Return the environment of a new database with the seeds in it."""
    environment = {"DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/tracker.sqlite3"}
    worlds.manage("collectstatic", "--noinput", "-v0", environment=environment)
    worlds.manage("migrate", "-v0", environment=environment)
    worlds.manage("seed", "-v0", environment=environment)
    return environment


def chromium():
    found = subprocess.run(
        ["bin/find-chromium"], cwd=servers.ROOT, capture_output=True, text=True, check=True
    )
    return found.stdout.strip().splitlines()[-1]


def scores(address, browser):
    """Return {category: score of 100} of one run: a phone of the middle class on a slow network.

    On a busy machine Lighthouse misses the start of a page now and then, and says to run it again.
    """
    command = [
        "node_modules/.bin/lighthouse", address, "--quiet", "--output=json",
        f"--only-categories={','.join(GOALS)}", "--no-enable-error-reporting",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
    ]  # fmt: skip
    for _try in range(TRIES):
        run = subprocess.run(
            command, cwd=servers.ROOT / "bench", env={**os.environ, "CHROME_PATH": browser},
            stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        if run.returncode == 0:
            categories = json.loads(run.stdout)["categories"]
            return {name: round(100 * categories[name]["score"]) for name in GOALS}
    raise RuntimeError(f"Lighthouse can't read {address}.")


def summary(runs):
    worst = {category: min(run[category] for run in runs) for category in GOALS}
    return {**worst, "performance": median(run["performance"] for run in runs)}


def measure(rounds):
    """Return {page and language: {category: score}}."""
    figures, browser = {}, chromium()
    with tempfile.TemporaryDirectory() as folder:
        server = servers.tracker(seeded(folder), cores=(0, 1))
        try:
            for name, path in PAGES.items():
                for language in LANGUAGES:
                    address = f"http://localhost:{server.port}/{language}/{path}"
                    runs = [scores(address, browser) for _round in range(rounds)]
                    figures[f"{name}, {language}"] = summary(runs)
                    print(name, language, summary(runs), flush=True)
        finally:
            server.stop()
    return figures


def table(figures):
    lines = [
        f"| page | {' | '.join(GOALS)} |",
        f"|---|{'---|' * len(GOALS)}",
        f"| *goal* | {' | '.join(f'*{goal}*' for goal in GOALS.values())} |",
    ]
    for name, found in figures.items():
        lines.append(f"| {name} | {' | '.join(str(score) for score in found.values())} |")
    return "\n".join(lines)


def main():
    figures = measure(ROUNDS)
    before, _, rest = REPORT.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    REPORT.write_text(f"{before}{BEGIN}\n{table(figures)}\n{END}{after}")
    missed = [
        f"{name}: {category} {score}"
        for name, found in figures.items()
        for category, score in found.items()
        if score < GOALS[category]
    ]
    sys.exit("\n".join(["Goals missed:", *missed]) if missed else 0)


if __name__ == "__main__":
    main()
