"""Every part in every state, on one page, for those who build pages. Served in demo mode only."""

from datetime import date
from decimal import Decimal as D

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from suixin.platform.ui.districts import Cell
from suixin.platform.ui.parts import (
    SEALS,
    STATUSES,
    Change,
    Desk,
    Event,
    Link,
    Number,
    OwnTask,
    Proof,
    ProofStep,
    Source,
    Span,
    Target,
    ToDo,
)

PROOF = Proof(
    recorded=ProofStep(
        "done",
        _("应报 12 家，已报 11 家，都有回执。"),
        [(_("报送率"), "91.7%")],
        Link("#proof", _("核对回执")),
    ),
    kept=ProofStep(
        "done", _("日志有 4,096 条，两个见证方看到的历史一致。"), [(_("最近见证"), "2019-11-02 08:00")]
    ),
    counted=ProofStep("waiting", _("按指标定义重算一次，结果与公布的数字相同后在此说明。")),
)
NUMBERS = [
    Number(
        _("信息消费规模"),
        D("1234.5"),
        "亿元",
        "verified",
        date(2019, 10, 31),
        change=D("12.4"),
        trend=[D(n) for n in (3, 4, 6, 5, 7, 9, 12)],
        address="#number",
        proof=PROOF,
    ),
    Number(_("光纤用户"), 3124000, "户", "estimate", date(2019, 10, 31), change=D("-0.8")),
    Number(_("上云企业"), 40000, "家", "synthetic", date(2019, 9, 30), change=D(0)),
    Number(_("某街道门店"), None, "家", "suppressed", date(2019, 9, 30)),
    Number(_("机器人产量"), None, "台", "awaiting"),
]
TARGETS = [
    Target(
        _("信息消费规模"),
        D(6000),
        "亿元",
        due=2021,
        baseline=D(4200),
        baseline_at=2018,
        now=D(5100),
        now_at="2019-10",
        pace=D(4900),
        forecast=(D(5700), D(6300)),
        seal="synthetic",
    ),
    Target(_("上云上平台企业"), 40000, "家", due=2021, now=31000, pace=35000, seal="estimate"),
    Target(_("光纤接入用户占比"), D(90), "%", due=2021),
    Target(
        _("单位能耗"),
        D("0.35"),
        "吨",
        op="<=",
        due="2020-12",
        baseline=D("0.5"),
        now=D("0.4"),
        seal="verified",
    ),
]
DESK = Desk(
    to_dos=[
        ToDo(
            _("上云上平台企业"),
            _("由您的机构牵头。还没有进展数据，不等于没有进展。"),
            Link("#desk", _("看任务和目标")),
            "overdue",
            _("期限已过"),
            "2021",
        ),
        ToDo(_("2 人没有角色"), _("请授予角色，或停用账号。"), Link("#desk", _("授予角色"))),
    ],
    tasks=[
        OwnTask(
            _("夯实信息消费发展基础"),
            "#desk",
            _("演示方案"),
            "lead",
            _("牵头"),
            "due-soon",
            _("即将到期"),
            part=_("企业上云"),
            due="2021",
            targets=TARGETS[1:3],
        ),
        OwnTask(
            _("加强组织保障"),
            "#desk",
            _("演示方案"),
            "support",
            _("配合"),
            "waiting",
            _("未到期"),
            through="各区政府",
            due="2021",
            due_of_programme=True,
        ),
    ],
)
EVENTS = [
    Event(date(2019, 7, 1), _("印发方案"), _("市工业和信息化局")),
    Event("2019-09", _("首批应用上线"), "", "#timeline"),
    Event(2021, _("目标到期"), ahead=True),
]
CHANGES = [
    Change(_("牵头单位"), "市商务委员会", "市商务局"),
    Change(_("到期"), "", "2021-12-31"),
    Change(_("备注"), "试行", ""),
]
SOURCE = Source(
    _("信息消费统计报表"),
    _("市统计局"),
    4096,
    date(2019, 10, 31),
    [Link("#source", "CSV"), Link("#source", "XLSX")],
    Link("#source", _("数据凭证")),
)
NOTICE = (
    "到2021年，全市信息消费规模达到6000亿元，由市工业和信息化局牵头，依据上级意见推进，条件成熟时另行研究。"
)
SPANS = [
    Span(1, 6, "date", "2021-12-31"),
    Span(9, 22, "target", "≥ 6000 亿元", "#highlight"),
    Span(24, 33, "organisation", "牵头：市工业和信息化局", "#highlight"),
    Span(38, 42, "reference", "上级意见"),
    Span(45, 54, "unplaced", "没有读懂这一句，请指明责任单位"),
]
CELLS = [
    Cell("440103", D("412.6"), 3),
    Cell("440104", D("655.2"), 4),
    Cell("440105", D("703.1"), 4),
    Cell("440106", D("1204.9"), 5),
    Cell("440111", D("388.0"), 2),
    Cell("440112", D("911.3"), 5),
    Cell("440113", D("520.7"), 3),
    Cell("440114", D("310.2"), 2),
    Cell("440115", D("299.9"), 1),
    Cell("440117", D("120.4"), 1),
]


class SampleForm(forms.Form):
    name = forms.CharField(label=_("企业名称"), help_text=_("与营业执照上的一致。"))
    value = forms.DecimalField(
        label=_("本月营业收入（万元）"), widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    organisation = forms.CharField(
        label=_("责任单位"), required=False, widget=forms.TextInput(attrs={"list": "organisations"})
    )
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(
        label=_("口径"), choices=[("month", _("当月")), ("sum", _("累计"))], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label=_("数据已核对"))


def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    if request.GET.get("view") == "wall":
        return render(
            request, "ui/gallery/wall.html", {"targets": TARGETS, "numbers": NUMBERS, "cells": CELLS}
        )
    rows = sorted(TARGETS, key=lambda t: t.value or 0, reverse=request.GET.get("sort") == "-value")
    shown = request.GET.getlist("column") or ["value", "bar"]
    form = SampleForm({"name": "", "value": "很多", "kind": "month"})
    return render(
        request,
        "ui/gallery/gallery.html",
        {
            "frame": "ui/office.html" if request.GET.get("frame") == "office" else "ui/portal.html",
            "seals": SEALS,
            "statuses": STATUSES,
            "numbers": NUMBERS,
            "targets": TARGETS,
            "desk": DESK,
            "rows": rows,
            "events": EVENTS,
            "changes": CHANGES,
            "source": SOURCE,
            "notice": NOTICE,
            "spans": SPANS,
            "form": form,
            "proof": PROOF,
            "cells": CELLS,
            "columns": [
                (name, words, name in shown) for name, words in (("value", _("目标值")), ("bar", _("进展")))
            ],
            "shown": shown,
            "pages": Paginator(range(240), 20).get_page(request.GET.get("page")),
            "tabs": [
                {"words": _("全部"), "address": "#tabs", "here": True, "count": 16},
                {"words": _("我的"), "address": "#tabs", "here": False, "count": 3},
            ],
            "organisations": ["市工业和信息化局", "市商务局", "天河区政府"],
        },
    )
