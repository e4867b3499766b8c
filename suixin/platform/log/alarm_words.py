"""What is wrong, in words: for everybody what it means, for the operator what to do. Details of the machine are shown to
nobody here; `suixin log status` has them, and docs/log-runbooks.md says more."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from suixin.platform.log.alarms import NO_QUORUM, NOT_ANCHORED, SILENT, STOPPED, TROUBLE, WRONG_POLICY
from suixin.platform.log.models import Alarm


@dataclass(frozen=True, slots=True)
class Told:
    since: datetime
    what: str
    meaning: str  # for everybody
    to_do: str  # for the operator
    is_grave: bool


def in_words(alarm: Alarm) -> Told:
    sentences = {
        NO_QUORUM: (
            _("见证方还不够"),
            _("最新检查点上的见证方签名少于信任策略要求的数目。记录照常写入；要见证方见过的数字会等一等。"),
            _("请联系没有签署的单位。要求足够见证时，在此之前新的回执不带证明。"),
        ),
        SILENT: (
            _("见证方没有回应：%(name)s") % {"name": alarm.subject},
            _("它停机、断网，或者不认识这份日志。其他见证方不受影响，日志会继续请它见证。"),
            _("请联系该单位，确认它的见证方在运行，并认识本日志的最新公钥。"),
        ),
        STOPPED: (
            _("日志停止签署，等人查看"),
            _(
                "日志发现了不该有的情况，宁可停下也不签署。已有的记录和证明不受影响；新记录要等它恢复才有证明。"
            ),
            _("须由人查明原因后才会继续，请按运维手册处理。在此之前记录仍会存下。"),
        ),
        TROUBLE: (
            _("日志遇到故障，正在重试"),
            _("例如磁盘已满或数据库繁忙。恢复后会自动接着写，不会丢记录。"),
            _("请检查磁盘空间和磁盘状况；恢复后会自行继续。"),
        ),
        WRONG_POLICY: (
            _("见证方名单改动后不能读"),
            _("在改正之前，日志仍请原来的见证方。"),
            _("请改正文件中指出的那一行；在此之前沿用原来的见证方。"),
        ),
        NOT_ANCHORED: (
            _("检查点没有锚定"),
            _("外部的时间戳或区块链服务没有应答。日志本身不受影响，会自行重试。"),
            _("请检查外部服务是否可用；会自行重试。"),
        ),
    }
    what, meaning, to_do = sentences.get(
        alarm.code, (_("日志有一项警报：%(code)s") % {"code": alarm.code}, _("运维人员会看到详情。"), "")
    )
    return Told(alarm.since, what, meaning, to_do, alarm.code == STOPPED)
