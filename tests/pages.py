"""Whole pages with what they must give: fixtures/pages and fixtures/siblings, NAME.html or NAME.txt beside NAME.json.

    {"story": "why this page is here",
     "given": {"url": "...", "published": "...", "region": "..."},      arguments of extract()
     "expect": {"title": "...", "facts": ["1892家 | count 1892 家 | indicator 检验检测机构"], "removed": [{"reason": "footer.copyright"}]}}

What is written is compared, field by field; dicts are compared by the keys they name, lists element by element and by their length. A record is
written as a line of the corpus would write it (see corpus.py), or as a dict.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import corpus
import newsextract


@dataclass(frozen=True)
class Page:
    path: Path
    story: str
    given: dict[str, Any]
    expect: dict[str, Any]
    damage: dict[str, Any]

    @property
    def name(self) -> str:
        return self.path.name

    def extract(self, data: bytes | None = None) -> Any:
        return newsextract.extract(self.path.read_bytes() if data is None else data, **self.given)


def pages(folder: str) -> Iterator[Page]:
    for record in sorted((corpus.FIXTURES / folder).glob("*.json")):
        said = json.loads(record.read_text(encoding="utf8"))
        found = [path for path in record.parent.glob(f"{record.stem}.*") if path.suffix != ".json"]
        assert len(found) == 1, f"{record} must stand beside one page, not {found}"
        yield Page(found[0], said.get("story", ""), said.get("given", {}), said["expect"], said.get("damage", {}))


def disagreements(expect: dict[str, Any], article: Any) -> list[str]:
    """What the article says otherwise, one line each; empty when all is as expected."""
    out: list[str] = []
    for field, wanted in expect.items():
        out += _compare(field, wanted, getattr(article, field))
    return out


def _compare(where: str, wanted: Any, got: Any) -> list[str]:
    if isinstance(wanted, list):
        got = list(got)
        if wanted and all(isinstance(item, str) for item in wanted) and got and not isinstance(got[0], str):
            return _records(where, wanted, got)
        if len(wanted) != len(got):
            shown = [getattr(item, "quote", getattr(item, "text", item)) for item in got]
            return [f"{where}: {len(wanted)} expected, {len(got)} found: {shown}"]
        return [line for i, (w, g) in enumerate(zip(wanted, got, strict=True)) for line in _compare(f"{where}[{i}]", w, g)]
    if isinstance(wanted, dict):
        if got is None:
            return [f"{where}: expected {wanted}, found nothing"]
        plain = got.model_dump(mode="json") if hasattr(got, "model_dump") else got
        return [line for key, value in wanted.items() for line in _compare(f"{where}.{key}", value, plain.get(key))]
    return [] if wanted == got else [f"{where}: expected {wanted!r}, found {got!r}"]


def _records(where: str, wanted: list[str], got: list[Any]) -> list[str]:
    lines = [[cell.strip() for cell in line.split(" | ")] for line in wanted]
    quotes, found = [line[0] for line in lines], [record.quote for record in got]
    out = []
    if quotes != found:
        missing, extra = [q for q in quotes if q not in found], [q for q in found if q not in quotes]
        out.append(f"{where}: missing {missing}, unexpected {extra}, found {found}")
    at = 0
    for quote, *rest in lines:
        place = next((i for i in range(at, len(got)) if got[i].quote == quote), None)
        if place is None:
            continue
        at = place + 1
        for cell in rest:
            said, is_ = corpus.cells(got[place], cell)
            if said != is_:
                out.append(f"{where}: {quote}: expected {said!r}, found {is_!r}")
    return out
