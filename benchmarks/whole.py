"""What a whole record costs, beside the peers: one command, one run, one machine.

    python benchmarks/whole.py                     everything, some ten minutes; the table, on the screen
    python benchmarks/whole.py --write             the same, into docs/measurements/speed.md, with the curve of growth as a picture
    python benchmarks/whole.py --pages 2000        as many pages as the figures are given for (200 unless said)
    python benchmarks/whole.py --only pages,text   some parts alone: pages, text, repair, growth, processes, memory

Every part runs us and the peers that are installed (extra `bench`) over the same inputs, in turn, a piece at a time, on one core, in processor time;
each figure is the median of the rounds. No page is read twice in a round, and each round has pages of its own. Quality stands beside speed: how much of the
article's text is there (recall) and how much of what is there belongs (precision), in characters of paragraphs.
"""

from __future__ import annotations

import argparse
import functools
import importlib.metadata
import multiprocessing
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import inputs

import newsextract

ROUNDS = 5
DOCS = inputs.ROOT / "docs" / "measurements"
SHARED = inputs.ROOT.parent / "shared" / "html"
Reader = Callable[[bytes], str]


# ------------------------------------------------------------------------------------------------------------------- the systems
def ours(data: bytes) -> str:
    return newsextract.extract(data).text


def article_alone() -> Reader:
    from newsextract import article, page
    from newsextract.decode import decode

    return lambda data: "\n".join(paragraph.after for paragraph in article.read(page.parse(decode(data).text)).paragraphs)


def trafilatura() -> Reader:
    import trafilatura

    return lambda data: trafilatura.extract(data) or ""


def gne() -> Reader:
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()
    return lambda data: str(extractor.extract(data.decode("utf-8", "replace"))["content"])


def readability() -> Reader:
    import lxml.html
    from readability import Document

    return lambda data: str(lxml.html.fromstring(Document(data.decode("utf-8", "replace")).summary()).text_content())


def newspaper() -> Reader:
    from newspaper import Article

    def read(data: bytes) -> str:
        article = Article("http://www.example.cn/a.html", language="zh", fetch_images=False)
        article.download(input_html=data.decode("utf-8", "replace"))
        article.parse()
        return str(article.text)

    return read


def resiliparse() -> Reader:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda data: str(extract_plain_text(data.decode("utf-8", "replace"), main_content=True))


PEERS: dict[str, tuple[str, Callable[[], Reader]]] = {
    "newsextract, article alone": ("newsextract", article_alone),
    "trafilatura": ("trafilatura", trafilatura),
    "gne": ("gne", gne),
    "readability-lxml": ("readability-lxml", readability),
    "newspaper4k": ("newspaper4k", newspaper),
    "resiliparse": ("resiliparse", resiliparse),
}


def systems() -> dict[str, Reader]:
    there: dict[str, Reader] = {"newsextract, whole record": ours}
    for name, (package, make) in PEERS.items():
        try:
            there[name] = make()
        except ImportError:
            print(f"{name} is not installed: pip install {package}", file=sys.stderr)
    return there


# ------------------------------------------------------------------------------------------------------------------- measuring
def spent(run: Callable[[Any], object], things: Iterable[Any]) -> tuple[float, list[Any]]:
    """The processor time of doing this to all of them, and what came of it."""
    began = time.process_time()
    done = [run(one) for one in things]
    return time.process_time() - began, done


