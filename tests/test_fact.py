"""Facts: what a number measures, with lists of dates and places made by hand; sentences are in fixtures/corpus/fact*.txt."""

import time
from decimal import Decimal

import pytest

import corpus
import newsextract
from newsextract.find import fact, quantity, segment
from newsextract.records import NumericFact

HOME = {"name": "青海省", "code": "630000", "level": "province", "parts": ()}
CITY = {"name": "西宁市", "code": "630100", "level": "city", "parts": ()}


def facts(text, *, dates=(), places=(), organisations=(), home=HOME):
    def found(items):
        return [{"quote": item[0], "start": text.index(item[0]), "end": text.index(item[0]) + len(item[0]), **item[1]} for item in items]

    given = found(dates)
    records = fact.facts(
        text,
        quantities=quantity.quantities(text, dates=given),
        dates=given,
        places=found(places),
        organisations=found(organisations),
        home=home,
    )
    return [NumericFact.model_validate(record) for record in records]


def day(first, last=None, grain="day"):
    return {"kind": "date", "first": first, "last": last or first, "grain": grain}


def test_period_keeps_its_preposition_and_holds_until_another_is_named():
    found = facts(
        "截至2022年底，全省养老机构达310家，床位4.1万张。今年一季度，新增床位900张。",
        dates=[("2022年底", day("2022-12-31")), ("今年一季度", day("2023-01-01", "2023-03-31", "quarter"))],
    )
    assert [(f.quote, f.period.text, f.period.last) for f in found] == [
        ("310家", "截至2022年底", "2022-12-31"),
        ("4.1万张", "截至2022年底", "2022-12-31"),
        ("900张", "今年一季度", "2023-03-31"),
    ]


def test_a_day_that_is_only_reported_on_sets_no_period():
    (found,) = facts("3月8日，记者从省林草局获悉，全省造林86万亩。", dates=[("3月8日", day("2023-03-08"))])
    assert found.period is None


def test_region_of_the_clause_and_of_the_article():
    found = facts(
        "西宁市地铁客流31万人次，全省公交客流88万人次。",
        places=[("西宁市", {"kind": "name", "region": CITY}), ("全省", {"kind": "relative", "region": HOME})],
    )
    assert [f.region.name for f in found] == ["西宁市", "青海省"]


def test_a_place_compared_with_is_not_where_the_number_holds():
    country = {"name": "全国", "code": "100000", "level": "country", "parts": ()}
    (found,) = facts("锂盐产量占全国的三成。", places=[("全国", {"kind": "name", "region": country})])
    assert (found.region.name, found.comparison, found.indicator) == ("青海省", "占全国", "锂盐产量")


@pytest.mark.parametrize(
    ("text", "direction", "change", "ratio"),
    [
        ("出口额增长1.3倍", "up", "1.3", "2.3"),
        ("出口额增长到1.3倍", "up", None, "1.3"),
        ("出口额是前年的1.3倍", None, None, "1.3"),
        ("出口额翻一番", "up", "1", "2"),
        ("失业率下降0.3个百分点", "down", "-0.3", None),
        ("失业率降至4.1%", "down", None, None),
        ("覆盖率达到98%", None, None, None),
    ],
)
def test_what_a_change_says(text, direction, change, ratio):
    (found,) = facts(text)
    assert (found.direction, found.change, found.ratio) == (direction, change and Decimal(change), ratio and Decimal(ratio))


def test_every_inferred_field_says_why():
    (found,) = facts("全省天然牧草地5.6亿亩。")
    assert {why.field for why in found.why} == {"indicator", "region"}
    assert all(why.rule in fact.RULES for why in found.why)


def test_an_indicator_is_short_and_holds_no_verb_of_change():
    text = "全县持续推进高标准农田建设和农业社会化服务体系改革工作经费总额1.2亿元，比上年增加3000万元，增幅33%。"
    for found in facts(text):
        assert len(found.indicator) <= fact.LONGEST_INDICATOR
        assert "增加" not in found.indicator


def test_the_records_do_not_change_what_was_given():
    text = "牦牛存栏480万头"
    given = quantity.quantities(text, dates=[])
    fact.facts(text, quantities=given, dates=[], places=[], organisations=[], home=HOME)
    assert given[0]["indicator"] == "" and given[0]["region"] is None


