"""What goes with a release, for whoever wants to check it: its leaf, the log's proof of it, and the definitions."""

from collections.abc import Mapping

from suixin.engines.statistics.known import form_versions, indicator_in
from suixin.engines.statistics.models import Release
from suixin.kernel.statistics.certificate import Certificate
from suixin.platform.ledger.models import Entry
from suixin.platform.log.shown import Unlike, proof_of


def certificate_of(release: Release, at: Mapping[str, str] | None = None) -> Certificate | None:
    """None while no checkpoint covers the release, or where the log holds something else than the ledger."""
    leaf = bytes(Entry.objects.only("leaf").get(pk=release.index).leaf)
    try:
        proof = proof_of(release.index, leaf=leaf)
    except Unlike:
        return None
    if proof is None:
        return None
    indicator = indicator_in(release.digest)
    name = indicator.source.form if indicator.source else ""
    forms = [form for number, form in form_versions(name) if number < release.records] if name else []
    return Certificate(
        number=release.index,
        leaf=leaf,
        proof=proof.content.decode("utf-8"),
        definition=indicator.definition,
        form=forms[-1].definition if forms else None,
        at=at,
    )
