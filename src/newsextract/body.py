"""Which lines of a page are the article, and what the others are.

Behind the last sentence of an article stand lines that a newsroom never wrote: Copyright © 2001-2025 …, 关于我们 - 版权声明 - 合作咨询,
a row of licences. Each is called by its name, so that a reader can see why it is gone:

    >>> label("关于我们 - 版权声明 - 合作咨询"), label("责任编辑：陶建国")
    (('navigation', 'menu.words'), ('editor-credit', 'boilerplate:editor'))
    >>> label("全市登记失业人员再就业1.2万人，比上年多800人。") is None
    True

The words are rows of two tables. `boilerplate` holds phrases: a line in which the pattern is found is what the row says. `menu` holds
the words of menus: a line that consists of them is a menu.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick
import regex

from newsextract import byline, tables
from newsextract.page import Block, Box, Page, within
from newsextract.script import fold

RULES = {
    "menu.words": "a line that consists of words of menus",
    "menu.licences": "a line that consists of the names of licences",
    "body.density": "the box whose prose outweighs its menus by most",
    "body.title": "the headline, which is the article's title and no paragraph of it",
    "body.header": "the line of time, source and author above a body",
    "body.named-aside": "a box whose name says that it is a footer, a share bar, a list of related articles",
    "body.link-list": "a box that consists of links",
    "body.behind-related": "what stands behind the heading of related articles",
    "body.behind-credit": "what stands behind the editor's credit",
    "body.links-first": "links above the first sentence",
    "body.links-last": "links below the last sentence",
    "body.copy": "the second copy of a body that the page holds twice",
    "body.signs-first": "signs and counters above the first sentence",
    "body.signs-last": "signs and counters below the last sentence",
    "body.links": "links outside the body",
    "body.related-link": "a line of one link behind 相关链接",
    "body.credit": "a line of editors and their names, without a colon",
    "body.caption-above": "a caption between headline and body, though it stands in a box of its own",
    "body.turn-time": "the moment beside each turn of a live report",
    "body.picture-count": "the number of a picture in a gallery (2/6)",
    "body.hidden": "a block that the page hides",
    "body.outside": "a block outside the body",
}

Label = tuple[str, str]

_BLANK = regex.compile(r"[\s\u3000\xa0\u200b-\u200f\ufeff]+")
# Blanks and full-width letters, and characters of these tables that only traditional text has.
_ODD = regex.compile(r"[編輯責權關聯網頁來發轉載聲點擊瀏覽閱讀評論鏈薦審製熱門圖頻訊錄繫檢實驗習響應導報\s\xa0\u200b-\u200f\ufeff\uff05\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_PARTING = regex.compile(r"[\s\u3000\xa0]*[|｜┊│丨·•/／>＞»\-–—_、,，;；:：\[\]【】()（）]+[\s\u3000\xa0]*|[\s\u3000\xa0]+")
_LICENCE = regex.compile(r"[\u4e00-\u9fffa-z]{0,24}(?:许可证|执照|出版机构|备案证明?|资质证书|服务登记)(?:[:：]?[a-z\d]{0,20})?")
_LONGEST_MENU = 400
_SHARE_OF_MENU = 0.6
_LONGEST_WORD = 12
_LONGEST_CREDIT = 48
_CREDIT_BEGINS = frozenset("【[(（|本值网实执视新文图责编校审监终复初美签一二三")


@dataclass(frozen=True)
class _Phrase:
    identifier: str
    reason: str
    tail: bool
    longest: int
    pattern: regex.Pattern[str]


@tables.compiled
def _phrases() -> tuple[ahocorasick.Automaton, list[_Phrase]]:
    """An automaton over the key words of all rows; each leads to the rows that it may decide."""
    phrases: list[_Phrase] = []
    keys: dict[str, list[int]] = {}
    for row in tables.read("boilerplate"):
        for key in row["key"].split("|"):
            keys.setdefault(key, []).append(len(phrases))
        phrases.append(_Phrase(row["id"], row["reason"], row["place"] == "tail", int(row["longest"]), regex.compile(row["pattern"])))
    automaton = ahocorasick.Automaton()
    for key, rows in keys.items():
        automaton.add_word(key, rows)
    automaton.make_automaton()
    return automaton, phrases


@tables.compiled
def _menu() -> dict[str, tuple[str, str]]:
    return {row["word"]: (row["id"], row["reason"]) for row in tables.read("menu")}


def squeezed(line: str) -> str:
    """A line as the tables see it: half-width, lower case, without blanks."""
    return _squeezed_short(line) if len(line) <= _LONGEST_CACHED else _squeezed(line)


_LONGEST_CACHED = 160


@lru_cache(maxsize=4096)
def _squeezed_short(line: str) -> str:
    return _squeezed(line)


def _squeezed(line: str) -> str:
    bare = line.replace(" ", "").replace("\u3000", "").replace("｜", "|")
    if _ODD.search(bare):
        bare = _BLANK.sub("", fold(bare))
    return bare.lower()


def label(line: str, *, tail: bool = True) -> Label | None:
    """What a line is that is no part of an article: (reason, rule); None for one that may be. `tail`: whether it stands behind the body."""
    named = _labelled(line)
    return named[:2] if named is not None and (tail or not named[2]) else None


def _labelled(line: str) -> tuple[str, str, bool] | None:
    """The label of a line, and whether it only holds behind the body."""
    bare = squeezed(line)
    if not bare:
        return None
    automaton, phrases = _phrases()
    behind: tuple[str, str, bool] | None = None
    if len(bare) <= 600:
        for number in sorted({number for _, rows in automaton.iter(bare) for number in rows}):
            phrase = phrases[number]
            if len(bare) <= phrase.longest and phrase.pattern.search(bare) and not (phrase.tail and behind):
                named = (phrase.reason, tables.noted(f"boilerplate:{phrase.identifier}"), phrase.tail)
                if not phrase.tail:
                    return named
                behind = named
    if behind is None and len(bare) <= _LONGEST_CREDIT and bare[0] in _CREDIT_BEGINS and byline.credit(line):
        return "editor-credit", tables.noted("body.credit"), False
    return behind or _menu_label(line)


def _menu_label(line: str) -> tuple[str, str, bool] | None:
    if len(line) > _LONGEST_MENU or "，" in line or "。" in line:
        return None
    words = [word for word in _PARTING.split((fold(line) if _ODD.search(line) else line).lower()) if word]
    if not words:
        return None
    menu = _menu()
    known = [menu[word] for word in words if word in menu]
    if not known and "证" not in line and "执照" not in line:
        return None
    if line.rstrip().endswith(("。", "！", "？")) or any(len(word) > _LONGEST_WORD and word not in menu and not _LICENCE.fullmatch(word) for word in words):
        return None
    licences = [word for word in words if _LICENCE.fullmatch(word)]
    if len(licences) >= 2 and len(licences) + len(known) >= _SHARE_OF_MENU * len(words):
        return "footer.licence", tables.noted("menu.licences"), False
    if not known or len(known) < _SHARE_OF_MENU * len(words) or (len(words) == 1 and len(words[0]) < 3):
        return None
    for identifier, _ in known:
        tables.noted(f"menu:{identifier}")
    reasons = [reason for _, reason in known]
    return max(dict.fromkeys(reasons), key=reasons.count), tables.noted("menu.words"), len(words) == 1


def edges(lines: Sequence[str]) -> list[tuple[Label, str] | None]:
    """For each line of a text without markup: None where it stays, else its label and place.

    Lines at the end are judged as a tail, from the last upward, until one stays; any other only by the rows that hold everywhere.

    >>> [found and found[0][0] for found in edges(["出口增长", "5月，全市出口增长4%。", "（责任编辑：陶建国）", "版权所有 澄江日报社"])]
    [None, None, 'editor-credit', 'footer.copyright']
    """
    found: list[tuple[Label, str] | None] = [None] * len(lines)
    end = len(lines)
    while end > 0:
        named = label(lines[end - 1])
        if named is None:
            break
        end -= 1
        found[end] = (named, "tail")
    body = False
    for i in range(end):
        named = label(lines[i], tail=False)
        if named is not None:
            found[i] = (named, "body" if body else "head")
        else:
            body = True
    return found


# The body of a page with markup ------------------------------------------------------------------------------------------------------

_SENTENCE = regex.compile(r"[，。；！？、,;!?”]")
_STOP = regex.compile(r"[。！？；!?]|，.{4,}，")
_LONG_LINE = 25
_SENTENCE_LONG = 12
_NOISE = regex.compile(
    r"(?:^|[\s.#_-])(?:foot(?:er)?|bottom|copyright|nav\w{0,10}|menu\w{0,8}|crumbs?|breadcrumb\w{0,4}|position(?!-(?:relative|absolute|fixed|static|sticky))|location|weizhi|dqwz|sidebar|sider|side-?(?:nav|box|menu|list)|right-?side|aside|relat\w{0,6}|recommend\w{0,6}"
    r"|tuijian|xiangguan|xgwz|xgyd|hot\w{0,8}|rank\w{0,6}|paihang|share\w{0,12}|bshare\w{0,8}|bdshare\w{0,8}|fenxiang|comment\w{0,8}|pinglun|reply|login\w{0,6}|search\w{0,8}|qrcode|ewm\w{0,4}|erweima"
    r"|toolbar|tools?|printbar|fontsize|pager|pagination|page[-_]?(?:nav|num|bar|list|turn)\w{0,4}|prev\w{0,5}|next(?:page|post|news|link|article)\w{0,5}|prenext|friend\w{0,6}|links?|yqlj|ad|ads|adv\w{0,8}|guanggao|banner|popup|dialog"
    r"|statement|disclaimer|shengming|mianze|tags?|keywords?|editor-?info|liability|app-?down\w{0,6}|download-?app|guess\w{0,6}|more-?news|news-?list|list-?news|morenews|ranking|zhuanti)"
    r"(?=$|[\s.#_\d-])"
)
_NOISE_TAGS = frozenset({"nav", "footer", "aside"})


@dataclass(frozen=True)
class Body:
    """Which blocks are the article: `kept` in order; for every other block of the page its label and place; `why` the box was chosen."""

    kept: tuple[int, ...]
    left: dict[int, tuple[Label, str]]
    first: int
    end: int
    why: str
    prose: int


@tables.compiled
def _containers() -> dict[str, str]:
    """Names of elements that hold a body, as `#zoom` or `.trs_editor`, each with the id of its row."""
    return {name: row["id"] for row in tables.read("containers") for name in row["names"].lower().split()}


class Survey:
    """What can be said of each block before a box is chosen: its label, and its worth as prose (negative for menus)."""

    def __init__(self, page: Page, *, hidden: bool = False, digest: bool = False) -> None:
        self.page = page
        self.hidden, self.digest = hidden, digest
        self._labels: dict[int, tuple[str, str, bool] | None] = {}
        self.worth: list[float] = []
        self.teasers: set[int] = set()
        self.attachments: set[int] = set()
        seen: set[str] = set()
        attached = False  # whether this line may go on with a list of attachments
        for i, block in enumerate(page.blocks):
            text = block.text.after
            attached = ("附" in text[:4] and bool(_ATTACHED.match(text.lstrip("\u3000")))) or (attached and len(text) <= 80 and bool(_NUMBERED.match(text)))
            if attached:
                self.attachments.add(i)
            if block.hidden and not hidden:
                worth = 0.0
            elif linky(block):
                worth = 1.0 if attached or (digest and block.tag in _HEADINGS) or (("附" in text or "." in text) and _ATTACHED.search(text)) else -8.0 - min(len(text), 40) / 2
            elif self.label(i) is not None:
                worth = -10.0 - min(len(text), 60) / 4
            else:
                worth = _worth(block, text)
            if worth > 0:  # a page that holds its body twice (for desks, for telephones) is not worth twice as much
                if text in seen:
                    worth = 0.0
                seen.add(text)
            self.worth.append(worth)
        self.noisy = [box.tag in _NOISE_TAGS or (bool(box.name) and _noisy(box.name)) for box in page.boxes]
        self._quieten()
        if not digest:
            self._unlist()
        total = 0.0
        self.sums = [0.0]
        for worth in self.worth:
            total += worth
            self.sums.append(total)

    def label(self, i: int) -> tuple[str, str, bool] | None:
        """The label of block `i`, and whether it only holds behind the body."""
        if i not in self._labels:
            text = self.page.blocks[i].text.after
            self._labels[i] = _labelled(text) if len(text) <= _LONGEST_MENU else None
        return self._labels[i]

    def reason(self, i: int, otherwise: Label) -> Label:
        named = self.label(i)
        return named[:2] if named is not None else otherwise

    def _unlist(self) -> None:
        """Prose in a list of teasers (an item is a link or a date, then a sentence) counts against it."""
        page = self.page
        families: dict[tuple[int, str, str], list[int]] = {}
        for number, box in enumerate(page.boxes):
            if box.end - box.first >= 2 or box.tag == "li":
                families.setdefault((box.parent, box.tag, box.name), []).append(number)
        for members in families.values():
            if len(members) < _TEASERS:
                continue
            alike = [number for number in members if self._item(page.boxes[number]) and any(self._teasing(i) for i in within(page, number))]
            if 5 * len(alike) >= 4 * len(members) and not self._gallery(members) and not self._report(members):
                for number in members:
                    for i in within(page, number):
                        if 0 < self.worth[i] <= _LONGEST_TEASER:
                            self.worth[i] = -5.0
                            self.teasers.add(i)

    def _item(self, box: Box) -> bool:
        """Whether a box may be one item of a list: a few blocks, a few sentences."""
        return box.end - box.first <= _MOST_OF_AN_ITEM and sum(len(self.page.blocks[i].text.after) for i in range(box.first, box.end)) <= 2 * _LONGEST_TEASER

    def _gallery(self, members: list[int]) -> bool:
        """Whether the boxes are the pictures of one gallery: each has its number, and all the same count (1/6, 2/6, 3/6)."""
        counts = [found for number in members for i in within(self.page, number) if (found := picture_count(self.page.blocks[i].text.after))]
        return len(counts) >= len(members) and len({count for _, count in counts}) == 1 and len({at for at, _ in counts}) == len(counts)

    def _report(self, members: list[int]) -> bool:
        """Whether the boxes are the turns of a live report: no link in any, the time of day in each, and most prose of the page in them."""
        blocks = [self.page.blocks[i] for number in members for i in within(self.page, number)]
        if any(block.linked for block in blocks):
            return False
        first = min(self.page.boxes[number].first for number in members)
        if any(worth >= _LONG_LINE for worth in self.worth[:first]):
            return False  # behind an article, such boxes are its comments
        times = sum(1 for block in blocks if len(block.text.after) <= 24 and _TURN_TIME.fullmatch(block.text.after))
        held = sum(max(0.0, self.worth[i]) for number in members for i in within(self.page, number))
        return times >= len(members) and held > _MOST_PROSE * sum(max(0.0, worth) for worth in self.worth)

    def _teasing(self, i: int) -> bool:
        block = self.page.blocks[i]
        text = block.text.after
        return (block.linked * 2 > len(text) and block.linked >= 4) or (len(text) <= 40 and bool(_DATE_ONLY.search(text))) or "详细】" in text[-8:] or "[详细" in text[-8:]

    def doubtful(self) -> frozenset[int]:
        """Teasers, and the blocks beside links as long as headlines: what is labelled there may be another article's."""
        found = set(self.teasers)
        for i, block in enumerate(self.page.blocks):
            if block.linked >= HEADLINE_LONG and linky(block) and self.label(i) is None:
                found.update(range(i - 2, i + 3))
        return frozenset(found)

    def value(self, first: int, end: int) -> float:
        return self.sums[end] - self.sums[first]

    def run(self, first: int, end: int) -> float:
        """The worth of the best run of blocks within a stretch: a box whose name tells that it holds the body may hold menus behind it."""
        best = least = 0.0
        for at in range(first, end):
            least = min(least, self.sums[at] - self.sums[first])
            best = max(best, self.sums[at + 1] - self.sums[first] - least)
        return best

    def _quieten(self) -> None:
        """Prose in a box that is called a footer or a comment counts against it, unless it is most of the page."""
        positive = [0.0]
        for worth in self.worth:
            positive.append(positive[-1] + max(0.0, worth))
        quiet = 0  # up to which block all is quietened: boxes stand in the order of the page, outer before inner
        for number, noisy in enumerate(self.noisy):
            box = self.page.boxes[number]
            if noisy and self._central(box, positive[box.end] - positive[box.first], positive[-1]):
                self.noisy[number] = False
            elif noisy and box.end > quiet:
                quiet = box.end
                for i in range(box.first, box.end):
                    if self.worth[i] > 0:
                        self.worth[i] = -0.5 * self.worth[i] - 5

    def _central(self, box: Box, held: float, total: float) -> bool:
        """Whether a box holds the page's prose, or a headline and much of it, whatever it is called."""
        if box.tag == "footer":
            return False
        if box.end - box.first > 0.7 * len(self.worth) > 4 or (held > 0.5 * total and held > 150):
            return True
        return held > 0.3 * total and any(self.page.blocks[i].tag in ("h1", "h2") for i in range(box.first, min(box.end, box.first + 40)))


