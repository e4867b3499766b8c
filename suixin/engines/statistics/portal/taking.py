"""What a reader takes away from an indicator's page: files, a query, and where it all comes from."""

from django.urls import reverse
from django.utils.translation import gettext as _

from suixin.engines.statistics import known
from suixin.engines.statistics.dimensions import form_of
from suixin.engines.statistics.models import Release
from suixin.engines.statistics.office.wording import said
from suixin.engines.statistics.portal import bodies
from suixin.engines.statistics.portal.choice import Choice
from suixin.engines.statistics.sdmx.catalogue import flows
from suixin.engines.statistics.sdmx.identifiers import TOTAL, code
from suixin.engines.statistics.sdmx.vocabulary import AGENCY
from suixin.kernel.statistics.indicators import Indicator
from suixin.platform.ui.parts import Link, Source

KINDS = {"csv": "CSV", "xlsx": "XLSX", "parquet": "Parquet", "json": "JSON-stat"}


def downloads(indicator: Indicator) -> list[Link]:
    return [
        Link(reverse("open-data:data", args=[indicator.id, kind]), words) for kind, words in KINDS.items()
    ]


def source_of(indicator: Indicator, newest: Release | None) -> Source:
    """What stands under the table: the form and who answers for the figures, and the log that the newest rests on."""
    form = form_of(indicator)
    keeper = known.keeper(indicator.id)
    certificate = None
    if newest is not None:
        address = reverse("statistics:certificate", args=[indicator.id, newest.period])
        certificate = Link(address, _("最新一期的数据凭证"))
    return Source(
        what=said(form.titles) if form is not None else _("公开日志"),
        who=bodies.names([keeper])[keeper] if keeper else "",
        log_size=newest.size if newest else None,
        as_of=newest.recorded_at if newest else None,
        certificate=certificate,
    )


def sdmx_address(indicator: Indicator, choice: Choice) -> str:
    """What is on the page, as an SDMX query."""
    flow = next((flow for flow in flows() if flow.indicator.id == indicator.id), None)
    if flow is None:
        return ""
    parts = [
        "*" if name == choice.by else code(choice.fixed[name]) if name in choice.fixed else TOTAL
        for name in flow.names
    ]
    key = ".".join([flow.frequency, *parts])
    structure = flow.dataflow
    times = f"c[TIME_PERIOD]=ge:{choice.first}+le:{choice.last}"
    return f"/sdmx/v2/data/dataflow/{AGENCY}/{structure.id}/{structure.version}/{key}?{times}"
