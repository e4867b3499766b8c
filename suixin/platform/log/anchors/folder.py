"""The files of a log's anchors, in one folder a log: `4096.checkpoint`, the note to the byte as it was anchored, and
beside it `4096.tsr`, `4096.chain.json`. What is there is never written over: the earlier anchor is worth more.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.notes import MalformedNote
from suixin.platform.log.anchors.backend import Anchor, AnchorBackend, AnchorProblem, Refused, Unusable


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one backend: a new anchor, a problem, or neither where the file was there before."""

    backend: str
    path: Path
    anchor: Anchor | None = None
    problem: AnchorProblem | None = None


def anchor_all(content: bytes, backends: Iterable[AnchorBackend], folder: Path) -> Iterator[Outcome]:
    """One that fails does not keep the others. Raises `MalformedNote`, `Refused`, `Unusable`."""
    checkpoint, note = read_signed_checkpoint(kept(content, folder))
    for backend in backends:
        path = folder / f"{checkpoint.size}{backend.suffix}"
        if path.exists():
            yield Outcome(backend.name, path)
            continue
        try:
            anchor = backend.anchor(checkpoint, note)
        except AnchorProblem as problem:
            yield Outcome(backend.name, path, problem=problem)
            continue
        write(path, anchor.proof)
        yield Outcome(backend.name, path, anchor)


def kept(content: bytes, folder: Path) -> bytes:
    """The note of that checkpoint as the folder has it, from now on or already. More may have signed since."""
    checkpoint, note = read_signed_checkpoint(content)
    path = folder / f"{checkpoint.size}.checkpoint"
    try:
        before = path.read_bytes()
    except FileNotFoundError:
        write(path, content)
        return content
    except OSError as error:
        raise unusable(path, error) from error
    try:
        same = read_signed_checkpoint(before)[1].text == note.text
    except MalformedNote:
        same = False
    if not same:
        raise Refused(
            f"{path} 是大小相同的另一个检查点：请为每个日志用各自的文件夹；若是同一日志，它有两段历史，请查明原因。",
            f"{path} is another checkpoint of the same size: use one folder for each log. "
            "If it is the same log, it has two histories: find out why.",
        )
    return before


def write(path: Path, content: bytes) -> None:
    """There whole, or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".anchor-")
        made = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            made.chmod(0o644)
            made.replace(path)
        finally:
            made.unlink(missing_ok=True)
    except OSError as error:
        raise unusable(path, error) from error


def unusable(path: Path, error: OSError) -> Unusable:
    return Unusable(
        f"无法使用 {path}：{error.strerror}。请换一个可写的文件夹。",
        f"{path} cannot be used: {error.strerror}. Name a folder that can be written.",
    )
