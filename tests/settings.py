"""The settings of the tests: the project's own, on a folder that is thrown away."""

import os
import tempfile
from pathlib import Path

folder = tempfile.mkdtemp(prefix="tracker-tests-")
os.environ["DATA_DIR"] = folder
(Path(folder) / "static").mkdir()

from tracker.settings import *  # noqa: E402, F403
from tracker.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "tracker.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # as pytest-django does with Django's own

if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Nobody needs what a test wrote after the power failed; each commit would wait for the disk.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"

# Let templates name static files that nobody collected.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# A real one takes half a second for each password, on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
