"""The forward simulator: from a clean sentence to what a polluter's tool chain made of it.

    揭?yè)P(yáng) is not noise. It is four steps, and this module takes them one after the other:

1. each simplified character becomes its traditional form, characters that are also good traditional ones stay;
2. the text is encoded as GBK, what GBK lacks becomes `?`;
3. for each row of a table (traditional character, reading), in ascending GBK order, the two bytes XX become XX + `(reading)`,
   wherever they stand: also where they are the tail of one character and the head of the next;
4. the bytes are decoded again, a lead byte and the byte below 0x40 behind it becoming one `?`.

It is proven on the damaged page that was found (tests/test_repair.py), and is what proves the inverse.
"""

from __future__ import annotations

import functools
import random
import re
from pathlib import Path

from newsextract import tables

CONVERTER = Path(__file__).resolve().parent.parent / "fixtures" / "pollution" / "converter.tsv"
STAYS = set("后于干里系云余范征斗松谷筑采制面了咨并")
HALF = str.maketrans("，：；（）？！", ",:;()?!")
SPLIT = tuple(mark.encode("gbk") for mark in "，！？；。")


@functools.cache
def converter() -> dict[str, str]:
    """Simplified -> traditional, one for one, as the polluters' converter has it."""
    table = {"着": "著", "为": "為", "启": "啟", "众": "眾", "伪": "偽"}
    for line in CONVERTER.read_text(encoding="utf8").splitlines():
        if line.startswith("#"):
            continue
        key, values = line.split("\t")
        if key not in STAYS and key not in table:
            table[key] = values.split()[0]
    return table


@functools.cache
def readings() -> dict[str, list[str]]:
    return {row["id"]: row["readings"].split() for row in tables.read("readings")}


def traditional(text: str) -> str:
    table = converter()
    return "".join(table.get(character, character) for character in text)


def encoded(text: str) -> bytes:
    return text.encode("gb18030") if all(map(_held, text)) else "".join(c if _held(c) else "?" for c in text).encode("gb18030")


def _held(character: str) -> bool:
    """Whether GBK, with its user-defined areas, has the character in one or two bytes."""
    try:
        return len(character.encode("gb18030")) <= 2
    except UnicodeEncodeError:
        return False


def annotated(data: bytes, table: dict[str, str], *, space: bool = False) -> bytes:
    """Step 3: the readings inserted at byte level, one row after the other, in ascending GBK order."""
    rows = sorted((character.encode("gbk"), reading.encode("gbk")) for character, reading in table.items())
    for pair, reading in rows:
        if pair in data:
            data = data.replace(pair, pair + b"(" + reading + (b" " if space else b"") + b")")
    return data


def split(data: bytes, share: float, chance: random.Random, byte: bytes) -> bytes:
    """The second channel: before some ，！？；。 found at byte level, one mark after the other, `byte` is inserted; an empty one cuts the stream."""
    for mark in SPLIT:
        data = re.sub(re.escape(mark), lambda match: (byte or b"\x00") + match[0] if chance.random() < share else match[0], data)
    return data


def decoded(data: bytes) -> str:
    """Step 4: a decoder that makes one `?` of a lead byte and a trail byte below 0x40 (0x00 stands for a cut in the stream)."""
    out, at, end = [], 0, len(data)
    while at < end:
        byte = data[at]
        if byte < 0x80:
            if byte:
                out.append(chr(byte))
            at += 1
        elif byte in (0x80, 0xFF):
            out.append("€" if byte == 0x80 else "\uf8f5")
            at += 1
        elif at + 1 == end or data[at + 1] < 0x40 or data[at + 1] in (0x7F, 0xFF):
            out.append("?")
            at += 2
        else:
            out.append(data[at : at + 2].decode("gb18030"))
            at += 2
    return "".join(out)


def pollute(
    text: str,
    table: dict[str, str],
    *,
    half: bool = True,
    share: float = 0.0,
    byte: bytes = b"",
    chance: random.Random | None = None,
    space: bool = False,
    twice: bool = False,
) -> str:
    """The clean text as a page with that table shows it: `half` for half-width punctuation, `share` of second-channel hits."""
    damaged = traditional(text.translate(HALF) if half else text)
    for _ in range(2 if twice else 1):
        data = annotated(encoded(damaged), table, space=space)
        if share:
            data = split(data, share, chance or random.Random(0), byte)
        damaged = decoded(data)
    return damaged


@functools.cache
def seen() -> dict[str, str]:
    """The characters seen with a reading on real pages, with that reading."""
    path = CONVERTER.with_name("seen.tsv")
    return dict(line.split("\t") for line in path.read_text(encoding="utf8").splitlines() if not line.startswith("#"))


def every() -> dict[str, str]:
    """A table of all that simplification changes, the commonest reading of each."""
    return {character: found[0] for character, found in readings().items()}


def some(chance: random.Random, share: float = 0.45) -> dict[str, str]:
    """A random part of all that simplification changes, each with one of its readings."""
    return {character: chance.choice(found) for character, found in sorted(readings().items()) if chance.random() < share}
