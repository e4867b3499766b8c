"""The duties table through HTTP: what it shows, what can be asked of it, and what can be taken away."""

import csv
from io import BytesIO, StringIO
from typing import Any

import docx
import openpyxl
import pytest
from django.test import Client
from office_sample import as_, build_city, publish_all, publish_dated

pytestmark = pytest.mark.django_db
ROLES = ("officer", "reporter", "company", "auditor", "system", "security", "audit")
ADDRESS = "/office/duties/"


@pytest.fixture(autouse=True)
def city(settings) -> None:
    settings.DEMO = True
    build_city()
    publish_all()


def tasks(query: str = "", username: str = "officer") -> list[str]:
    response = as_(username).get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return [row.task.number for row in response.context["page"]]


def table(response: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def test_everybody_with_a_role_reads_it_and_nobody_else():
    assert Client().get(ADDRESS).status_code == 302
    for username in ROLES:
        assert as_(username).get(ADDRESS).status_code == 200


def test_each_duty_is_a_row_and_so_is_a_task_for_which_nobody_is_named():
    response = as_("officer").get(ADDRESS)
    rows = list(response.context["page"])
    assert len(rows) == response.context["whole"] == 22
    assert sum(row.programme.slug == "guangzhou-2019" for row in rows) == 21  # 20 tasks, one of two duties
    assert [row.task.number for row in rows if row.duty is None] == ["1"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("programme=guangdong-2018", ["1"]),
        ("group=guangzhou-2019/g5", ["15", "16"]),
        ("group=guangzhou-2019/safeguards", ["一", "二", "三", "四"]),
        ("organisation=市教育局", ["6", "一"]),
        ("organisation=gz-jyj", ["6", "一"]),
        ("organisation=gz-jyj&role=lead", ["6"]),
        ("organisation=天河区政府", ["一"]),
        ("organisation=教育", ["6"]),
        ("organisation=市文广旅局&role=lead", ["2", "3"]),
        ("role=lead&q=北斗", ["14"]),
        ("q=blockchain+huangpu", ["11"]),
        ("no_lead=on", ["1"]),
        ("unregistered=on", []),
        ("q=没有这样的字", []),
    ],
)
def test_conditions_choose_rows(query: str, numbers: list[str]):
    assert tasks(query) == numbers


def test_rows_are_sorted_by_a_heading_and_back():
    rising = tasks("programme=guangzhou-2019&sort=leads")
    assert rising != tasks("programme=guangzhou-2019")
    assert tasks("programme=guangzhou-2019&sort=-number")[:2] == ["四", "三"]
    assert tasks("sort=due")[0] == "1"  # the province's, of 2020
    assert tasks("sort=nonsense") == tasks()


def test_what_is_asked_for_wrongly_is_told_and_nothing_is_exported():
    response = as_("officer").get(f"{ADDRESS}?programme=nowhere&q=北斗&format=csv")
    assert response.status_code == 422
    assert "列表里没有这一项" in response.text
    assert 'value="北斗"' in response.text


def test_columns_with_nothing_in_them_are_left_out_until_asked_for():
    plain = as_("officer").get(f"{ADDRESS}?q=北斗")
    assert plain.context["shown"] == {"leads", "supports", "due", "programme"}
    asked = as_("officer").get(f"{ADDRESS}?q=北斗&column=part&column=targets")
    assert asked.context["shown"] == {"part", "targets"}


def test_the_address_of_a_view_opens_the_same_view():
    response = as_("officer").get(f"{ADDRESS}?q=&role=lead&organisation=gz-jyj&sort=-due&column=due&page=1")
    address = response.context["address"]
    assert address.startswith("http://testserver/office/duties/?")
    assert "page" not in address
    again = as_("officer").get(address)
    assert [row.key for row in again.context["page"]] == [row.key for row in response.context["page"]]
    assert again.context["shown"] == {"due"}