def picture_count(text: str) -> tuple[int, int] | None:
    """The number of a picture and how many there are, for a line that says no more.

    >>> picture_count("(2/6)"), picture_count("3月2日"), picture_count("7/6")
    ((2, 6), None, None)
    """
    found = _PICTURE_COUNT.fullmatch(text) if len(text) <= 10 else None
    return (int(found[1]), int(found[2])) if found is not None and 0 < int(found[1]) <= int(found[2]) else None


def linky(block: Block) -> bool:
    """Whether a block is a link: most of it is one, or all but a date beside it."""
    text = block.text.after
    size = len(text)
    if block.linked < _MOST_LINKED * size and size - block.linked >= HEADLINE_LONG and text.endswith(("。", "！", "？", "”")):
        return False  # a sentence whose words lead to other pages
    return block.linked * 2 > size or (block.linked >= 4 and size - block.linked <= 24 and bool(_DATE_ONLY.search(text)))


_MOST_LINKED = 0.9
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_TEASERS = 4
_PICTURE_COUNT = regex.compile(r"[(（\[【第]?(\d{1,3})\s?[/／]\s?(?:共)?(\d{1,3})[张页]?[)）\]】]?")
HEADLINE_LONG = 8
_LONGEST_TEASER = 220
_MOST_PROSE = 0.7
_MOST_OF_AN_ITEM = 8
_DATE_ONLY = regex.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s{1,3}\d{1,2}:\d\d(?::\d\d)?)?\s*$|^\d{1,2}[-/.]\d{1,2}$|\d{1,2}(?:分钟|小时|天)前$")


