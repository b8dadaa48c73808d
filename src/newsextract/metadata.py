"""What a page says of its article: headline, time, source, column, number; each by evidence, the strongest first.

The same fact stands in several places, and they disagree. A meta tag knows the day; the line under the headline, the minute:

    >>> from newsextract.page import parse
    >>> page = parse('''<title>全市新增绿地12公顷_澄江市人民政府</title><meta name=PubDate content="2024-05-08">
    ... <h1>全市新增绿地12公顷</h1><p>发布时间：2024-05-08 16:42 信息来源： 市园林局 字号：大 中 小</p><p>今年以来，全市新增绿地。''')
    >>> top = heading(page, None)
    >>> top.text, top.block
    ('全市新增绿地12公顷', 0)
    >>> said = header(page, top.block, 2)
    >>> said.source, said.moments[0].value.isoformat()
    ('市园林局', '2024-05-08T16:42:00+08:00')

A 12-hour clock, the time at which the page was built, and a crawler's time are not believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

import regex

from newsextract import byline, tables
from newsextract.body import label, linky, squeezed
from newsextract.page import Block, Page
from newsextract.script import fold

RULES = {
    "metadata.issue": "the line of a paper's issue: its name, day and page",
    "metadata.medium": "a medium's name that stands in the line of the time, without a label",
    "metadata.labelled": "a value behind its label (来源： 时间： 作者：)",
    "metadata.named": "a value in an element whose name says what it is",
    "metadata.heading": "the headline as shown, confirmed by the title of the page",
    "metadata.above-header": "the line above time and source, on a page whose own title names the site alone",
    "metadata.title": "the title of the page without its site and column",
    "metadata.tag": "a meta tag, JSON-LD or a comment of the content system",
    "metadata.path": "the last step of the path to the page (首页 > 新闻中心 > 部门动态)",
    "metadata.following": "the next article on a page that holds several",
    "metadata.sheet": "a row of the data sheet above a document (发文机关 | 成文日期)",
    "metadata.url": "the day in the address",
    "metadata.lesser": "a lesser heading right above or below the headline, in the same box",
}

BEIJING = timezone(timedelta(hours=8))

# Moments ----------------------------------------------------------------------------------------------------------------------------

_MOMENT = regex.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)[\s\u3000]{0,2}[-/.年][\s\u3000]{0,2}(?P<m>1[0-2]|0?[1-9])[\s\u3000]{0,2}[-/.月][\s\u3000]{0,2}(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)"
    r"[\s\u3000]{0,2}日?"
    r"(?:[\sT\u3000,，\-(（]{0,4}(?:(?:星期|周)[一二三四五六日天][\s\u3000]{0,3})?(?P<ap>上午|下午|晚上|AM|PM|am|pm)?[\s\u3000]{0,3}"
    r"(?P<h>2[0-3]|[01]?\d)[\s\u3000]{0,1}[:：时][\s\u3000]{0,1}(?P<mi>[0-5]\d)(?!\d)(?:[\s\u3000]{0,1}[:：分][\s\u3000]{0,1}(?P<s>[0-5]\d)(?!\d))?"
    r"(?:\.\d{1,9})?(?P<zone>Z|[+-]\d\d:?\d\d)?[\s\u3000]{0,2}(?P<ap2>AM|PM|am|pm)?)?"
)


_CENTURIES = ("20", "19", "２０", "１９")
# No page of the Chinese web is older.
_FIRST_YEAR = "1994"


@dataclass(frozen=True)
class Moment:
    """A day, or a moment at +08:00, with its precision and the words that said it."""

    value: date | datetime
    precision: str
    quote: str
    start: int = 0
    end: int = 0

    @property
    def day(self) -> date:
        return self.value.date() if isinstance(self.value, datetime) else self.value


def moments(text: str) -> list[Moment]:
    """Every full date of a text, with its time of day when one stands behind it. What no calendar has is left out.

    >>> [(m.value.isoformat(), m.precision) for m in moments("2024年05月08日16:42 来源 2007-08-20-23:59:59 2024-02-30")]
    [('2024-05-08T16:42:00+08:00', 'minute'), ('2007-08-20T23:59:59+08:00', 'second')]
    >>> moments("2024-05-08T00:26:45Z")[0].value.isoformat()
    '2024-05-08T08:26:45+08:00'
    """
    found: list[Moment] = []
    if not any(century in text for century in _CENTURIES):
        return found
    for match in _MOMENT.finditer(fold(text[:2000])):
        if match["y"] < _FIRST_YEAR:
            continue
        try:
            day = date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
        span = text[match.start() : match.end()].strip()
        if match["h"] is None:
            found.append(Moment(day, "day", span, match.start(), match.end()))
            continue
        hour, half = int(match["h"]), (match["ap"] or match["ap2"] or "").lower()
        if half in ("下午", "晚上", "pm") and hour < 12:
            hour += 12
        elif half == "am" and hour == 12:
            hour = 0
        moment = datetime(day.year, day.month, day.day, hour, int(match["mi"]), int(match["s"] or 0), tzinfo=BEIJING)
        if match["zone"]:
            moment = moment.replace(tzinfo=_zone(match["zone"])).astimezone(BEIJING)
        found.append(Moment(moment, "second" if match["s"] else "minute", span, match.start(), match.end()))
    return found


def _zone(written: str) -> timezone:
    if written == "Z":
        return UTC
    digits = written[1:].replace(":", "")
    shift = timedelta(hours=min(14, int(digits[:2])), minutes=min(59, int(digits[2:])))
    return timezone(-shift if written[0] == "-" else shift)


# Behind a sign, a day ends where its digits end: in 202405/1123.html, 1123 is a number and no day.
_URL_DAY = regex.compile(
    r"(?<!\d)(?P<y>20[0-4]\d|199\d)(?:(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?!\d{1,2}(?:\D|$))"
    r"|(?P<sep>[-/_.]?)(?P<m>0[1-9]|1[0-2]|(?<=[-/_.])[1-9])(?:(?P=sep)(?<=[-/_.])|/)(?P<d>(?:[0-2]\d|3[01])(?!\d)|(?<=[-/_.])[1-9](?!\d)))"
)
_URL_MONTH_DAY = regex.compile(r"/(?P<y>20[0-4]\d)/(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])/")


def day_of(url: str | None) -> Moment | None:
    """The day that an address holds.

    >>> [day_of(u).day.isoformat() for u in ("http://a.cn/202405/t20240508_12.html", "http://a.cn/n1/2024/0508/c1.html", "http://a.cn/2016-05/08/c_1.htm")]
    ['2024-05-08', '2024-05-08', '2016-05-08']
    >>> day_of("http://a.cn/202405/1123.html"), day_of("http://a.cn/2024/05/12345.html")
    (None, None)
    """
    for pattern in (_URL_MONTH_DAY, _URL_DAY):
        for match in pattern.finditer(url or ""):
            try:
                day = date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                continue
            return Moment(day, "day", match[0])
    return None


# The headline -----------------------------------------------------------------------------------------------------------------------

_TITLE_META = ("articletitle", "cms:title", "og:title", "ld:headline", "ld:title", "twitter:title", "title")
_TITLE_NAME = regex.compile(r"(?:^|[\s.#_-])(?:\w{0,12}(?:title|biaoti)\w{0,8}|tit|bt|headline|caption|h-title|\w{1,8}[-_]tit|[a-z]{1,4}bt)(?=$|[\s.#_\d-])")
_NOT_TITLE_NAME = regex.compile(r"sub[-_]?tit|fu[-_]?(?:tit|biaoti|bt)|yin[-_]?(?:tit|biaoti)|second|site|little|small|pre[-_]?tit|yinti|list|right|column|channel|share|relat")
_SEPARATOR = regex.compile(r"[\s\u3000]*(?:_{1,3}|\|{1,2}|｜|--+|——|—|–|<|>|»|\s-\s?|\s?-\s|-(?=[\u4e00-\u9fff]))[\s\u3000]*")
_SITE_WORD = regex.compile(
    r"(?:网|网站|门户|电子版|数字报|日报|晚报|时报|早报|都市报|报社|新闻|频道|人民政府|政府|委员会|厅|局|办公室|法院|检察院|中心|客户端|在线|门户网站|信息网|公众网|栏目|要闻|资讯|动态|首页|平台|"
    r"电子版|数字报|研究院|医院|大学|学院|协会|公司|集团|电视台|广播|杂志社|通讯社|半月谈|[a-z]{2,}\.(?:com|cn|net|org).{0,8})$",
    regex.IGNORECASE,
)
_LONGEST_TITLE = 150


@dataclass(frozen=True)
class Heading:
    """The headline: its words, the block that shows it (None when none does), and where it came from."""

    text: str = ""
    block: int | None = None
    last: int | None = None
    place: str = ""
    quote: str = ""
    pretitle: str = ""
    subtitle: str = ""
    disagreed: tuple[str, ...] = ()


def heading(page: Page, body: int | None, end: int | None = None) -> Heading:
    """The headline of a page whose body begins at block `body`."""
    whole = page.title.after
    whole_bare = squeezed(whole)
    told = [(name, value.after) for wanted in _TITLE_META for name, value in page.meta if name == wanted and value.after.strip()]
    told_bare = {squeezed(cleaned(value, page)) for _, value in told} | {squeezed(value) for _, value in told}
    best: tuple[float, int, int] | None = None
    for at, until in _groups(page):
        score = _title_score(page, at, until, whole_bare, told_bare, body, end)
        if score >= _ENOUGH and (best is None or score > best[0]):
            best = (score, at, until)
    if best is not None:
        _, at, until = best
        text = " ".join(page.blocks[i].text.after for i in range(at, until))
        text = " ".join(text.split())
        others = tuple(dict.fromkeys(value for _, value in told if squeezed(cleaned(value, page)) != squeezed(text)))
        return _with_lines(page, Heading(text, at, until - 1, tables.noted("metadata.heading"), text, disagreed=others), told)
    for name, value in told:
        text = cleaned(value, page)
        if len(squeezed(text)) >= 4:
            tables.noted("metadata.tag")
            return Heading(text, None, None, f"meta {name}", value)
    title = cleaned(whole, page)
    if len(title) < _SHORT_TITLE or _SITE_WORD.search(title):  # a site's name, or nothing: the line above time and source says more
        above = _above_header(page, body)
        if above is not None:
            text = " ".join(page.blocks[above].text.after.split())
            return Heading(text, above, above, tables.noted("metadata.above-header"), text, disagreed=(whole,) if whole else ())
    return Heading(title, None, None, tables.noted("metadata.title"), whole) if whole else Heading()


_SHORT_TITLE = 10


def _above_header(page: Page, body: int | None) -> int | None:
    """The line above the line of time and source, on a page whose own title is no headline."""
    end = len(page.blocks) if body is None else min(body + 1, len(page.blocks))
    for i in range(end - 1, max(0, end - 24), -1):
        if not _timely(page.blocks[i]):
            continue
        for j in range(i - 1, max(-1, i - 4), -1):
            block = page.blocks[j]
            text = block.text.after
            if _timely(block):
                continue
            if byline.line(text) or label(text) is not None:
                continue
            if 6 <= len(text) <= 80 and not linky(block) and not regex.search(r"[。；>＞]|^(?:字|打印|分享)", text):
                return j
            break
    return None


_ENOUGH = 5.0
_LONGEST_SITE = 12
_COLUMN_WORD = regex.compile(r"(?:论坛|时评|评论|快评|短评|社论|视点|观点|观察|聚焦|茶座|漫谈|随笔|杂谈|专栏|副刊|访谈|人物|讲堂|园地)$")


def _groups(page: Page) -> Iterator[tuple[int, int]]:
    """Blocks that may be a headline: one, or the lines of one heading element."""
    i = 0
    while i < len(page.blocks):
        block = page.blocks[i]
        j = i + 1
        if block.tag in ("h1", "h2", "h3"):
            while j < len(page.blocks) and page.blocks[j].box == block.box and page.blocks[j].tag == block.tag and not _timely(page.blocks[j]):
                j += 1  # up to the line of time and source, which some systems put into the heading, too
        yield i, j
        i = j


def _title_score(page: Page, at: int, until: int, whole: str, told: set[str], body: int | None, end: int | None) -> float:
    block = page.blocks[at]
    text = block.text.after if until == at + 1 else " ".join(page.blocks[i].text.after for i in range(at, until))
    if not 4 <= len(text) <= _LONGEST_TITLE or (block.linked == len(text) and block.tag not in ("h1", "h2", "h3")):
        return 0.0
    bare = squeezed(text)
    if len(bare) < 4:
        return 0.0
    score = 0.0
    stem = whole.rstrip(".…")
    if whole.startswith(bare):
        score += 6
    elif len(bare) >= 6 and bare in whole:
        score += 5 if whole.endswith(bare) and not _SITE_WORD.search(text) else 3
    elif len(stem) >= 10 and bare.startswith(stem) and stem != whole:
        score += 6
    if bare in told:
        score += 5
    box = page.boxes[block.box]
    names = box.name or (block.runs[0][1] if block.runs else "")
    if not names and block.tag in ("h1", "h2", "h3") and box.parent > 0 and page.boxes[box.parent].end - page.boxes[box.parent].first <= 3:
        names = page.boxes[box.parent].name
    if names and _TITLE_NAME.search(names) and not _NOT_TITLE_NAME.search(names):
        score += 2
    elif block.tag in ("div", "td", "p") and not score:
        return 0.0
    score += {"h1": 3.0, "h2": 2.0, "h3": 1.0}.get(block.tag, 0.0)
    if score < 2:
        return 0.0
    if body is not None:
        if at < body:
            score += 1.5 if body - at <= 12 else 0.5
        elif end is not None and at >= end:
            score -= 4
    if any(_timely(page.blocks[i]) for i in range(until, min(until + 4, len(page.blocks)))):
        score += 2
    if block.linked * 2 > len(text):
        score -= 4
    if block.hidden:
        score -= 2
    if whole.endswith(bare) and not whole.startswith(bare) and len(bare) <= 20 and _SITE_WORD.search(text):
        score -= 5
    if bare not in told and whole.startswith(bare) and ((len(bare) <= _LONGEST_SITE and _SITE_WORD.search(text)) or (len(bare) <= 6 and _COLUMN_WORD.search(text))):
        score -= 7  # the name of the site or of a column, in a heading and in front of the title
    return score + min(len(bare), 40) / 25


def is_header(block: Block) -> bool:
    """Whether a line is one of time and source, however long: it has a label and a day, and no sentence; or a row of a data sheet."""
    text = block.text.after
    if sheet(block):
        return True
    return _timely(block) and not any(sign in text for sign in "，。；！？")


_SHEET_OTHERS = """
    索引号 主题分类 发文字号 文号 有效性 标题 名称 信息名称 关键词 主题词 公开方式 公开范围 公开时限 公开程序 公开形式 公开类别 公开目录 信息类别 信息分类 体裁分类 服务对象 组配分类
    效力状态 时效性 有效状态 效力 内容概述 内容摘要 分类 所属机构 责任部门 废止日期 生效日期 实施日期 失效时间 统一登记号 统一编号 载体类型 文件编号 文件状态
