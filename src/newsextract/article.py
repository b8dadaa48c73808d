"""From a page to its article: title, time, source, people, and the body as the newsroom wrote it.

A plain text is the simplest page. Nothing in it is moved: every line stays, except those that no newsroom wrote.

    >>> from newsextract.page import plain
    >>> reading = read(plain('''澄江日报讯（记者陶建国）今年以来，全市新增绿地12公顷。
    ... 责任编辑：方敏
    ... 版权所有 澄江日报社 未经授权不得转载'''))
    >>> [paragraph.after for paragraph in reading.paragraphs]
    ['澄江日报讯（记者陶建国）今年以来，全市新增绿地12公顷。']
    >>> reading.source, reading.reporters, reading.editors
    ('澄江日报', ('陶建国',), ('方敏',))
    >>> [(block["reason"], block["rule"]) for block in reading.removed]
    [('editor-credit', 'boilerplate:editor'), ('footer.copyright', 'boilerplate:copyright-held')]

Every field is decided by evidence and says where it came from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin

import regex

from newsextract import body, byline, metadata, tables
from newsextract.page import Box, Page
from newsextract.text import Text

RULES = {
    "article.credit-at-end": "the editor's credit in brackets at the end of a paragraph",
    "article.source-at-end": "the source in brackets at the end of a paragraph",
    "article.promotion-at-end": "an invitation to read more at the end of a paragraph",
    "article.list": "a page of links or teasers",
    "article.refused": "a page that holds no article",
}

_FIELDS = ("reporters", "correspondents", "editors", "photographers")
_DATELINES_AMONG = 6
_OPENINGS_AMONG = 3
_HEADER_AMONG = 5
_CLOSING_AMONG = 6
_SIGNATURES_AMONG = 6
_BYLINES_ABOVE = 8
_LONGEST_CREDIT = 120
_AUTHOR_META = ("ld:author:name", "ld:author", "cms:author")
_LONGEST_HEADLINE = 60


@dataclass(frozen=True)
class Reading:
    """What was read from a page; the fields are those of `records.Article`. `published`, `removed` and `evidence` are plain dicts."""

    site: str | None = None
    title: str = ""
    pretitle: str = ""
    subtitle: str = ""
    published: dict[str, Any] | None = None
    source: str = ""
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    column: str = ""
    document_number: str = ""
    paragraphs: tuple[Text, ...] = ()
    removed: tuple[dict[str, Any], ...] = ()
    evidence: tuple[dict[str, Any], ...] = ()
    status: str = "ok"
    warnings: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass
class _Draft:
    """What is being gathered."""

    values: dict[str, Any] = field(default_factory=dict)
    people: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in _FIELDS})
    evidence: list[dict[str, Any]] = field(default_factory=list)

    def set(self, name: str, value: Any, place: str, quote: str = "", disagreed: tuple[str, ...] = ()) -> None:
        if value and not self.values.get(name):
            self.values[name] = value
            self.evidence.append({"field": name, "place": place, "quote": quote, "disagreed": disagreed})

    def named(self) -> dict[str, Any]:
        return {role: tuple(held) for role, held in self.people.items()}

    def name(self, people: list[byline.Person] | tuple[byline.Person, ...], place: str, quote: str) -> None:
        for role, person in people:
            if person not in self.people[role]:
                if not self.people[role]:
                    self.evidence.append({"field": role, "place": place, "quote": quote, "disagreed": ()})
                self.people[role].append(person)


def read(page: Page, *, url: str | None = None) -> Reading:
    """The article of a page (whose texts are clean). Never raises: a page without an article is a Reading with a status."""
    return _marked_up(page, url or page.url) if page.markup else _plain(page)


def _marked_up(page: Page, url: str | None, *, digest: bool = False) -> Reading:
    survey, first, end, why = body.choose(page, digest=digest)
    top = metadata.heading(page, _opening(survey, first, end, metadata.Heading()), end)
    until = metadata.following(page, top, len(page.blocks))
    if until < len(page.blocks):
        return _first_of(page, until, url)
    opening = _opening(survey, first, end, top)
    said = metadata.header(page, top.last, opening, end)
    metadata.elsewhere(page, range(opening, end), survey.doubtful(), said)
    spoken = next((i for i in range(end - 1, opening, -1) if survey.worth[i] >= _SENTENCE), opening)
    metadata.closing(page, [i for i in range(opening + 1, end) if i >= end - _CLOSING_AMONG or spoken < i <= spoken + _CLOSING_AMONG], said)
    said.blocks |= _bylines_above(page, top, said, opening)
    chosen = body.settle(page, survey, first, end, top.block, top.last, frozenset(body.squeezed(line) for line in (top.text, top.quote, top.pretitle, top.subtitle) if line), frozenset(said.blocks - _own_days(said, top, first, end)), why)
    refused = _refused(page, survey, chosen, top, said)
    if refused is not None:
        return _marked_up(page, url, digest=True) if not digest and _digested(page, survey, top, said) else refused
    texts, cut = _trimmed(page, chosen)
    kept = [text.after for text in texts]
    draft = _Draft()
    _told(draft, page, url, top, said, kept)
    removed = [
        {"text": page.blocks[i].text.after, "reason": named[0], "rule": named[1], "place": place}
        for i, (named, place) in sorted(chosen.left.items())
        if page.blocks[i].text.after.strip()
    ]
    removed += cut
    _people(draft, page, chosen, kept, said, cut)
    for block in cut:  # （来源：澄江日报） at the end of the last paragraph
        if block["rule"] == "article.source-at-end" and (found := _SOURCE_AT_END.search("。" + block["text"])) is not None:
            draft.set("source", metadata.source_name(found["source"]), "last line", block["text"])
    draft.set("document_number", metadata.document_number([page.blocks[i].text.after for i in range(max(0, first - 30), min(end, first + 8))]), "header")
    return Reading(
        **draft.values,
        **draft.named(),
        paragraphs=tuple(texts),
        removed=tuple(removed),
        evidence=tuple(draft.evidence),
        status="partial" if page.partial else "ok",
        warnings=page.notes if page.partial else (),
        pages=_pages(page, chosen, url),
    )


def _first_of(page: Page, until: int, url: str | None) -> Reading:
    """The article of a page that loads another one behind its own, at block `until`: read as if the page ended there."""
    boxes = tuple(Box(box.parent, box.tag, box.name, min(box.first, until), min(box.end, until), box.hidden) for box in page.boxes)
    reading = _marked_up(replace(page, blocks=page.blocks[:until], boxes=boxes, links=tuple(link for link in page.links if link.block < until)), url)
    others = ({"text": block.text.after, "reason": "next-article", "rule": "metadata.following", "place": "tail"} for block in page.blocks[until:] if block.text.after.strip())
    return replace(reading, removed=(*reading.removed, *others))


def _told(draft: _Draft, page: Page, url: str | None, top: metadata.Heading, said: metadata.Header, kept: list[str]) -> None:
    """Headline, time, source, column and site, each with its evidence."""
    when = metadata.published(page, said, url) or metadata.signed(kept)
    draft.set("title", top.text, top.place, top.quote, top.disagreed)
    draft.set("pretitle", top.pretitle, top.place, top.pretitle)
    draft.set("subtitle", top.subtitle, top.place, top.subtitle)
    if when is not None:
        moment = when.moment
        draft.set("published", {"value": moment.value, "precision": moment.precision, "evidence": when.evidence}, when.evidence, moment.quote, when.disagreed)
    tagged, tag = metadata.tagged_source(page)
    if said.source:
        draft.set("source", said.source, "header", said.source_quote, (tagged,) if tagged and tagged != said.source else ())
    draft.set("source", tagged, f"meta {tag}", tagged)
    if said.medium and not draft.values.get("source"):
        tables.noted("metadata.medium")
        draft.set("source", said.medium, "header", said.medium_quote)
    column, place = metadata.column(page, top)
    draft.set("column", column, place, column)
    draft.set("site", metadata.site(page, url), "page or address")


_CREDIT_AT_END = regex.compile(r"[\s\u3000]*[（(【\[](?:本文|值班|网络)?(?:责任编辑|责编|编辑|实习编辑)[\s\u3000]{0,3}[:：][^（）()【】\[\]。]{2,40}[）)】\]][\s\u3000]*$")
_PLAIN_CREDIT_AT_END = regex.compile(r"(?<=[。！？”）])[\s\u3000]*(?:本文|值班|网络)?(?:责任编辑|责编|编辑)[\s\u3000]{0,2}[:：][\s\u3000]{0,2}[\u4e00-\u9fff·]{2,6}(?:[\s\u3000、]{1,2}[\u4e00-\u9fff·]{2,6}){0,3}[\s\u3000]*$")
_SOURCE_AT_END = regex.compile(r"(?<=[。！？”）])[\s\u3000]*[（(【\[](?:信息|稿件|文章|新闻|内容|本文)?(?:来源|稿源|转自|转载自)[\s\u3000]{0,2}[:：][\s\u3000]{0,2}(?P<source>[^（）()【】\[\]。，]{2,24})[）)】\]][\s\u3000]*$")
_PROMOTION_AT_END = regex.compile(r"(?<=[。！？”）])[\s\u3000]*(?:返回[^。，]{1,10}[,，][\s\u3000]*)?(?:点击)?(?:查看|阅读|了解)更多[^。]{0,8}[>»]*$|(?<=[。！？”）])[\s\u3000]*[\[【](?:详细|更多|全文|纠错|打印|关闭)[\]】]$")


def _trimmed(page: Page, chosen: body.Body) -> tuple[list[Text], list[dict[str, Any]]]:
    """The paragraphs, without what stands in their last line and is none of the article: a credit in brackets, 查看更多."""
    texts: list[Text] = []
    cut: list[dict[str, Any]] = []
    timed = {i: clock for i in chosen.kept if (clock := body.clock_behind(page.blocks[i]))}
    for i in chosen.kept:
        text = page.blocks[i].text.strip()
        if len(timed) >= _TIMED_TURNS and i in timed:
            cut.append({"text": timed[i], "reason": "header", "rule": tables.noted("body.turn-time"), "place": "body"})
            text = text.slice(0, len(text) - len(timed[i])).strip()
        for pattern, reason, rule in ((_CREDIT_AT_END, "editor-credit", "article.credit-at-end"), (_PLAIN_CREDIT_AT_END, "editor-credit", "article.credit-at-end"), (_SOURCE_AT_END, "header", "article.source-at-end"), (_PROMOTION_AT_END, "promotion", "article.promotion-at-end")):
            found = pattern.search(text.after[-60:]) if len(text) > 12 else None
            if found is not None:
                at = len(text) - len(text.after[-60:]) + found.start()
                if at > 0:
                    cut.append({"text": text.after[at:].strip(), "reason": reason, "rule": tables.noted(rule), "place": "body"})
                    text = text.slice(0, at).strip()
                    rest = body.label(text.after)
                    if rest is not None:
                        cut.append({"text": text.after, "reason": rest[0], "rule": rest[1], "place": "body"})
                        text = text.slice(0, 0)
        if text.after:
            texts.append(text)
    return texts, cut


@tables.compiled
def _walls() -> list[tuple[str, str, regex.Pattern[str]]]:
    return [(row["id"], row["kind"], regex.compile(row["pattern"], regex.IGNORECASE)) for row in tables.read("walls")]


_TIMED_TURNS = 3
_MOST_OF_A_WALL = 260
_LEAST_PROSE = 40
_SENTENCE = 12
_LIST_LINKS = 12
_FEW_LINKS = 5
_TOPIC_LINKS = 8
_LEAD = 150


def _refused(page: Page, survey: body.Survey, chosen: body.Body, top: metadata.Heading, said: metadata.Header) -> Reading | None:
    """What a page is that holds no article: a wall (captcha, login, 404), a script's shell, a frameset, a list."""
    said_something = chosen.prose >= _SENTENCE or any(i in survey.attachments for i in chosen.kept)
    told = top.block is not None and said_something and (bool(said.moments or said.days) or page.first("articletitle", "pubdate", "article:published_time") is not None)
    front = page.title.after + "\n" + "\n".join(block.text.after for block in page.blocks[:40])
    kind = ""
    if told:
        pass  # a headline with its time above a sentence is an article, whatever the page's menus say
    elif sum(len(block.text.after) for block in page.blocks) - sum(block.linked for block in page.blocks) <= _MOST_OF_A_WALL or chosen.prose < _LEAST_PROSE:
        for identifier, name, pattern in _walls():
            if pattern.search(front[:1500]):
                tables.noted(f"walls:{identifier}")
                kind = name
                break
    if not kind and chosen.prose < _LEAST_PROSE:
        links = sum(1 for block in page.blocks if body.linky(block) and block.linked >= 4)
        teasers = len(survey.teasers)
        if any("a frameset" in note for note in page.notes):
            kind = "a frameset"
        elif any("a meta refresh" in note for note in page.notes) and len(page.blocks) < 12:
            kind = "a page that leads elsewhere"
        elif not told and (teasers >= 4 or links >= _LIST_LINKS or (links >= _FEW_LINKS and chosen.prose < _SENTENCE)):
            tables.noted("article.list")
            return _without(page, "not_article", "a list of links", top)
        elif not chosen.kept:
            kind = "a page without text" if page.blocks else "a page that a script fills, or an empty one"
    elif not kind and _topic(page, chosen, top, said):
        tables.noted("article.list")
        return _without(page, "not_article", "a list of links", top)
    elif not kind and not (told and _dated_below(page, survey, top, said)) and _listed(page, survey, chosen, said):
        tables.noted("article.list")
        return _without(page, "not_article", "a list of articles", top)
    return _without(page, "empty", kind, top) if kind else None


