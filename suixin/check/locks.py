"""Locked versions: every one with a hash, and no address of any server."""

from collections.abc import Iterator

from suixin.check.house import Finding, House


def check(house: House) -> Iterator[Finding]:
    for path in sorted((house.root / "requirements").glob("*.lock")):
        text = path.read_text("utf-8")
        if "://" in text or "--index" in text or "--extra-index" in text:
            yield house.finding(path, "carries an address; make it again with `make lock`")
        for requirement in text.replace("\\\n", " ").splitlines():
            if requirement.strip() and not requirement.startswith("#") and "--hash=" not in requirement:
                yield house.finding(path, f"{requirement.split(' ')[0]} has no hash")
