"""docs/rooms.md names every room, so that a newcomer can find one."""

from collections.abc import Iterator

from suixin.check.house import Finding, House

STOREYS = ("kernel", "platform", "engines", "scenes")


def check(house: House) -> Iterator[Finding]:
    path = house.root / "docs" / "rooms.md"
    if not path.is_file():
        yield house.finding(path, "the map of the rooms is missing")
        return
    text = path.read_text("utf-8")
    storeys = [folder for folder in house.rooms("") if folder.name not in STOREYS]
    for folder in (*storeys, *(room for storey in STOREYS for room in house.rooms(storey))):
        name = folder.relative_to(house.package).as_posix()
        if f"`{name}/`" not in text:
            yield house.finding(path, f"does not name `{name}/`")
