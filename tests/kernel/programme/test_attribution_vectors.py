"""Attribution strings of real notices, labelled by hand by others: every one has to be read as labelled.

A vector flagged `first_is_lead_inherited` stood in a notice that had declared so before.
"""

import json
from pathlib import Path

from suixin.kernel.programme.attribution import Statement, read
from suixin.kernel.programme.text import Text

FEWEST = 28


def test_every_labelled_attribution_is_read_as_labelled(policies: Path):
    lines = (policies / "attribution_vectors.jsonl").read_text("utf-8").splitlines()
    vectors = [json.loads(line) for line in lines if line.strip()]
    wrong = {vector["raw"]: found for vector in vectors if (found := reading(vector)) != label(vector)}
    assert not wrong, f"{len(vectors) - len(wrong)} of {len(vectors)} right; wrong: {wrong}"
    assert len(vectors) >= FEWEST


def reading(vector: dict) -> dict | None:
    inherited = "first_is_lead_inherited" in vector.get("flags", ())
    statement = read(Text(vector["raw"]).level, first_leads=inherited)
    return statement and {
        "lead": named(statement.leads, statement),
        "cooperate": named(statement.supports, statement),
        "groups": set(statement.collective),
        "declares": statement.declares_first,
    } | {
        role: named([other.organisation for other in statement.others if other.role == role], statement)
        for role in ("joint", "guide", "participate", "implement")
    }  # fmt: skip


def named(names, statement: Statement) -> list[str]:
    """Bodies in their order; groups are labelled apart."""
    return [name for name in names if name not in statement.collective]


def label(vector: dict) -> dict | None:
    flags = vector.get("flags", ())
    if "not_attribution" in flags:
        return None
    return {
        "lead": vector["lead"],
        "cooperate": vector["cooperate"],
        "groups": set(vector.get("groups", ())),
        "declares": "declares_first_is_lead" in flags,
    } | {role: vector.get(role, []) for role in ("joint", "guide", "participate", "implement")}
