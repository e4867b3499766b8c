import pytest

from suixin.kernel.programme.reading import read

PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>榕江市政府</title>
<style>p {{ color: red }}</style></head><body>
<nav><a href="/">首页</a><a href="/gk">政务公开</a></nav>
<div class="breadcrumb">当前位置：<a href="/">首页</a></div>
<h1>关于印发行动方案的通知</h1>
<p>　　推动<ruby>榕<rp>(</rp><rt>róng</rt><rp>)</rp></ruby>江市
数字生活。<br>第二行 4K  电视<script>track()</script></p>
<p style="display:none">看不见</p>
<ul><li><a href="1">热点一</a></li><li><a href="2">热点二</a></li><li><a href="3">热点三</a></li></ul>
<footer>版权所有</footer></body></html>"""


def lines(page: str) -> list[str]:
    return read(f"<!doctype html><body>{page}</body>".encode(), "page.html").splitlines()


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb2312", "gb18030"])
def test_the_notice_is_left_when_the_page_is_taken_away(charset: str) -> None:
    page = PAGE.format(charset=charset).encode("utf-8" if charset == "utf-8" else "gb18030")
    assert read(page).splitlines() == ["关于印发行动方案的通知", "推动榕江市数字生活。", "第二行 4K 电视"]


def test_a_page_from_hong_kong_is_read() -> None:
    page = '<html><head><meta charset="big5"></head><body><p>數碼生活</p></body></html>'
    assert read(page.encode("big5hkscs")) == "數碼生活\n"


def test_bytes_decide_where_the_page_does_not_say() -> None:
    assert read("<html><body><p>榕江</p></body></html>".encode("gb18030")) == "榕江\n"


def test_rows_are_joined_by_tab_and_merged_cells_expanded() -> None:
    table = """<table><tr><th>序号<th>任务<th>牵头单位</tr>
      <tr><td>1<td>建设<br>平台<td rowspan=2>市商务局</tr><tr><td>2<td>推广</tr>
      <tr><td colspan=3>（二）保障</tr><tr><td>3<td colspan=2>宣传</tr></table>"""
    assert lines(f"{table}后文") == [
        "序号\t任务\t牵头单位",
        "1\t建设 平台\t市商务局",
        "2\t推广\t市商务局",
        "（二）保障\t\t",
        "3\t宣传\t",
        "后文",
    ]


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    assert lines("<table><tr><td>左栏<td><p>正文一<p>正文二<table><tr><td>a<td>b</table></table>") == [
        "左栏", "正文一", "正文二", "a\tb",
    ]  # fmt: skip


def test_list_numbers_that_a_browser_shows_are_written() -> None:
    assert lines("<ol start=3><li>甲<li>乙</ol>") == ["3.甲", "4.乙"]
    assert lines('<ol style="list-style-type: cjk-ideographic"><li>甲<li>乙</ol>') == ["一、甲", "二、乙"]
    assert lines('<ol style="list-style: none"><li>一、甲</ol>') == ["一、甲"]


def test_a_list_of_annexes_is_not_taken_for_navigation() -> None:
    page = "<div>附件：<a href=1>1.任务分工表</a><a href=2>2.指标表</a><a href=3>3.联系表</a></div>"
    assert lines(page) == ["附件：1.任务分工表2.指标表3.联系表"]


def test_text_in_a_block_with_a_name_of_furniture_stays() -> None:
    assert lines('<div class="share"><p>第一句。<p>第二句。<p>第三句。</div>') == [
        "第一句。",
        "第二句。",
        "第三句。",
    ]


def test_a_table_inside_a_cell_is_words_of_that_cell() -> None:
    head = "<tr><th>序号</th><th>任务</th><th>牵头单位</th></tr>"
    inner = "<table><tr><td>办活动50场</td></tr><tr><td>开线路5条</td></tr></table>"
    assert lines(f"<table>{head}<tr><td>1</td><td>{inner}</td><td>市商务局</td></tr></table>") == [
        "序号\t任务\t牵头单位",
        "1\t办活动50场 开线路5条\t市商务局",
    ]
