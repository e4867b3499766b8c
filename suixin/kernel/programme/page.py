"""The web page around a notice: menus, source lines, share buttons, index cards, and the facts they state.

Sorts paragraphs into those of the notice and those of the page; a line is furniture only by its own words. It
never judges the body of a notice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from suixin.kernel.programme.text import Paragraph

_LABELS = {
    "title": "标题|名称|文件名称",
    "number": "文号|发文字号|文件编号|发文文号",
    "issuer": "发布机构|发文机构|发文机关|发文单位|发文部门|制发机关|发布单位|公开责任部门",
    "signed": "成文日期|发文日期|制发日期|签发日期",
    "published": "发布日期|发布时间|公布日期|公开日期|发稿时间|更新时间|上网时间|时间|日期|生成日期|公开时间",
    "both": "成文/发布",
    "address": "URL|网址|链接",
    "": "索引号|发布网站|主题分类|信息来源|来源|作者|浏览次数|浏览量|阅读|点击|字体|字号|主题词|有效性|是否有效|信息分类|体裁分类|组配分类"
    "|公开方式|公开范围|公开形式|关键词|分类"
    "|责任编辑|编辑|打印|分享|当前位置|您现在的位置|您的位置|位置|访问量|文章来源|实施日期|废止日期|生效日期|失效日期|效力状态|规范性文件统一编号|统一编号|登记号|主送|抄送|内容概述|服务对象",
}
_FIELD = re.compile(
    "(?:^|(?<=[\\s|#:]))(?:"
    + "|".join(f"(?P<{name or 'other'}>{words})" for name, words in _LABELS.items())
    + r")\s*[::】]\s*"
)
_INDEX_CARD = re.compile(
    r"索\s*引\s*号|主\s*题\s*分\s*类|发\s*文\s*字\s*号|文\s+号\s*:|名\s+称\s*:|标\s+题\s*:|发布机构|发文机关|成文日期|发布日期|生成日期"
)
_MENU = re.compile(
    r"(?:无障碍|长者|繁体|简体|登录|注册|网站地图|网站支持|联系我们|关于我们|设为首页|加入收藏|返回顶部|扫一扫|微信|微博|分享到|打印本页|关闭窗口|手机版|市民网页|English"
    r"|友情链接|版权所有|主办单位:[^,;。]{0,20}(?:办公厅|办公室)\s|ICP备|公网安备|网站标识码|技术支持|上一篇|下一篇|相关(?:链接|文件|解读|阅读)|政策解读|查看政策|点击查看|附件下载|下载附件|全文下载"
    r"|我要纠错|智能机器人|公众号|客户端|网站首页|政务公开\s|首页\s)"
)
_CATEGORY = re.compile(
    r"(?:行政)?规范性文件|(?:其他|政府|部门)文件|政策文件"
)  # the shelf, printed above the title
_TRAIL = re.compile(r".{0,12}(?:首页|主页)\s*(?:>|›|»|/|-).*|.*(?:>|›|»).*(?:>|›|»).*")
_TAIL = re.compile(
    r"(?:公开(?:方式|形式|属性|范围|类别)|信息公开选项|主动公开|依申请公开|抄送|抄报|分送|发送|主送|印发:|校对|打字|共印|联系人|\(?此件(?:公开|主动公开|依申请|不公开)|\(?本文有删减|\(?联系人)"
)


@dataclass(slots=True)
class Facts:
    """What the page states about the notice, as printed; several answers stay in their order."""

    stated: dict[str, list[str]] = field(default_factory=dict)

    def first(self, name: str) -> str | None:
        return next(iter(self.stated.get(name, ())), None)


def sort(paragraphs: Iterator[Paragraph]) -> tuple[list[Paragraph], Facts]:
    """The paragraphs of the notice, and the facts of the page around it."""
    facts = Facts()
    kept: list[Paragraph] = []
    for paragraph in paragraphs:
        if _is_furniture(paragraph.text, facts):
            continue
        kept.append(paragraph)
    return kept, facts


def is_tail(text: str) -> bool:
    """公开方式, 抄送 and the like: after the body, before the end."""
    return _TAIL.match(text) is not None and len(text) < 200


def _is_furniture(text: str, facts: Facts) -> bool:
    if len(text) > 260:
        return False
    if text.startswith("# ") or _is_index_card(text):
        _note(text.lstrip("# "), facts)
        return True
    fields = list(_FIELD.finditer(text))
    if (
        fields
        and fields[0].start() == 0
        and (len(fields) > 1 or len(text) < 60)
        and not is_tail(text)
        and "。" not in text
    ):
        _note(text, facts)
        return True
    if "。" in text or len(text) > 120:
        return False
    return (_TRAIL.fullmatch(text) or _CATEGORY.fullmatch(text)) is not None or (
        _MENU.search(text) is not None and not re.match(r"[\d一二三四五六七八九十(]", text)
    )


def _is_index_card(text: str) -> bool:
    return len(text) < 160 and "。" not in text and _INDEX_CARD.match(text) is not None


def _note(text: str, facts: Facts) -> None:
    text = re.sub(r"索 ?引 ?号", "索引号", re.sub(r"(?<=[一-鿿]) +(?=[一-鿿]\s*:|[一-鿿] )", "", text))
    if ":" not in text:  # a card printed as a table: 发文机关 | …
        text = re.sub(r"\s*[|\t]\s*", ":", text, count=1)
    fields = list(_FIELD.finditer(text))
    for index, one in enumerate(fields):
        following = fields[index + 1] if index + 1 < len(fields) else None
        name = str(one.lastgroup)
        value = text[one.end() : following.start() if following else len(text)].strip(" 【】\t'|")
        if name != "other" and value:
            facts.stated.setdefault(name, []).append(value)
