"""The lines of a page that are no article are called by their name; the others stay."""

import json
from pathlib import Path

import pytest
import regex

import corpus
from newsextract import article, body, byline, metadata, page, tables
from newsextract.decode import decode

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


HEADERS = list(corpus.lines(corpus.CORPUS / "header.txt"))
PROSE = ["今年以来，全市新增口袋公园12处，绿地率达到41.2%。", "市民步行10分钟可达一处公园，另有6处正在施工。"]


@pytest.mark.parametrize("line", HEADERS, ids=lambda line: line.name)
def test_the_line_around_a_body_says_when_where_from_and_who(line):
    found = corpus.around_a_body(line.text, PROSE, below=line.context.get("place") == "below")
    said = [f"published {found.published['value'].isoformat()}"] if found.published else []
    said += [f"source {found.source}"] if found.source else []
    said += [" ".join((role, *getattr(found, role))) for role in ("reporters", "correspondents", "photographers", "editors") if getattr(found, role)]
    assert sorted(said) == sorted(expected[0] for expected in line.expected)
    paragraphs = [text.after for text in found.paragraphs]
    assert paragraphs == PROSE or (line.context.get("place") == "below" and paragraphs == [*PROSE, line.text])


@pytest.mark.parametrize("line", list(corpus.lines(corpus.CORPUS / "site.txt")), ids=lambda line: line.name)
def test_the_address_has_its_site(line):
    assert metadata.hosted(line.text) == (None if line.nothing else line.expected[0][0].removeprefix("site "))


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


PAGES = sorted(path for path in (corpus.FIXTURES / "pages").glob("*.html") if not path.stem.startswith("damaged"))
NAMES = regex.compile(r"(<[a-zA-Z][^<>]{0,400}?)\s(?:class|id)\s?=\s?(?:\"[^\"]*\"|'[^']*'|[^\s>]+)")


def kept(markup: str, url: str | None) -> tuple[list[str], article.Reading]:
    reading = article.read(page.parse(markup, url=url), url=url)
    return [text.after for text in reading.paragraphs], reading


def expected(path: Path) -> tuple[str, str | None, list[str]]:
    said = json.loads(path.with_suffix(".json").read_text(encoding="utf8"))
    return decode(path.read_bytes()).text, said.get("given", {}).get("url"), said["expect"].get("paragraphs", [])


def test_the_general_path_is_the_product(tmp_path):
    """Without one row on systems and sites, at most three pages in a hundred lose or gain a line, or change title, time, source or a name."""
    for name in ("containers", "sites"):
        rows = "".join(f"-{row['id']}\n" for row in tables.read(name))
        (tmp_path / f"{name}.tsv").write_text(f"# kind: knowledge\n# source: nothing\nid\n{rows}", encoding="utf8")

    def said(path):
        paragraphs, reading = kept(*expected(path)[:2])
        return paragraphs, reading.title, reading.published and reading.published["value"], reading.source, reading.reporters, reading.editors

    known = {path: said(path) for path in PAGES}
    tables.use(tmp_path)
    try:
        changed = [path.stem for path in PAGES if said(path) != known[path] or said(path)[0] != expected(path)[2]]
    finally:
        tables.use(None)
    assert len(changed) <= 0.03 * len(PAGES), changed


def test_names_of_elements_help_and_do_not_decide():
    """With every id and class taken away, nine pages in ten keep their body to the line."""
    changed = []
    for path in PAGES:
        markup, url, paragraphs = expected(path)
        while NAMES.search(markup):
            markup = NAMES.sub(r"\1", markup)
        if kept(markup, url)[0] != paragraphs:
            changed.append(path.stem)
    assert len(changed) <= 0.1 * len(PAGES), changed


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_line_of_a_page_is_kept_or_has_its_reason(path):
    """Nothing is dropped in silence: each block is a paragraph, or stands in `removed` with a reason and a rule; some are both in part."""
    markup, url, _ = expected(path)
    paragraphs, reading = kept(markup, url)
    declared = {rule for module in (article, body, byline, metadata) for rule in module.RULES}
    left = [block["text"] for block in reading.removed]
    for block in page.parse(markup, url=url).blocks:
        text = block.text.after
        rest = text
        for piece in [*paragraphs, *left]:
            rest = rest.replace(piece, "")
        assert text in paragraphs or text in left or not rest.strip(), text
    for block in reading.removed:
        assert block["reason"] and (block["rule"] in declared or block["rule"].startswith("boilerplate:"))


def test_the_other_pages_of_an_article_are_the_numbered_links_behind_it():
    markup = (corpus.FIXTURES / "pages" / "comments_outweigh.html").read_text(encoding="utf8")
    reading = article.read(page.parse(markup), url="https://www.example.cn/a/s_1.html")
    assert reading.pages == ("https://www.example.cn/a/s_2.html", "https://www.example.cn/a/s_3.html")
    assert article.read(page.parse(markup)).pages == ("s_1.html", "s_2.html", "s_3.html")


def test_numbers_of_a_chart_are_no_pages():
    markup = "<h1>石桥镇开通夜间公交</h1><p>8月8日起，澄江市石桥镇开通两条夜间公交线路，配车9辆。</p><ol><li><a href=r1>1</a><a href=r1>玉湖大桥通车</a></li></ol>"
    assert article.read(page.parse(markup)).pages == ()
