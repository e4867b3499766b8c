"""An indicator's figures as one table, before it becomes a file: headings in the reader's language, beside the names
that programs use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suixin.engines.statistics.dimensions import DISTRICT, Dimension, definitions, dimensions, in_all
from suixin.engines.statistics.models import Release
from suixin.engines.statistics.observations import Observation, observations
from suixin.kernel.records.problem import Sentence, in_language
from suixin.kernel.statistics.indicators import Indicator
from suixin.kernel.statistics.rounding import plain
from suixin.platform.ui.numbers import language

TOTAL = "_T"


class TooManyRows(Exception):
    """More than a file of this kind should hold; SDMX gives parts."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str  # for programs
    title: str  # for people

    @property
    def heading(self) -> str:
        return f"{self.title} ({self.name})"


@dataclass(frozen=True, slots=True)
class Row:
    at: Mapping[str, str]  # codes by dimension; TOTAL where it is not broken down
    observation: Observation
    indicator: Indicator  # the version that it was computed by

    @property
    def figure(self) -> str | None:
        held = self.observation.figure
        return None if held is None else plain(held)


@dataclass(frozen=True, slots=True)
class Table:
    indicator: Indicator  # its newest version
    dimensions: tuple[Dimension, ...]
    rows: tuple[Row, ...]
    as_of: datetime | None

    @property
    def title(self) -> str:
        return best(self.indicator.titles)

    @property
    def address(self) -> str:
        return f"{settings.BASE_URL}/figures/{self.indicator.id}/"

    @property
    def source(self) -> str:
        """One line, for whoever takes a part of the file."""
        parts = {"title": self.title, "address": self.address}
        if self.as_of is None:
            return _("来源：穗信《%(title)s》，%(address)s") % parts
        moment = timezone.localtime(self.as_of).strftime("%Y-%m-%d %H:%M:%S%z")
        return _("来源：穗信《%(title)s》，%(address)s，截至 %(moment)s 的数据") % {**parts, "moment": moment}

    @property
    def places(self) -> int:
        """Decimal places of the figure that has most."""
        held = (row.observation.figure for row in self.rows)
        return max((max(0, -int(each.as_tuple().exponent)) for each in held if each is not None), default=0)

    def certificate(self, period: str) -> str:
        return f"{self.address}{period}/certificate.json"

    def columns(self) -> list[Column]:
        found = [Column("period", _("期别"))]
        for each in self.dimensions:
            title = best(each.titles)
            found += [Column(f"{each.name}_code", _("%s代码") % title), Column(each.name, title)]
        return [
            *found,
            Column("figure", _("数据")),
            Column("unit", _("单位")),
            Column("state", _("状态")),
            Column("stage", _("阶段")),
            Column("units", _("单位数")),
            Column("definition", _("定义版本")),
            Column("release", _("发布记录")),
            Column("log_size", _("日志大小")),
            Column("published", _("发布时间")),
            Column("certificate", _("数据凭证")),
            Column("source", pgettext("figures", "来源")),
        ]

    def lines(self) -> Iterator[list[str]]:
        """Each row as texts, in the order of the columns; the figure as it was published."""
        source, state, stage = self.source, states(), stages()
        titles = {each.name: self.value_titles(each) for each in self.dimensions}
        for row in self.rows:
            held = row.observation
            found = [held.period]
            for each in self.dimensions:
                code = row.at[each.name]
                found += [code, titles[each.name][code]]
            yield [
                *found,
                row.figure or "",
                row.indicator.unit,
                state[held.state],
                stage[held.stage],
                str(held.units),
                str(row.indicator.version),
                str(held.release),
                str(held.size),
                timezone.localtime(held.published).isoformat(),
                self.certificate(held.period),
                source,
            ]

    def value_titles(self, dimension: Dimension) -> dict[str, str]:
        """By code, the total first."""
        total = _("全市") if dimension.name == DISTRICT else pgettext("figures", "合计")
        return {TOTAL: total} | {value: best(said) for value, said in dimension.values.items()}


def states() -> dict[str, str]:
    return {"open": pgettext("figures", "公开"), "withheld": _("隐匿"), "missing": _("无数据")}


def stages() -> dict[str, str]:
    return {"provisional": _("初步"), "final": _("最终"), "revised": _("修订")}


def best(sentence: Sentence) -> str:
    return in_language(in_all(sentence), language())


def table_of(name: str, as_of: datetime | None, most: int) -> Table | None:
    """None where nothing was published. Raises `TooManyRows` where there are more than `most`."""
    if not Release.objects.filter(indicator=name).exists():
        return None
    versions = definitions(name)
    parts = tuple(dimensions(name))
    by_digest = {each.digest: each for each in versions}
    rows = []
    for held in observations(name, as_of=as_of):
        if len(rows) == most:
            raise TooManyRows
        at = {each.name: held.at.get(each.name, TOTAL) for each in parts}
        rows.append(Row(at, held, by_digest.get(held.digest, versions[-1])))
    return Table(versions[-1], parts, tuple(rows), as_of)
