"""Messages are found wherever they are written, and the catalogues tell what is wrong with them."""

import polib

from suixin.platform.ui import catalogue
from suixin.platform.ui.catalogue import Message, messages_in

TEMPLATE = """
{% load i18n %}
    {% translate "目标" %} {% translate "件" context "unit" %}
{% blocktranslate count n=3 trimmed %}有 {{ n }} 处{% plural %}有 {{ n }} 处{% endblocktranslate %}
{% if x %}it's {{ y|default:_("无") }}{% endif %}
"""


def test_messages_are_found_in_templates():
    assert set(messages_in(TEMPLATE, template=True)) == {
        Message("目标"),
        Message("件", context="unit"),
        Message("有 %(n)s 处", plural="有 %(n)s 处"),
        Message("无"),
    }


def test_messages_are_found_in_python():
    source = 'x = _("共 %s 项")\ny = pgettext_lazy("unit", "户")\nz = ngettext("一", "多", 2)\n'
    assert set(messages_in(source, template=False)) == {
        Message("共 %s 项"),
        Message("户", context="unit"),
        Message("一", plural="多"),
    }


def test_english_that_people_wrote_is_kept_and_what_is_gone_is_dropped():
    kept = polib.POFile()
    kept.append(polib.POEntry(msgid="目标", msgstr="Targets"))
    kept.append(polib.POEntry(msgid="旧", msgstr="Old"))
    made = catalogue.built("en", {Message("目标"): ["a.py"], Message("新"): ["a.py"]}, kept)
    assert [(entry.msgid, entry.msgstr) for entry in made] == [("新", ""), ("目标", "Targets")]


def test_lost_placeholders_missing_words_and_leftover_chinese_are_told():
    findings = catalogue.Findings()
    for msgid, msgstr in [("共 %s 项", "items"), ("新", ""), ("目标", "the 目标")]:
        catalogue.inspect(polib.POEntry(msgid=msgid, msgstr=msgstr), "en", findings)
    assert len(findings.wrong) == 2
    assert len(findings.missing) == 1


def test_traditional_is_made_from_the_source():
    made = catalogue.built("zh_Hant", {Message("发布数据"): ["a.py"]})
    assert made[0].msgstr == "發布數據"
