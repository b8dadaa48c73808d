"""Bytes to text, and why this charset and no other.

A page says gb2312 and is UTF-8; another says utf-8 and is GBK; a third says nothing and spends its first fifteen kilobytes on ASCII
scripts. So nothing is believed before the bytes have been tried, all of them:

    >>> done = decode('<meta charset="gb2312"><title>全省经济工作</title>'.encode())
    >>> done.encoding, done.declared, done.evidence
    ('utf-8', 'gb2312', 'strict utf-8')

A byte order mark wins, then strict UTF-8 (no Chinese page in another charset passes for it by chance). Else each charset that Chinese pages
come in reads the bytes, and the model of `ngrams` says which reading is Chinese; a label counts for something, not for much. So a title of
seven characters is enough:

    >>> for charset in ("gbk", "utf-16-le", "hz"):
    ...     print(decode("镇政府发布公告".encode(charset)).text)
    镇政府发布公告
    镇政府发布公告
    镇政府发布公告
    >>> decode("市府召開會議".encode("big5")).encoding
    'big5hkscs'

A page glued together from UTF-8 and GBK parts is read part by part, and a character that was cut at the end costs one U+FFFD:

    >>> decode("标题：全市简报<br>".encode() + "正文：各县工作".encode("gbk")).encoding
    'utf-8+gb18030'
    >>> cut = decode("全市春耕进展顺利".encode()[:-1])
    >>> cut.text, cut.errors
    ('全市春耕进展顺\ufffd', 1)
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from newsextract.errors import UnreadableInput
from newsextract.ngrams import likelihood, plausible


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, the one that was declared ("" for none), why, and how many places did not decode."""

    text: str
    encoding: str
    declared: str
    evidence: str
    errors: int = 0


BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Labels that mean more than they say (WHATWG Encoding Standard): pages that say gb2312 use gbk, and gbk pages gb18030.
ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "ms936": "gb18030", "windows-936": "gb18030",
           "utf8": "utf-8", "unicode": "utf-16-le", "iso-8859-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
           "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "hz-gb-2312": "hz"}  # fmt: skip
# Magic numbers of what is no page and no text.
BINARIES = {b"%PDF-": "a PDF", b"PK\x03\x04": "a zip archive or an office document", b"\xd0\xcf\x11\xe0": "an old office document", b"\x89PNG": "an image",
            b"\xff\xd8\xff": "an image", b"GIF8": "an image", b"\x1f\x8b": "gzip-compressed", b"Rar!": "an archive", b"7z\xbc\xaf": "an archive"}  # fmt: skip
# How far into a page its own declaration is looked for.
HEAD = 16384

# Labels of one-byte charsets: browsers' defaults and no evidence of anything.
UNTRUSTED = {"cp1252", "iso-8859-15", "ansi", "default", "none"}
# What is scored at most, in bytes around the places where the page is not ASCII, taken evenly from all of it.
SAMPLE = 6000
STEP = 400
# Log-chances: for a byte that does not decode, for a control character, and what a declaration is worth for each high byte.
# Data of this length or more is binary when control bytes make up this share of it and it is no UTF-16.
SMALL = 256
CONTROL_SHARE = 0.08
NO_CONTROL = bytes(byte for byte in range(256) if byte >= 0x20 or byte in b"\t\n\x0b\x0c\r\x1a\x1b")
UNDECODED = -14.0
CONTROL = -16.0
DECLARED_BONUS = 0.35
# A text of UTF-16 or of one-byte letters is taken for that above these mean log-chances; English read as UTF-16 is at -14.
SURELY_CHINESE = -9.0
SURELY_WORDS = -7.0
ACCENTED = -4.5
SPECKLED = -11.0

