"""Who acts: made from a request by accounts, or `Actor.system` for what the software itself does."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    person: int | None  # the person's number; enters leaves only as a salted digest
    organisation: str | None  # code of the organisation reported for
    roles: frozenset[str] = field(default_factory=frozenset)
    label: str = ""  # for people's eyes, for instance in the office's header
    is_system: bool = False

    @classmethod
    def system(cls, reason: str, organisation: str | None = None) -> "Actor":
        return cls(None, organisation, frozenset(), reason, is_system=True)

    @property
    def sealed(self) -> dict[str, Any]:
        """What the leaf's digest of the actor is made from."""
        return {"system": self.label} if self.is_system else {"person": self.person}

    @property
    def scope(self) -> str:
        """Within which idempotency keys are told apart."""
        if self.organisation is not None:
            return f"organisation:{self.organisation}"
        return "system" if self.is_system else f"person:{self.person}"
