"""Script: the fold keeps every offset and is done once; simplification is edits that replay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract import script
from newsextract.text import replay


@given(st.text())
def test_the_fold_keeps_the_length_and_folding_twice_is_folding_once(text):
    folded = script.fold(text)
    assert len(folded) == len(text)
    assert script.fold(folded) == folded


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ("營業收入１２．５億元，同比增長８％", "营业收入12.5亿元，同比增长8%"),
        ("⼤⽂", "大文"),
        ("裡面、裏面、臺灣、衞生", "里面、里面、台湾、卫生"),
        ("走著瞧，著名作家的著作成效顯著", "走着瞧，著名作家的著作成效显著"),
        ("陝西乾縣的乾燥劑", "陕西乾县的干燥剂"),
        ("瞭解情況，瞭望塔", "了解情况，瞭望塔"),
        ("看著名單上的人", "看着名单上的人"),
        ("①第一，㎡、《》「」", "①第一，㎡、《》「」"),
    ],
)
def test_the_fold_reads(page, read):
    assert script.fold(page) == read


@pytest.mark.parametrize("text", ["", "plain ASCII 123", "简体中文，著名品牌", "naïve café ½", "乾隆", "𠮷野家"])
def test_what_needs_no_fold_is_the_same_string(text):
    assert script.fold(text) == text
    assert script.simplified(text) == []


@given(st.text(alphabet="發展著名乾隆縣燥瞭解望的了，a１"))
def test_simplification_replays_and_is_done_once(text):
    simple = replay(text, script.simplified(text))
    assert script.simplified(simple) == []
    assert len(simple) == len(text)
