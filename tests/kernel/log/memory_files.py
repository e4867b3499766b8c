"""Files in memory, in place of a disk."""

from pathlib import Path


class MemoryFiles(dict):
    """path -> content. It refuses what a log must never do: writing another content to a name that is taken."""

    def read(self, path: str) -> bytes | None:
        return self.get(path)

    def write(self, path: str, content: bytes) -> None:
        assert self.get(path, content) == content, f"{path} is written anew with another content"
        self[path] = content

    def sync(self) -> None: ...

    def remove(self, path: str) -> None:
        self.pop(path, None)


class FailingFiles(MemoryFiles):
    """The disk is full after so many writes."""

    def __init__(self, files, writes: int) -> None:
        super().__init__(files)
        self.left = writes

    def write(self, path: str, content: bytes) -> None:
        if self.left == 0:
            raise OSError("no space left on device")
        self.left -= 1
        super().write(path, content)


class FolderFiles:
    """A log that somebody else has written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, path: str) -> bytes | None:
        file = self.folder / path
        return file.read_bytes() if file.is_file() else None


class EqualLeavesFiles:
    """The files of a tree of equal leaves, of whatever size, made as they are asked for."""

    def __init__(self, tree, size: int) -> None:
        self.tree, self.size = tree, size

    def read(self, path: str) -> bytes | None:
        name, _, width = path.partition(".p/")
        _, kind, *groups = name.split("/")
        number = int("".join(groups).replace("x", ""))
        level = 0 if kind == "entries" else int(kind)
        there = min(self.size // 256**level - number * 256, 256)
        if there != (int(width) if width else 256):
            return None
        if kind == "entries":
            return (len(self.tree.entry).to_bytes(2, "big") + self.tree.entry) * there
        return self.tree.powers[8 * level] * there
