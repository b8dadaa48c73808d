"""The parser's front: what a hostile page may cost, what is never lost, and what the two parsers agree on."""

import random
import time

import pytest

import corpus
from newsextract import article, page
from newsextract.decode import decode
from newsextract.errors import UnreadableInput
from newsextract.text import Edit, Text

BODY = "<h1>全县新增绿地</h1><p>2024-05-08 10:00 来源：县园林局</p><p>今年以来，全县新增绿地12公顷，惠及3万人。</p>"
HTML = sorted((corpus.FIXTURES / "pages").glob("*.html"))
# Generous: each takes a tenth of it on a quiet machine.
SECONDS = 20


def blocks(markup: str) -> list[str]:
    return [block.text.after for block in page.parse(markup).blocks]


def test_what_is_markup():
    assert page.is_markup("<!DOCTYPE html>") and page.is_markup("一<br/>二") and page.is_markup("<p>一") and page.is_markup("一</font>")
    assert not page.is_markup("") and not page.is_markup("a < b > c") and not page.is_markup("<35微克>") and not page.is_markup("见<附件>")


@pytest.mark.parametrize(
    ("name", "markup"),
    [
        ("nested within the guard", BODY + "<div>" * 2_500 + "深处的文字。"),
        ("nested beyond it", BODY + "<div>" * 5_000 + "深处的文字。"),
        ("attributes", BODY + "<div " + " ".join(f"a{i}=1" for i in range(100_000)) + ">后面的文字。</div>"),
        ("options", BODY + "<select>" + "<option>a" * 50_000 + "</select><p>后面的文字。"),
        ("cdata", BODY + "<![CDATA[" * 100_000),
        ("paragraphs", BODY + "<p>一句话。</p>" * 30_000),
        ("links", BODY + "<a href=1>链接文字</a>" * 50_000),
        ("comments", BODY + "<!-- x -->" * 100_000),
        ("brackets", BODY + "<" * 100_000),
        ("digits", BODY + "<p>" + "1" * 20_000 + "亿元" + "（" * 100_000),
        ("one text", BODY + "<p>" + "一" * 1_000_000),
        ("white space", BODY + "<p>" + " \n\t" * 300_000),
        ("labels", BODY + "<p>" + "来源：" * 80),
        ("times", BODY + "<p>" + "2024-05-08 " * 20_000),
    ],
)
def test_a_hostile_page_costs_linear_time_and_keeps_its_text(name, markup):
    began = time.process_time()
    read = page.parse(markup)
    article.read(read)
    assert time.process_time() - began < SECONDS
    text = "".join(block.text.after for block in read.blocks)
    assert "全县新增绿地12公顷" in text
    for word in ("深处的文字。", "后面的文字。"):
        assert (word in markup) == (word in text)
    if name in ("nested beyond it", "attributes", "options"):
        assert read.partial and article.read(read).status == "partial"


@pytest.mark.parametrize("markup", [BODY + "<div>" * 100_000, BODY + "<i>" * 1_000_000, BODY + "<select>" + "<option>a" * 500_000])
def test_what_no_parser_should_see_is_refused_with_a_reason(markup):
    with pytest.raises(UnreadableInput, match="at most"):
        page.parse(markup)


@pytest.mark.parametrize("tag", ["script", "style", "textarea", "title"])
@pytest.mark.parametrize("where", ["head", "tail"])
def test_an_unclosed_element_leaks_no_code_and_says_partial(tag, where):
    code = f"<{tag}>var secret = 1;"
    markup = f"<html><head>{code}</head><body>{BODY}</body></html>" if where == "head" else f"<html><head></head><body>{BODY}{code}"
    read = page.parse(markup)
    reading = article.read(read)
    assert "secret" not in "".join(block.text.after for block in read.blocks)
    assert [text.after for text in reading.paragraphs] == ["今年以来，全县新增绿地12公顷，惠及3万人。"]
    assert reading.status == "partial" and any("unclosed" in warning for warning in reading.warnings)


def test_no_text_of_a_comment_shows():
    assert blocks("<p>一<!-- 二 -->三</p><!-- 四 <p>五</p> -->") == ["一三"]
    assert blocks("<p>一</p><!-- 二 <p>三</p>") == ["一"]


