from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from suixin.platform.ui.han import traditional
from suixin.platform.ui.numbers import written, written_change, written_date


@pytest.mark.parametrize(
    ("value", "unit", "chinese", "english"),
    [
        (Decimal("1234.5"), "亿元", "1,234.5 亿元", "123.45 billion yuan"),
        (3124000, "户", "312.4 万户", "3,124,000 households"),
        (Decimal("3124321"), "户", "3,124,321 户", "3,124,321 households"),
        (300, "万户", "300 万户", "3 million households"),
        (Decimal("51000"), "亿元", "5.1 万亿元", "5.1 trillion yuan"),
        (Decimal("12.50"), "%", "12.5%", "12.5%"),
        (Decimal("-0.30"), "%", "-0.3%", "-0.3%"),
        (0, "家", "0 家", "0 companies"),
        ("40000", "", "4 万", "40,000"),
    ],
)
def test_a_number_is_written_as_locals_write_it_and_never_rounded(value, unit, chinese, english):
    with translation.override("zh-hans"):
        assert str(written(value, unit)) == chinese
    with translation.override("en"):
        assert str(written(value, unit)) == english


def test_a_float_is_refused():
    with pytest.raises(TypeError, match="float"):
        written(0.1, "亿元")


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (date(2021, 6, 30), "2021年6月30日", "30 June 2021"),
        (datetime(2021, 6, 30, 16, 30, tzinfo=UTC), "2021年7月1日", "1 July 2021"),
        ("2021-06", "2021年6月", "June 2021"),
        (2021, "2021年", "2021"),
        (None, "", ""),
    ],
)
def test_dates_are_as_exact_as_they_were_given(value, chinese, english):
    with translation.override("zh-hant"):
        assert written_date(value) == chinese
    with translation.override("en"):
        assert written_date(value) == english


def test_change_is_told_by_a_word_not_by_a_sign():
    with translation.override("zh-hans"):
        assert written_change(Decimal("-0.80")) == "比上年下降 0.8%"
        assert written_change(0) == "与上年持平"


def test_traditional_text_follows_the_reviewed_terms():
    assert traditional("广州市信息消费，发布说明，群众") == "廣州市信息消費，發布說明，群眾"
