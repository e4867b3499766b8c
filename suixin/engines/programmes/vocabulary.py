"""The words for what programmes say in codes: roles, kinds of target, comparisons. One place for pages and forms."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: dict[str, str | Promise] = {
    "lead": _("牵头"),
    "support": _("配合"),
    "joint": _("共同负责"),
    "guide": _("指导"),
    "participate": _("参与"),
    "implement": _("落实"),
}
OPERATORS: dict[str, str | Promise] = {
    ">=": _("不少于"),
    ">": _("超过"),
    "=": _("等于"),
    "<=": _("不超过"),
    "<": _("低于"),
    "~": _("约"),
}
KINDS_OF_TASK: dict[str, str | Promise] = {"task": _("任务"), "safeguard": _("保障措施")}
KINDS_OF_TARGET: dict[str, str | Promise] = {
    "level": _("达到的数量"),
    "growth": _("增长速度"),
    "share": _("所占比重"),
    "rank": _("位次"),
    "status": _("达成的状态"),
    "unquantified": _("没有给出数字"),
}
