"""Looks over a programme that has been read and tells what a person has to settle.

Changes nothing: it holds the result against the notice's own declarations, counts and the dictionary of bodies.
"""

from dataclasses import replace
from datetime import date

from suixin.kernel.programme import counts, organisations
from suixin.kernel.programme.counts import Declared
from suixin.kernel.programme.duties import Declarations
from suixin.kernel.programme.findings import Findings
from suixin.kernel.programme.model import Duty, OtherRole, Task
from suixin.kernel.programme.outline import Item
from suixin.kernel.programme.text import Paragraph


def tell_duties(
    findings: Findings, tasks: list[Task], safeguards: list[Task], starts: dict[str, tuple[int, int]]
) -> None:
    """Units without a duty, and duties of several bodies without a lead. `starts` gives each unit's heading."""
    if not tasks:
        findings.add("no-tasks")
    assigned = [task for task in tasks if task.duties]
    if tasks and not assigned:
        findings.add("no-duties")
    for task in tasks if assigned else ():
        if not task.duties:
            findings.add("no-duty", *starts[task.id])
    if safeguards and sum(bool(one.duties) for one in safeguards) * 2 > len(safeguards):
        for one in safeguards:
            if not one.duties:
                findings.add("no-duty", *starts[one.id])


def tell_declarations(findings: Findings, declared: Declarations, duties: list[Duty]) -> None:
    inherited = sum("first-leads" in duty.rule for duty in duties)
    if declared.first_leads_at and inherited:
        findings.add("first-leads", *declared.first_leads_at, count=inherited)
    if declared.responsible_leads:
        findings.add("responsible-leads", *declared.responsible_leads)
    for everyone in declared.everyone:
        findings.add("everyone-below", everyone.start, everyone.end)
    if declared.default:
        used = sum(duty.rule == "default-duty" for duty in duties)
        findings.add("default-duty", declared.default.start, declared.default.end, count=used)
    if declared.scope:
        findings.add("scope-declared", *declared.scope)


def tell_leads(findings: Findings, placed: list[tuple[Duty, int, int]]) -> None:
    open_ended = [
        (start, end)
        for duty, start, end in placed
        if duty.rule == "joint-responsible"
        and sum(other.role is OtherRole.JOINT for other in duty.others) > 1
    ]
    if open_ended:
        findings.add("no-lead", *open_ended[0], count=len(open_ended))


def tell_names(findings: Findings, placed: list[tuple[Duty, int, int]], signed_on: date | None) -> None:
    """Names that nearly are another's, or that were out of use by the date of the notice."""
    seen: set[str] = set()
    for duty, start, end in placed:
        for name in (*duty.leads, *duty.supports, *(other.organisation for other in duty.others)):
            if name in seen:
                continue
            seen.add(name)
            if organisations.shape(name) is not organisations.Shape.BODY:
                continue
            known = organisations.identify(name)
            if known and known.valid_to and signed_on and signed_on > known.valid_to:
                findings.add("former-name", start, end, name=name, date=known.valid_to.isoformat())
            near = organisations.suggestions(name)
            if near:
                findings.add(
                    "unknown-organisation", start, end, name=name, hint=f"是否为“{'”或“'.join(near)}”？"
                )


def tell_counts(
    findings: Findings,
    preamble: list[Paragraph],
    headings: list[tuple[Item, int]],
    tasks: int,
    safeguards: int,
) -> None:
    """`headings`: items whose title may declare how many units stand under them, with that number."""
    for paragraph in preamble:
        for declared in counts.in_preamble(paragraph.text, paragraph.start):
            _compare(findings, declared, safeguards if declared.safeguards else tasks)
    for item, under in headings:
        title, end = item.title_and_end
        declared_here = counts.in_heading(title, end - len(title))
        if declared_here:
            _compare(findings, replace(declared_here, start=item.start, end=end), under)


def _compare(findings: Findings, declared: Declared, found: int) -> None:
    if declared.number != found:
        findings.add("count-mismatch", declared.start, declared.end, declared=declared.number, found=found)
