"""Files of others that are kept in the tree: each is listed with licence and sha256, and is what the list says."""

import hashlib
import tomllib
from collections.abc import Iterator

from suixin.check.house import Finding, House


def check(house: House) -> Iterator[Finding]:
    for folder in sorted(house.package.glob("**/static/vendor")):
        path = folder / "vendor.toml"
        if not path.is_file():
            yield house.finding(folder, "needs a vendor.toml")
            continue
        table = tomllib.loads(path.read_text("utf-8"))
        listed = {path}
        for package in table.get("package", ()):
            name = package.get("name", "a package")
            for key in ("version", "licence", "files"):
                if not package.get(key):
                    yield house.finding(path, f"{name} lacks {key!r}")
            for file, facts in package.get("files", {}).items():
                here = folder / f"{name}-{package.get('version')}" / file
                listed.add(here)
                if not here.is_file():
                    yield house.finding(path, f"there is no {here.relative_to(folder)}")
                elif hashlib.sha256(here.read_bytes()).hexdigest() != facts.get("sha256"):
                    yield house.finding(here, "is not the file whose sha256 vendor.toml gives")
        for found in sorted(folder.rglob("*")):
            if found.is_file() and found not in listed:
                yield house.finding(found, "is not listed in vendor.toml")
