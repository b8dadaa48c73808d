"""Organisations: laws that hold for every text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsextract.find import organisation, place

HOME = place.resolve("湖北省武汉市")[0]
PIECES = ["省", "市", "县", "公安厅", "市场监管局", "、", "和", "武汉", "鼓楼区", "有限公司", "（", "）", "大学", "�", "，", "委", "3", "中国", "通威", "集团", "在", "“", "《", "》"]


@settings(deadline=None)  # the first example compiles the tables
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from([None, "湖北省", "江苏省南京市"]))
def test_every_record_quotes_its_text(text, region):
    home = place.resolve(region)[0] if region else None
    records = organisation.organisations(text, home=home)
    for record in records:
        assert text[record["start"] : record["end"]] == record["quote"] != ""
        assert "�" not in record["quote"]
        assert record["rule"] in organisation.RULES
    assert records == sorted(records, key=lambda record: (record["start"], record["end"]))


ADVERSARIES = {
    "one character": "一" * 1_000_000,
    "brackets": "（" * 100_000,
    "digits": "1" * 20_000,
    "ranks": "省" * 50_000,
    "heads": "市场监管局" * 10_000,
    "endings": "局" * 100_000,
    "places": "武汉" * 30_000,
    "a long list": "武汉市、" * 20_000 + "公安局",
    "anaphors": "武汉市公安局说，该局，" * 8_000,
    "aliases": "".join(f"武汉市第{number}医院（简称“武{number}”），" for number in range(3_000)),
    "ambiguous places": "鼓楼区公安局，" * 15_000,
    "titles": "《" * 50_000,
    "losses": "武汉市\ufffd公安局" * 10_000,
    "companies": "科技有限公司" * 15_000,
}


@pytest.mark.parametrize("text", ADVERSARIES.values(), ids=ADVERSARIES)
def test_an_adversary_costs_no_more_than_its_length(text):
    organisation.organisations("武汉市公安局", home=HOME)
    began = time.process_time()
    organisation.organisations(text, home=HOME)
    place.places(text, home=HOME)
    assert time.process_time() - began < 6


def test_without_a_home_a_rank_names_nobody():
    records = organisation.organisations("省公安厅通报案情", home=None)
    assert [(record["quote"], record["name"], record["region"], record["id"]) for record in records] == [("省公安厅", None, None, None)]
