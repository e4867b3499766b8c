"""Every record type of a scene: samples that pass its schema, and samples that fail it at the path they say."""

from collections.abc import Iterator
from pathlib import Path

from suixin.check.house import Finding, House, read_json
from suixin.kernel.records.record_type import MalformedRecordType, RecordType
from suixin.kernel.records.validation import validate


def check(house: House) -> Iterator[Finding]:
    for manifest in house.scenes:
        for record in manifest.records:
            schema, _ = read_json(record.schema)
            try:
                record_type = RecordType.from_schema(record.type, schema)
            except (MalformedRecordType, AttributeError):  # the rule of schemas tells
                continue
            yield from _valid(house, record_type, manifest.folder / "samples" / f"{record.type}.valid.json")
            yield from _invalid(
                house, record_type, manifest.folder / "samples" / f"{record.type}.invalid.json"
            )


def _valid(house: House, record_type: RecordType, path: Path) -> Iterator[Finding]:
    samples, fault = read_json(path)
    if not isinstance(samples, list) or not samples:
        yield house.finding(path, f"needs a list of reports that pass ({fault or 'it is empty'})")
        return
    for position, sample in enumerate(samples):
        for problem in validate(record_type, sample):
            yield house.finding(path, f"sample {position + 1} {problem.path}: {problem.message('en')}")


def _invalid(house: House, record_type: RecordType, path: Path) -> Iterator[Finding]:
    samples, fault = read_json(path)
    if not isinstance(samples, list) or not samples:
        yield house.finding(path, f"needs a list of {{path, data}} that fail ({fault or 'it is empty'})")
        return
    for position, sample in enumerate(samples):
        if not isinstance(sample, dict) or set(sample) != {"path", "data"}:
            yield house.finding(path, f"sample {position + 1} is to have path and data")
            continue
        paths = {problem.path for problem in validate(record_type, sample["data"])}
        if sample["path"] not in paths:
            found = ", ".join(sorted(paths)) or "nothing"
            yield house.finding(path, f"sample {position + 1} is to fail at {sample['path']}; found {found}")
