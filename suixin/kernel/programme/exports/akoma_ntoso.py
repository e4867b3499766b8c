"""The programme as Akoma Ntoso 3.0 (OASIS LegalDocML), a `doc` whose hierarchy is the notice's own.

Targets are `quantity` elements with a normalised value; duties name organisations and roles that the references
section declares once. A notice without any date carries the date that means unknown.
"""

import re
from collections.abc import Iterable
from datetime import date

from lxml import etree

from suixin.kernel.programme.days import last_day
from suixin.kernel.programme.exports.wording import ROLES, body_of, due_in_words
from suixin.kernel.programme.exports.xml import Content, Maker, document
from suixin.kernel.programme.model import Duty, Programme, Reference, Target, Task

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
UNKNOWN_DATE = date(1, 1, 1)
LANGUAGE = "zho"
SOURCE = "#suixin"
LEAD, SUPPORT = "牵头", "配合"
ROLE_IDS = {LEAD: "lead", SUPPORT: "support", **{word: role.value for role, word in ROLES.items()}}
NOT_IN_IRI = re.compile(r"[^\w.-]+")
DUTY_SEPARATOR = "；"

_el = Maker(NAMESPACE)


def write(programme: Programme) -> bytes:
    organisations = _organisations(programme)
    notice = _el(
        "doc",
        _el(
            "meta",
            _identification(programme),
            _references(programme, organisations),
        ),
        _preface(programme),
        _el("mainBody", *_body(programme, organisations)),
        name="notice",
    )
    return document(_el("akomaNtoso", notice))


def _identification(programme: Programme) -> etree._Element:
    made = programme.signed_on or programme.issued_on or programme.published_on
    day = (made or UNKNOWN_DATE).isoformat()
    number = _iri(programme.number or programme.title or "notice")
    work = f"/akn/cn/doc/notice/{day}/{number}"
    expression = f"{work}/{LANGUAGE}@{day}"
    manifestation = f"{expression}.xml"
    what = (
        "signed"
        if programme.signed_on
        else "issued"
        if programme.issued_on
        else "published"
        if made
        else "unknown"
    )

    def level(iri: str, author: str, *own: etree._Element) -> list[etree._Element]:
        return [
            _el("FRBRthis", value=f"{iri}/!main" if iri != manifestation else f"{expression}/!main.xml"),
            _el("FRBRuri", value=iri),
            *(
                [_el("FRBRalias", name="title", value=programme.title)]
                if iri == work and programme.title
                else []
            ),
            _el("FRBRdate", date=day, name=what),
            _el("FRBRauthor", href=author),
            *own,
        ]

    subtype = [_el("FRBRcountry", value="cn"), _el("FRBRsubtype", value="notice")]
    numbered = [_el("FRBRnumber", value=programme.number)] if programme.number else []
    author = "#issuer" if programme.issuer else SOURCE
    return _el(
        "identification",
        _el("FRBRWork", *level(work, author, *subtype, *numbered)),
        _el("FRBRExpression", *level(expression, author, _el("FRBRlanguage", language=LANGUAGE))),
        _el(
            "FRBRManifestation", *level(manifestation, SOURCE, _el("FRBRformat", value="application/akn+xml"))
        ),
        source=SOURCE,
    )


def _references(programme: Programme, organisations: dict[str, str]) -> etree._Element:
    entries = [
        _el("TLCReference", eId=f"base_{at}", name="basis", href=_notice_iri(base), showAs=_shown(base))
        for at, base in enumerate(programme.bases, start=1)
    ]
    if programme.issuer:
        entries.append(_organisation("issuer", programme.issuer))
    entries.append(
        _el("TLCOrganization", eId="suixin", href="/akn/ontology/organization/suixin", showAs="Suixin")
    )
    entries += [_organisation(eid, name) for name, eid in organisations.items()]
    entries += [
        _el("TLCRole", eId=eid, href=f"/akn/ontology/role/cn/{eid}", showAs=word)
        for word, eid in ROLE_IDS.items()
    ]
    entries += [
        _el(
            "TLCConcept",
            eId=_metric_id(target),
            href=f"/akn/ontology/concept/cn/{_iri(target.metric or target.id)}",
            showAs=target.metric or target.text,
        )
        for target in programme.targets
    ]
    return _el("references", *entries, source=SOURCE)


def _preface(programme: Programme) -> etree._Element:
    parts: list[Content] = [_el("docTitle", programme.title)]
    if programme.number:
        parts.append(_el("docNumber", programme.number))
    if programme.issuer:
        parts.append(_el("docProponent", programme.issuer))
    parts += [
        _el("docDate", day.isoformat(), date=day.isoformat())
        for day in (programme.signed_on, programme.issued_on, programme.published_on)
        if day
    ]
    bases = [
        _el("p", _el("ref", _shown(base), eId=f"preface__ref_{at}", href=_notice_iri(base)))
        for at, base in enumerate(programme.bases, start=1)
    ]
    return _el("preface", *(_el("p", part) for part in parts), *bases, eId="preface")