def test_odd_characters_leave_valid_unicode():
    assert blocks("<p>一\ud800二&#xD800;三\x00四</p>")[0].encode()
    assert [block.text.after for block in page.plain("一\udfff二").blocks] == ["一\ufffd二"]


def test_lines_of_markup_and_lines_of_a_reader():
    assert blocks("<p>全市用电\n增长</p>") == ["全市用电增长"]
    assert blocks("<p>记者\n      陶建国</p>") == ["记者 陶建国"]
    assert blocks("<td>一<br><br>　二<p>三<div>四</div>五") == ["一", "二", "三", "四", "五"]
    assert blocks("<pre>一\n\n二</pre>") == ["一", "二"]
    assert blocks("<p>3.2×10<sup>8</sup>立方米<sup>[1]</sup>，CO<sub>2</sub></p>") == ["3.2×10⁸立方米[1]，CO2"]


def test_a_table_of_data_becomes_rows_and_a_table_for_layout_does_not():
    data = "<table><tr><th>指标</th><th>数值</th></tr><tr><td>用电量</td><td>12</td></tr></table>"
    assert blocks(data) == ["指标\t数值", "用电量\t12"]
    layout = "<table><tr><td><a href=1>首页</a></td><td><a href=2>要闻</a></td></tr><tr><td>" + "今年以来，全县新增绿地。" * 20 + "</td><td>侧栏</td></tr></table>"
    assert len(blocks(layout)) == 4
    assert blocks(f"<table><tr><td>外</td><td>{data}</td></tr></table>") == ["外", "指标\t数值", "用电量\t12"]


def test_pieces_follow_the_edits():
    block = page.Block(Text("来?源：本站２０"), runs=((0, "a"), (4, "b"), (6, "c")))
    mended = page.Block(block.text.edited([Edit(1, 2, "?", "", "x"), Edit(6, 8, "２０", "20", "width")]), runs=block.runs)
    assert mended.pieces() == [("a", "来源："), ("b", "本站"), ("c", "20")]


@pytest.mark.parametrize("path", HTML, ids=lambda path: path.stem)
def test_both_parsers_see_the_same_text(path):
    """The fallback's text against lexbor's, character by character of lines: at least 99 of 100."""
    markup = decode(path.read_bytes()).text
    builder = page._Builder()
    page._walk_soup(page._closed(markup.encode())[0].decode(), builder)
    slow = "".join(block.text.after for block in builder.page(None).blocks)
    lines = blocks(markup)
    found = sum(len(line) for line in lines if all(cell in slow for cell in line.split("\t")))
    assert found >= 0.99 * sum(map(len, lines))


def test_a_mutilated_page_never_raises():
    """Pages cut, spliced and spiked at random (always the same ones) are read, or refused with a reason."""
    chance = random.Random(20240508)
    markups = [decode(path.read_bytes()).text for path in HTML]
    spikes = ["<", ">", '"', "<!--", "</div>", "<table>", "<td>", "<p hidden>", "（", "来源：", "2024-", "\x00", "&#xD800;", "<script>", "<li>", "\ufffd"]
    for _ in range(600):
        markup = chance.choice(markups)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(markup) + 1)
            kind = chance.randrange(3)
            other = chance.choice(markups)
            cut = chance.randrange(len(other))
            markup = markup[:at] + (chance.choice(spikes), other[cut : cut + 200], "")[kind] + markup[at + (kind == 2) * chance.choice([1, 20, 200]) :]
        reading = article.read(page.parse(markup) if page.is_markup(markup) else page.plain(markup))
        assert reading.status in ("ok", "partial", "empty", "not_article")
        assert all(paragraph.after.strip() for paragraph in reading.paragraphs)


@pytest.mark.parametrize("path", HTML[:12], ids=lambda path: path.stem)
def test_reading_twice_says_the_same(path):
    markup = decode(path.read_bytes()).text
    assert page.parse(markup) == page.parse(markup)
    assert article.read(page.parse(markup)) == article.read(page.parse(markup))
