"""The log's own page: what it is, how far it has got, who has seen it, what is wrong."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from suixin.platform.log.alarm_words import in_words
from suixin.platform.log.leaves import Leaves
from suixin.platform.log.models import Log
from suixin.platform.log.pages.drawings import Column, Lane, columns, lanes
from suixin.platform.log.shown import LogState, alarms, states
from suixin.platform.ui.caching import asked_again


@dataclass(frozen=True, slots=True)
class Shown:
    """One log as its page draws it."""

    state: LogState
    lanes: list[Lane]

    @property
    def root(self) -> str:
        return b64encode(self.state.root).decode("ascii")

    @property
    def key(self) -> str:
        """The public key that it signs with now."""
        return self.state.keys[-1] if self.state.keys else ""

    @property
    def last(self) -> int:
        """The ledger's number of its last record that is published."""
        return self.state.first + self.state.records - 1

    @property
    def complete(self) -> int:
        """How many witnesses have seen all of it."""
        return sum(lane.state == "done" for lane in self.lanes)


def page_of(leaves: Leaves) -> Callable[..., HttpResponse]:
    """The page of the logs that these leaves are in."""

    @asked_again
    def page(request: HttpRequest) -> HttpResponse:
        found = [Shown(state, lanes(state.witnesses, state.size)) for state in states(leaves.size())]
        is_part = request.GET.get("part") == "state"
        context = {
            "newest": found[-1] if found else None,
            "earlier": found[-2::-1],
            "alarms": [in_words(each) for each in alarms()],
            "now": timezone.now(),
        }
        if not is_part and found:
            context["columns"] = growth(found[-1].state.name)
        return render(request, "log/parts/state.html" if is_part else "log/log.html", context)

    return page


def growth(name: str) -> list[Column]:
    return columns(Log.objects.get(pk=name), timezone.localdate())
