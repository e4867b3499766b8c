"""Pedersen commitments: a number is fixed without being shown, and sums can be proved without opening the parts.

C = value·H + blinding·G on secp256k1, as in Elements and libsecp256k1-zkp. G is the curve's generator; H is the
point with even y whose x is SHA-256 of the uncompressed encoding of G (also BIP 341's), so nobody knows its
logarithm. Values are exact: a decimal text times 10^scale is an integer, at most 10^18 in magnitude, so that sums
of fewer than 10^58 reports cannot wrap around the group's order.
"""

import re
import secrets
from collections.abc import Iterable

from coincurve import PublicKey

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
H = PublicKey(bytes.fromhex("0250929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0"))
MAGNITUDE_LIMIT = 10**18
DECIMAL = re.compile(r"(-?)(0|[1-9][0-9]{0,40})(?:\.([0-9]{1,40}))?", re.ASCII)


class NotAMeasure(ValueError):
    """Not a plain decimal with at most `scale` places. Minus nought is none either."""


class MeasureTooLarge(ValueError):
    """Beyond 10^18 of the smallest unit."""


def scaled(text: str, scale: int) -> int:
    """The decimal as an integer of its smallest unit: ("12.5", 2) is 1250. Raises the two errors above."""
    match = DECIMAL.fullmatch(text)
    if match is None:
        raise NotAMeasure
    sign, whole, places = match[1], match[2], match[3] or ""
    if len(places) > scale:
        raise NotAMeasure
    value = int(whole + places.ljust(scale, "0"))
    if sign and value == 0:
        raise NotAMeasure
    if value > MAGNITUDE_LIMIT:
        raise MeasureTooLarge
    return -value if sign else value


def commit(value: int, blinding: bytes) -> bytes:
    """The compressed point. `blinding` is 32 bytes, from 1 to the order less 1."""
    hidden = PublicKey.from_valid_secret(blinding)
    if value == 0:
        return hidden.format()
    return PublicKey.combine_keys([H.multiply((value % ORDER).to_bytes(32, "big")), hidden]).format()


def fresh_blinding() -> bytes:
    while True:
        blinding = secrets.token_bytes(32)
        if 0 < int.from_bytes(blinding, "big") < ORDER:
            return blinding


def opens(commitment: bytes, value: int, blinding: bytes) -> bool:
    """Whether the commitment is to this value under this blinding. False, never an error, for malformed input."""
    if len(blinding) != 32 or not 0 < int.from_bytes(blinding, "big") < ORDER or abs(value) >= ORDER // 2:
        return False
    return secrets.compare_digest(commit(value, blinding), commitment)


def sum_of_commitments(commitments: Iterable[bytes]) -> bytes:
    """Commits to the sum of the values under the sum of the blindings."""
    return PublicKey.combine_keys([PublicKey(point) for point in commitments]).format()


def sum_of_blindings(blindings: Iterable[bytes]) -> bytes:
    return (sum(int.from_bytes(each, "big") for each in blindings) % ORDER).to_bytes(32, "big")
