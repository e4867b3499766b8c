"""Submissions as they come in from outside, over HTTP or from a file: their shape, before anybody looks at what they say."""

from typing import Any

from suixin.kernel.records.problem import Problem, problem
from suixin.platform.ledger.declarations import house
from suixin.platform.ledger.refusals import Refused
from suixin.platform.ledger.submit import PROBLEM_LIMIT, Submission, told

BATCH_BYTES = 33_554_432
LARGEST_INDEX = 2**53 - 1
MEMBERS = frozenset(("type", "data", "key", "supersedes"))


def read_submissions(items: list[Any]) -> list[Submission]:
    """Raises `Refused` with the place of everything that is no submission."""
    found: list[Submission] = []
    wrong: list[Problem] = []
    for position, item in enumerate(items):
        problems = [each.at(position) for each in shape_problems(item)]
        if problems:
            wrong.extend(problems)
        else:
            found.append(Submission(item["type"], item["data"], item.get("key"), item.get("supersedes")))
            if (known := house().records.get(item["type"])) is not None and known.inside:
                wrong.append(told("inside-only", "/type", name=item["type"]).at(position))
    if wrong:
        raise Refused(wrong[:PROBLEM_LIMIT])
    return found


def shape_problems(item: Any) -> list[Problem]:
    if type(item) is not dict:
        return [problem("not-object")]
    found = [problem("unknown-field", name=name[:60]) for name in sorted(set(item) - MEMBERS)]
    for name in ("type", "data"):
        if name not in item:
            found.append(problem("required", field=plain(name)))
    if "type" in item and type(item["type"]) is not str:
        found.append(problem("type", field=plain("type"), types=TEXT))
    if type(item.get("key")) not in (str, type(None)):
        found.append(problem("type", field=plain("key"), types=TEXT))
    superseded = item.get("supersedes")
    if superseded is not None and (type(superseded) is not int or not 0 <= superseded <= LARGEST_INDEX):
        found.append(problem("type", field=plain("supersedes"), types=INDEX))
    return found


TEXT = {"zh-hans": "文本", "zh-hant": "文字", "en": "text"}
INDEX = {
    "zh-hans": "记录编号（从 0 起的整数）",
    "zh-hant": "記錄編號（從 0 起的整數）",
    "en": "a record's index",
}


def plain(name: str) -> dict[str, str]:
    return {"zh-hans": name, "zh-hant": name, "en": name}