@lru_cache(maxsize=8192)
def _noisy(name: str) -> bool:
    """Whether an element's name says that it holds no article; the same names come again on every page of a site."""
    return bool(_NOISE.search(name))


def _worth(block: Block, text: str) -> float:
    own = len(text) - block.linked
    marks = len(_SENTENCE.findall(text[:400]))
    if (marks and own >= _LONG_LINE) or _STOP.search(text[:400]):
        return float(own)
    if block.tag == "tr":
        return own * 0.5
    return own * 0.3 if own >= _LONG_LINE else 1.0


def _as(reason: str, rule: str) -> Label:
    return reason, tables.noted(rule)


def choose(page: Page, *, digest: bool = False) -> tuple[Survey, int, int, str]:
    """The stretch of blocks that holds the body: a survey of the page, first and end, and why. `digest`: a list of teasers is prose."""
    survey = Survey(page, digest=digest)
    if not any(worth >= _LONG_LINE for worth in survey.worth) and any(block.hidden for block in page.blocks):
        survey = Survey(page, hidden=True)
    best, value = 0, survey.value(0, len(page.blocks))
    known: list[tuple[float, int, str]] = []
    containers = _containers()
    for number, box in enumerate(page.boxes):
        if box.first >= box.end:
            continue
        held = survey.value(box.first, box.end)
        if held >= value:
            best, value = number, held
        if box.name and not survey.noisy[number]:
            for name in box.name.split():
                if name in containers and (run := survey.run(box.first, box.end)) > 0:
                    known.append((run, number, containers[name]))
                    break
    if known:
        held, number, row = max(known)  # of equals, the innermost
        box = page.boxes[number]
        split = [n for _, n, r in known if r == row and _inside(page, n, best) and (page.boxes[n].end <= box.first or page.boxes[n].first >= box.end)]
        if split and _inside(page, number, best):  # a body in several such boxes
            first = min(box.first, *(page.boxes[n].first for n in split))
            end = max(box.end, *(page.boxes[n].end for n in split))
            tables.noted(f"containers:{row}")
            return survey, first, end, f"containers:{row}"
        if held >= 0.6 * value or (held >= 40 and not _inside(page, best, number) and held >= 0.15 * value):
            tables.noted(f"containers:{row}")
            return survey, box.first, box.end, f"containers:{row}"
    return survey, *_narrowed(survey, *_widened(page, survey, best)), tables.noted("body.density")


