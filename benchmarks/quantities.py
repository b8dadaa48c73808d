"""Numbers and quantities beside the peers, on the sentences of our own corpus: how many are right, and how fast.

    python benchmarks/quantities.py                 every peer that can be imported
    python benchmarks/quantities.py --growth        linear? 1 kB to 1 MB of news, and of hostile text

Quality: a record of fixtures/corpus/quantity*.txt and numeral.txt is *found* by a system when one of its entities overlaps the quote and has its value,
*exact* when its span is the quote besides; a line that says `nothing` is *silent* when the system gives none. That is our own corpus: we were built on it
and are right on it by our tests, so the first row says only what the others miss. A peer that gives the digits of a date as a number is not silent. Bounds, ranks and ordinals are not asked of the peers. JioNLP's extractor
reads money, and is asked for money alone. cn2an reads one numeral that is given to it: it is asked for the numerals with Chinese characters in them.

Speed: processor time over the same sentences, each system in turn, five rounds, the median; nothing is kept between rounds. Peers: pip install
jionlp cn2an recognizers-text-suite "emoji<2" (with a newer emoji recognizers-text cannot be imported).
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import os
import platform
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import corpus
from newsextract import script
from newsextract.find import numeral, quantity

ROUNDS = 5
SAMPLE = 150  # sentences for the time: recognizers-text reads 1,500 characters a second
ASKED = {"count", "money", "quantity", "percent", "percentage_point", "ratio", "multiple"}
Entity = tuple[int, int, Decimal | None]
System = Callable[[str], list[Entity]]


def decimal(value: object) -> Decimal | None:
    try:
        return Decimal(str(value).rstrip("%"))
    except InvalidOperation:
        return None


def ours(text: str) -> list[Entity]:
    return [(q["start"], q["end"], q["value"]) for q in quantity.quantities(text) if q["kind"] in ASKED]


def our_numerals(text: str) -> list[Entity]:
    return [(n["start"], n["end"], n["value"]) for n in numeral.numerals(text)]


def recognizers() -> System:
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension
    from recognizers_text import Culture

    readers = (recognize_currency, recognize_dimension, recognize_percentage, recognize_number)

    def read(text: str) -> list[Entity]:
        found: list[Entity] = []
        for reader in readers:
            for entity in reader(text, Culture.Chinese):
                value = decimal(entity.resolution.get("value")) if entity.resolution else None
                inside = any(start <= entity.start and entity.end < end for start, end, _ in found)  # 8500万 inside 8500万亩
                if value is not None and not inside:
                    found.append((entity.start, entity.end + 1, value))
        return found

    return read


def jionlp() -> System:
    import jionlp as jio

    def read(text: str) -> list[Entity]:
        out = []
        for found in jio.ner.extract_money(text, with_parsing=True):
            value = found["detail"]["num"]
            out.append((found["offset"][0], found["offset"][1], decimal(value[0] if isinstance(value, list) else value)))
        return out

    return read


def records(line: corpus.Line, kinds: set[str]) -> list[tuple[int, int, Decimal]]:
    """What the line says there is, of these kinds, with its place."""
    out, at = [], 0
    for quote, what, *_ in line.expected:
        start = line.text.find(quote, at)
        at = start + len(quote)
        kind, value, *_ = [*what.split(), "", ""]
        number = decimal(value.split("..")[0])
        if kind in kinds and number is not None and start >= 0:
            out.append((start, at, number))
    return out


def quality(system: System, lines: list[corpus.Line], kinds: set[str]) -> tuple[int, int, int, int, int]:
    """Records, found, exact; silent lines, and of those, silent."""
    asked = found = exact = silent = quiet = 0
    for line in lines:
        try:
            entities = system(line.text)
        except Exception:  # a peer's crash is an answer: nothing
            entities = []
        if line.nothing:
            silent += 1
            quiet += not entities
        for start, end, value in records(line, kinds):
            asked += 1
            right = [e for e in entities if e[0] < end and start < e[1] and e[2] == value]
            found += bool(right)
            exact += any((e[0], e[1]) == (start, end) for e in right)
    return asked, found, exact, silent, quiet


def seconds(system: System, texts: list[str]) -> float:
    script.fold.cache_clear()
    began = time.process_time()
    for text in texts:
        with contextlib.suppress(Exception):
            system(text)
    return time.process_time() - began


def one_numeral(read: Callable[[str], Any], lines: list[corpus.Line]) -> tuple[int, int]:
    """Numerals with Chinese characters, given one at a time: asked, right."""
    asked = right = 0
    for line in lines:
        for quote, what, *_ in line.expected:
            kind, value, *_ = [*what.split(), "", ""]
            if kind == "cardinal" and re.search("[一二三四五六七八九十百千万亿]", quote) and ".." not in value and (number := decimal(value)) is not None:
                asked += 1
                with contextlib.suppress(Exception):  # cn2an says so when it cannot
                    right += decimal(read(quote)) == number
    return asked, right


def table(rows: list[list[object]]) -> None:
    print("| " + " | ".join(map(str, rows[0])) + " |\n|" + "---|" * len(rows[0]))
    for row in rows[1:]:
        print("| " + " | ".join(map(str, row)) + " |")


def compare() -> None:
    lines = [line for line in corpus.corpus() if line.path.stem.startswith("quantity") and not line.fails]
    numerals = [line for line in corpus.corpus() if line.path.stem == "numeral" and not line.fails]
    systems: dict[str, tuple[System, set[str]]] = {"newsextract quantities": (ours, ASKED), "newsextract quantities, money": (ours, {"money"})}
    for name, made, kinds in (("recognizers-text-suite", recognizers, ASKED), ("jionlp", jionlp, {"money"})):
        try:
            systems[f"{name} {importlib.metadata.version(name)}" + (", money" if kinds != ASKED else "")] = (made(), kinds)
        except ImportError as error:
            print(f"{name}: not measured ({error})", file=sys.stderr)
    texts = [line.text for line in random.Random(6).sample(lines, SAMPLE)]
    characters = sum(map(len, texts))
    spent: dict[str, list[float]] = {name: [] for name in [*systems, "newsextract numerals"]}
    for system, _ in systems.values():
        system(texts[0])
    for _ in range(ROUNDS):
        for name, (system, _) in systems.items():
            spent[name].append(seconds(system, texts))
        spent["newsextract numerals"].append(seconds(our_numerals, texts))
    rows: list[list[object]] = [["system", "records", "value found %", "span exact %", "silent lines kept %", "characters/s"]]
    for name, (system, kinds) in systems.items():
        asked, found, exact, silent, quiet = quality(system, lines, kinds)
        speed = characters / statistics.median(spent[name])
        rows.append([name, asked, f"{100 * found / asked:.1f}", f"{100 * exact / asked:.1f}", f"{100 * quiet / silent:.1f}", f"{speed:,.0f}"])
    rows.append(["newsextract numerals", "", "", "", "", f"{characters / statistics.median(spent['newsextract numerals']):,.0f}"])
    print(f"{len(lines)} lines of our corpus; the time over {len(texts)} of them ({characters:,} characters, a quantity every {characters // max(1, sum(len(ours(t)) for t in texts))})\n")
    table(rows)
    rows = [["one Chinese numeral at a time", "asked", "right %"]]
    asked, right = one_numeral(lambda quote: next((n["value"] for n in numeral.numerals(quote) if n["quote"] == quote), None), numerals)
    rows.append(["newsextract", asked, f"{100 * right / asked:.1f}"])
    try:
        import cn2an

        asked, right = one_numeral(lambda quote: cn2an.cn2an(quote, "smart"), numerals)
        rows.append([f"cn2an {importlib.metadata.version('cn2an')}", asked, f"{100 * right / asked:.1f}"])
    except ImportError as error:
        print(f"cn2an: not measured ({error})", file=sys.stderr)
    print()
    table(rows)


def growth() -> None:
    """Microseconds a character, from a thousand characters to a million: the same all along where reading is linear."""
    news = "\n".join(line.text for line in corpus.corpus() if line.path.stem.startswith("quantity"))
    kinds = {"news": news, "digits": "7" * 1000, "一": "一" * 1000, "brackets": "（" * 1000, "lists": "3、4、5和6，" * 100, "spaced": "一 百 五 十 " * 100}
    sizes = (10**3, 10**4, 10**5, 10**6)
    rows: list[list[object]] = [["microseconds a character", *(f"{size:,}" for size in sizes)]]
    for name, unit in kinds.items():
        cells: list[object] = [name]
        for size in sizes:
            text = (unit * (size // len(unit) + 1))[:size]
            best = min(seconds(ours, [text]) for _ in range(3 if size < 10**6 else 1))
            cells.append(f"{1e6 * best / size:.2f}")
        rows.append(cells)
    table(rows)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--growth", action="store_true", help="time by length instead of the comparison")
    chosen = options.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} when begun; pinned to one\n")
    if chosen.growth:
        growth()
    else:
        compare()


if __name__ == "__main__":
    main()
