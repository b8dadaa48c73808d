"""Bytes to text, and why this charset and no other.

A page says gb2312 and is UTF-8; another says utf-8 and is GBK; a third says nothing and spends its first fifteen kilobytes on ASCII
scripts. So nothing is believed before the bytes have been tried, all of them:

    >>> done = decode('<meta charset="gb2312"><title>全省经济工作</title>'.encode())
    >>> done.encoding, done.declared, done.evidence
    ('utf-8', 'gb2312', 'strict utf-8')
    >>> decode("镇平县召开会议".encode("gbk")).text
    '镇平县召开会议'

A byte order mark wins, then strict UTF-8 (no Chinese text in another charset passes for it by chance), then what was declared if all
bytes fit it, gb2312 and gbk read as gb18030; then the reading that makes the most Chinese of the bytes. What decodes in no way
becomes U+FFFD, and `errors` counts how often.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from newsextract.errors import UnreadableInput


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

_declaration = regex.compile(
    rb"""(?ix) <meta [^>]{0,400}? charset \s*=\s* ["']? \s* ([\w.:-]{2,40}) | <\?xml [^>]{0,200}? encoding \s*=\s* ["'] ([\w.:-]{2,40})"""
)


def decode(data: bytes, *, charset: str | None = None) -> Decoded:
    """The text of a page's bytes; `charset` is what its HTTP header said, if it is known.

    Raises UnreadableInput for what is no text: a PDF, an image, an archive.
    """
    for magic, kind in BINARIES.items():
        if data.startswith(magic):
            raise UnreadableInput(f"the input begins like {kind} ({data[:8]!r}); give the page's HTML or its text")
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], encoding, charset or "", "byte order mark")
    found = _declaration.search(data, 0, HEAD)
    declared = (charset or (found and (found[1] or found[2]).decode("ascii")) or "").strip().lower()
    wanted = ALIASES.get(declared, declared)
    for encoding, evidence in (
        ("utf-8", "strict utf-8"),
        (wanted, "declared"),
        ("gb18030", "strict gb18030"),
        ("big5hkscs", "strict big5"),
    ):
        if encoding and encoding != "cp1252":
            try:
                return Decoded(data.decode(encoding), encoding, declared, evidence)
            except (UnicodeDecodeError, LookupError):
                pass
    return _tolerant(data, "gb18030", declared, "gb18030 with replacement")


def _tolerant(data: bytes, encoding: str, declared: str, evidence: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, declared, evidence, text.count("\ufffd"))