def _narrowed(survey: Survey, first: int, end: int) -> tuple[int, int]:
    """The stretch from its first sentence to its last, with the short lines that touch them: menus above and below are left out."""
    spoken = [i for i in range(first, end) if survey.worth[i] > 1]
    if not spoken:
        return first, end
    start, stop = spoken[0], spoken[-1] + 1
    while start > first and survey.worth[start - 1] >= 0:
        start -= 1
    while stop < end and survey.worth[stop] >= 0:
        stop += 1
    return start, stop


def _widened(page: Page, survey: Survey, best: int) -> tuple[int, int]:
    """The stretch around a box. Where the box is a single paragraph (its neighbours count for less than the menus around them), the
    paragraphs beside it in the box around it belong to it as far as they outweigh what stands between.
    """
    box = page.boxes[best]
    first, end = box.first, box.end
    families: dict[tuple[int, str], list[Box]] = {}
    if end - first == 1:
        for other in page.boxes:
            families.setdefault((other.parent, other.tag), []).append(other)
    while end - first == 1 and box.parent >= 0:
        beside = [i for other in families.get((box.parent, box.tag), ()) for i in range(other.first, other.end) if survey.worth[i] > 1]
        box = page.boxes[box.parent]
        sums = survey.sums
        if len(beside) > 1 and min(beside) >= box.first and max(beside) < box.end:
            first, end = min(first, *beside), max(end - 1, *beside) + 1
        end = max(range(end, box.end + 1), key=lambda i: (sums[i], i))
        above = min(range(box.first, first + 1), key=lambda i: (sums[i], -i))
        if sums[first] - sums[above] >= _SENTENCE_LONG:
            first = above
    return _prolonged(page, survey, best, first, end)


