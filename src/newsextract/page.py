"""A page as it was parsed: its title, its metadata, and its text in blocks, each knowing where in the page it stood.

A news page of a few hundred lines of text is a tree of a thousand elements, and the parser that reads it in half a millisecond is
nobody's business but this module's. What leaves is plain data:

    >>> page = parse('''<title>全市新建口袋公园12处_澄江市政府网</title><meta name="PubDate" content="2024-05-08 09:10">
    ... <div class="info"><span>来源：市园林局</span><span class="time">2024-05-08</span></div>
    ... <div id="zoom"><p>今年前4个月，全市新建<font color="red">口袋公园</font>12处。<p>市园林局供稿</div>''')
    >>> page.title.after, page.first("pubdate").after
    ('全市新建口袋公园12处_澄江市政府网', '2024-05-08 09:10')
    >>> [(block.tag, block.text.after) for block in page.blocks]
    [('div', '来源：市园林局2024-05-08'), ('p', '今年前4个月，全市新建口袋公园12处。'), ('p', '市园林局供稿')]
    >>> page.blocks[0].runs                    # where inline elements begin, and what they are called
    ((0, ''), (7, '.time'))
    >>> page.boxes[page.blocks[1].box - 1].name
    '#zoom'

A `Block` is what a reader sees as one paragraph or line; a `Box` is an element (a div, a table, a cell) around blocks. Nothing here
judges what is article and what is not; and nothing here knows of damage: `Page.mended` puts repaired text in place of the parser's.

Some pages would kill the parser (a hundred thousand nested elements, attributes or options cost quadratic time). Linear guards look
at the bytes first; such a page goes to a slower parser, or is refused, and says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import regex
from selectolax.lexbor import LexborHTMLParser

from newsextract.errors import UnreadableInput
from newsextract.text import Text

# Limits of the guards. lexbor's time grows with the square of each: at these values it is 10 ms or less (2026, one core).
DEEPEST = 3_000
MOST_ATTRIBUTES = 2_000
MOST_OPTIONS = 1_500
# Beyond these the fallback would run for minutes, too: the page is refused.
MOST_TAGS = 400_000
LARGEST = 128_000_000
DEEPEST_FALLBACK = 20_000

def _tags(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SKIPPED = _tags(
    "script style noscript template svg math iframe object embed applet select button textarea audio video canvas map datalist noframes img input -doctype"
)
_INLINE = _tags(
    "a abbr acronym basefont bdi bdo blink cite code data del dfn ins kbd label mark q rb ruby samp span sup time tt var o:p st1:chsdate st1:personname v:shape"
)
# Elements that leave no trace: their text is part of the text around them.
_TRANSPARENT = _tags("html head body -document [document] frameset b strong i u em font s strike small big sub wbr nobr")
_SUPERSCRIPT = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class Box:
    """An element around blocks: `blocks[first:end]` stand in it. `name` is its id and classes, as `#zoom .main-txt`, in lower case."""

    parent: int
    tag: str
    name: str
    first: int
    end: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """What a reader sees as one paragraph or line.

    `tag` is the element it stands in; `box` that element's number; `linked` how many of its characters are links; `runs` where (offsets
    into `text.before`) the pieces begin that stand in inline elements, with the name of each; `hidden` whether the page hides it.
    """

    text: Text
    tag: str = "p"
    box: int = 0
    linked: int = 0
    runs: tuple[tuple[int, str], ...] = ()
    hidden: bool = False

    def pieces(self) -> list[tuple[str, str]]:
        """The text cut where inline elements begin: (name, piece), of the repaired text.

        >>> Block(Text("来源：本站2024-05-08"), runs=((0, "src"), (5, "time"))).pieces()
        [('src', '来源：本站'), ('time', '2024-05-08')]
        """
        if len(self.runs) < 2:
            return [(self.runs[0][1] if self.runs else "", self.text.after)]
        offsets = [self._moved(start) for start, _ in self.runs] + [len(self.text.after)]
        offsets[0] = 0
        return [(name, self.text.after[offsets[i] : offsets[i + 1]]) for i, (_, name) in enumerate(self.runs) if offsets[i] < offsets[i + 1]]

    def _moved(self, offset: int) -> int:
        """Where in `text.after` stands what stood at `offset` of `text.before`."""
        shift = 0
        for edit in self.text.edits:
            if edit.start >= offset:
                break
            shift += len(edit.put) - len(edit.was) if edit.end <= offset else len(edit.put) - (offset - edit.start)
        return offset + shift


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may lead to another page of the same article: its address, its words, and the number of the block it stands in."""

    address: str
    words: str
    block: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page as parsed. `meta` holds, in order, (name in lower case, value) of meta tags, and of JSON-LD and CMS comments under `ld:`
    and `cms:`; `comments` the short comments with the number of the block before which they stand; `notes` what the parser met.
    """

    title: Text = NOTHING
    meta: tuple[tuple[str, Text], ...] = ()
    boxes: tuple[Box, ...] = ()
    blocks: tuple[Block, ...] = ()
    comments: tuple[tuple[str, int], ...] = ()
    links: tuple[Link, ...] = ()
    url: str | None = None
    markup: bool = True
    partial: bool = False
    notes: tuple[str, ...] = ()

    def first(self, *names: str) -> Text | None:
        """The first value that is not empty of the first of these names that the page has."""
        for wanted in names:
            for name, value in self.meta:
                if name == wanted and value.after.strip():
                    return value
        return None

    def texts(self) -> Iterator[str]:
        """All that the page says: title, metadata values, every block. Repair judges the page by these."""
        if self.title:
            yield self.title.after
        for _, value in self.meta:
            yield value.after
        for block in self.blocks:
            yield block.text.after

    def mended(self, mend: Callable[[str], Text]) -> Page:
        """The same page, each text replaced by what `mend` makes of it."""
        return replace(
            self,
            title=mend(self.title.after),
            meta=tuple((name, mend(value.after)) for name, value in self.meta),
            blocks=tuple(replace(block, text=mend(block.text.after)) for block in self.blocks),
        )


_STRONG = regex.compile(r"<(?:!doctype\s+html|html|head|body|\?xml|frameset)\b", regex.IGNORECASE)
_WEAK = regex.compile(
    r"</(?:p|div|span|table|tr|td|a|h[1-6]|font|ul|ol|li|strong|b|em|i|u|article|section|center|script|style|title|dl|form)\s{0,9}>"
    r"|<(?:br|hr)\s{0,9}/?>|<(?:p|div|img|meta|td|font)(?:\s[^<>]{0,2000})?/?>",
    regex.IGNORECASE,
)
_FRONT = 1_000_000


def is_markup(text: str) -> bool:
    """Whether a text is HTML. A plain text may speak of tags and hold < signs.

    >>> is_markup("PM2.5浓度<35微克/立方米且>20"), is_markup("第一段<br>第二段"), is_markup("一、主要指标")
    (False, True, False)
    """
    front = text[:_FRONT]
    return "<" in front and bool(_STRONG.search(front) or _WEAK.search(front))


def plain(text: str) -> Page:
    r"""A plain text as a page: each line that is not blank is a block, and nothing is moved.

    >>> [block.text.after for block in plain("全市用电量增长\n\n　　5月，全市用电4.2亿千瓦时。\n").blocks]
    ['全市用电量增长', '5月，全市用电4.2亿千瓦时。']
    """
    blocks = tuple(Block(Text(line.strip()), "line") for line in regex.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", _valid(text)) if line.strip())
    return Page(boxes=(Box(-1, "text", "", 0, len(blocks)),), blocks=blocks, markup=False)


_SURROGATE = regex.compile("[\ud800-\udfff]")


def _valid(text: str) -> str:
    """The text with U+FFFD in place of each lone surrogate, which no encoding can carry."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def parse(markup: str, *, url: str | None = None) -> Page:
    """The page of a string of HTML. Raises UnreadableInput for one that is too large or too deep for any parser of ours.

    >>> [block.text.after for block in parse("<td>第一季度<br>全市<b>出口</b>增长</html><p>正文在后").blocks]
    ['第一季度', '全市出口增长', '正文在后']
    """
    try:
        data = markup.encode()
    except UnicodeEncodeError:
        data = _valid(markup).encode()
    if len(data) > LARGEST:
        raise UnreadableInput(f"the page has {len(data)} bytes, and at most {LARGEST} are parsed; split it, or take the article out of it first")
    data, opened = _closed(data)
    builder = _Builder()
    if opened:
        builder.partial = True
        builder.notes.append(f"an unclosed {opened}")
    turned = _turned_away(data)
    if turned:
        builder.partial = True
        builder.notes.append(turned)
        _walk_soup(data.decode("utf-8"), builder)
    else:
        _walk_lexbor(data, builder)
    return builder.page(url)


