"""What `manage.py check --deploy` asks beside Django: is the site safe, kept and watched?"""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.utils import timezone

from .last_runs import BACKUP, VERIFY, last_run

PRIVATE = ("tracker.sqlite3*", "secret_key", "last_*.json", "*.dump", "*.sqlite3", "backups/*")
"""What only the service reads, in DATA_DIR."""
DAYS = 2


def check_deployment(*, app_configs=None, **options):
    """Return a warning for each rule that is broken, in one line, with what to do."""
    rules = (_addresses, _processes, _mail, _watching, _runs, _files)
    return [
        checks.Warning(words, hint=hint, id=f"tracker.{code}")
        for rule in rules
        for code, words, hint in rule()
    ]


def _addresses():
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https":
        yield "W010", "SITE_URL does not begin with https.", "Set it to the address of the site."
    if site.hostname not in settings.ALLOWED_HOSTS:
        hint = "Name the host of SITE_URL in ALLOWED_HOSTS."
        yield "W011", "The site does not answer to the host of SITE_URL.", hint
    if "*" in settings.ALLOWED_HOSTS:
        yield "W012", "ALLOWED_HOSTS takes any host.", "Name the hosts of the site."
    if settings.HTTPS and not settings.BEHIND_PROXY:
        hint = "Set BEHIND_PROXY=1 behind a proxy that ends TLS and sets X-Forwarded-Proto."
        yield "W013", "HTTPS is on, but nothing says that a proxy ends TLS.", hint


def _processes():
    if "pages" not in settings.CACHES:
        return
    if settings.DATABASES["default"]["ENGINE"] == "tracker.sqlite":
        hint = "Set DATABASE_URL to PostgreSQL, or leave CACHE_URL out and run one process."
        yield "W014", "CACHE_URL is for several processes, but SQLite is for one.", hint
    if settings.SECRET_KEY_IS_MADE:
        hint = "Set SECRET_KEY, the same for all processes."
        yield "W015", "Several processes, but the secret key is that of one machine.", hint


def _mail():
    """That no mail is sent at all, Django says itself."""
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield "W016", "Mail comes from localhost.", "Set MAIL_FROM to an address of the site."


def _watching():
    if not settings.METRICS_PORT:
        yield "W017", "No figures are served.", "Set METRICS_PORT, and let Prometheus read it."


def _runs():
    for code, name, words, hint in (
        ("W018", BACKUP, "backup", "Make one, and let a timer make the next."),
        ("W019", VERIFY, "verification of the record", "Run manage.py verify, every night."),
    ):
        run = last_run(name)
        if run is None:
            yield code, f"There was no {words} yet.", hint
        elif (days := (timezone.now() - run["time"]).days) >= DAYS:
            yield code, f"The last {words} was {days} days ago.", hint
    if (run := last_run(VERIFY)) and run.get("whole") is not True:
        hint = "Run manage.py verify, and see docs/operating.md."
        yield "W020", "The record was not whole when it was last verified.", hint


def _files():
    """A folder that others can't enter guards what is in it."""
    if not settings.DATA_DIR.stat().st_mode & 0o001:
        return
    paths = {path for pattern in PRIVATE for path in settings.DATA_DIR.glob(pattern)}
    if open_to_all := sorted(path.name for path in paths if path.stat().st_mode & 0o004):
        hint = f"chmod o-rwx {settings.DATA_DIR}, or the files."
        yield "W021", f"Everybody on the machine reads {', '.join(open_to_all)}.", hint
