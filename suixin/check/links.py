"""Links from one of our documents to another file of ours lead somewhere."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from suixin.check.house import Finding, House

LINK = re.compile(r"\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")


def check(house: House) -> Iterator[Finding]:
    for path in house.files(".md"):
        if "vendor" in path.parts:
            continue
        for target in LINK.findall(path.read_text("utf-8")):
            place = unquote(target.partition("#")[0])
            if not place or "://" in place or place.startswith("mailto:"):
                continue
            if not (path.parent / place).exists():
                yield house.finding(path, f"the link to {place} leads nowhere")