"""
_SHEET_LABELS = {
    **dict.fromkeys(("发布机构", "发文机关", "发布单位", "发文单位", "制发机关", "公开单位"), "source"),
    **dict.fromkeys(("发布日期", "发布时间", "公开日期", "公布日期"), "time"),
    **dict.fromkeys(("成文日期", "生成日期", "发文日期", "发文时间", "成文时间", "生成时间", "签发日期"), "later"),
    **dict.fromkeys(_SHEET_OTHERS.split(), "other"),
}
_SHEET_LINE = regex.compile(r"(?P<label>[\u4e00-\u9fff\s\u3000]{2,14}?)[\s\u3000]{0,2}[:：](?P<value>.*)")


def sheet(block: Block) -> list[tuple[str, str, str]]:
    """The values of a row or line of a data sheet above a document: (kind, value, words); none where it is no such row.

    >>> from newsextract.text import Text
    >>> sheet(Block(Text("发文机关\\t青山县人民政府\\t成文日期\\t2024-02-19"), "tr"))
    [('source', '青山县人民政府', '发文机关 青山县人民政府'), ('later', '2024-02-19', '成文日期 2024-02-19')]
    >>> sheet(Block(Text("名称\\t数量"), "tr")), sheet(Block(Text("公开方式：主动公开")))
    ([], [('other', '主动公开', '公开方式 主动公开')])
    """
    text = block.text.after
    if len(text) > _LONGEST_SHEET or block.linked * 2 > len(text):
        return []
    if block.tag == "tr":
        cells = [cell.strip() for cell in text.split("\t")]
        pairs = []
        at = 0
        while at < len(cells):
            label = "".join(cells[at].rstrip(":：").split())
            if label not in _SHEET_LABELS:
                return []
            value = cells[at + 1] if at + 1 < len(cells) else ""
            empty = "".join(value.rstrip(":：").split()) in _SHEET_LABELS
            pairs.append((label, "" if empty else value))
            at += 1 if empty else 2
        if not any(value for _, value in pairs) or (len(cells) == 2 and pairs[0][0] in ("名称", "标题", "分类") and not cells[0].endswith((":", "："))):
            return []
    else:
        found = _SHEET_LINE.fullmatch(text) if len(text) <= _LONGEST_SHEET_LINE else None
        label = "".join(found["label"].split()) if found is not None else ""
        if found is None or label not in _SHEET_LABELS:
            return []
        pairs = [(label, found["value"].strip())]
    return [(_SHEET_LABELS[label], value, f"{label} {value}") for label, value in pairs]


_LONGEST_SHEET = 300
_LONGEST_SHEET_LINE = 100


def _timely(block: Block) -> bool:
    text = block.text.after
    return len(text) < 160 and block.linked * 2 < len(text) + 20 and (_labelled(text) or bool(_MOMENT.search(fold(text))))


def following(page: Page, top: Heading, end: int) -> int:
    """Where, before `end`, the next article begins on a page that holds several: a headline as the first is one, with its line of time below."""
    if top.last is None:
        return end
    mine = page.blocks[top.last]
    name = page.boxes[mine.box].name
    if mine.tag not in ("h1", "h2") and not name:
        return end
    for i in range(top.last + 4, min(end, len(page.blocks))):
        block = page.blocks[i]
        if block.tag != mine.tag or page.boxes[block.box].name != name or not 4 <= len(block.text.after) <= _LONGEST_TITLE or squeezed(block.text.after) in squeezed(top.text) or block.hidden:
            continue
        if any(_timely(below) and moments(below.text.after) for below in page.blocks[i + 1 : i + 4]):
            tables.noted("metadata.following")
            return i
    return end


_PRE_NAME = regex.compile(r"(?:^|[\s.#_-])(?:pre|pre[-_]?tit\w{0,4}|p[-_]?pre|yinti\w{0,4}|intro[-_]?tit\w{0,3}|shoulder|jianti|yin[-_]?biaoti|jianbiaoti)(?=$|[\s.#_\d-])")
_SUB_NAME = regex.compile(r"(?:^|[\s.#_-])(?:sub[-_]?tit\w{0,4}|futi\w{0,6}|fu[-_]?(?:tit\w{0,4}|biaoti)|fbt|fubt|sub|bt2|p[-_]?sub|second[-_]?tit\w{0,3})(?=$|[\s.#_\d-])")


def _with_lines(page: Page, top: Heading, told: list[tuple[str, str]]) -> Heading:
    """The headline with its 引题 above and its subtitle below, where the page calls them so."""
    assert top.block is not None and top.last is not None
    intro = [value.after for name, value in page.meta if name in ("cms:introtitle", "cms:pretitle") and value.after]
    under = [value.after for name, value in page.meta if name == "cms:subtitle" and value.after]
    pretitle = _line(page, top.block - 1, _PRE_NAME, intro) or _lesser(page, top, top.block - 1)
    subtitle = _line(page, top.last + 1, _SUB_NAME, under, dashed=True) or _lesser(page, top, top.last + 1)
    if squeezed(pretitle) in squeezed(top.text) or (squeezed(subtitle) and squeezed(subtitle) in squeezed(top.text)):
        pretitle = "" if squeezed(pretitle) in squeezed(top.text) else pretitle
        subtitle = "" if squeezed(subtitle) in squeezed(top.text) else subtitle
    if not pretitle and not subtitle:
        return top
    # The page itself decides whether they belong to its title: 引题 and subtitle are joined to it where one of its own titles does so.
    joined = [" ".join(filter(None, parts)) for parts in ((pretitle, top.text, subtitle), (pretitle, top.text), (top.text, subtitle))]
    own = {squeezed(page.title.after), *(squeezed(value) for _, value in told)}
    text = next((whole for whole in joined if any(value.startswith(squeezed(whole)) for value in own)), top.text)
    return Heading(text, top.block, top.last, top.place, top.quote, pretitle, subtitle, top.disagreed)


def _line(page: Page, at: int, named: regex.Pattern[str], told: list[str], *, dashed: bool = False) -> str:
    """The line of block `at` where the page calls it so, or (`dashed`) where it begins as subtitles do (——澄江市绿地建设见闻)."""
    if not 0 <= at < len(page.blocks):
        return ""
    block = page.blocks[at]
    text = " ".join(block.text.after.split())
    if not 4 <= len(text) <= 80 or block.hidden or block.linked * 2 > len(text) or _timely(block):
        return ""
    if squeezed(text) in map(squeezed, told) or (dashed and text.startswith("——") and not regex.search(r"[。；]|——$", text)) or named.search(page.boxes[block.box].name):
        return text
    return ""


def _lesser(page: Page, top: Heading, at: int) -> str:
    """The line of block `at` where it is a lesser heading in the headline's own box, with the line of time or of the author right behind both."""
    assert top.block is not None and top.last is not None
    behind = max(at, top.last) + 1
    if not 0 <= at < len(page.blocks) or not any(_timely(block) or byline.line(block.text.after) for block in page.blocks[behind : behind + 2]):
        return ""
    block, headline = page.blocks[at], page.blocks[top.block]
    text = " ".join(block.text.after.split())
    if headline.tag not in ("h1", "h2", "h3") or block.tag not in ("h2", "h3", "h4", "h5") or page.boxes[block.box].parent != page.boxes[headline.box].parent:
        return ""
    if not 6 <= len(text) <= 80 or block.hidden or block.linked or _timely(block) or _SITE_WORD.search(text) or label(text) is not None or byline.line(text) or "。" in text:
        return ""
    tables.noted("metadata.lesser")
    return text


