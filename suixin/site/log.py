"""What the site tells its operator, on standard error: accidents with their trace, refusals, warnings of security.

No line may say more of a person than an address of a page: no query, nothing that was typed, no link that opens
an account. Who did what is in the records, not here.
"""

import logging
import re
import traceback
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.template import TemplateDoesNotExist, TemplateSyntaxError

# Their messages are about the machine and the program. Any other may quote what somebody typed.
ABOUT_THE_MACHINE = (
    OSError,
    DatabaseError,
    ImproperlyConfigured,
    TemplateDoesNotExist,
    TemplateSyntaxError,
    AttributeError,
    ImportError,
    NameError,
    RecursionError,
)
OPENS_AN_ACCOUNT = re.compile(r"(/set-password/)[^\s'\"]+")


class Line(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have formatted it in full
        line = super().format(record).replace("ALLOWED_HOSTS", "SUIXIN_HOSTS")  # as operators know it
        return OPENS_AN_ACCOUNT.sub(r"\1…", line)

    def formatException(self, ei: Any) -> str:
        return "\n".join(trace(ei[1]))


def trace(error: BaseException) -> list[str]:
    """Where it happened, the first cause first; what it says only if that is about the machine."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [] if earlier is None else [*trace(earlier), "", "then:"]
    lines += [frame.rstrip() for frame in traceback.format_tb(error.__traceback__)]
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return [*lines, f"{name}: {error}" if isinstance(error, ABOUT_THE_MACHINE) else name]


class ForOperators(logging.Filter):
    """Leaves out what everybody who mistypes an address causes, and what `platform/api/failures` has written."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security"):
            record.exc_info = None  # a request that is refused is nobody's accident: no trace
        if record.name == "django.request":
            return getattr(record, "status_code", None) in (None, 403, 503)
        return True


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"for_operators": {"()": ForOperators}},
    "formatters": {"line": {"()": Line}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": "line",
            "filters": ["for_operators"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "axes": {"level": "ERROR"},  # sign-ins and lock-outs are records
        "_granian": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
