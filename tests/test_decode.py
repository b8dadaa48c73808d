"""Decode: any bytes, by evidence over the whole document; a label is heard, not obeyed."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import invented
import pollution
from newsextract.decode import decode
from newsextract.errors import UnreadableInput

TITLES = ["镇政府发布公告", "全市供热工作部署", "海关查获走私水果", "桥梁加固工程启动", "粮食收购价格平稳", "高速公路恢复通行"]
SCRIPT = "<script>" + "var x = 'padding'; " * 1200 + "</script>"


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "hz"]
)
def test_a_short_title_is_enough(title, charset):
    assert decode(title.encode(charset)).text == title


@pytest.mark.parametrize("title", TITLES)
def test_a_short_title_in_big5(title):
    traditional = pollution.traditional(title)
    assert decode(traditional.encode("big5hkscs")).text == traditional


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "big5"])
@pytest.mark.parametrize("label", ["utf-8", "gb2312", "big5", "iso-8859-1", "no-such-charset"])
def test_labels_are_wrong_both_ways(charset, label):
    text = f'<meta charset="{label}">{SCRIPT}<p>' + pollution.traditional("水利部門檢查堤防安全") + "</p>"
    done = decode(text.encode(charset))
    assert (done.text, done.declared) == (text, label)
    assert decode(text.encode(charset), charset=label).text == text


def test_the_header_is_the_declaration_when_it_is_given():
    assert decode(b"<meta charset=big5>abc", charset="UTF-8").declared == "utf-8"


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "big5"])
def test_a_cut_character_costs_one_character(charset):
    text = "抗旱保苗，全縣投入機具三千臺套，水源充足"
    done = decode(text.encode(charset)[:-1])
    assert (done.text, done.errors) == (text[:-1] + "\ufffd", 1)


def test_a_page_of_two_charsets_is_read_by_segment():
    head, body = "<title>春季植树活动</title><p>", "近日，林业部门组织职工义务植树。</p>"
    for first, second in (("utf-8", "gbk"), ("gbk", "utf-8")):
        done = decode(head.encode(first) + body.encode(second))
        assert (done.text, done.errors) == (head + body, 0)
        assert done.evidence == "by segment"


def test_a_broken_byte_in_utf8_stays_one_broken_place():
    text = "乡村道路养护资金下达，涉及村组众多。" * 20
    data = bytearray(text.encode())
    data[31] = 0xFF
    done = decode(bytes(data))
    assert done.encoding == "utf-8"
    assert done.text[12:] == text[text.index("金") :][: len(done.text[12:])] or done.errors <= 3


@pytest.mark.parametrize("data", [b"", b"plain ASCII, nothing else", "naïve café".encode(), "½ → ∞".encode()])
def test_what_is_utf8_is_utf8(data):
    assert decode(data).text.encode() == data


def test_western_letters_are_not_made_chinese():
    assert decode("Le café est fermé à midi, déjà vu".encode("cp1252")).text == "Le café est fermé à midi, déjà vu"
    assert decode(b"Bush hid the facts").text == "Bush hid the facts"


def test_ascii_with_tildes_is_not_hz():
    assert decode(b"path ~{foo} and ~user ~} end").text == "path ~{foo} and ~user ~} end"


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", b"PK\x03\x04....", b"\x89PNG\r\n", b"\x1f\x8b\x08.."])
def test_what_is_no_text_is_said_so(data):
    with pytest.raises(UnreadableInput, match="give the page"):
        decode(data)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.none() | st.text(max_size=12))
def test_any_bytes_give_a_text_or_an_unreadable_input(data, charset):
    try:
        done = decode(data, charset=charset)
    except UnreadableInput:
        return
    assert isinstance(done.text, str)
    assert done.errors >= 0


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["utf-8", "gb18030", "utf-16", "gbk"]))
def test_invented_news_comes_back(seed, charset):
    text = invented.sentence(random.Random(seed), held=True)
    assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize("which", ["產業", "全產業鏈", "every"])
def test_a_polluted_page_of_one_charset_stays_one(which):
    """鏈產 in GBK, E6 9C AE 61, holds a character of UTF-8; nothing around it is UTF-8."""
    table = pollution.every()
    table = table if which == "every" else {character: table[character] for character in which if character in table}
    clean = "今年，县里的茶叶全产业链产值预计达到9亿元，竹业全产业链产值翻番，企业经营好转。"
    damaged = pollution.pollute(clean, table, half=False)
    done = decode(damaged.encode("gbk"))
    assert (done.text, done.encoding) == (damaged, "gb18030")


JAPANESE = "市立図書館は、来月から開館時間を一時間のばすことを決めました。"
KOREAN = "시립 도서관은 다음 달부터 열람실 운영 시간을 한 시간 늘리기로 했다."


@pytest.mark.parametrize(
    "text, charset, shown", [(JAPANESE, "shift_jis", "kana"), (JAPANESE, "euc_jp", "kana"), (KOREAN, "euc_kr", "hangul")]
)
@pytest.mark.parametrize("declared", [True, False])
def test_neighbours_are_known_by_their_letters(text, charset, shown, declared):
    done = decode(text.encode(charset), charset=charset if declared else "gb2312")
    assert (done.text, done.errors) == (text, 0)
    assert shown in done.evidence


def test_what_is_hardly_chinese_is_said_so():
    assert "least implausible" in decode(bytes(range(0xA1, 0xF0)) * 2).evidence
