"""Rules between statistics' records that no schema can say."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from suixin.engines.statistics.models import IndicatorVersion, Release
from suixin.kernel.records.problem import Problem
from suixin.kernel.statistics.counting import REVIEW
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.kernel.statistics.forms import PREFIX
from suixin.kernel.statistics.indicators import read_indicator
from suixin.kernel.statistics.library import FORM
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.verification import GRACE
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.entries import public_data
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.submit import GuardContext, Submission

MALFORMED = {
    "zh-hans": "指标定义不能使用：{why}。请改正后重新提交。",
    "zh-hant": "指標定義不能使用：{why}。請改正後重新提交。",
    "en": "This definition cannot be used: {why}. Correct it and submit it again.",
}
NEW_VERSION = {
    "zh-hans": "这项指标已有第 {version} 版。修改请作为更正提交，版本号加一。",
    "zh-hant": "這項指標已有第 {version} 版。修改請作為更正提交，版本號加一。",
    "en": "There is version {version} of this indicator. Submit a change as a correction of it, with the next number.",
}
PUBLISHED = {
    "zh-hans": "这项指标的这一期已经发布（记录 {index}）。修订请作为对它的更正发布。",
    "zh-hant": "這項指標的這一期已經發佈（記錄 {index}）。修訂請作為對它的更正發佈。",
    "en": "This indicator has been published for this period (record {index}). Publish a revision as a correction of it.",
}
NO_INDICATOR = {
    "zh-hans": "没有编号为“{indicator}”的指标，请先登记指标定义。",
    "zh-hant": "沒有編號為「{indicator}」的指標，請先登記指標定義。",
    "en": "There is no indicator “{indicator}”. Enter its definition first.",
}
PUBLISHED_ALREADY = {
    "zh-hans": "{period} 的数据刚刚已经发布。请刷新页面，看是否还要修订。",
    "zh-hant": "{period} 的數據剛剛已經發佈。請重新整理頁面，看是否還要修訂。",
    "en": "Figures for {period} have just been published. Load the page again, and see whether to revise them.",
}
NOT_KEEPER = {
    "zh-hans": "只有制定这项指标的机构可以修改它、发布它的数据。",
    "zh-hant": "只有制定這項指標的機構可以修改它、發佈它的數據。",
    "en": "Only the body whose indicator it is can change it or publish its figures.",
}
STALE = {
    "zh-hans": "计算之后已有新的记录，十多分钟还没有进入经见证的日志。请等日志跟上后再发布。",
    "zh-hant": "計算之後已有新的記錄，十多分鐘還沒有進入經見證的日誌。請等日誌跟上後再發佈。",
    "en": "Records came in more than ten minutes ago that the witnessed log does not cover yet. Publish once it does.",
}
PERIOD_KIND = {
    "zh-hans": "这项指标没有“{period}”这样的期别。",
    "zh-hant": "這項指標沒有「{period}」這樣的期別。",
    "en": "This indicator has no period such as “{period}”.",
}
NO_MOMENT = {
    "zh-hans": "请写明发布的日期和时间，带时区，例如 2019-07-15T10:00:00+08:00。",
    "zh-hant": "請寫明發佈的日期和時間，帶時區，例如 2019-07-15T10:00:00+08:00。",
    "en": "Give date and time with a time zone, such as 2019-07-15T10:00:00+08:00.",
}


def indicator(submission: Submission, actor: Actor, context: GuardContext) -> Iterator[Problem]:
    data = submission.data
    try:
        found = read_indicator(data["definition"])
    except MalformedDefinition as error:
        yield Problem("/definition", "malformed-definition", MALFORMED, {"why": str(error)})
        return
    if (found.id, found.version) != (data["id"], data["version"]):
        yield Problem("/id", "malformed-definition", MALFORMED, {"why": "id, version"})
    held = IndicatorVersion.objects.filter(indicator=found.id, to_index=None).first()
    if held is not None and (submission.supersedes != held.index or found.version != held.version + 1):
        yield Problem("/version", "new-version", NEW_VERSION, {"version": held.version})
    if held is not None:
        yield from keepers(held.organisation, actor, "/id")


def release(submission: Submission, actor: Actor, context: GuardContext) -> Iterator[Problem]:
    """It is its keeper's; it takes the place of the one that holds; and nothing that bears on it has waited long."""
    data = submission.data
    held = Release.objects.filter(indicator=data["indicator"], period=data["period"], to_index=None).first()
    if held is not None and submission.supersedes != held.index:
        yield Problem("/period", "published-already", PUBLISHED, {"index": held.index})
    elif any(
        each.type == submission.type
        and (each.data["indicator"], each.data["period"]) == (data["indicator"], data["period"])
        for each in context.earlier
    ):
        yield Problem("/period", "published-already", PUBLISHED_ALREADY, {"period": data["period"]})
    version = IndicatorVersion.objects.filter(indicator=data["indicator"], to_index=None).first()
    if version is None:
        yield Problem("/indicator", "no-indicator", NO_INDICATOR, {"indicator": data["indicator"]})
        return
    yield from keepers(version.organisation, actor, "/indicator")
    if version.digest != data["digest"]:
        yield Problem("/digest", "stale", STALE, {})
    elif waited(version.definition, data["records"], context.time - GRACE):
        yield Problem("/records", "stale", STALE, {})


def calendar(submission: Submission, actor: Actor, context: GuardContext) -> Iterator[Problem]:
    data = submission.data
    version = IndicatorVersion.objects.filter(indicator=data["indicator"], to_index=None).first()
    if version is None:
        yield Problem("/indicator", "no-indicator", NO_INDICATOR, {"indicator": data["indicator"]})
        return
    yield from keepers(version.organisation, actor, "/indicator")
    if Period.read(data["period"]).frequency is not read_indicator(version.definition).frequency:
        yield Problem("/period", "period-kind", PERIOD_KIND, {"period": data["period"]})
    try:
        if datetime.fromisoformat(data["at"]).tzinfo is None:
            raise ValueError
    except ValueError:
        yield Problem("/at", "no-moment", NO_MOMENT, {})


def keepers(keeper: str | None, actor: Actor, path: str) -> Iterator[Problem]:
    if actor.organisation != keeper and not (actor.is_system and actor.organisation is None):
        yield Problem(path, "not-keeper", NOT_KEEPER, {})


def waited(definition: Mapping[str, Any], records: int, before: datetime) -> bool:
    """Whether a record that may bear on what counts came after those and before that moment: then the log is behind, and
    whoever verifies would find the release out of date."""
    indicator = read_indicator(definition)
    since = Entry.objects.filter(index__gte=records, time__lt=before)
    if indicator.source is None:
        return False
    if not indicator.source.form:
        return since.filter(type=indicator.source.type).exists()
    if since.filter(type=PREFIX + indicator.source.form).exists():
        return True
    others = since.filter(type__in=(REVIEW, FORM))
    return any(
        indicator.source.form in (said.get("form"), said.get("id")) for said in map(public_data, others)
    )
