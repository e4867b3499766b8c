import zipfile
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT

from suixin.kernel.programme.exports import EXPORTERS
from suixin.kernel.programme.exports.division_table import COLUMNS, OVERALL, table_of
from suixin.kernel.programme.model import Programme
from suixin.kernel.programme.reading import read

HEAD = ["序号", "重点任务", "主要内容", "牵头单位", "配合单位", "完成时限/目标", "备注"]
TITLE = "榕江市数字生活行动方案（2023-2025年）重点任务分工表"
ROWS = [
    ["1", "推进社区平台建设", "整合社区资源，建设统一平台。", "市民政局", "市财政局、各区政府"],
    ["2", "推进商圈改造", "支持商圈更新设备。", "市商务局", ""],
    ["2", "推进商圈改造", "推动2万家以上商户上线经营。", "市工业和信息化局", "市商务局"],
    ["3", "加强资金保障", "统筹现有资金。", "市财政局", ""],
]


def sheet(programme: Programme) -> Any:
    (only,) = openpyxl.load_workbook(BytesIO(EXPORTERS["xlsx"].write(programme))).worksheets
    return only


def document(programme: Programme) -> Any:
    return docx.Document(BytesIO(EXPORTERS["docx"].write(programme)))


def test_the_columns_are_the_usual_ones() -> None:
    assert list(COLUMNS) == HEAD


def test_a_task_with_two_duties_has_two_lines_each_with_its_sentences(programme: Programme) -> None:
    items = [item for section in table_of(programme).sections for item in section.items]
    assert [item.number for item in items[:3]] == [1, 2, 3]
    assert [line.content for line in items[1].lines] == ["支持商圈更新设备。", "推动2万家以上商户上线经营。"]
    assert [line.leads for line in items[1].lines] == ["市商务局", "市工业和信息化局"]
    assert "2万家以上" in items[1].goal


def test_other_roles_and_missing_duties_are_remarked(awkward: Programme) -> None:
    first, second, *_ = (item for section in table_of(awkward).sections for item in section.items)
    assert (
        first.lines[0].remark
        == "会同：市joint局；指导：市guide局；参与：市participate局；实施：市implement局"
    )
    assert first.goal.startswith("2024年6月；")
    assert second.lines[0].remark == "通知未注明责任单位"


def test_the_workbook_is_ready_to_print(programme: Programme) -> None:
    found = sheet(programme)
    assert found["A1"].value == TITLE
    assert "榕工信〔2023〕9号" in found["A2"].value and "2023—2025年" in found["A2"].value
    assert [cell.value for cell in found[3]] == HEAD
    assert found.page_setup.orientation == "landscape" and str(found.page_setup.paperSize) == "9"
    assert found.print_title_rows == "$3:$3" and found.freeze_panes == "C4"
    assert found.sheet_properties.pageSetUpPr.fitToPage and found.page_setup.fitToHeight == 0
    assert "&P" in found.oddFooter.center.text
    assert found["A1"].font.name == "方正小标宋简体" and found["C5"].font.name == "仿宋_GB2312"
    assert found["G5"].border.right.style == "thin"
    assert {str(merged) for merged in found.merged_cells.ranges} >= {"A1:G1", "A6:A7", "B6:B7", "F6:F7"}


def test_the_workbook_has_a_row_for_each_duty_under_its_group(programme: Programme) -> None:
    found = [[cell.value for cell in row] for row in sheet(programme).iter_rows(min_row=4)]
    assert [row[0] for row in found[:6]] == ["（一）生活服务工程", 1, 2, None, "保障措施", 3]
    assert found[6][0] == OVERALL
    assert [row[1] for row in found[7:]] == [target.metric for target in programme.targets if not target.task]
    assert [row[3] for row in found if row[3]] == ["市民政局", "市商务局", "市工业和信息化局", "市财政局"]


def test_no_cell_is_a_formula(awkward: Programme) -> None:
    package = EXPORTERS["xlsx"].write(awkward)
    cells = [cell for row in openpyxl.load_workbook(BytesIO(package)).worksheets[0] for cell in row]
    dangerous = [cell for cell in cells if str(cell.value or "").startswith(("=", "+", "-", "@"))]
    assert len(dangerous) >= 4
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in dangerous)
    with zipfile.ZipFile(BytesIO(package)) as archive:
        assert b"<f>" not in b"".join(archive.read(n) for n in archive.namelist() if "sheet" in n)


def test_the_document_is_ready_to_print(programme: Programme) -> None:
    found = document(programme)
    section = found.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert found.paragraphs[0].text == "附件"
    assert found.paragraphs[1].text == TITLE
    assert found.paragraphs[1].runs[0].font.size.pt == 22
    (table,) = found.tables
    assert table.style.name == "Table Grid"
    assert [cell.text for cell in table.rows[0].cells] == HEAD
    assert "tblHeader" in table.rows[0]._tr.xml
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_the_document_reads_back_as_the_table(programme: Programme) -> None:
    lines = read(EXPORTERS["docx"].write(programme)).splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line]
    assert rows[0] == HEAD and rows[1][0] == "（一）生活服务工程"
    tasks = [row for row in rows if row[0].isdecimal()]
    assert [row[:5] for row in tasks[: len(ROWS)]] == ROWS


@pytest.mark.parametrize("form", EXPORTERS)
def test_the_same_programme_gives_the_same_bytes(form: str, programme: Programme, awkward: Programme) -> None:
    assert EXPORTERS[form].write(programme) == EXPORTERS[form].write(programme)
    assert EXPORTERS[form].write(awkward)
