"""What a programme says, clause by clause, in the words of the `programme.*` records. Data only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

KINDS = ("programme", "group", "task", "duty", "target")
FRAME = ("programme", "id", "position", "in_force", "reason")  # what a record adds to a clause


@dataclass(frozen=True, slots=True)
class Clause:
    """A head, group, task, duty or target. `data` is the record's, without the fields of `FRAME`."""

    kind: str
    id: str
    position: int
    data: Mapping[str, Any]
    index: int | None = None  # of the record that says so; None: not published

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.id}"

    @property
    def name(self) -> str:
        """In simplified Chinese, as the notice has it; for people's eyes and for the history of a draft."""
        words = self.data.get("title") or self.data.get("metric") or {}
        number = self.data.get("number", "") if self.kind != "programme" else ""
        return f"{number} {words.get('zh-hans', '')}".strip()

    @property
    def source(self) -> tuple[int, int] | None:
        """Where in the notice's text it stands."""
        given = self.data.get("source")
        return (given["start"], given["end"]) if given else None


@dataclass(frozen=True, slots=True)
class Contents:
    """The clauses in the order in which they are read."""

    clauses: tuple[Clause, ...]
    retired: frozenset[str] = frozenset()  # ids of withdrawn clauses, never given again

    def __iter__(self) -> Iterator[Clause]:
        return iter(self.clauses)

    def of(self, kind: str) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.kind == kind)

    def get(self, kind: str, id: str) -> Clause | None:
        return next((clause for clause in self.clauses if (clause.kind, clause.id) == (kind, id)), None)

    @property
    def head(self) -> Clause:
        return self.of("programme")[0]

    def duties(self, task: str) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.of("duty") if clause.data["task"] == task)

    def targets(self, task: str) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.of("target") if clause.data.get("task") == task)

    def bodies(self) -> tuple[str, ...]:
        """Every organisation named, once, in the order of the notice."""
        return tuple(dict.fromkeys(name for duty in self.of("duty") for _role, name in roles_in(duty.data)))

    def replaced(self, clause: Clause) -> "Contents":
        return replace(self, clauses=tuple(clause if old.key == clause.key else old for old in self.clauses))

    def without(self, *keys: str) -> "Contents":
        return replace(self, clauses=tuple(clause for clause in self.clauses if clause.key not in keys))

    def with_after(self, clause: Clause, after: Clause | None) -> "Contents":
        """The clause right after another, or at the end."""
        if after is None:
            return replace(self, clauses=(*self.clauses, clause))
        at = self.clauses.index(after) + 1
        return replace(self, clauses=(*self.clauses[:at], clause, *self.clauses[at:]))

    def free_id(self, prefix: str) -> str:
        """The first of prefix1, prefix2 … that no clause has."""
        taken = self.retired | {clause.id for clause in self.clauses}
        return next(f"{prefix}{n}" for n in range(1, len(taken) + 2) if f"{prefix}{n}" not in taken)


def roles_in(duty: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Role and name of every body in a duty's data, leads first."""
    yield from (("lead", name) for name in duty["leads"])
    yield from (("support", name) for name in duty["supports"])
    yield from ((other["role"], other["organisation"]) for other in duty["others"])