def _digested(page: Page, survey: body.Survey, top: metadata.Heading, said: metadata.Header) -> bool:
    """Whether a list of teasers is an article's body, as in the digest of a week: its headline, then a line of time and source, then the items."""
    below = max((i for i in said.blocks if top.last is not None and top.last < i <= top.last + 3), default=None)
    if below is None or not (said.source and said.moments) or not page.title.after.startswith(top.text[:8]) or not _dated_below(page, survey, top, said):
        return False
    return any(i in survey.teasers for i in range(below + 1, below + 4))


def _dated_below(page: Page, survey: body.Survey, top: metadata.Heading, said: metadata.Header) -> bool:
    """Whether the line of the time stands right below the headline, as an article's own."""
    below = range(top.last + 1, top.last + 4) if top.last is not None else range(0)
    return any(i in said.blocks and i not in survey.teasers and not body.linky(page.blocks[i]) and metadata.moments(page.blocks[i].text.after) for i in below if i < len(page.blocks))


def _topic(page: Page, chosen: body.Body, top: metadata.Heading, said: metadata.Header) -> bool:
    """Whether a page is the front of a special topic: a lead without headline, time or source, and many headlines that are links."""
    if top.block is not None or said.moments or said.days or said.source or chosen.prose >= _LEAD or page.first("articletitle", "pubdate", "article:published_time") is not None:
        return False
    links = [block.linked for block in page.blocks if body.linky(block) and block.linked >= body.HEADLINE_LONG]
    return len(links) >= _TOPIC_LINKS and sum(links) > chosen.prose