def _prolonged(page: Page, survey: Survey, best: int, first: int, end: int) -> tuple[int, int]:
    """The stretch with the sentences that follow it in the boxes around, as long as nothing stands between that is none."""
    last = end
    limit = page.boxes[page.boxes[best].parent].end if page.boxes[best].parent >= 0 else end
    while limit <= last and best > 0:
        best = page.boxes[best].parent
        limit = page.boxes[best].end
    while last < limit and survey.worth[last] > 0 and not linky(page.blocks[last]):
        last += 1
        if survey.worth[last - 1] >= _SENTENCE_LONG:
            end = last
    return first, end


def _inside(page: Page, inner: int, outer: int) -> bool:
    while inner > 0:
        if inner == outer:
            return True
        inner = page.boxes[inner].parent
    return False


def settle(page: Page, survey: Survey, first: int, end: int, head: int | None, title: int | None, headline: frozenset[str], header: frozenset[int], why: str) -> Body:
    """The body within a stretch: without what stands above title and header, without boxes that are none of it, without the tail."""
    left: dict[int, tuple[Label, str]] = {}
    start = title + 1 if title is not None and first <= title < end else _captioned_from(page, survey, first, title)
    kept = [i for i in range(start, end) if survey.hidden or not page.blocks[i].hidden]
    dropped = _asides(page, survey, start, end)
    turns = _turns(page, kept)
    counts = [i for i in kept if picture_count(page.blocks[i].text.after)]
    for i in list(kept):
        if i in turns:
            left[i] = (_as("header", "body.turn-time"), "body")
        elif _RELATED.match(page.blocks[i].text.after) and linky(page.blocks[i]):
            left[i] = (_as("related", "body.related-link"), "body")
        elif len(counts) > 1 and i in counts:
            left[i] = (_as("counter", "body.picture-count"), "body")
        elif i in dropped:
            left[i] = (dropped[i], "body")
        elif i in header:
            left[i] = (_as("header", "body.header"), "head")
    kept = [i for i in kept if i not in left]
    kept = _once(page, kept, headline, left)
    kept = _without_tail(page, survey, kept, left)
    final = _without_head(page, survey, kept, headline, left)
    prose = int(sum(survey.worth[i] for i in final if survey.worth[i] > 0))
    chosen = set(final)
    for i in range(len(page.blocks)):
        if i not in chosen and i not in left:
            left[i] = _outside(page, survey, i, final[0] if final else first, head, title, header)
    return Body(tuple(final), left, first, end, why, prose)


