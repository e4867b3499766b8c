"""No file over 500 lines, and no room called utils: what has no noun of the field has no place yet."""

from collections.abc import Iterator

from suixin.check.house import Finding, House

LINES = 500
NAMELESS = {"utils", "util", "helpers", "common", "misc"}
MADE = {"vendor", "migrations", "locale"}  # not written by hand


def check(house: House) -> Iterator[Finding]:
    for path in house.files(".py", ".js", ".css", ".html", ".toml"):
        if MADE.intersection(path.parts):
            continue
        lines = path.read_bytes().count(b"\n")
        if lines > LINES:
            yield house.finding(path, f"has {lines} lines; more than {LINES} is several rooms")
        if path.stem in NAMELESS or (path.name == "__init__.py" and path.parent.name in NAMELESS):
            yield house.finding(path, "name it after what it is for")
