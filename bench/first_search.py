"""Search for words that the process has not looked up at this state of the record.

Prints the milliseconds of processor that the page of each takes, PostgreSQL's own left out. Run it
in the environment of a world: python bench/first_search.py WORD WORD
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import os
import time
from statistics import median

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
django.setup()

from django.test import Client

from tracker.reading.version_cache import forget_all

TIMES = 7


def main(words):
    client = Client(headers={"host": "localhost"})
    client.get("/en/initiatives/")  # makes the index
    for word in words:
        took = []
        for _time in range(TIMES + 1):
            forget_all()
            begun = time.process_time()
            response = client.get("/en/search/", {"q": word})
            took.append((time.process_time() - begun) * 1000)
            assert response.status_code == 200, response
        print(round(median(took[1:]), 1))


if __name__ == "__main__":
    main(sys.argv[1:])