def cleaned(title: str, page: Page) -> str:
    """A title without what its site added.

    >>> from newsextract.page import Page
    >>> cleaned("1-4月全市经济运行平稳_统计数据_澄江市统计局", Page()), cleaned("短视频与大众文化 - 澄江日报", Page())
    ('1-4月全市经济运行平稳', '短视频与大众文化')
    """
    whole, title = title, " ".join(title.split())
    site = page.first("sitename", "og:site_name", "application-name")
    column = page.first("columnname")
    known = {squeezed(value.after) for value in (site, column) if value is not None}
    cuts = list(_SEPARATOR.finditer(title))
    end = len(title)
    while cuts:
        cut = cuts[-1]
        piece = title[cut.end() : end]
        bare = squeezed(piece)
        if cut.start() < 4 and squeezed(title[: cut.start()]) not in known:
            break
        if not bare or bare in known or (len(bare) <= 20 and _SITE_WORD.search(piece.strip())) or (end < len(title) and len(bare) <= 8):
            end = cut.start()
            cuts.pop()
        else:
            break
    title = title[:end]
    first = _SEPARATOR.search(title)
    if first is not None and first.start() <= 12 and _SITE_WORD.search(title[: first.start()]) and len(title) - first.end() >= 6:
        title = title[first.end() :]  # 澄江新闻--全市出口增长
    return title.strip(" \u3000_-|—") or " ".join(whole.split())


# The line of time, source and author ------------------------------------------------------------------------------------------------

