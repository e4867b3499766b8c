"""A certificate against a log: everything that was published is derived anew from the log's entries, step by step.

What the steps mean is in docs/certificates.md. Nothing here raises for what a certificate or a log says: what is
malformed is a step that failed. Who signed the checkpoint is for a policy to say, and checked by whoever calls.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from suixin.kernel.log.notes import MalformedNote
from suixin.kernel.log.proof_file import LogProof, read_proof
from suixin.kernel.log.proofs import InvalidProof
from suixin.kernel.records.leaf import Leaf, MalformedLeaf, read_leaf
from suixin.kernel.records.receipt import Step
from suixin.kernel.statistics.certificate import Certificate, MalformedCertificate, read_certificate
from suixin.kernel.statistics.counting import Evidence, Holds, Wanted
from suixin.kernel.statistics.definitions import MalformedDefinition, digest_of
from suixin.kernel.statistics.figures import Base, Part, parts_of
from suixin.kernel.statistics.indicators import Indicator, Selection, read_indicator, selection_of
from suixin.kernel.statistics.library import (
    Library,
    Named,
    Recorded,
    also_since,
    first,
    form_in,
    indicator_in,
    newest,
    release_in,
)
from suixin.kernel.statistics.matching import base_of, counted_faults, derived_faults
from suixin.kernel.statistics.release import TYPE, Cell, MalformedRelease, Release, read_release

GRACE = timedelta(minutes=10)  # how long computing and publishing may take
AT_ONCE = 8  # releases whose reports are looked for in one reading of the log


class Incomplete(Exception):
    """Entries of the log cannot be had; the message says which and why."""


class Log(Protocol):
    """The log's entries up to the checkpoint of the proof. Everything may raise `Incomplete`."""

    def named(self, named: Named) -> Iterable[tuple[int, Leaf]]:
        """The definitions and releases looked for, by ascending number. This is asked first, and reads all entries."""

    def root(self, size: int) -> bytes:
        """Of the first so many entries, from the entries themselves."""

    def gather(self, evidence: Sequence[Evidence]) -> None:
        """Adds to each what the entries say of it."""

    def sums(self, piles: Sequence[Sequence[bytes]]) -> list[bytes | None]:
        """The sum of each pile of commitments; None where one of them is no point, or they come to nought."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A certificate that is whole in itself; what it says of the log is still to be seen."""

    certificate: Certificate
    leaf: Leaf
    release: Release
    indicator: Indicator
    proof: LogProof

    @property
    def cell(self) -> Cell | None:
        """The one that its reader looked at."""
        at = self.certificate.at
        return None if at is None else next((cell for cell in self.release.cells if cell.at == at), None)


@dataclass(frozen=True, slots=True)
class Findings:
    steps: tuple[Step, ...]
    revisions: tuple[int, ...] = ()  # numbers of later releases for the same period, in the log so far

    @property
    def holds(self) -> bool:
        return all(step.ok for step in self.steps)


def read_claim(source: bytes) -> tuple[list[Step], Claim | None]:
    """What can be checked without the log. No claim where a step failed."""
    try:
        certificate = read_certificate(source)
    except MalformedCertificate as error:
        return [Step("certificate", "", False, str(error))], None
    steps = [Step("certificate", f"record {certificate.number}", True)]
    try:
        leaf = read_leaf(certificate.leaf)
        if leaf.type != TYPE:
            raise MalformedRelease(f"the leaf is of type {leaf.type[:60]}, not {TYPE}")
        release = read_release(leaf.public)
    except (MalformedLeaf, MalformedRelease) as error:
        return [*steps, Step("release", "", False, str(error))], None
    steps.append(Step("release", f"{release.indicator} {release.period}", True))
    try:
        proof = read_proof(certificate.proof.encode())
        proof.check(certificate.leaf)
        check_place(certificate, release, proof)
    except (MalformedNote, InvalidProof, UnicodeEncodeError) as error:
        return [*steps, Step("proof", "", False, str(error))], None
    steps.append(Step("proof", f"{proof.checkpoint.origin} {proof.index}/{proof.checkpoint.size}", True))
    try:
        if digest_of(certificate.definition) != release.digest:
            raise MalformedDefinition("the definition in the certificate has another digest than the release")
        indicator = read_indicator(certificate.definition)
        if indicator.id != release.indicator:
            raise MalformedDefinition(f"the definition is of {indicator.id}")
    except MalformedDefinition as error:
        return [*steps, Step("definition", "", False, str(error))], None
    claim = Claim(certificate, leaf, release, indicator, proof)
    if certificate.at is not None:
        there = claim.cell is not None
        place = ", ".join(f"{name}={value}" for name, value in sorted(certificate.at.items())) or "total"
        steps.append(Step("cell", place, there, "" if there else "the release has no such cell"))
    return steps, claim if all(step.ok for step in steps) else None


