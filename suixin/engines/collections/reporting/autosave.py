"""Keeping what is typed while it is typed: the page's script sends the cells, and gets back what to say beside them."""

from typing import Any

import orjson
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suixin.engines.collections.reporting.checking import findings_for
from suixin.engines.collections.reporting.drafts import Outdated, save_draft
from suixin.engines.collections.reporting.grid import outdated
from suixin.engines.collections.reporting.places import place_of
from suixin.engines.collections.reporting.sheet import shown_at
from suixin.engines.collections.reporting.typed import typed_explanations, typed_values
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import Role

LARGEST = 262_144  # bytes: the most items, and an explanation for each


@require_POST
@require_role(Role.REPORTER, Role.COMPANY)
def draft(request: HttpRequest, form: str, period: str) -> JsonResponse:
    place = place_of(request.actor, form, period)  # type: ignore[attr-defined]
    given = read(request)
    if given is None:
        return JsonResponse({"said": _("没有保存：发来的内容读不出来。请刷新本页。")}, status=400)
    if not place.is_editable:
        return JsonResponse({"said": _("没有保存：这份报告现在不能修改。")}, status=409)
    values, explanations = typed_values(place.form, given), typed_explanations(place.form, given)
    try:
        revision = save_draft(
            place, values, explanations, revision=given["revision"], corrects=given["corrects"]
        )
    except Outdated:
        return JsonResponse({"said": outdated()}, status=409)
    found = findings_for(place.form, place.period, values, place.actor)
    findings = [each for each in found if not each.is_missing]
    cells = {
        item.id: render_to_string(
            "collections/reporting/findings.html", {"shown": shown_at(item.id, findings, explanations)}
        )
        for item in place.form.items
        if any(each.item == item.id for each in findings)
    }
    saved = time_format(timezone.localtime(), "H:i")
    return JsonResponse(
        {"said": _("已保存 %(time)s") % {"time": saved}, "revision": revision, "cells": cells}
    )


def read(request: HttpRequest) -> dict[str, Any] | None:
    """The cells by the names of their fields, with the revision and the report they began from."""
    if len(request.body) > LARGEST:
        return None
    try:
        given = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(given, dict) or type(given.get("revision")) is not int or given["revision"] < 0:
        return None
    return given if type(given.get("corrects")) in (int, type(None)) else None