_TIME_LABEL = r"(?:(?:发布|发表|发稿|刊发|上传|添加|公布|公开|信息|文章|新闻|稿件)?(?:时[\s\u3000]{0,4}间|日[\s\u3000]{0,4}期)|发[\s\u3000]{1,2}布[\s\u3000]{1,2}(?:时[\s\u3000]{1,2}间|日[\s\u3000]{1,2}期)|(?:发布|发表)于(?=[\s\u3000]{0,2}[:：\d]))"
# Days that are not that of publication: believed only where nothing else is told.
_LATER_LABEL = r"(?:(?:更新|修改|成文|发文|创建|录入|入库|生成|落款)(?:时间|日期)|最后更新)"
_SOURCE_LABEL = r"(?:(?:信息|文章|稿件|新闻|消息|内容|资讯|本文|资料|图文|原文)?来[\s\u3000]{0,4}源(?:单位|网站|于)?|稿源|(?:文章)?出处|转载自|转自|摘自|来自(?=[\s\u3000]{0,2}[:：])|发布机构|发布单位|供稿单位|信息提供)"
_AUTHOR_LABEL = r"(?:(?:文章)?作[\s\u3000]{0,4}者|撰稿人?|文字|记者|通讯员|撰文|供稿人?|评论员)"
_EDITOR_LABEL = r"(?:责任编辑|责任编审|本文编辑|网络编辑|编辑|责编|审核人?|校对|值班编委|编审|录入人?|发布人|初审|复审|终审|监制|发布者|信息员)"
_OTHER_LABEL = r"(?:字号|字体|字体大小|浏览次数|浏览量|浏览|点击数?|点击率|点击量|阅读量?|阅读次数|访问量|访问次数|分享到?|打印|关闭|收藏|人气|评论数?|点赞|视力保护色?|背景颜色|大|中|小|索引号|文号|发文字号|主题分类|有效性|栏目|所属分类|分类)"
_LABEL = regex.compile(
    rf"(?<![\u4e00-\u9fff“‘「『\"])(?:(?P<later>{_LATER_LABEL})|(?P<time>{_TIME_LABEL})|(?P<source>{_SOURCE_LABEL})|(?P<editor>{_EDITOR_LABEL})|(?P<author>{_AUTHOR_LABEL})|(?P<other>{_OTHER_LABEL}))"
    r"[\s\u3000]{0,4}(?:[:：／丨|｜︱┃]|(?<=来源于|发布于|发表于|转载自|转自)[\s\u3000]{0,2}|(?<=来源[\s\u3000]{1,2})(?=[\u4e00-\u9fff《]))"
)
# A label may stand right behind another value (来源：新华社作者：张三): these are never part of one.
_INNER_LABEL = regex.compile(rf"(?P<later>{_LATER_LABEL})|(?P<time>发布时间|发稿时间|发布日期|时间|日期)|(?P<source>{_SOURCE_LABEL})|(?P<editor>{_EDITOR_LABEL})|(?P<author>作者|记者|通讯员)|(?P<other>字号|浏览次数|浏览量|浏览|点击数?|点击量|阅读量?|字体)")
_SIGN = regex.compile(r"[\s\u3000]{0,4}[:：]")


@dataclass
class Header:
    """What the lines around a headline say: moments (the believed ones first), source, people, and which blocks said it."""

    moments: list[Moment] = field(default_factory=list)
    labelled: list[Moment] = field(default_factory=list)  # those of `moments` that stand behind a label
    days: list[Moment] = field(default_factory=list)  # without a label and without a time of day: believed where no tag contradicts
    clocks: list[tuple[int, int, int, int, str]] = field(default_factory=list)  # month, day, hour, minute of a time without its year
    later: list[Moment] = field(default_factory=list)
    source: str = ""
    source_quote: str = ""
    medium: str = ""  # a medium named without a label: believed where nothing else names the source
    medium_quote: str = ""
    people: list[tuple[byline.Person, str]] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)
    signed: set[int] = field(default_factory=set)  # lines that are a day and no more (2024年5月8日): a bulletin's own, where they stand in the body
    column: str = ""


_LONGEST_HEADER = 260
_CLOCK = regex.compile(r"今天是|今日是|当前时间|现在时间|现在是|打印时间|截止|开庭|有效期")


def header(page: Page, title: int | None, body: int, end: int | None = None, *, reach: int = 24) -> Header:
    """Reads the lines between headline and body, those just above the headline, and the first of the body, which ends at `end`."""
    said = Header()
    top = title if title is not None else max(0, body - reach)
    order = [*range(top, body), *range(max(0, min(top, body) - 8), min(top, body)), *range(body, min(body + 4, len(page.blocks) if end is None else end))]
    if title is not None and title >= body:
        order = [*range(title, min(title + reach, len(page.blocks))), *range(max(0, body - 10), body)]
    for i in order:
        if i == title or i >= len(page.blocks):
            continue
        _read(page, i, said, labelled=i >= body and (title is None or title < body), listed=title is None or i < title, far=title is not None and i < title and any(linky(page.blocks[j]) for j in range(i + 1, title)))
    return said


def elsewhere(page: Page, skipped: range, doubtful: frozenset[int], said: Header) -> None:
    """Reads labelled values anywhere else: hidden lines, asides, the end of the page. Lists of other articles carry labels, too
    (`doubtful` holds their blocks): where two sources or two days stand elsewhere, neither is believed.
    """
    other = Header()
    sources: set[str] = set()
    days: set[date] = set()
    for i, block in enumerate(page.blocks):
        text = block.text.after
        if i in skipped or i in said.blocks or len(text) > 120 or block.linked * 2 > len(text) + 12 or not _labelled(text):
            continue
        found = Header()
        _read(page, i, found, labelled=True)
        other.people += found.people
        if i in doubtful:
            continue
        sources |= {found.source} - {""}
        days |= {moment.day for moment in found.moments}
        other.source, other.source_quote = (other.source or found.source), (other.source_quote or found.source_quote)
        other.moments += found.moments
        other.labelled += found.labelled
        other.later += found.later
        other.blocks |= found.blocks
    if not said.source and len(sources) == 1:
        said.source, said.source_quote = other.source, other.source_quote
    if not said.moments and len(days) == 1:
        said.moments += other.moments
    said.labelled += other.labelled
    said.later += other.later
    said.people += other.people
    said.blocks |= other.blocks


def labelled_lines(page: Page, numbers: Iterable[int]) -> Header:
    """What some lines of a text without markup say behind labels, and in a line of time and source."""
    said = Header()
    for i in numbers:
        if len(page.blocks[i].text.after) <= 120:
            _read(page, i, said, labelled=True)
    return said


def closing(page: Page, last: Iterable[int], said: Header) -> None:
    """Reads labelled values in the last lines of the body: 来源：…, 作者：…"""
    for i in last:
        if len(page.blocks[i].text.after) <= 60 and _labelled(page.blocks[i].text.after):
            _read(page, i, said, labelled=True, timely=bool(_OF_PUBLICATION.search(page.blocks[i].text.after)))


# Below a body, a bare 时间 is that of an event; these are not.
_OF_PUBLICATION = regex.compile(r"(?:发布|发表|发稿|刊发|上传|添加)(?:时间|日期)[\s\u3000]{0,2}[:：]")


