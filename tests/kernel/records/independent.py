"""A second reader of docs/records.md: checks a receipt with nothing of ours, own curve arithmetic included.

Written from the document alone, as a stranger would: the standard library and the `rfc8785` package.
"""

import base64
import hashlib
import json

import rfc8785

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(scalar, point):
    total = None
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point, scalar = add(point, point), scalar >> 1
    return total


def second_generator():
    x = int.from_bytes(
        hashlib.sha256(b"\x04" + G[0].to_bytes(32, "big") + G[1].to_bytes(32, "big")).digest(), "big"
    )
    y = pow(x**3 + 7, (P + 1) // 4, P)
    return x, y if y % 2 == 0 else P - y


def compressed(point):
    return bytes([2 + point[1] % 2]).hex() + point[0].to_bytes(32, "big").hex()


def integer_of(text, scale):
    whole, _, places = text.lstrip("-").partition(".")
    assert len(places) <= scale
    value = int(whole + places.ljust(scale, "0"))
    return -value if text.startswith("-") else value


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def holds(receipt_file: bytes) -> bool:
    receipt = json.loads(receipt_file)
    leaf_bytes = base64.b64decode(receipt["leaf"])
    if hashlib.sha256(b"\x00" + leaf_bytes).hexdigest() != receipt["leaf_hash"]:
        return False
    leaf = json.loads(leaf_bytes)
    if rfc8785.dumps(leaf) != leaf_bytes:
        return False
    for opening in receipt["openings"]:
        path = opening["path"]
        if path in leaf["measures"]:
            measure = leaf["measures"][path]
            value = integer_of(opening["value"], measure["scale"]) % N
            point = add(times(value, second_generator()), times(int(opening["blinding"], 16), G))
            if compressed(point) != measure["commitment"]:
                return False
        else:
            array = ["suixin/sealed/1", leaf["id"], path, opening["salt"]]
            if "value" in opening:
                array.append(opening["value"])
            if b64url(hashlib.sha256(rfc8785.dumps(array)).digest()) != leaf["sealed"][path]:
                return False
    return "proof" not in receipt or is_proved(receipt["proof"], leaf_bytes)


def is_proved(proof: str, leaf_bytes: bytes) -> bool:
    """That the tree of the proof's checkpoint holds the leaf; who signed it is not looked at."""
    head, _, checkpoint = proof.partition("\n\n")
    lines = [line for line in head.split("\n")[1:] if not line.startswith("extra ")]
    index, path = int(lines[0].removeprefix("index ")), [base64.b64decode(line) for line in lines[1:]]
    _origin, size, root = checkpoint.split("\n")[:3]
    return root_from(index, int(size), leaf_bytes, path) == base64.b64decode(root)


def root_from(index, size, leaf_bytes, path):
    """RFC 6962's tree from the top down: the last hash of the path is the root's other child."""
    if size == 1:
        return hashlib.sha256(b"\x00" + leaf_bytes).digest() if index == 0 and not path else None
    if not path or not 0 <= index < size:
        return None
    left = 1 << (size - 1).bit_length() - 1
    inside = (index, left) if index < left else (index - left, size - left)
    below = root_from(*inside, leaf_bytes, path[:-1])
    if below is None:
        return None
    pair = below + path[-1] if index < left else path[-1] + below
    return hashlib.sha256(b"\x01" + pair).digest()
