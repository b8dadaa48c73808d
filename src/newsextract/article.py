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

from newsextract import body, byline
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
    return _plain(page)


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
