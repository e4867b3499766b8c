"""Integration: what the ledger holds becomes tiles, and a signed head. One round does at most a batch.

The order of a round, each step durable before the next: bundles and tiles are written and synced; the bundles are read
back and hashed anew, and their root compared; the row `Log` is raised by comparison with what it was; the head is
signed, and the signed note stored, before anybody can see it. What happens after that is `publishing`'s.
"""

from collections.abc import Callable, Sequence

from suixin.kernel.log.bundles import MalformedBundle
from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.disk import Disk
from suixin.kernel.log.growth import Altered, GrowingTree, edge_of, read_back
from suixin.kernel.log.notes import Signer, read_note
from suixin.kernel.log.proofs import InvalidProof, check_consistency
from suixin.kernel.log.reading import MissingTile, TileTree
from suixin.kernel.log.tiles import Tile, right_edge
from suixin.kernel.log.tree import leaf_hash
from suixin.platform.log import stops
from suixin.platform.log.leaves import Leaves
from suixin.platform.log.models import Log

BATCH, PART = 32_768, 4_096  # leaves: of a round, and read at once
BATCH_BYTES = 64 * 1024 * 1024


class Sequencer:
    """Grows one log and signs it. Raises `Stopped` for what only a person can mend, and OSError or a database's error
    for what may be over soon: after either it begins anew from what is durable."""

    def __init__(
        self, name: str, disk: Disk, leaves: Leaves, signers: Callable[[], Sequence[Signer]]
    ) -> None:
        self.name = name
        self.disk = disk
        self.leaves = leaves
        self.signers = signers  # asked each time: keys may have changed
        self.tree: GrowingTree | None = None  # the right edge; None when it must be read from the disk
        self.partials: set[Tile] = set()  # those that may be there

    def integrate(self) -> bool:
        """Takes in a batch of what is waiting; False when nothing was."""
        log = self.log()
        waiting = self.waiting(log)
        if not waiting:
            return False
        tree, self.tree = self.edge(log), None
        try:
            before = TileTree(self.disk, log.size).frontier()
            tree.grow(self.disk, [leaf for leaf, _hash in waiting])
            self.disk.sync()
            root = read_back(self.disk, before, tree.size, [hashed for _leaf, hashed in waiting])
        except (Altered, MissingTile, MalformedBundle) as error:
            self.blame_the_ledger(log, waiting)
            raise stops.altered(str(error)) from error
        if root != tree.root():
            raise stops.altered(f"root of {tree.size}")
        if self.raise_size(log, tree.size, root):
            self.tree = tree
            self.tidy(log)
        return True

    def log(self) -> Log:
        return Log.objects.get(pk=self.name)

    def waiting(self, log: Log) -> list[tuple[bytes, bytes]]:
        """Leaves with their hashes: the preface, then the ledger's records."""
        preface = [] if log.preface is None else [bytes(log.preface)]
        fresh = [(leaf, leaf_hash(leaf)) for leaf in preface[log.size :]]
        start = log.first + max(log.size - log.offset, 0)
        stop = self.leaves.size() if log.until is None else log.until
        size = 0
        while start < stop and len(fresh) < BATCH and size < BATCH_BYTES:
            some = self.leaves.read(start, min(stop, start + PART))
            fresh += some
            size += sum(len(leaf) for leaf, _hash in some)
            start += PART
        return fresh

    def edge(self, log: Log) -> GrowingTree:
        if self.tree is not None and self.tree.size == log.size:
            return self.tree
        try:
            tree = edge_of(self.disk, log.size)
        except (MissingTile, MalformedBundle) as error:
            raise stops.altered(str(error)) from error
        if tree.root() != bytes(log.root):
            raise stops.altered(f"root of {log.size}")
        return tree

    def check(self, log: Log) -> None:
        """That the right edge is on the disk as it was signed, and is what the ledger holds. Raises `Stopped`."""
        tree, self.tree = self.edge(log), None
        first = max(log.size - len(tree.bundle), log.offset)
        kept = self.leaves.read(first - log.offset + log.first, log.size - log.offset + log.first)
        for number, (leaf, hashed) in enumerate(kept, start=first):
            if leaf_hash(leaf) != hashed:
                raise stops.ledger_altered(number - log.offset + log.first)
            if tree.bundle[number - (log.size - len(tree.bundle))] != leaf:
                raise stops.altered(f"tile/entries, {number}")
        self.tree = tree
        self.partials |= set(right_edge(log.size))

    def blame_the_ledger(self, log: Log, waiting: Sequence[tuple[bytes, bytes]]) -> None:
        """If it is a record that does not fit its own hash, that is what must be said."""
        for number, (leaf, hashed) in enumerate(waiting, start=log.size):
            if leaf_hash(leaf) != hashed:
                raise stops.ledger_altered(number - log.offset + log.first)

    def raise_size(self, log: Log, size: int, root: bytes) -> bool:
        """False where the log was told meanwhile to end: what was read may lie behind its end."""
        same = Log.objects.filter(pk=log.pk, size=log.size, root=bytes(log.root))
        if same.filter(until=log.until).update(size=size, root=root):
            return True
        if not same.exists():
            raise stops.signed_elsewhere(log.origin)
        return False

    def tidy(self, log: Log) -> None:
        """Partial tiles go when a checkpoint has been published that has the full tile."""
        self.partials |= set(right_edge(log.size))
        for tile in list(self.partials):
            if tile.full.end <= log.published_size:
                self.disk.remove(tile.path)
                self.partials.remove(tile)

    def sign(self) -> bool:
        """Signs what is integrated, if it is not yet signed by all its keys. It is always a continuation of what was signed before."""
        log, signers = self.log(), self.signers()
        if log.size == log.signed_size and has_signatures(log, signers):
            return False
        checkpoint = Checkpoint(log.origin, log.size, bytes(log.root))
        self.continues(log, checkpoint)
        note = checkpoint.note
        for signer in signers:
            note = note.signed(signer)
        same = Log.objects.filter(
            pk=log.pk,
            size=log.size,
            root=bytes(log.root),
            signed_size=log.signed_size,
            signed_root=bytes(log.signed_root),
        )
        if not same.update(signed_size=log.size, signed_root=bytes(log.root), signed_note=note.content):
            raise stops.signed_elsewhere(log.origin)
        return True

    def continues(self, log: Log, checkpoint: Checkpoint) -> None:
        if log.signed_size == 0:
            return
        try:
            proof = TileTree(self.disk, log.size).consistency(log.signed_size)
            check_consistency(
                log.signed_size, checkpoint.size, proof, bytes(log.signed_root), checkpoint.root
            )
        except (InvalidProof, MissingTile) as error:
            raise stops.altered(str(error)) from error


def has_signatures(log: Log, signers: Sequence[Signer]) -> bool:
    """Whether these keys and no others have signed the head."""
    if log.signed_note is None:
        return False
    note = read_note(bytes(log.signed_note))
    return {each.key_id for each in note.signatures} == {each.key_id for each in signers}
