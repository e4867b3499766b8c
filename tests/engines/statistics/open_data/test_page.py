"""What docs/open-data.md tells readers to do works as it stands there, over a real connection."""

import re
import urllib.request
from pathlib import Path
from types import ModuleType

import pytest
import sdmx
from open_city import FLOW, SALES_ID, publish

from suixin.engines.statistics.sdmx import formats, refusals, vocabulary

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "open-data.md").read_text("utf-8")
HERE = "http://127.0.0.1:8000"
ADDRESSES = sorted(set(re.findall(rf"^    curl .*?({HERE}[^\s\"]+)", PAGE, re.MULTILINE)))
PROGRAMS = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def on_site(live_server, monkeypatch):
    """The page's examples, as they are on a site where other figures are published."""
    publish(monkeypatch)

    def put(text: str) -> str:
        text = text.replace("EXPERIENCE_CENTRES", FLOW).replace("experience-centres", SALES_ID)
        return text.replace(HERE, live_server.url)

    return put


def test_each_address_has_an_answer(on_site):
    assert len(ADDRESSES) == 14
    for address in ADDRESSES:
        with urllib.request.urlopen(on_site(address), timeout=120) as answer:
            assert answer.status == 200
            assert answer.read()


@pytest.mark.parametrize("program", PROGRAMS, ids=["pandas", "pysdmx", "sdmx1"])
def test_each_program_runs(on_site, capsys, program: str):
    sdmx.source.sources.pop("SUIXIN", None)
    exec(compile(on_site(program), "open-data.md", "exec"), vars(ModuleType("__example__")))
    said = capsys.readouterr().out
    assert "2019-07" in said
    if "to_pandas" not in program:  # which makes floats of them, as the page says
        assert "12345678901234567890.99" in said


def test_every_attribute_format_and_code_is_told():
    for each in vocabulary.ATTRIBUTES:
        assert f"`{each.id}`" in PAGE
    for each in (*formats.DATA_FORMATS, *formats.STRUCTURE_FORMATS, *formats.OLD_DATA_FORMATS):
        assert f"`{each.short}`" in PAGE
    for _, number, _ in refusals.REFUSALS.values():
        assert number >= refusals.CUSTOM or f"{number} " in PAGE
