"""Each form is a record type: `report.<form>`, in the newest version of its definition."""

from collections.abc import Iterable

from suixin.engines.collections import guards
from suixin.engines.collections.forms import newest_form, record_type_of
from suixin.engines.collections.models import FormVersion
from suixin.kernel.statistics.forms import PREFIX
from suixin.platform.ledger.declarations import Declared


class Reports:
    prefix = PREFIX

    def find(self, name: str) -> Declared | None:
        form = newest_form(name.removeprefix(PREFIX))
        if form is None:
            return None
        return Declared(record_type_of(form.digest), frozenset(form.submitters), guards.report, "collections")

    def names(self) -> Iterable[str]:
        held = FormVersion.objects.filter(to_index=None).values_list("form", flat=True)
        return [PREFIX + form for form in held]
