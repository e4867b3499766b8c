"""A form as an office draws it in a spreadsheet becomes a draft, and what was guessed is said."""

import csv
import io
import json
import tomllib

import pytest
from click.testing import CliRunner
from filled_sheets import FORM, HEADING
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Alignment

from suixin.cli import main
from suixin.engines.collections.sheets import layout, template
from suixin.engines.collections.sheets.ruling import rulings
from suixin.engines.collections.sheets.sentences import UnreadableSheet
from suixin.kernel.statistics.forms import read_form

OFFICIAL = [
    ["信息消费重点企业月度报表"],
    [None, None, None, "表    号：", "穗信01表"],
    [None, None, None, "制定机关：广州市工业和信息化局"],
    [None, None, None, "批准文号：", "穗统字〔2019〕00号"],
    ["填报单位：", None, "2019年  月", "有效期至：", "2021年6月"],
    ["指标名称", "计量单位", "代码", "本期", "上年同期", "增长（%）"],
    ["甲", "乙", "丙", 1, 2, 3],
    ["一、产品销售情况"],
    ["商品销售额", "万元", "01"],
    ["    其中：手机", "万元", "02"],
    ["          计算机", "万元", "03"],
    ["  网上销售额", "万元", "04"],
    ["二、用户"],
    ["用户数", "户", "11"],
    ["    付费用户", None, "12"],
    ["上市公司", "家", None],
    ["单位负责人：", None, "填表人："],
    ["审核关系：（1）01=02+03；（2）04≤01 （3）若11＞0，则12≥0；"],
    ["（4）核实性：01≤1.5×04；（5）本表与台账一致"],
    ["说明：本表由重点企业填报。"],
]  # fmt: skip


def drawn(rows, indents=()) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    for row, indent in indents:
        sheet.cell(row, 1).alignment = Alignment(indent=indent)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_an_official_form_is_read():
    drafted = layout.draft(drawn(OFFICIAL), "key-companies")
    form = read_form(drafted.definition)
    assert (form.id, form.number, form.titles["zh-hans"]) == (
        "key-companies",
        "穗信01表",
        "信息消费重点企业月度报表",
    )
    assert (form.authority, form.approval) == ("广州市工业和信息化局", "穗统字〔2019〕00号")
    assert (str(form.valid_to), form.frequency) == ("2021-06-30", "month")
    assert [(item.id, item.titles["zh-hans"], item.unit, item.scale, item.parent) for item in form.items] == [
        ("A01", "商品销售额", "万元", 2, ""),
        ("A02", "手机", "万元", 2, "A01"),
        ("A03", "计算机", "万元", 2, "A01"),
        ("A04", "网上销售额", "万元", 2, "A01"),
        ("A11", "用户数", "户", 0, ""),
        ("A12", "付费用户", "户", 0, "A11"),
        ("A05", "上市公司", "家", 0, ""),
    ]
    assert [(edit.grade, edit.rule) for edit in form.edits] == [
        ("fatal", "A01==A02+A03"),
        ("fatal", "A04<=A01"),
        ("fatal", "if A11>0 then A12>=0"),
        ("query", "A01<=1.5*A04"),
    ]
    assert form.notes["zh-hans"] == "本表由重点企业填报。"
    assert [warning.code for warning in drafted.warnings] == [
        "heading", "heading", "code-given", "valid-from", "unit-above", "rule", "to-fill-in",
    ]  # fmt: skip
    assert "本表与台账一致" in drafted.warnings[5].message()


def test_indentation_and_numbering_make_the_hierarchy():
    rows = [["资金报表"], [], ["项目", "代码", "单位", "金额"],
            ["总投资", "T1", "亿元"], ["财政", "T2", "亿元"], ["市级", "T3", "亿元"], ["社会", "T4", "亿元"],
            ["一、合计", "U1", "个"], ["（一）新建", "U2", "个"], ["1.大型", "U3", "个"], ["（二）续建", "U4", "个"]]  # fmt: skip
    drafted = layout.draft(drawn(rows, [(5, 1), (6, 2), (7, 1)]))
    parents = {item["id"]: item.get("parent", "") for item in drafted.definition["items"]}
    assert parents == {
        "T1": "",
        "T2": "T1",
        "T3": "T2",
        "T4": "T1",
        "U1": "",
        "U2": "U1",
        "U3": "U2",
        "U4": "U1",
    }
    codes = {warning.code for warning in drafted.warnings}
    assert {"no-number", "no-authority", "no-approval", "no-validity", "no-frequency"} <= codes


