"""What the record browser asks for. Finding follows the table's indexes, so that it stays quick in a long ledger."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suixin.platform.accounts.models import Organisation
from suixin.platform.ledger.declarations import house
from suixin.platform.ledger.description import type_title
from suixin.platform.ledger.reading import midnight
from suixin.platform.ui.fields import day_field

RECEIPT_LIMIT = 4_194_304


class RecordFilter(forms.Form):
    type = forms.ChoiceField(label=gettext_lazy("记录类型"), required=False)
    organisation = forms.CharField(
        label=gettext_lazy("填报机构"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )
    since = day_field(gettext_lazy("起始日期"))
    until = day_field(gettext_lazy("截止日期"))
    live = forms.BooleanField(label=gettext_lazy("只看有效（未被更正）"), required=False)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = organisations
        titles = sorted((type_title(name), name) for name in house().records)
        self.fields["type"].choices = [("", _("不限")), *((name, title) for title, name in titles)]

    def clean_organisation(self) -> str:
        """Its code, found by code or by any of its names."""
        words = self.cleaned_data["organisation"].strip()
        if not words:
            return ""
        exact = Q(code=words) | Q(name=words) | Q(short_name=words) | Q(english=words)
        part = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(english__icontains=words)
        for condition in (exact, part):
            found = list(self.organisations.filter(condition)[:4])
            if len(found) == 1:
                return found[0].code
            if found:
                names = _("、").join(each.name for each in found[:3])
                raise ValidationError(
                    _("有几个机构的名称相符：%(names)s。请写全称或代号。") % {"names": names}
                )
        raise ValidationError(_("没有找到这个机构。请写登记簿里的名称或代号。"))

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("截止日期早于起始日期，请调换或改正。"))
        return self.cleaned_data

    def chosen(self) -> dict[str, Any]:
        """For `reading.access_entries`. Both days count, in the city's time."""
        given = self.cleaned_data
        return {
            "type": given["type"] or None,
            "organisation": given["organisation"] or None,
            "live": given["live"],
            "since": midnight(given["since"]) if given["since"] else None,
            "until": midnight(given["until"] + timedelta(days=1)) if given["until"] else None,
        }


class NumberForm(forms.Form):
    number = forms.IntegerField(
        label=gettext_lazy("编号"),
        min_value=0,
        max_value=2**53 - 1,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "required"), gettext_lazy("编号是从 0 起的整数，例如 12。")
        ),
    )


class ReceiptForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("回执文件"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        help_text=gettext_lazy("提交时得到的 JSON 文件，例如 receipt-12.json；至多 4 MB。"),
    )
    text = forms.CharField(
        label=gettext_lazy("或粘贴回执的内容"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        name = "file" if file else "text"
        if file and file.size > RECEIPT_LIMIT:
            self.add_error("file", _("文件超过 4 MB，不会是回执。请选提交时得到的那个 JSON 文件。"))
            return self.cleaned_data
        source = file.read() if file else text.encode("utf-8", "surrogatepass")
        if len(source) > RECEIPT_LIMIT:
            self.add_error(name, _("内容超过 4 MB，不会是回执。请只粘贴一份回执。"))
        elif not source.strip() and not self.errors:
            empty = _("文件是空的。请选提交时得到的那个 JSON 文件。")
            self.add_error(name, empty if file else _("请选择回执文件，或粘贴回执的内容。"))
        self.cleaned_data["source"] = source
        return self.cleaned_data