def _listed(page: Page, survey: body.Survey, chosen: body.Body, said: metadata.Header) -> bool:
    """Whether a page with some prose is still a list: many dated links, no time of its own, and little prose against them."""
    linked = sum(block.linked for block in page.blocks)
    teasers = len(survey.teasers)
    return (teasers >= 5 and chosen.prose < 300 and not said.source) or (linked > 8 * chosen.prose and not said.moments and not said.source and chosen.prose < 200)


def _without(page: Page, status: str, warning: str, top: metadata.Heading) -> Reading:
    """A page that holds no article: everything on it is left out."""
    removed = tuple(
        {"text": block.text.after, "reason": "not-article", "rule": tables.noted("article.refused"), "place": "body"} for block in page.blocks if block.text.after.strip()
    )
    return Reading(title=top.text, site=metadata.site(page), removed=removed, status=status, warnings=(warning, *page.notes))


# A line that leads to the other pages of an article, and nothing else.
_PAGING = regex.compile(r"(?:[\[【(（]?(?:\d{1,3}(?!\d)|首页|上一?页|下一?页|尾页|末页|共\d{1,3}页|第\d{1,3}页|阅读全文|余下全文|查看全文|全文)[\]】)）]?|[\s|.…<>«»＜＞/·])++")
_LONGEST_PAGING = 300
_ONWARD = ("下一页", "下页", "余下全文")


