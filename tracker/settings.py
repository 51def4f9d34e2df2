"""Settings: from environment variables, safe when none is set. docs/operating.md lists them all."""

import contextlib
import os
import secrets
import sqlite3
import sys
import tempfile
import zoneinfo
from pathlib import Path
from urllib.parse import quote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from . import languages
from .catalogues.build import build
from .sqlite.file import tighten
from .watching.log_lines import FORMATS, logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name, default=""):
    return os.environ.get(name, default)


def env_flag(name, default=""):
    return env(name, default).lower() in {"1", "true", "yes", "on"}


def env_number(name, default):
    try:
        return int(env(name, str(default)))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {env(name)!r}.") from None


def data_dir(path):
    """Return the folder `path`; one that is made is for its owner alone."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from None
    return path


def secret_key(path):
    """Return the key kept in the file `path`, for its owner alone; make it if it is not there."""
    try:
        if not path.exists():
            # Written whole before it has its name, so that no other process reads half of it.
            with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:
                file.write(secrets.token_urlsafe(50))
                file.flush()
                with contextlib.suppress(FileExistsError):
                    os.link(file.name, path)
        tighten(path)
        return path.read_text()
    except OSError as error:
        raise cannot_write(path.parent, error) from None


def compiled(texts, folder):
    """Return `folder` with the catalogues of the folder `texts`, compiled if they are not yet."""
    try:
        return build(texts, folder)
    except OSError as error:
        raise cannot_write(folder, error) from None
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from None


def sign_on(**settings):
    """Return allauth's settings of a ministry's own sign-on by OpenID Connect, if there is one."""
    if not any(settings.values()):
        return {}
    if not all(settings.values()):
        raise ImproperlyConfigured(
            "OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME belong together."
        )
    app = {
        "provider_id": "sign-on", "name": settings["name"], "client_id": settings["client_id"],
        "secret": settings["secret"],
        "settings": {"server_url": settings["issuer"], "scope": ["openid", "email"]},
    }  # fmt: skip
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def cannot_write(folder, error):
    return ImproperlyConfigured(
        f"Cannot write in {folder}: {error.strerror}."
        " Set DATA_DIR to a folder that you may write to."
    )


DATA_DIR = data_dir(Path(env("DATA_DIR", str(BASE_DIR / "var"))))
DEBUG = env_flag("DEBUG")
HOST = env("HOST", "127.0.0.1")
PORT = env_number("PORT", 8000)
if not 0 < PORT < 2**16:
    raise ImproperlyConfigured(f"PORT must be between 1 and 65535, not {PORT}.")
SECRET_KEY_IS_MADE = not env("SECRET_KEY")
SECRET_KEY = env("SECRET_KEY") or secret_key(DATA_DIR / "secret_key")
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").replace(" ", "").split(",")

INSTALLED_APPS = [
    # Without "allauth" itself: its texts and templates are not ours. Before "tracker", which takes
    # their models out of the admin.
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "modeltranslation",  # before the admin
    "tracker.apps.TrackerAdminConfig",
    "tracker",  # before the commands of django.contrib.auth, one of which it replaces
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
]
MIDDLEWARE = [
    "tracker.serving.security_headers.SecurityHeaders",  # around what any other answers
    "tracker.serving.health_checks.HealthChecks",
    "tracker.serving.access_log.AccessLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tracker.views.middleware.StaffMiddleware",
    "tracker.views.read_only.ReadOnlyMiddleware",  # the last, so that its page has all it needs
]
ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.serving.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tracker.views.context.record_context",
            ],
        },
    }
]

# The record

STALE_AFTER_DAYS = env_number("STALE_AFTER_DAYS", 180)
if not 0 < STALE_AFTER_DAYS < 36500:
    raise ImproperlyConfigured("STALE_AFTER_DAYS must be between 1 day and 100 years.")
DUE_SOON_DAYS = 30
PAGE_SIZE = 50
SEEDS_DIR = BASE_DIR / "seeds"

# Database


def sqlite_options():
    """Return the OPTIONS that let several threads write to one SQLite file safely.

    Write-ahead logging can corrupt a database in SQLite 3.7.0 to 3.51.2 (sqlite.org/wal.html, "the
    WAL-reset bug"), so older ones keep the rollback journal.
    """
    journal = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "DELETE"
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL;",
    }


def database(url):
    """Return what Django wants to know of the database that DATABASE_URL names."""
    try:
        found = dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)
        if found["ENGINE"].rpartition(".")[2] not in ("sqlite3", "postgresql"):
            raise ValueError
    except ValueError:
        raise ImproperlyConfigured(
            "DATABASE_URL can't be read; write it like postgresql://user:password@host:5432/name."
        ) from None
    if found["ENGINE"] == "django.db.backends.sqlite3":
        return {**found, "ENGINE": "tracker.sqlite", "OPTIONS": sqlite_options()}
    # A page's queries are wide and find little: to compile them takes longer than to run them.
    found["OPTIONS"] = {"options": "-c jit=off", **found.get("OPTIONS", {})}
    return found


DATABASES = {
    "default": database(
        env("DATABASE_URL", f"sqlite:///{quote(str(DATA_DIR / 'tracker.sqlite3'))}"),
    )
}

# Pages kept between requests; see serving/page_cache.py

PAGE_CACHE_BYTES = env_number("PAGE_CACHE_MB", 32) * 2**20
PAGE_FILE_BYTES = env_number("PAGE_FILES_MB", 512) * 2**20
PAGE_SHARED_SECONDS = env_number("PAGE_SHARED_SECONDS", 0)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache"
        if DEBUG
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 1000},  # a header for each address and language
    },
}
if env("CACHE_URL"):
    CACHES["pages"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env("CACHE_URL"),
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {
            "socket_timeout": 1,
            "socket_connect_timeout": 1,
            "serializer": "tracker.serving.shared_pages.Signed",
        },
    }

# People

AUTH_USER_MODEL = "tracker.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "tracker.actions.passwords.PasswordRule"},
]
LINK_HOURS = env_number("LINK_HOURS", 72)
if not 0 < LINK_HOURS <= 24 * 30:
    raise ImproperlyConfigured("LINK_HOURS must be between 1 hour and 30 days.")
PASSWORD_RESET_TIMEOUT = LINK_HOURS * 3600
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = ["tracker.actions.hashing.GatedHasher"]
PASSWORD_CHECKS_AT_ONCE = env_number("PASSWORD_CHECKS_AT_ONCE", 1)
if not 0 < PASSWORD_CHECKS_AT_ONCE <= 64:
    raise ImproperlyConfigured("PASSWORD_CHECKS_AT_ONCE must be between 1 and 64.")

# Login: allauth in our pages; its own rate limits are off, as actions/logins.py has ours

HTTPS = env_flag("HTTPS")
REQUIRE_SECOND_FACTOR = env_flag("REQUIRE_SECOND_FACTOR", "on" if HTTPS and not DEBUG else "")
ACCOUNT_ADAPTER = "tracker.views.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
MFA_ADAPTER = "tracker.views.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "OTS Tracker"
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1  # clocks differ by half a minute
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow it on localhost alone
SOCIALACCOUNT_ADAPTER = "tracker.views.adapters.SignOnAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead to another site, by our policy
SOCIALACCOUNT_PROVIDERS = sign_on(
    issuer=env("OIDC_ISSUER").rstrip("/"),
    client_id=env("OIDC_CLIENT_ID"),
    secret=env("OIDC_CLIENT_SECRET"),
    name=env("OIDC_NAME"),
)
SIGN_ON_NAME = env("OIDC_NAME") if env("OIDC_ISSUER") else ""

# Sessions

SESSION_ENGINE = "tracker.models.session"
SESSION_COOKIE_AGE = 12 * 3600  # without a page
SESSION_LONGEST = 7 * 24 * 3600  # from the login on
FRESH_SECONDS = 15 * 60  # so long after a login or a proof of who, accounts may be changed
PREFIX = "__Host-" if HTTPS else ""  # a browser lets no other host set such a cookie
SESSION_COOKIE_NAME = f"{PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{PREFIX}csrftoken"
DEVICE_COOKIE_NAME = f"{PREFIX}device"
DEVICE_COOKIE_AGE = 400 * 24 * 3600  # the longest that browsers keep one

# Mail: printed until a host is named

SITE_URL = env("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
# The passwords that the first start printed have to be changed wherever others come by.
IS_LOCAL = DEBUG or (not HTTPS and urlsplit(SITE_URL).hostname in ("localhost", "127.0.0.1", "::1"))
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "tracker@localhost")
SECURITY_CONTACT = env("SECURITY_CONTACT", f"mailto:{DEFAULT_FROM_EMAIL}")
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
MAIL_IS_SENT = bool(env("MAIL_HOST"))
if MAIL_IS_SENT:
    MAILERS["default"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env("MAIL_HOST"),
            "port": env_number("MAIL_PORT", 587),
            "username": env("MAIL_USER"),
            "password": env("MAIL_PASSWORD"),
            "use_tls": env("MAIL_USER") != "",
            "timeout": 10,
        },
    }

# Languages

LANGUAGE_CODE = "en"
LANGUAGES = languages.choices()
LANGUAGE_NAMES = {row.code: row.own_name for row in languages.LANGUAGES}
LOCALE_PATHS = [
    compiled(BASE_DIR / name, DATA_DIR / name) for name in ("locale", "locale_upstream")
]
MODELTRANSLATION_FALLBACK_LANGUAGES = tuple(code for code, _name in LANGUAGES)
TIME_ZONE = env("TIME_ZONE", "UTC")
if TIME_ZONE not in zoneinfo.available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE is not a time zone: {TIME_ZONE}. Asia/Baku is one.")
USE_TZ = True

# Static files

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# Security

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
CSRF_FAILURE_VIEW = "tracker.views.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20  # a long archived text in its form
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # serving/security_headers.py sends X-Frame-Options
    # Being on the browsers' preload list is the operator's decision and lasts for months.
    "security.W021",
]
BEHIND_PROXY = env_flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Watching

METRICS_HOST = env("METRICS_HOST", "127.0.0.1")
METRICS_PORT = env_number("METRICS_PORT", 0)
if not 0 <= METRICS_PORT < 2**16 or METRICS_PORT == PORT:
    raise ImproperlyConfigured("METRICS_PORT must be a port of its own, or 0 for no figures.")
LOG_FORMAT = env("LOG_FORMAT") or ("line" if DEBUG or sys.stderr.isatty() else "json")
if LOG_FORMAT not in FORMATS:
    raise ImproperlyConfigured(f"LOG_FORMAT must be json or line, not {LOG_FORMAT}.")
LOGGING = logging_settings(LOG_FORMAT)
