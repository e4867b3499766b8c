"""A unit downloads the blank, fills it in, uploads it: the numbers are in the draft, and nothing is reported yet."""

import csv
import io
import zipfile

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from reported_form import EDITS, FILLED, GRID, Reporting, made

from suixin.engines.collections import actions
from suixin.engines.collections.models import Draft, Report
from suixin.engines.collections.reporting import uploading
from suixin.engines.collections.sheets.opening import MOST_BYTES

pytestmark = pytest.mark.django_db
FILE = f"{GRID}file/"


@pytest.fixture
def reporting(settings) -> Reporting:
    settings.DEMO = True  # no second factor
    caches["counts"].clear()
    return made(edits=EDITS)


def blank(client, kind: str = "xlsx", place: str = GRID) -> bytes:
    answer = client.get(f"{place}blank.{kind}")
    assert answer.status_code == 200
    return answer.content


def filled(content: bytes, **values: object) -> bytes:
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        if row[2].value in values:
            row[3].value = values[row[2].value]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def upload(client, content: bytes, name: str = "月报.xlsx", **fields: str):
    return client.post(
        FILE,
        {"revision": "0", "corrects": "", "file": SimpleUploadedFile(name, content), **fields},
        follow=True,
    )


def test_the_page_says_what_to_do_and_hands_out_both_kinds(reporting):
    client = reporting.client("c-1")
    page = client.get(FILE).content.decode()
    assert "一、下载表样" in page
    assert "二、上传填好的表" in page
    assert FILE in client.get(GRID).content.decode()
    answer = client.get(f"{GRID}blank.xlsx")
    assert "filename*=utf-8''%E4%BF%A1" in answer["Content-Disposition"]
    assert client.get(f"{GRID}blank.exe").status_code == 404


def test_the_blank_has_the_unit_the_draft_and_the_period_before(reporting):
    actions.report(reporting.form, "2019-05", {"A01": "700.0", "A02": "1.0"}, reporting.actor("c-1"))
    client = reporting.client("c-1")
    client.post(GRID, {"A01": "1,200", "A02": "约三百", "revision": "0", "corrects": "", "do": "save"})
    rows = list(csv.reader(io.StringIO(blank(client, "csv").decode("utf-8-sig"))))
    assert ["suixin:unit", "c-1"] in rows
    assert ["营业收入", "万元", "A01", "1200.0", "700.0", ""] in rows
    assert ["　其中：线上", "万元", "A02", "", "1.0", ""] in rows


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_filled_in_file_becomes_the_draft_and_no_report(reporting, kind):
    client = reporting.client("c-1")
    content = blank(client, kind)
    if kind == "xlsx":
        content = filled(content, A01=1200, A02="３００.５")
    else:
        content = content.replace(b"A01,,", b'A01,"1,200",').replace(b"A02,,", b"A02,300.5,")
    answer = upload(client, content, f"report.{kind}")
    assert answer.redirect_chain == [(GRID, 302)]
    page = answer.content.decode()
    assert "已从文件读入 2 项，存为草稿，还没有提交" in page
    assert 'value="1200.0"' in page
    assert 'value="300.5"' in page
    assert Draft.objects.get().values == {"A01": "1200.0", "A02": "300.5"}
    assert not Report.objects.exists()
    answer = client.post(GRID, {**FILLED, "revision": "1", "corrects": "", "key": "k", "do": "submit"})
    assert answer.status_code == 302
    assert reporting.live("c-1").values == {"A01": "1200.0", "A02": "300.5"}


def test_what_is_wrong_stands_beside_its_cell_as_it_was_typed(reporting):
    client = reporting.client("c-1")
    page = upload(client, filled(blank(client), A01="1.2万", A02=3, A03="=1+1")).content.decode()
    assert 'value="1.2万"' in page
    assert "不要用“万”“亿”“%”等后缀" in page
    assert 'value="=1+1"' in page
    assert "这里是公式" in page
    assert "有 2 处需要处理，已标在指标旁边" in page


def test_edit_rules_speak_at_once(reporting):
    client = reporting.client("c-1")
    page = upload(client, filled(blank(client), A01=10, A02=20)).content.decode()
    assert "线上收入不能大于营业收入。" in page
    assert "须改正" in page


def test_what_no_cell_of_the_form_can_show_is_said_above(reporting):
    client = reporting.client("c-1")
    content = filled(blank(client), A01=10, A02=12345678901234567)
    page = upload(client, content).content.decode()
    assert "数字超过 15 位" in page
    assert Draft.objects.get().values == {"A01": "10.0"}


def test_a_file_of_another_unit_or_period_changes_nothing(reporting):
    client = reporting.client("c-1")
    others = blank(reporting.client("c-2"))
    may = blank(client, place="/office/reports/sales-month/2019-05/")
    for content, words in ((others, "不能替别的单位填报"), (may, "这个文件是 2019-05 的")):
        answer = upload(client, filled(content, A01=1, A02=1))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not Draft.objects.exists()


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * 20_000_000)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"a" * (MOST_BYTES + 1), "文件超过 1 MB"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版 .xls"),
        (b"%PDF-1.7\n", "这不是 XLSX 或 CSV 文件"),
        (b"PK\x03\x04 half", "打不开"),
        (bomb(), "解开后过大"),
        (b"a,b\n1,2\n", "找不到报表的标识"),
    ],
)
def test_a_hostile_file_gets_one_clear_sentence(reporting, content, words):
    answer = upload(reporting.client("c-1"), content)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "有 1 处需要修改" in page
    assert not Draft.objects.exists()


def test_no_file_and_a_file_with_nothing_in_it(reporting):
    client = reporting.client("c-1")
    assert "请先选择填好的文件" in client.post(FILE, {}).content.decode()
    assert "“本期”一列还没有填" in upload(client, blank(client)).content.decode()


def test_a_file_does_not_write_over_what_somebody_typed_meanwhile(reporting):
    client = reporting.client("c-1")
    content = filled(blank(client), A01=1, A02=1)
    client.post(GRID, {**FILLED, "revision": "0", "corrects": "", "do": "save"})
    answer = upload(client, content)
    assert answer.status_code == 409
    assert "又在别处保存或提交过" in answer.content.decode()
    assert Draft.objects.get().values["A01"] == "1200.0"
    assert upload(client, content, revision="1").redirect_chain


def test_what_is_under_review_takes_no_file(reporting):
    client = reporting.client("c-1")
    content = filled(blank(client), A01=1, A02=1)
    actions.report(reporting.form, "2019-06", {"A01": "1.0", "A02": "1.0"}, reporting.actor("c-1"))
    reporting.accept("c-1")
    assert "不能上传" in client.get(FILE).content.decode()
    assert upload(client, content).status_code == 409


def test_others_see_neither_page_nor_blank(reporting):
    for path in (FILE, f"{GRID}blank.xlsx"):
        assert reporting.client("c-3").get(path).status_code == 404
        assert reporting.client("rj-sh").get(path).status_code == 403


def test_files_come_in_at_a_human_pace(reporting, monkeypatch):
    monkeypatch.setattr(uploading, "MOST_FILES", 1)
    client = reporting.client("c-1")
    upload(client, b"")
    assert upload(client, b"").status_code == 429