def check_place(certificate: Certificate, release: Release, proof: LogProof) -> None:
    """Raises `InvalidProof`."""
    if release.origin != proof.checkpoint.origin:
        raise InvalidProof(f"the release rests on the log {release.origin[:100]}, the proof is of another")
    if certificate.number != proof.index:
        raise InvalidProof(
            "the log begins with a later record than the first: figures over several logs are not verified yet"
        )
    if release.records != release.size or release.records > certificate.number:
        raise InvalidProof("the release covers other records than its tree has, or some after itself")


def verify_in(log: Log, claim: Claim) -> Findings:
    """Everything that the log can tell of the claim."""
    verifier = Verifier(log, claim)
    try:
        verifier.run()
    except Incomplete as error:
        verifier.steps.append(Step("entries", "", False, str(error)))
    return Findings(tuple(verifier.steps), tuple(verifier.revisions))


@dataclass(frozen=True, slots=True)
class Examined:
    """A release on the way: its definitions were found, its reports are being looked for."""

    recorded: Recorded
    release: Release
    indicator: Indicator
    selection: Selection
    evidence: Evidence
    later: Selection  # as the definitions were when the release came out
    label: str  # "" for the release of the certificate itself


class Verifier:
    def __init__(self, log: Log, claim: Claim) -> None:
        self.log, self.claim = log, claim
        self.steps: list[Step] = []
        self.revisions: list[int] = []
        self.library = Library()

    def say(self, name: str, subject: str, fault: str = "") -> bool:
        self.steps.append(Step(name, subject, not fault, fault))
        return not fault

    def run(self) -> None:
        claim = self.claim
        checkpoint = claim.proof.checkpoint
        leaves = self.log.named(named_by(claim))
        rebuilt = self.log.root(checkpoint.size)
        unlike = "" if rebuilt == checkpoint.root else "the log's entries lead to another root"
        if not self.say("entries", f"{checkpoint.size:,}", unlike):
            return
        self.library = Library.of(leaves)
        recorded = Recorded(claim.certificate.number, claim.leaf)
        place = (claim.release.indicator, claim.release.period)
        self.revisions = [
            each.number for each in self.library.releases.get(place, ()) if each.number > recorded.number
        ]
        if claim.indicator.derivation is None:
            self.counted([recorded])
        else:
            self.derived(recorded)

    # -- figures that are counted

    def counted(self, recorded: Sequence[Recorded], under: Recorded | None = None) -> dict[int, Base]:
        """Verifies these releases; those whose figures a derived one may rest on come back by their numbers."""
        found: dict[int, Base] = {}
        for at in range(0, len(recorded), AT_ONCE):
            examined = [
                each
                for one in recorded[at : at + AT_ONCE]
                if (each := self.examined(one, "" if under is None else label_of(one))) is not None
            ]
            if examined:
                self.log.gather([each.evidence for each in examined])
            for each in examined:
                if self.finish(each):
                    found[each.recorded.number] = base_of(each.indicator, each.release)
        return found

    def examined(self, recorded: Recorded, label: str) -> Examined | None:
        """The release's root and definitions; None where one of them fails."""
        try:
            release = release_in(recorded)
        except MalformedRelease as error:
            self.say("release", label, str(error))
            return None
        if not self.rooted(recorded, release, label):
            return None
        before, later = self.views(recorded, release)
        indicator = self.definition(release, recorded, label)
        if indicator is None:
            return None
        if indicator.source is None:
            self.say("derived", label, "a derived figure rests on counted ones only")
            return None
        form = indicator.source.form
        try:
            held = self.library.forms.get(form, ()) if form else ()
            then, now = newest(held, before), newest(held, later)
            if form and then is None:
                raise MalformedDefinition(f"no form {form} stands before the release in the log")
            selection = selection_of(indicator, form_in(then) if then else None)
            newer = selection_of(indicator, form_in(now) if now else None)
            versions = [version for version in self.library.versions_of(form) if form]
            told = self.claim.certificate.form
            if not label and told is not None and (then is None or told != then.leaf.public["definition"]):
                raise MalformedDefinition("the form in the certificate is another than in the log")
        except MalformedDefinition as error:
            self.say("form", prefixed(label, form), str(error))
            return None
        if then is not None:
            self.say("form", prefixed(label, f"{form} @{then.number}"))
        evidence = Evidence(Wanted.of(selection, release.period), selection.status, versions)
        return Examined(recorded, release, indicator, selection, evidence, newer, label)

    def rooted(self, recorded: Recorded, release: Release, label: str) -> bool:
        """That the tree it names is the beginning of this log."""
        checkpoint = self.claim.proof.checkpoint
        if release.origin != checkpoint.origin:
            fault = "the release rests on another log"
        elif release.records != release.size or not release.size <= recorded.number:
            fault = "the release covers other records than its tree has, or some after itself"
        elif self.log.root(release.size) != release.root:
            fault = "the log's beginning has another root"
        else:
            fault = ""
        return self.say("root", prefixed(label, f"{release.size:,}"), fault)

    def definition(self, release: Release, recorded: Recorded, label: str) -> Indicator | None:
        """The newest before the release, which must be the one that the release names; and none came since."""
        before, later = self.views(recorded, release)
        held = self.library.indicators.get(release.indicator, ())
        then, now = newest(held, before), newest(held, later)
        subject = prefixed(label, f"{release.indicator} v{release.version}")
        try:
            if then is None or now is None:
                raise MalformedDefinition("no such definition stands in the log before the release")
            indicator = indicator_in(then)
            if (indicator.version, indicator.digest) != (release.version, release.digest):
                raise MalformedDefinition(
                    f"the definition in force is version {indicator.version}, with another digest"
                )
            if indicator.frequency is not release.period.frequency:
                raise MalformedDefinition(f"the indicator has no figure for {release.period}")
            if now.number != then.number:
                raise MalformedDefinition("a newer version stood in the log when the release came out")
        except MalformedDefinition as error:
            self.say("definition", subject, str(error))
            return None
        self.say("definition", f"{subject} @{then.number}")
        return indicator

    def views(self, recorded: Recorded, release: Release) -> tuple[Holds, Holds]:
        """What the release covers; and what it should have covered as well, had it been published at once."""
        since = also_since(release.records, recorded.number, recorded.leaf.time, GRACE)
        return first(release.records), since

    def finish(self, each: Examined) -> bool:
        """What counts, and what it comes to."""
        holds = True
        before, later = self.views(each.recorded, each.release)
        counted = each.evidence.counted_where(before)
        for name, subject, fault in counted_faults(
            each.indicator, each.selection, each.release, counted, self.log.sums
        ):
            holds = self.say(name, prefixed(each.label, subject), fault) and holds
        fault = ""
        if Wanted.of(each.later, each.release.period) != each.evidence.wanted:
            fault = "a newer version of the form stood in the log when the release came out"
        elif each.evidence.counted_where(later).selected != counted.selected:
            fault = "what counts had changed in the log more than ten minutes before the release came out"
        return self.say("freshness", prefixed(each.label, f"{each.release.records:,}"), fault) and holds

    # -- figures that are derived

    def derived(self, recorded: Recorded) -> None:
        release = self.claim.release
        if not self.rooted(recorded, release, ""):
            return
        indicator = self.definition(release, recorded, "")
        if indicator is None or indicator.derivation is None:
            return
        parts = parts_of(indicator.derivation, release.period)
        used = self.used(parts, recorded, release)
        bases = self.counted(sorted(used.values(), key=lambda each: each.number), under=recorded)
        if len(bases) < len({each.number for each in used.values()}):
            self.say("derived", release.indicator, "it rests on releases that do not hold")
            return

        def base(part: Part) -> Base | None:
            found = used.get(part_key(part))
            return None if found is None else bases[found.number]

        for name, subject, fault in derived_faults(indicator, release, base):
            self.say(name, subject, fault)

    def used(
        self, parts: Sequence[Part], recorded: Recorded, release: Release
    ) -> dict[tuple[str, str], Recorded]:
        """Of each part the newest release there was; the release must name exactly these."""
        before, later = self.views(recorded, release)
        found: dict[tuple[str, str], Recorded] = {}
        outdated: list[str] = []
        for part in parts:
            held = self.library.releases.get((part.indicator, part.period), ())
            then, now = newest(held, before), newest(held, later)
            if then is not None:
                found[part_key(part)] = then
            if then != now:
                outdated.append(f"{part.indicator} {part.period}")
        told = {(each.indicator, str(each.period)): each.release for each in release.sources}
        known = {key: each.number for key, each in found.items()}
        differing = sorted(" ".join(key) for key, _ in told.items() ^ known.items())
        fault = f"not the newest before it: {listed(differing)}" if differing else ""
        self.say("sources", str(len(known)), fault)
        fault = f"newer ones stood in the log when it came out: {listed(outdated)}" if outdated else ""
        self.say("freshness", f"{release.records:,}", fault)
        return found


def named_by(claim: Claim) -> Named:
    """All that bears on the claim, as its indicator tells."""
    indicator, period = claim.indicator, claim.release.period
    parts = [] if indicator.derivation is None else parts_of(indicator.derivation, period)
    return Named(
        frozenset({indicator.id, *(part.indicator for part in parts)}),
        frozenset({(indicator.id, str(period)), *map(part_key, parts)}),
    )


def part_key(part: Part) -> tuple[str, str]:
    return part.indicator, str(part.period)


def label_of(recorded: Recorded) -> str:
    public = recorded.leaf.public
    return f"{public.get('indicator')} {public.get('period')} @{recorded.number}"


def prefixed(label: str, subject: str) -> str:
    return f"{label}: {subject}" if label else subject


def listed(names: Iterable[str]) -> str:
    def few() -> Iterator[str]:
        for at, name in enumerate(names):
            yield name if at < 5 else "…"
            if at == 5:
                return

    return ", ".join(few())
