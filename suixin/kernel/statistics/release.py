"""A release: what was published of one indicator for one period, as the public part of a `statistics.release` record."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from suixin.kernel.log.checkpoint import MalformedCheckpoint, read_hash
from suixin.kernel.log.spelling import to_base64
from suixin.kernel.statistics.counting import Response, Selected
from suixin.kernel.statistics.definitions import MalformedDefinition, Members
from suixin.kernel.statistics.figures import Place, place_of
from suixin.kernel.statistics.periods import MalformedPeriod, Period

TYPE = "statistics.release"
STAGES = ("provisional", "final", "revised")
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,59})(\.[0-9]{1,12})?", re.ASCII)
LAST_YEAR = 9998  # so that the day after a period is a day


class MalformedRelease(ValueError):
    """A release that cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Cell:
    """With value and figure; or withheld; or missing. A derived one has a figure and no value of its own."""

    at: Mapping[str, str]  # {} for the total
    units: int
    value: str | None = None  # exact, in the unit of the values
    figure: str | None = None  # rounded, in the unit of the indicator
    opening: str | None = None  # the summed blindings, where values are committed to
    withheld: bool = False
    missing: bool = False

    @property
    def place(self) -> Place:
        return place_of(self.at)

    @property
    def is_open(self) -> bool:
        return not (self.withheld or self.missing)

    def as_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"at": dict(self.at), "units": self.units}
        for name in ("value", "figure", "opening"):
            if (text := getattr(self, name)) is not None:
                data[name] = text
        for name in ("withheld", "missing"):
            if getattr(self, name):
                data[name] = True
        return data


@dataclass(frozen=True, slots=True)
class Origin:
    """Another release that this one is derived from."""

    indicator: str
    period: Period
    release: int  # number of its record


@dataclass(frozen=True, slots=True)
class Release:
    indicator: str
    version: int
    digest: str  # of the definition
    period: Period
    stage: str
    origin: str  # of the log
    size: int  # of the log's tree that it rests on
    root: bytes
    records: int  # of the ledger that it covers
    cells: tuple[Cell, ...]
    selected: Selected | None = None  # None: derived
    response: Response | None = None  # of forms only
    sources: tuple[Origin, ...] = ()
    reason: str = ""
    synthetic: bool = False

    def as_data(self) -> dict[str, Any]:
        """The record's data, as `submit` takes it."""
        data: dict[str, Any] = {
            "indicator": self.indicator,
            "version": self.version,
            "digest": self.digest,
            "period": str(self.period),
            "stage": self.stage,
            "origin": self.origin,
            "size": self.size,
            "root": to_base64(self.root),
            "records": self.records,
            "cells": [cell.as_data() for cell in self.cells],
        }
        if self.selected is not None:
            data["selected"] = {"reports": self.selected.reports, "digest": self.selected.digest}
        if self.response is not None:
            expected, reported, accepted = (
                self.response.expected,
                self.response.reported,
                self.response.accepted,
            )
            data["response"] = {"expected": expected, "reported": reported, "accepted": accepted}
        if self.sources:
            data["from"] = [
                {"indicator": each.indicator, "period": str(each.period), "release": each.release}
                for each in self.sources
            ]
        if self.reason:
            data["reason"] = self.reason
        if self.synthetic:
            data["synthetic"] = True
        return data


def read_release(public: Mapping[str, Any]) -> Release:
    """Raises `MalformedRelease`."""
    try:
        return read(Members(public, "release"))
    except MalformedDefinition as error:
        raise MalformedRelease(str(error)) from None


def read(members: Members) -> Release:
    selected, response = members.inner("selected"), members.inner("response")
    release = Release(
        indicator=members.text("indicator"),
        version=members.whole("version"),
        digest=digest(members),
        period=period(members),
        stage=members.text("stage"),
        origin=members.text("origin"),
        size=natural(members, "size"),
        root=root(members),
        records=natural(members, "records"),
        cells=tuple(members.each("cells", read_cell)),
        selected=None if selected is None else read_selected(selected),
        response=None if response is None else read_response(response),
        sources=tuple(members.each("from", read_origin, may_lack=True)),
        reason=members.text("reason", ""),
        synthetic=members.flag("synthetic", False),
    )
    members.done()
    if release.stage not in STAGES:
        members.refuse(f"stage is one of {', '.join(STAGES)}")
    if len({cell.place for cell in release.cells}) != len(release.cells):
        members.refuse("a cell is there twice")
    if len({(each.indicator, each.period) for each in release.sources}) != len(release.sources):
        members.refuse("it is derived from the same indicator and period twice")
    return release


def natural(members: Members, name: str) -> int:
    found = members.whole(name)
    if found < 0:
        members.refuse(f"{name} is a whole number from 0")
    return found


def digest(members: Members) -> str:
    found = members.text("digest")
    if DIGEST.fullmatch(found) is None:
        members.refuse("digest is SHA-256 in lower-case hexadecimal")
    return found


def period(members: Members) -> Period:
    try:
        found = Period.read(members.text("period"))
    except MalformedPeriod:
        members.refuse("period is such as 2019-06, 2019-Q2 or 2019")
    if not 0 < found.year <= LAST_YEAR:
        members.refuse(f"period is within the years 1 to {LAST_YEAR}")
    return found


def root(members: Members) -> bytes:
    try:
        return read_hash(members.text("root"))
    except MalformedCheckpoint as error:
        members.refuse(f"root: {error}")


def read_selected(members: Members) -> Selected:
    found = Selected(natural(members, "reports"), digest(members))
    members.done()
    return found


def read_response(members: Members) -> Response:
    found = Response(*(natural(members, name) for name in ("expected", "reported", "accepted")))
    members.done()
    return found


def read_origin(members: Members) -> Origin:
    found = Origin(members.text("indicator"), period(members), natural(members, "release"))
    members.done()
    return found


def read_cell(members: Members) -> Cell:
    at = members.object("at")
    if not all(type(value) is str for value in at.values()):
        members.refuse("at is a text by name")
    cell = Cell(
        at=at,
        units=natural(members, "units"),
        value=number(members, "value"),
        figure=number(members, "figure"),
        opening=opening(members),
        withheld=members.flag("withheld", False),
        missing=members.flag("missing", False),
    )
    members.done()
    if cell.withheld and cell.missing:
        members.refuse("a cell is withheld or missing, not both")
    if not cell.is_open and (cell.value or cell.figure or cell.opening):
        members.refuse("a cell that is withheld or missing tells no value")
    if cell.is_open and cell.figure is None:
        members.refuse("figure is missing")
    return cell


def number(members: Members, name: str) -> str | None:
    if name not in members.given:
        return None
    found = members.text(name)
    if NUMBER.fullmatch(found) is None:
        members.refuse(f"{name} is a decimal as text")
    return found


def opening(members: Members) -> str | None:
    if "opening" not in members.given:
        return None
    found = members.text("opening")
    if DIGEST.fullmatch(found) is None:
        members.refuse("opening is 32 bytes in lower-case hexadecimal")
    return found
