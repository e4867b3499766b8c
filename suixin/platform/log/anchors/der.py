"""Time stamps as many authorities send them carry their certificates in the order of the chain. DER wants a SET
sorted, and strict readers refuse the whole. The certificates are not signed, so their order can be mended: the length
of nothing changes.
"""

from collections.abc import Iterator

SEQUENCE, CONTENT, CERTIFICATES = 0x30, 0xA0, 0xA0


class NotDER(ValueError):
    """Bytes that are not DER where they are looked at."""


def with_sorted_certificates(response: bytes) -> bytes:
    """A TimeStampResp (RFC 3161 §2.4.2) with the certificates in its token sorted. Raises `NotDER`."""
    place = certificates_of(response)
    if place is None:
        return response
    start, end = place
    each = [response[first:last] for _, first, _, last in elements(response, start, end)]
    return response[:start] + b"".join(sorted(each)) + response[end:]


def certificates_of(response: bytes) -> tuple[int, int] | None:
    """Where they are. None of them is no mistake; neither is a refusal, which has no token."""
    whole = child(response, 0, len(response), 0, SEQUENCE)
    token = whole and child(response, *whole, 1, SEQUENCE)
    content = token and child(response, *token, 1, CONTENT)
    signed = content and child(response, *content, 0, SEQUENCE)
    return signed and child(response, *signed, 3, CERTIFICATES)


def child(content: bytes, start: int, end: int, index: int, tag: int) -> tuple[int, int] | None:
    """The inside of the element of that number, if it is of that kind."""
    for number, (found, _, inside, last) in enumerate(elements(content, start, end)):
        if number == index:
            return (inside, last) if found == tag else None
    return None


def elements(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Tag, start, start of the inside, end of each."""
    while start < end:
        inside, length = start + 2, content[start + 1] if start + 1 < end else 0x80
        if length >= 0x80:
            size = length & 0x7F
            if not 1 <= size <= 4 or inside + size > end:
                raise NotDER("a length that DER does not have")
            length, inside = int.from_bytes(content[inside : inside + size]), inside + size
        if inside + length > end:
            raise NotDER("an element that ends after what holds it")
        yield content[start], start, inside, inside + length
        start = inside + length