def _body(programme: Programme, organisations: dict[str, str]) -> list[etree._Element]:
    stated = [target for target in programme.targets if target.task is None]
    within: dict[str, list[Target]] = {}
    for target in programme.targets:
        if target.task:
            within.setdefault(target.task, []).append(target)

    def articles(tasks: Iterable[Task], eid: str) -> list[etree._Element]:
        prefix = f"{eid}__" if eid else ""
        return [
            _article(task, f"{prefix}art_{at}", within.get(task.id, []), organisations)
            for at, task in enumerate(tasks, start=1)
        ]

    body: list[etree._Element] = []
    if stated:
        lines = [_el("p", *_target(target, "hcontainer_1__content")) for target in stated]
        content = _el("content", *lines, eId="hcontainer_1__content")
        body.append(_el("hcontainer", _el("heading", "目标"), content, name="targets", eId="hcontainer_1"))
    known = {group.id for group in programme.groups}
    body += articles((task for task in programme.tasks if task.group not in known), "")
    for at, group in enumerate(programme.groups, start=1):
        eid = f"sec_{at}"
        tasks = articles((task for task in programme.tasks if task.group == group.id), eid)
        body.append(_el("section", _el("num", group.number), _el("heading", group.title), *tasks, eId=eid))
    if programme.safeguards:
        measures = articles(programme.safeguards, "hcontainer_2")
        body.append(
            _el("hcontainer", _el("heading", "保障措施"), *measures, name="safeguards", eId="hcontainer_2")
        )
    return body or [_el("p", programme.title)]


def _article(task: Task, eid: str, targets: list[Target], organisations: dict[str, str]) -> etree._Element:
    content = [_el("p", line) for line in body_of(task).splitlines()]
    content += [_el("p", *_target(target, eid)) for target in targets]
    content += [_el("p", *_duty(duty, organisations), class_="duty") for duty in task.duties]
    return _el(
        "article",
        _el("num", task.number),
        _el("heading", task.title),
        _el("content", *(content or [_el("p")]), eId=f"{eid}__content"),
        eId=eid,
    )


def _target(target: Target, eid: str) -> list[Content]:
    number = "" if target.value is None else format(target.value, "f")
    parts = (target.op.value if target.op else "", number, target.unit or "")
    normalised = " ".join(part for part in parts if part)
    quantity = _el(
        "quantity",
        target.text,
        eId=f"{eid}__quantity_{_iri(target.id)}",
        refersTo=f"#{_metric_id(target)}",
        normalized=normalised or target.kind.value,
    )
    day = last_day(target.due)
    return [quantity, " ", _el("date", due_in_words(target.due), date=day.isoformat())] if day else [quantity]


def _duty(duty: Duty, organisations: dict[str, str]) -> list[Content]:
    """牵头：甲、乙；配合：丙"""
    parts: dict[str, list[str]] = {LEAD: list(duty.leads), SUPPORT: list(duty.supports)}
    for other in duty.others:
        parts.setdefault(ROLES[other.role], []).append(other.organisation)
    written: list[Content] = []
    for role, named in parts.items():
        if not named:
            continue
        written += [DUTY_SEPARATOR] if written else []
        written += [_el("role", role, refersTo=f"#{ROLE_IDS[role]}"), "："]
        for at, name in enumerate(named):
            written += ["、"] if at else []
            written.append(_el("organization", name, refersTo=f"#{organisations[name]}"))
    return written


def _organisations(programme: Programme) -> dict[str, str]:
    """Name -> eId, in the order in which they come."""
    duties = [duty for task in (*programme.tasks, *programme.safeguards) for duty in task.duties]
    named = (
        name
        for duty in duties
        for name in (*duty.leads, *duty.supports, *(other.organisation for other in duty.others))
    )
    return {name: f"org_{at}" for at, name in enumerate(dict.fromkeys(named), start=1)}


def _organisation(eid: str, name: str) -> etree._Element:
    return _el("TLCOrganization", eId=eid, href=f"/akn/ontology/organization/cn/{_iri(name)}", showAs=name)


def _notice_iri(base: Reference) -> str:
    return f"/akn/cn/doc/notice/{_iri(base.number or base.title)}"


def _shown(base: Reference) -> str:
    return (
        f"《{base.title}》（{base.number}）"
        if base.number and base.title
        else base.number or f"《{base.title}》"
    )


def _metric_id(target: Target) -> str:
    return f"metric_{_iri(target.id)}"


def _iri(text: str) -> str:
    """穗工信〔2019〕6号 is 穗工信-2019-6号: an IRI may hold Chinese characters, but not brackets or spaces."""
    return NOT_IN_IRI.sub("-", text).strip("-") or "x"
