"""Indicators that are delivered as files, `programmes/*/indicators/*.toml`: entered at a start, and again when a file has
the next version."""

import tomllib
from pathlib import Path

from suixin.engines.statistics.models import IndicatorVersion
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.kernel.statistics.indicators import Indicator, read_indicator
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.submit import Submission, submit


def enter_indicators(folder: Path, keeper: str | None, reason: str) -> None:
    """A programme's, for the organisation that is to keep them. One whose version in force is the file's, or newer, is
    left as it is. Raises `MalformedDefinition`, which names the file."""
    for path in sorted((folder / "indicators").glob("*.toml")):
        found = read_file(path)
        held = IndicatorVersion.objects.filter(indicator=found.id, to_index=None).first()
        if held is None or found.version == held.version + 1:
            data = {
                "id": found.id,
                "version": found.version,
                "definition": dict(found.definition),
                "reason": reason,
            }
            entry = Submission("statistics.indicator", data, supersedes=held and held.index)
            submit([entry], Actor.system(reason, organisation=held.organisation if held else keeper))


def read_file(path: Path) -> Indicator:
    try:
        return read_indicator(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise MalformedDefinition(f"{path}: {error}") from error
