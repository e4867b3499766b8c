"""A log's files in a folder: the kernel's `Disk`. A file appears whole, is readable by a web server of another user,
and is on the disk when `sync` has returned. An error while syncing means that nobody knows what the disk holds: it is
raised, and this folder takes nothing more until it is opened anew and read back."""

import ctypes
import os
import stat
from contextlib import suppress
from pathlib import Path

from suixin.platform.log.paths import checked, most_bytes

FEW = (
    16  # files synced one by one, whatever others write; of more, the whole file system is faster (measured)
)
MOST_DIRECTORIES = 200  # held open; then everything is synced early
FILE_MODE, DIRECTORY_MODE = 0o644, 0o755
MISSING = (FileNotFoundError, NotADirectoryError)

libc = ctypes.CDLL(None, use_errno=True)
HAS_SYNCFS = hasattr(libc, "syncfs")


class TooLong(OSError):
    """A file is longer than any file of a log at that path can be, or is no file at all."""


class Folder:
    def __init__(self, root: Path | str) -> None:
        self.root = str(root)
        self.directories: dict[str, int] = {}  # touched since the last sync, opened before it
        self.files: list[int] = []  # written since the last sync, still open
        self.many = False  # more were written than are open
        self.broken: OSError | None = None

    def read(self, path: str) -> bytes | None:
        most = most_bytes(path)
        try:
            opened = os.open(f"{self.root}/{checked(path)}", os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except MISSING:
            return None
        try:
            facts = os.fstat(opened)
            if not stat.S_ISREG(facts.st_mode) or facts.st_size > most:
                raise TooLong(f"{path} is no file of at most {most:,} bytes")
            return read_whole(opened, facts.st_size, most)
        except TooLong:
            raise
        except OSError as error:
            raise self.named(error, path) from error
        finally:
            os.close(opened)

    def write(self, path: str, content: bytes) -> None:
        self.usable()
        opened = self.put(path, content, durable=False)
        if len(self.files) < FEW:
            self.files.append(opened)
        elif HAS_SYNCFS:
            os.close(opened)
            self.many = True
        else:
            self.files.append(opened)
            self.sync()
        if len(self.directories) > MOST_DIRECTORIES:
            self.sync()

    def replace(self, path: str, content: bytes) -> None:
        """This one file is on the disk when this returns, and before anybody can see it: for `checkpoint`."""
        self.usable()
        try:
            os.close(self.put(path, content, durable=True))
            self.settle_directory(path)
        except OSError as error:
            self.broken = error
            raise
        if not self.files and not self.many:
            self.release()

    def sync(self) -> None:
        self.usable()
        try:
            if self.many:
                self.sync_file_systems()
            else:
                for opened in self.files:
                    os.fdatasync(opened)
                for opened in self.directories.values():
                    os.fsync(opened)
        except OSError as error:
            self.broken = error
            raise
        finally:
            self.release()

    def remove(self, path: str) -> None:
        try:
            Path(self.root, checked(path)).unlink()
        except MISSING:
            return
        parent = path.rpartition("/")[0]
        if parent.endswith(".p"):
            self.forget_empty(parent)

    def close(self) -> None:
        """Without syncing."""
        self.release()

    def put(self, path: str, content: bytes, durable: bool) -> int:
        """Writes beside, renames, and returns the file, open."""
        parent, _, name = checked(path).rpartition("/")
        directory = self.directory(parent)
        beside = f".{name}.new"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        opened = os.open(beside, flags, FILE_MODE, dir_fd=directory)
        try:
            os.fchmod(opened, FILE_MODE)
            write_whole(opened, content)
            if durable:
                os.fdatasync(opened)
            os.rename(beside, name, src_dir_fd=directory, dst_dir_fd=directory)
        except OSError as error:
            os.close(opened)
            raise self.named(error, path) from error
        return opened

    def directory(self, path: str) -> int:
        """The directory, open since before anything was put into it; made where it is missing."""
        opened = self.directories.get(path)
        if opened is None:
            whole = f"{self.root}/{path}" if path else self.root
            try:
                opened = os.open(whole, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            except FileNotFoundError:
                self.make(path, whole)
                opened = os.open(whole, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            self.directories[path] = opened
        return opened

    def make(self, path: str, whole: str) -> None:
        if path:
            parent, _, name = path.rpartition("/")
            with suppress(FileExistsError):
                os.mkdir(name, DIRECTORY_MODE, dir_fd=self.directory(parent))
        else:
            Path(whole).mkdir(parents=True, exist_ok=True)
        Path(whole).chmod(DIRECTORY_MODE)

    def settle_directory(self, path: str) -> None:
        """The directories from the file up to the root: some of them may be new."""
        parent = path.rpartition("/")[0]
        while True:
            os.fsync(self.directory(parent))
            if not parent:
                return
            parent = parent.rpartition("/")[0]

    def sync_file_systems(self) -> None:
        """Everything on them, by one call each: usually there is one."""
        done: set[int] = set()
        for opened in self.directories.values():
            device = os.fstat(opened).st_dev
            if device not in done:
                done.add(device)
                if libc.syncfs(opened):
                    number = ctypes.get_errno()
                    raise OSError(number, os.strerror(number), self.root)

    def named(self, error: OSError, path: str) -> OSError:
        """The same, telling which file it is about."""
        return OSError(error.errno, error.strerror, f"{self.root}/{path}")

    def forget_empty(self, directory: str) -> None:
        try:
            Path(self.root, directory).rmdir()
        except OSError:
            return  # other sizes are still in it
        opened = self.directories.pop(directory, None)
        if opened is not None:
            os.close(opened)

    def usable(self) -> None:
        if self.broken is not None:
            raise OSError(self.broken.errno, f"an earlier sync failed: {self.broken}", self.root)

    def release(self) -> None:
        for opened in (*self.files, *self.directories.values()):
            os.close(opened)
        self.files, self.directories, self.many = [], {}, False


def read_whole(opened: int, size: int, most: int) -> bytes:
    """In one read where the file is as long as it says; a file that grows meanwhile is no file of a log."""
    content = os.read(opened, size + 1)
    if len(content) == size:
        return content
    parts = [content]
    while content:
        content = os.read(opened, most + 1)
        parts.append(content)
        if sum(map(len, parts)) > most:
            raise TooLong(f"longer than {most:,} bytes")
    return b"".join(parts)


def write_whole(opened: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(opened, rest) :]
