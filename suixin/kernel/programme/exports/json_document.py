"""The programme as the one JSON document of `document.py`, in UTF-8."""

from suixin.kernel.programme.document import to_json
from suixin.kernel.programme.model import Programme


def write(programme: Programme) -> bytes:
    return to_json(programme).encode() + b"\n"
