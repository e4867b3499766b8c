"""The register of organisations as data: read from TOML, entered once through the actions."""

import tomllib
from pathlib import Path

from suixin.platform.accounts.actions import save_organisations
from suixin.platform.accounts.models import Organisation
from suixin.platform.ledger.actor import Actor


def load_register(path: Path, actor: Actor, reason: str) -> int:
    """Enters the organisations that are not yet there; how many. What is there stays as people left it."""
    blocks = tomllib.loads(path.read_text("utf-8"))["organisation"]
    known = set(Organisation.objects.values_list("code", flat=True))
    new = [block for block in blocks if block["code"] not in known]
    save_organisations([from_block(block) for block in new], actor, reason)
    return len(new)


def from_block(block: dict) -> Organisation:
    return Organisation(
        code=block["code"],
        name=block["name"]["zh-hans"],
        english=block["name"].get("en", ""),
        short_name=block.get("short", ""),
        aliases=block.get("aliases", []),
        kind=block["kind"],
        district=block.get("district", ""),
        credit_code=block.get("credit_code", ""),
        is_synthetic=block.get("synthetic", False),
    )
