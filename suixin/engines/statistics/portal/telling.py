"""What a target's standing is in words: sentences for the dashboard and the wall, in the reader's language."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suixin.engines.statistics import known
from suixin.engines.statistics.office.wording import period_words, said
from suixin.engines.statistics.promises import Promise
from suixin.engines.statistics.standing import Standing, State
from suixin.kernel.programme.model import Operator, TargetKind
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.indicators import Indicator
from suixin.platform.ledger.description import type_title
from suixin.platform.ui.han import traditional
from suixin.platform.ui.numbers import Written, language, unit_words, written, written_date

STATES: Mapping[State, tuple[str, str | Lazy]] = {  # the status that each is drawn as, and its words
    State.REACHED: ("done", gettext_lazy("已达到")),
    State.ON_COURSE: ("on-track", gettext_lazy("进度相符")),
    State.BEHIND: ("attention", gettext_lazy("进度落后")),
    State.MISSED: ("overdue", gettext_lazy("到期未达到")),
    State.OPEN: ("none", gettext_lazy("不作判断")),
    State.WAITING: ("waiting", gettext_lazy("尚无数据")),
}


def state_words(standing: Standing) -> tuple[str, str]:
    status, words = STATES[standing.state]
    if standing.state is State.WAITING and standing.promise.kind is TargetKind.STATUS:
        words = _("尚无记录")
    return status, str(words)


def as_published(each: Standing, amount: Decimal) -> Written:
    """An amount of the indicator, with the places that it was rounded to. An English page has no 万: it takes the
    target's own words where they count the same thing."""
    indicator = each.indicator
    if indicator is None:
        raise ValueError("no figures without an indicator")
    if language() != "en":
        return Written(f"{amount:,f}", unit_words(indicator.unit))
    if each.goal is None:
        return written(amount, indicator.unit)
    return Written(str(written(each.in_target_unit(amount))), said(each.promise.unit))


def in_unit(amount: Decimal, unit: Mapping[str, str]) -> str:
    """In the target's unit, by the reader's words for it."""
    chinese = unit["zh-hans"]
    if language() == "en":
        return str(written(amount, chinese)) if chinese.startswith("%") else f"{written(amount)} {said(unit)}"
    return str(written(amount, chinese))


def sought(promise: Promise) -> str:
    """目标超过 300 万户. Empty where the notice gives no number."""
    if promise.value is None or promise.op is None:
        return ""
    phrases = {
        Operator.AT_LEAST: _("目标 %s以上"),
        Operator.MORE_THAN: _("目标超过 %s"),
        Operator.EQUAL: _("目标 %s"),
        Operator.AT_MOST: _("目标不超过 %s"),
        Operator.LESS_THAN: _("目标低于 %s"),
        Operator.ABOUT: _("目标约 %s"),
    }
    return phrases[promise.op] % in_unit(promise.value, promise.unit)


def due_words(standing: Standing) -> str:
    promise, plan = standing.promise, standing.plan
    if promise.due:
        return _("%s到期") % written_date(promise.due)
    return (
        _("通知没有写期限，按方案的最后一年（%s）算") % written_date(plan.ends)
        if plan.ends
        else _("没有期限")
    )


def distance_words(standing: Standing) -> str:
    promise, distance = standing.promise, standing.distance
    if distance is None or promise.op is Operator.ABOUT:
        return ""
    amount = in_unit(abs(distance), promise.unit)
    if standing.state is State.REACHED:
        return _("正好达到") if distance == 0 else _("超出目标 %s") % amount if distance < 0 else ""
    if distance == 0:
        return _("与目标数相同；通知要求超过它") if not promise.falls else _("与目标数相同；通知要求低于它")
    if promise.falls:
        return _("还高出 %s") % amount
    return not_there_yet(amount, standing)


def not_there_yet(amount: str, standing: Standing) -> str:
    if standing.share is None:
        return _("还差 %s") % amount
    return _("还差 %(amount)s，已到目标的 %(share)s%%") % {"amount": amount, "share": standing.share}


