"""Commitments added up, in several processes where there are many: a pile of a million takes seconds."""

from collections.abc import Callable, Iterator, Sequence

from suixin.kernel.records.commitment import sum_of_commitments
from suixin.platform.log.abreast import pool_of

CHUNK = 20_000  # commitments added in one go

Pile = Sequence[bytes]


def sums_of(
    piles: Sequence[Pile], jobs: int, heard: Callable[[int], None] = lambda _done: None
) -> list[bytes | None]:
    """The sum of each pile; None where one of its commitments is no point, or they come to nought."""
    if jobs == 1 or sum(map(len, piles)) <= CHUNK:
        return [sum_of(pile) for pile in piles]
    parts = list(parts_of(piles))
    added: list[list[bytes | None]] = [[] for _ in piles]
    done = 0
    with pool_of(jobs) as pool:
        sums = pool.map(sum_of, (part for _, part in parts), chunksize=8)
        for (at, part), found in zip(parts, sums, strict=True):
            added[at].append(found)
            done += len(part)
            heard(done)
    return [sum_of(each) for each in added]


def parts_of(piles: Sequence[Pile]) -> Iterator[tuple[int, Pile]]:
    """Small piles as they are, parts of large ones; each with the number of its pile."""
    for at, pile in enumerate(piles):
        for start in range(0, max(len(pile), 1), CHUNK):
            yield at, pile[start : start + CHUNK]


def sum_of(commitments: Sequence[bytes | None]) -> bytes | None:
    """None where one is no point, or they come to nought, which no commitment is."""
    points = [each for each in commitments if each is not None]
    try:
        return sum_of_commitments(points) if points and len(points) == len(commitments) else None
    except ValueError:
        return None
