"""Facts: how right, on a gold file; how fast, beside a plain regex and the peers that are installed, in the same run.

    python benchmarks/facts.py                       speed, on sentences of fixtures/corpus joined to articles of 1,500 characters with 20 numbers
    python benchmarks/facts.py --gold FILE.jsonl     accuracy too: lines of {"id", "text", "published" or "pub_date", "region", "facts": [...]}, each fact with
                                                     surface, start, end, value, unit, attribute (and attribute_alt), time, region, modifier

A gold fact is found where a fact of ours has its span; of the found ones: indicator (equal, or one inside the other and at least 60% of the
characters), period (the words), region (the name), and region once more for the facts whose region is not the one that most facts of
the article have: that is the number to look at. Time is process time of one core, best of five; "whole" is extract() on plain text.
Peer: recognizers-text (pip install recognizers-text-suite), numbers with units only.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import corpus
import newsextract
from newsextract.find import fact, organisation, place, quantity, when

ARTICLE, NUMBERS = 1500, 24
PUNCTUATION = re.compile(r"[\s，。、；：:“”\"'（）()《》‘’,.的]")
# What one writes first: digits, a scale, a unit.
PLAIN = re.compile(r"\d{1,12}(?:\.\d{1,6})?(?:万|亿|万亿)?(?:元|%|个百分点|家|人次|人|户|件|个|公里|亩|吨|千瓦时|次|名|所|座|辆|倍)")


def sentences(finder: str) -> Iterator[str]:
    return (line.text for line in corpus.corpus() if line.path.stem.startswith(finder))


def articles() -> Iterator[str]:
    """Texts of the length of an article with some 20 numbers each: sentences of the fact corpus among sentences about offices."""
    prose = itertools.cycle(sentences("organisation"))
    text, numbers = "", 0
    for sentence in sentences("fact"):
        text += sentence
        numbers += len(re.findall(r"\d+(?:\.\d+)?", sentence))
        while len(text) * NUMBERS < numbers * ARTICLE:
            text += next(prose)
        if len(text) >= ARTICLE:
            yield text
            text, numbers = "", 0


def seconds(run: Callable[[], Any]) -> float:
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        run()
        best = min(best, time.process_time() - began)
    return best


def speed() -> None:
    texts = list(articles())
    home, _ = place.resolve("湖北省")
    seen = []
    for text in texts:
        dates = when.dates(text, reference="2024-10-18", article=True)
        given = {"dates": dates, "places": place.places(text, home=home), "organisations": organisation.organisations(text, home=home)}
        seen.append((text, quantity.quantities(text, dates=dates), given))
    runs: dict[str, Callable[[str], Any]] = {
        "a plain regex": PLAIN.findall,
        "find.quantities": newsextract.find.quantities,
        "whole": lambda text: newsextract.extract(text, published="2024-10-18", region="湖北省"),
    }
    try:
        from recognizers_number_with_unit import recognize_currency, recognize_dimension  # type: ignore[import-not-found]

        runs["recognizers-text"] = lambda text: (recognize_currency(text, "zh-cn"), recognize_dimension(text, "zh-cn"))
    except ImportError:
        print("recognizers-text is not installed: pip install recognizers-text-suite")
    total, count = sum(map(len, texts)), sum(len(given) for _, given, _ in seen)
    taken = {"the fact stage alone": seconds(lambda: [fact.facts(t, quantities=q, home=home, **found) for t, q, found in seen])}
    for name, run in runs.items():
        few = texts[:1] if name == "recognizers-text" else texts
        taken[name] = seconds(lambda run=run, few=few: [run(text) for text in few]) * total / sum(map(len, few))  # type: ignore[misc]
    print(f"{len(texts)} articles, {total:,} characters, {count} numbers ({count * ARTICLE / total:.0f} in {ARTICLE:,} characters)")
    for name, spent in taken.items():
        print(f"{name:22} {total / spent:12,.0f} characters/s {1000 * spent * ARTICLE / total:9.2f} ms in {ARTICLE:,} {taken['whole'] / spent:8.2f} x the whole")


def same(wanted: set[str], given: set[str]) -> bool:
    for one in wanted - {""}:
        for other in given - {""}:
            shared = sum((Counter(one) & Counter(other)).values())
            if one == other or ((one in other or other in one) and 2 * shared >= 0.6 * (len(one) + len(other))):
                return True
    return False


def bare(text: str | None) -> str:
    return PUNCTUATION.sub("", text or "")


def accuracy(path: str) -> None:
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()

    def tally(name: str, good: bool) -> None:
        asked[name] += 1
        right[name] += good

    for line in Path(path).read_text(encoding="utf8").splitlines():
        if not line.strip():
            continue
        gold = json.loads(line)
        article = newsextract.extract(gold["text"], published=gold.get("published") or gold.get("pub_date"), region=gold.get("region") or None)
        ours = {(f.start, f.end): f for f in article.facts}
        wanted = [f for f in gold["facts"] if not f.get("optional")]
        own = Counter(f.get("region") for f in wanted).most_common(1)[0][0] if wanted else None
        for one in wanted:
            found = ours.get((one["start"], one["end"]))
            tally("span", found is not None)
            if found is None:
                continue
            names = {bare(one.get("attribute")), bare(one.get("subject")), *map(bare, one.get("attribute_alt", []))}
            tally("indicator", not names - {""} or same(names, {bare(found.indicator), bare(found.comparison), bare(found.indicator + found.comparison)}))
            when_, where = bare(one.get("time")), bare(one.get("region"))
            said = bare(found.period.text if found.period else None)
            tally("period", when_ == said or same({when_}, {said}))
            if where:
                good = same({where}, {bare(found.region.name if found.region else None)})
                tally("region", good)
                if one.get("region") != own:
                    tally("region, not the article's own", good)
    for name, count in asked.items():
        print(f"{name:32} {right[name] / count:.3f}  ({right[name]} of {count})")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--gold", help="a file of articles with their facts")
    said = options.parse_args()
    if said.gold:
        accuracy(said.gold)
    speed()
