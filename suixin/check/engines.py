"""Every engine and platform room that declares records: a manifest that fits its folder."""

from collections.abc import Iterator

from suixin.check.house import Finding, House
from suixin.check.manifests import problems, record_problems

KEYS = {"id", "version", "title", "record", "projections", "families", "desk", "work"}


def check(house: House) -> Iterator[Finding]:
    with_manifest = {manifest.folder for manifest in house.engines}
    for folder in house.rooms("engines"):
        if folder not in with_manifest:
            yield house.finding(folder, "an engine needs an engine.toml")
    for manifest in house.engines:
        yield from problems(house, manifest, KEYS)
    for manifest in house.platform_rooms:
        yield from record_problems(house, manifest)
