"""A reader of logs in Python that is not ours: `tlog-scales`, which reads tiles, makes and checks proofs, and knows
all three kinds of signatures.

Others were looked at: `pymerkle` writes proofs in a way of its own and knows no tiles and no notes; `scitt-cose` and
`sigstore` speak of other formats, from the same tree; `aics-tlog` needs Python 3.12.
"""

import pytest
from made_log import MadeLog, entry, witnesses
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey, VkeySet
from tlog_scales.tiles import leaf_hash
from tlog_scales.tlog import Checkpoint, ConsistencyProof, InclusionProof

SIZES = [1, 2, 255, 256, 257, 1000, 65_537, 70_000]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> MadeLog:
    made = MadeLog(tmp_path_factory.mktemp("log"), witnesses())
    for size in SIZES:
        made.grow(size)
    return made


def test_reads_the_checkpoint_and_every_signature(log: MadeLog) -> None:
    checkpoint = TilesReader(LocalBackend(log.folder)).get_checkpoint()
    assert (checkpoint.size, checkpoint.root_hash) == (log.size, log.tree.root())
    keys = [log.signer.text, *(each.text for each in log.cosigners)]
    known = VkeySet(*(Vkey.from_string(str(key)) for key in keys))
    signed = known.verify(checkpoint.signatures, checkpoint)
    assert {key.serialize() for key, _signature in signed} == {str(key) for key in keys}
    other = Checkpoint(checkpoint.origin, checkpoint.size + 1, checkpoint.root_hash, checkpoint.signatures)
    assert known.verify(other.signatures, other) == set()


@pytest.mark.parametrize("size", SIZES)
def test_comes_to_the_same_root_and_proofs_from_the_tiles(log: MadeLog, size: int) -> None:
    reader = TilesReader(LocalBackend(log.folder))
    reader.set_size(size)
    root = log.checkpoint(size).root
    assert reader.calculate_root_hash() == root
    for index in {0, size // 3, size // 2, size - 1}:
        proof = log.proof(index, size)
        assert reader.get_entry(index) == entry(index)
        assert reader.get_inclusion_proof(index, size).node_hashes == list(proof.path)
        InclusionProof(index, size, list(proof.path)).check(leaf_hash(entry(index)), root)
    for old in (each for each in SIZES if each < size):
        grown = log.growth(old, size)
        assert reader.get_consistency_proof(old, size).node_hashes == list(grown.proof)
        ConsistencyProof(old, size, list(grown.proof)).check(log.checkpoint(old).root, root)