def _read(page: Page, i: int, said: Header, *, labelled: bool = False, timely: bool = True, listed: bool = False, far: bool = False) -> None:
    block = page.blocks[i]
    text = block.text.after
    if len(text) > _LONGEST_HEADER or ("\ufffd" in text and not _LABEL.search(text)):
        return
    rows = sheet(block) if not labelled else []
    if rows:
        tables.noted("metadata.sheet")
        said.blocks.add(i)
    fields = rows if rows and block.tag == "tr" else _fields(page, i)
    if fields and _of_event(page, i, fields[0][2]):
        return
    used = False
    issue = _ISSUE.match(text) if timely and ("版" in text or "星期" in text) else None
    if issue is not None and (issue["bare"] is None or len(text) - issue.end() <= block.linked):  # behind a weekday alone: links, or nothing
        said.days += moments(issue["day"])
        said.medium, said.medium_quote = issue["paper"], issue[0]
        said.blocks.add(i)
        tables.noted("metadata.issue")
        return
    behind = _ISSUE_BEHIND.match(text) if timely and not labelled and "版" in text else None
    if behind is not None and (not behind["by"].strip() or byline.line(behind["by"])):
        said.days += moments(behind["day"])
        said.medium, said.medium_quote = behind["paper"] or "", behind[0]
        said.people += [(person, behind["by"]) for person in byline.line(behind["by"])]
        said.blocks.add(i)
        tables.noted("metadata.issue")
        return
    for kind, value, quote in fields:
        if kind in ("time", "later"):
            held = (moments(value) or _written_day(value)) if timely else []
            if held and not _CLOCK.search(text):
                (said.moments if kind == "time" else said.later).append(held[0])
                if kind == "time":
                    said.labelled.append(held[0])
                tables.noted("metadata.labelled")
                used = True
        elif kind == "source":
            name = source_name(value)
            used = True
            if name and not said.source:
                said.source, said.source_quote = name, quote
                tables.noted("metadata.labelled")
        elif kind in ("author", "editor"):
            people = _named(kind, value, quote)
            said.people += [(person, quote) for person in people]
            used = used or bool(people) or not value.strip() or (kind == "editor" and len(text) < 60)
        elif kind == "other":
            used = True
    if used and i + 1 < len(page.blocks) and page.blocks[i + 1].text.after in (value for _, value, _ in fields):
        said.blocks.add(i + 1)  # the cell beside a label
    if labelled:
        shown = [moment for moment in (moments(text) if timely else []) if moment.precision != "day" and (fields or not _WORDS.search(text.replace(moment.quote, "")))]
        if shown and not said.moments and not _CLOCK.search(text) and not any(kind in ("time", "later") for kind, _, _ in fields):
            said.moments.append(shown[0])
        if shown or (used and text.lstrip("（(【[ \u3000").startswith(fields[0][2]) and not _REMARK.search(text)):
            said.blocks.add(i)
        return
    later = next((text.find(quote) for kind, _, quote in fields if kind == "later"), -1)
    if later > 0 and not any(kind == "time" for kind, _, _ in fields):  # 2024-05-08 16:42 来源：… 最后更新：…
        said.moments += moments(text[:later])[:1]
    elif not any(kind in ("time", "later") and moments(value) for kind, value, _ in fields) and not _CLOCK.search(text) and block.linked * 2 < len(text) + 8 and not (listed and not fields and linky(block)) and not (far and not fields):
        said_of = _ISSUE_TAIL.sub("", text)  # 来源：人民日报 2024年05月07日 03版
        for moment in _shown_moments(block, text):
            beside = len(text) - (moment.end - moment.start)
            if beside <= (60 if moment.precision != "day" else 24) and not _OTHER_DAY.search(said_of if moment.end <= len(said_of) else text):
                (said.moments if moment.precision != "day" else said.days).append(moment)
                used = True
                if moment.precision == "day" and beside <= 2 and "年" in moment.quote:
                    said.signed.add(i)
                break
    if timely and not moments(text) and len(text) <= 80:
        clock = _YEARLESS.search(fold(text))
        if clock is not None and len(text) - len(clock[0]) <= 40:
            said.clocks.append((int(clock["m"]), int(clock["d"]), int(clock["h"]), int(clock["mi"]), clock[0]))
            used = True
    if not said.source and not any(kind == "source" for kind, _, _ in fields):
        for name, piece in block.pieces():
            name = name or page.boxes[block.box].name
            if name and _SOURCE_NAME.search(name):
                held_name = source_name(piece)
                if held_name and len(held_name) <= 16 and not moments(piece):
                    said.source, said.source_quote = held_name, piece
                    tables.noted("metadata.named")
                    used = True
                    break
    if timely and not said.medium and not any(kind == "source" for kind, _, _ in fields) and len(text) <= 80:
        said.medium, said.medium_quote = _account(block) or (_medium(page, block, fields) if used else ""), text
    if not said.people and not any(kind in ("author", "editor") for kind, _, _ in fields) and len(text) <= 60:
        for name, piece in block.pieces():
            name = name or page.boxes[block.box].name
            if name and _AUTHOR_NAME.search(name):
                written = byline.names(piece)
                if written and len(piece.strip()) <= 20:
                    said.people += [(("reporters", person), piece) for person in written]
                    tables.noted("metadata.named")
                    used = True
                    break
    if used:
        said.blocks.add(i)


def _shown_moments(block: Block, text: str) -> list[Moment]:
    """The moments of a line; where its elements touch (10:22 | 2.3万阅读), those of its pieces side by side, if they are more exact."""
    whole = moments(text)
    if len(block.runs) < 2 or (whole and whole[0].precision != "day"):
        return whole
    parted = moments(_SPLIT_DATE.sub(r"\1-\2-\3 ", " ".join(piece.strip() for _, piece in block.pieces())))
    return parted if not whole or (parted and parted[0].precision != "day" and parted[0].day == whole[0].day) else whole


# A day that something else has: 活动时间：…, a sentence, a paper's issue.
_OTHER_DAY = regex.compile(r"[\u4e00-\u9fff](?<!发布|发表|发稿|刊发|上传|添加|公布|公开|发文|信息|文章|新闻|稿件|更新)(?:时间|日期)[\s\u3000]{0,2}[:：]|[。；！？]|，.{8}|^《(?![^《》]{2,14}[报刊]》)|版\s{0,2}[）)]?$|施行|截止|举行|召开|开幕|报名|通过|批准|令第|修[订正]|公布[）)]")
_ISSUE_TAIL = regex.compile(r"(?<=报)[》\s\u3000]{0,3}(?:19|20)\d\d年\d{1,2}月\d{1,2}日[\s\u3000,，]{0,3}第?[\s\u3000]?[A-Z]?\d{1,3}版[）)]?$")
# 澄江日报 2024年05月08日 星期三 第03版：三农
_ISSUE = regex.compile(
    r"(?P<paper>[\u4e00-\u9fff]{2,12}报)[\s\u3000|]{1,4}(?P<day>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)[\s\u3000]{0,4}"
    r"(?:(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?)?[\s\u3000|,，]{0,4}(?:第?[A-Z]?\d{1,3}版|[A-Z]?\d{1,3}[:：])|(?P<bare>[（(]?星期[一二三四五六日天][）)]?[\s\u3000]{0,4}))"
)
# 本报记者 陶建国《澄江日报》（2024年09月12日 第 03 版）
_ISSUE_BEHIND = regex.compile(
    r"(?P<by>[^《》，。]{0,40}?)(?:《(?P<paper>[^《》]{2,16})》)?[\s\u3000]{0,3}[（(][\s\u3000]{0,2}(?P<day>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)[^（）()，。]{0,12}版[^（）()，。]{0,12}[）)]$"
)
# A medium by the look of its name, where it stands in the line of the time.
_MEDIUM = regex.compile(
    r"[\u4e00-\u9fff]{2,12}(?:日报|晚报|早报|晨报|时报|都市报|商报|快报|导报|农村报|青年报|工人报|晚刊|周刊|周报|融媒体?(?:中心)?|传媒中心|广播电视台|电视台|通讯社|新闻网|在线|网|客户端|发布|新闻|卫视|视频|观察|杂志|传媒|日报社|晚报社)(?:客户端|网)?(?:[－—–-][\u4e00-\u9fff]{2,8}(?:报|网|社|台|客户端))?|[\u4e00-\u9fff]{1,4}(?:日报|晚报|早报|晨报|时报)|(?:新华|中新)社"
)


def _account(block: Block) -> str:
    """The account or desk that an element names, by what the element is called."""
    for name, piece in block.pieces():
        if name and _ACCOUNT_NAME.search(name) and 2 <= len(piece.strip()) <= 16 and not moments(piece):
            return source_name(piece)
    return ""


def _medium(page: Page, block: Block, fields: list[tuple[str, str, str]]) -> str:
    """The one medium that a line of time names: a word that looks like one, or the site's own name (方敏 / 澄江观察 / 05-08 16:42); an
    office, where it stands alone beside the time (市统计局 2024-05-08 16:42).
    """
    own = {piece.strip() for piece in _SEPARATOR.split(page.title.after)[1:]}
    own |= {value.after for name, value in page.meta if name in ("og:site_name", "sitename")}
    words: list[str] = []
    for _, piece in block.pieces():
        for kind, value, quote in fields:
            beside = value.split()
            piece = piece.replace(quote if kind != "time" or not beside else quote[: len(quote) - len(value)], " ")
        for moment in moments(piece):
            piece = piece.replace(moment.quote, " ")
        words += [word for word in _PARTS_OF_LINE.split(piece) if word and not word.isdigit()]
    words = list(dict.fromkeys(words))
    found = [word for word in words if word in own or (_MEDIUM.fullmatch(word) and not _CHANNEL.match(word))]
    if not found and len(words) == 1 and _OFFICE.fullmatch(words[0]):
        found = words
    return found[0] if len(found) == 1 else ""


