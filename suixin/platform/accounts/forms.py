"""What office pages about organisations and people ask for. Rules that need the database live in `actions`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suixin.platform.accounts.districts import CHOICES
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.roles import Role
from suixin.platform.ui.fields import day_field

NO_DISTRICT = [("", _("不限"))]


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("理由"),
        min_length=2,
        max_length=300,
        help_text=_("随记录长期保存，例如“机构改革更名”。请勿填写个人信息。"),
    )


class OrganisationForm(forms.ModelForm):
    aliases = forms.CharField(
        label=_("别名"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("每行一个。")
    )
    district = forms.ChoiceField(label=_("所在区"), required=False, choices=NO_DISTRICT + CHOICES)
    valid_from = day_field(_("设立日期"))
    valid_to = day_field(_("撤并日期"))
    reason = reason_field()

    class Meta:
        model = Organisation
        fields = (
            "code",
            "name",
            "short_name",
            "english",
            "kind",
            "district",
            "credit_code",
            "aliases",
            "valid_from",
            "valid_to",
        )
        help_texts = {  # noqa: RUF012 - read by Django as it stands
            "code": _("用于网址的小写字母、数字和连字符，登记后不再改变，例如 gz-jtj。"),
            "credit_code": _("18 位；没有的机构留空。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None
        self.initial["aliases"] = "\n".join(self.instance.aliases)

    def clean_aliases(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]

    def clean_credit_code(self) -> str:
        return self.cleaned_data["credit_code"].strip().upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("撤并日期不能早于设立日期。"))
        return cleaned


class PersonForm(forms.ModelForm):
    reason = reason_field()

    class Meta:
        model = Person
        fields = ("username", "name", "email")
        help_texts = {  # noqa: RUF012 - read by Django as it stands
            "username": _("登录时使用，请勿使用身份证号或手机号。"),
            "email": _("可以不填。只用来提醒待办的报表，不公开，不写入记录。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].disabled = self.instance.pk is not None


class MailForm(forms.ModelForm):
    """What a person chooses about letters; the address itself is the security administrator's to change."""

    class Meta:
        model = Person
        fields = ("wants_mail", "language")
        help_texts = {"wants_mail": _("不勾选也不会漏：工作台上照样列着。")}  # noqa: RUF012


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("角色"), choices=[(role.value, role.title) for role in Role])
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=_("机构"),
        required=False,
        to_field_name="code",
        empty_label=_("不属于机构"),
        help_text=_("方案管理员、填报员和企业须选择机构。"),
    )
    district = forms.ChoiceField(label=_("区"), required=False, choices=NO_DISTRICT + CHOICES)
    reason = reason_field()


class ReasonForm(forms.Form):
    reason = reason_field()


class KeyForm(forms.Form):
    label = forms.CharField(
        label=_("给哪个程序用"),
        min_length=2,
        max_length=60,
        help_text=_("例如“产销系统”。随记录保存，请勿填写个人信息。"),
    )
    days = forms.ChoiceField(
        label=_("有效期"),
        choices=[(30, _("30 天")), (90, _("90 天")), (180, _("180 天")), (365, _("一年"))],
        initial=90,
        help_text=_("过期后须另生成一把。"),
    )


class RegisterFileForm(forms.Form):
    file = forms.FileField(
        label=_("机构名单"),
        allow_empty_file=True,
        help_text=_(
            "CSV（UTF-8 或 GB18030）或 XLSX，首行为列名：代号、全称、类别必填，类别写政府、区、部门、企业或机构；"
            "简称、英文名、所在区、统一社会信用代码可填。至多 2,000 行、2 MB。"
        ),
    )


class AuditFilter(forms.Form):
    since = day_field(_("起始日期"))
    until = day_field(_("截止日期"))
    kind = forms.ChoiceField(label=_("类别"), required=False)
    event = forms.ChoiceField(label=_("结果"), required=False)
