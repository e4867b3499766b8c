"""The parts for templates: `{% load suixin %}`. Each tag draws one part; see docs/look.md and /gallery/."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suixin.platform.ui import parts
from suixin.platform.ui.districts import Cell, tiles
from suixin.platform.ui.han import traditional
from suixin.platform.ui.numbers import language, unit_words, written, written_change, written_date
from suixin.platform.ui.target_bar import bar_of, goal_words

register = template.Library()
register.filter(goal_words)

HTML_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
LANGUAGE_NAMES = {"zh-hans": "简体", "zh-hant": "繁體", "en": "English"}


@register.filter
def html_language(code: str) -> str:
    return HTML_LANGUAGES.get(code, code)


@register.filter
def language_name(code: str) -> str:
    """A language in its own words; never translated."""
    return LANGUAGE_NAMES.get(code, code)


@register.filter
def han(text: Any) -> str:
    """Text from data, in traditional characters when the page is. Leaves English pages in Chinese as it is."""
    return traditional(str(text)) if language() == "zh-hant" else str(text)


@register.filter
def local_number(value: Decimal | int | str | None, unit: str = "") -> str:
    return "" if value is None or value == "" else str(written(value, unit))


@register.filter
def local_date(value: date | datetime | str | int | None) -> str:
    return written_date(value)


@register.inclusion_tag("ui/parts/number.html")
def number(n: parts.Number) -> dict[str, Any]:
    return {
        "n": n,
        "written": None if n.value is None else written(n.value, n.unit),
        "change": None if n.change is None else written_change(n.change),
        "trend": trend_points(n.trend),
    }


def trend_points(values: Sequence[Decimal]) -> str:
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = 100 / (len(values) - 1)
    return " ".join(f"{i * step:.0f},{22 - int((v - low) * 20 / span)}" for i, v in enumerate(values))


@register.inclusion_tag("ui/parts/seal.html")
def seal(state: str, address: str = "") -> dict[str, str]:
    words = {
        "verified": _("已核验"),
        "estimate": _("估算"),
        "suppressed": _("不公布"),
        "synthetic": _("演示"),
        "awaiting": _("待上报"),
    }
    return {"state": state, "words": words[state], "address": address}


@register.inclusion_tag("ui/parts/status.html")
def status(state: str, words: str = "") -> dict[str, str]:
    usual = {
        "done": _("已完成"),
        "on-track": _("按进度"),
        "attention": _("需关注"),
        "due-soon": _("即将到期"),
        "overdue": _("已逾期"),
        "stopped": _("已停止"),
        "waiting": _("等待中"),
        "none": _("尚无数据"),
    }
    return {"state": state, "words": words or usual[state]}


@register.inclusion_tag("ui/parts/target_bar.html")
def target_bar(target: parts.Target, size: str = "cell") -> dict[str, Any]:
    """On a card the goal stands above as a headline, so the caption leaves it out."""
    goal = "" if size == "card" else goal_words(target)
    return {"t": target, "bar": bar_of(target), "goal": goal, "size": size}


@register.inclusion_tag("ui/parts/target_card.html")
def target_card(target: parts.Target) -> dict[str, Any]:
    return {"target": target, "goal": goal_words(target)}


@register.inclusion_tag("ui/parts/to_dos.html")
def to_dos(lines: Sequence[parts.ToDo], label: str) -> dict[str, Any]:
    return {"lines": lines, "label": label}


@register.inclusion_tag("ui/parts/own_tasks.html")
def own_tasks(tasks: Sequence[parts.OwnTask], label: str) -> dict[str, Any]:
    return {"tasks": tasks, "label": label}


@register.inclusion_tag("ui/parts/source_line.html")
def source_line(source: parts.Source) -> dict[str, parts.Source]:
    return {"s": source}


@register.inclusion_tag("ui/parts/proof_drawer.html")
def proof_drawer(proof: parts.Proof) -> dict[str, Any]:
    return {
        "steps": [
            (_("如实记下"), proof.recorded),
            (_("一直未变"), proof.kept),
            (_("照数计算"), proof.counted),
        ]
    }


@register.inclusion_tag("ui/parts/empty.html")
def empty(what: str, why: str = "", address: str = "", words: str = "") -> dict[str, str]:
    return {"what": what, "why": why, "address": address, "words": words}


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    described = " ".join(
        f"{bound.id_for_label}_{part}"
        for part, there in (("help", bound.help_text), ("error", bound.errors))
        if there
    )
    attributes = {"aria-describedby": described} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    grouped = getattr(bound.field.widget, "input_type", "") in {"radio", "checkbox"} and hasattr(
        bound.field.widget, "optgroups"
    )
    return {
        "bound": bound,
        "control": "" if grouped else bound.as_widget(attrs=attributes),
        "grouped": grouped,
        "described": described,
    }


@register.inclusion_tag("ui/parts/problems.html")
def problems(form_or_pairs: BaseForm | Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """A summary that links to each wrong field. From a form, or from (element id, sentence) pairs."""
    if not isinstance(form_or_pairs, BaseForm):
        return {"problems": list(form_or_pairs)}
    found = [("", str(sentence)) for sentence in form_or_pairs.non_field_errors()]
    for bound in form_or_pairs:
        for sentence in bound.errors:
            named = {"field": bound.label, "problem": sentence}
            found.append((bound.id_for_label, _("%(field)s：%(problem)s") % named))
    return {"problems": found}


@register.inclusion_tag("ui/parts/breadcrumbs.html")
def breadcrumbs(*pairs: str) -> dict[str, list[parts.Link]]:
    """{% breadcrumbs "首页" "/" "方案" "/programmes/" %}: words and address in turn; the page itself is the h1."""
    return {
        "links": [parts.Link(address, words) for words, address in zip(pairs[::2], pairs[1::2], strict=True)]
    }


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page) -> dict[str, Any]:
    def address(number: int | str) -> str:
        return "" if number == page.paginator.ELLIPSIS else with_query(context, page=number)

    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "numbers": [(number, address(number)) for number in elided],
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """This address with some query parameters changed; None or "" removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return "?" + urlencode(sorted((name, v) for name, values in query.lists() for v in values))


