"""The tree under inspection: where its rooms are, and their manifests, read once."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

SKIPPED = {".git", ".venv", "var", "__pycache__", "node_modules"}
LANGUAGES = ("zh-hans", "zh-hant", "en")


@dataclass(frozen=True, slots=True)
class Finding:
    path: str  # relative to the tree
    sentence: str


@dataclass(frozen=True, slots=True)
class Record:
    """One `[[record]]` block of a manifest."""

    type: str
    schema: Path
    block: dict[str, Any]


@dataclass(frozen=True)
class Manifest:
    """An `engine.toml`, `scene.toml` or `room.toml`; `fault` says why it could not be read."""

    path: Path
    table: dict[str, Any] = field(default_factory=dict)
    fault: str = ""

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def records(self) -> list[Record]:
        return [
            Record(block["type"], self.folder / block["schema"], block)
            for block in self.table.get("record", ())
            if isinstance(block, dict) and "type" in block and "schema" in block
        ]


@dataclass(frozen=True)
class House:
    root: Path

    @property
    def package(self) -> Path:
        return self.root / "suixin"

    @cached_property
    def scenes(self) -> list[Manifest]:
        return self._manifests("scenes/*/scene.toml")

    @cached_property
    def engines(self) -> list[Manifest]:
        return self._manifests("engines/*/engine.toml")

    @cached_property
    def platform_rooms(self) -> list[Manifest]:
        return self._manifests("platform/*/room.toml")

    @property
    def manifests(self) -> list[Manifest]:
        return [*self.scenes, *self.engines, *self.platform_rooms]

    def _manifests(self, pattern: str) -> list[Manifest]:
        return [_read(path) for path in sorted(self.package.glob(pattern))]

    def rooms(self, storey: str) -> list[Path]:
        """The folders of a storey that hold a Python package."""
        return sorted(path.parent for path in (self.package / storey).glob("*/__init__.py"))

    def files(self, *endings: str) -> Iterator[Path]:
        """Every file of ours with one of the endings; never what is installed, made or fetched."""
        for path in sorted(self.root.rglob("*")):
            parts = path.relative_to(self.root).parts
            if path.suffix in endings and path.is_file() and not SKIPPED.intersection(parts):
                yield path

    def finding(self, path: Path, sentence: str) -> Finding:
        return Finding(path.relative_to(self.root).as_posix(), sentence)


def missing_languages(words: Any) -> list[str]:
    """Which of the site's languages a table of words lacks."""
    given = words if isinstance(words, dict) else {}
    return [language for language in LANGUAGES if not str(given.get(language) or "").strip()]


def read_json(path: Path) -> tuple[Any, str]:
    """The content and "", or None and the reason."""
    try:
        return json.loads(path.read_text("utf-8")), ""
    except (OSError, ValueError) as error:
        return None, str(error)


def _read(path: Path) -> Manifest:
    try:
        return Manifest(path, tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        return Manifest(path, fault=str(error))
