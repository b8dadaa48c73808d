"""Dates: how fast and how right, beside JioNLP and recognizers-text, in one run.

    python benchmarks/dates.py                 Markdown on standard output; the peers that are installed (pip install jionlp recognizers-text-suite)
    python benchmarks/dates.py --texts 200     more texts a round

Speed: articles of 1,500 characters (`inputs.text`), another share each round, the readers in turn within each round, so that what slows the machine slows
all; process time of one core, median of five rounds. Slow readers get fewer texts of the round's share; the unit is characters a second.
Lengths: one article repeated to 1, 4 and 16 times its length; what is linear keeps its speed.
Quality: the sentences of fixtures/corpus/when_*.txt that have dates, read against their reference. `found`: a mention of the reader's overlaps the one written
there; `days right`: of all that are written there with their first and last day, those that the reader gives with both. The corpus is ours and keeps our
conventions (CONVENTIONS wins over a peer's taste), so it flatters us; the suites of the peers themselves flatter them.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import inputs

import corpus
from newsextract import find

REFERENCE = datetime(2024, 10, 18)
ROUNDS = 5
Mention = tuple[int, int, str | None, str | None]
Reader = Callable[[str, datetime], list[Mention]]


def ours(text: str, reference: datetime) -> list[Mention]:
    return [(one.start, one.end, one.first and one.first[:10], one.last and one.last[:10]) for one in find.dates(text, reference=reference.date())]


def peers() -> dict[str, tuple[Reader, int]]:
    """The readers that are installed, each with the share of the texts that it gets: 1 of so many."""
    found: dict[str, tuple[Reader, int]] = {}
    try:
        import jionlp  # type: ignore[import-not-found,import-untyped]

        def by_jionlp(text: str, reference: datetime) -> list[Mention]:
            mentions = jionlp.ner.extract_time(text, time_base=reference.timestamp(), with_parsing=True)
            return [(*one["offset"], *_days((one.get("detail") or {}).get("time"))) for one in mentions]

        found["JioNLP"] = by_jionlp, 20
    except ImportError:
        print("jionlp is not installed\n")
    try:
        from recognizers_date_time import recognize_datetime  # type: ignore[import-not-found,import-untyped]

        def by_recognizers(text: str, reference: datetime) -> list[Mention]:
            return [(one.start, one.end + 1, *_resolved(one.resolution)) for one in recognize_datetime(text, "zh-cn", reference=reference)]

        found["Recognizers-Text"] = by_recognizers, 20
    except ImportError:
        print("recognizers-text is not installed\n")
    return found


def _days(said: Any) -> tuple[str | None, str | None]:
    if isinstance(said, list) and len(said) == 2 and all(isinstance(one, str) for one in said):
        return said[0][:10], said[1][:10]
    return None, None


def _resolved(resolution: Any) -> tuple[str | None, str | None]:
    """The first and last day of a resolution of Recognizers: its ends are exclusive for days and above."""
    values = (resolution or {}).get("values") or [{}]
    one = values[-1]
    if "value" in one and one["value"][:4].isdigit():
        return one["value"][:10], one["value"][:10]
    first, end = one.get("start"), one.get("end")
    if first and end and len(end) == 10:
        end = (datetime.fromisoformat(end) - timedelta(days=1)).date().isoformat()
    return first and first[:10], end and end[:10]


def spent(run: Callable[[], Any]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def speed(readers: dict[str, tuple[Reader, int]], share: int) -> list[str]:
    for read, _ in readers.values():
        read(inputs.text(1500, 1), REFERENCE)  # tables are read once
    rates: dict[str, list[float]] = {name: [] for name in readers}
    for turn in range(ROUNDS):
        texts = [inputs.text(1500, 1000 + turn * share + one) for one in range(share)]
        for name, (read, every) in readers.items():
            some = texts[::every]
            took = spent(lambda read=read, some=some: [read(text, REFERENCE) for text in some])  # type: ignore[misc]
            rates[name].append(sum(map(len, some)) / took)
    middle = {name: statistics.median(rate) for name, rate in rates.items()}
    lines = ["| reader | characters a second | we are so many times as fast |", "|---|--:|--:|"]
    return lines + [f"| {name} | {rate:,.0f} | {middle['newsextract'] / rate:.1f} |" for name, rate in middle.items()]


def lengths() -> list[str]:
    text = inputs.text(1500, 7)
    lines = ["| characters | characters a second |", "|--:|--:|"]
    for times in (1, 4, 16, 64):
        long = "\n".join([text] * times)
        best = min(spent(lambda long=long: find.dates(long, reference=REFERENCE)) for _ in range(ROUNDS))  # type: ignore[misc]
        lines.append(f"| {len(long):,} | {len(long) / best:,.0f} |")
    return lines


def quality(readers: dict[str, tuple[Reader, int]]) -> list[str]:
    lines = [line for line in corpus.corpus() if line.path.stem.startswith("when") and line.expected and "reference" in line.context and "prefer" not in line.context]
    out = ["| reader | mentions | found | with both days | days right |", "|---|--:|--:|--:|--:|"]
    for name, (read, _) in readers.items():
        asked = found = dated = right = 0
        for line in lines:
            try:
                given = read(line.text, datetime.fromisoformat(line.context["reference"]))
            except Exception:  # a peer that cannot read a sentence has found nothing in it
                given = []
            at = 0
            for quote, *cells in line.expected:
                start = line.text.find(quote, at)
                at = start + len(quote)
                said = dict(cell.split(" ", 1) for cell in cells if " " in cell)
                near = [one for one in given if one[0] < at and start < one[1]]
                asked, found = asked + 1, found + bool(near)
                if said.get("first", "-") != "-" and said.get("last", "-") != "-":
                    dated += 1
                    right += any((one[2], one[3]) == (said["first"][:10], said["last"][:10]) for one in near)
        out.append(f"| {name} | {asked} | {100 * found / asked:.1f}% | {dated} | {100 * right / dated:.1f}% |")
    return out


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=int, default=60, help="texts of each round")
    share = options.parse_args().texts
    readers: dict[str, tuple[Reader, int]] = {"newsextract": (ours, 1), **peers()}
    print(f"## Speed, {ROUNDS} rounds of {share} texts of 1,500 characters\n", *speed(readers, share), "", "## Length\n", *lengths(), "", "## Quality, on our own corpus\n", *quality(readers), sep="\n")


if __name__ == "__main__":
    main()