_CAPTION = regex.compile(r"^(?:[（(]?(?:上|下|左|右|本|题)?图(?:[为：:]|\d{0,2}[为：:])|图片(?:说明|由))|[\u4e00-\u9fff]{2,4}[\s\u3000]{0,2}[/／]?摄[）)]?$|(?:供图|摄影)[）)]?$")
_LONGEST_CAPTION = 160


def _captioned_from(page: Page, survey: Survey, first: int, title: int | None) -> int:
    """Where the article begins when captions stand between its headline and its first line, in a box of their own."""
    at = first
    while title is not None and title + 1 < at:
        block = page.blocks[at - 1]
        text = block.text.after
        if block.hidden or linky(block) or len(text) > _LONGEST_CAPTION or survey.label(at - 1) is not None or not _CAPTION.search(text) or "：" in text[:6]:
            break
        if byline.line(text) or len(squeezed(text)) < _SENTENCE_LONG:
            break
        tables.noted("body.caption-above")
        at -= 1
    return at


_RELATED = regex.compile(r"[【\[(（>▶■●·]{0,2}(?:相关(?:链接|阅读|报道|新闻|文章)|延伸阅读|推荐阅读|往期(?:回顾|推荐)|前情回顾|此前报道|更多报道)[】\])）]?[\s\u3000]{0,2}[:：>|]")
_TURN_TIME = regex.compile(r"[\[【(（]?(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s{1,3})?\d{1,2}:\d\d(?::\d\d)?[\]】)）]?")
_TURNS = 3


