"""The artefact: the inverse of every step of the simulator, under tables and orders that nobody chose."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import invented
import pollution
from newsextract import annotation
from newsextract.repair import judge, mend, mend_markup, repair
from newsextract.text import replay, undo


def test_the_simulator_does_what_the_found_pages_show():
    table = pollution.every()
    assert pollution.pollute("表扬", {"頁": table["頁"], "揚": table["揚"]}) == "表?yè)P(yáng)"
    assert pollution.pollute("日报", {"請": "qǐng", "報": "bào"}) == "日?qǐng)?bào)"
    assert pollution.pollute("版权 © 2020", {}) == "版權 ? 2020"
    cut = pollution.pollute("很高。”功夫下在平时", {}, half=False, share=1.0)
    assert cut == "很高?！惫Ψ蛳略谄綍r"


def test_readings_are_those_of_the_tables_seen():
    known = annotation.readings()
    assert all(reading in known[character] for character, reading in pollution.seen().items())


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**9), st.floats(0.02, 1.0), st.booleans(), st.booleans(), st.booleans())
def test_any_table_comes_back(seed, share, half, space, twice):
    chance = random.Random(seed)
    clean = invented.page(chance, 6, held=True)
    damaged = pollution.pollute(clean, pollution.some(chance, share), half=half, space=space, twice=twice)
    verdict = judge([damaged])
    if not verdict.polluted:
        return
    done = mend(damaged, verdict)
    assert replay(damaged, done.edits) == done.after
    assert undo(done.after, done.edits) == damaged
    assert [loss.start for loss in done.losses] == [at for at, character in enumerate(done.after) if character == "\ufffd"]
    if len(done.after) == len(clean) and not twice:
        wrong = [(was, put) for was, put in zip(clean, done.after, strict=True) if was != put and put != "\ufffd"]
        assert not any(was.isdigit() or put.isdigit() for was, put in wrong)
        assert len(wrong) <= 2
    assert repair(done.after).edits == ()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_no_digit_changes_in_silence(seed):
    """The digits that stand in the repaired text are the digits of the clean one, those in losses left out."""
    chance = random.Random(seed)
    clean = "".join(
        f"{chance.choice('里场车业达增长报告项目收入')}{chance.randint(1, 99999)}{chance.choice('万亿个家人公里%')}，企业发展经济运营。" for _ in range(12)
    )
    damaged = pollution.pollute(clean, pollution.some(chance, 0.9), half=chance.random() < 0.5)
    done = repair(damaged)
    assert len(done.text) == len(clean)
    assert all(was == put or put == "\ufffd" for was, put in zip(clean, done.text, strict=True) if was.isdigit() or put.isdigit())


def test_a_title_is_mended_by_what_its_page_has_shown():
    title, body = "新?qǐng)觥颈尘皶?huì)", "企業(yè)發(fā)展,經(jīng)濟(jì)運(yùn)行。"
    assert not judge(["經(jīng)濟(jì)"]).polluted
    verdict = judge(["經(jīng)濟(jì)", body, title])
    assert mend("經(jīng)濟(jì)", verdict).after == "经济"


@pytest.mark.parametrize(
    "texts",
    [
        ["汉语拼音课：(hàn)语(yǔ)拼(pīn)音(yīn)，大家跟读。"],
        ["龜(guī)茲(cí)、單(chán)于、可汗(kè hán)，皆古讀。"] + ["本館展出西域文物，觀眾可免費參觀，講解員每日定時講解。"] * 8,
        ["業(yè)：事業、行業。", "發(fā)：發展、出發。", "這是一部字典，收錄漢字與讀音，供學習者查閱；事業、發展、行業諸詞皆見於此，業與發不另注音。"] * 3,
        ["What? (yes) no(no)?"],
    ],
)
def test_lessons_glosses_and_dictionaries_are_no_pollution(texts):
    verdict = judge(texts)
    assert not verdict.polluted
    assert all(mend(text, verdict).edits == () for text in texts)


def test_an_eaten_tag_comes_back():
    clean = "<div><p>全县企业发展会议</p><p>经济运营平稳</p><p>已派出各车里</p><br></div>"
    damaged = pollution.pollute(clean, pollution.every(), half=False)
    assert damaged.count("<") < clean.count("<")
    assert mend_markup(damaged).count("<") == clean.count("<")
    assert mend_markup(clean) == clean
    assert mend_markup("<a href='x.php?p=1'>真的吗?</a>") == "<a href='x.php?p=1'>真的吗?</a>"


@pytest.mark.parametrize("text", ["(" * 100_000, "?" * 100_000, "業(yè)" * 20_000, "?yè)" * 20_000, "業(yè)?，" * 3_000, "業(" * 50_000])
def test_nothing_takes_long(text):
    done = repair(text)
    assert replay(text, done.edits) == done.text
