"""A notice to a first draft: what the parser read, clause by clause, with its doubts. Nothing is added or dropped."""

import re
from dataclasses import replace

from suixin.engines.programmes.drafting.contents import FRAME, Clause, Contents
from suixin.engines.programmes.drafting.draft import Doubt, Draft
from suixin.engines.programmes.publish import submissions
from suixin.kernel.programme.datafile import ProgrammeData
from suixin.kernel.programme.model import Programme
from suixin.kernel.programme.parser import parse

HEAD = "head"  # id of the head until the programme has a slug
PASSED_ON = re.compile(r"(?:印发|转发|发布)[《<〈](?P<title>.{4,}?)[》>〉](?:的通知)?$")


def first_draft(text: str) -> Draft:
    """Raises `suixin.kernel.programme.parser.NotAPolicy`."""
    programme = parse(text)
    programme = replace(programme, title=own_title(programme.title))
    return Draft(
        contents_of(programme),
        tuple(
            Doubt(
                warning.code,
                warning.message,
                (warning.source.start, warning.source.end) if warning.source else None,
            )
            for warning in programme.warnings
        ),
    )


def own_title(title: str) -> str:
    """The plan's, where the notice only passes a plan on: 关于印发《…方案》的通知."""
    found = PASSED_ON.search(title)
    return found["title"] if found else title


def contents_of(programme: Programme) -> Contents:
    data = ProgrammeData(
        slug=HEAD, whole=True, place=None, programme=programme, words={}, parts={}, serves={}
    )
    return Contents(
        tuple(
            Clause(
                submission.type.partition(".")[2],
                submission.data["id"],
                submission.data["position"],
                {name: value for name, value in submission.data.items() if name not in FRAME},
            )
            for submission in submissions(data, "")
        )
    )