@register.simple_tag(takes_context=True)
def sort_heading(context: template.Context, name: str, words: str, css: str = "") -> SafeString:
    """A column heading that sorts by a link: ?sort=name, ?sort=-name. Works without scripts."""
    now = context["request"].GET.get("sort", "")
    rising, falling = now == name, now == f"-{name}"
    address = with_query(context, sort=f"-{name}" if rising else name, page=None)
    direction = ' aria-sort="ascending"' if rising else ' aria-sort="descending"' if falling else ""
    arrow = " ↑" if rising else " ↓" if falling else ""
    return format_html(
        '<th scope="col" class="{}"{}><a href="{}">{}<span aria-hidden="true">{}</span></a></th>',
        css,
        SafeString(direction),
        address,
        words,
        arrow,
    )


@register.inclusion_tag("ui/parts/column_choice.html", takes_context=True)
def column_choice(context: template.Context, columns: Sequence[tuple[str, str, bool]]) -> dict[str, Any]:
    """Which columns a table shows, by ?column=a&column=b. `columns`: name, words, whether shown now."""
    query = context["request"].GET
    kept = [(name, v) for name in query if name not in {"column", "page"} for v in query.getlist(name)]
    return {"columns": columns, "kept": kept}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(label: str, tabs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """`tabs`: dicts with words, address, here and, if wanted, count."""
    return {"label": label, "tabs": tabs}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(events: Sequence[parts.Event]) -> dict[str, Any]:
    return {"events": events}


@register.inclusion_tag("ui/parts/difference.html")
def difference(changes: Sequence[parts.Change]) -> dict[str, Any]:
    return {"changes": changes}


@register.inclusion_tag("ui/parts/progress.html")
def progress(done: int, whole: int, words: str) -> dict[str, Any]:
    return {"done": done, "whole": whole, "words": words}


@register.inclusion_tag("ui/parts/district_map.html")
def district_map(
    title: str, cells: Sequence[Cell], unit: str = "", twin: bool = True, numbers: bool = True
) -> dict[str, Any]:
    """The eleven districts; a district without a cell, or a cell without a value, says that there is no data.
    Without numbers the tiles are only ways to the districts."""
    return {
        "title": title,
        "tiles": tiles(cells, unit),
        "unit_words": unit_words(unit),
        "twin": twin and numbers,
        "numbers": numbers,
    }


@register.simple_tag
def highlighted(text: str, spans: Sequence[parts.Span]) -> SafeString:
    """A notice with what was understood underlined by kind. Spans may not overlap; an overlap keeps the first."""
    pieces: list[tuple[SafeString]] = []
    at = 0
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start < at:
            continue
        pieces.append((format_html("{}", text[at : span.start]),))
        css = "unplaced" if span.kind == "unplaced" else f"understood {span.kind}"
        name = format_html(' id="{}"', span.id) if span.id else ""
        inner = text[span.start : span.end]
        shape = (
            '<a class="{}"{} href="{}" title="{}">{}</a>'
            if span.address
            else '<mark class="{}"{}{} title="{}">{}</mark>'
        )
        pieces.append((format_html(shape, css, name, span.address, span.fact, inner),))
        at = span.end
    pieces.append((format_html("{}", text[at:]),))
    return format_html_join("", "{}", pieces)
