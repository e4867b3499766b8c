"""A disk in memory that behaves as badly as a real one may: what was not synced is lost in any part, or torn, in any
order; any call may fail, or be the last before the machine stops."""

import errno
import random
from collections.abc import Callable

from suixin.platform.log.paths import checked, most_bytes


class Crash(BaseException):
    """The machine stops here. No `except` of the program may see it."""


class Platter:
    """What is on the disk, and what only seems to be: it outlives the processes that use it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.durable: dict[str, bytes] = {}
        self.seen: dict[str, bytes] = {}
        self.pending: dict[str, list[bytes | None]] = {}  # since the last sync, by path; None: removed
        self.shown: list[bytes] = []  # each checkpoint that readers could see
        self.trouble: Callable[[str, str], None] = lambda call, path: None

    def change(self, path: str, content: bytes | None) -> None:
        if content is None:
            self.seen.pop(path, None)
        else:
            self.seen[path] = content
        self.pending.setdefault(path, []).append(content)

    def settle(self, paths: list[str]) -> None:
        for path in paths:
            del self.pending[path]
            if path in self.seen:
                self.durable[path] = self.seen[path]
            else:
                self.durable.pop(path, None)

    def show(self, path: str, content: bytes) -> None:
        self.seen[path] = self.durable[path] = content
        self.shown.append(content)

    def lose_power(self) -> None:
        """Each path is as it was, or as any later write left it, whole or torn."""
        for path, contents in self.pending.items():
            content = self.chance.choice([self.durable.get(path), *contents, *map(self.torn, contents)])
            if content is None:
                self.durable.pop(path, None)
            else:
                self.durable[path] = content
        self.pending.clear()
        self.seen = dict(self.durable)

    def torn(self, content: bytes | None) -> bytes | None:
        if not content:
            return content
        cut = self.chance.randrange(len(content))
        return content[:cut] + self.chance.choice([b"", bytes(len(content) - cut)])


class FailingDisk:
    """Stands in for `Folder`, on a platter."""

    def __init__(self, platter: Platter, root: str) -> None:
        self.platter, self.root = platter, root
        self.broken = False

    def read(self, path: str) -> bytes | None:
        self.platter.trouble("read", path)
        content = self.platter.seen.get(checked(path))
        assert content is None or len(content) <= most_bytes(path)
        return content

    def write(self, path: str, content: bytes) -> None:
        self.usable()
        self.platter.trouble("write", path)
        self.platter.change(checked(path), content)
        self.platter.trouble("written", path)

    def sync(self) -> None:
        self.usable()
        paths = list(self.platter.pending)
        try:
            self.platter.trouble("sync", "")
        except OSError:  # some of it is there, and nobody knows which
            self.platter.settle(self.platter.chance.sample(paths, len(paths) // 2))
            self.broken = True
            raise
        self.platter.settle(paths)
        self.platter.trouble("synced", "")

    def replace(self, path: str, content: bytes) -> None:
        """Durable before it can be seen, so that it is never torn: but it may be the old one after a crash."""
        self.usable()
        self.platter.trouble("replace", path)
        try:
            self.platter.trouble("replacing", path)
        except BaseException:
            if self.platter.chance.random() < 0.5:
                self.platter.show(path, content)
            self.broken = True
            raise
        self.platter.show(path, content)
        self.platter.trouble("replaced", path)

    def remove(self, path: str) -> None:
        self.platter.trouble("remove", path)
        if path in self.platter.seen:
            self.platter.change(checked(path), None)

    def close(self) -> None:
        pass

    def usable(self) -> None:
        if self.broken:
            raise OSError(errno.EIO, "an earlier sync failed", self.root)
