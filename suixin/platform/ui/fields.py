"""Fields that forms of several rooms ask for in the same way."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

YEARS = range(1900, 3000)  # beyond, moments cannot be computed with


def day_in_reach(day: date) -> None:
    if day.year not in YEARS:
        raise ValidationError(_("年份应在 1900 至 2999 之间，例如 2019-08-26。"))


def day_field(label: Any) -> forms.DateField:
    """A day that may be left open."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[day_in_reach],
        error_messages={"invalid": gettext_lazy("日期应写作 2021-06-30。")},
    )
