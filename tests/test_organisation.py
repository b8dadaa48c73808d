"""Organisations: laws that hold for every text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsextract.find import organisation, place

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


@pytest.mark.parametrize("text", ["一" * 100_000, "（" * 100_000, "1" * 20_000, "省" * 50_000, "市场监管局" * 10_000, "武汉" * 30_000, "和" * 50_000, "公司" * 30_000])
def test_adversarial_text_takes_no_time(text):
    organisation.organisations(text, home=None)


def test_without_a_home_a_rank_names_nobody():
    records = organisation.organisations("省公安厅通报案情", home=None)
    assert [(record["quote"], record["name"], record["region"], record["id"]) for record in records] == [("省公安厅", None, None, None)]