def pinned() -> None:
    """This process on one core, where the system allows it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def held(got: str, wanted: Iterable[str]) -> tuple[int, int, int]:
    """How many characters of the wanted paragraphs are there, how many were wanted, how many are there at all."""
    squeezed = "".join(got.split()).replace("\u3000", "")
    parts = ["".join(one.split()) for one in wanted]
    return sum(len(part) for part in parts if part in squeezed), sum(map(len, parts)), len(squeezed)


def pages(count: int) -> str:
    """Pages of 100 kB around an article of 1,500 characters."""
    there = systems()
    for read in there.values():
        read(inputs.page(0))
    times: dict[str, list[float]] = {name: [] for name in there}
    right: dict[str, list[tuple[int, int, int]]] = {name: [] for name in there}
    share = max(1, count // ROUNDS)
    for round_ in range(ROUNDS):
        seeds = range(1 + round_ * share, 1 + (round_ + 1) * share)
        made = [(inputs.page(seed), inputs.paragraphs(1500, seed)) for seed in seeds]
        for name, read in there.items():
            took, got = spent(read, [data for data, _ in made])
            times[name].append(took / share)
            right[name] += [held(text, wanted) for text, (_, wanted) in zip(got, made, strict=True)]
    return _table(f"{share * ROUNDS} pages of 100 kB, 1,500 characters of article each", times, right)


def real_pages() -> str:
    """The pages of ../shared/html, where they are: speed alone, for their quality is measured by the dashboard."""
    files = sorted(path for path in (SHARED / "pages").glob("*") if path.is_file())
    if not files:
        return ""
    data = [path.read_bytes() for path in files]
    there = systems()
    times: dict[str, list[float]] = {name: [] for name in there}
    for round_ in range(ROUNDS + 1):
        for name, read in there.items():
            took, _ = spent(functools.partial(_quietly, read), data)
            if round_:
                times[name].append(took / len(data))
    return _table(f"{len(data)} real pages of ../shared/html, mean size {sum(map(len, data)) // len(data) // 1000} kB", times, {})


def _quietly(read: Reader, data: bytes) -> str:
    try:
        return read(data)
    except Exception:
        return ""


def _table(title: str, times: dict[str, list[float]], right: dict[str, list[tuple[int, int, int]]]) -> str:
    whole = statistics.median(times["newsextract, whole record"])
    lines = [f"| {title} | ms a page | times our whole record | recall | precision |", "|---|--:|--:|--:|--:|"]
    for name, found in times.items():
        middle = statistics.median(found)
        rows = right.get(name, [])
        there, wanted, all_ = (sum(row[i] for row in rows) for i in range(3))
        quality = f"{100 * there / wanted:.1f} | {100 * there / max(1, all_):.1f}" if rows else "– | –"
        lines.append(f"| {name} | {1000 * middle:.1f} | {middle / whole:.2f} | {quality} |")
    return "\n".join(lines)


def plain(count: int) -> str:
    """Plain news text, and the parts of the record that are there alone."""
    find = newsextract.find
    parts: dict[str, Callable[[str], object]] = {
        "whole record": _whole,
        "repair": newsextract.repair,
        "numerals": find.numerals,
        "quantities": find.quantities,
        "dates": lambda text: find.dates(text, reference="2024-06-08"),
        "organisations": lambda text: find.organisations(text, region="甘肃省"),
    }
    for run in parts.values():
        run(inputs.text(1500, 0))
    speeds: dict[str, list[float]] = {name: [] for name in parts}
    share = max(1, count // ROUNDS)
    for round_ in range(ROUNDS):
        made = [inputs.text(1500, 10_000 + round_ * share + one) for one in range(share)]
        for name, run in parts.items():
            took, _ = spent(run, made)
            speeds[name].append(sum(map(len, made)) / took)
    lines = ["| plain text of 1,500 characters | characters a second |", "|---|--:|"]
    return "\n".join([*lines, *(f"| {name} | {statistics.median(found):,.0f} |" for name, found in speeds.items())])


def _whole(text: str) -> object:
    return newsextract.extract(text, published="2024-06-08", region="甘肃省")


def damaged(count: int) -> str:
    """Damaged text, whole record, beside the same text healthy."""
    share = max(1, count // ROUNDS // 2)
    lines = ["| text of 1,500 characters | characters a second | times healthy |", "|---|--:|--:|"]
    found: dict[str, list[float]] = {"healthy": [], "damaged": []}
    for round_ in range(ROUNDS):
        seeds = [20_000 + round_ * share + one for one in range(share)]
        for name, make in (("healthy", inputs.text), ("damaged", inputs.damaged)):
            made = [make(1500, seed) for seed in seeds]
            took, _ = spent(_whole, made)
            found[name].append(1500 * share / took)
    base = statistics.median(found["healthy"])
    return "\n".join([*lines, *(f"| {name} | {statistics.median(one):,.0f} | {base / statistics.median(one):.2f} |" for name, one in found.items())])


GROWTH = (1_000, 10_000, 100_000, 1_000_000)


def growth(write: bool) -> str:
    """What a character costs in texts from 1 kB to 1 MB (of UTF-8: three bytes a character)."""
    points: list[tuple[int, float]] = []
    for size in GROWTH:
        characters = size // 3
        repeat = max(1, 100_000 // characters)
        made = [[inputs.text(characters, 30_000 + 1000 * round_ + one) for one in range(repeat)] for round_ in range(3)]
        best = min(spent(_whole, batch)[0] / sum(map(len, batch)) for batch in made)
        points.append((size, 1e6 * best))
    first = points[0][1]
    lines = ["| bytes of text | microseconds a character | times the shortest |", "|--:|--:|--:|"]
    lines += [f"| {size:,} | {cost:.2f} | {cost / first:.2f} |" for size, cost in points]
    if write:
        _plot(points)
        lines += ["", "![What a character costs, by the length of the text](growth.svg)"]
    return "\n".join(lines)


def _plot(points: list[tuple[int, float]]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "newsextract"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 3))
    axes.plot([size for size, _ in points], [cost for _, cost in points], marker="o")
    axes.set(xscale="log", xlabel="bytes of text", ylabel="microseconds a character", ylim=(0, None))
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(DOCS / "growth.svg", metadata={"Date": None})


def processes(count: int) -> str:
    """The same pages by one process and by two."""
    made = [inputs.page(40_000 + one) for one in range(count)]
    took = {}
    for workers in (1, 2):
        with multiprocessing.get_context("spawn").Pool(workers) as pool:
            pool.map(_extracted, made[: 4 * workers], chunksize=1)  # every worker has started and is warm
            began = time.perf_counter()
            pool.map(_extracted, made, chunksize=8)
            took[workers] = time.perf_counter() - began
    return f"| processes | pages a second | times one |\n|--:|--:|--:|\n| 1 | {count / took[1]:.0f} | 1 |\n| 2 | {count / took[2]:.0f} | {took[1] / took[2]:.2f} |"


def _extracted(data: bytes) -> int:
    return len(newsextract.extract(data).facts)


def memory(count: int) -> str:
    """The memory that a process of its own needs at most, page after page."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found = pool.apply(_memory, (count,))
    lines = ["| pages read | largest memory, MB |", "|--:|--:|"]
    return "\n".join([*lines, *(f"| {pages:,} | {kilobytes / 1024:.0f} |" for pages, kilobytes in found)])


