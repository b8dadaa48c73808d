"""How much of the organisations' score is table, and how much grammar.

    python benchmarks/organ_rows.py ../shared/org/sentences.jsonl

Reads gold sentences (one JSON object a line: text, region, orgs with start, end and the canonical names that are right), takes out every row of
data/organs.tsv and data/bodies.tsv whose name or a form of which stands in one of them, and scores again: exact spans (F1), and
full names on right spans. The issue allows a fall of five points.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from newsextract import tables
from newsextract.find import canonical, organisation, place

TABLES = ("organs", "bodies")


def occurring(row: Any, text: str) -> bool:
    """Whether the row's name or a form of it stands in the text."""
    said = [form for pattern in row["forms"].split() for form, _ in canonical.forms(pattern)]
    return any(form and form in text for form in (*said, row["name"]))


def without(text: str) -> dict[str, int]:
    """Makes the tables forget the rows that occur in the text; how many went, of each."""
    read, gone = tables.read, {}
    kept = {}
    for name in TABLES:
        table = read(name)
        rows = [row for row in table if not occurring(row, text)]
        gone[name] = len(list(table)) - len(rows)
        kept[name] = replace(table, rows=tuple(rows))
    tables.read = lambda name: kept.get(name) or read(name)
    for made in (canonical.lexicon, organisation.stems):
        getattr(made, "cache_clear", lambda: None)()
    return gone


def score(golds: list[dict[str, Any]]) -> tuple[float, float]:
    """F1 of exact spans, and the share of right names on right spans; what is optional counts neither way."""
    right = found = wanted = named = 0
    for gold in golds:
        home = place.resolve(gold["region"])[0] if gold.get("region") else None
        got = {(one["start"], one["end"]): one["name"] for one in organisation.organisations(gold["text"], home=home)}
        want = {(one["start"], one["end"]): one["canonical"] for one in gold["orgs"] if not one.get("optional")}
        free = {(one["start"], one["end"]) for one in gold["orgs"] if one.get("optional")}
        hits = want.keys() & got.keys()
        right, wanted, found = right + len(hits), wanted + len(want), found + len(got.keys() - free)
        named += sum(got[span] in (want[span] or [None]) for span in hits)
    return 2 * right / max(1, found + wanted), named / max(1, right)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    golds = [json.loads(line) for line in parser.parse_args().gold.read_text(encoding="utf8").splitlines() if line]
    before = score(golds)
    gone = without("\n".join(gold["text"] for gold in golds))
    after = score(golds)
    print(f"all rows: spans {before[0]:.3f}, names {before[1]:.3f}")
    print(f"without {gone['organs']} rows of organs and {gone['bodies']} of bodies: spans {after[0]:.3f}, names {after[1]:.3f}")


if __name__ == "__main__":
    main()