_OFFICE = regex.compile(r"[\u4e00-\u9fff]{2,20}(?:局|委|厅|政府|办公室|委员会|法院|检察院|联合会|妇联|团委|融媒体中心|指挥部|管委会|街道办|宣传部|组织部|统战部|党校|研究院)")
# 国内新闻 beside the time is a column.
_CHANNEL = regex.compile(r"(?:国内|国际|社会|民生|时政|要闻|图片|视频|综合|本地|热点|财经|体育|文化|娱乐|县区|部门|行业|媒体|最新|滚动|今日|教育|法治|经济|科技|健康|地方|企业|校园|学校|基层|工作|政务|新闻|全部|相关|更多|独家|原创)(?:新闻|视频|观察|头条)$")
_PARTS_OF_LINE = regex.compile(r"[《》\s\u3000|｜丨┃·/／\[\]【】()（）]+")


def _named(kind: str, value: str, quote: str) -> list[byline.Person]:
    """The people behind a label; of those who check and release, only editors are kept."""
    if kind == "author":
        return byline.people(quote, office=True)
    return [("editors", name) for name in byline.names(value, rare=True)] if "编" in quote[: len(quote) - len(value)] else []


# 05-17 20:52, 5月17日 20:52: the year stands elsewhere.
_YEARLESS = regex.compile(r"(?<![\d年-])(?<!\d/)(?P<m>1[0-2]|0?[1-9])[-/月](?P<d>3[01]|[12]\d|0?[1-9])日?\s{1,3}(?P<h>2[0-3]|[01]?\d)[:：](?P<mi>[0-5]\d)(?!\d)")
# 2024 | 05 / 17 | 20:52:15: a date in boxes of its own.
_SPLIT_DATE = regex.compile(r"(20\d\d)\s{1,3}(\d\d)\s{0,2}[/-]\s{0,2}(\d\d)(?!\d)")
_AUTHOR_NAME = regex.compile(r"(?:^|[\s.#_-])(?:author\w{0,8}|zuozhe|writer|reporter|jizhe|rich_media_meta_text)(?=$|[\s.#_\d-])")
# Whose account or desk it is: believed where nothing else names the source.
_ACCOUNT_NAME = regex.compile(r"(?:^|[\s.#_-])(?:js_name|nick-?name|account-?name|org(?:-?name)?)(?=$|[\s.#_\d-])")
_SOURCE_NAME = regex.compile(r"(?:^|[\s.#_-])(?:\w{0,8}source\w{0,8}|laiyuan|media-?name|mediaid|copyfrom|come-?from|origin)(?=$|[\s.#_\d-])")


_LABEL_SIGN = regex.compile(r"[:：／丨|｜︱┃]|来源[\s\u3000]|来源于|发布于|发表于|转载自|转自")


def _labelled(text: str) -> bool:
    """Whether a label may stand in a text: most lines have no sign of one."""
    return bool(_LABEL_SIGN.search(text)) and bool(_LABEL.search(fold(text)))


def _fields(page: Page, i: int) -> list[tuple[str, str, str]]:
    """The labelled values of a block: (kind, value, words)."""
    block = page.blocks[i]
    text = block.text.after
    if not _LABEL_SIGN.search(text):
        return _cell(page, i) if len(text) <= _LONGEST_LABEL and block.tag in ("td", "th", "dt") else []
    marks = list(_LABEL.finditer(fold(text)))
    if not marks:
        return []
    found: list[tuple[str, str, str]] = []
    pieces = block.pieces()
    edges: list[int] = []
    at = 0
    for _, piece in pieces:
        edges.append(at)
        at += len(piece)
    for n, mark in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else len(text)
        value = text[mark.end() : end]
        inner = next((m for m in _INNER_LABEL.finditer(value) if _SIGN.match(value, m.end()) or (m.start() and m["other"])), None)
        if inner is not None:
            value = value[: inner.start()]
        kind = mark.lastgroup or "other"
        if kind == "source":
            # The value ends with the element it stands in: 来源：<a>澄江日报</a> 大 中 小
            start = mark.end() + len(value) - len(value.lstrip(" \u3000"))
            stops = [edge for edge in edges if start < edge < mark.end() + len(value)]
            if stops:
                value = text[mark.end() : stops[0]]
        if not value.strip(" \u3000|｜/[]【】()（）") and kind in ("source", "time", "later", "author") and n + 1 == len(marks) and inner is None:
            value = _next_cell(page, i)
        found.append((kind, value, text[mark.start() : mark.end()] + value))
        if inner is not None and inner["source"]:
            found.append(("source", text[mark.end() + inner.end() : end].lstrip(":： "), text[mark.end() + inner.start() : end]))
    return found


_LONGEST_LABEL = 10


def _cell(page: Page, i: int) -> list[tuple[str, str, str]]:
    """The value beside a cell that is a label without a colon (信息来源 | 市统计局)."""
    text = "".join(page.blocks[i].text.after.split())
    found = _LABEL.fullmatch(f"{text}:")
    value = _next_cell(page, i) if found is not None and found.lastgroup in ("source", "time", "later", "author") else ""
    return [(found.lastgroup or "other", value, f"{text} {value}")] if found is not None and value else []


def _next_cell(page: Page, i: int) -> str:
    """The value of a label that stands alone: the short text in the cell or box beside it."""
    if i + 1 >= len(page.blocks):
        return ""
    mine, following = page.blocks[i], page.blocks[i + 1]
    text = following.text.after
    beside = page.boxes[mine.box].parent == page.boxes[following.box].parent or page.boxes[following.box].parent == mine.box
    return text if beside and len(text) <= 30 and not regex.search(r"[，。；！？]", text) and not _LABEL.search(fold(text)) else ""


_SOURCE_END = regex.compile(r"[\s\u3000]{2,}|\u3000|[|｜丨┃]|[\s\u3000]+(?=\d{4}|作者|记者|编辑|责任|发布|时间|字|点击|浏览|通讯员|阅读|打印|分享|【|\[|大\b)|\d{4}[-年/.]\d{1,2}|【|(?:字号|浏览|点击|阅读|作者|责任编辑|编辑|分享)[:：]")
_ACCOUNT = regex.compile(r"[\s\u3000]{0,2}[（(](?:ID|id|微信号?|公众号|微信公众号)[:：\s]?[^（）()]{0,30}[）)]")  # 学习时报（ID：study_times）
_SOURCE_AGAIN = regex.compile(rf"^{_SOURCE_LABEL}[\s\u3000]{{0,3}}[:：][\s\u3000]{{0,3}}")
_ADDRESS = regex.compile(r"https?://|www\.|\d+$")
_LETTER = regex.compile(r"[\u4e00-\u9fffA-Za-z]")
_NO_SOURCE = frozenset(["未知", "网络", "互联网", "本站", "管理员", "admin", "暂无", "无", "不详", "null", "none", "undefined", "佚名", "其他", "其它", "-", "--", "原创"])


def source_name(value: str) -> str:
    """A source as written, without what only stands beside it.

    >>> source_name("来源：人民日报"), source_name(" 市统计局  字号：大"), source_name("http://a.cn"), source_name("互联网")
    ('人民日报', '市统计局', '', '')
    """
    value = value.strip(" \u3000\t:：")
    value = _SOURCE_AGAIN.sub("", value)
    value = _ACCOUNT.sub("", _SOURCE_END.split(value, 1)[0])
    words = value.split()
    if len(words) > 1 and (len(value) > 24 or (_MEDIUM.fullmatch(words[0]) and len(byline.names(" ".join(words[1:]))) == len(words) - 1)):
        value = words[0]  # what follows is a sentence, or names of people
    value = value.strip(" \u3000\t:：,，。;；/\\|-—>＞<\u00a0[]【】")
    if (value.startswith("(") and value.endswith(")")) or (value.startswith("（") and value.endswith("）")):
        value = value[1:-1]
    if value.endswith(("）", ")")) and not ("（" in value or "(" in value):
        value = value[:-1].rstrip()
    if value.lower() in _NO_SOURCE or _ADDRESS.match(value) or len(value) > 60 or "\ufffd" in value:
        return ""
    return value if _LETTER.search(value) else ""


