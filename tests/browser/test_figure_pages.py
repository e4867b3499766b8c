"""The page of one figure in a browser: it checks the figure in front of its reader, and finds a unit's own report."""

import io
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parents[1] / "engines" / "statistics"))

from published_city import HAIZHU, SALES, SECRET, TIANHE, PublishedCity
from witnessed_log import receipt_file, witness

from suixin.engines.statistics.models import Release
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.entries import public_data
from suixin.platform.ledger.models import Entry
from suixin.platform.log.models import Log

PAGE = "/figures/sales/2019-06/"
HOLDS = "相符。您的浏览器用公开日志重新算了一遍，得到的就是公布的数"
UNITS = ("c1", "c2", "c3", "c4")
LONG = {"zh-hans": "全市重点企业智能终端和信息服务销售额合计", "en": "Sales of smart devices and services"}


@pytest.fixture
def city(settings: Any, tmp_path: Path, reader: Any) -> PublishedCity:
    """Sales were revised once. What is secret of Tianhe is withheld. Three of five witnesses have signed."""
    settings.SUIXIN_HOME = tmp_path
    city = PublishedCity(tmp_path)
    secret = SECRET | {"disclosure": {"threshold": 3, "dominance": {"n": 2, "k": "85"}}}
    city.begin(SALES | {"titles": LONG, "about": LONG, "synthetic": True}, secret)
    city.units(*UNITS)
    city.units("d1", district=TIANHE)
    for period in ("2019-05", "2019-06"):
        city.open(period)
        city.accept(*[city.report(unit, period, A01="5000", B01="7.5") for unit in UNITS], period=period)
    city.accept(city.report("d1", district=TIANHE, A01="1", B01="1"), district=TIANHE)
    city.publish("sales")
    city.units("c5")
    city.accept(city.report("c5", A01="10000"))
    city.publish("sales", reason="补报一家")
    city.publish("secret")
    city.witness()
    witness(Log.newest())
    return city


def checked(page: Any, *words: str) -> None:
    page.get_by_role("button", name="开始核对").click()
    expect(page.locator("#check-verdict")).to_be_focused()
    for each in words:
        expect(page.locator("#check-answer")).to_contain_text(each)


def marks(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".mark-place").all_inner_texts()]


def test_the_check_runs_before_the_readers_eyes_and_says_what_it_found(reader, city):
    page = reader().open(PAGE)
    expect(page.locator("#checked-seal")).to_be_hidden()
    checked(page, HOLDS, "条日志记录")
    assert marks(page) == ["相符"] * 4
    for words in ("签过名的有：统计局、审计局、档案馆", "其中该计入的 6 条", "逐个相符"):
        expect(page.locator(".check-steps")).to_contain_text(words)
    expect(page.locator("#checked-seal")).to_have_text("已核验")
    page.get_by_text("每一步的细节").click()
    expect(page.locator("#check-fine")).to_contain_text("发布时已有的报告都算进去了")
    expect(page.get_by_role("button", name="再核对一次")).to_be_visible()


def test_a_report_that_was_changed_in_the_log_makes_the_check_fail_visibly(reader, city):
    for bundle in (city.home / "log" / Log.newest().name / "tile" / "entries").rglob("*"):
        if bundle.is_file():
            bundle.write_bytes(bundle.read_bytes().replace(b'"A01":"10000"', b'"A01":"90000"'))
    page = reader().open(PAGE)
    checked(page, "不符。上面写着哪一步不符")
    assert marks(page) == ["相符", "相符", "不符", "没有核对成"]
    expect(page.locator(".check-steps .fault")).to_have_text("取来的条目与签过名的日志不符")
    expect(page.locator("#checked-seal")).to_be_hidden()
    reader.assert_axe_clean(page)


def test_an_earlier_release_holds_too_and_tells_of_the_revision(reader, city):
    first = Release.objects.filter(indicator="sales").earliest("index")
    page = reader().open(f"{PAGE}?release={first.index}")
    checked(page, HOLDS, "日志里后来还有修订")
    page.get_by_role("link", name="看现行的数").click()
    expect(page.locator(".figure-value")).to_contain_text("3.0001")


def test_what_is_withheld_is_checked_without_being_told(reader, city):
    page = reader().open(f"/figures/secret/2019-06/?district={TIANHE}")
    checked(page, "这个数不公布，它的单位数相符")
    expect(page.locator(".check-steps")).to_contain_text("没有打开，只验证了它们的和")


