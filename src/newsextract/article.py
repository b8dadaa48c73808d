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

from dataclasses import dataclass, field
from typing import Any

from newsextract import body, byline, metadata
from newsextract.page import Page
from newsextract.text import Text

RULES: dict[str, str] = {}

_FIELDS = ("reporters", "correspondents", "editors", "photographers")
_DATELINES_AMONG = 6
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

    def name(self, people: list[byline.Person] | tuple[byline.Person, ...], place: str, quote: str) -> None:
        for role, person in people:
            if person not in self.people[role]:
                if not self.people[role]:
                    self.evidence.append({"field": role, "place": place, "quote": quote, "disagreed": ()})
                self.people[role].append(person)


def read(page: Page, *, url: str | None = None) -> Reading:
    """The article of a page (whose texts are clean). Never raises: a page without an article is a Reading with a status."""
    return _marked_up(page, url or page.url) if page.markup else _plain(page)


def _marked_up(page: Page, url: str | None) -> Reading:
    survey, first, end, why = body.choose(page)
    draft = _Draft()
    top = metadata.heading(page, first, end)
    title = top.last if top.block is not None else None
    opening = _opening(survey, first, end, top)
    said = metadata.header(page, title, opening)
    metadata.elsewhere(page, range(opening, end), said)
    chosen = body.settle(page, survey, first, end, top.block, title, frozenset(said.blocks), why)
    texts = [page.blocks[i].text for i in chosen.kept]
    kept = [text.after for text in texts]
    draft.set("title", top.text, top.place, top.quote, top.disagreed)
    draft.set("pretitle", top.pretitle, top.place)
    draft.set("subtitle", top.subtitle, top.place)
    when = metadata.published(page, said, url)
    if when is not None:
        draft.set("published", {"value": when.moment.value, "precision": when.moment.precision, "evidence": when.evidence}, when.evidence, when.moment.quote, when.disagreed)
    tagged, tag = metadata.tagged_source(page)
    if said.source:
        draft.set("source", said.source, "header", said.source_quote, (tagged,) if tagged and tagged != said.source else ())
    draft.set("source", tagged, f"meta {tag}", tagged)
    _people(draft, page, chosen, kept, said)
    draft.set("column", metadata.column(page), "meta")
    draft.set("site", metadata.site(page), "meta")
    draft.set("document_number", metadata.document_number([page.blocks[i].text.after for i in range(max(0, first - 30), min(end, first + 8))]), "header")
    removed = [
        {"text": page.blocks[i].text.after, "reason": named[0], "rule": named[1], "place": place}
        for i, (named, place) in sorted(chosen.left.items())
        if page.blocks[i].text.after.strip()
    ]
    status, warnings = _status(page, chosen)
    return Reading(
        **draft.values,
        **{name: tuple(held) for name, held in draft.people.items()},
        paragraphs=tuple(texts),
        removed=tuple(removed),
        evidence=tuple(draft.evidence),
        status=status,
        warnings=warnings,
    )


def _opening(survey: body.Survey, first: int, end: int, top: metadata.Heading) -> int:
    """Where the first sentence stands: the first block of the stretch, below the headline, that is prose."""
    start = first
    if top.last is not None and first <= top.last < end:
        start = top.last + 1
    return next((i for i in range(start, end) if survey.worth[i] >= 12), start)


def _people(draft: _Draft, page: Page, chosen: body.Body, kept: list[str], said: metadata.Header) -> None:
    for person, quote in said.people:
        if person[0] != "editors":
            draft.name([person], "header", quote)
    _from_datelines(draft, kept)
    for i, (named, _) in sorted(chosen.left.items()):
        line = page.blocks[i].text.after
        if named[0] in ("editor-credit", "header") and len(line) < 120:
            found = byline.people(line)
            draft.name([person for person in found if person[0] == "editors" or ("作者" in line and person[0] == "reporters")], named[0], line)
    for person, quote in said.people:
        draft.name([person], "header", quote)
    for line in [*kept[:3], *kept[-3:]]:
        found = byline.line(line)
        if found:
            draft.name(found, "byline", line)
    for i in range(max(0, chosen.first - 8), chosen.first):
        found = byline.line(page.blocks[i].text.after) if i in chosen.left else ()
        if found:
            draft.name(found, "byline", page.blocks[i].text.after)
    for line in kept[-6:]:
        found = byline.signed(line)
        if found:
            draft.name(found, "signature", line[-40:])
    for line in kept:
        if len(line) < 120 and "摄" in line:
            draft.name([person for person in byline.people(line) if person[0] == "photographers"], "caption", line)


def _status(page: Page, chosen: body.Body) -> tuple[str, tuple[str, ...]]:
    if not chosen.kept:
        return "empty", ("the page holds no text",)
    return ("partial" if page.partial else "ok"), page.notes if page.partial else ()


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
    _from_datelines(draft, kept)
    if len(kept) > 1 and _headline(kept[0], kept[1]):
        draft.set("title", " ".join(kept[0].split()), "first line", kept[0])
    return Reading(
        **draft.values,
        **{name: tuple(held) for name, held in draft.people.items()},
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
            return


def _headline(line: str, following: str) -> bool:
    """Whether the first line of a plain text is its headline: short, without the end of a sentence, and a longer line follows."""
    return len(line) <= _LONGEST_HEADLINE < len(following) + 30 and not line.endswith(("。", "；", "：", "，", ".", "”。")) and byline.dateline(line) is None