def _pages(page: Page, chosen: body.Body, url: str | None) -> tuple[str, ...]:
    """The addresses of the other pages of the same article: links right behind the body, in lines that hold nothing but page numbers."""
    if not chosen.kept:
        return ()
    low, high = chosen.kept[0], chosen.kept[-1]
    found = [
        link
        for link in page.links
        if low <= link.block <= high + 12
        and link.block < len(page.blocks)
        and link.address.strip()
        and not link.address.lower().startswith(("javascript:", "#"))
        and len(page.blocks[link.block].text.after) <= _LONGEST_PAGING
        and _PAGING.fullmatch(page.blocks[link.block].text.after)
    ]
    if not any(link.words.strip("[]").isdigit() or link.words.startswith(_ONWARD) for link in found):
        return ()
    addresses = (urljoin(url, link.address.strip()) if url else link.address.strip() for link in found)
    return tuple(dict.fromkeys(address for address in addresses if address != url))


def _bylines_above(page: Page, top: metadata.Heading, said: metadata.Header, opening: int) -> set[int]:
    """Lines between headline and header that are bylines: part of the header."""
    below = max((i for i in said.blocks if i < opening), default=-1)
    return {i for i in range((top.last if top.last is not None else below) + 1, below) if byline.line(page.blocks[i].text.after) or byline.beside_medium(page.blocks[i].text.after)}


