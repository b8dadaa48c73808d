"""How well and how fast repair works: accuracy on invented pages damaged by the simulator, silent damage, and speed by length.

    .venv/bin/python benchmarks/repair.py [--pages 100] [--tuned] [--show 5] [--healthy 1000000] [--fast | --no-speed]
    .venv/bin/python benchmarks/repair.py --bad

A line counts as exact outside its losses when it is what it was, each U+FFFD standing for one character. A digit changed in silence
is a line without a loss, or outside its losses, whose digits differ.
"""

from __future__ import annotations

import argparse
import difflib
import inspect
import os
import random
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import regex

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
import invented
import pollution
from newsextract.repair import repair


def excused(got: str, wanted: str) -> bool:
    """Whether `got` is `wanted`, each U+FFFD of `got` standing for one character."""
    pattern = "".join("(?s:.)" if character == "\ufffd" else regex.escape(character) for character in got)
    return regex.fullmatch(pattern, wanted) is not None


def realigned(got: str, wanted: list[str]) -> list[tuple[str, str]]:
    """Lines of the repaired page beside those of the clean one; a newline that went into a loss joins two."""
    lines = got.split("\n")
    if len(lines) == len(wanted):
        return list(zip(lines, wanted, strict=True))
    pairs, at = [], 0
    for line in lines:
        take = 1
        while at + take < len(wanted) and len("\n".join(wanted[at : at + take])) < len(line) - 2:
            take += 1
        pairs.append((line, "\n".join(wanted[at : at + take])))
        at += take
    return pairs


def accuracy(name: str, pages: int, held: bool, show: int, table, **options) -> None:
    chance = random.Random(f"{name} {held}")
    lines = exact = fine = losses = damaged_lines = unstable = 0
    digits = 0
    shown = 0
    for _ in range(pages):
        clean = invented.page(chance, held=held)
        damaged = pollution.pollute(clean, table(chance), chance=chance, **options)
        done = repair(damaged)
        losses += len(done.losses)
        unstable += bool(repair(done.text).edits)
        wanted = clean.split("\n")
        damaged_lines += sum(1 for one in wanted if "?" in one)
        for got, want in realigned(done.text, wanted):
            weight = want.count("\n") + 1
            lines += weight
            if got == want:
                exact += weight
                fine += weight
            elif "\ufffd" in got and excused(got, want):
                fine += weight
            else:
                wrong = [
                    (want[a:b], got[c:d])
                    for op, a, b, c, d in difflib.SequenceMatcher(None, want, got, False).get_opcodes()
                    if op != "equal"
                ]
                digits += sum(any(one.isdigit() for one in was) and "\ufffd" not in put for was, put in wrong)
                if shown < show:
                    shown += 1
                    print("   ", wrong, "|", want[:30])
    print(
        f"{name:28} lines {lines:6} exact {exact / lines:8.3%} outside losses {fine / lines:8.3%} losses {losses:5} digits {digits} unstable {unstable}"
    )


# ftfy is timed up to this length; it is linear too.
PEER_LENGTH = 1_000_000
LENGTHS = (10_000, 100_000, 1_000_000, 10_000_000)


def fastest(fixer, text: str, times: int) -> float:
    """Seconds of the processor for one call, the fastest of so many: what else the machine does is not ours."""
    spent = []
    for _ in range(times):
        begun = time.process_time()
        fixer(text)
        spent.append(time.process_time() - begun)
    return min(spent)


