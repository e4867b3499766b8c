"""Which Ed25519 signatures are taken. RFC 8032 leaves open what becomes of strange keys and signatures; C2SP/CCTV has
914 of them. Ours are judged by OpenSSL, without the cofactor, and R is compared as it is encoded:

- a signature that holds only when multiplied by the cofactor is refused, and so is R in a second encoding;
- S of the group's order or more is refused, so a signature cannot be respelt;
- a public key of low order or in a second encoding is taken. Whoever publishes a key of low order has published a
  signature for everything, as if it were the secret: which keys to trust is the policy's affair.
"""

import json

from suixin.kernel.log.keys import ed25519_fits, ed25519_public
from suixin.kernel.log.notes import Note, Signature, read_note

ORDER = 2**252 + 27742317777372353535851937790883648493
REFUSED = {"low_order_residue", "non_canonical_R"}


def test_strange_keys_and_signatures_are_judged_as_the_document_says(vectors):
    cases = json.loads((vectors / "ed25519" / "ed25519vectors.json").read_bytes())
    assert len(cases) == 914
    for case in cases:
        key = ed25519_public(bytes.fromhex(case["key"]))
        taken = ed25519_fits(key, case["msg"].encode(), bytes.fromhex(case["sig"]))
        assert taken == (not REFUSED & set(case["flags"] or ())), case["number"]


def test_a_signature_cannot_be_respelt():
    from signed_log import log

    text = b"text\n"
    signature = log.sign(text)
    half, scalar = signature[:32], int.from_bytes(signature[32:], "little")
    assert log.verifier.verify(text, signature)
    assert scalar < ORDER
    for other in (scalar + ORDER, scalar + 2 * ORDER, scalar + 2**255):
        if other < 2**256:
            assert not log.verifier.verify(text, half + other.to_bytes(32, "little"))
    respelt = Note(text, (Signature(log.name, log.key_id, signature[:-1] + bytes([signature[-1] | 0x80])),))
    assert not log.verifier.verify(text, read_note(respelt.content).signatures[0].signature)
