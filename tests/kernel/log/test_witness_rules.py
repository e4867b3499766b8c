"""When a witness signs, and with which answer it declines (C2SP tlog-witness, add-checkpoint)."""

import pytest
import signed_log
from memory_files import MemoryFiles
from signed_log import ORIGIN, log

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.log.notes import MalformedNote, Signature
from suixin.kernel.log.proofs import LONGEST
from suixin.kernel.log.reading import TileTree
from suixin.kernel.log.tree import EMPTY_ROOT
from suixin.kernel.log.witnessing import AddCheckpoint, Conflict, Declined, consider, read_add_checkpoint

FILES = signed_log.files_of(MemoryFiles())
OTHER = Ed25519Signer(ORIGIN, b"7" * 32)


def head(size: int, root: bytes | None = None) -> Checkpoint:
    return Checkpoint(ORIGIN, size, root or TileTree(FILES, size).root())


def asked(old: int, new: Checkpoint, proof=None, signer=log) -> AddCheckpoint:
    if proof is None:
        proof = consistency(old, new.size) if old <= new.size else ()
    return AddCheckpoint(old, tuple(proof), new, new.note.signed(signer))


def consistency(old: int, new: int) -> list[bytes]:
    full = MemoryFiles()
    signed_log.GrowingTree(0).grow(full, signed_log.ENTRIES[:new])
    return TileTree(full, new).consistency(old)


@pytest.fixture(scope="module", autouse=True)
def every_size():
    """The partial tiles of each size."""
    for size in range(len(signed_log.ENTRIES)):
        signed_log.GrowingTree(0).grow(FILES, signed_log.ENTRIES[:size])


@pytest.mark.parametrize("old", range(14))
def test_a_witness_signs_what_continues_what_it_has_signed(old):
    for new in range(old, 14):
        last = head(old) if old else None
        consider(asked(old, head(new)), [log.verifier], last)
        consider(read_add_checkpoint(asked(old, head(new)).content), [OTHER.verifier, log.verifier], last)


def test_from_an_empty_log_that_was_signed_it_may_become_anything():
    consider(asked(0, head(5)), [log.verifier], head(0))


@pytest.mark.parametrize(
    "request_, last, status",
    [
        (lambda: asked(5, head(9), signer=OTHER), 5, 403),
        (lambda: asked(9, head(5)), 9, 400),
        (lambda: asked(9, head(5)), None, 400),
        (lambda: asked(5, head(9)), None, 409),
        (lambda: asked(0, head(9)), 5, 409),
        (lambda: asked(4, head(9)), 5, 409),
        (lambda: asked(6, head(9)), 5, 409),
        (lambda: asked(5, head(9), proof=()), 5, 422),
        (lambda: asked(5, head(9), proof=consistency(5, 9)[:-1]), 5, 422),
        (lambda: asked(5, head(9), proof=[*consistency(5, 9), bytes(32)]), 5, 422),
        (lambda: asked(5, head(9, bytes(32))), 5, 422),
        (lambda: asked(5, head(5, bytes(32))), 5, 422),
        (lambda: asked(5, head(5), proof=[bytes(32)]), 5, 422),
        (lambda: asked(0, head(5), proof=[bytes(32)]), None, 422),
        (lambda: asked(0, head(0), proof=[bytes(32)]), None, 422),
        (lambda: asked(0, head(0, bytes(32))), None, 422),
        (lambda: asked(0, head(0, bytes(32))), 0, 422),
    ],
)
def test_a_witness_declines(request_, last, status):
    with pytest.raises(Declined) as declined:
        consider(request_(), [log.verifier], None if last is None else head(last))
    assert declined.value.status == status
    if isinstance(declined.value, Conflict):
        assert declined.value.size == (last or 0)


def test_a_history_that_was_rewritten_is_declined_with_any_proof():
    """The fifth entry is another one."""
    rewritten = MemoryFiles()
    signed_log.GrowingTree(0).grow(rewritten, [*signed_log.ENTRIES[:4], b"forged", *signed_log.ENTRIES[5:9]])
    tree = TileTree(rewritten, 9)
    for proof in (tree.consistency(5), consistency(5, 9), ()):
        with pytest.raises(Declined) as declined:
            consider(asked(5, head(9, tree.root()), proof=proof), [log.verifier], head(5))
        assert declined.value.status == 422


def test_a_log_that_is_not_known_is_declined_before_anything_else():
    with pytest.raises(Declined) as declined:
        consider(asked(9, head(5)), [], None)
    assert declined.value.status == 404


def test_a_line_of_a_trusted_key_that_does_not_fit_is_declined_though_another_fits():
    note = head(5).note.signed(log).with_signatures([Signature(OTHER.name, OTHER.key_id, bytes(64))])
    request = AddCheckpoint(0, (), head(5), note)
    consider(request, [log.verifier], None)
    with pytest.raises(Declined) as declined:
        consider(request, [log.verifier, OTHER.verifier], None)
    assert declined.value.status == 403


def test_a_request_has_at_most_63_hashes():
    longest = asked(5, head(9), proof=[bytes(32)] * LONGEST)
    assert read_add_checkpoint(longest.content) == longest
    with pytest.raises(MalformedNote):
        read_add_checkpoint(asked(5, head(9), proof=[bytes(32)] * (LONGEST + 1)).content)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.replace(b"old 5", b"old 05"),
        lambda body: body.replace(b"old 5", b"old  5"),
        lambda body: body.replace(b"old 5", b"old -5"),
        lambda body: body.replace(b"old 5", b"Old 5"),
        lambda body: body.replace(b"old 5", b"old 5 "),
        lambda body: body.replace(b"old 5\n", b"old 5\r\n"),
        lambda body: body.replace(b"old 5\n", b""),
        lambda body: body.replace(b"old 5\n", b"old 5\n\n"),
        lambda body: body.replace(b"old 5\n", b"\nold 5\n"),
        lambda body: body.replace(b"\n\n", b"\n"),
        lambda body: body.replace(b"=\n\n", b"\n\n"),
        lambda body: body.split(b"\n\n")[0] + b"\n",
        lambda body: body.split(b"\n\n")[0] + b"\n\n",
        lambda body: b"\xff" + body,
        lambda body: b"",
    ],
)
def test_what_is_no_request(change):
    with pytest.raises(MalformedNote):
        read_add_checkpoint(change(asked(5, head(9)).content))


def test_the_root_of_an_empty_log_is_that_of_nothing():
    assert head(0).root == EMPTY_ROOT