# Guards ---------------------------------------------------------------------------------------------------------------------------

_TAG = regex.compile(rb"<(/?)([a-z][a-z0-9:-]{0,30})", regex.IGNORECASE)
# Elements that never nest by being left open: the next of their kind, or their parent's end, closes them.
_FLAT = frozenset(b"p li td th tr dt dd option br img hr meta link input wbr col base area param source embed thead tbody tfoot".split())


def _turned_away(data: bytes) -> str:
    """Why lexbor must not see this page ("" when it may); UnreadableInput when nothing should. Linear in the page."""
    brackets = data.count(b"<")
    if brackets > MOST_TAGS:
        raise UnreadableInput(f"the page has {brackets} tags, and at most {MOST_TAGS} are parsed; it is no article")
    if brackets > MOST_OPTIONS and data.lower().count(b"<opt") > MOST_OPTIONS:
        return "too many options"
    pieces = data.split(b">")
    if max(map(len, pieces)) > 2 * MOST_ATTRIBUTES and any(_attributes(piece) > MOST_ATTRIBUTES for piece in pieces if len(piece) > 2 * MOST_ATTRIBUTES):
        return "too many attributes in a tag"
    if brackets - data.count(b"</") > DEEPEST:
        depth = deepest = 0
        for close, tag in _TAG.findall(data):
            if tag.lower() in _FLAT:
                continue
            depth = max(0, depth - 1) if close else depth + 1
            deepest = max(deepest, depth)
        if deepest > DEEPEST_FALLBACK:
            raise UnreadableInput(f"the page nests elements {deepest} deep, and at most {DEEPEST_FALLBACK} are parsed")
        if deepest > DEEPEST:
            return "elements nested too deeply"
    return ""


