"""Numerals: the laws that no corpus line states, and cn2an as the oracle for plain numerals."""

import time
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsextract
from newsextract import find
from newsextract.find import numeral, segment


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_a_plain_numeral_reads_as_cn2an_wrote_it(value):
    """Written by cn2an, read by us: the same number, and all of it."""
    written = cn2an.an2cn(value)
    assert [(n["quote"], n["value"]) for n in numeral.numerals(f"是{written}。")] == [(written, value)]


@given(st.integers(min_value=10, max_value=10**12))
def test_capital_numerals(value):
    written = cn2an.an2cn(value, "up")
    assert [n["value"] for n in numeral.numerals(f"计{written}元")] == [value]


@given(st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False))
def test_decimals(value):
    written = cn2an.an2cn(str(value))
    assert [n["value"] for n in numeral.numerals(f"是{written}。")] == [value]


@given(st.text(alphabet="一二两三十百千万亿零点半几多余0123456789.,，-%个家元年第负之分成 \ufffd", max_size=40))
def test_any_mixture_gives_spans_that_quote_in_order(text):
    at = 0
    for found in numeral.numerals(text):
        assert at <= found["start"] < found["end"] <= len(text)
        assert text[found["start"] : found["end"]] == found["quote"]
        at = found["end"]


@pytest.mark.parametrize(
    "text",
    ["1" * 20000 + "亿元", "一" * 1_000_000, "（" * 100_000, "1,234," * 20_000, "一万亿" * 40_000, "分之" * 50_000, "一 " * 50_000, "1-" * 50_000],
    ids=["digits", "ones", "brackets", "commas", "scales", "fractions", "blanks", "dashes"],
)
def test_linear_on_what_an_attacker_writes(text):
    began = time.perf_counter()
    numeral.numerals(text)
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    "text",
    ["收到" + "7" * 20000 + "元。", "是" + "1" * 5000 + "家", "一" * 1_000_000, "一万亿" * 40_000 + "元", "（" * 50_000 + "12家" + "）" * 50_000, "9,999," * 5000 + "人"],
    ids=["digits", "number", "ones", "scales", "brackets", "commas"],
)
def test_what_no_news_has_gives_no_fact_and_a_warning(text):
    article = newsextract.extract(text)
    assert article.facts == ()
    assert len(article.warnings) == 1
    assert article.warnings[0].endswith("was not read")


def test_a_healthy_text_has_no_warning():
    assert not numeral.warnings("截至2024年6月末，贷款余额12,345,678.90万元（同比增长3%），一百二十三万四千五百六十七户受益。")


def test_no_number_is_longer_than_an_amount_can_be():
    assert numeral.numerals("1" * 5000) == numeral.numerals("一" * 5000) == []


def test_two_or_three_is_not_twenty_three():
    (found,) = find.numerals("两三个")
    assert (found.value, found.upper) == (Decimal(2), Decimal(3))


@pytest.mark.parametrize("text", ["7.\ufffd%", "6,\ufffd18户", "增长\ufffd.4%", "建成4?9公里", "修复?6座"])
def test_a_number_that_touches_a_loss_has_no_value(text):
    assert all(number.value is None for number in find.numerals(text))


@pytest.mark.parametrize("text", ["5.7×10^6吨", "长宽为20×35米", "第4.1.9条", "编组046列", "拨款81 300元"])
def test_a_number_is_not_its_last_part(text):
    assert not find.numerals(text)


def test_both_segmenters_cut_alike():
    """rjieba, where it is installed, and jieba: the same words with the same tags."""
    pytest.importorskip("rjieba")
    for text in ("全市新认定省级重点实验室34家", "一般公共预算收入同比增长5.1%，PM2.5浓度36微克/立方米", "农村居民人均可支配收入"):
        assert segment.words(text, tagger=segment._by_rust()) == segment.words(text, tagger=segment._by_python())
