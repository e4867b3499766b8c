"""The browser's check of a figure, and the kernel's of the same certificate and the same log."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from small_city import ORIGIN, MemoryLog, SmallCity

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.growth import GrowingTree
from suixin.kernel.statistics.certificate import Certificate
from suixin.kernel.statistics.verification import Findings, read_claim, verify_in
from suixin.platform.log.folder import Folder

RUN = """async ({ source, options }) => {
  const { check } = await import("/static/statistics/check/check.js");
  const steps = [];
  const result = await check(source, { ...options, onStep: (step) => steps.push(step) });
  return { ...result, steps };
}"""


def file_of(certificate: Certificate) -> bytes:
    return json.dumps(certificate.as_json(), ensure_ascii=False).encode()


@dataclass(frozen=True)
class Answer:
    found: dict[str, Any]

    @property
    def ok(self) -> bool | None:
        return self.found["ok"]

    @property
    def wrong(self) -> set[str]:
        return {finding["name"] for finding in self.found["findings"] if finding["why"]}

    @property
    def why(self) -> str:
        return "; ".join(f"{each['name']}: {each['why']}" for each in self.found["findings"] if each["why"])

    @property
    def last_steps(self) -> dict[str, str]:
        """How each step ended."""
        return {step["id"]: step["state"] for step in self.found["steps"]}


@dataclass
class Desk:
    """A page that checks certificates of small cities, whose logs the site has as files."""

    page: Any
    home: Path
    used: int = field(default=0)

    def check(
        self, city: SmallCity, source: bytes, leaves: Sequence[bytes] | None = None, **options: Any
    ) -> Answer:
        """`leaves`: what the log's files have, if it is something else than the city's; signed by the city all the same."""
        self.used += 1
        name = f"log-{self.used}"
        write(city, city.leaves if leaves is None else leaves, self.home / "log" / name)
        return self.ask(city, source, name, **options)

    def ask(self, city: SmallCity, source: bytes, name: str, **options: Any) -> Answer:
        address = self.page.evaluate("location.origin") + f"/log/{name}/"
        settings = {"policies": [city.policy.decode()], "log": address, **options}
        return Answer(self.page.evaluate(RUN, {"source": source.decode(), "options": settings}))

    @property
    def folder(self) -> Path:
        """Of the log that was checked last."""
        return self.home / "log" / f"log-{self.used}"


def write(city: SmallCity, leaves: Sequence[bytes], folder: Path) -> None:
    disk, tree = Folder(folder), GrowingTree(0)
    tree.grow(disk, leaves)
    disk.sync()
    disk.replace("checkpoint", Checkpoint(ORIGIN, tree.size, tree.root()).note.signed(city.signer).content)


def by_kernel(source: bytes, leaves: Sequence[bytes]) -> Findings:
    steps, claim = read_claim(source)
    if claim is None:
        return Findings(tuple(steps))
    found = verify_in(MemoryLog(leaves), claim)
    return Findings((*steps, *found.steps), found.revisions)


def wrong_by_kernel(source: bytes, leaves: Sequence[bytes]) -> set[str]:
    return {step.name for step in by_kernel(source, leaves).steps if not step.ok}
