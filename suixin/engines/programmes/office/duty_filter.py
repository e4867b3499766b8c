"""What the duties table can be asked for. Its address carries all of it, so an address is a saved view."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from suixin.engines.programmes import read
from suixin.engines.programmes.office.duties import SAFEGUARDS
from suixin.engines.programmes.vocabulary import ROLES

ANY = ("", _("不限"))


class DutyFilter(forms.Form):
    q = forms.CharField(label=_("文字"), required=False, max_length=100, widget=forms.SearchInput)
    programme = forms.ChoiceField(label=_("方案"), required=False)
    group = forms.ChoiceField(label=_("任务组"), required=False)
    organisation = forms.CharField(
        label=_("机构名称或代号"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "bodies", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("角色"), required=False, choices=[ANY, *ROLES.items()])
    no_lead = forms.BooleanField(label=_("没有写明牵头单位"), required=False)
    unregistered = forms.BooleanField(label=_("有机构未登记"), required=False)

    def __init__(self, data: object, programmes: Sequence[read.Programme]) -> None:
        super().__init__(data)
        self.fields["programme"].choices = [ANY, *((each.slug, str(each.title)) for each in programmes)]
        self.fields["group"].choices = [ANY, *((str(each.title), groups_of(each)) for each in programmes)]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("列表里没有这一项，请重新选择。")


def groups_of(programme: read.Programme) -> list[tuple[str, str]]:
    groups = [
        (f"{programme.slug}/{group.id}", f"{group.number}、{group.title}") for group in programme.groups
    ]
    safeguards = [(f"{programme.slug}/{SAFEGUARDS}", gettext("保障措施"))]
    return groups + (safeguards if programme.safeguards else [])
