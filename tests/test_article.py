"""The lines of a page that are no article are called by their name; the others stay."""

import pytest

import corpus
from newsextract import article, body, page

LINES = list(corpus.lines(corpus.CORPUS / "boilerplate.txt"))


@pytest.mark.parametrize("line", [pytest.param(line, id=line.name, marks=[pytest.mark.xfail(strict=True)] if line.fails else []) for line in LINES])
def test_the_line_has_its_label(line):
    inside, behind = body.label(line.text, tail=False), body.label(line.text)
    if line.nothing:
        assert behind is None
    else:
        reason, place = line.expected[0]
        assert behind is not None and behind[0] == reason
        assert (inside is not None) == (place == "any")


def read(text: str) -> article.Reading:
    return article.read(page.parse(text) if page.is_markup(text) else page.plain(text))


def test_a_plain_text_keeps_every_line_in_its_place():
    lines = ["全市绿地增加", "来源：澄江日报", "首页 | 登录", "5月，全市新增绿地12公顷。", "版权保护月同时启动。", "关于我们 | 联系我们"]
    reading = read("\n".join(lines))
    assert [text.after for text in reading.paragraphs] == lines[:2] + lines[3:5]
    assert [(block["text"], block["place"]) for block in reading.removed] == [("首页 | 登录", "body"), ("关于我们 | 联系我们", "tail")]


@pytest.mark.parametrize("text", ["", " \n\t ", "<html></html>", "<html><body><script>var a = '正文在脚本里。';</script></body></html>"])
def test_a_page_without_text_is_empty_and_says_so(text):
    reading = read(text)
    assert reading.status == "empty" and reading.warnings and not reading.paragraphs