# Time, source and column from the tags -----------------------------------------------------------------------------------------------

_TIME_META = (
    "pubdate", "publishdate", "publish_date", "firstpublishedtime", "article:published_time", "og:release_date", "og:time", "og:published_time",
    "datepublished", "weibo:article:create_at", "apub:time", "bytedance:published_time", "cms:date", "cms:publishtime", "ld:datepublished", "ld:pubdate",
    "publishtime", "publish-date", "dc.date", "dc.date.issued", "date", "creationtime", "_pubtime", "js:time", "time",
)  # fmt: skip
_SOURCE_META = ("contentsource", "source", "cms:sourcename", "cms:source", "mediaid", "article:source", "og:source", "ld:publisher:name", "js:source")


def tagged_moments(page: Page) -> list[tuple[str, Moment]]:
    """The moments of the tags that tell when an article was published, (tag, moment), in the order in which they are believed."""
    found: list[tuple[str, Moment]] = []
    scripted = {moment.day for name, value in page.meta if name == "js:time" for moment in moments(value.after)}
    for wanted in _TIME_META:
        if wanted == "js:time" and len(scripted) > 1:
            continue  # a script that knows several days speaks of several articles
        for name, value in page.meta:
            if name == wanted or (name.endswith(wanted) and name.startswith("ld:")):
                held = moments(value.after) or _printed(value.after)
                if held:
                    found.append((name, held[0]))
    return found