def _attributes(piece: bytes) -> int:
    """How many attributes the tag may have that opens last in this piece (all that stands before a `>`), from above."""
    tag = piece[piece.rfind(b"<") :]
    return len(regex.findall(rb"[\s/\"'][^\s/=]", tag)) if tag.startswith(b"<") else 0


_RAW = (b"script", b"style", b"title", b"textarea")


def _closed(data: bytes) -> tuple[bytes, str]:
    """The page with an unclosed comment, script, style or title closed, and what was open.

    Such an element swallows the rest of the page. It is closed before the head ends or the body begins, where one of these follows;
    else it keeps what it swallowed, which is code more often than text.
    """
    lowered = data.lower()
    at, closer, kind = lowered.rfind(b"<!--"), b"-->", "comment"
    if at <= lowered.rfind(b"-->"):
        for name in _RAW:
            at = lowered.rfind(b"<" + name)
            if at > lowered.rfind(b"</" + name) and lowered[at + 1 + len(name) : at + 2 + len(name)] in (b">", b" ", b"\n", b"\t", b"\r"):
                closer, kind = b"</" + name + b">", name.decode()
                break
        else:
            return data, ""
    behind = [i for i in (lowered.find(mark, at + 4) for mark in (b"</head", b"<body", *_behind(kind))) if i >= 0]
    if not behind:
        return data, kind
    cut = min(behind)
    return data[:cut] + closer + data[cut:], kind


def _behind(kind: str) -> tuple[bytes, ...]:
    return (b"<meta", b"<link", b"<script", b"<style") if kind == "title" else ()


# From a tree to blocks ------------------------------------------------------------------------------------------------------------

