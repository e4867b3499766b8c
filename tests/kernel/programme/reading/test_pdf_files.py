from collections.abc import Callable

import pytest

from suixin.kernel.programme.reading import UnreadableFile, read
from suixin.kernel.programme.reading.grid import Rule, grids

Printed = Callable[[str], bytes]
Plain = Callable[..., bytes]

STYLE = """<meta charset="utf-8"><style>
@page { size: A4; margin: 37mm 26mm 35mm 28mm }
body { font: 16pt/28pt "Noto Serif CJK SC", "Noto Sans CJK SC", serif; margin: 0 }
p { text-indent: 2em; margin: 0; text-align: justify } h1 { font-size: 22pt; text-align: center; margin: 0 }
table { border-collapse: collapse; width: 100% } td { border: 1px solid; font-size: 12pt; padding: 2pt }
.foot { page-break-after: always; text-indent: 0; text-align: center; position: relative }
</style>"""
LONG = "各区结合实际选择条件较好的镇街先行先试，总结做法后逐步推开，并按季度更新应用清单，方便居民就近使用4K电视等服务。"


def test_lines_become_paragraphs_again_also_over_a_page_break(printed_pdf: Printed) -> None:
    paragraphs = [f"（{at}）{LONG * 3}" for at in "一二三四五六七八九"]
    page = STYLE + "<h1>行动方案</h1>" + "".join(f"<p>{text}</p>" for text in paragraphs)
    assert read(printed_pdf(page)).splitlines() == ["行动方案", *paragraphs]


def test_a_table_with_rules_comes_as_rows_also_over_a_page_break(printed_pdf: Printed) -> None:
    rows = [["序号", "任务", "牵头单位"]]
    rows += [[str(at), f"任务{at}{LONG}", "市商务局" if at % 2 else "市教育局"] for at in range(1, 25)]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    widths = "<col style='width:15%'><col style='width:60%'><col>"
    text = read(printed_pdf(f"{STYLE}<p>{LONG}</p><table>{widths}{table}</table><p>{LONG}</p>"))
    assert text.splitlines() == [LONG, *("\t".join(row) for row in rows), LONG]


def test_merged_cells_are_expanded(printed_pdf: Printed) -> None:
    table = "<tr><td>1<td>推广<td rowspan=2>市商务局<tr><td>2<td>宣传<tr><td colspan=3>合计"
    assert read(printed_pdf(f"{STYLE}<table>{table}</table>")).splitlines() == [
        "1\t推广\t市商务局", "2\t宣传\t市商务局", "合计\t\t",
    ]  # fmt: skip


def test_page_numbers_and_running_heads_are_left_out(plain_pdf: Plain) -> None:
    def page(number: int) -> list[str]:
        return ["Running head", *[f"line {number} {at}" for at in range(20)], *[""] * 11, f"- {number} -"]

    shifted = plain_pdf([page(1), page(2), page(3)]).replace(b"72 700 Td", b"72 800 Td")
    text = read(shifted)
    assert "Running head" not in text and "- 2 -" not in text
    assert text.count("line 2") == 20


def test_a_scan_is_told_apart_from_a_text(plain_pdf: Plain) -> None:
    blank = plain_pdf([[]])
    with pytest.raises(UnreadableFile) as refused:
        read(blank)
    assert refused.value.code == "empty_pdf"


def test_a_picture_of_a_page_is_called_a_scan(printed_pdf: Printed) -> None:
    dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p7ZzjwAAAABJRU5ErkJggg=="
    with pytest.raises(UnreadableFile) as refused:
        read(printed_pdf(f'<img src="{dot}" width="500" height="700">'))
    assert refused.value.code == "scanned_pdf"
    assert "扫描" in refused.value.zh


def rules(xs: list[float], ys: list[float]) -> list[Rule]:
    across = [Rule(True, y, xs[0], xs[-1]) for y in ys]
    return across + [Rule(False, x, ys[0], ys[-1]) for x in xs]


def test_a_table_open_at_its_sides_is_a_table() -> None:
    (grid,) = grids([Rule(True, y, 10, 200) for y in (100, 120, 140)] + [Rule(False, 80, 100, 140)])
    assert grid.columns == [10, 80, 200]
    assert grid.edges == [140, 120, 100]


def test_two_tables_apart_are_two_and_a_frame_is_none() -> None:
    found = grids(
        rules([10, 50, 90], [300, 320, 340]) + rules([10, 50, 90], [100, 120]) + rules([300, 400], [10, 90])
    )
    assert sorted(len(list(grid.rows())) for grid in found) == [1, 2]


def test_each_of_two_columns_has_its_own_edge(printed_pdf: Printed) -> None:
    style = STYLE.replace(
        "</style>", ".c { column-count: 2; column-gap: 12mm; font: 11pt/16pt serif }</style>"
    )
    paragraphs = [f"（{at}）{LONG}" for at in "一二三四五六七八九十"]
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    found = read(printed_pdf(f"{style}<h1>加快发展社区服务的实施意见</h1><div class=c>{text}</div>"))
    assert found.splitlines() == ["加快发展社区服务的实施意见", *paragraphs]
