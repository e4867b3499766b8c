"""Why nothing could be estimated, or not by the first choice of method: a code, and its sentence for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "empty": _("没有数据，无法估计。"),
    "period": _("期间“%(period)s”的写法不对，请写成 2019-06、2019-Q2 或 2019。"),
    "mixed": _("月、季、年的数据混在一起（%(period)s），请只用一种。"),
    "order": _("期间“%(period)s”重复或没有按先后排列。"),
    "gap": _("缺 %(count)s 期（%(periods)s）。缺数不补，因此不作估计。"),
    "digits": _("有数值超过小数点前后各 18 位，无法估计。"),
    "places": _("保留的小数位数应在 0 到 18 之间。"),
    "short": _("只有 %(count)s 期，至少要有 %(least)s 期才能估计。"),
    "yearly": _("年度数据没有季节变化，不作季节调整。"),
    "constant": _("各期数值相同，没有可以调整的季节变化。"),
    "unstable": _("模型没有得到可用的结果，因此不作估计。"),
    "past": _("所问的日期不在最后一期之后，无须预测。"),
    "too-far": _("所问的日期在 %(count)s 期之后，最多只预测 %(most)s 期。"),
    "backwards": _("目标日期不在起点日期之后，请核对。"),
    "not-begun": _("起点日期还没有到。"),
    "x13-missing": _("这台机器上不能运行 X-13，改用较简单的方法。"),
    "x13-slow": _("X-13 在 %(seconds)s 秒内没有算完，改用较简单的方法。"),
    "x13-resting": _("X-13 刚才在 %(seconds)s 秒内没有算完，暂时不再调用，改用较简单的方法。"),
    "x13-failed": _("X-13 没有算出结果（%(said)s），改用较简单的方法。"),
    "x13-short": _("不足 %(least)s 期，X-13 不适用，改用较简单的方法。"),
    "season-unclear": _("没有发现可以辨认的季节变化，季节调整后的数值不宜使用。"),
    "with-season": _("数据太少，没有先去掉季节变化；旺季和淡季也可能被标出。"),
    "no-ratios": _("数值不全是正数，没有检查前后两期之比。"),
    "straight": _("过去各期恰好在一条直线上，因此区间没有宽度；这不表示将来确定如此。"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    parameters: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        """The sentence, in the language of whoever reads."""
        return str(SENTENCES[self.code]) % self.parameters


def reason(code: str, **parameters: str | int) -> Reason:
    return Reason(code, MappingProxyType(parameters))


class CannotEstimate(Exception):
    def __init__(self, code: str, **parameters: str | int) -> None:
        super().__init__(code)
        self.reason = reason(code, **parameters)
