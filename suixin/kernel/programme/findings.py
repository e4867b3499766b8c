"""What a person has to look at: every warning code of this hall with its sentence."""

from collections.abc import Iterator

from suixin.kernel.programme.model import Warning
from suixin.kernel.programme.text import Text

SENTENCES: dict[str, str] = {
    "annex-unread": "附件“{quote}”没有读入：其中的条目没有责任单位，正文已有任务。",
    "attribution-unparsed": "这句像是责任分工，但没有认出单位：“{quote}”。请人工填写。",
    "bracket-unclosed": "括号没有闭合，按到段末读：“{quote}”。",
    "count-mismatch": "原文写明{declared}项，读出{found}项：“{quote}”。",
    "default-duty": "原文规定未注明单位的由谁负责，已用于{count}项任务：“{quote}”。",
    "everyone-below": "原文规定以下各项均由这些单位承担，已逐项加上：“{quote}”。",
    "first-leads": "原文规定列在第一位的为牵头单位，{count}处责任分工按此读出：“{quote}”。",
    "former-name": "“{name}”在本文件的日期已不再使用（至{date}止），请核对。",
    "heading-gap": "编号不连续，应为第{expected}，实为“{quote}”。",
    "list-without-verb": "括号里只列了单位，没有写明谁牵头、谁配合，没有读成责任分工：“{quote}”。请人工填写。",
    "no-duties": "没有读到任何责任分工，全部任务需要人工分工。",
    "no-duty": "这一项没有责任单位：“{quote}”。",
    "no-lead": "{count}处列出多个单位负责而没有写明谁牵头，按共同负责读出，例如“{quote}”。",
    "no-tasks": "没有读到任务。",
    "number-missing": "没有读到发文字号。",
    "number-unplaced": "目标中的这个数字没有读成指标：“{quote}”。",
    "prefix-carried": "“{name}”的级别或地名是按同一句前面的单位补上的，请核对：“{quote}”。",
    "published-conflict": "网页上的两个发布日期不一致，用了网址中的日期；另一个是{date}。",
    "responsible-leads": "原文规定没有牵头单位的，责任单位即为牵头单位：“{quote}”。",
    "scope-declared": "原文规定了默认适用范围，任务中没有这一项，请记下：“{quote}”。",
    "section-unplaced": "这一部分没有读成目标、任务或保障措施：“{quote}”。",
    "table-unread": "这张表没有责任单位或目标值一栏，没有读入：“{quote}”。",
    "title-missing": "没有读到标题。",
    "traditional-script": "原文是繁体字：单位名称和编号转为简体，正文照录。",
    "uncovered-text": "这段文字在最后一处责任分工之后，没有单位负责：“{quote}”。",
    "unknown-organisation": "不认识单位“{name}”，{hint}",
}
_LONGEST_QUOTE = 60


class Findings:
    """Warnings in the order they were made; the same one is told once."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._made: dict[tuple[str, str], Warning] = {}

    def add(self, code: str, start: int | None = None, end: int | None = None, **words: object) -> None:
        quote, span = "", None
        if start is not None and end is not None:
            quote = " ".join(self._text.printed(start, end).split())
            quote = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…"
            span = self._text.span(start, end)
        message = SENTENCES[code].format(quote=quote, **words)
        self._made.setdefault((code, message), Warning(code, message, span))

    def __iter__(self) -> Iterator[Warning]:
        return iter(sorted(self._made.values(), key=lambda one: one.source.start if one.source else -1))
