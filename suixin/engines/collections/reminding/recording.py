"""Writes down that units are reminded. Letters follow from the record, so that a crash in between loses none."""

from collections.abc import Sequence
from typing import Any

from suixin.engines.collections.models import Opening
from suixin.engines.collections.reminding.steps import Kind
from suixin.kernel.statistics.forms import Form
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.submit import Submission, submit

UNIT_LIMIT = 1_000  # named by one record, which has to fit into a leaf


def remind(
    form: Form,
    opening: Opening,
    units: Sequence[str],
    actor: Actor,
    *,
    kind: Kind = Kind.BY_HAND,
    step: int | None = None,
    message: str = "",
) -> None:
    """All or none. Raises as `submit` does."""
    submissions = []
    for start in range(0, len(units), UNIT_LIMIT):
        data: dict[str, Any] = {
            "form": form.id,
            "period": opening.period,
            "due": opening.due.isoformat(),
            "kind": kind.value,
            "units": list(units[start : start + UNIT_LIMIT]),
        }
        if step is not None:
            data["step"] = step
        if message:
            data["message"] = message
        if form.synthetic:
            data["synthetic"] = True
        submissions.append(Submission("collection.reminder", data))
    submit(submissions, actor)