def test_a_body_that_nobody_registered_is_marked_and_keepers_can_register_it():
    publish_dated()
    assert tasks("unregistered=on") == ["2"]
    assert (
        "/office/organisations/new/?name=%E5%B8%82" in as_("officer").get(f"{ADDRESS}?unregistered=on").text
    )
    page = as_("reporter").get(f"{ADDRESS}?unregistered=on").text
    assert "未登记" in page
    assert "/office/organisations/new/" not in page


def test_csv_holds_exactly_what_is_filtered_and_no_formula():
    publish_dated()
    rows = table(as_("auditor").get(f"{ADDRESS}?programme=dated&format=csv"))
    assert rows[0][:5] == ["方案", "文号", "任务组", "序号", "任务"]
    assert [row[4] for row in rows[1:]] == ["'=过期任务", "临近任务", "从容任务", "无人任务"]
    assert rows[2][8] == "共同负责：市民政局"
    assert rows[2][11] == "市新设局"


def test_ticked_rows_alone_are_taken_away():
    [row] = as_("officer").get(f"{ADDRESS}?q=北斗").context["page"]
    rows = table(as_("officer").get(ADDRESS, {"format": "csv", "id": row.key}))
    assert [each[3] for each in rows[1:]] == ["14"]
    none = table(as_("officer").get(ADDRESS, {"format": "csv", "id": row.key, "q": "区块链"}))
    assert none[1:] == []  # a tick does not bring back what the conditions leave out


def test_the_workbook_of_a_whole_programme_is_the_programme_s_own():
    client = as_("officer")
    taken = client.get(f"{ADDRESS}?programme=guangzhou-2019&format=xlsx")
    assert taken.content == client.get("/programmes/guangzhou-2019/export.xlsx").content
    assert taken["Content-Disposition"] == 'attachment; filename="guangzhou-2019.xlsx"'


def test_the_workbook_of_a_part_says_so_and_keeps_groups():
    taken = as_("officer").get(f"{ADDRESS}?programme=guangzhou-2019&organisation=gz-swj&format=xlsx")
    [sheet] = openpyxl.load_workbook(BytesIO(taken.content)).worksheets
    assert sheet["A1"].value.endswith("重点任务分工表（节选）")
    assert "不是全部分工" in sheet["A2"].value
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    expected = tasks("programme=guangzhou-2019&organisation=gz-swj")
    assert sum(isinstance(row[0], int) for row in found) == len(expected) >= 2
    assert any(str(row[0]).startswith("（") for row in found)  # a group's heading
    assert all("市商务局" in f"{row[3]}{row[4]}" or "各相关部门" in row[4] for row in found if row[3])


def test_the_document_over_several_programmes_names_each():
    publish_dated()
    taken = as_("officer").get(f"{ADDRESS}?role=lead&format=docx")
    document = docx.Document(BytesIO(taken.content))
    assert [paragraph.text for paragraph in document.paragraphs[:2]] == ["附件", "重点任务分工表（节选）"]
    [drawn] = document.tables
    lines = [[cell.text for cell in row.cells] for row in drawn.rows]
    assert lines[0][3:5] == ["牵头单位", "配合单位"]
    assert any(line[0].startswith("有期限的方案") for line in lines)
    assert len([line for line in lines if line[0].isdecimal()]) == len(tasks("role=lead"))


def test_a_formula_in_a_workbook_is_text():
    publish_dated()
    taken = as_("officer").get(f"{ADDRESS}?programme=dated&role=lead&format=xlsx")
    [sheet] = openpyxl.load_workbook(BytesIO(taken.content)).worksheets
    [cell] = [cell for row in sheet for cell in row if str(cell.value).startswith("=")]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_the_table_asks_the_database_little_however_many_rows(django_assert_max_num_queries):
    client = as_("officer")
    client.get(ADDRESS)
    with django_assert_max_num_queries(20):
        client.get(f"{ADDRESS}?organisation=gz-jyj")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_it_answers_in_every_language(language: str):
    response = as_("officer").get(ADDRESS, headers={"accept-language": language})
    assert response.status_code == 200
    assert response.text.count("<h1") == 1
