"""Mojibake: what no byte was lost of comes back, and nothing else is touched."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import invented
import pollution
from newsextract.mojibake import unescaped, unread
from newsextract.repair import repair
from newsextract.text import replay


def sloppy(data: bytes) -> str:
    """cp1252 as browsers read it: its five holes are C1 controls."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in data)


CHANNELS = {
    "utf-8 as latin-1": lambda text: text.encode().decode("latin-1"),
    "utf-8 as cp1252": lambda text: sloppy(text.encode()),
    "utf-8 as gbk": lambda text: text.encode().decode("gb18030"),
    "gbk as latin-1": lambda text: text.encode("gbk").decode("latin-1"),
    "gbk as cp1252": lambda text: sloppy(text.encode("gbk")),
    "utf-8 as latin-1, twice": lambda text: text.encode().decode("latin-1").encode().decode("latin-1"),
    "utf-8 as cp1252, twice": lambda text: sloppy(sloppy(text.encode()).encode()),
    "gbk as latin-1, its utf-8 as latin-1": lambda text: text.encode("gbk").decode("latin-1").encode().decode("latin-1"),
}


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(sorted(CHANNELS)), st.booleans())
def test_what_lost_no_byte_comes_back(seed, channel, inside):
    chance = random.Random(seed)
    clean = invented.sentence(chance, held=True)
    try:
        misread = CHANNELS[channel](clean)
    except UnicodeError:
        return
    head, tail = ("全县动态：", "。以上消息由各乡镇报送。") if inside else ("", "")
    assert repair(head + misread + tail).text == head + clean + tail


@pytest.mark.parametrize("clean", ["水库除险加固工程竣工验收", "城区供热管网改造如期完成", "税费优惠政策直达经营主体"])
def test_big5_and_gbk_are_told_apart(clean):
    misread = clean.encode("gbk").decode("big5hkscs", "replace")
    if "\ufffd" not in misread:
        assert replay(misread, unread(misread)) == clean
    traditional = pollution.traditional(clean)
    misread = traditional.encode("big5").decode("gb18030")
    assert replay(misread, unread(misread)) == traditional


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.booleans())
def test_healthy_news_is_left_alone(seed, traditional):
    text = invented.sentence(random.Random(seed), held=True)
    text = pollution.traditional(text) if traditional else text
    assert unread(text) == [] == unescaped(text)


@pytest.mark.parametrize(
    "text",
    [
        "Café “Zoë” – naïve, 5 µm, ½ – Müller & Söhne",
        "Größe: 10 × 20 cm (±0,5 °C)",
        "«Привет» ¿Qué? ¡Olé!",
        "饕餮、貔貅、螭吻、赑屃，皆古代瑞兽之名。",
        "鑫鑫淼淼焱焱商行营业执照",
        "日本語のページ、カタカナ、한국어",
        'print("\\u4e2d\\u6587", "&#20013;")',
        "https://example.gov.cn/%E4%B8%AD%E6%96%87/index.html?x=%E4%B8%AD",
        "100%，50%到80%之间；R&D投入，A&amp;B",
    ],
)
def test_what_only_looks_odd_stays(text):
    assert unread(text) == []
    assert [edit for edit in unescaped(text) if edit.was != "&amp;"] == []


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=0x2FF) | st.sampled_from("鍏ㄥ浗锛銆ÈÃ©«å\x80\x85¨%&#;\\u45"), max_size=60))
def test_any_text_is_survived_and_settles(text):
    done = repair(text)
    assert replay(text, done.edits) == done.text
    assert repair(done.text).edits == ()
