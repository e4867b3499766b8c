"""Whom to trust (C2SP tlog-policy): which logs, which witnesses, and how many of them must have signed.

The same file serves the log, which asks the witnesses it names, and whoever checks a proof without asking anybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from suixin.kernel.log.checkpoint import Checkpoint, read_checkpoint
from suixin.kernel.log.cosignature import read_witness_key, time_of
from suixin.kernel.log.keys import Ed25519Verifier, MalformedKey, read_key_text, read_log_key
from suixin.kernel.log.notes import Note, Unverified, Verifier

LIMIT = 1_000_000  # bytes
MOST = 1_000  # logs, witnesses or groups
NONE = "none"
NUMBER = re.compile(r"[1-9]\d{0,3}", re.ASCII)
CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


class MalformedPolicy(ValueError):
    """A text that is no policy; the message begins with the line's number."""


@dataclass(frozen=True, slots=True)
class KnownLog:
    key: Ed25519Verifier
    url: str | None


@dataclass(frozen=True, slots=True)
class KnownWitness:
    name: str  # in this policy
    key: Verifier
    url: str | None  # where it takes checkpoints


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A checkpoint that a known log has signed, and who else has."""

    checkpoint: Checkpoint
    seen: Mapping[str, int]  # witness by its name in the policy -> when, in seconds since 1970
    witnesses: int  # how many the policy names
    quorum: bool  # whether those are enough


@dataclass(frozen=True, slots=True)
class Policy:
    logs: tuple[KnownLog, ...]
    witnesses: Mapping[str, KnownWitness]
    groups: Mapping[str, Group]
    quorum: str

    def judge(self, note: Note) -> Verdict:
        """Raises `Unverified` where no known log signed it, or `MalformedCheckpoint`."""
        checkpoint = read_checkpoint(note.text)
        logs = [log.key for log in self.logs if log.key.name == checkpoint.origin]
        if not logs:
            raise Unverified(f"the policy does not know the log {checkpoint.origin}")
        note.verified(logs)
        seen = self.seen_by(note)
        return Verdict(checkpoint, seen, len(self.witnesses), self.is_enough(seen))

    def seen_by(self, note: Note) -> dict[str, int]:
        """Which witnesses have cosigned, and when. Raises `Unverified` for a cosignature that does not fit."""
        seen: dict[str, int] = {}
        for witness in self.witnesses.values():
            key = witness.key
            for each in note.signatures:
                if (each.name, each.key_id) != (key.name, key.key_id):
                    continue
                if not key.verify(note.text, each.signature):
                    raise Unverified(f"the cosignature of {witness.name} does not fit")
                seen[witness.name] = time_of(each.signature)
        return seen

    def is_enough(self, seen: Mapping[str, int]) -> bool:
        witnessed = set(seen)
        for group in self.groups.values():  # each names only what was defined before it
            if sum(member in witnessed for member in group.members) >= group.threshold:
                witnessed.add(group.name)
        return self.quorum == NONE or self.quorum in witnessed


def read_policy(content: bytes) -> Policy:
    """Raises `MalformedPolicy`."""
    if len(content) > LIMIT:
        raise MalformedPolicy(f"a policy has at most {LIMIT:,} bytes")
    if CONTROL.search(content):
        raise MalformedPolicy("a control character")
    return PolicyText(content.decode("utf-8", "backslashreplace")).read()


class PolicyText:
    """A policy on its way from text. Names are compared byte by byte; what is not UTF-8 is written with its codes."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.logs: list[KnownLog] = []
        self.witnesses: dict[str, KnownWitness] = {}
        self.groups: dict[str, Group] = {}
        self.members: set[str] = set()
        self.materials: set[tuple[str, bytes]] = set()
        self.quorum: str | None = None

    def read(self) -> Policy:
        for number, line in enumerate(self.lines, start=1):
            words = line.replace("\t", " ").split(" ")
            words = [word for word in words if word]
            if not words or words[0].startswith("#"):
                continue
            try:
                self.read_line(words)
            except (MalformedPolicy, MalformedKey) as error:
                raise MalformedPolicy(f"line {number}: {error}") from None
        if self.quorum is None:
            raise MalformedPolicy("a policy has one line that begins with quorum")
        return Policy(tuple(self.logs), self.witnesses, self.groups, self.quorum)

    def read_line(self, words: list[str]) -> None:
        match words:
            case ["log", key, *url] if len(url) <= 1:
                self.once("log", key)
                self.logs.append(KnownLog(read_log_key(key), url[0] if url else None))
            case ["witness", name, key, *url] if len(url) <= 1:
                self.fresh(name)
                self.once("witness", key)
                self.witnesses[name] = KnownWitness(name, read_witness_key(key), url[0] if url else None)
            case ["group", name, threshold, *members] if members:
                self.fresh(name)
                self.read_group(name, threshold, members)
            case ["quorum", name] if self.quorum is None:
                if name != NONE and not self.is_known(name):
                    raise MalformedPolicy(f"{name} is not defined above")
                self.quorum = name
            case _:
                raise MalformedPolicy(f"a line that cannot be read: {words[0]}")
        if max(len(self.logs), len(self.witnesses), len(self.groups)) > MOST:
            raise MalformedPolicy(f"more than {MOST}")

    def read_group(self, name: str, threshold: str, members: list[str]) -> None:
        counts = {"all": len(members), "any": 1}
        if threshold not in counts and NUMBER.fullmatch(threshold) is None:
            raise MalformedPolicy("a group says all, any or how many")
        count = counts[threshold] if threshold in counts else int(threshold)
        if count > len(members):
            raise MalformedPolicy(f"{count} of {len(members)} members cannot be had")
        for member in members:
            if not self.is_known(member):
                raise MalformedPolicy(f"{member} is not defined above")
            if member in self.members:
                raise MalformedPolicy(f"{member} is a member already")
            self.members.add(member)
        self.groups[name] = Group(name, count, tuple(members))

    def fresh(self, name: str) -> None:
        if name == NONE or self.is_known(name):
            raise MalformedPolicy(f"the name {name} is taken")

    def is_known(self, name: str) -> bool:
        return name in self.witnesses or name in self.groups

    def once(self, role: str, key: str) -> None:
        """The same key under two names would count twice."""
        material = (role, read_key_text(key).material)
        if material in self.materials:
            raise MalformedPolicy("the same key is there already")
        self.materials.add(material)
