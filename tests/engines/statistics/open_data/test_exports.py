"""An indicator's figures as files: each opens in its own program, has every digit, and says where it comes from."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from zipfile import ZipFile

import duckdb
import jsonstat_validator
import openpyxl
import pytest
from lxml import etree
from open_city import FIRST, LONG, SALES, STEP, OpenCity, cell

from suixin.engines.statistics.exports import views

DATA = "/figures/sales-of-devices/data"
ENGLISH = {"Accept-Language": "en"}


def rows(client, address: str = f"{DATA}.csv", language: str = "en") -> list[dict[str, str]]:
    content = client.get(address, headers={"Accept-Language": language}).content
    assert content.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    return [{name.rpartition("(")[2].rstrip(")"): value for name, value in row.items()} for row in found]


def test_csv_has_every_digit_and_its_source(city: OpenCity, client):
    found = rows(client)
    assert len(found) == 10
    whole = next(
        row
        for row in found
        if row["district_code"] == row["class_code"] == "_T" and row["period"] == "2019-07"
    )
    assert whole["figure"] == "12345678901234567890.99"
    assert (whole["district"], whole["class"], whole["unit"]) == ("Whole city", "Total", "亿元")
    assert whole["certificate"].endswith("/figures/sales-of-devices/2019-07/certificate.json")
    assert "Sales of smart devices" in whole["source"]
    assert {row["figure"] for row in found if row["state"] == "Withheld"} == {""}
    assert "-0.01" in {row["figure"] for row in found}


def test_csv_has_headings_in_the_readers_language_and_names_for_programs(city: OpenCity, client):
    for language, heading in (
        ("en", "Area (district)"),
        ("zh-hans", "地区 (district)"),
        ("zh-hant", "地區 (district)"),
    ):
        first = (
            client.get(f"{DATA}.csv", headers={"Accept-Language": language})
            .content.decode("utf-8-sig")
            .split("\r\n")[0]
        )
        assert heading in first.split(",")


def test_csv_runs_nothing_in_a_spreadsheet(city: OpenCity, client):
    city.release(SALES, "2019-08", [cell("-1.00", **{"class": "=cmd|' /C calc'!A0"})], FIRST + 9 * STEP)
    (row,) = [row for row in rows(client) if row["period"] == "2019-08"]
    assert (row["class_code"][0], row["class"][0], row["figure"]) == ("'", "'", "-1.00")


def test_what_held_at_a_moment(city: OpenCity, client):
    found = rows(client, f"{DATA}.csv?as_of=2019-08-05")
    whole = next(row for row in found if row["district_code"] == row["class_code"] == "_T")
    assert whole["figure"] == "9007199254740993.01"
    assert "2019-08-05" in whole["source"]
    assert len(rows(client, f"{DATA}.csv?as_of=2019-08-11T10:00:00+08:00")) == 6


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{DATA}.csv?as_of=2019-07-01", 404),
        (f"{DATA}.csv?as_of=soon", 400),
        (f"{DATA}.pdf", 404),
        ("/figures/nothing/data.csv", 404),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(city: OpenCity, client, address: str, status: int):
    response = client.get(address, headers=ENGLISH)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["detail"].endswith(".")


def test_the_file_has_a_name_in_both_alphabets(city: OpenCity, client):
    header = client.get(f"{DATA}.xlsx?as_of=2019-08-05")["Content-Disposition"]
    assert 'filename="sales-of-devices-20190805.xlsx"' in header
    assert "filename*=UTF-8''%E6%99%BA%E8%83%BD" in header


def test_excel_has_numbers_where_it_can_keep_them_and_texts_where_it_cannot(city: OpenCity, client):
    content = client.get(f"{DATA}.xlsx", headers=ENGLISH).content
    sheet, notes = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    heading, *found = sheet.iter_rows(values_only=True)
    place = heading.index("Figure (figure)")
    figures = [row[place] for row in found]
    assert {"12345678901234567890.99", "9007199254740993.04", LONG} <= set(figures)
    assert {-0.01, 0.1, 2} <= {each for each in figures if not isinstance(each, str)}
    said = " ".join(str(cell) for row in notes.iter_rows(values_only=True) for cell in row)
    assert "15 digits" in said
    assert sheet.freeze_panes == "A2"


def test_excel_has_the_digits_that_were_published_in_the_file_itself(city: OpenCity, client):
    """openpyxl would have written 9.949999999999999."""
    city.release(
        SALES, "2019-08", [cell("9.95"), cell("999999999999.95", district="440105")], FIRST + 9 * STEP
    )
    content = client.get(f"{DATA}.xlsx").content
    sheet = etree.fromstring(ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml"))
    written = {each.text for each in sheet.iter("{*}v")}
    assert {"9.95", "999999999999.95", "-0.01", "0.10"} <= written


def test_excel_takes_no_code_for_a_number_a_date_an_error_or_a_formula(city: OpenCity, client):
    codes = ["007", "2019-01-01", "#N/A", "=1+1"]
    cells = [cell("1.00", **{"class": code}) for code in codes]
    city.release(SALES, "2019-08", cells, FIRST + 9 * STEP)
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{DATA}.xlsx").content)).worksheets[0]
    found = {row[3].value: row[3].data_type for row in sheet.iter_rows() if row[0].value == "2019-08"}
    assert found == {"007": "s", "2019-01-01": "s", "#N/A": "s", "'=1+1": "s"}


def test_parquet_has_decimals(city: OpenCity, client, tmp_path):
    path = tmp_path / "data.parquet"
    path.write_bytes(client.get(f"{DATA}.parquet", headers=ENGLISH).content)
    with duckdb.connect() as database:
        table = database.read_parquet(str(path))
        assert str(dict(zip(table.columns, table.types, strict=True))["figure"]) == "DECIMAL(38,2)"
        (total,) = database.execute(
            f"SELECT figure FROM '{path}' WHERE period = '2019-07' AND district_code = '_T' AND class_code = '_T'"
        ).fetchone()
        assert total == Decimal("12345678901234567890.99")
        assert database.execute(f"SELECT count(*) FROM '{path}' WHERE figure IS NULL").fetchone() == (3,)
        told = {
            bytes(key).decode(): bytes(value).decode()
            for key, value in database.execute(
                f"SELECT key, value FROM parquet_kv_metadata('{path}')"
            ).fetchall()
        }
    assert told["source"].startswith("Source: ")
    assert told["indicator"] == "sales-of-devices"


def test_parquet_has_texts_where_no_decimal_is_long_enough(city: OpenCity, client, tmp_path):
    longest = "9" * 60 + ".99"
    city.release(SALES, "2019-08", [cell(longest)], FIRST + 9 * STEP)
    path = tmp_path / "data.parquet"
    path.write_bytes(client.get(f"{DATA}.parquet").content)
    with duckdb.connect() as database:
        found = database.execute(f"SELECT figure FROM '{path}' WHERE period = '2019-08'").fetchone()
    assert found == (longest,)


def test_json_stat_is_valid_and_has_every_digit(city: OpenCity, client):
    response = client.get(f"{DATA}.json", headers=ENGLISH)
    cube = json.loads(response.content, parse_float=Decimal)
    assert jsonstat_validator.validate_jsonstat(response.json()) is True
    assert cube["id"] == ["district", "class", "period", "indicator"]
    values = {str(each) for each in cube["value"].values()}
    expected = {
        "12345678901234567890.99",
        "9007199254740993.04",
        LONG,
        "-0.01",
        "0.10",
        "0.00",
        "2.00",
        "None",
    }
    assert values == expected
    assert sorted(cube["status"].values()).count("withheld") == 2
    assert cube["extension"]["certificates"]["2019-06"].endswith("/2019-06/certificate.json")
    assert cube["dimension"]["district"]["category"]["label"]["440105"] == "Haizhu"


def test_a_cell_of_json_stat_is_where_the_dimensions_say(city: OpenCity, client):
    cube = json.loads(client.get(f"{DATA}.json").content, parse_float=str)
    at = {"district": "440106", "class": "phones", "period": "2019-06", "indicator": "sales-of-devices"}
    position = 0
    for name, size in zip(cube["id"], cube["size"], strict=True):
        position = position * size + cube["dimension"][name]["category"]["index"].index(at[name])
    assert cube["value"][str(position)] == "2.00"


def test_files_are_open_data(city: OpenCity, client):
    response = client.get(f"{DATA}.csv")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"{DATA}.csv", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_file_that_would_be_too_large_is_refused(city: OpenCity, client, monkeypatch):
    monkeypatch.setitem(views.KINDS, "csv", replace(views.KINDS["csv"], most=5))
    response = client.get(f"{DATA}.csv", headers=ENGLISH)
    assert (response.status_code, response.json()["title"]) == (413, "too-large")
