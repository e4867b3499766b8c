"""Forms that are delivered as files, `programmes/*/collections/*.toml`: entered at a start, and again when a file has the
next version."""

import tomllib
from pathlib import Path

from suixin.engines.collections.actions import publish_form
from suixin.engines.collections.models import FormVersion
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.kernel.statistics.forms import Form, read_form
from suixin.platform.ledger.actor import Actor


def enter_forms(folder: Path, reason: str) -> None:
    """A form whose version in force is the file's, or newer, is left as it is. Raises `MalformedDefinition`, which names
    the file."""
    for path in sorted(folder.glob("*/collections/*.toml")):
        form = read_file(path)
        held = FormVersion.objects.now(form=form.id)
        if held is None or form.version == held.version + 1:
            actor = Actor.system(reason, organisation=form.authority)
            publish_form(form.definition, actor, reason, supersedes=held and held.index)


def read_file(path: Path) -> Form:
    try:
        return read_form(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise MalformedDefinition(f"{path}: {error}") from error
