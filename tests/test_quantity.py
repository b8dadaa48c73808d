"""Quantities: laws, guards and speed; the sentences are in fixtures/corpus/quantity*.txt."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract import find, tables
from newsextract.find import quantity, unit
from newsextract.records import NumericFact

ALPHABET = "0123456789.,，。、-—%‰一二三十百千万亿多余约近超元家个人倍成分之第前和至到公里吨年月日号/（）\ufffd省市"


@given(st.text(alphabet=ALPHABET, max_size=40))
def test_every_record_quotes_the_text_and_validates(text):
    at = 0
    for found in quantity.quantities(text, dates=[]):
        record = NumericFact.model_validate(found)
        assert at <= record.start < record.end <= len(text)
        assert text[record.start : record.end] == record.quote
        assert record.start <= record.number_start < record.number_end <= record.end
        assert record.complete == (record.value is not None)
        assert record.rule in quantity.RULES
        at = record.end


@given(st.integers(min_value=1, max_value=10**9), st.sampled_from(["家", "吨", "元", "公里", "人次", "亩"]))
def test_a_number_and_its_unit(value, name):
    (found,) = quantity.quantities(f"共计{value}{name}。", dates=[])
    assert (found["value"], found["unit"], found["modifier"]) == (Decimal(value), name, "共计")


def test_a_number_inside_a_date_is_no_quantity():
    text = "3天"
    assert quantity.quantities(text, dates=[]) != []
    assert quantity.quantities(text, dates=[{"start": 0, "end": 2, "kind": "range"}]) == []


def test_a_lost_digit_leaves_no_value():
    (found,) = quantity.quantities("投资3�7亿元", dates=[])
    assert (found["complete"], found["value"], found["upper"], found["quote"]) == (False, None, None, "3�7亿元")


def test_full_width_and_traditional_are_read_in_place():
    (found,) = find.quantities("總投資１２．５億元")
    assert (found.quote, found.value, found.unit) == ("１２．５億元", Decimal("1250000000.0"), "元")


def test_the_table_of_units_is_wide_and_coded():
    rows = tables.read("units")
    assert len(rows) >= 600
    coded = [row for row in rows if row["kind"] in ("quantity", "money") and row["code"]]
    assert len(coded) >= 350


@pytest.mark.parametrize(("text", "name", "code"), [("元/平方米", "元/平方米", "CNY/m2"), ("台（套）", "台（套）", None), ("人次/日", "人次/日", None)])
def test_units_put_together(text, name, code):
    found = unit.at(text, 0)
    assert found is not None
    assert (found.name, found.code, found.end) == (name, code, len(text))


@pytest.mark.parametrize("text", ["9" * 20000 + "亿元", "增长3%、" * 5000, "(" * 100_000 + "3家", "电话" * 20_000], ids=["digits", "list", "brackets", "word"])
def test_linear(text):
    began = time.perf_counter()
    quantity.quantities(text, dates=[])
    assert time.perf_counter() - began < 10
