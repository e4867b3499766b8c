import codecs

import pytest

from suixin.kernel.programme.reading import UnreadableFile, read

NOTICE = "榕工信〔2023〕6号\r\n　　到2025年，建成示范点16个以上。\t𠀀\n"


@pytest.mark.parametrize(
    "data",
    [
        NOTICE.encode(),
        codecs.BOM_UTF8 + NOTICE.encode(),
        NOTICE.encode("gb18030"),
        codecs.BOM_UTF16_LE + NOTICE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + NOTICE.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16 le", "utf-16 be"],
)
def test_the_text_is_the_characters_of_the_file(data: bytes) -> None:
    assert read(data, "notice.txt") == NOTICE


def test_a_name_does_not_decide_the_kind() -> None:
    assert read(NOTICE.encode(), "notice.pdf") == NOTICE
    assert read("<!doctype html><p>甲</p>".encode(), "notice.txt") == "甲\n"


def test_text_that_only_mentions_markup_is_text() -> None:
    assert read("表格用 <table> 标签。".encode(), "notice.txt") == "表格用 <table> 标签。"


@pytest.mark.parametrize("data", [b"\x81\x20\xff\xff" * 50, codecs.BOM_UTF16_LE + b"\x00\xd8\x41"])
def test_an_unknown_encoding_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(data)
    assert refused.value.code == "encoding"
    assert "UTF-8" in refused.value.zh and "GB18030" in refused.value.en