def _memory(count: int) -> list[tuple[int, int]]:
    out = []
    for one in range(1, count + 1):
        newsextract.extract(inputs.page(50_000 + one))
        if one % max(1, count // 4) == 0:
            out.append((one, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
    return out


# ------------------------------------------------------------------------------------------------------------------- the report
def machine() -> str:
    model = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    versions = []
    for package in ("selectolax", "regex", "pydantic", "rjieba", *{package for package, _ in PEERS.values() if package != "newsextract"}):
        try:
            versions.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, newsextract {newsextract.__version__}, {', '.join(sorted(versions))}."


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf8").splitlines()
    except OSError:
        return []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--only", default="pages,text,repair,growth,processes,memory")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    count = chosen.pages
    parts: dict[str, Callable[[], list[str]]] = {
        "processes": lambda: [processes(count)],
        "memory": lambda: [memory(count * 5)],
        "pages": lambda: [pages(count), real_pages()],
        "text": lambda: [plain(count)],
        "repair": lambda: [damaged(count)],
        "growth": lambda: [growth(chosen.write)],
    }
    wanted = chosen.only.split(",")
    out = []
    for name, run in parts.items():  # the processes first: the others pin this one to a core
        if name in wanted:
            if name == "pages" or ("pages" not in wanted and name not in ("processes", "memory")):
                pinned()
            print(f"{name} …", file=sys.stderr, flush=True)
            out += [part for part in run() if part]
    text = f"{machine()}\n\n" + "\n\n".join(out) + "\n"
    print(text)
    if chosen.write:
        DOCS.mkdir(parents=True, exist_ok=True)
        (DOCS / "speed.md").write_text(
            f"# Speed, measured\n\nWritten by `python benchmarks/whole.py --pages {count} --write`. Processor time on one core; the systems in turn, in one run.\n\n{text}", encoding="utf8"
        )


if __name__ == "__main__":
    main()