_POWER = regex.compile(r"[+\-−]?\d{1,3}")
_SPACE = regex.compile(r"[ \t\r\n\f]+")
_HAN = r"[\u2e80-\u303e\u3040-\u9fff\uf900-\ufaff\uff01-\uff60]"
# A line of source broken between two Chinese characters, without an indent: the break is the editor's, not the writer's.
_WRAPPED = regex.compile(rf"(?<={_HAN})\r?\n(?={_HAN})")
_HIDDEN = regex.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", regex.IGNORECASE)
_PAGE_LINK = regex.compile(r"[\[【(（第]?(?:\d{1,3}|下一?页|上一?页|尾页|末页|阅读全文|余下全文|查看全文)[\]】)）>＞»页]{0,2}")
_CMS_FIELD = regex.compile(r"<([a-z]{3,20})>([^<>]{1,400})</\1>", regex.IGNORECASE)
# document.write("澄江日报"): what a reader sees, though no markup says it.
_WRITTEN = regex.compile(r"""\s{0,20}document\.write\(\s{0,5}(["'])(?P<said>[^"'<>\\]{1,80})\1\s{0,5}\)\s{0,3};?\s{0,20}""")
_KEPT_TIME = regex.compile(
    r"""(?i)\b(?:pub_?(?:lish)?_?(?:time|date)|ptime|news_?time|release_?(?:time|date)|display_?time|create_?time)["']?\s{0,3}[:=]\s{0,3}["'](?P<said>20\d\d[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}:\d\d(?::\d\d)?)["']"""
)
# var ct = "1715130120": seconds since 1970.
_KEPT_SECONDS = regex.compile(r"""\b(?:ct|pub_?(?:lish)?_?time|ptime|create_?time)["']?\s{0,3}[:=]\s{0,3}["']?(?P<said>1\d{9})(?:000)?["']?(?!\d)""", regex.IGNORECASE)
_KEPT_SOURCE = regex.compile(r"""(?i)\b(?:media|media_?name|source|source_?name|copy_?from)["']?\s{0,3}[:=]\s{0,3}["'](?P<said>[\u4e00-\u9fff《》·]{2,20})["']""")
_KEPT_WORDS = ("pub", "Pub", "ptime", "newstime", "news_time", "newsTime", "release", "display", "createTime", "create_time", "var ct")
_LONGEST_SCRIPT = 60_000
_LONGEST_COMMENT = 6_000
_LONGEST_LD = 300_000
_WIDEST_CELL = 120
_MIN_ROWS = 2


