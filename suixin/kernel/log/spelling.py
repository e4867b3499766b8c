"""Base64 as the log's texts have it (RFC 4648, section 4): each value has one spelling, and no other is read."""

from base64 import b64decode, b64encode


def to_base64(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """Raises ValueError."""
    data = b64decode(text, validate=True)
    if to_base64(data) != text:
        raise ValueError("another spelling")
    return data