def test_the_same_records_on_both_segmenters(monkeypatch):
    """The corpus' first fact lines, read with rjieba and with jieba itself."""
    pytest.importorskip("rjieba")
    lines = [line for line in corpus.corpus() if line.path.stem == "fact_bulletins"][:30]
    given = [(line.text, quantity.quantities(line.text, dates=[])) for line in lines]

    def read():
        return [fact.facts(text, quantities=found, dates=[], places=[], organisations=[], home=HOME) for text, found in given]

    rust, python = read(), segment._by_python()
    monkeypatch.setattr(segment, "_tagger", lambda: python)
    assert read() == rust


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("到2025年底，全省力争造林86万亩。", {"INDICATOR": "造林", "OBS_VALUE": Decimal(860000), "UNIT_MEASURE": "[mu]", "OBS_STATUS": "F", "REF_AREA": "630000"}),
        ("牦牛存栏约480万头。", {"INDICATOR": "牦牛存栏", "OBS_VALUE": Decimal(4800000), "UNIT_MEASURE": "头", "UNIT_MULT": 0, "OBS_STATUS": "E", "TIME_PERIOD": None}),
        ("补贴标准为100元至150元。", {"OBS_VALUE": None, "OBS_STATUS": "M", "UNIT_MEASURE": "CNY"}),
        ("全省出口下降3.2%。", {"INDICATOR": "出口 下降", "OBS_VALUE": Decimal("-3.2"), "OBS_STATUS": "A", "UNIT_MEASURE": "%"}),
        ("牦牛存栏48\ufffd0万头。", {"OBS_VALUE": None, "OBS_STATUS": "M"}),
    ],
)
def test_the_observation_that_statisticians_load(text, wanted):
    (found, *_) = facts(text)
    observation = found.observation()
    assert {key: observation[key] for key in wanted} == wanted
    assert list(observation) == ["INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS"]


def test_what_lost_a_digit_is_never_compared():
    """由A增加到B with a digit lost in A: no direction can be told from it."""
    first, second = facts("存栏由4\ufffd万头扩容至61万头。")
    assert (first.complete, first.value, second.direction) == (False, None, None)


def test_facts_are_linear():
    text = "增长3%、" * 5000
    given = quantity.quantities(text, dates=[])
    began = time.perf_counter()
    fact.facts(text, quantities=given, dates=[], places=[], organisations=[], home=HOME)
    assert time.perf_counter() - began < 20


TABLE = """<html><body><h1>1—10月赤水县主要经济指标</h1><div class="content"><p>1—10月，全县经济运行平稳，工业、投资和消费都有增长，财政收支总体平衡，具体数据见下表。</p>
<p>单位：亿元</p><table><tr><th>指标</th><th>绝对值</th><th>同比增长（%）</th></tr><tr><td>工业总产值</td><td>86.4</td><td>7.2</td></tr>
<tr><td>固定资产投资</td><td></td><td>-3.1</td></tr><tr><td>社会消费品零售总额</td><td>41.25</td><td>5.0</td></tr></table>
<ul><li>在校学生：3.2万人</li><li>专任教师：2140人</li></ul></div></body></html>"""


def test_a_data_table_and_a_list_of_a_page_give_facts():
    article = newsextract.extract(TABLE, published="2024-11-20", region="贵州省遵义市赤水市")
    assert [(f.quote, f.value, f.unit, f.indicator, f.comparison, f.change) for f in article.facts] == [
        ("86.4", Decimal("8640000000"), "元", "工业总产值", "", None),
        ("7.2", Decimal("7.2"), "%", "工业总产值", "同比增长", Decimal("7.2")),
        # the row of 固定资产投资 has lost a cell: which column its number stands in, the text does not say
        ("41.25", Decimal("4125000000"), "元", "社会消费品零售总额", "", None),
        ("5.0", Decimal("5.0"), "%", "社会消费品零售总额", "同比增长", Decimal("5.0")),
        ("3.2万人", Decimal("32000"), "人", "在校学生", "", None),
        ("2140人", Decimal("2140"), "人", "专任教师", "", None),
    ]
    assert all(article.text[f.start : f.end] == f.quote for f in article.facts)
    assert {f.period.last for f in article.facts if f.period} == {"2024-10-31"}


def test_a_figure_of_a_table_that_lost_a_digit_has_no_value():
    article = newsextract.extract("指标\t数值\n粮食产量（万吨）\t4\ufffd2\n油料产量（万吨）\t31", region="山东省")
    assert [(f.quote, f.value, f.complete) for f in article.facts] == [("4\ufffd2", None, False), ("31", Decimal("310000"), True)]