# Below this mean log-chance of a high byte the best reading is hardly Chinese (news in GBK is at -2.5, Korean read as GBK at -5.5, Japanese below -8).
BARELY_CHINESE = -4.5
_wide_letter = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff66-\uff9d]")
_kana, _hangul = re.compile("[\u3041-\u30fa]"), re.compile("[\uac00-\ud7a3]")
# Charsets of neighbours: what shows them, and which part of the letters outside ASCII must be such. Chinese read as Korean is half hangul.
FOREIGN = {"shift_jis": ("kana", _kana, 0.25), "cp932": ("kana", _kana, 0.25), "euc_jp": ("kana", _kana, 0.25), "euc_kr": ("hangul", _hangul, 0.85), "cp949": ("hangul", _hangul, 0.85)}  # fmt: skip

_declaration = re.compile(
    rb"""(?ix) <meta [^>]{0,400}? charset \s{0,9} = \s{0,9} ["']? \s{0,9} ([\w.:-]{2,40}) | <\?xml [^>]{0,200}? encoding \s{0,9} = \s{0,9} ["'] ([\w.:-]{2,40})"""
)
_high = re.compile(rb"[\x80-\xff]")
_chunk = re.compile(rb"[^\x00-\x3f]+")
_textual = re.compile(r"(?:utf|gb|big5|hz|cp|windows|iso|shift|sjis|euc|koi8|ks_c|johab)[\w.:-]{0,30}")
# Three characters of UTF-8 in a row: what of a broken part is still to be seen.
_utf8_lead = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){3}")
_utf8_pair = re.compile(rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2}){2}")
_eastern = re.compile("[\u2e80-\U0010ffff]")
_words = re.compile(r"[^\x00-\x7f]+")
_hz = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e]){1,2000}~\}")
_accented = re.compile("(?<=[A-Za-z])[À-ÿ](?=[A-Za-z ,.])")


def decode(data: bytes, *, charset: str | None = None) -> Decoded:
    """The text of a page's bytes; `charset` is what its HTTP header said, if it is known.

    Raises UnreadableInput for what is no text: a PDF, an image, an archive.
    """
    for magic, kind in BINARIES.items():
        if data.startswith(magic):
            raise UnreadableInput(f"the input begins like {kind} ({data[:8]!r}); give the page's HTML or its text")
    found = _declaration.search(data, 0, HEAD)
    declared = (charset or (found and (found[1] or found[2]).decode("ascii", "replace")) or "").strip().lower()
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], encoding, declared, "byte order mark")
    if b"\0" in data and (decoded := _wide_by_zeros(data, declared)):
        return decoded
    if data.isascii():
        return _seven_bit(data, declared)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if (
            error.reason == "unexpected end of data"
            and len(data) - error.start < 4
            and _has_wide_character(data[: error.start])
        ):
            return _tolerant(data, "utf-8", declared, "strict utf-8, cut at the end")
    else:
        if _eastern.search(text) or len(text) > SAMPLE or not _rather_gbk(data):
            return Decoded(text, "utf-8", declared, "strict utf-8")
    if len(data) >= SMALL and len(data[:SAMPLE].translate(None, NO_CONTROL)) > CONTROL_SHARE * min(len(data), SAMPLE):
        raise UnreadableInput(
            f"the input is binary data ({data[:8]!r} ...), no text in a known charset; give the page's HTML or its text"
        )
    return _by_evidence(data, declared)


def _has_wide_character(data: bytes) -> bool:
    return any(byte >= 0xE2 for byte in data)


def _rather_gbk(data: bytes) -> bool:
    """Whether a short text that passes for UTF-8, and would be Latin or Greek there, is Chinese words in GBK (联通 is the known case)."""
    try:
        runs = _words.findall(data.decode("gb18030"))
    except UnicodeDecodeError:
        return False
    return max(map(len, runs), default=0) >= 3 and all(plausible(run) > SURELY_WORDS for run in runs)