def _own_days(said: metadata.Header, top: metadata.Heading, first: int, end: int) -> set[int]:
    """The lines of the body that are a day and no more, and stand neither under the headline nor in the header."""
    return {i for i in said.signed if first < i < end and i - 1 != top.last and i - 1 not in said.blocks}


def _opening(survey: body.Survey, first: int, end: int, top: metadata.Heading) -> int:
    """Where the first sentence stands: the first block of the stretch, below the headline, that is prose."""
    start = first
    if top.last is not None and first <= top.last < end:
        start = top.last + 1
    return next((i for i in range(start, end) if survey.worth[i] >= _SENTENCE and not metadata.is_header(survey.page.blocks[i])), start)


def _people(draft: _Draft, page: Page, chosen: body.Body, kept: list[str], said: metadata.Header, cut: list[dict[str, Any]]) -> None:
    """Everybody whom the page names for a role: header, dateline, credits, tags, lines that are bylines, signatures, captions."""
    for person, quote in said.people:
        if person[0] != "editors":
            draft.name([person], "header", quote)
    _from_datelines(draft, kept)
    _from_credits(draft, page, chosen, cut)
    for person, quote in said.people:
        draft.name([person], "header", quote)
    for name, value in page.meta:
        if name in _AUTHOR_META and value.after not in draft.people["editors"]:
            draft.name([("reporters", person) for person in byline.names(value.after) if byline.surnamed(person)], f"meta {name}", value.after)
    above = [page.blocks[i].text.after for i in range(max(0, chosen.first - _BYLINES_ABOVE), chosen.first) if i in chosen.left]
    for line in [*kept[:3], *kept[-3:], *above]:
        draft.name(byline.line(line), "byline", line)
    for line in above:
        draft.name(byline.beside_medium(line), "byline", line)
    for line in kept[-_SIGNATURES_AMONG:]:
        draft.name(byline.signed(line), "signature", line[-40:])
    for line in kept:
        if len(line) < _LONGEST_CREDIT and "摄" in line:
            draft.name([person for person in byline.people(line) if person[0] == "photographers"], "caption", line)


