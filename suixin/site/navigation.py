"""The places a reader can go from every page. Assembly only; addresses belong to the rooms that answer them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from suixin.platform.ui.context import Place

PORTAL_PLACES = [
    Place("/", _("首页"), exact=True),
    Place("/programmes/", _("方案")),
    Place("/figures/", pgettext_lazy("place", "数据")),
    Place("/organisations/", _("部门和区")),
    Place("/log/", _("公开日志")),
    Place("/about/numbers/", _("关于数字")),
]
FOOTER_PLACES = [
    Place("/receipt/", _("核验回执")),
    Place("/about/accessibility/", _("无障碍说明")),
    Place("/office/", _("工作台")),
]
# Each person sees those that they may open: the pages themselves say for whom they are.
OFFICE_PLACES = [
    Place("/office/", _("今天要办"), exact=True),
    Place("/office/tasks/", _("我的任务")),
    Place("/office/reports/", _("填报")),
    Place("/office/figures/", _("数据发布")),
    Place("/office/duties/", _("职责分工")),
    Place("/office/programmes/", _("方案编制")),
    Place("/office/reviews/", _("报表审核")),
    Place("/office/collections/", _("报表管理")),
    Place("/office/organisations/", _("机构")),
    Place("/office/people/", _("人员")),
    Place("/office/records/", _("记录")),
    Place("/office/audit/", _("审计")),
]
