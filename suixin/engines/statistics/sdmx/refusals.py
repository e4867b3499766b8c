"""Why a query gets no data, in the reader's language. Numbers are those of SDMX's web-service guidelines."""

from collections.abc import Mapping

from suixin.kernel.records.problem import Sentence, in_language

NO_RESULTS, SYNTAX, SEMANTICS, NOT_IMPLEMENTED, TOO_LARGE, CUSTOM = 100, 140, 150, 501, 510, 1000


class Refused(Exception):
    """The query cannot be answered as it is; `code` names a sentence."""

    def __init__(self, code: str, **parameters: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.parameters: Mapping[str, str | int] = {
            name: value[:200] if isinstance(value, str) else value for name, value in parameters.items()
        }
        self.status, self.number, _ = REFUSALS[code]

    def sentence(self, language: str) -> str:
        return in_language(REFUSALS[self.code][2], language).format_map(self.parameters)


REFUSALS: dict[str, tuple[int, int, Sentence]] = {
    "no-such-address": (
        400,
        SYNTAX,
        {
            "zh-hans": "地址不符合 SDMX REST 的格式，请对照 docs/open-data.md。",
            "zh-hant": "地址不符合 SDMX REST 的格式，請對照 docs/open-data.md。",
            "en": "This address does not follow the SDMX REST interface. See docs/open-data.md.",
        },
    ),
    "wrong-parameter": (
        400,
        SYNTAX,
        {
            "zh-hans": "参数 {name} 的值“{value}”不正确。应为：{expected}。",
            "zh-hant": "參數 {name} 的值「{value}」不正確。應為：{expected}。",
            "en": "The parameter {name} cannot be “{value}”. It is {expected}.",
        },
    ),
    "twice": (
        400,
        SYNTAX,
        {
            "zh-hans": "参数 {name} 写了两次，请只写一次。",
            "zh-hant": "參數 {name} 寫了兩次，請只寫一次。",
            "en": "The parameter {name} is there twice. Give it once.",
        },
    ),
    "unknown-parameter": (
        400,
        SYNTAX,
        {
            "zh-hans": "没有参数 {name}，请对照 docs/open-data.md。",
            "zh-hant": "沒有參數 {name}，請對照 docs/open-data.md。",
            "en": "There is no parameter {name}. See docs/open-data.md.",
        },
    ),
    "unknown-component": (
        400,
        SEMANTICS,
        {
            "zh-hans": "所查的数据没有“{name}”这个维度、属性或测度。",
            "zh-hant": "所查的數據沒有「{name}」這個維度、屬性或測度。",
            "en": "There is no dimension, attribute or measure “{name}” in what is asked for.",
        },
    ),
    "key-too-long": (
        400,
        SEMANTICS,
        {
            "zh-hans": "键“{key}”的维度比数据的维度（{count} 个）多。",
            "zh-hant": "鍵「{key}」的維度比數據的維度（{count} 個）多。",
            "en": "The key “{key}” has more parts than the data has dimensions ({count}).",
        },
    ),
    "times-crossed": (
        400,
        SEMANTICS,
        {
            "zh-hans": "updatedAfter 不能晚于 asOf。",
            "zh-hant": "updatedAfter 不能晚於 asOf。",
            "en": "updatedAfter must not be later than asOf.",
        },
    ),
    "no-results": (
        404,
        NO_RESULTS,
        {
            "zh-hans": "没有符合查询条件的内容。",
            "zh-hant": "沒有符合查詢條件的內容。",
            "en": "Nothing matches this query.",
        },
    ),
    "not-acceptable": (
        406,
        CUSTOM + 406,
        {
            "zh-hans": "不提供这种格式。可用的格式：{offers}。",
            "zh-hant": "不提供這種格式。可用的格式：{offers}。",
            "en": "There is no such format here. There are: {offers}.",
        },
    ),
    "too-large": (
        413,
        TOO_LARGE,
        {
            "zh-hans": "结果超过 {limit} 个观测值。请用键、c[…]、offset 和 limit 分批查询。",
            "zh-hant": "結果超過 {limit} 個觀測值。請用鍵、c[…]、offset 和 limit 分批查詢。",
            "en": "The answer has more than {limit} observations. Ask for parts, by key, c[…], or offset and limit.",
        },
    ),
    "too-long": (
        414,
        SYNTAX,
        {
            "zh-hans": "地址太长，请把查询分成几次。",
            "zh-hant": "地址太長，請把查詢分成幾次。",
            "en": "The address is too long. Ask in parts.",
        },
    ),
    "too-often": (
        429,
        CUSTOM + 429,
        {
            "zh-hans": "查询过于频繁，请在 {seconds} 秒后再试。",
            "zh-hant": "查詢過於頻繁，請在 {seconds} 秒後再試。",
            "en": "Too many queries. Try again in {seconds} seconds.",
        },
    ),
    "not-implemented": (
        501,
        NOT_IMPLEMENTED,
        {
            "zh-hans": "这里不提供 {what}。",
            "zh-hant": "這裏不提供 {what}。",
            "en": "This service does not have {what}.",
        },
    ),
}
