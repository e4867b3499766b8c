"""From a definition and a witnessed checkpoint to a release: what would be published, and publishing it.

`draft` computes and protects, and writes nothing; `publish` submits. Both raise `Wait` where nothing is to be published.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction

from django.utils import timezone
from django.utils.formats import date_format

from suixin.engines.statistics import known, protection
from suixin.engines.statistics.computing import Computed, Sum, working
from suixin.engines.statistics.models import Release as Published
from suixin.engines.statistics.schedule import current, due_at
from suixin.engines.statistics.waiting import Wait, over
from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.records.receipt import Receipt
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.kernel.statistics.disclosure import Reason
from suixin.kernel.statistics.figures import (
    TOTAL,
    Base,
    Part,
    Place,
    State,
    Uncountable,
    cells_in_order,
    derived,
    figure_of,
    figure_text,
    parts_of,
    scale_of,
    value_text,
)
from suixin.kernel.statistics.indicators import Indicator, Selection
from suixin.kernel.statistics.matching import base_of
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.release import TYPE, Cell, Origin, Release, read_release
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.refusals import Refusal
from suixin.platform.ledger.submit import Submission, submit
from suixin.platform.log.models import Log

UPDATED = "报告有更新，数据重新计算。"  # the reason of a revision that nobody had to decide


@dataclass(frozen=True, slots=True)
class Basis:
    """The newest checkpoint that enough witnesses have signed."""

    origin: str
    size: int
    root: bytes
    records: int  # of the ledger that it covers


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be published."""

    indicator: Indicator
    release: Release
    held: Published | None  # the release whose place it takes
    reasons: Mapping[Place, Reason] = field(
        default_factory=dict
    )  # of the cells that are withheld, for officers

    @property
    def changed(self) -> bool:
        if self.held is None:
            return True
        data = self.release.as_data()
        return any(
            self.held.data.get(name) != data.get(name) for name in ("digest", "cells", "selected", "stage")
        )


def newest_checkpoint() -> Basis:
    """Raises `Wait`."""
    log = Log.newest()
    if log is None or log.witnessed_note is None:
        raise Wait("no-checkpoint")
    checkpoint, _ = read_signed_checkpoint(bytes(log.witnessed_note))
    return Basis(
        checkpoint.origin, checkpoint.size, checkpoint.root, log.first + checkpoint.size - log.offset
    )


def publish(
    name: str, period: Period, actor: Actor, reason: str | None = None, *, final: bool = False,
    basis: Basis | None = None,
) -> Receipt:  # fmt: skip
    """Raises `Wait`, or what `submit` raises. A release is its indicator's keeper's, whoever sets it off."""
    keeper = keeper_of(name)
    if not actor.is_system and actor.organisation != keeper:
        raise Wait("not-keeper")
    made = draft(name, period, final=final, basis=basis)
    if not made.changed:
        over(name, str(period))
        raise Wait("unchanged")
    if made.release.stage == "revised" and not reason:
        raise Wait("reason-missing")
    release = replace(made.release, reason=reason or "") if made.held is not None else made.release
    submission = Submission(TYPE, release.as_data(), supersedes=made.held.index if made.held else None)
    receipt = submit([submission], Actor.system(actor.label, keeper) if actor.is_system else actor)[0]
    over(name, str(period))
    return receipt


def keeper_of(name: str) -> str | None:
    """Raises `Wait`."""
    try:
        return known.keeper(name)
    except LookupError:
        raise Wait("no-indicator", indicator=name) from None


def draft(
    name: str, period: Period, *, final: bool = False, basis: Basis | None = None, early: bool = False
) -> Draft:
    """As of the newest checkpoint. `early`: for officers to look at before its time. Raises `Wait`."""
    indicator = known.newest_indicator(name)
    if indicator is None:
        raise Wait("no-indicator", indicator=name)
    check_time(indicator, period, early)
    basis = basis or newest_checkpoint()
    held_definition = known.versions_before(name, basis.records).values_list("digest", flat=True).first()
    if held_definition != indicator.digest:
        raise Wait("not-covered")
    held = Published.objects.filter(indicator=name, period=str(period), to_index=None).first()
    if held is not None and held.records > basis.records:
        raise Wait("unchanged")
    try:
        if indicator.derivation is not None:
            return derived_draft(indicator, period, basis, held)
        return counted_draft(indicator, period, basis, held, final)
    except Uncountable as error:
        raise Wait("uncountable", why=str(error)) from error
    except MalformedDefinition as error:
        raise Wait("malformed", why=str(error)) from error


def check_time(indicator: Indicator, period: Period, early: bool) -> None:
    """Raises `Wait`."""
    if period.frequency is not indicator.frequency:
        raise Wait("period-kind", period=str(period))
    if period.ordinal > current(period.frequency).ordinal:
        raise Wait("not-begun")
    at = due_at(indicator, period)
    if at is not None and timezone.now() < at and not early:
        raise Wait("embargo", at=moment(at))


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i")


# -- counted


