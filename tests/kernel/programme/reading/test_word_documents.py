from collections.abc import Callable
from io import BytesIO

import docx
import pytest

from suixin.kernel.programme.reading import UnreadableFile, read
from suixin.kernel.programme.reading.numerals import numeral

Word = Callable[..., bytes]


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def levels(*shapes: tuple[str, str], extra: str = "") -> str:
    described = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(shapes)
    )
    return f'<w:abstractNum w:abstractNumId="7">{described}</w:abstractNum>'


NUM = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'


def test_a_document_of_another_program_is_read_in_order() -> None:
    document = docx.Document()
    document.add_paragraph("首段")
    table = document.add_table(2, 2)
    for at, text in enumerate(["序号", "任务", "1", "推广"]):
        table.cell(at // 2, at % 2).text = text
    document.add_paragraph("末段")
    document.sections[0].header.paragraphs[0].text = "页眉"
    written = BytesIO()
    document.save(written)
    assert read(written.getvalue()) == "首段\n序号\t任务\n1\t推广\n末段\n"


def test_automatic_numbers_are_written_level_by_level(word: Word) -> None:
    numbering = levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")) + NUM
    body = (
        numbered("目标") + numbered("任务") + numbered("工程", 1) + numbered("甲", 2) + numbered("乙", 2)
        + numbered("保障", 1) + numbered("丙", 2) + numbered("附则")
    )  # fmt: skip
    assert read(word(body, numbering=numbering)).splitlines() == [
        "一、目标", "二、任务", "（一）工程", "1.甲", "2.乙", "（二）保障", "1.丙", "三、附则",
    ]  # fmt: skip


def test_a_level_may_continue_over_the_levels_above(word: Word) -> None:
    numbering = (
        levels(("chineseCounting", "%1、"), ("decimal", "%2."), extra='<w:lvlRestart w:val="0"/>') + NUM
    )
    body = numbered("甲") + numbered("a", 1) + numbered("乙") + numbered("b", 1)
    assert read(word(body, numbering=numbering)).splitlines() == ["一、甲", "1.a", "二、乙", "2.b"]


def test_an_override_starts_the_count_anew(word: Word) -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    again = f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{override}</w:num>'
    body = numbered("甲") + numbered("乙", list_id=2) + numbered("丙", list_id=2)
    assert read(word(body, numbering=levels(("decimal", "%1.")) + NUM + again)).splitlines() == [
        "1.甲", "5.乙", "6.丙",
    ]  # fmt: skip


def test_numbers_come_from_styles_and_can_be_switched_off(word: Word) -> None:
    base = '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    derived = '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    none = '<w:pStyle w:val="B"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        paragraph("甲", '<w:pStyle w:val="B"/>')
        + paragraph("无", none)
        + paragraph("乙", '<w:pStyle w:val="A"/>')
    )
    written = word(body, numbering=levels(("decimalEnclosedCircle", "%1")) + NUM, styles=base + derived)
    assert read(written).splitlines() == ["①甲", "无", "②乙"]


@pytest.mark.parametrize(
    ("form", "count", "written"),
    [
        ("chineseCounting", 12, "十二"), ("chineseCounting", 101, "一〇一"), ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"), ("ideographDigital", 23, "二三"), ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedParen", 3, "⑶"), ("decimalFullWidth", 12, "１２"), ("ideographTraditional", 3, "丙"),
        ("chineseLegalSimplified", 25, "贰拾伍"), ("upperLetter", 28, "BB"), ("lowerRoman", 14, "xiv"),
        ("decimalZero", 7, "07"), ("hebrew1", 4, "4"),
    ],
)  # fmt: skip
def test_counts_are_written_in_the_format_of_the_list(form: str, count: int, written: str) -> None:
    assert numeral(count, form) == written


def test_changes_are_read_as_accepted(word: Word) -> None:
    changed = (
        "<w:p><w:r><w:t>市</w:t></w:r><w:del><w:r><w:delText>科委</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>科技局</w:t></w:r></w:ins></w:p>"
    )
    broken = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>" + paragraph("后半")
    assert read(word(changed + broken)).splitlines() == ["市科技局", "前半后半"]


def test_nothing_that_is_printed_is_left_out(word: Word) -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>"
    box = (
        "<w:p><w:r><w:t>锚点</w:t></w:r><w:r><w:drawing><w:txbxContent>"
        f"{paragraph('文本框')}</w:txbxContent></w:drawing></w:r></w:p>"
    )
    ruby = (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>rong</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>榕</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>可见</w:t></w:r></w:p>"
    assert read(word(control + box + ruby + hidden)).splitlines() == ["控件", "锚点", "文本框", "榕", "可见"]


def test_merged_cells_are_expanded(word: Word) -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    rows = (
        "<w:tr>" + cell("1", '<w:vMerge w:val="restart"/>') + cell("甲") + cell("乙") + "</w:tr>",
        "<w:tr>" + cell("", "<w:vMerge/>") + cell("合并", '<w:gridSpan w:val="2"/>') + "</w:tr>",
    )
    assert read(word(f"<w:tbl>{''.join(rows)}</w:tbl>")) == "1\t甲\t乙\n1\t合并\t\n"


@pytest.mark.parametrize(
    ("kind", "target", "refused"),
    [
        ("hyperlink", "https://example.org/", False),
        ("image", "https://example.org/a.png", False),
        ("attachedTemplate", "file:///C:/Normal.dotm", False),
        ("attachedTemplate", "https://example.org/t.dotm", True),
        ("oleObject", "\\\\server\\share\\a.docx", True),
    ],
)
def test_only_content_from_elsewhere_is_refused(
    package: Callable[..., bytes], kind: str, target: str, refused: bool
) -> None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    data = package(
        {
            "word/document.xml": f'<w:document xmlns:w="{main}"><w:body>{paragraph("正文")}</w:body></w:document>',
            "word/_rels/document.xml.rels": (
                f'<Relationships><Relationship Type="{office}/{kind}" Target="{target}" TargetMode="External"/>'
                "</Relationships>"
            ),
        }
    )
    if not refused:
        assert read(data) == "正文\n"
        return
    with pytest.raises(UnreadableFile) as problem:
        read(data)
    assert problem.value.code == "external"


def test_another_document_inside_is_refused_and_not_lost(word: Word) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(word(paragraph("正文") + "<w:altChunk/>"))
    assert refused.value.code == "embedded"
