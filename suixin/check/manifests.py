"""What scenes' and engines' manifests have in common: readable, named after their folder, records that are there,
references that lead somewhere."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from suixin.check.house import Finding, House, Manifest, missing_languages

RECORD_KEYS = {"type", "schema", "submitters", "guard", "inside"}


def problems(house: House, manifest: Manifest, keys: set[str]) -> Iterator[Finding]:
    yield from record_problems(house, manifest)
    if manifest.fault:
        return
    table, folder = manifest.table, manifest.folder
    if table.get("id") != folder.name:
        yield house.finding(
            manifest.path, f"id is {table.get('id')!r}, the folder is {folder.name!r}; make them equal"
        )
    for key in sorted(set(table) - keys):
        yield house.finding(manifest.path, f"{key!r} is not a field of this manifest")
    for language in missing_languages(table.get("title")):
        yield house.finding(manifest.path, f"title lacks {language}")


def record_problems(house: House, manifest: Manifest) -> Iterator[Finding]:
    if manifest.fault:
        yield house.finding(manifest.path, f"cannot be read: {manifest.fault}")
        return
    yield from reference_problems(house, manifest)
    for position, block in enumerate(manifest.table.get("record", ())):
        here = f"record {position + 1} ({block.get('type', 'without a type')})"
        for key in sorted({"type", "schema", "submitters"} - set(block)):
            yield house.finding(manifest.path, f"{here} lacks {key!r}")
        for key in sorted(set(block) - RECORD_KEYS):
            yield house.finding(manifest.path, f"{here}: {key!r} is not a field of a record")
        for role in sorted(set(block.get("submitters", ())) - roles()):
            yield house.finding(manifest.path, f"{here}: there is no role {role!r}")
        if "guard" in block and not _exists(block["guard"]):
            yield house.finding(manifest.path, f"{here}: the guard {block['guard']!r} is not module:function")
    declared = {record.schema.resolve() for record in manifest.records}
    for record in manifest.records:
        if not record.schema.is_file():
            yield house.finding(manifest.path, f"{record.type}: there is no file {record.block['schema']}")
    for path in sorted((manifest.folder / "records").glob("*.schema.json")):
        if path.resolve() not in declared:
            yield house.finding(path, "no [[record]] of the manifest declares it")


def reference_problems(house: House, manifest: Manifest) -> Iterator[Finding]:
    desk = manifest.table.get("desk")
    named = [("desk", desk)] if desk is not None else []
    for key, reference in [*named, *(("work", each) for each in manifest.table.get("work", ()))]:
        if not _exists(reference):
            yield house.finding(manifest.path, f"the {key} {reference!r} is not module:function")


def _exists(reference: object) -> bool:
    """Whether the module has such a function. It is read, not run: that would start Django."""
    module, separator, name = str(reference).partition(":")
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return bool(separator) and any(
        isinstance(node, functions) and node.name == name for node in _statements(module)
    )


@cache
def roles() -> frozenset[str]:
    """The values of `Role`, read in the same way."""
    return frozenset(
        line.value.value
        for node in _statements("suixin.platform.accounts.roles")
        if isinstance(node, ast.ClassDef) and node.name == "Role"
        for line in node.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
    )


def _statements(module: str) -> list[ast.stmt]:
    """Of a module; none where there is no such module."""
    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        return []
    if spec is None or spec.origin is None:
        return []
    return ast.parse(Path(spec.origin).read_bytes()).body
