"""Repair: the found page to the byte, the round trip through the simulator, and the peace of healthy text."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pollution
import repairs
from newsextract.repair import repair
from newsextract.text import replay, undo

SEED = Path(__file__).resolve().parent.parent.parent / "shared" / "seed"
needs_seed = pytest.mark.skipif(not SEED.is_dir(), reason="the found page is not in this checkout")


@needs_seed
def test_the_simulator_reproduces_the_found_page_to_the_byte():
    clean = (SEED / "cnhubei_original.txt").read_text(encoding="utf8").rstrip("\n")
    found = (SEED / "cnhubei_polluted.txt").read_text(encoding="utf8").rstrip("\n")
    table = {character: reading for character, reading in pollution.seen().items() if character not in "專聽類開詢"}
    assert pollution.pollute(clean, table) == found


@needs_seed
def test_the_found_page_comes_back_whole():
    found = (SEED / "cnhubei_polluted.txt").read_text(encoding="utf8")
    gold = json.loads((SEED / "gold.json").read_text(encoding="utf8"))
    done = repair(found)
    assert done.text == gold["text"] + "\n" + gold["footer"]
    assert done.losses == ()
    assert replay(found, done.edits) == done.text
    assert undo(done.text, done.edits) == found


SENTENCES = [
    "全县新建高标准农田3.2万亩，粮食总产量达18.6万吨，同比增长4.1%。",
    "市农业农村局负责人表示，当地将继续扩大设施蔬菜种植规模，带动农户增收。",
    "会议强调，要创新监管方式，严把质量关，确保群众用药安全。",
    "上半年，规模以上工业企业实现营业收入1230.5亿元，利润总额87.3亿元。",
    "“放心消费”活动启动以来，共受理投诉2145件，办结率98.7%。",
    "项目总投资约12亿元，计划2026年底前投入运营，预计年产值8亿元。",
]
HEALTHY = [
    "重庆(chóng)的重读chóng，不读zhòng；单(shàn)姓。",
    "漢(hàn)字(zì)學(xué)習(xí):天(tiān)地(dì)人(rén)",
    "香港特別行政區政府公布，本年度財政盈餘為1,200億元，較去年增加。(完)",
    "The quick brown fox (jumps) over? Yes: 100%.",
    "def f(x):\n\treturn x if x else None  # ok?",
    "今天天气真好!我们去哪里?(公园)吧:好的,走。",
    "臺灣的「里程碑」：業者(營業登記)共12家。",
    "",
]


@pytest.mark.parametrize("text", HEALTHY)
def test_healthy_text_has_no_edits(text):
    done = repair(text)
    assert (done.text, done.edits, done.losses) == (text, (), ())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["seen", "some", "every"]), st.booleans(), st.booleans())
def test_what_was_polluted_comes_back(seed, which, half, space):
    chance = random.Random(seed)
    table = {"seen": pollution.seen, "every": pollution.every, "some": lambda: pollution.some(chance)}[which]()
    clean = "\n".join(chance.choices(SENTENCES, k=8))
    damaged = pollution.pollute(clean, table, half=half, space=space)
    done = repair(damaged)
    assert replay(damaged, done.edits) == done.text
    assert undo(done.text, done.edits) == damaged
    again = repair(done.text)
    assert again.edits == ()
    if not done.losses:
        assert done.text == clean


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in repairs.entries()])
def test_the_corpus(entry):
    done = repair(entry.damaged)
    assert done.text == entry.clean
    assert bool(done.edits) == (entry.clean != entry.damaged)
    used = {rule for edit in done.edits for rule in edit.rule.split("+")} | {loss.rule for loss in done.losses}
    assert set(entry.rules) <= used
    assert replay(entry.damaged, done.edits) == done.text
    assert undo(done.text, done.edits) == entry.damaged
    assert len(done.losses) == done.text.count("\ufffd")
    assert repair(done.text).edits == ()
