"""Rules between statistics' records that no schema can say."""

from collections.abc import Iterable, Iterator

from suixin.engines.statistics.models import IndicatorVersion, Release
from suixin.kernel.records.problem import Problem
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.kernel.statistics.indicators import read_indicator
from suixin.platform.ledger.actor import Actor
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


def release(submission: Submission, actor: Actor, context: GuardContext) -> Iterable[Problem]:
    data = submission.data
    held = Release.objects.filter(indicator=data["indicator"], period=data["period"], to_index=None).first()
    if held is not None and submission.supersedes != held.index:
        yield Problem("/period", "published-already", PUBLISHED, {"index": held.index})
    yield from known(data["indicator"])


def calendar(submission: Submission, actor: Actor, context: GuardContext) -> Iterable[Problem]:
    yield from known(submission.data["indicator"])


def known(name: str) -> Iterator[Problem]:
    if not IndicatorVersion.objects.filter(indicator=name, to_index=None).exists():
        yield Problem("/indicator", "no-indicator", NO_INDICATOR, {"indicator": name})
