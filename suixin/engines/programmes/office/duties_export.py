"""Rows of the duties table as files: CSV, or the usual 重点任务分工表 as a workbook or a Word document."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from django.http import HttpResponse
from django.utils.translation import gettext as _

from suixin.engines.programmes import read
from suixin.engines.programmes.export import as_kernel, target
from suixin.engines.programmes.office.duties import Row
from suixin.engines.programmes.vocabulary import ROLES
from suixin.kernel.programme.exports import EXPORTERS
from suixin.kernel.programme.exports.division_table import SAFEGUARDS, Item, Line, Section, Table, heading_of
from suixin.kernel.programme.exports.wording import clean, names, plan_title, target_in_words
from suixin.platform.api.export import csv_file

FORMATS = ("csv", "xlsx", "docx")


def export(format_name: str, rows: Sequence[Row], every: Sequence[Row]) -> HttpResponse:
    """`every`: all rows there are, by which a whole programme is told from a part of one."""
    if format_name == "csv":
        return csv_file("duties.csv", heading(), map(cells, rows))
    programmes = list({row.programme.slug: row.programme for row in rows}.values())
    exporter = EXPORTERS[format_name]
    if len(programmes) == 1 and is_whole(programmes[0], rows, every):
        name, content = programmes[0].slug, exporter.write(as_kernel(programmes[0]))
    else:
        name, content = "duties", writer(format_name)(division(programmes, rows, len(every)))
    response = HttpResponse(content, content_type=exporter.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{exporter.extension}"'
    return response


def is_whole(programme: read.Programme, rows: Sequence[Row], every: Sequence[Row]) -> bool:
    return len(rows) == sum(row.programme.slug == programme.slug for row in every)


def writer(format_name: str) -> Callable[[Table], bytes]:
    """Office libraries are slow to import, so only when asked for."""
    if format_name == "xlsx":
        from suixin.kernel.programme.exports.division_xlsx import write_table
    else:
        from suixin.kernel.programme.exports.division_docx import write_table
    return write_table


def heading() -> list[str]:
    return [
        _("方案"), _("文号"), _("任务组"), _("序号"), _("任务"), _("所指部分"), _("牵头"), _("配合"), _("其他"),
        _("目标"), _("期限"), _("未登记的机构"),
    ]  # fmt: skip


def cells(row: Row) -> list[str]:
    return [
        str(row.programme.title),
        row.programme.number or "",
        group_title(row),
        row.task.number,
        str(row.task.title),
        str(row.part or ""),
        "、".join(row.leads),
        "、".join(row.supports),
        others(row),
        "；".join(target_in_words(target(each)) for each in row.task.targets),
        row.due.on or "",
        "、".join(row.unregistered),
    ]


def group_title(row: Row) -> str:
    if row.task.kind == "safeguard":
        return _("保障措施")
    return str(row.group.title) if row.group else ""


def others(row: Row) -> str:
    return "；".join(f"{ROLES[role]}：{name}" for role, name in row.others)


def division(programmes: Sequence[read.Programme], rows: Sequence[Row], whole: int) -> Table:
    """In the order of the rows, of which there are `whole` in all. A part says so, so that nobody takes it for all."""
    alone = programmes[0] if len(programmes) == 1 else None
    plan = plan_title(as_kernel(alone)) if alone else ""
    is_part = len(rows) < whole
    note = _("按条件选出 %(n)d 行，不是全部分工。") % {"n": len(rows)} if is_part else _("已发布的全部方案。")
    return Table(
        title=f"{plan}重点任务分工表" + ("（节选）" if is_part else ""),
        note=clean("　".join(filter(None, [alone.number if alone else "", note]))),
        sections=tuple(sections(rows, with_title=alone is None)),
    )


def sections(rows: Sequence[Row], *, with_title: bool) -> Iterator[Section]:
    count = 0
    for _key, given in groupby(rows, lambda row: row.group_key):
        together = list(given)
        first = together[0]
        by_task = [list(same) for _id, same in groupby(together, lambda row: row.task.id)]
        items = tuple(item(count + place, same) for place, same in enumerate(by_task, start=1))
        count += len(items)
        titles = [str(first.programme.title) if with_title else "", group_heading(first)]
        yield Section(clean("　".join(filter(None, titles))), items)


def group_heading(row: Row) -> str:
    if row.task.kind == "safeguard":
        return SAFEGUARDS
    return heading_of(row.group.number, str(row.group.title)) if row.group else ""


def item(number: int, rows: Sequence[Row]) -> Item:
    task = rows[0].task
    return Item(
        number=number,
        title=clean(str(task.title)),
        goal="；\n".join(target_in_words(target(each)) for each in task.targets),
        lines=tuple(line(row) for row in rows),
    )


def line(row: Row) -> Line:
    if row.duty is None:
        return Line(clean(str(row.task.summary or "")), "", "", "通知未注明责任单位")
    content = str(row.part or row.task.summary or "")
    return Line(clean(content), names(row.leads), names(row.supports), clean(others(row)))
