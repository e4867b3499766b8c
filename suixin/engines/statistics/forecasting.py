"""The background work that makes the forecasts of targets, one at a time, whenever something new is published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from time import monotonic

from suixin.engines.statistics import forecasts, promises
from suixin.engines.statistics.estimates.series import Points
from suixin.engines.statistics.models import Release
from suixin.engines.statistics.standing import standings

EVERY = 30.0  # seconds from one look at what is published to the next


@dataclass(slots=True)
class Look:
    """What one process knows of where it is."""

    newest: int = -1  # release that was looked at
    at: float = 0.0

    def work(self) -> bool:
        if monotonic() - self.at < EVERY:
            return False
        newest = Release.objects.order_by("-index").values_list("index", flat=True).first() or -1
        if newest == self.newest:
            return False
        for points, due in wanted():
            if forecasts.kept(points, due) is None:
                forecasts.make(points, due)
                return True  # the others have their turn
        self.newest, self.at = newest, monotonic()
        return False


def wanted() -> Iterable[tuple[Points, date]]:
    for slug in promises.slugs():
        plan = promises.plan(slug)
        for each in standings(plan) if plan else ():
            if each.to_forecast is not None:
                yield each.to_forecast


_look = Look()


def work() -> bool:
    """Makes one forecast that some page will ask for. Whether there was one to make."""
    return _look.work()
