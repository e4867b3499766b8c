"""Every scene: a manifest that fits its folder and names a task that its programme has, and a README."""

from collections.abc import Iterator

from suixin.check.house import Finding, House, Manifest
from suixin.check.manifests import problems
from suixin.kernel.programme.datafile import FaultyFile, load

KEYS = {"id", "version", "programme", "task", "title", "record", "projections", "desk", "work"}


def check(house: House) -> Iterator[Finding]:
    with_manifest = {manifest.folder for manifest in house.scenes}
    for folder in house.rooms("scenes"):
        if folder not in with_manifest:
            yield house.finding(folder, "a scene needs a scene.toml")
    for manifest in house.scenes:
        yield from problems(house, manifest, KEYS)
        if not manifest.fault:
            yield from _task(house, manifest)
        for name in ("README.md", "__init__.py"):
            if not (manifest.folder / name).is_file():
                yield house.finding(manifest.folder, f"a scene needs {name}")


def _task(house: House, manifest: Manifest) -> Iterator[Finding]:
    slug, number = manifest.table.get("programme"), manifest.table.get("task")
    path = house.root / "programmes" / str(slug) / "programme.toml"
    if not path.is_file():
        yield house.finding(manifest.path, f"there is no programme {slug!r}")
        return
    try:
        programme = load(path).programme
    except FaultyFile:  # the rule of programmes tells
        return
    if number not in {task.number for task in programme.tasks}:
        yield house.finding(manifest.path, f"{slug} has no task {number!r}")