_PRINTED = regex.compile(r"(?:[A-Z][a-z]{2} )(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?P<day>\d\d) (?P<clock>\d\d:\d\d:\d\d) (?:CST|GMT\+08:00) (?P<year>20\d\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _printed(value: str) -> list[Moment]:
    """The moment of a tag that holds a date as Java prints it (Wed Oct 09 16:20:31 CST 2024)."""
    found = _PRINTED.fullmatch(value.strip())
    return moments(f"{found['year']}-{_MONTHS.index(found['month']) + 1}-{found['day']} {found['clock']}") if found is not None else []


def tagged_source(page: Page) -> tuple[str, str]:
    """The source that a tag tells: (name, tag)."""
    for wanted in _SOURCE_META:
        for name, value in page.meta:
            if name == wanted:
                held = source_name(value.after)
                if held:
                    return held, name
    return "", ""


@dataclass(frozen=True)
class Published:
    """When: the value, its precision, the evidence, and what disagreed."""

    moment: Moment
    evidence: str
    disagreed: tuple[str, ...] = ()


def published(page: Page, said: Header, url: str | None) -> Published | None:
    """When the article was published, by all that the page says.

    The line under the headline is believed first: it has the minute, and a reader checks it. A tag gives the minute where the line has
    only the same day; the day in the address comes last.
    """
    tags = tagged_moments(page)
    address = day_of(url) or day_of(_address(page))
    shown = _timeless(_shown(said, tags, address))
    if shown is None:
        shown, evidence = _from_tags(tags, address)
        if shown is None:
            if said.later and (address is None or said.later[0].day == address.day):
                return Published(said.later[0], "header (updated)")
            if address is None:
                return _of_month(said, url or _address(page))
            return Published(*_with_clock(address, said, tables.noted("metadata.url")))
    else:
        evidence = "header"
        if shown.precision == "day":
            finer = [(name, tag) for name, tag in tags if tag.precision != "day" and tag.day == shown.day and _plausible(name, tag)]
            if finer:
                evidence, shown = f"meta {finer[0][0]}", finer[0][1]
        elif shown.precision == "minute":  # a tag that agrees may know the second
            exact = [(name, tag) for name, tag in tags if tag.precision == "second" and _minute(tag) == _minute(shown)]
            if exact:
                evidence, shown = f"header and meta {exact[0][0]}", exact[0][1]
    if shown.precision == "day":
        shown, evidence = _with_clock(shown, said, evidence)
    if evidence.startswith("meta"):
        tables.noted("metadata.tag")
    others = tuple(dict.fromkeys(tag.quote for _, tag in tags if tag.day != shown.day))
    return Published(shown, evidence, others)


_URL_MONTH = regex.compile(r"/(?P<y>20[0-4]\d)[-_/]?(?P<m>0[1-9]|1[0-2])/")


def _of_month(said: Header, url: str | None) -> Published | None:
    """The shown month, day and time (05-08 16:42) with the year of an address that has year and the same month (/202405/)."""
    found = _URL_MONTH.search(url or "")
    for month, number, hour, minute, quote in said.clocks:
        if found is not None and int(found["m"]) == month:
            try:
                value = datetime(int(found["y"]), month, number, hour, minute, tzinfo=BEIJING)
            except ValueError:
                return None
            return Published(Moment(value, "minute", quote), f"header and {tables.noted('metadata.url')}")
    return None


def _timeless(moment: Moment | None) -> Moment | None:
    """Midnight sharp, to the second, is how systems print a day without a time."""
    if moment is not None and moment.precision == "second" and isinstance(moment.value, datetime) and (moment.value.hour, moment.value.minute, moment.value.second) == (0, 0, 0):
        return Moment(moment.day, "day", moment.quote, moment.start, moment.end)
    return moment


def _with_clock(day: Moment, said: Header, evidence: str) -> tuple[Moment, str]:
    """The day with the time of day that the header shows for the same month and day."""
    for month, number, hour, minute, quote in said.clocks:
        if (day.day.month, day.day.day) == (month, number):
            value = datetime(day.day.year, month, number, hour, minute, tzinfo=BEIJING)
            return Moment(value, "minute", quote), f"{evidence} and header"
    return day, evidence


def _minute(moment: Moment) -> str:
    return moment.value.isoformat()[:16]


def _shown(said: Header, tags: list[tuple[str, Moment]], address: Moment | None) -> Moment | None:
    days = {tag.day for _, tag in tags} | ({address.day} if address else set())
    bare = [moment for moment in said.days if not days or moment.day in days]
    agreeing = [moment for moment in [*said.moments, *bare] if moment.day in days]
    pool = agreeing or said.moments or bare
    if not pool:
        return None
    told = pool[0].day if pool[0] in said.labelled else None  # a label's day is not outdone by a minute of another day
    return next((moment for moment in pool if moment.precision != "day" and told in (None, moment.day)), pool[0])


def _from_tags(tags: list[tuple[str, Moment]], address: Moment | None) -> tuple[Moment | None, str]:
    if not tags:
        return None, ""
    name, first = tags[0]
    same = [(n, tag) for n, tag in tags if tag.day == first.day and tag.precision != "day" and _plausible(n, tag)]
    if same:
        return same[0][1], f"meta {same[0][0]}"
    return Moment(first.day, "day", first.quote), f"meta {name}"


_TWELVE_HOURS = frozenset({"pubdate", "publishdate", "publish_date"})


def _plausible(tag: str, moment: Moment) -> bool:
    """Whether a tag's time of day is one: midnight sharp is a day without a time, and what a government's tag puts between one and
    six in the morning is a 12-hour clock's afternoon.
    """
    value = moment.value
    if not isinstance(value, datetime) or (value.hour, value.minute, value.second) == (0, 0, 0):
        return False
    return not (tag in _TWELVE_HOURS and 1 <= value.hour < 6)


def _address(page: Page) -> str | None:
    value = page.first("url", "og:url", "ld:url", "ld:@id")
    return value.after if value is not None else None


# 当前位置：首页 > 新闻中心 > 部门动态 > 正文
_PATH = regex.compile(r"(?:^|[\s\u3000])[【\[]?(?:您?(?:当前|现在|目前)?的?(?:所在|所处)?的?位置|您现在所在的位置|位置导航)[】\]]?[\s\u3000]{0,3}(?:是)?[\s\u3000]{0,3}[:：>]|^[\s\u3000]{0,3}(?:网站)?(?:首[\s\u3000]{0,2}页|主页)[\s\u3000]{0,3}[>＞»›/→-]")
_STEP = regex.compile(r"[\s\u3000]{0,3}(?:[>＞»›→/|]|&gt;|--?|::)+[\s\u3000]{0,3}")
_NO_COLUMN = frozenset(["正文", "文章", "内容", "详情", "详细", "浏览文章", "文章正文", "内容详情", "信息详情", "详细内容", "首页", "网站首页", "主页", "内容页", "正文内容", "文章内容", "新闻详情"])
_LONGEST_COLUMN = 14


def column(page: Page, top: Heading) -> tuple[str, str]:
    """The column (栏目) and where it stands: in a tag, or as the last step of the path above the headline.

    >>> from newsextract.page import parse
    >>> column(parse("<p>当前位置：<a>首页</a> &gt; <a>新闻中心</a> &gt; <a>部门动态</a> &gt; 正文<h1>全市新增绿地12公顷</h1>"), Heading("全市新增绿地12公顷", 1))
    ('部门动态', 'breadcrumb')
    """
    value = page.first("columnname", "article:section", "ld:articlesection", "og:category")
    if value is not None:
        return value.after, "meta"
    for block in page.blocks[: top.block if top.block is not None else _PATHS_AMONG]:
        text = block.text.after
        if len(text) > _LONGEST_PATH or block.hidden or not (found := _PATH.search(fold(text))):
            continue
        steps = [step.strip(" \u3000:：【】[]") for step in _STEP.split(text[found.start() :])]
        steps = [step for step in steps[1:] if step and step not in _NO_COLUMN and squeezed(step)[:12] not in squeezed(top.text)]
        if steps and 2 <= len(steps[-1]) <= _LONGEST_COLUMN and not regex.search(r"[。，：:\d]", steps[-1]):
            tables.noted("metadata.path")
            return steps[-1], "breadcrumb"
    return "", ""


_PATHS_AMONG = 60
_LONGEST_PATH = 120


@tables.compiled
def _sites() -> dict[str, tuple[str, str]]:
    return {row["host"]: (row["id"], row["name"]) for row in tables.read("sites")}


def hosted(url: str | None) -> str | None:
    """The site that an address belongs to, by its host.

    >>> hosted("http://finance.people.com.cn/n1/2024/0510/c1.html"), hosted("http://people.com.cn.example.org/")
    ('人民网', None)
    """
    found = _HOST.match(url or "")
    parts = found[1].lower().split(".") if found else []
    for i in range(len(parts) - 1):
        row = _sites().get(".".join(parts[i:]))
        if row is not None:
            tables.noted(f"sites:{row[0]}")
            return row[1]
    return None


_HOST = regex.compile(r"(?:https?:)?//(?:[^/@?#]{0,80}@)?([\w.-]{1,200})")


def site(page: Page, url: str | None = None) -> str | None:
    """The name of the site: what it calls itself, what its address is known for, or what its titles end in."""
    value = page.first("sitename", "og:site_name", "application-name")
    if value is not None:
        return value.after
    known = hosted(url or page.url)
    if known is not None:
        return known
    title = page.title.after
    rest = title[len(cleaned(title, page)) :]
    pieces = [piece.strip() for piece in _SEPARATOR.split(rest) if piece.strip()]
    return pieces[-1] if pieces and len(pieces[-1]) <= 20 and _SITE_WORD.search(pieces[-1]) else None


_SIGNED_DAY = regex.compile(r"[（(]?(?:印发日期[:：])?(?P<said>(?:(?:19|20)\d\d|[二一][〇○零Ｏ0一二三四五六七八九]{3})\s{0,2}年\s{0,2}[\d一二三四五六七八九十]{1,2}\s{0,2}月\s{0,2}[\d一二三四五六七八九十]{1,3}\s{0,2}日)(?:印发|公布|发布)?[）)]?")
_DIGITS = {"〇": 0, "○": 0, "零": 0, "Ｏ": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def signed_day(lines: list[str]) -> Moment | None:
    """The day under a notice (落款): the last line that consists of a date.

    >>> signed_day(["特此通告。", "澄江市统计局", "二〇二四年五月十八日"]).value
    datetime.date(2024, 5, 18)
    """
    for line in reversed(lines[-4:]):
        found = _SIGNED_DAY.fullmatch(fold(line.strip()))
        if found is not None:
            year, month, day = (_small(part) for part in regex.split(r"[年月日]", found["said"].replace(" ", ""))[:3])
            try:
                return Moment(date(year, month, day), "day", line.strip())
            except ValueError:
                return None
    return None


_REMARK = regex.compile(r"[（(](?:作者)?(?:单位)?[系为][^（）()]{4,60}[）)]")  # 作者：陶建国（系省社科院研究员）: more than a label's value
_EVENT = regex.compile(r"(?:地点|地址|会场|场地|票价|主讲|主持)[\s\u3000]{0,2}[:：]")
_WORDS = regex.compile(r"[\u4e00-\u9fffA-Za-z]")


def _of_event(page: Page, i: int, quote: str) -> bool:
    """Whether a bare 时间 is that of an event: the same line or the next says where (时间：5月8日19:30 地点：市文化宫)."""
    if not quote.startswith(("时间", "日期")):
        return False
    following = page.blocks[i + 1].text.after[:12] if i + 1 < len(page.blocks) else ""
    return bool(_EVENT.search(page.blocks[i].text.after) or _EVENT.match(following))


def _written_day(value: str) -> list[Moment]:
    """The day of a value in Chinese numerals (二〇二四年七月三日)."""
    moment = signed_day([value]) if len(value) <= 24 else None
    return [moment] if moment is not None else []


def _small(written: str) -> int:
    """A year, month or day in digits, Arabic or Chinese."""
    if written.isdecimal():
        return int(written)
    if len(written) == 4 and "十" not in written:
        return int("".join(str(_DIGITS.get(letter, 0)) for letter in written))
    tens, ten, ones = written.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


_NUMBER = regex.compile(r"[\u4e00-\u9fff]{1,12}[\s\u3000]{0,2}[〔\[［（(](?:19|20)\d\d[〕\]］）)][\s\u3000]{0,2}(?:第[\s\u3000]{0,2})?\d{1,5}[\s\u3000]{0,2}号")


_NUMBER_LABEL = regex.compile(r"(?:发[\s\u3000]{0,4}文[\s\u3000]{0,4}字[\s\u3000]{0,4}号|文件编号|文[\s\u3000]{0,8}号|发文文号|文件(?:字|文)?号)[\s\u3000]{0,4}[:：\t][\s\u3000]{0,4}")
_ORDER = regex.compile(r"[\u4e00-\u9fff]{2,24}(?:令|公告|通告)[\s\u3000]{0,2}[〔\[（(]?(?:(?:19|20)\d\d[\s\u3000]{0,2}年?[〕\]）)]?)?[\s\u3000]{0,2}第?[\s\u3000]{0,2}\d{1,5}[\s\u3000]{0,2}号")


def document_number(lines: Iterable[str]) -> str:
    """The number of an official document, where a line consists of it (国发〔2023〕8号) or has it behind a label (发文字号：…).

    >>> document_number(["澄政办发〔2024〕18号"]), document_number(["根据国发〔2023〕8号文件要求，现就有关事项通知如下"])
    ('澄政办发〔2024〕18号', '')
    >>> document_number(["索 引 号：CJ01\t文　　号：澄政办发〔2024〕18号"]), document_number(["文号：澄江市人民政府令第12号"])
    ('澄政办发〔2024〕18号', '澄江市人民政府令第12号')
    """
    for line in lines:
        label = _NUMBER_LABEL.search(line) if len(line) <= 400 and "号" in line else None
        found = (_NUMBER.match(line, label.end()) or _ORDER.match(line, label.end())) if label is not None else None
        if found is None and len(line) <= 60:
            found = _NUMBER.fullmatch(line.strip(" \u3000\t")) or _ORDER.fullmatch(line.strip(" \u3000\t"))
        if found is not None:
            return found[0]
    return ""


def signed(lines: list[str]) -> Published | None:
    """When, by the day under a notice, for a page that says nothing else."""
    moment = signed_day(lines)
    return Published(moment, "signature") if moment is not None else None
