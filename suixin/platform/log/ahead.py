"""Fetching from far away what will be asked for next, several files at a time."""

from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from types import TracebackType

from suixin.kernel.log.disk import Source
from suixin.platform.log.remote import AT_ONCE

WINDOW = 2 * AT_ONCE  # files fetched and not yet asked for


class Ahead:
    """`paths` are those that will be read, in their order; what is not among them is read when it is asked for."""

    def __init__(self, source: Source, paths: Iterable[str]) -> None:
        self.source = source
        self.paths = iter(paths)
        self.coming: OrderedDict[str, Future[bytes | None]] = OrderedDict()
        self.threads = ThreadPoolExecutor(AT_ONCE)

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.threads.shutdown(cancel_futures=True)

    def read(self, path: str) -> bytes | None:
        for each in islice(self.paths, WINDOW - len(self.coming)):
            self.coming[each] = self.threads.submit(self.source.read, each)
        if path not in self.coming:
            return self.source.read(path)
        while True:  # those before it were left out by whoever asks
            first, future = self.coming.popitem(last=False)
            if first == path:
                return future.result()