def test_a_log_without_witnesses_says_so(reader, city):
    log = Log.newest()
    log.policy = b"quorum none\n"
    log.save()
    page = reader().open(PAGE)
    checked(page, "目前没有要求见证方签名")


def test_a_broken_connection_is_no_verdict(reader, city):
    window = reader()
    page = window.open(PAGE)
    page.route("**/tile/**", lambda route: route.abort())
    checked(page, "没有核对完：日志取不全")
    assert marks(page)[2:] == ["没有核对成"] * 2
    window.complaints.clear()  # of the browser itself


def test_a_check_can_be_stopped(reader, city):
    page = reader().open(PAGE)
    page.route("**/tile/**", lambda route: None)  # never answered
    page.get_by_role("button", name="开始核对").click()
    expect(page.locator("#check-doing")).to_contain_text("正在取日志的记录")
    page.get_by_role("button", name="停下").click()
    expect(page.get_by_role("button", name="再核对一次")).to_be_visible()
    expect(page.locator("#check-answer")).to_be_hidden()
    assert marks(page) == [""] * 4


def give(page: Any, content: bytes) -> None:
    file = {"name": "receipt.json", "mimeType": "application/json", "buffer": content}
    page.locator("#own-file").set_input_files(file)


def test_a_unit_finds_its_own_report_in_the_figure(reader, city):
    page = reader().open(PAGE)
    numbers = records_of("2019-06")
    give(page, receipt_file(numbers[0]))
    expect(page.locator("#own-answer")).to_contain_text(f"第 {numbers[0]} 号记录是计入的 6 条之一")
    expect(page.locator("#check-verdict")).to_contain_text(HOLDS)
    give(page, receipt_file(records_of("2019-05")[0]))
    expect(page.locator("#own-answer")).to_contain_text("没有计入这个数")
    reader.assert_axe_clean(page)


def records_of(period: str) -> list[int]:
    rows = Entry.objects.filter(type="report.company-month").order_by("index")
    return [row.index for row in rows if public_data(row)["period"] == period]


def test_what_is_no_receipt_of_this_form_is_told_beside_the_field(reader, city):
    page = reader().open(PAGE)
    for content, words in (
        (b"hello", "这不是回执"),
        (receipt_file(0), "不是这项数据所用的报表的"),
        (receipt_file(records_of("2019-06")[0], leaf_hash="0" * 64), "回执不成立"),
    ):
        give(page, content)
        expect(page.locator("#own-error")).to_contain_text(words)
        expect(page.locator("#own-answer")).to_be_hidden()
    reader.assert_axe_clean(page)


def test_without_scripts_the_page_says_how_to_check(reader, city):
    page = reader(javascript=False).open(PAGE)
    expect(page.locator("#without-scripts")).to_be_visible()
    expect(page.locator("#check-button")).to_be_hidden()
    expect(page.locator("#own-file")).to_be_hidden()
    command = page.get_by_label("核对的命令").input_value()
    assert command.startswith("suixin verify sales_2019-06_")
    expect(page.get_by_role("link", name="下载数据凭证")).to_be_visible()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_prints_on_one_sheet(reader, city, language):
    page = reader(language=language).open(PAGE)
    page.wait_for_load_state("networkidle")
    sheets = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(sheets) == 1
    words = sheets[0].get_textpage().get_text_bounded()
    assert "3.0001" in words or "300.01" in words
    assert f"release={Release.objects.filter(indicator='sales').latest('index').index}" in words


def test_the_arrow_keys_go_to_the_neighbours(reader, city):
    city.publish("sales", Period.read("2019-05"))
    page = reader().open(PAGE)
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/figures/sales/2019-05/")


ADDRESSES = (
    PAGE,
    f"{PAGE}?district={HAIZHU}&class=phones",
    f"/figures/secret/2019-06/?district={TIANHE}",
    "/figures/sales/2019-07/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_page_is_accessible_and_fits(reader, city, look, address):
    page = reader(**look).open(address)
    for summary in page.locator("main summary").all():
        if summary.is_visible():
            summary.click()
    reader.assert_axe_clean(page)
    reader.assert_fits(page)
    if page.locator("#check-button").count():
        page.locator("#check-button").click()
        expect(page.locator("#check-verdict")).to_be_focused()
        reader.assert_axe_clean(page)
        reader.assert_fits(page)
    for window in reader.windows:
        window.complaints[:] = [line for line in window.complaints if "404" not in line]
