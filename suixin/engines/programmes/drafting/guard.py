"""Rules of drafts that need to know what is there."""

from collections.abc import Iterable

from suixin.engines.programmes.drafting.draft import from_json
from suixin.engines.programmes.drafting.wellformed import malformed
from suixin.engines.programmes.models import DraftVersion
from suixin.kernel.records.problem import Problem
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.submit import GuardContext, Submission

TAKEN = {
    "zh-hans": "这个草稿编号已被使用。请换一个编号，或提交对那份草稿的更正。",
    "zh-hant": "這個草稿編號已被使用。請換一個編號，或提交對那份草稿的更正。",
    "en": "This draft id is taken. Choose another, or submit a correction of that draft.",
}
OTHER_DRAFT = {
    "zh-hans": "更正必须针对同一份草稿。",
    "zh-hant": "更正必須針對同一份草稿。",
    "en": "A correction must be of the same draft.",
}
CLOSED = {
    "zh-hans": "这份草稿已发布或已作废，不能再改。",
    "zh-hant": "這份草稿已發佈或已作廢，不能再改。",
    "en": "This draft has been published or discarded and can no longer be changed.",
}
HEADLESS = {
    "zh-hans": "草稿须有且只有一个方案条目，条目编号不能重复，职责须属于某项任务。",
    "zh-hant": "草稿須有且只有一個方案條目，條目編號不能重複，職責須屬於某項任務。",
    "en": "A draft has exactly one clause of kind programme, no id twice, and each duty belongs to a task.",
}


def draft(submission: Submission, actor: Actor, context: GuardContext) -> Iterable[Problem]:
    data = submission.data
    if context.corrects is None:
        if DraftVersion.objects.filter(draft=data["draft"]).exists():
            yield Problem("/draft", "draft-taken", TAKEN)
    elif context.corrects.data["draft"] != data["draft"]:
        yield Problem("/draft", "other-draft", OTHER_DRAFT)
    elif context.corrects.data["state"] != "open":
        yield Problem("/state", "draft-closed", CLOSED)
    contents = from_json(data["contents"]).contents
    wrong = [problem for n, clause in enumerate(contents) for problem in malformed(clause, n)]
    yield from wrong
    if not wrong:
        keys = [clause.key for clause in contents]
        tasks = {clause.id for clause in contents.of("task")}
        adrift = any(duty.data["task"] not in tasks for duty in contents.of("duty"))
        if len(contents.of("programme")) != 1 or len(set(keys)) != len(keys) or adrift:
            yield Problem("/contents/clauses", "draft-shape", HEADLESS)
