"""Forms of clauses: they ask in people's words and give the data of a record. The record's own schema is the judge."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from suixin.engines.programmes.drafting.contents import Clause, Contents
from suixin.engines.programmes.drafting.wellformed import problems
from suixin.engines.programmes.vocabulary import KINDS_OF_TARGET, KINDS_OF_TASK, OPERATORS
from suixin.platform.ui.fields import day_field
from suixin.platform.ui.numbers import language

WRITTEN = re.compile(r"(?P<digits>-?\d{1,18}(?:\.\d{1,9})?)\s*(?P<scale>万亿|亿|万|)")
SCALES = {"万亿": 12, "亿": 8, "万": 4, "": 0}
RESERVED = frozenset({"import", "drafts", "new"})  # they stand in addresses


def words_field(
    label: Any, *, long: bool = False, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5}) if long else forms.TextInput()
    return forms.CharField(label=label, widget=widget, required=required, help_text=help_text)


def english_field(label: Any, *, long: bool = False) -> forms.CharField:
    return words_field(label, long=long, required=False, help_text=_("英文页面用；不填则显示中文。"))


class ClauseForm(forms.Form):
    """`WORDS`: fields given in languages. `PLAIN`: fields that go into the record as they are."""

    WORDS: tuple[str, ...] = ()
    PLAIN: tuple[str, ...] = ()
    KIND = ""

    def __init__(self, *args: Any, contents: Contents, clause: Clause | None, **kwargs: Any) -> None:
        self.contents, self.clause = contents, clause
        data = clause.data if clause is not None else {}
        kwargs["initial"] = self.shown(data) | dict(kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def shown(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The record's data as initial values."""
        found = {name: data[name] for name in self.PLAIN if name in data}
        for name in self.WORDS:
            words = data.get(name) or {}
            found |= {name: words.get("zh-hans", ""), f"{name}_en": words.get("en", "")}
        return found

    def record(self) -> dict[str, Any]:
        """The clause's data with what was filled in. What the form does not ask for stays."""
        given = self.cleaned_data
        data = dict(self.clause.data) if self.clause is not None else {}
        for name in self.PLAIN:
            put(data, name, given[name])
        for name in self.WORDS:
            old = data.get(name) or {}
            put(data, name, words(old, given[name].strip(), given[f"{name}_en"].strip()))
        return data

    def clean(self) -> dict[str, Any]:
        """Holds the record that would be made against its schema, and puts each problem beside its field."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        for problem in problems(Clause(self.KIND, "x1", 0, self.record())):
            name = self.field_of(problem.path)
            self.add_error(name if name in self.fields else None, problem.message(language()))
        return self.cleaned_data

    def field_of(self, path: str) -> str:
        """Where the problem at this place of the record is asked for."""
        parts = path.split("/")[1:]
        return f"{parts[0]}_en" if parts[1:] == ["en"] else parts[0] if parts else ""


def put(data: dict[str, Any], name: str, value: Any) -> None:
    """Sets the field, or takes it away where nothing was filled in."""
    if value in (None, "", {}, []):
        data.pop(name, None)
    else:
        data[name] = value


def words(old: Mapping[str, str], chinese: str, english: str) -> dict[str, str]:
    """Other Chinese words make an old traditional text wrong."""
    if not chinese and not english:
        return {}
    kept = {"zh-hant": old["zh-hant"]} if "zh-hant" in old and old.get("zh-hans") == chinese else {}
    return {"zh-hans": chinese} | kept | ({"en": english} if english else {})


class HeadForm(ClauseForm):
    KIND = "programme"
    WORDS = ("title", "summary")
    PLAIN = ("number", "issuer", "signed_on", "issued_on", "published_on", "first_year", "last_year", "place")

    title = words_field(_("标题"))
    title_en = english_field(_("英文标题"))
    summary = words_field(
        _("一句话概要"), long=True, required=False, help_text=_("首页最先看到的一句话：这份方案承诺了什么。")
    )
    summary_en = english_field(_("英文概要"), long=True)
    number = forms.CharField(label=_("文号"), required=False, help_text=_("例如 穗工信〔2019〕6号"))
    issuer = forms.CharField(label=_("发文机关"), required=False)
    signed_on = day_field(_("成文日期"))
    issued_on = day_field(_("印发日期"))
    published_on = day_field(_("公布日期"))
    first_year = forms.IntegerField(label=_("实施期起（年）"), required=False)
    last_year = forms.IntegerField(label=_("实施期止（年）"), required=False)
    bases = forms.CharField(
        label=_("落实的上级文件"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一份：文号、竖线、标题，例如 粤府〔2018〕27号|广东省扩大和升级信息消费实施方案"),
    )
    place = forms.CharField(label=_("行政区划代码"), required=False, help_text=_("六位数字，例如 440100"))
    front = forms.BooleanField(
        label=_("放在首页"), required=False, help_text=_("公开网站的首页只显示一份方案：最后勾选的那一份。")
    )
    whole = forms.BooleanField(
        label=_("收录了文件的全部任务"), required=False, help_text=_("不勾选时，页面写明只收录了一部分。")
    )

    def shown(self, data: Mapping[str, Any]) -> dict[str, Any]:
        lines = [f"{base.get('number', '')}|{base['title']}" for base in data.get("bases", ())]
        return super().shown(data) | {
            "bases": "\n".join(lines),
            "whole": data.get("whole", True),
            "front": data.get("front", False),
        }

    def record(self) -> dict[str, Any]:
        data = super().record()
        for name in ("signed_on", "issued_on", "published_on"):
            put(data, name, day.isoformat() if (day := self.cleaned_data[name]) else None)
        put(data, "bases", list(bases(self.cleaned_data["bases"])))
        put(data, "front", self.cleaned_data["front"] or None)
        return data | {"whole": self.cleaned_data["whole"]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if (first is None) != (last is None):
            self.add_error("last_year", _("起止年份须一起填写。"))
        elif first is not None and last is not None and first > last:
            self.add_error("last_year", _("终止年不能早于起始年。"))
        return cleaned


def bases(lines: str) -> Iterable[dict[str, str]]:
    for line in lines.splitlines():
        number, bar, title = line.replace("｜", "|").partition("|")
        if not bar:
            number, title = "", line
        if title.strip():
            yield {"title": title.strip()} | ({"number": number.strip()} if number.strip() else {})


class GroupForm(ClauseForm):
    KIND = "group"
    WORDS = ("title",)
    PLAIN = ("number",)

    number = forms.CharField(label=_("序号"), help_text=_("照原文，例如 一"))
    title = words_field(_("标题"))
    title_en = english_field(_("英文标题"))


class TaskForm(ClauseForm):
    KIND = "task"
    WORDS = ("title", "summary")
    PLAIN = ("kind", "number", "group", "due")

    kind = forms.ChoiceField(label=_("类别"), choices=list(KINDS_OF_TASK.items()))
    number = forms.CharField(label=_("序号"), help_text=_("照原文，例如 9"))
    group = forms.ChoiceField(label=_("所属分组"), required=False)
    title = words_field(_("标题"))
    title_en = english_field(_("英文标题"))
    summary = words_field(
        pgettext_lazy("task", "内容"),
        long=True,
        required=False,
        help_text=_("要做什么。可照原文，也可用自己的话写短些。"),
    )
    summary_en = english_field(_("英文内容"), long=True)
    due = forms.CharField(label=_("完成时限"), required=False, help_text=_("2021、2021-06 或 2021-06-30"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(clause.id, clause.name) for clause in self.contents.of("group")]
        self.fields["group"].choices = [("", _("不分组")), *groups]  # type: ignore[attr-defined]


class TargetForm(ClauseForm):
    KIND = "target"
    WORDS = ("metric", "unit")
    PLAIN = ("kind", "op", "value", "due", "task", "serves")

    metric = words_field(_("指标"), help_text=_("要达到的是什么，例如 4K用户"))
    metric_en = english_field(_("英文指标"))
    kind = forms.ChoiceField(label=_("类别"), choices=list(KINDS_OF_TARGET.items()))
    op = forms.ChoiceField(
        label=_("比较"), choices=[("", _("没有给出数字")), *OPERATORS.items()], required=False
    )
    value = forms.CharField(
        label=_("目标值"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("数字，可写 300万；单位另填，例如 户。"),
    )
    unit = words_field(_("单位"), required=False)
    unit_en = english_field(_("英文单位"))
    due = forms.CharField(label=_("期限"), required=False, help_text=_("2021、2021-06 或 2021-06-30"))
    task = forms.ChoiceField(label=_("所在任务"), required=False)
    serves = forms.CharField(
        label=_("支撑的上级目标"),
        required=False,
        help_text=_("方案代号/目标编号，例如 guangdong-2018/4k-users"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tasks = [(clause.id, clause.name) for clause in self.contents.of("task")]
        self.fields["task"].choices = [("", _("不属于某项任务")), *tasks]  # type: ignore[attr-defined]

    def clean_value(self) -> str:
        """Also as people write it: 300万, 1.5亿, 3,000,000."""
        given = self.cleaned_data["value"].replace(",", "").replace("，", "").strip()
        found = WRITTEN.fullmatch(given)
        if given and found is None:
            raise forms.ValidationError(_("目标值请写数字，例如 3000000、300万 或 12.5。"))
        if found is None:
            return ""
        return format(Decimal(found["digits"]).scaleb(SCALES[found["scale"]]).normalize(), "f")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("op")) != bool(cleaned.get("value")):
            self.add_error("value", _("比较和目标值须一起填写，或都不填。"))
        elif cleaned.get("value") and not cleaned.get("unit"):
            self.add_error("unit", _("有目标值就须写明单位，例如 户、个、%。"))
        return cleaned


FORMS: Mapping[str, type[ClauseForm]] = {
    form.KIND: form for form in (HeadForm, GroupForm, TaskForm, TargetForm)
}


class ReasonForm(forms.Form):
    """Why a published clause changes: public and for ever."""

    reason = forms.CharField(
        label=_("修改理由"),
        min_length=2,
        max_length=500,
        help_text=_("随改动一起公开，例如“机构改革，牵头部门更名”。"),
    )


class PublicationForm(forms.Form):
    slug = forms.SlugField(
        label=_("方案代号"),
        min_length=2,
        max_length=60,
        error_messages={"invalid": _("方案代号只用小写字母、数字和连字符。")},
        help_text=_("用在网址里，发布后不再改变：小写字母、数字和连字符，例如 guangzhou-2019。"),
    )
    reason = forms.CharField(label=_("理由"), min_length=2, max_length=500, initial=_("首次发布"))
    disclose = forms.BooleanField(
        label=_("同时公布通知原文"),
        required=False,
        initial=True,
        help_text=_("公众可以在原文里看到每项任务、目标出自哪一句。"),
    )

    again = forms.BooleanField(required=False, label=_("仍要另外发布一份"))

    def __init__(self, *args: Any, published_as: str | None = None, **kwargs: Any) -> None:
        """`published_as`: the programme that this notice is already; publishing it again has to be meant."""
        super().__init__(*args, **kwargs)
        if published_as is None:
            del self.fields["again"]
        else:
            self.fields["again"].required = True
            self.fields["again"].help_text = _(
                "这份通知已发布为“%(slug)s”。要修改它，请直接编辑那个方案；另发一份会让各单位的任务重复一遍。"
            ) % {"slug": published_as}

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug != slug.lower() or "_" in slug or slug.startswith("-"):
            raise forms.ValidationError(_("方案代号只用小写字母、数字和连字符。"))
        if slug in RESERVED:
            raise forms.ValidationError(_("这个代号留作他用，请换一个。"))
        return slug


class NoticeForm(forms.Form):
    """A file or pasted text; one of the two."""

    file = forms.FileField(
        label=_("通知文件"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.html,.htm,.docx,.pdf"}),
        help_text=_("txt、html、docx 或带文字的 PDF，至多 20 MB。"),
    )
    text = forms.CharField(
        label=_("或粘贴全文"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            raise forms.ValidationError(_("请选择通知文件，或粘贴通知全文。"))
        return cleaned
