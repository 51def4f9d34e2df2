"""The figures of this process, as Prometheus counts them.

Labels have few values, all of our own: the name of a route and never a path, a class of numbers
and never what a client sent.
"""

from prometheus_client import Counter, Histogram

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS = Histogram(
    "tracker_request_seconds",
    "Time until Django had an answer, by name of the route, method and class of status.",
    ["route", "method", "status"],
    buckets=SECONDS,
)
RENDERS = Counter("tracker_renders", "Public pages that were made, and not taken from those kept.")
KEPT_PAGES = Counter(
    "tracker_kept_pages",
    "Answers of the page cache: hit, miss, shared (of another process), stale (without database).",
    ["result"],
)
DATABASE_ERRORS = Counter(
    "tracker_database_errors", "Requests that an error of the database ended."
)
UNAVAILABLE = Counter("tracker_unavailable", "Answers with 503.")
SECURITY_EVENTS = Counter(
    "tracker_security_events", "Events of the security log: login_failed, refused …", ["event"]
)


def answered(*, route, method, status, seconds):
    """Count an answer of Django; `route` is "" where no address matched."""
    REQUESTS.labels(
        route or "none", method if method in METHODS else "other", f"{status // 100}xx"
    ).observe(seconds)
    if status == 503:
        UNAVAILABLE.inc()


def rendered():
    """Count a public page that was made."""
    RENDERS.inc()


def kept_page(result):
    """Count an answer of the page cache: "hit", "miss", "shared" or "stale"."""
    KEPT_PAGES.labels(result).inc()


def database_error():
    """Count a request that an error of the database ended."""
    DATABASE_ERRORS.inc()