def _turns(page: Page, kept: list[int]) -> frozenset[int]:
    """The lines that are a moment and no more, where a live report has one beside each turn. A time without its day may be a programme's: it stays."""
    found = [i for i in kept if 12 <= len(page.blocks[i].text.after) <= 24 and _TURN_TIME.fullmatch(page.blocks[i].text.after)]
    return frozenset(found) if len(found) >= _TURNS else frozenset()


def clock_behind(block: Block) -> str:
    """The time of day that stands in an element of its own behind a turn of speech; "" where none does."""
    if len(block.runs) < 2 or not block.text.after[-1:].isdigit():
        return ""
    last = block.pieces()[-1][1].strip()
    return last if len(last) <= 24 and _TURN_TIME.fullmatch(last) else ""


def _without_head(page: Page, survey: Survey, kept: list[int], headline: frozenset[str], left: dict[int, tuple[Label, str]]) -> list[int]:
    """Takes away what stands above the first sentence and is none of the article, and lines with a label anywhere."""
    final: list[int] = []
    spoken = False
    staying = frozenset(kept)
    for i in kept:
        text, named = page.blocks[i].text.after, survey.label(i)
        if named is not None and not named[2] and not (spoken and _heads_prose(page, survey, i, staying)):
            left[i] = (named[:2], "body" if spoken else "head")
        elif not spoken and not _WORD.search(text):
            left[i] = (_as("outside", "body.signs-first"), "head")
        elif not spoken and squeezed(text) in headline:
            left[i] = (_as("title", "body.title"), "head")
        elif not spoken and linky(page.blocks[i]) and not survey.digest and i not in survey.attachments:  # a digest's items begin with links
            left[i] = (_as("navigation", "body.links-first"), "head")
        else:
            spoken = spoken or survey.worth[i] >= _SENTENCE_LONG
            final.append(i)
    return final


def _once(page: Page, kept: list[int], headline: frozenset[str], left: dict[int, tuple[Label, str]]) -> list[int]:
    """Without the second copy of a body that the page holds twice."""
    seen: set[str] = set()
    copies: list[int] = []
    for at, i in enumerate(kept):
        text = page.blocks[i].text.after
        if len(text) >= _SENTENCE_LONG:
            if text in seen:
                copies.append(at)
            seen.add(text)
    if not copies or 2 * len(copies) < len(seen):
        return kept
    end = copies[0]
    while end > 0 and squeezed(page.blocks[kept[end - 1]].text.after) in headline:
        end -= 1
    for i in kept[end:]:
        left[i] = (("copy", tables.noted("body.copy")), "tail")
    return kept[:end]


def _asides(page: Page, survey: Survey, start: int, end: int) -> dict[int, Label]:
    """Blocks in boxes that are called noise, and in lists of links."""
    found: dict[int, Label] = {}
    for number, box in enumerate(page.boxes):
        if box.first < start or box.end > end or box.first >= box.end:
            continue
        inside = range(box.first, box.end)
        if survey.noisy[number]:
            for i in inside:
                found[i] = survey.reason(i, _as("aside", "body.named-aside"))
        elif len(inside) >= (2 if box.tag in ("ul", "ol") else 3) and box.tag != "table":
            size = sum(len(page.blocks[i].text.after) for i in inside)
            linked = sum(page.blocks[i].linked for i in inside)
            if linked > 0.6 * size and not any(_ATTACHED.search(page.blocks[i].text.after) for i in inside):
                for i in inside:
                    found.setdefault(i, survey.reason(i, _as("related", "body.link-list")))
    return found


