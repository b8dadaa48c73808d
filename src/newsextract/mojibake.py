"""Text that was read in the wrong charset, and text that was escaped once too often.

全国 written as UTF-8 and read as latin-1 is å\x85¨å\x9b½; read as GBK it is 鍏ㄥ浗. Written as GBK and read as latin-1 it is È«¹ú. As long as no
byte was thrown away the way back is exact: write the characters in the charset they were read in, read the bytes in the one they were
written in. Nothing is guessed: a run is turned back only when every byte of it decodes and what comes out is Chinese words.

    >>> [(edit.put, edit.rule) for edit in unread("标题：å\\x85¨å\\x9b½ä¸¤ä¼\\x9a")]
    [('全国两会', 'mojibake.utf8-latin')]
    >>> [(edit.put, edit.rule) for edit in unread("鍏ㄥ浗涓や細鐩存挱")]
    [('全国两会直播', 'mojibake.utf8-gbk')]
    >>> unread("naïve, façade, 全国两会")
    []

Escapes come back too, where no code stands around them: &#20840;, \\u5168\\u56fd, %u5168%u56fd, %E5%85%A8%E5%9B%BD.

    >>> [edit.put for edit in unescaped("关于&#20840;&#22269;普查的&ldquo;通知&rdquo;")]
    ['全', '国', '“', '”']
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import unquote_to_bytes

from newsextract import script, tables
from newsextract.ngrams import common, plausible
from newsextract.text import Edit, Text

RULES = {
    "mojibake.utf8-latin": "UTF-8 that was read as latin-1 or cp1252 is read as UTF-8",
    "mojibake.gbk-latin": "GBK that was read as latin-1 or cp1252 is read as GBK",
    "mojibake.utf8-gbk": "UTF-8 that was read as GBK is read as UTF-8",
    "mojibake.big5-gbk": "Big5 that was read as GBK is read as Big5",
    "mojibake.gbk-big5": "GBK that was read as Big5 is read as GBK",
    "escape.entity": "an HTML entity that was escaped twice, or stands in plain text, becomes its character",
    "escape.unicode": "\\uXXXX and %uXXXX become their characters",
    "escape.percent": "%XX outside a URL becomes its characters",
}

# What turns back must be so likely (mean log-chance of a character; news is at -4 to -6), and so much likelier than what stood there.
LIKELY = -8.5
GAIN = 2.0
# Charsets that take each other's bytes without complaint (Big5 and GBK) must do better.
SURE_GAIN = 4.0
LAYERS = 3
# What stands between Chinese in GBK, the vowels of the readings that pollute a page included.
VOWELS = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
MARKS = "·—‘’“”…℃" + VOWELS
# Passes over one text: a layer each, and more where kinds of damage stand side by side.
PASSES = 8
# Of text that Big5 and GBK exchanged, at least one character in so many is unusual.
UNUSUAL_SHARE = 8

# cp1252 as browsers have it: the five holes are C1 controls.
_LATIN = {bytes((byte,)).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0x100)} | {
    chr(byte): byte for byte in range(0x80, 0xA0)
}
_latin = "".join(re.escape(character) for character in _LATIN)
_tails = "".join(re.escape(character) for character, byte in _LATIN.items() if byte < 0xC0)
_utf8_latin = re.compile(rf"(?:[Â-ß][{_tails}]|[à-ï][{_tails}]{{2}}|[ð-ô][{_tails}]{{3}})+")
_gbk_latin = re.compile(rf"(?:[{_latin}][{_latin}@-~])+")
# Letters that only misread bytes, or Western languages, bring into a text (· and × are Chinese punctuation).
MISREAD_LATIN = r"\x80-\x9f\xa1-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xff"
_suspect_latin = re.compile(rf"[{MISREAD_LATIN}][{_latin}][{_latin}]")
_wide_run = re.compile(r"[^\x00-\x7f]+")


def unread(text: str) -> list[Edit]:
    """The edits that turn back what was read in the wrong charset, whatever layers there are."""
    if text.isascii():
        return []
    mended = Text(text)
    for _ in range(PASSES):
        edits = _one_layer(mended.after)
        if not edits:
            break
        mended = mended.edited(edits)
    for rule in {rule for edit in mended.edits for rule in edit.rule.split("+")}:
        tables.noted(rule)
    return list(mended.edits)


def _one_layer(text: str) -> list[Edit]:
    edits = _latin_runs(text) if _suspect_latin.search(text) else []
    return edits or _han_runs(text)


def _latin_runs(text: str, deep: int = LAYERS) -> list[Edit]:
    """Runs of Latin letters and signs whose bytes are UTF-8 or GBK; whichever explains more of them."""
    found, proven = [], False
    for match in _utf8_latin.finditer(text):
        try:
            put = bytes(_LATIN[character] for character in match[0]).decode("utf-8")
        except UnicodeDecodeError:
            continue
        found.append(Edit(match.start(), match.end(), match[0], put, "mojibake.utf8-latin"))
        if not proven and (len(put) > 1 or "\x80" <= match[0][-1] <= "\x9f"):
            proven = _worth(put) or (deep > 1 and bool(_latin_runs(put, deep - 1)))
    if not proven:
        found = []
    return max(found, _paired_runs(text, _gbk_latin, _from_latin, "gb18030", "mojibake.gbk-latin"), key=_covered)


def _covered(edits: list[Edit]) -> int:
    """How much of a text the edits explain."""
    return sum(len(edit.was) for edit in edits)


def _worth(put: str) -> bool:
    """Whether a turned-back run shows East Asian characters, or Latin ones that are mojibake in turn."""
    return any(character >= "\u2e80" or "\u2010" <= character <= "\u203b" for character in put)


def _from_latin(run: str) -> bytes:
    return bytes(_LATIN.get(character) or ord(character) for character in run)


def _paired_runs(text: str, pattern: re.Pattern[str], written: Callable[[str], bytes], charset: str, rule: str) -> list[Edit]:
    """The runs that turn back into Chinese in this charset, judged together: a short one is believed where a long one is."""
    runs = []
    for match in pattern.finditer(text):
        try:
            put = written(match[0]).decode(charset)
        except (UnicodeDecodeError, UnicodeEncodeError):
            continue
        if put != match[0] and all(character >= "\u2e80" or character < "\x7f" or character in MARKS for character in put):
            runs.append(Edit(match.start(), match.end(), match[0], put, rule))
    han = "".join(edit.put for edit in runs if edit.put not in VOWELS)
    if len(han) < 3 or plausible(han) < LIKELY:
        return []
    return runs


@tables.compiled
def _suspect_han() -> re.Pattern[str]:
    """What finds an unusual character. Misread bytes give three of them within seven, news does not."""
    led = {bytes((lead, trail)).decode("gbk") for lead in range(0xE3, 0xEA) for trail in range(0x80, 0xA1)}
    known = common()
    table = script.simplification()
    rare = {chr(code) for code in range(0x4E00, 0x9FA6) if table.get(chr(code), chr(code)) not in known}
    led -= {one for one in led if table.get(one, "") in known}
    return re.compile(script.one_of(led | rare | set("锛銆鈥锘锟"))[:-1] + "\u0370-\u04ff\u3040-\u3129\ue000-\uf8ff]")


def _dense(text: str) -> Iterator[int]:
    """Where three unusual characters follow each other, with at most two others between one and the next, none of them ASCII."""
    first, last, near = -9, -9, False
    for match in _suspect_han().finditer(text):
        at = match.start()
        was_near, near = near, at - last <= 3 and min(text[last:at]) > "\x7f"
        if near and was_near:
            yield first
        first, last = last, at


def strange(text: str) -> bool:
    """Whether unusual characters stand as densely somewhere as misread bytes bring them."""
    return next(_dense(text), None) is not None


def _han_runs(text: str) -> list[Edit]:
    """Runs of East Asian characters whose bytes make better Chinese in another charset."""
    starts = list(_dense(text))
    if not starts:
        return []
    found: list[Edit] = []
    done = 0
    for start in starts:
        if start >= done:
            run = _wide_run.match(text, _run_start(text, start, done))
            assert run is not None
            found += _utf8_inside(run)
            done = run.end()
    if found or len(_suspect_han().findall(text)) * UNUSUAL_SHARE < len(text):
        return found
    return _confused(text)


def _run_start(text: str, at: int, least: int) -> int:
    """Where the run of characters outside ASCII that holds `at` begins."""
    while at > least and text[at - 1] > "\x7f":
        at -= 1
    return at


def _confused(text: str) -> list[Edit]:
    """The runs of a text of which the most is Big5 read as GBK, or the other way round."""
    runs = [match for match in _wide_run.finditer(text) if len(match[0]) > 1 or match[0] >= "\u2e80"]
    stood = plausible("".join(match[0] for match in runs))
    best: tuple[float, list[Edit]] = (max(LIKELY, stood + SURE_GAIN), [])
    for written, read, rule in _CONFUSIONS:
        edits = [
            Edit(match.start(), match.end(), match[0], put, rule)
            for match in runs
            if (put := _turned(match[0], written, read)) and put != match[0]
        ]
        put = "".join(edit.put for edit in edits)
        left = sum(len(match[0]) for match in runs) - _covered(edits)
        if len(put) >= 4 and left * 4 <= len(put) and plausible(put) > best[0]:
            best = plausible(put), edits
    return best[1]


_utf8_bytes = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc-\xbf][\x80-\xbf]|\xe2[\x80-\xbf]{2}|\xc2\xb7|[@-~])+")


def _utf8_inside(match: re.Match[str]) -> Iterator[Edit]:
    """The parts of a run that are UTF-8 read as GBK: whole characters before and after, and better Chinese after."""
    run = match[0]
    try:
        data = [character.encode("gb18030") for character in run]
    except UnicodeEncodeError:
        return
    if edit := _broken(match, b"".join(data)):
        yield edit
        return
    borders = {0: 0}
    size = 0
    for index, octets in enumerate(data, 1):
        size += len(octets)
        borders[size] = index
    for part in _utf8_bytes.finditer(b"".join(data)):
        start, end = _aligned(part, borders)
        if end - start < 3:
            continue
        was = run[start:end]
        try:
            put = b"".join(data[start:end]).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(put) > 1 and (plausible(put) > max(LIKELY, plausible(was) + GAIN) or _deeper(put)):
            at = match.start() + start
            yield Edit(at, at + len(was), was, put, "mojibake.utf8-gbk")


def _deeper(text: str) -> bool:
    """Whether a turned-back run is UTF-8 read as GBK in turn: its bytes are whole characters of UTF-8, and Chinese."""
    put = _turned(text, "gb18030", "utf-8")
    return put is not None and len(put) > 1 and plausible(put) > LIKELY


def _broken(match: re.Match[str], data: bytes) -> Edit | None:
    """A run of UTF-8 read as GBK whose last byte found no partner and became a `?`: what it began is one U+FFFD.

    >>> [(edit.was, edit.put) for edit in unread("鍏ㄥ浗涓や細锛?,绛夋垜")][:1]
    [('鍏ㄥ浗涓や細锛?', '全国两会\ufffd')]
    """
    at, end = match.span()
    if match.string[end : end + 1] != "?":
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return None
        put = data[: error.start].decode("utf-8")
        if len(put) > 1 and plausible(put) > max(LIKELY, plausible(match[0]) + GAIN):
            return Edit(at, end + 1, match.string[at : end + 1], put + "\ufffd", "mojibake.utf8-gbk")
    return None


def _aligned(part: re.Match[bytes], borders: dict[int, int]) -> tuple[int, int]:
    """The characters of a run that the bytes of a part fill: a part that begins or ends inside a character gives up one of its own."""
    for start in (part.start(), part.start() + 3, part.start() + 6):
        if start in borders:
            break
    else:
        return 0, 0
    for end in (part.end(), part.end() - 3, part.end() - 6):
        if end in borders:
            return borders[start], borders[end]
    return 0, 0


_CONFUSIONS = (
    ("gb18030", "big5hkscs", "mojibake.big5-gbk"),
    ("big5hkscs", "gb18030", "mojibake.gbk-big5"),
)


def _turned(run: str, written: str, read: str) -> str | None:
    try:
        return run.encode(written).decode(read)
    except UnicodeError:
        return None


# --- escapes ------------------------------------------------------------------------------------------------------------------

_escaped = re.compile(
    r"&(?:amp;){0,3}(?P<entity>#\d{2,6};|#[xX][0-9A-Fa-f]{2,5};|(?:nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|middot|bull|copy|times|deg|permil);)"
    r"|(?P<twice>&amp;(?:amp;){0,3}(?:quot|lt|gt|amp);)"
    r"|(?<![\"'\\A-Za-z0-9_])(?P<unicode>(?:\\u[0-9A-Fa-f]{4}|%u[0-9A-Fa-f]{4}){1,2000})"
    r"|(?<![A-Za-z0-9_/=?&.%:#+-])(?P<percent>(?:%[0-9A-Fa-f]{2}){3,2000})"
)
# How far back a quotation mark is looked for.
LINE = 200
# What every escape holds. A pattern that begins with a plain character is searched at a gigabyte a second.
_hints = tuple(map(re.compile, (r"%u[0-9A-Fa-f]{4}", "%[0-9A-Fa-f]{2}%", "&[#a-z]", r"\\u[0-9A-Fa-f]{4}")))
_unicode = re.compile(r"(?:\\|%)u([0-9A-Fa-f]{4})")


def escaped(text: str) -> bool:
    """Whether something in the text looks like an escape."""
    return any(hint.search(text) for hint in _hints)


def unescaped(text: str) -> list[Edit]:
    """The edits that turn escapes back into characters, in text that is Chinese or becomes so."""
    if not escaped(text):
        return []
    found = []
    chinese = _chinese(text)
    for match in _escaped.finditer(text):
        kind = match.lastgroup
        was = match[0]
        if kind == "entity":
            put = unescape("&" + match["entity"])
            if put < "\x80" or not (chinese or (put >= "\u2e80" and not _quoted(text, match.start()))):
                continue
        elif kind == "twice":
            put = unescape(re.sub("^&(?:amp;)+", "&", was))
            if not chinese:
                continue
        elif kind == "unicode":
            put = "".join(chr(int(code, 16)) for code in _unicode.findall(was))
            if not all(
                "\u2e80" <= one <= "\ud7ff" or "\uf900" <= one <= "\uffef" or "\u2010" <= one <= "\u203b" for one in put
            ):
                continue
            if not chinese and (len(put) < 2 or _quoted(text, match.start())):
                continue
        else:
            percent = _percent(was)
            if percent is None:
                continue
            put = percent
        found.append(
            Edit(match.start(), match.end(), was, put, tables.noted("escape." + ("entity" if kind == "twice" else str(kind))))
        )
    return found


def _quoted(text: str, at: int) -> bool:
    """Whether a quotation mark stands before the place, in its line: then it is code that spells a character."""
    return re.search("[\"'`]", text[text.rfind("\n", max(0, at - LINE), at) + 1 : at]) is not None


def _chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


@functools.lru_cache(maxsize=256)
def _percent(run: str) -> str | None:
    """What %XX%XX… says, if it says Chinese in UTF-8 or GBK."""
    data = unquote_to_bytes(run)
    for charset in ("utf-8", "gb18030"):
        try:
            put = data.decode(charset)
        except UnicodeDecodeError:
            continue
        if all(character >= "\u2e80" or character in "“”‘’—…·" for character in put) and plausible(put) > LIKELY:
            return put
    return None
