"""Rules that need to know what is already published."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from suixin.engines.programmes.models import Item
from suixin.kernel.programme.days import is_due
from suixin.kernel.records.problem import Problem
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.submit import GuardContext, Submission

EXISTS = {
    "zh-hans": "这个条目已经存在。若要修改，请提交对它的更正。",
    "zh-hant": "這個條目已經存在。若要修改，請提交對它的更正。",
    "en": "This item exists already. To change it, submit a correction of it.",
}
NO_PROGRAMME = {
    "zh-hans": "方案“{programme}”尚未发布，请先发布方案。",
    "zh-hant": "方案“{programme}”尚未發佈，請先發佈方案。",
    "en": "The programme “{programme}” is not published. Publish it first.",
}
OTHER_ITEM = {
    "zh-hans": "更正必须针对同一方案的同一条目。",
    "zh-hant": "更正必須針對同一方案的同一條目。",
    "en": "A correction must be of the same item of the same programme.",
}
NO_SUCH = {
    "zh-hans": "方案中没有“{item}”，请核对编号。",
    "zh-hant": "方案中沒有“{item}”，請核對編號。",
    "en": "The programme has no “{item}”. Check its id.",
}


NOT_KEEPER = {
    "zh-hans": "方案“{programme}”由发布它的单位维护，别的单位不能增改。请联系那个单位。",
    "zh-hant": "方案“{programme}”由發佈它的單位維護，別的單位不能增改。請聯絡那個單位。",
    "en": "The programme “{programme}” is kept by the organisation that published it. Ask that organisation.",
}
OTHER_ID = {
    "zh-hans": "方案条目的编号须与方案代号相同。",
    "zh-hant": "方案條目的編號須與方案代號相同。",
    "en": "The item of the programme itself has the programme's name as its id.",
}
NO_SUCH_DATE = {
    "zh-hans": "没有“{due}”这个日期。请写作 2021、2021-06 或 2021-06-30。",
    "zh-hant": "沒有“{due}”這個日期。請寫作 2021、2021-06 或 2021-06-30。",
    "en": "There is no date “{due}”. Write 2021, 2021-06 or 2021-06-30.",
}


def programme(submission: Submission, actor: Actor, context: GuardContext) -> Iterable[Problem]:
    """A slug names one programme for ever."""
    if submission.data["id"] != submission.data["programme"]:
        yield Problem("/id", "other-id", OTHER_ID)
    yield from same_item_once(submission, context)


def item(submission: Submission, actor: Actor, context: GuardContext) -> Iterable[Problem]:
    """An item belongs to a published programme, and what it refers to is there."""
    data = submission.data
    slug = data["programme"]
    if not is_there(context, slug, "programme", slug):
        yield Problem("/programme", "no-programme", NO_PROGRAMME, {"programme": slug})
        return
    if not is_kept_by(actor, slug):
        yield Problem("/programme", "not-keeper", NOT_KEEPER, {"programme": slug})
        return
    yield from same_item_once(submission, context)
    yield from date_problems(data)
    for field, kind in (("group", "group"), ("task", "task")):
        if field in data and not is_there(context, slug, kind, data[field]):
            yield Problem(f"/{field}", "no-such-item", NO_SUCH, {"item": data[field]})


def date_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """What a schema cannot say: that the calendar has the day."""
    if "due" in data and not is_due(data["due"]):
        yield Problem("/due", "no-such-date", NO_SUCH_DATE, {"due": data["due"]})


def same_item_once(submission: Submission, context: GuardContext) -> Iterable[Problem]:
    data, kind = submission.data, submission.type.partition(".")[2]
    if context.corrects is not None:
        corrected = context.corrects.data
        if (corrected["programme"], corrected["id"]) != (data["programme"], data["id"]):
            yield Problem("/id", "other-item", OTHER_ITEM)
    elif is_there(context, data["programme"], kind, data["id"]):
        yield Problem("/id", "item-exists", EXISTS)


def is_kept_by(actor: Actor, slug: str) -> bool:
    """Whether the actor's organisation published the programme; one that is only now published is the actor's."""
    heads = Item.objects.filter(programme=slug, kind="programme", to_index=None)
    return actor.is_system or set(heads.values_list("organisation", flat=True)) <= {actor.organisation}


def is_there(context: GuardContext, slug: str, kind: str, item_id: str) -> bool:
    """In the projection, or earlier in the same call."""
    return (
        any(
            earlier.type == f"programme.{kind}"
            and (earlier.data["programme"], earlier.data["id"]) == (slug, item_id)
            for earlier in context.earlier
        )
        or Item.objects.filter(programme=slug, kind=kind, item=item_id, to_index=None).exists()
    )
