"""How a reminder is told, on a desk, on a page and in a letter."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suixin.engines.collections.reminding.steps import Kind


def kind_words(kind: str, step: int | None) -> str:
    days = abs(step or 0)
    match kind:
        case Kind.BEFORE:
            return ngettext("到期前 %(n)d 天", "到期前 %(n)d 天", days) % {"n": days}
        case Kind.LATE:
            return ngettext("迟报 %(n)d 天", "迟报 %(n)d 天", days) % {"n": days}
        case Kind.RETURNED:
            return ngettext("退回 %(n)d 天未更正", "退回 %(n)d 天未更正", days) % {"n": days}
        case Kind.DUE:
            return _("截止当天")
    return _("人工提醒")


def days_words(due: date, today: date) -> str:
    """How long there is, or since when it has been late."""
    left = (due - today).days
    if left < 0:
        return ngettext("已迟 %(n)d 天", "已迟 %(n)d 天", -left) % {"n": -left}
    if left == 0:
        return _("今天截止")
    return ngettext("还有 %(n)d 天截止", "还有 %(n)d 天截止", left) % {"n": left}


def since_return_words(returned: date, today: date) -> str:
    days = (today - returned).days
    if days <= 0:
        return _("今天退回")
    return ngettext("退回已 %(n)d 天", "退回已 %(n)d 天", days) % {"n": days}
