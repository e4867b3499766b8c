"""Why there is nothing to publish, in words for officers; and the notes that the background work leaves of it."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suixin.engines.statistics.models import Held

FAILURES = frozenset(
    {"uncountable", "malformed", "unexpected", "refused"}
)  # somebody must look; they do not pass by waiting
QUIET = frozenset({"unchanged", "nothing-yet"})  # nobody needs to be told


class Wait(Exception):
    """Nothing was published. `code` is stable; `sentence` says why and what to do."""

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code)
        self.code, self.details = code, details

    @property
    def sentence(self) -> str:
        return sentence(self.code, self.details)


def sentence(code: str, details: Mapping[str, Any]) -> str:
    words = {
        "no-indicator": _("没有编号为“%(indicator)s”的指标。"),
        "period-kind": _("这项指标没有“%(period)s”这样的期别。"),
        "not-keeper": _("只有制定这项指标的机构可以发布它的数据。"),
        "no-checkpoint": _("日志还没有经见证的检查点，请稍候再试。"),
        "not-covered": _("指标或报表的定义刚刚改过，等下一个检查点包含它之后再发布。"),
        "embargo": _("这期数据定于 %(at)s 发布，之前不发布。要改时间，请在发布日程里登记。"),
        "not-begun": _("这一期还没有开始。"),
        "nothing-yet": _("还没有可以计算的数据。"),
        "unchanged": _("与已经发布的数据相同，不需要再发布。"),
        "by-hand": _("数据已经有变化，等待发布修订：请填写原因后发布。"),
        "reason-missing": _("修订已经是最终的数据要写明原因。"),
        "too-few": _(
            "新的变化只涉及很少几家单位，与上次数据相减会透露它们的情况。等更多单位的报告通过后再发布。"
        ),
        "uncountable": _("有的记录不能计入：%(why)s。"),
        "malformed": _("指标与报表对不上：%(why)s。"),
        "refused": _("记录没有被接受：%(why)s"),
        "unexpected": _("计算时出了意外，详情在运行日志里：%(why)s"),
    }
    return words[code] % details


def note(indicator: str, period: str, wait: Wait) -> None:
    """The same as before keeps its time."""
    kept = Held.objects.filter(indicator=indicator, period=period, code=wait.code).first()
    if kept is not None and kept.details == wait.details:
        return
    Held.objects.update_or_create(
        indicator=indicator,
        period=period,
        defaults={
            "code": wait.code,
            "details": wait.details,
            "is_failure": wait.code in FAILURES,
            "since": kept.since if kept is not None else timezone.now(),
        },
    )


def over(indicator: str, period: str) -> None:
    Held.objects.filter(indicator=indicator, period=period).delete()
