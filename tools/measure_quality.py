"""Writes the figures of docs/quality.md.

    python tools/measure_quality.py                                  the corpus, and the development sets of ../shared where they are
    python tools/measure_quality.py --unseen FOLDER                  and sets that nobody here has read: FOLDER/articles.jsonl,
                                                                     org_sentences.jsonl and html.jsonl, in the shape of ../shared's

The development and unseen sets are scored by ../shared/bench/dashboard.py, which is no part of this project; without it only the corpus is
counted, and the figures that stand in the page for the rest stay as they are.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import newsextract

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import corpus as sentences

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "quality.md"
BETWEEN = re.compile(r"(<!-- figures: [^>]*-->\n).*?(<!-- end of figures -->)", re.DOTALL)

# What the dashboard's figures are called for people. Others are left out: they are parts of these.
NAMES = {
    "number_value_unit": "facts: value and unit",
    "number_exact_span_value_unit": "facts: exact words, value and unit",
    "fact_with_attribute": "facts: with what is measured",
    "time|matched": "facts: period, its words",
    "period_interval|matched": "facts: period, its days",
    "region|matched": "facts: region",
    "modifier|matched": "facts: modifier",
    "date": "dates",
    "org_exact": "organisations: exact words",
    "org_canonical|matched": "organisations: full name",
}


def scored(program: str, *arguments: str) -> list[tuple[str, str, str]]:
    """What the dashboard prints, as (name, value, goal)."""
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, encoding="utf8", check=True, cwd=ROOT)
    found = re.findall(r"^[ +-] (\S.*?) {2,}([\d.]+) *(%|ms|) *(?:goal ([\d.]+))?$", done.stdout, re.MULTILINE)
    return [(name.strip(), f"{value} {unit}".strip(), goal) for name, value, unit, goal in found]


DASHBOARD = "import sys; sys.argv[0] = {path!r}; sys.path.insert(0, {bench!r}); import dashboard, newsextract as nx; "


def development() -> list[tuple[str, str, str]]:
    head = DASHBOARD.format(path="dashboard", bench=str(SHARED / "bench"))
    out = []
    for call in ("dashboard.articles(nx, 0)", "dashboard.sentences(nx, 0)", "dashboard.html(nx, 0)"):
        out += scored(head + call)
    return out


def unseen(folder: Path) -> list[tuple[str, str, str]]:
    head = DASHBOARD.format(path="dashboard", bench=str(SHARED / "bench"))
    calls = {
        "articles.jsonl": "dashboard.articles(nx, 0, sys.argv[1], 'articles')",
        "org_sentences.jsonl": "dashboard.sentences(nx, 0, sys.argv[1], 'sentences')",
        "html.jsonl": "dashboard.html(nx, 0, sys.argv[1], sys.argv[2], 'html')",
    }
    out = []
    for name, call in calls.items():
        if (folder / name).exists():
            out += scored(head + call, str(folder / name), str(folder))
    return out


def corpus() -> str:
    """How many sentences, and how many of them say that there is nothing, for each finder."""
    lines: Counter[str] = Counter()
    silent: Counter[str] = Counter()
    failing: Counter[str] = Counter()
    for line in sentences.corpus():
        finder = line.path.stem.partition("_")[0]
        lines[finder] += 1
        silent[finder] += line.nothing
        failing[finder] += line.fails
    rows = [f"| {finder} | {count:,} | {silent[finder]:,} | {failing[finder]:,} |" for finder, count in sorted(lines.items())]
    return "\n".join(["| corpus of | sentences | of them: nothing may be found | known to fail |", "|---|--:|--:|--:|", *rows])


def table(title: str, figures: list[tuple[str, str, str]]) -> str:
    rows = []
    for name, value, goal in figures:
        subject, _, rest = name.partition(": ")
        rows.append(f"| {subject}: {NAMES.get(rest, rest)} | {value} | {goal or '–'} |" if rest else f"| {name} | {value} | {goal or '–'} |")
    return "\n".join([f"| {title} | measured | goal |", "|---|--:|--:|", *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unseen", type=Path, help="a folder with sets that nobody here has read")
    options = parser.parse_args()
    parts = [f"## The figures\n\nOf version {newsextract.__version__}, measured on {date.today():%-d %B %Y} by `tools/measure_quality.py`. F1 or accuracy, 1 being all right; pages in percent.\n"]
    if options.unseen:
        parts.append(table("unseen sets", unseen(options.unseen)) + "\n")
    if (SHARED / "bench" / "dashboard.py").exists():
        parts.append(table("development sets", development()) + "\n")
    parts.append(corpus() + "\n")
    old = PAGE.read_text(encoding="utf8")
    PAGE.write_text(BETWEEN.sub(lambda found: found[1] + "\n" + "\n".join(parts) + "\n" + found[2], old), encoding="utf8")
    print("\n".join(parts))


if __name__ == "__main__":
    main()
