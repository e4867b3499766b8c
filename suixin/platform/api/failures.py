"""Accidents of ours: written to the log once, under a number that the reader is shown and can ask about.

Neither the log nor the answer may hold what was sent: no query, no body, no cookie, no name.
"""

import logging
import secrets

from django.http import HttpRequest

logger = logging.getLogger(__name__)


def written(request: HttpRequest, error: BaseException | None) -> str:
    """The number under which the log has the trace."""
    reference = secrets.token_hex(4)
    path = request.path.encode("unicode_escape").decode("ascii")  # one line, whatever was asked for
    logger.error("Failure %s at %s %s", reference, request.method, path, exc_info=error)
    return reference