def _from_credits(draft: _Draft, page: Page, chosen: body.Body, cut: list[dict[str, Any]]) -> None:
    for i, (named, _) in sorted(chosen.left.items()):
        line = page.blocks[i].text.after
        if named[0] in ("editor-credit", "header") and len(line) < _LONGEST_CREDIT:
            draft.name(byline.people(line), named[0], line)
    for block in cut:
        if block["reason"] == "editor-credit":
            draft.name(byline.people(block["text"]), "editor-credit", block["text"])


def _plain(page: Page) -> Reading:
    blocks = [block.text for block in page.blocks if block.text.after.strip()]
    if not blocks:
        return Reading(status="empty", warnings=("the text is blank",))
    lines = [text.after for text in blocks]
    labels = body.edges(lines)
    draft = _Draft()
    paragraphs = tuple(text for text, named in zip(blocks, labels, strict=True) if named is None)
    removed = []
    for text, named in zip(blocks, labels, strict=True):
        if named is None:
            continue
        (reason, rule), place = named
        removed.append({"text": text.after, "reason": reason, "rule": rule, "place": place})
        if reason == "editor-credit":
            draft.name([person for person in byline.people(text.after) if person[0] == "editors"], "editor-credit", text.after)
    kept = [text.after for text in paragraphs]
    edges = [i for i in range(len(page.blocks)) if i < _HEADER_AMONG or i >= len(page.blocks) - 4]
    said = metadata.labelled_lines(page, edges)
    draft.set("source", said.source, "header", said.source_quote)
    if said.moments:
        moment = said.moments[0]
        draft.set("published", {"value": moment.value, "precision": moment.precision, "evidence": "header"}, "header", moment.quote)
    for person, quote in said.people:
        draft.name([person], "header", quote)
    _from_datelines(draft, kept)
    for line in [*kept[:3], *kept[-3:]]:
        draft.name(byline.line(line), "byline", line)
    for line in kept[-2:]:
        draft.name(byline.signed(line), "signature", line[-40:])
    if len(kept) > 1 and _headline(kept[0], kept[1]):
        draft.set("title", " ".join(kept[0].split()), "first line", kept[0])
    return Reading(
        **draft.values,
        **draft.named(),
        paragraphs=paragraphs,
        removed=tuple(removed),
        evidence=tuple(draft.evidence),
        status="ok" if paragraphs else "empty",
        warnings=() if paragraphs else ("every line is boilerplate",),
    )


def _from_datelines(draft: _Draft, kept: list[str]) -> None:
    for line in kept[:_DATELINES_AMONG]:
        found = byline.dateline(line)
        if found is not None:
            quote = line[: found.end]
            draft.set("source", found.medium, "dateline", quote)
            draft.name(found.people, "dateline", quote)
            if found.people:
                return
            break
    for line in kept[:_OPENINGS_AMONG]:
        draft.name(byline.opening(line), "dateline", line[:40])


def _headline(line: str, following: str) -> bool:
    """Whether the first line of a plain text is its headline: short, without the end of a sentence, and a longer line follows."""
    return len(line) <= _LONGEST_HEADLINE < len(following) + 30 and not line.endswith(("。", "；", "：", "，", ".", "”。")) and byline.dateline(line) is None