def counted_draft(
    indicator: Indicator, period: Period, basis: Basis, held: Published | None, final: bool
) -> Draft:
    with working(indicator, [period], basis.records) as found:
        selection = found.question.selection
        (computed,) = found.computed()
        selected = found.selected()
        if held is None and not selected.reports:
            raise Wait("nothing-yet")  # nought would look like a finding
        secret = protection.is_confidential(indicator, selection)
        amounts = protection.amounts_in(found) if secret else None
    if not secret and any(cell.sealed for cell in computed.cells.values()):
        raise MalformedDefinition(
            f"indicator {indicator.id}: its values are confidential, so it needs disclosure rules"
        )
    reasons: Mapping[Place, Reason] = {}
    if amounts is not None:
        reasons = protected(indicator, selection, computed, amounts, basis.records)
        refuse_to_reveal(indicator, computed, amounts, reasons)
    scale = scale_of(indicator, selection)
    release = Release(
        indicator=indicator.id,
        version=indicator.version,
        digest=indicator.digest,
        period=period,
        stage=stage_of(held, final or is_complete(period, computed)),
        origin=basis.origin,
        size=basis.size,
        root=basis.root,
        records=basis.records,
        cells=tuple(
            cell_of(indicator, place, computed.cells[place], scale, place in reasons)
            for place in cells_in_order(computed.cells)
        ),
        selected=selected,
        response=computed.response,
        synthetic=indicator.synthetic or (selection.form is not None and selection.form.synthetic),
    )
    settled = (
        replace(release, stage=held.stage) if held is not None and is_settled(held, release) else release
    )
    return Draft(indicator, settled, held, reasons)


def cell_of(indicator: Indicator, place: Place, found: Sum, scale: int, is_withheld: bool) -> Cell:
    if is_withheld:
        return Cell(dict(place), found.units, withheld=True)
    value, figure = value_text(found.total, scale), figure_of(indicator, found.total, scale)
    return Cell(dict(place), found.units, value, figure, found.opening)


def is_complete(period: Period, computed: Computed) -> bool:
    """Whether all that was expected has been accepted; of what nobody is expected to report, whether its time is over."""
    if computed.response is None:
        return period.last_day < timezone.localdate()
    return 0 < computed.response.expected == computed.response.accepted


def stage_of(held: Published | None, complete: bool) -> str:
    if held is not None and held.stage != "provisional":
        return "revised"
    return "final" if complete else "provisional"


def is_settled(held: Published, release: Release) -> bool:
    """Published finally already, and nothing is different."""
    data = release.as_data()
    return held.stage != "provisional" and all(
        held.data.get(name) == data.get(name) for name in ("digest", "cells", "selected")
    )


def protected(
    indicator: Indicator, selection: Selection, computed: Computed, amounts: protection.Amounts, records: int
) -> Mapping[Place, Reason]:
    opened, more = protection.opened_elsewhere(indicator, selection, computed.period)
    if more:
        amounts = protection.amounts_at(indicator, computed.period, records, [*selection.values, *more])
    own = frozenset(value.path for value in selection.values)
    return protection.withheld(computed.cells, amounts, own, protection.rules_of(indicator), opened)


def refuse_to_reveal(
    indicator: Indicator, computed: Computed, amounts: protection.Amounts, reasons: Mapping[Place, Reason]
) -> None:
    """Against every earlier release of the period, as the reader may have kept any. Raises `Wait`."""
    shown = computed.cells.keys() - reasons.keys()
    rules = protection.rules_of(indicator)
    earlier = Published.objects.filter(indicator=indicator.id, period=str(computed.period))
    for release in earlier.order_by("-index"):
        places = shown & protection.open_places(release.data)
        before = protection.amounts_at(known.indicator_in(release.digest), computed.period, release.records)
        if protection.revealing(protection.changes(before, amounts, places), rules):
            raise Wait("too-few", threshold=rules.threshold)


# -- derived


def derived_draft(indicator: Indicator, period: Period, basis: Basis, held: Published | None) -> Draft:
    if indicator.derivation is None:
        raise MalformedDefinition(f"{indicator.id} is not derived")
    used = {
        (part.indicator, part.period): row
        for part in parts_of(indicator.derivation, period)
        if (row := newest_release(part, basis.records)) is not None
    }
    bases = {
        key: base_of(known.indicator_in(row.digest), read_release(row.data)) for key, row in used.items()
    }

    def base(part: Part) -> Base | None:
        return bases.get((part.indicator, part.period))

    if (indicator.derivation.of, period) not in used:
        raise Wait("nothing-yet")
    found = derived(indicator, period, base)
    if held is None and found[TOTAL].exact is State.MISSING:
        raise Wait("nothing-yet")  # such as growth in the first year
    release = Release(
        indicator=indicator.id,
        version=indicator.version,
        digest=indicator.digest,
        period=period,
        stage=stage_of(held, all(row.stage != "provisional" for row in used.values())),
        origin=basis.origin,
        size=basis.size,
        root=basis.root,
        records=basis.records,
        cells=tuple(
            derived_cell(indicator, place, found[place].units, found[place].exact)
            for place in cells_in_order(found)
        ),
        sources=tuple(Origin(name, each, row.index) for (name, each), row in used.items()),
        synthetic=indicator.synthetic or any(row.data.get("synthetic", False) for row in used.values()),
    )
    settled = (
        replace(release, stage=held.stage) if held is not None and is_settled(held, release) else release
    )
    return Draft(indicator, settled, held)


def newest_release(part: Part, records: int) -> Published | None:
    rows = Published.objects.filter(indicator=part.indicator, period=str(part.period), index__lt=records)
    return rows.order_by("-index").first()


def derived_cell(indicator: Indicator, place: Place, units: int, exact: Fraction | State) -> Cell:
    if isinstance(exact, State):
        return Cell(dict(place), units, withheld=exact is State.WITHHELD, missing=exact is State.MISSING)
    return Cell(dict(place), units, figure=figure_text(indicator, exact))


def words_of(refusal: Refusal) -> str:
    return "；".join([problem.message("zh-hans") for problem in refusal.problems]) or refusal.message()