def test_several_columns_of_values_are_told():
    rows = [["季报表"], ["指标名称", "代码", "计量单位", "销售量", "销售额"], ["手机", "01", "台"]]
    assert "several-values" in {warning.code for warning in layout.draft(drawn(rows)).warnings}


def test_our_own_blank_form_becomes_itself():
    drafted = layout.draft(template.xlsx(FORM, HEADING), FORM.id)
    read = read_form(drafted.definition)
    assert [(item.id, item.unit, item.parent) for item in read.items] == [
        (item.id, item.unit, item.parent) for item in FORM.items
    ]
    assert (read.number, read.valid_to, read.approval) == (FORM.number, FORM.valid_to, FORM.approval)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("01＝02＋03", "A01==A02+A03"),
        ("①01≥02", "A01>=A02"),
        ("01 大于等于 02 且 02 大于 0", "A01 >= A02 and A02 > 0"),
        ("如01>0，那么02>0", "if A01>0 then A02>0"),
        ("01=（02+03）×0.5", "A01==(A02+A03)*0.5"),
        ("a01 不大于 100", "A01 <= 100"),
        ("01≠02", "A01!=A02"),
    ],
)
def test_how_offices_write_rules(line, rule):
    items = {"01": "A01", "02": "A02", "03": "A03", "A01": "A01"}
    assert [ruled.rule for ruled in rulings(f"审核关系：{line}", items)] == [rule]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", drawn([["a"], ["b"]]), "甲,乙\n".encode()])
def test_a_file_without_a_form_is_refused_with_a_sentence(content, tmp_path):
    with pytest.raises(UnreadableSheet):
        layout.draft(content)
    (tmp_path / "form.xlsx").write_bytes(content)
    result = CliRunner().invoke(main, ["form", "draft", str(tmp_path / "form.xlsx")])
    assert result.exit_code == 2
    assert result.stderr.strip()


CELLS = """
指标名称 代码 计量单位 本期 01 A01 1 其中：甲 　　乙 一、丙 万元 甲 （1） = =1+1 填表人
表号： 有效期至：2021年13月 有效期至0000-00 审核关系：01=02 审核关系：（1）01=02＋（2）03≤ 说明： 说明
"""
WORDS = st.sampled_from(["", " ", *(cell for line in CELLS.splitlines() for cell in line.split(" "))])


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(WORDS, max_size=5), max_size=12))
def test_whatever_is_drawn_there_is_a_draft_or_a_sentence(rows):
    written = io.StringIO()
    csv.writer(written).writerows([["指标名称", "代码", "计量单位"], *rows])
    try:
        drafted = layout.draft(written.getvalue().encode())
    except UnreadableSheet as refusal:
        assert refusal.problem.message()
    else:
        assert [warning.message() for warning in drafted.warnings]


@pytest.mark.parametrize("format_", ["toml", "json"])
def test_the_command_drafts_and_checks(tmp_path, format_):
    (tmp_path / "form.xlsx").write_bytes(drawn(OFFICIAL))
    runner, written = CliRunner(), tmp_path / "written"
    arguments = ["form", "draft", str(tmp_path / "form.xlsx"), "--id", "key-companies", "--format", format_]
    result = runner.invoke(main, [*arguments, "--output", str(written)])
    assert result.exit_code == 0
    assert "看不懂审核关系" in result.stderr
    text = written.read_text("utf-8")
    read = tomllib.loads(text) if format_ == "toml" else json.loads(text)
    assert read == layout.draft(drawn(OFFICIAL), "key-companies").definition
    checked = runner.invoke(main, ["form", "check", str(written)])
    assert checked.exit_code == 0
    assert "E01 [fatal] “商品销售额” 等于 “手机” ＋ “计算机”" in checked.stdout


@pytest.mark.parametrize("text", ["", "{", "id = 5", 'id = "x"\nversion = 1.5', "\ufeff{}"])
def test_a_definition_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "form.toml").write_text(text, "utf-8")
    result = CliRunner().invoke(main, ["form", "check", str(tmp_path / "form.toml")])
    assert result.exit_code == 2
    assert "报表定义不能使用" in result.stderr
