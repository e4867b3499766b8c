"""What the search finds of programmes and of the public bodies: their pages, in step with the records."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suixin.engines.programmes import read
from suixin.engines.programmes.portal.parts import bar
from suixin.engines.programmes.projections import KINDS
from suixin.platform.accounts.models import Organisation
from suixin.platform.ledger.entries import StoredEntry
from suixin.platform.search import index
from suixin.platform.search.kinds import Kind
from suixin.platform.search.page import Page
from suixin.platform.ui.numbers import written_date
from suixin.platform.ui.target_bar import goal_words

FOUND = (
    Kind("programme", gettext_lazy("方案"), weight=1.5),
    Kind("task", gettext_lazy("任务")),
    Kind("safeguard", gettext_lazy("保障措施")),
    Kind("target", gettext_lazy("目标")),
    Kind("organisation", gettext_lazy("部门和区")),
)
WRITTEN_IN = ("zh-hans", "en")  # traditional characters are derived on the page


class ProgrammePages(index.Feed):
    """Reads the items, which are declared before it and so are up to date."""

    name = "programmes.pages"
    types = frozenset(f"programme.{kind}" for kind in KINDS)

    def apply(self, entries: Sequence[StoredEntry]) -> None:
        slugs = dict.fromkeys(entry.data["programme"] for entry in entries)
        index.put(self.name, {slug: list(programme_pages(read.programme(slug))) for slug in slugs})


class OrganisationPages(index.Feed):
    """From the records of organisations, each of which tells the whole of one. Companies have no public page."""

    name = "programmes.organisation_pages"
    types = frozenset({"account.organisation"})

    def apply(self, entries: Sequence[StoredEntry]) -> None:
        latest = {entry.data["code"]: entry.data for entry in entries}
        index.put(self.name, {code: list(organisation_pages(data)) for code, data in latest.items()})


def programme_pages(programme: read.Programme | None) -> Iterator[Page]:
    if programme is None:  # withdrawn
        return
    within = programme.title.given
    groups = {group.id: together(within, group.title.given, by=" · ") for group in programme.groups}
    yield Page(
        key="programme",
        kind="programme",
        route="programmes:programme",
        arguments=(programme.slug,),
        title=within,
        text=together(
            programme.summary.given if programme.summary else {},
            {"zh-hans": "".join(f"依据：{basis.title}{basis.number or ''}。" for basis in programme.bases)},
        ),
        names=tuple(name for name in (programme.number,) if name),
    )
    for task in (*programme.tasks, *programme.safeguards):
        yield Page(
            key=f"task/{task.id}",
            kind=task.kind,
            route="programmes:task",
            arguments=(programme.slug, task.id),
            title=task.title.given,
            text=together(task.summary.given if task.summary else {}, {"zh-hans": who(task)}),
            within=groups.get(task.group or "", within),
        )
    for target in programme.targets:
        on_task = target.task is not None and programme.task(target.task) is not None
        yield Page(
            key=f"target/{target.id}",
            kind="target",
            route="programmes:task" if on_task else "programmes:programme",
            arguments=(programme.slug, target.task) if on_task and target.task else (programme.slug,),
            fragment="aim" if on_task else "targets",
            title=target.metric.given,
            text={language: goal(target, programme, language) for language in WRITTEN_IN},
            within=within,
        )


def together(*texts: Mapping[str, str], by: str = "") -> dict[str, str]:
    """Language by language, one after the other."""
    languages = dict.fromkeys(language for text in texts for language in text)
    return {
        language: by.join(text[language] for text in texts if text.get(language)) for language in languages
    }


def who(task: read.Task) -> str:
    others = [name for duty in task.duties for _, name in duty.others]
    parts = (("牵头", task.leads), ("配合", task.supports), ("其他", tuple(dict.fromkeys(others))))
    return "".join(f"{words}：{'、'.join(names)}。" for words, names in parts if names)


def goal(target: read.Target, programme: read.Programme, language: str) -> str:
    with translation.override(language):
        words = goal_words(bar(target, programme)) or _("没有给出数字的目标")
        return f"{words} · {_('期限')} {written_date(target.due)}" if target.due else words


def organisation_pages(data: Mapping[str, Any]) -> Iterator[Page]:
    if data["kind"] == Organisation.Kind.COMPANY:
        return
    name, short = data["name"], data.get("short_name") or data["name"]
    english = {"en": data["english"]} if data.get("english") else {}
    yield Page(
        key="organisation",
        kind="organisation",
        route="programmes:organisation",
        arguments=(data["code"],),
        title={"zh-hans": short} | english,
        text={"zh-hans": "、".join(dict.fromkeys((name, *data.get("aliases", ()))))},
        names=tuple(dict.fromkeys(each for each in (name, *data.get("aliases", ())) if each != short)),
    )
