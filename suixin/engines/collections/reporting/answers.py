"""Reports as a program sends them: their shape, before anybody looks at what they say."""

from typing import Any

from suixin.engines.collections.actions import Answers
from suixin.kernel.records.problem import Problem, Sentence, problem
from suixin.platform.ledger.refusals import Refused
from suixin.platform.ledger.submissions import INDEX, LARGEST_INDEX, TEXT, plain
from suixin.platform.ledger.submit import told

OBJECT: Sentence = {"zh-hans": "对象", "zh-hant": "物件", "en": "an object"}
MEMBERS: dict[str, tuple[type, Sentence]] = {
    "period": (str, TEXT),
    "values": (dict, OBJECT),
    "explanations": (dict, OBJECT),
    "filled_by": (str, TEXT),
    "key": (str, TEXT),
    "corrects": (int, INDEX),
}
NEEDED = ("period", "values", "key")


def read_answers(items: list[Any], most: int) -> list[Answers]:
    """Raises `Refused` with the place of everything that is no report."""
    if len(items) > most:
        raise Refused([told("batch-too-large", limit=most)])
    wrong = [each.at(position) for position, item in enumerate(items) for each in shape_problems(item)]
    if wrong:
        raise Refused(wrong)
    return [Answers(**{name: value for name, value in item.items() if value is not None}) for item in items]


def shape_problems(item: Any) -> list[Problem]:
    if type(item) is not dict:
        return [problem("not-object")]
    found = [problem("unknown-field", name=name[:60]) for name in sorted(set(item) - set(MEMBERS))]
    found += [problem("required", f"/{name}", field=plain(name)) for name in NEEDED if item.get(name) is None]
    for name, (kind, words) in MEMBERS.items():
        value = item.get(name)
        is_right = type(value) is kind and (kind is not int or 0 <= value <= LARGEST_INDEX)
        if value is not None and not is_right:
            found.append(problem("type", f"/{name}", field=plain(name), types=words))
    return found
