"""Checking a receipt: the answer in one sentence first, the steps below."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from suixin.kernel.records.leaf import ACTOR
from suixin.platform.accounts.access import require_role
from suixin.platform.ledger.checking import Checked, NoReceipt, check_receipt
from suixin.platform.ledger.declarations import house
from suixin.platform.ledger.description import described, field_title, flat, type_title
from suixin.platform.ledger.forms import ReceiptForm
from suixin.platform.ledger.reading import access_states
from suixin.platform.ui.numbers import language

MOST_OPENINGS = 200


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was checked, in words."""

    ok: bool
    words: str
    value: str = ""
    why: str = ""  # for experts, in English


@require_http_methods(["GET", "POST"])
@require_role()
def check(request: HttpRequest) -> HttpResponse:
    form = (
        ReceiptForm(request.POST or None, request.FILES or None)
        if request.method == "POST"
        else ReceiptForm()
    )
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            checked = check_receipt(form.cleaned_data["source"])
        except NoReceipt as error:
            form.add_error("file" if form.cleaned_data["file"] else "text", no_receipt(error))
        else:
            context = {"form": ReceiptForm(), **told(checked)}
    return render(request, "ledger/check.html", context, status=422 if form.errors else 200)


def no_receipt(error: NoReceipt) -> str:
    if error.problem is None:
        return _("这是 JSON 文件，但不是回执。请选提交时得到的文件，例如 receipt-12.json。")
    return _("这不是回执：%(problem)s") % {"problem": error.problem.message(language())}


def told(checked: Checked) -> dict[str, object]:
    corrected_by = None
    if checked.place is not None:
        corrected_by = access_states([checked.place]).corrected_by.get(checked.place)
    return {
        "checked": checked,
        "answer": answer(checked),
        "title": type_title(checked.leaf.type) if checked.leaf else "",
        "points": [*form_points(checked), ledger_point(checked)],
        "openings": opening_points(checked),
        "left_out": max(0, len(checked.openings) - MOST_OPENINGS),
        "corrected_by": corrected_by,
    }


def answer(checked: Checked) -> str:
    sentences = {
        "holds": _("回执成立：账本第 %(index)s 号就是这条记录，一个字节也没有变。"),
        "broken": _("回执不成立：内容被改动过，或没有保存完整。请找出提交时得到的原文件再核验。"),
        "other-record": _(
            "回执与本账本不符：第 %(index)s 号是另一条记录。请确认回执出自本系统；若是，请告诉审计员。"
        ),
        "other-place": _(
            "这条记录在本账本第 %(place)s 号，回执写的是第 %(index)s 号。编号被改动过，其余相符。"
        ),
        "not-here": _(
            "回执自身完好，但本账本没有第 %(index)s 号记录。请确认回执出自本系统；若是，请告诉审计员。"
        ),
    }
    return sentences[checked.verdict] % {"index": checked.index, "place": checked.place}


def form_points(checked: Checked) -> list[Point]:
    words = {
        "receipt": (_("文件是一份完整的回执"), _("文件不是一份完整的回执")),
        "leaf": (_("其中的叶可以读出"), _("其中的叶读不出来")),
        "leaf-hash": (_("叶与回执上的哈希值相符"), _("叶与回执上的哈希值不符")),
        "proof": (_("日志证明包含这片叶"), _("日志证明与这片叶不符")),
    }
    return [Point(step.ok, words[step.name][not step.ok], why=step.why) for step in checked.form]


def ledger_point(checked: Checked) -> Point:
    words = {
        "holds": _("账本在这个编号下存有同样的字节"),
        "broken": _("没有再与账本比较，因为回执本身不成立"),
        "other-record": _("账本在这个编号下存有不同的字节"),
        "other-place": _("账本在另一个编号下存有同样的字节"),
        "not-here": _("账本没有这个编号"),
    }
    return Point(checked.verdict == "holds", words[checked.verdict])


def opening_points(checked: Checked) -> list[Point]:
    """Each sealed value that the receipt opens; what it says only when everything fits."""
    kind = None
    values: dict[str, str] = {}
    if checked.leaf is not None and checked.leaf.type in house().records:
        kind = house()[checked.leaf.type].record_type
    if checked.leaf is not None and checked.data is not None:
        values = {item.path: item.text for _title, item in flat(described(checked.leaf.type, checked.data))}
    points = []
    for step in checked.openings[:MOST_OPENINGS]:
        title = _("经办人") if step.subject == ACTOR else field_title(kind, step.subject)
        points.append(Point(step.ok, title, values.get(step.subject, ""), step.why))
    return points
