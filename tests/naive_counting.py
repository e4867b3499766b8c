"""What counts, once more and as plainly as can be: written from docs/certificates.md with nothing of the kernel's. It
sees what was reported in clear, as the publisher does, so it also knows the sums of confidential values."""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


@dataclass
class Told:
    """A record as whoever reported it knows it."""

    type: str
    by: str | None
    supersedes: int | None
    data: dict[str, Any]
    blindings: dict[str, int] = field(default_factory=dict)  # of measures, by path


@dataclass
class NaiveCell:
    units: set = field(default_factory=set)
    value: Decimal = Decimal(0)
    blinding: int | None = None  # None where nothing is committed to


def quarter(month: str) -> str:
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def within(text: str, frequency: str) -> str | None:
    """The period of that frequency that the text, a month or a day, lies in."""
    return {"month": text[:7], "quarter": quarter(text), "year": text[:4]}[frequency]


def newest(told: list[Told], type_: str, id_: str, before: int) -> dict[str, Any] | None:
    found = None
    for number, each in enumerate(told[:before]):
        if each.type == type_ and each.data["id"] == id_:
            found = each.data["definition"]
            assert number >= 0
    return found


def counted(told: list[Told], definition: dict[str, Any], period: str, records: int) -> list[int]:
    """Numbers of the records that count."""
    source = definition["source"]
    kind = f"report.{source['form']}" if "form" in source else source["type"]
    pointer = "period" if "form" in source else source["period"].strip("/")
    chosen = []
    for number in range(records):
        each = told[number]
        if each.type != kind:
            continue
        own = within(each.data[pointer], definition["frequency"])
        if own != period and not (source.get("span") == "to-date" and own < period):
            continue
        if any(later.type == kind and later.supersedes == number for later in told[:records]):
            continue
        if not all(at(each.data, where) == value for where, value in source.get("where", {}).items()):
            continue
        if "form" in source and not passes(told, source, number, records):
            continue
        chosen.append(number)
    return chosen


def at(data: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def passes(told: list[Told], source: dict[str, Any], number: int, records: int) -> bool:
    accepted = False
    for review in range(number + 1, records):
        said = told[review]
        if said.type != "collection.review" or said.data["form"] != source["form"]:
            continue
        if number not in said.data["reports"]:
            continue
        form = newest(told, "collection.form", source["form"], review)
        level = next((each for each in form["reviews"] if each["id"] == said.data["level"]), None)
        district = told[number].data["unit"]["district"]
        if level is None:
            continue
        reviewer = level["organisations"].get(district, level["organisations"].get("*"))
        if reviewer is None or said.by != reviewer:
            continue
        if said.data["decision"] == "returned":
            return False
        if level["id"] == form["reviews"][-1]["id"]:
            accepted = True
    return accepted or source.get("status", "accepted") == "reported"


def digest(numbers: list[int]) -> str:
    return hashlib.sha256(b"".join(n.to_bytes(8, "big") for n in numbers)).hexdigest()


def response(told: list[Told], form: str, period: str, frequency: str, records: int) -> tuple[int, int, int]:
    register = set()
    for number in range(records):
        line = told[number]
        if line.type != "collection.unit" or line.data["form"] != form:
            continue
        if any(each.type == line.type and each.supersedes == number for each in told[:records]):
            continue
        begins = within(line.data["since"], frequency) <= period
        ends = "until" not in line.data or within(line.data["until"], frequency) >= period
        if begins and ends:
            register.add(line.data["unit"])
    plain = {"frequency": frequency, "source": {"form": form, "status": "reported"}}
    strict = {"frequency": frequency, "source": {"form": form}}
    reported = {told[n].by for n in counted(told, plain, period, records)} & register
    accepted = {told[n].by for n in counted(told, strict, period, records)} & register
    return len(register), len(reported), len(accepted)


def cells(  # noqa: PLR0912 - as plainly as can be
    told: list[Told], definition: dict[str, Any], period: str, records: int
) -> dict[tuple[tuple[str, str], ...], NaiveCell]:
    source, aggregate = definition["source"], definition["aggregate"]
    numbers = counted(told, definition, period, records)
    paths: list[tuple[str, str]] = []  # path, class
    if "form" in source:
        form = newest(told, "collection.form", source["form"], records)
        for item in form["items"]:
            if item["id"] in source.get("items", []) or item.get("class", "") in source.get("classes", []):
                paths.append((f"/values/{item['id']}", item.get("class", "")))
        dimensions = {"district": "/unit/district"} | {
            key["id"]: f"/unit/{key['id']}" for key in form["keys"]
        }
        period_at = "/period"
    else:
        paths = [(value["path"], value.get("class", "")) for value in source.get("values", [])]
        dimensions, period_at = source.get("dimensions", {}), source["period"]
    if aggregate == "latest":
        last: dict[str, int] = {}
        for number in numbers:
            by = told[number].by
            if by is not None and (
                by not in last or at(told[last[by]].data, period_at) <= at(told[number].data, period_at)
            ):
                last[by] = number
        numbers = sorted(last.values())
    found = {(): NaiveCell()}
    for number in numbers:
        record = told[number]
        for breakdown in [[], *definition.get("breakdowns", [])]:
            names = [name for name in breakdown if name != "class"]
            place = {name: at(record.data, dimensions[name]) for name in names}
            if any(value is None for value in place.values()):
                continue
            there = [(path, klass) for path, klass in paths if at(record.data, path) is not None]
            if aggregate in ("count", "distinct"):
                groups = {klass: [] for _, klass in there} if "class" in breakdown else {None: []}
            elif "class" in breakdown:
                groups = {klass: [p for p, k in there if k == klass] for _, klass in there}
            else:
                groups = {None: [p for p, _ in there]} if there else {}
            for klass, some in groups.items():
                if klass == "":
                    continue
                full = dict(place) if klass is None else place | {"class": klass}
                cell = found.setdefault(tuple(sorted(full.items())), NaiveCell())
                if record.by is not None:
                    cell.units.add(record.by)
                if aggregate == "count":
                    cell.value += 1
                for path in some:
                    cell.value += Decimal(at(record.data, path))
                    if path in record.blindings:
                        cell.blinding = ((cell.blinding or 0) + record.blindings[path]) % ORDER
    if aggregate == "distinct":
        for cell in found.values():
            cell.value = Decimal(len(cell.units))
    return found
