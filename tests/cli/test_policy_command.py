import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from lxml import etree

from suixin.cli import main
from suixin.commands.bench_notices import notice
from suixin.kernel.programme.reading.unreadable import LARGEST_FILE

NOTICE = notice(2_000)
COMMAND = [sys.executable, "-c", "from suixin.cli import main; main()", "policy"]

# The command with no more memory than this, which at its end tells its processor time, children included.
BOUNDED = [
    sys.executable,
    "-c",
    "import atexit, resource, sys\n"
    "resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))\n"
    "use = lambda: [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
    "atexit.register(lambda: print(sum(u.ru_utime + u.ru_stime for u in use()), file=sys.stderr))\n"
    "from suixin.cli import main; main()",
    "policy",
    "parse",
]


def run(*arguments: str | Path, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["policy", *map(str, arguments)], input=given)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_bytes(NOTICE.encode("gb18030"))
    return path


def test_a_file_becomes_one_json_document(file: Path) -> None:
    result = run("parse", file)
    assert result.exit_code == 0
    found = json.loads(result.stdout_bytes)
    assert found["number"] == "榕工信〔2020〕6号"
    assert found["tasks"][0]["duties"][0]["leads"] == ["市工业和信息化局"]


def test_offsets_count_characters_of_what_policy_text_prints(file: Path) -> None:
    text = run("text", file).stdout_bytes.decode()
    assert text == NOTICE
    duty = json.loads(run("parse", file).stdout_bytes)["tasks"][0]["duties"][0]
    assert text[duty["source"]["start"] : duty["source"]["end"]] == duty["text"]


def test_standard_input_is_read_and_any_locale_prints_utf8(file: Path) -> None:
    bare = {"PATH": os.environ["PATH"], "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    piped = subprocess.run(
        [*COMMAND, "parse", "-"], input=NOTICE.encode(), capture_output=True, env=bare, check=True
    )
    assert piped.stdout == run("parse", file).stdout_bytes
    refused = subprocess.run([*COMMAND, "parse", "-"], input=b"", capture_output=True, env=bare, check=False)
    assert refused.returncode == 2
    assert "文件是空的" in refused.stderr.decode() and b"Traceback" not in refused.stderr


@pytest.mark.parametrize(("form", "root"), [("akn", "akomaNtoso"), ("iati", "iati-activities")])
def test_xml_formats(file: Path, form: str, root: str) -> None:
    result = run("parse", file, "--format", form)
    assert etree.QName(etree.fromstring(result.stdout_bytes)).localname == root


def test_office_formats_go_to_a_file_or_a_pipe(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "分工表.xlsx"
    assert run("parse", file, "--format", "xlsx", "--output", target).exit_code == 0
    assert target.read_bytes() == run("parse", file, "--format", "xlsx").stdout_bytes
    book = openpyxl.load_workbook(BytesIO(target.read_bytes()))
    assert book.active is not None and book.active["A3"].value == "序号"


def test_a_file_that_cannot_be_written_is_said(file: Path, tmp_path: Path) -> None:
    result = run("parse", file, "--output", tmp_path / "missing" / "a.json")
    assert result.exit_code == 2 and "无法写入" in result.stderr


@pytest.mark.parametrize("command", ["parse", "text"])
def test_bad_input_is_a_sentence_and_status_two(command: str, tmp_path: Path) -> None:
    empty, huge = tmp_path / "empty", tmp_path / "huge.txt"
    empty.write_bytes(b"")
    with huge.open("wb") as stream:
        stream.truncate(10 * LARGEST_FILE)
    for path, sentence in [
        (empty, "文件是空的"), (huge, "20 MB"), (tmp_path, "是文件夹"), (tmp_path / "none", "找不到文件"),
    ]:  # fmt: skip
        result = run(command, path)
        assert result.exit_code == 2
        assert result.stdout == "" and sentence in result.stderr and "Traceback" not in result.stderr


ENTITY = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]><d>&a;</d>'
HOSTILE = {
    "bomb.docx": lambda: zipped({"word/document.xml": b" " * 100_000_000}),
    "entity.docx": lambda: zipped({"word/document.xml": ENTITY}),
    "nested.zip": lambda: zipped({"inner.zip": zipped({"notice.txt": b"x"})}),
    "cut.pdf": lambda: b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
    "binary": lambda: bytes(range(256)) * 400,
    "latin.txt": lambda: "Ünïcödé".encode("latin-1") * 99,
    "huge.txt": lambda: "一、任务\n".encode() * 4_000_000,
}  # fmt: skip


def zipped(parts: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little_and_gets_a_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name]())
    result = subprocess.run([*BOUNDED, tmp_path / name], capture_output=True, check=False)
    assert (result.returncode, result.stdout) == (2, b"")
    *sentences, cost = result.stderr.decode().splitlines()
    assert sentences[0].endswith("。") and "Traceback" not in "".join(sentences)
    assert float(cost) < 2


def test_text_that_is_no_notice_is_said() -> None:
    result = run("parse", "-", given="今天天气很好。".encode())
    assert result.exit_code == 2 and "不像" in result.stderr


def test_the_benchmark_prints_its_rate_and_its_machine() -> None:
    result = CliRunner().invoke(main, ["bench", "policy"])
    found = json.loads(result.stdout)
    assert found["name"] == "policy" and found["unit"] == "characters/s"
    assert 0 < found["median"] <= found["p95"] and found["rate"] > 0 and found["peak_memory"] > 0
    assert set(found["machine"]) == {"cpu", "cores", "python"}