def _wide_by_zeros(data: bytes, declared: str) -> Decoded | None:
    """UTF-16 without a mark shows by the zero halves of its ASCII characters: all at odd places, or all at even ones."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if (even + odd) * 10 < len(data) and (wide := _wide_by_words(data, declared)):  # 一 is 4E 00
        return wide
    for encoding, mine, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if mine > 8 * others and mine * 40 > len(data):
            return _tolerant(data, encoding, declared, "zero bytes")
    return None


def _seven_bit(data: bytes, declared: str) -> Decoded:
    """ASCII, or one of the codes that hide in it: HZ, or UTF-16 of characters whose halves are letters."""
    if _hz.search(data):
        try:
            return Decoded(data.decode("hz"), "hz", declared, "hz escapes")
        except UnicodeDecodeError:
            pass
    if 8 <= len(data) <= SAMPLE and b" " not in data and b"<" not in data and (wide := _wide_by_words(data, declared)):
        return wide
    return Decoded(data.decode("ascii"), "utf-8", declared, "ascii")


def _wide_by_words(data: bytes, declared: str) -> Decoded | None:
    """UTF-16 without a mark and without ASCII in it: taken for that only when it makes Chinese words."""
    best: tuple[float, str] | None = None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data[: SAMPLE // 2 * 2].decode(encoding, "replace")
        score = plausible(text)
        if score > SURELY_CHINESE and (best is None or score > best[0]):
            best = score, encoding
    return _tolerant(data, best[1], declared, "most plausible") if best else None


def _by_evidence(data: bytes, declared: str) -> Decoded:
    """The charset whose reading of the bytes, sampled from all of the page, is the most Chinese."""
    sample = _sampled(data)
    wanted = ALIASES.get(declared, declared)
    try:
        wanted = codecs.lookup(wanted).name if _textual.fullmatch(wanted) else ""
    except LookupError:
        wanted = ""
    ranked: list[tuple[float, str]] = []
    for encoding in dict.fromkeys(("gb18030", "big5hkscs", "utf-8", "cp1252", *((wanted,) if wanted else ()))):
        score = _score(sample, encoding)
        if encoding == wanted and encoding not in UNTRUSTED:
            score += DECLARED_BONUS
        ranked.append((score, encoding))
    score, encoding = max(ranked)
    if score < BARELY_CHINESE and (foreign := _foreign(data, declared, wanted)):
        return foreign
    if len(data) % 2 == 0 and score < SURELY_CHINESE / 2 and (wide := _wide_by_words(data, declared)):
        return wide
    if encoding in ("gb18030", "utf-8") and (mixed := _mixed(data, declared)):
        return mixed
    evidence = "most plausible" if score > BARELY_CHINESE or encoding == "cp1252" else "least implausible"
    if encoding == wanted:
        evidence = f"declared, and {evidence}"
    return _tolerant(data, encoding, declared, evidence)


def _foreign(data: bytes, declared: str, wanted: str) -> Decoded | None:
    """A Japanese or Korean page, known by its letters; what is declared is tried first.

    >>> decode("새로운 도서관 건설에 예산을 책정했다".encode("euc_kr")).evidence
    'hangul'
    """
    for encoding in dict.fromkeys((*((wanted,) if wanted in FOREIGN else ()), *FOREIGN)):
        kind, letters, share = FOREIGN[encoding]
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        wide = _wide_letter.findall(text)
        if len(wide) >= 8 and len(letters.findall(text)) >= share * len(wide):
            return Decoded(text, encoding, declared, f"declared, and {kind}" if encoding == wanted else kind)
    return None


def _sampled(data: bytes) -> list[bytes]:
    """Parts of the data with its high bytes, from all of it; each begins behind a byte that can end no character of two bytes."""
    if len(data) <= SAMPLE:
        return [data]
    parts, at = [], 0
    stride = max(STEP, len(data) * STEP // SAMPLE)
    while at < len(data) and (match := _high.search(data, at)):
        start = match.start()
        begin = max(data.rfind(mark, max(0, start - 200), start) for mark in (b"\n", b">", b" ", b'"')) + 1 or start
        parts.append(data[begin : start + STEP])
        at = max(start + STEP, at + stride)
    return parts


def _score(sample: list[bytes], encoding: str) -> float:
    """The mean log-chance, for each high byte, of what an encoding makes of a sample."""
    total, weight = 0.0, 0
    for part in sample:
        text = part.decode(encoding, "ignore" if len(sample) > 1 else "replace")
        high = len(_high.findall(part))
        if len(sample) > 1:
            lost = len(part) - len(text.encode(encoding, "ignore"))
            total += UNDECODED * max(0, lost - 3)  # the part may begin or end inside a character
        weight += high
        if encoding == "cp1252":
            accented = len(_accented.findall(text))
            total += ACCENTED * accented + SPECKLED * (high - accented)
            continue
        before = ""
        for character in text:
            if character > "\x7f":
                total += UNDECODED if character == "\ufffd" else likelihood(character, before)
            elif character < " " and character not in "\t\n\r":
                total += CONTROL
            before = character
        if text.endswith("\ufffd"):
            total -= UNDECODED
    return total / max(1, weight)


def _mixed(data: bytes, declared: str) -> Decoded | None:
    """A page of UTF-8 and GBK parts, each part read for itself; None where all is of one kind.

    Parts are cut at bytes below 0x40, which stand inside no character of either. 鏈產 in GBK is E6 9C AE 61, and E6 9C AE is a character of UTF-8
    too: so a part that would be one character of UTF-8 is read as the part before it, and a page is mixed only where longer parts say so.
    """
    parts = [match[0] for match in _chunk.finditer(data) if not match[0].isascii()]
    whole = [part for part in parts if _is_utf8(part)]
    if len(whole) == len(parts) or not any(_part(part)[1] == "utf-8" for part in whole if not _either(part)):
        return None
    near = next(_part(part)[1] for part in parts if not _either(part))
    out, at, errors = [], 0, 0
    kinds = set()
    for match in _chunk.finditer(data):
        part = match[0]
        if part.isascii():
            continue
        text, near = (part.decode(near), near) if _either(part) else _part(part)
        kinds.add(near)
        errors += text.count("\ufffd")
        out += [data[at : match.start()].decode("ascii"), text]
        at = match.end()
    if len(kinds) == 1 and "utf-8" not in kinds:
        return None
    out.append(data[at:].decode("ascii"))
    return Decoded("".join(out), "+".join(sorted(kinds, reverse=True)), declared, "by segment", errors)


def _either(part: bytes) -> bool:
    """Whether a part is good GBK, and as UTF-8 a single character."""
    return len(part) < 9 and not _utf8_pair.search(part) and _is_utf8(part) and _is_gbk(part)


def _is_utf8(part: bytes) -> bool:
    try:
        part.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_gbk(part: bytes) -> bool:
    try:
        part.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _part(part: bytes) -> tuple[str, str]:
    """One part of a mixed page: strict UTF-8 where it makes Chinese, else whichever reading is likelier."""
    if not _is_utf8(part) and _is_gbk(part) and not _utf8_lead.search(part):
        return part.decode("gb18030"), "gb18030"
    readings = []
    for kind in ("utf-8", "gb18030"):
        try:
            text, errors = part.decode(kind), 0
        except UnicodeDecodeError:
            text = part.decode(kind, "replace")
            errors = text.count("\ufffd")
        readings.append((_score([part], kind), -errors, kind, text))
    _, _, kind, text = max(readings)
    return text, kind


def _tolerant(data: bytes, encoding: str, declared: str, evidence: str) -> Decoded:
    """The data in this encoding; what does not decode is U+FFFD, and counted."""
    text = data.decode(encoding, "replace")
    own = data.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0
    return Decoded(text, encoding, declared, evidence, text.count("\ufffd") - own)
