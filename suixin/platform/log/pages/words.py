"""What is wrong, in words for everybody. Details of the machine stay with its operator."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from suixin.platform.log.models import Alarm
from suixin.platform.log.publishing import NO_QUORUM, SILENT
from suixin.platform.log.running import STOPPED, TROUBLE


@dataclass(frozen=True, slots=True)
class Told:
    since: datetime
    what: str
    meaning: str
    is_grave: bool


def in_words(alarm: Alarm) -> Told:
    sentences = {
        NO_QUORUM: (
            _("见证方还不够"),
            _("最新检查点上的见证方签名少于信任策略要求的数目。记录照常写入；要见证方见过的数字会等一等。"),
        ),
        SILENT: (
            _("见证方没有回应：%(name)s") % {"name": alarm.subject},
            _("它停机、断网，或者不认识这份日志。其他见证方不受影响，日志会继续请它见证。"),
        ),
        STOPPED: (
            _("日志停止签署，等人查看"),
            _(
                "日志发现了不该有的情况，宁可停下也不签署。已有的记录和证明不受影响；新记录要等它恢复才有证明。"
            ),
        ),
        TROUBLE: (
            _("日志遇到故障，正在重试"),
            _("例如磁盘已满或数据库繁忙。恢复后会自动接着写，不会丢记录。"),
        ),
    }
    what, meaning = sentences.get(
        alarm.code,
        (_("日志有一项警报：%(code)s") % {"code": alarm.code}, _("运维人员会看到详情。")),
    )
    return Told(alarm.since, what, meaning, alarm.code == STOPPED)
