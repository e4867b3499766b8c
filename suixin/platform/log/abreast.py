"""Work on the parts of a log in several processes at once, its results in the order of the parts."""

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def pool_of(jobs: int) -> ProcessPoolExecutor:
    """Processes that leave it to this one to be interrupted."""
    return ProcessPoolExecutor(jobs, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))


def in_order(
    jobs: int, work: Callable[..., T], arguments: Iterable[tuple[Any, ...]]
) -> Generator[T, None, None]:
    """With only a few under way; closing it gives up the rest."""
    pool = pool_of(jobs)
    try:
        waiting: deque[Future[T]] = deque()
        for each in arguments:
            waiting.append(pool.submit(work, *each))
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
