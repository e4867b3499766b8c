"""Words for what editors do with clauses."""

from collections.abc import Mapping, Sized

from django import template
from django.utils.translation import gettext as _

from suixin.engines.programmes.drafting.draft import Step

register = template.Library()


@register.filter
def step_words(step: Step) -> str:
    """A step of a draft as a short sentence."""
    words = {
        "import": _("读入通知"),
        "accept": _("接受条目"),
        "correct": _("改正"),
        "add": _("补上"),
        "remove": _("删去"),
        "split": _("拆出"),
        "merge": _("合并到"),
        "settle": _("处理问题"),
        "reopen": _("重新处理问题"),
        "restore": _("回到较早的一步"),
        "discard": _("作废"),
        "publish": _("发布"),
        "erased": _("内容已依法删除"),
    }
    return " ".join(filter(None, (words[step.kind], step.what)))


@register.filter
def new_words(kind: str) -> str:
    return {"group": _("补一个分组"), "task": _("补一项任务"), "target": _("补一个目标")}.get(kind, "")


@register.filter
def chinese(words: Mapping[str, str] | None) -> str:
    """A text given in languages, in the notice's own."""
    return (words or {}).get("zh-hans", "")


@register.filter
def minus(whole: int, part: Sized) -> int:
    return whole - len(part)
