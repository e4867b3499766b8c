"""Departments and districts: what each leads and what it helps with, as programmes stand now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from suixin.engines.programmes import read
from suixin.engines.programmes.bodies import Body, Register
from suixin.engines.programmes.portal.parts_played import Part, parts_in, shared_by_districts
from suixin.engines.programmes.portal.views import district_cells


@dataclass(frozen=True, slots=True)
class Row:
    """A body over all programmes."""

    body: Body
    leads: int
    supports: int


@dataclass(frozen=True, slots=True)
class Share:
    """What a body does in one programme. `shared`: what all districts carry together there, for a district."""

    programme: read.Programme
    part: Part | None
    shared: Sequence[Part]


def organisations(request: HttpRequest) -> HttpResponse:
    register = Register()
    rows = totals([part for programme in read.programmes() for part in parts_in(programme, register)])
    context = {
        "rows": [row for row in rows if not row.body.is_collective and not row.body.is_district],
        "collective": [row for row in rows if row.body.is_collective],
        "cells": district_cells(register),
        "register": register,
    }
    return render(request, "programmes/organisations.html", context)


def totals(parts: Sequence[Part]) -> list[Row]:
    found: dict[str, Row] = {}
    for part in parts:
        before = found.get(part.body.key, Row(part.body, 0, 0))
        found[part.body.key] = Row(
            before.body, before.leads + len(part.leads), before.supports + len(part.supports)
        )
    return sorted(found.values(), key=lambda row: (-row.leads, -row.supports, row.body.name))


def organisation(request: HttpRequest, key: str) -> HttpResponse:
    """By code where the body is registered; otherwise by the name that a programme gives it."""
    register = Register()
    registered = register.by_key(key)
    body = Body(str(registered), registered) if registered else Body(key)
    shares = list(shares_of(body, read.programmes(), register))
    if registered is None and not shares:
        raise Http404
    context = {"body": body, "organisation": registered, "shares": shares, "register": register}
    return render(request, "programmes/organisation.html", context)


def shares_of(body: Body, programmes: Sequence[read.Programme], register: Register) -> list[Share]:
    shares = []
    for programme in programmes:
        parts = parts_in(programme, register)
        own = next((part for part in parts if part.body.key == body.key), None)
        shared = shared_by_districts(parts) if body.is_district else []
        if own or shared:
            shares.append(Share(programme, own, shared))
    return shares