# The second line of a list of attachments, and those below it: 2. …, 3. …
_NUMBERED = regex.compile(r"\s*[（(]?\d{1,2}(?:[）)]?[.．、]?\s*[\u4e00-\u9fff]|[.．、]\s*(?:19|20)\d\d)")
_ATTACHED = regex.compile(r"附件|附表|附图|\.(?:docx?|xlsx?|pdf|wps|zip|rar|ofd|pptx?)\s*$", regex.IGNORECASE)
_WORD = regex.compile(r"[\u4e00-\u9fff]{2}|[a-zA-Z]{3}|(?:19|20)\d\d")
# Labels behind which the article is over, and how much prose may stand behind them for that to be so.
_CUTTING = {"related": 0.25, "adjacent": 0.5, "comment": 0.75, "disclaimer": 0.6, "editor-credit": 0.35}


def _heads_prose(page: Page, survey: Survey, i: int, staying: frozenset[int]) -> bool:
    """Whether 相关链接 stands above a sentence of the newsroom's own (what a carbon sink is), and not above links."""
    if i not in staying or i + 1 not in staying or not _EXPLAINS.fullmatch(page.blocks[i].text.after.strip()):
        return False
    head, below = page.blocks[i], page.blocks[i + 1]
    return survey.worth[i + 1] >= _LONG_LINE and not linky(below) and not head.linked and page.boxes[head.box].parent == page.boxes[below.box].parent


_EXPLAINS = regex.compile(r"[【\[◆■●▶]{0,2}(?:相关链接|新闻链接|知识链接|背景链接|延伸阅读|小链接|链接)[】\]:：]{0,2}")


def _without_tail(page: Page, survey: Survey, kept: list[int], left: dict[int, tuple[Label, str]]) -> list[int]:
    """Cuts where the rest is none of the article, then takes away what stands last, one by one, while it is a link or has a label."""
    total = sum(max(0.0, survey.worth[i]) for i in kept)
    behind = total - max(0.0, survey.worth[kept[0]]) if kept else 0.0
    staying = frozenset(kept)
    for i in range(kept[0] + 1, kept[-1] + 1) if kept else ():  # the heading that cuts may itself be left out already
        named = survey.label(i)
        if named is not None and _heads_prose(page, survey, i, staying):
            named = None
        if named is not None and behind < _CUTTING.get(named[0], 0.0) * total and (survey.hidden or i in staying or not page.blocks[i].hidden):
            why = ("outside", "body.behind-credit") if named[0] == "editor-credit" else ("related", "body.behind-related")
            for j in kept:
                if j >= i:
                    left[j] = (survey.reason(j, _as(*why)), "tail")
            kept = [j for j in kept if j < i]
            break
        if i in staying:
            behind -= max(0.0, survey.worth[i])
    while kept:
        block, named = page.blocks[kept[-1]], survey.label(kept[-1])
        text = block.text.after
        if named is not None:
            left[kept.pop()] = (named[:2], "tail")
        elif linky(block) and not _ATTACHED.search(text) and kept[-1] not in survey.attachments:
            left[kept.pop()] = (_as("related", "body.links-last"), "tail")
        elif not _WORD.search(text):
            left[kept.pop()] = (_as("outside", "body.signs-last"), "tail")
        else:
            break
    return kept


def _outside(page: Page, survey: Survey, i: int, first: int, head: int | None, title: int | None, header: frozenset[int]) -> tuple[Label, str]:
    block = page.blocks[i]
    place = "head" if i < first else "tail"
    if head is not None and title is not None and head <= i <= title:
        return _as("title", "body.title"), place
    if i in header:
        return _as("header", "body.header"), place
    if block.hidden:
        return _as("hidden", "body.hidden"), place
    if linky(block) and len(block.text.after) > 8:
        return _as("navigation" if i < first else "related", "body.links"), place
    named = survey.label(i)
    if named is not None:
        return named[:2], place
    if linky(block):
        return _as("navigation" if i < first else "related", "body.links"), place
    return _as("outside", "body.outside"), place
