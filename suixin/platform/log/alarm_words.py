"""What each alarm says to people. Its code and details are for experts; docs/log-runbooks.md says what to do."""

from django.utils.translation import gettext as _

from suixin.platform.log.models import Alarm


def in_words(alarm: Alarm) -> str:
    sentences = {
        "witness-silent": _("见证方 %(subject)s 没有签署"),
        "no-quorum": _("日志 %(subject)s 的见证方不够"),
        "trouble": _("日志暂时不能写入"),
        "wrong-policy": _("见证方文件不能用"),
        "not-anchored": _("检查点没有锚定"),
        "stopped": _("日志已停止签署"),
    }
    return sentences.get(alarm.code, alarm.code) % {"subject": alarm.subject}


def what_to_do(alarm: Alarm) -> str:
    sentences = {
        "witness-silent": _("请联系该单位，确认它的见证方在运行，并认识本日志的最新公钥。"),
        "no-quorum": _("请联系没有签署的单位。要求足够见证时，在此之前新的回执不带证明。"),
        "trouble": _("请检查磁盘空间和磁盘状况；恢复后会自行继续。"),
        "wrong-policy": _("请改正文件中指出的那一行；在此之前沿用原来的见证方。"),
        "not-anchored": _("请检查外部服务是否可用；会自行重试。"),
        "stopped": _("须由人查明原因后才会继续，请按运维手册处理。在此之前记录仍会存下。"),
    }
    return sentences.get(alarm.code, "")