class _Builder:
    """Takes what a walk over a tree meets, in order, and makes the page of it."""

    def __init__(self) -> None:
        self.title = ""
        self.meta: list[tuple[str, str]] = []
        self.boxes: list[list[Any]] = [[-1, "root", "", 0, 0, False]]
        self.blocks: list[Block] = []
        self.comments: list[tuple[str, int]] = []
        self.links: list[Link] = []
        self.notes: list[str] = []
        self.partial = False
        self.box = 0
        self.parts: list[str] = []
        self.runs: list[tuple[int, str]] = []
        self.length = 0
        self.linked = 0
        self.anchors = 0
        self.hidden = 0  # how many elements around hide what stands in them
        self.names: list[str] = [""]
        self.pre = 0
        self.sup = 0
        self.anchor = 0

    def open(self, tag: str, attributes: dict[str, str | None]) -> bool:
        """An element begins; whether it is one of the block kind (give it back to `close`)."""
        name, hidden = "", False
        if attributes:
            if tag == "time" and attributes.get("datetime"):
                self.meta.append(("time", attributes["datetime"] or ""))
            name = _name(attributes.get("id"), attributes.get("class"))
            style = attributes.get("style")
            hidden = "hidden" in attributes or bool(style and _HIDDEN.search(style))
        if tag in _INLINE and not hidden:
            self.names.append(name or self.names[-1])
            if tag == "sup":
                self.sup += 1
            return False
        if self.parts:
            self.flush()
        self.boxes.append([self.box, tag, name, len(self.blocks), 0, hidden])
        self.box = len(self.boxes) - 1
        self.names.append("")
        if hidden:
            self.hidden += 1
        if tag == "pre":
            self.pre += 1
        return True

    def close(self, tag: str, block: bool) -> None:
        self.names.pop()
        if not block:
            if tag == "sup":
                self.sup -= 1
            return
        if self.parts:
            self.flush()
        number = self.box
        box = self.boxes[number]
        self.box = box[0]
        box[4] = len(self.blocks)
        if box[5]:
            self.hidden -= 1
        if tag == "table":
            self.table(number)
        elif tag == "pre":
            self.pre -= 1
        if box[3] == box[4] and number == len(self.boxes) - 1:
            self.boxes.pop()  # an element without text

    def link(self, node: Any) -> None:
        """A link begins. In a list it is one of many, and nobody asks what it is called."""
        name = "" if self.boxes[self.box][1] == "li" else _name((said := node.attributes).get("id"), said.get("class"))
        self.names.append(name or self.names[-1])
        self.anchors += 1
        self.anchor = len(self.parts)

    def linked_words(self) -> str:
        """A link ends; its words, where they are those of a link to another page of the same article."""
        self.anchors -= 1
        self.names.pop()
        if not 1 <= len(self.parts) - self.anchor <= 3:
            return ""
        words = "".join(self.parts[self.anchor :]).strip()
        return words if len(words) <= 8 and _PAGE_LINK.fullmatch(words) else ""

    def text(self, text: str) -> None:
        if self.pre and "\n" in text:
            first, *rest = text.split("\n")
            self.text(first)
            for line in rest:
                if self.parts:
                    self.flush()
                self.text(line)
            return
        if text.isspace():
            if not self.parts:
                return
            text = " " if text[0] in " \t\r\n" else text
        elif "\n" in text or "\t" in text or "  " in text or "\r" in text:
            text = _SPACE.sub(" ", _WRAPPED.sub("", text))
        if not self.parts or self.parts[-1].endswith(" "):
            text = text.lstrip(" ")
        if not text:
            return
        if self.sup and _POWER.fullmatch(text):
            text = text.translate(_SUPERSCRIPT)
        name = self.names[-1]
        self.runs.append((self.length, name))
        self.parts.append(text)
        self.length += len(text)
        if self.anchors:
            self.linked += len(text.strip())

    def flush(self) -> None:
        """Ends the block at hand."""
        text = "".join(self.parts)
        bare = text.strip()
        if bare:
            lead = text.find(bare)
            runs: tuple[tuple[int, str], ...] = tuple(self.runs)
            if len(runs) == 1:
                runs = ((0, runs[0][1]),) if runs[0][1] else ()
            elif lead:
                runs = tuple((max(0, start - lead), name) for start, name in runs)
            self.blocks.append(Block(Text(bare), self.boxes[self.box][1], self.box, self.linked, runs, self.hidden > 0))
        self.parts, self.runs, self.length, self.linked = [], [], 0, 0

    def table(self, number: int) -> None:
        """Where a table holds data (short cells in rows of at least two, no table inside), each row becomes one block, cells behind tabs."""
        _, _, _, first, end, _ = self.boxes[number]
        inner = range(number + 1, len(self.boxes))
        if end - first < 2 * _MIN_ROWS or any(self.boxes[i][1] == "table" for i in inner):
            return
        cells: dict[int, list[tuple[int, int]]] = {}
        for i in inner:
            parent, tag, _, start, stop, _ = self.boxes[i]
            if tag in ("td", "th") and start < stop:
                if any(len(block.text.after) > _WIDEST_CELL for block in self.blocks[start:stop]):
                    return
                cells.setdefault(parent, []).append((start, stop))
        rows = list(cells.values())
        wide = [row for row in rows if len(row) > 1]
        blocks = self.blocks[first:end]
        if len(wide) < _MIN_ROWS or 2 * len(wide) < len(rows) or 2 * sum(b.linked for b in blocks) > sum(len(b.text.after) for b in blocks):
            return
        covered = {i: row for row in rows for i in range(row[0][0], row[-1][1])}
        made: list[Block] = []
        done: set[int] = set()
        for i in range(first, end):
            row = covered.get(i)
            if row is None:
                made.append(replace(self.blocks[i], box=number))
            elif row[0][0] not in done:
                done.add(row[0][0])
                joined = "\t".join(" ".join(block.text.after for block in self.blocks[start:stop]) for start, stop in row)
                linked = sum(block.linked for block in self.blocks[row[0][0] : row[-1][1]])
                made.append(Block(Text(joined), "tr", number, linked, (), self.blocks[i].hidden))
        self.blocks[first:end] = made
        del self.boxes[number + 1 :]
        self.boxes[number][4] = len(self.blocks)

    def comment(self, text: str) -> None:
        if len(text) > _LONGEST_COMMENT:
            return
        if "enpproperty" in text[:20]:
            self.meta += [(f"cms:{key.lower()}", value.strip()) for key, value in _CMS_FIELD.findall(text)]
        else:
            self.comments.append((text.strip().lower()[:80], len(self.blocks)))

    def metadatum(self, attributes: dict[str, str | None]) -> None:
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or attributes.get("http-equiv") or ""
        value = attributes.get("content") or attributes.get("contecent") or ""
        if name and (value or name.lower().startswith("content")):
            key = name.lower().replace(" ", "")
            self.meta.append((key, value.strip()))
            if key == "refresh":
                self.notes.append("a meta refresh")
        if name.lower() in ("contentstart", "contentend"):
            self.comments.append((name.lower(), len(self.blocks)))

    def script(self, kind: str, text: str) -> None:
        """What a script says without being run: linked data, a literal that it writes, the time and medium that it keeps."""
        if kind == "application/ld+json":
            self.linked_data(text)
        elif text and len(text) <= _LONGEST_SCRIPT:
            written = _WRITTEN.fullmatch(text) if len(text) < 200 else None
            if written is not None:
                self.text(written["said"])
            elif any(word in text for word in _KEPT_WORDS):
                self.meta += [("js:time", match["said"]) for match in _KEPT_TIME.finditer(text)][:5]
                self.meta += [("js:time", _clock(int(match["said"]))) for match in _KEPT_SECONDS.finditer(text)][:5]
                self.meta += [("js:source", match["said"]) for match in _KEPT_SOURCE.finditer(text)][:1]

    def linked_data(self, text: str) -> None:
        """The fields of JSON-LD, flat, under `ld:`. What is not JSON is left alone."""
        if len(text) > _LONGEST_LD:
            return
        try:
            self._flatten("ld", json.loads(text, strict=False), 0)
        except (ValueError, RecursionError):
            self.notes.append("linked data that is no JSON")

    def _flatten(self, key: str, value: Any, depth: int) -> None:
        if len(self.meta) > 400 or depth > 6:
            return
        if isinstance(value, dict):
            for inner, held in value.items():
                self._flatten(f"{key}:{str(inner).lower()}", held, depth + 1)
        elif isinstance(value, list):
            for held in value[:20]:
                self._flatten(key, held, depth + 1)
        elif isinstance(value, str) and value.strip() and len(value) < 2_000:
            self.meta.append((key, value.strip()))

    def page(self, url: str | None) -> Page:
        if self.parts:
            self.flush()
        self.boxes[0][4] = len(self.blocks)
        return Page(
            title=Text(" ".join(self.title.split())),
            meta=tuple((name, Text(" ".join(value.split()))) for name, value in self.meta),
            boxes=tuple(Box(*box) for box in self.boxes),
            blocks=tuple(self.blocks),
            comments=tuple(self.comments),
            links=tuple(self.links),
            url=url,
            partial=self.partial,
            notes=tuple(dict.fromkeys(self.notes)),
        )


