"""The lines of the log: as JSON for machines, or for a terminal; without what is nobody's business.

A line has time, level, logger, message, the name of the request and what was passed as `extra`.
Plain values alone are printed, so no request, user or row is. What could still be typed in by a
person, or open a door, is taken out of every text: see SCRUBBED.
"""

import logging
import re
import traceback

import structlog
from structlog.processors import ExceptionRenderer, JSONRenderer
from structlog.stdlib import ExtraAdder, ProcessorFormatter

from .request_id import current

FORMATS = ("json", "line")
SCRUBBED = (
    (re.compile(r"(://[^:/@\s]*:)[^/@\s]+@"), r"\1…@"),  # the password of an address
    (re.compile(r"[^\s'\"<>(=:/@…]{1,64}@[^\s'\"<>()@]+"), "…@…"),  # an e-mail address
    (re.compile(r"(/desk/link/)[^\s'\"]+"), r"\1…"),  # a one-time link
    (re.compile(r"\?[^\s'\"=?]*=[^\s'\"]*"), "?…"),  # a query
    (re.compile(r"^(DETAIL|CONTEXT|PARAMETERS): .*$", re.MULTILINE), r"\1: …"),  # PostgreSQL
)
"""What goes from a text, and what stands there instead; each takes time as the text is long."""
MOST = 16_000
"""The letters of a text, of which the middle is left out if there are more."""
PLAIN = (str, int, float, bool)
NOT_PRINTED = {"sql", "params", "message", "asctime"}
"""What Django adds to its records and has values of rows, or what formatters leave behind."""


def logging_settings(form):
    """Return LOGGING: warnings of everything, and from the tracker what it tells."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "tracker.watching.log_lines.formatter", "form": form}},
        "filters": {"refusals": {"()": "tracker.watching.log_lines.Refusals"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "filters": ["refusals"],
            },
            "security": {"class": "tracker.watching.security_log.Counting"},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "tracker": {"level": "INFO"},
            "tracker.security": {"handlers": ["security"]},
        },
    }


class Refusals(logging.Filter):
    """Leaves out what Django says of an answer from 400 to 499: the line of the request has it."""

    def filter(self, record):
        return not 400 <= getattr(record, "status_code", 0) < 500


def formatter(form):
    return ProcessorFormatter(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            ExtraAdder(),
            _in_order,
            ExceptionRenderer(_traceback),
            _scrub,
            JSONRenderer(ensure_ascii=False) if form == "json" else _line,
        ]
    )


def scrubbed(text):
    if len(text) > MOST:
        text = f"{text[: MOST // 2]} … {text[-MOST // 2 :]}"
    for pattern, instead in SCRUBBED:
        text = pattern.sub(instead, text)
    return text


def _in_order(_logger, _name, found):
    record, line = found["_record"], {"time": found["time"]}
    line |= {"level": record.levelname.lower(), "logger": record.name, "message": found["event"]}
    if name := current.get():
        line["request_id"] = name
    for key, value in found.items():
        if key in line or key in NOT_PRINTED or key.startswith("_") or key == "event":
            continue
        if isinstance(value, PLAIN) or value is None or key == "exc_info":
            line[key] = value
    return line


def _traceback(exc_info):
    """Return the traceback without the values of local variables."""
    return "".join(traceback.format_exception(*exc_info)).rstrip()


def _scrub(_logger, _name, line):
    return {key: scrubbed(text) if isinstance(text, str) else text for key, text in line.items()}


def _line(_logger, _name, line):
    trace = line.pop("exception", "")
    head = [line.pop("time"), line.pop("level").upper(), f"{line.pop('logger')}:"]
    words = [line.pop("message"), *(f"{key}={value}" for key, value in line.items())]
    text = " ".join(head + words)
    text = "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )
    return f"{text}\n{trace}" if trace else text