def reached_words(standing: Standing, today: date) -> str:
    """What has to be known beside the state: since when; or that the due day is past and its figure not out."""
    if standing.state is State.REACHED and standing.first_met is not None:
        since = period_words(standing.first_met.period)
        if standing.due and standing.first_met.period.first_day > standing.due:
            return _("期限之后，从%s起达到") % since
        return _("从%s起达到") % since
    if standing.state in (State.ON_COURSE, State.BEHIND) and standing.due and today > standing.due:
        return _("期限已过，期限当期的数据还没有公布。")
    return ""


def pace_words(standing: Standing) -> str:
    begun, last, lead = standing.baseline, standing.last, standing.lead
    if lead is None or begun is None or last is None or begun.published is None or standing.expected is None:
        return ""
    told = {
        "begun": period_words(begun.period),
        "start": as_published(standing, begun.published),
        "now": period_words(last.period),
        "expected": as_published(standing, standing.expected),
        "lead": as_published(standing, abs(lead)),
    }
    if lead == 0:
        return _("从%(begun)s的 %(start)s 匀速走到期限，%(now)s应到 %(expected)s，实际正好。") % told
    if lead > 0:
        return _("从%(begun)s的 %(start)s 匀速走到期限，%(now)s应到 %(expected)s，实际领先 %(lead)s。") % told
    return _("从%(begun)s的 %(start)s 匀速走到期限，%(now)s应到 %(expected)s，实际落后 %(lead)s。") % told


def forecast_words(standing: Standing) -> str:
    """Where the line of the past leads on the due day; or why nothing is said of that."""
    estimate = standing.forecast
    if estimate is None:
        return _("正在后台计算，稍后再看。") if standing.to_forecast else ""
    if estimate.reason is not None:
        return str(estimate.reason)
    point = standing.ahead[-1]
    told = {"when": written_date(point.period), "value": as_published(standing, point.value)}
    if point.low is None or point.high is None:
        return _("照过去的走势，到%(when)s约 %(value)s。") % told
    told |= {"low": as_published(standing, point.low), "high": as_published(standing, point.high)}
    return _("照过去的走势，到%(when)s约 %(value)s，五次里约有四次落在 %(low)s 到 %(high)s 之间。") % told


def why_open(standing: Standing) -> str:
    """Why figures are there and nothing is said of reached or not."""
    promise = standing.promise
    if promise.value is None:
        return _("通知没有给出数字，所以只公布进展，不判断达到与否。")
    if promise.op is Operator.ABOUT:
        return _("通知给的是约数，所以不判断达到与否。")
    if standing.goal is None:
        return _("指标的单位和目标的单位不同，不能直接比较。")
    return _("只有一期数据，或者没有期限，还看不出进度。")


def source_words(indicator: Indicator) -> str:
    """Which reports or records an indicator is counted from."""
    source = indicator.source
    if source is None:
        return _("由其他指标推算")
    if source.form:
        form = newest_form(source.form)
        if form is None:
            return _("由报表“%s”汇总") % source.form
        titles = [said(item.titles) for item in form.items if item.id in source.items]
        named = {"form": said(form.titles), "items": _("、").join(titles)}
        return _("由《%(form)s》的“%(items)s”汇总") % named if titles else _("由《%(form)s》汇总") % named
    return _("由“%s”的记录汇总") % title_of(source.type)


def title_of(kind: str) -> str:
    words = type_title(kind)
    return traditional(words) if language() == "zh-hant" else words


def newest_form(name: str) -> Form | None:
    versions = known.form_versions(name)
    return versions[-1][1] if versions else None


def why_waiting(standing: Standing) -> str:
    """What has to happen before there is a figure: what is known of it, and no more."""
    if standing.indicator is not None:
        if standing.readings:
            return _("各期数据都不公布，见指标页的说明。")
        named = {"indicator": said(standing.indicator.titles), "source": source_words(standing.indicator)}
        return _("指标“%(indicator)s”已经定义，%(source)s；报上来的数据审定后在这里公布。") % named
    kind = standing.promise.kind
    if kind is TargetKind.STATUS:
        return _("这个目标是一件要办成的事。公开日志里还没有办成的记录，所以这里不写办成。")
    if kind is TargetKind.RANK:
        return _("这个目标要和别的城市比。还没有可以核验的比较数据，所以这里不写位次。")
    return _("还没有指标统计它。要有数据，先定义一个服务于这个目标的指标，写明从哪张报表或哪类记录计算。")