def _clock(seconds: int) -> str:
    """The time of day in Beijing, of seconds since 1970."""
    return (datetime(1970, 1, 1) + timedelta(hours=8, seconds=seconds)).strftime("%Y-%m-%d %H:%M:%S")


@lru_cache(maxsize=4096)
def _name(identity: str | None, classes: str | None) -> str:
    """id and classes of an element in lower case, `#zoom .main-txt`; the same come again on every page of a site."""
    name = "." + " .".join(classes[:200].split()) if classes and not classes.isspace() else ""
    if identity:
        name = f"#{identity.strip()[:60]} {name}" if name else f"#{identity.strip()[:60]}"
    return name.lower()


def _walk_lexbor(data: bytes, builder: _Builder) -> None:
    """Walks lexbor's tree without recursion, through head and body alike, and whatever stands behind a stray </html>."""
    tree = LexborHTMLParser(data)
    node: Any = tree.root
    stack: list[tuple[Any, str, int]] = []  # node, tag, and whether it is 0 inline, 1 a block, 2 transparent, 3 a link
    opened, closed, say = builder.open, builder.close, builder.text
    while True:
        if node is None:
            if not stack:
                return
            node, tag, kind = stack.pop()
            if kind < 2:
                closed(tag, kind == 1)
            elif kind == 3:
                words = builder.linked_words()
                if words:
                    builder.links.append(Link(node.attributes.get("href") or "", words, len(builder.blocks)))
            node = node.next
            continue
        tag = node.tag
        if tag == "-text":
            text = node.text_content
            if text and (builder.parts or not text.isspace()):
                say(text)
        elif tag in _TRANSPARENT or tag == "a":
            child = node.first_child
            if child is not None:
                if tag == "a":
                    builder.link(node)
                    stack.append((node, tag, 3))
                else:
                    stack.append((node, tag, 2))
                node = child
                continue
        elif tag in _APART:
            _apart(tag, node, builder)
        elif tag not in _SKIPPED:
            block = opened(tag, node.attributes)
            child = node.first_child
            if child is not None:
                stack.append((node, tag, 1 if block else 0))
                node = child
                continue
            closed(tag, block)
        node = node.next


