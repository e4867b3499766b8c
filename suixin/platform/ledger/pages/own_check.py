"""Checking a receipt in the reader's own browser: the page brings the words and whom to trust, and asks for nothing.

The checking itself is in `static/ledger/receipt/`, `check.js` first.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from suixin.kernel.records.problem import in_language
from suixin.kernel.records.record_type import RecordType
from suixin.platform.ledger.declarations import house
from suixin.platform.ledger.description import type_title
from suixin.platform.log.models import Log
from suixin.platform.log.trust import public_policy
from suixin.platform.ui.caching import asked_again
from suixin.platform.ui.numbers import language, unit_words


@asked_again
def check(request: HttpRequest) -> HttpResponse:
    logs = list(Log.objects.all())
    data = {
        "policies": [public_policy(log, address(request, log)).decode() for log in logs],
        "firsts": {log.origin: log.first - log.offset for log in logs},
        "types": {name: titles(declared.record_type) for name, declared in house().records.items()},
        "words": words(),
        "language": language(),
    }
    return render(request, "ledger/own_check.html", {"data": data, "logs": logs})


def address(request: HttpRequest, log: Log) -> str:
    return request.build_absolute_uri(f"{reverse('log:log')}{log.name}/")


def titles(kind: RecordType) -> dict[str, object]:
    """What the fields and values of a type are called, in the reader's language."""
    return {
        "title": type_title(kind.id),
        "fields": {path: in_language(label, language()) for path, label in kind.labels.items()},
        "values": {
            path: {value: in_language(title, language()) for value, title in each.items()}
            for path, each in kind.value_labels.items()
        },
        "units": {path: unit_words(measure.unit) for path, measure in kind.measures.items()},
    }


def words() -> dict[str, object]:
    """Everything the script says."""
    return {
        "answers": {
            "holds": _("回执成立：这条记录在公开日志里，一个字节也没有变，足够多的见证方见过它。"),
            "nobody": _("回执成立：这条记录在公开日志里，一个字节也没有变。这份日志目前没有要求见证方签名。"),
            "few": _("记录在日志里，没有变过，但见过它的见证方还不够。请过一会儿重新下载回执，再核验一次。"),
            "browser": _(
                "记录和证明彼此相符，但此浏览器核对不了全部签名。请换新版浏览器，或用 suixin log verify 核验。"
            ),
            "no-proof": _(
                "回执自身完好，但没有日志证明，看不出记录是否已在公开日志里。请重新下载回执：通常一秒内就有证明。"
            ),
            "unknown-log": _(
                "回执自身完好，但证明出自本页不认识的日志。请确认回执出自本系统，或换上那份日志的信任策略。"
            ),
            "broken": _("回执不成立：内容被改动过，或没有保存完整。请找出提交时得到的原文件再核验。"),
        },
        "steps": {
            "receipt": [_("文件是一份完整的回执"), _("文件不是一份完整的回执"), ""],
            "leaf": [_("其中的叶可以读出"), _("其中的叶读不出来"), ""],
            "leaf-hash": [_("叶与回执上的哈希值相符"), _("叶与回执上的哈希值不符"), ""],
            "openings": [
                _("回执打开的封存内容都与叶里的指纹相符"),
                _("回执打开的封存内容与叶里的指纹不符"),
                "",
            ],
            "proof": [
                _("日志证明由这片叶算到了检查点上的根"),
                _("日志证明与这片叶不符"),
                _("回执里没有日志证明"),
            ],
            "number": [_("编号与日志里的位置相符"), _("编号与日志里的位置不符"), ""],
            "log": [
                _("检查点有日志自己的签名"),
                _("检查点没有日志自己的签名"),
                _("没有核对日志的签名"),
            ],
            "witnesses": [
                _("签过名的见证方足够"),
                _("有见证方的签名不符"),
                _("见证方的签名不足以下结论"),
            ],
        },
        "states": {"yes": _("相符"), "no": _("不符"), "unknown": _("未核对"), "silent": _("没有签")},
        "witness": {
            "seen": _("签了，时间"),
            "wrong": _("签名不符"),
            "unknown": _("签了，但此浏览器核对不了这种签名（ML-DSA）"),
        },
        "marks": {"public": _("公开"), "opened": _("由回执打开"), "sealed": _("封存，回执没有打开")},
        "problems": {
            "empty": _("请选择回执文件，或粘贴回执的内容。"),
            "empty-file": _("文件是空的。请选提交时得到的那个 JSON 文件。"),
            "too-large": _("文件超过 4 MB，不会是回执。请选提交时得到的那个 JSON 文件。"),
            "not-json": _(
                "这不是回执：文件不是记录所用的 JSON。请选提交时得到的文件，例如 receipt-12.json。"
            ),
            "other-json": _("这是 JSON 文件，但不是回执。请选提交时得到的文件，例如 receipt-12.json。"),
            "leaf-missing": _("这是日志证明，单独看不出它证明什么。请把它和叶的文件一起选上。"),
            "too-many": _("请只选一份回执；或选两个文件：日志证明和叶。"),
            "policy": _("信任策略读不出来，没有采用："),
            "no-means": _(
                "此浏览器在这个网址上不提供核验所需的算法（要用 https 打开，或换新版浏览器）。请用 suixin log verify 核验。"
            ),
        },
        "actor": _("经办人"),
        "number": _("第 {n} 号记录"),
        "position": _("位置 {position}，共 {size} 条"),
        "needed": _("信任策略要求 {wanted} / {of}，签名相符的 {seen}"),
        "yes": _("是"),
        "no": _("否"),
        "empty": _("（空）"),
        "and": _("、"),
        "policy-used": _("采用了您给的信任策略。"),
    }
