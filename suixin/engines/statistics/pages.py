"""What the search finds of figures: each indicator's page, in step with its definition."""

from collections.abc import Sequence

from django.utils.translation import pgettext_lazy

from suixin.kernel.statistics.indicators import Indicator, read_indicator
from suixin.platform.ledger.entries import StoredEntry
from suixin.platform.search import index
from suixin.platform.search.kinds import Kind
from suixin.platform.search.page import Page

FOUND = (Kind("indicator", pgettext_lazy("place", "数据")),)


class IndicatorPages(index.Feed):
    """From the definitions, each of which tells the whole of one indicator."""

    name = "statistics.pages"
    types = frozenset({"statistics.indicator"})

    def apply(self, entries: Sequence[StoredEntry]) -> None:
        newest = {entry.data["id"]: read_indicator(entry.data["definition"]) for entry in entries}
        index.put(self.name, {name: [page(indicator)] for name, indicator in newest.items()})


def page(indicator: Indicator) -> Page:
    return Page(
        key="indicator",
        kind="indicator",
        route="statistics:indicator",
        arguments=(indicator.id,),
        title=indicator.titles,
        text=indicator.about,
    )