_APART = _tags("-comment br meta title script frame")


def _apart(tag: str, node: Any, builder: _Builder) -> None:
    """What lexbor's node is that holds no text of the page."""
    if tag == "br":
        if builder.parts:
            builder.flush()
    elif tag == "-comment":
        builder.comment(node.comment_content or "")
    elif tag == "meta":
        builder.metadatum(node.attributes)
    elif tag == "title":
        builder.title = builder.title or node.text()
    elif tag == "script":
        builder.script((node.attributes.get("type") or "").lower(), node.text())
    else:
        builder.notes.append("a frameset")


@dataclass(frozen=True)
class _Attributes:
    """An element of the other tree, as far as the builder asks."""

    attributes: dict[str, str | None]


def _walk_soup(markup: str, builder: _Builder) -> None:
    """The same walk over beautifulsoup4's tree on html.parser: slow, and safe from what stops lexbor."""
    from bs4 import BeautifulSoup, Tag
    from bs4.element import CData, Comment, Declaration, Doctype, NavigableString, ProcessingInstruction

    node: Any = BeautifulSoup(markup, "html.parser")
    stack: list[tuple[Any, str, int]] = []
    while True:
        if node is None:
            if not stack:
                return
            node, tag, kind = stack.pop()
            if kind < 2:
                builder.close(tag, kind == 1)
            elif kind == 3:
                words = builder.linked_words()
                if words:
                    builder.links.append(Link(str(node.get("href") or ""), words, len(builder.blocks)))
            node = node.next_sibling if stack or kind != 2 else None
            continue
        if isinstance(node, Comment):
            builder.comment(str(node))
        elif isinstance(node, NavigableString):
            if not isinstance(node, (CData, Declaration, Doctype, ProcessingInstruction)):
                builder.text(str(node))
        elif isinstance(node, Tag):
            tag = node.name.lower()
            attributes: dict[str, str | None] = {key: " ".join(value) if isinstance(value, list) else value for key, value in node.attrs.items()}
            if tag in _TRANSPARENT or tag == "a":
                if node.contents:
                    if tag == "a":
                        builder.link(_Attributes(attributes))
                    stack.append((node, tag, 3 if tag == "a" else 2))
                    node = node.contents[0]
                    continue
            elif tag == "br":
                if builder.parts:
                    builder.flush()
            elif tag == "meta":
                builder.metadatum(attributes)
            elif tag == "title":
                builder.title = builder.title or node.get_text()
            elif tag == "script":
                builder.script(str(attributes.get("type") or "").lower(), node.get_text())
            elif tag not in _SKIPPED:
                block = builder.open(tag, attributes)
                if node.contents:
                    stack.append((node, tag, 1 if block else 0))
                    node = node.contents[0]
                    continue
                builder.close(tag, block)
        node = node.next_sibling


def within(page: Page, box: int) -> range:
    """The numbers of the blocks in a box."""
    return range(page.boxes[box].first, page.boxes[box].end)