def speed() -> None:
    """Megabytes a second by kind of page and length, and the ratio to ftfy on the same text; a first time on pages not seen before."""
    chance = random.Random(7)
    clean = "\n".join(invented.page(chance) for _ in range(300))
    seen = pollution.pollute(clean, pollution.seen())
    every = pollution.pollute(clean, pollution.every())
    markup = "".join(f"<p>{line}</p>\n" for line in clean.split("\n"))
    try:
        from ftfy import fix_text as peer
    except ImportError:
        peer = None
    repair(every[:2000])
    for name, text in (("clean", clean), ("markup", markup), ("134 characters", seen), ("all characters", every)):
        size = len(text.encode())
        first = pages_of(text, len(text) * LENGTHS[0] // size)
        begun = time.process_time()
        for part in first:
            repair(part)
        spent = (time.process_time() - begun) / len(first)
        print(
            f"{name:16} {LENGTHS[0]:>10,} bytes {LENGTHS[0] / 1e6 / spent:7.1f} MB/s at first sight, mean of {len(first)} pages"
        )
        for length in LENGTHS:
            part = (text * (1 + LENGTHS[-1] * 3 // len(text)))[: int(length / size * len(text))]
            times = max(1, min(20, 2_000_000 // length))
            spent = fastest(repair, part, times)
            ratio = f" {fastest(peer, part, min(times, 3)) / spent:6.1f} times ftfy" if peer and length <= PEER_LENGTH else ""
            print(f"{name:16} {length:>10,} bytes {length / 1e6 / spent:7.1f} MB/s{ratio}")
            if length == PEER_LENGTH and "--fast" in sys.argv:
                break


def pages_of(text: str, step: int) -> list[str]:
    """Pages of so many characters, one after the other, none twice; forty at most."""
    return [text[at : at + step] for at in range(0, min(len(text) - step, 40 * step), step)]


def healthy(size: int) -> Iterator[tuple[str, list[str]]]:
    """Kinds of text that need no repair, each so many bytes of pages of 3 kB: nothing of it was looked at when rules were made."""
    chance = random.Random(23)
    known = pollution.readings()

    def until(make) -> list[str]:
        made, length = [], 0
        while length < size:
            made.append(make())
            length += len(made[-1].encode())
        return made

    def lesson(share: float) -> str:
        text = (
            pollution.traditional(invented.page(chance, 12, True)) if chance.random() < 0.5 else invented.page(chance, 12, True)
        )
        syllables = ["de", "shì", "yī", "rén", "zhōng", "guó", "wén", "zì", "bù", "lǜ"]
        return "".join(
            f"{one}({chance.choice(known.get(one) or syllables)})" if "一" <= one <= "鿿" and chance.random() < share else one
            for one in text
        )

    def quoted(text: str) -> str:
        return text.translate(str.maketrans("“”", "「」"))

    yield "simplified", until(lambda: invented.page(chance, 12, True))
    yield "simplified, half-width", until(lambda: invented.page(chance, 12, True).translate(pollution.HALF))
    yield "traditional", until(lambda: quoted(pollution.traditional(invented.page(chance, 12, True))))
    yield "pinyin lessons", until(lambda: lesson(1.0))
    yield "glosses", until(lambda: lesson(0.004))
    sources = sorted(Path(random.__file__).parent.glob("*.py"))
    code = "".join(path.read_text(encoding="utf8").replace("\x0c", "") for path in sources)
    yield "code", [code[at : at + 3000] for at in range(0, min(len(code), size), 3000)]
    english = "\n".join(
        inspect.getdoc(value) or "" for module in (os, inspect, difflib, argparse, random) for value in vars(module).values()
    )
    english += "\n".join(found for found in re.findall(r'"""(.{200,4000}?)"""', code, re.DOTALL))
    yield "English", [english[at : at + 3000] for at in range(0, min(len(english), size), 3000)]


def untouched(size: int) -> None:
    total = changed = 0
    for name, pages in healthy(size):
        edited = [page for page in pages if repair(page).edits]
        length = sum(len(page.encode()) for page in pages)
        total += length
        changed += len(edited)
        print(f"{name:24} {length:>10,} bytes in {len(pages):5} pages, {len(edited)} changed")
        for page in edited[:3]:
            print("   ", [(edit.was, edit.put, edit.rule) for edit in repair(page).edits[:3]])
    print(f"{'healthy text':24} {total:>10,} bytes, {changed} pages changed")


def bad_input() -> None:
    """What would be slow if anything were more than linear: twice the length must not take much more than twice the time."""
    for name, unit, count in (("(", "(", 50_000_000), ("?", "?", 1_000_000), ("?yè)", "?yè)", 250_000), ("業(yè)?，", "業(yè)?，", 60_000), ("U+FFFD", "\ufffdI(y\ufffd\ufffd)", 100_000), ("鏈?chǎn)", "鏈?chǎn)I", 100_000), ("%E5", "%E5", 300_000), ("é", "é", 1_000_000), ("锟斤拷", "锟斤拷", 300_000)):  # fmt: skip
        half, whole = (fastest(repair, unit * times, 1) for times in (count // 2, count))
        print(f"{name:16} {count:>11,} times {whole:7.2f} s, {whole / max(half, 1e-9):4.1f} times that of half as many")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--pages", type=int, default=60)
    options.add_argument("--show", type=int, default=0)
    options.add_argument("--tuned", action="store_true")
    options.add_argument("--fast", action="store_true")
    options.add_argument("--no-speed", action="store_true")
    options.add_argument("--healthy", type=int, default=1_000_000, help="bytes of each kind of healthy text")
    options.add_argument("--bad", action="store_true", help="bad input only")
    chosen = options.parse_args()
    if chosen.bad:
        return bad_input()
    for half in (True, False):
        kind = "half-width" if half else "full-width"
        for name, table in (("134", lambda _: pollution.seen()), ("45%", pollution.some), ("all", lambda _: pollution.every())):
            accuracy(f"{name} {kind}", chosen.pages, not chosen.tuned, chosen.show, table, half=half)
    for byte in (b"", b" "):
        accuracy(
            f"134 split {byte!r}",
            chosen.pages,
            not chosen.tuned,
            chosen.show,
            lambda _: pollution.seen(),
            half=False,
            share=0.2,
            byte=byte,
        )
    if chosen.healthy:
        untouched(chosen.healthy)
    if not chosen.no_speed:
        speed()


if __name__ == "__main__":
    main()
