"""What a person knows better: corrections, noted once and applied to every reading of a document.

    {"document": "/crawl/t1.html", "field": "source", "value": "荆门晚报"}
    {"document": "/crawl/t1.html", "record": "fact", "quote": "412个", "field": "indicator", "value": "口袋公园"}

A document is named by its address or by the hash of its bytes, a record inside it by its words. What was set is marked in the row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsextract.errors import NewsExtractError, UnreadableInput
from newsextract.records import Article
from newsextract.sinks.schema import hashed

RECORDS = {"fact": "facts", "date": "dates", "organisation": "organisations"}
"""The kinds of records that a correction can name besides the article itself, and where an article keeps them."""


def correction_row(number: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """A correction's row, `number` being its place in the file. Raises NewsExtractError where it names no document or field.

    >>> row = correction_row(1, {"document": "/crawl/t1.html", "field": "source", "value": "荆门晚报"})
    >>> row["record"], row["field"], row["value"]
    ('article', 'source', '荆门晚报')
    """
    kind = given.get("record") or "article"
    if not given.get("document") or not given.get("field") or "value" not in given or kind not in ("article", *RECORDS):
        raise NewsExtractError(
            f"correction {number} needs document, field and value, and record is article, {', '.join(RECORDS)}; "
            f"it says {json.dumps(dict(given), ensure_ascii=False)}"
        )
    if kind != "article" and not given.get("quote"):
        raise NewsExtractError(f'correction {number} is for a {kind} and must quote it, as in "quote": "412个"')
    name = str(given["document"])
    return {
        "document": name,
        "document_hash": name if re.fullmatch(r"[0-9a-f]{64}", name) else hashed(name),
        "record": kind,
        "quote": given.get("quote") or "",
        "nth": int(given.get("nth") or 1),
        "field": given["field"],
        "value": given["value"],
        "note": given.get("note"),
    }


def corrected(record: dict[str, Any], corrections: Iterable[Any]) -> dict[str, Any]:
    """The article's JSON object with corrections applied; `corrected` names the fields that a person has set, in each record.

    A record is known by its words and by which of those with these words it is, so that a correction finds it again after the
    offsets have moved. One that finds nothing, or does not fit the record, is left out with a warning.

    >>> from collections import namedtuple
    >>> Row = namedtuple("Row", "id record quote nth field value")
    >>> blank = Article(title="开学", source="本站").model_dump(mode="json")
    >>> fixed = corrected(blank, [Row(1, "article", "", 1, "source", "荆门晚报")])
    >>> fixed["source"], fixed["corrected"]
    ('荆门晚报', ['source'])
    """
    for one in corrections:
        kind = RECORDS.get(one.record)
        same = [fact for fact in record[kind] if fact["quote"] == one.quote] if kind else [record]
        if not 0 < one.nth <= len(same):
            record = {
                **record,
                "warnings": [
                    *record["warnings"],
                    f"correction {one.id} found no {one.record} {one.quote!r} (number {one.nth})",
                ],
            }
            continue
        old = same[one.nth - 1]
        fixed = {**old, one.field: one.value}
        tried = fixed if kind is None else {**record, kind: [fixed if fact is old else fact for fact in record[kind]]}
        problem = _misfit(tried)
        if problem:
            record = {**record, "warnings": [*record["warnings"], f"correction {one.id} does not fit: {problem}"]}
            continue
        fixed["corrected"] = [*old.get("corrected", ()), one.field]
        record = fixed if kind is None else {**record, kind: [fixed if fact is old else fact for fact in record[kind]]}
    return record


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as the database keeps it, for those who have no database."""

    id: int
    document_hash: str
    record: str
    quote: str
    nth: int
    field: str
    value: Any


class Corrections:
    """The corrections of a file, by the document they are for."""

    def __init__(self, given: Iterable[Mapping[str, Any]]) -> None:
        """Raises NewsExtractError for a correction that names no document or field. The last one for a field wins."""
        self.given = list(given)
        found: dict[tuple[Any, ...], Correction] = {}
        for number, one in enumerate(self.given, 1):
            row = correction_row(number, one)
            made = Correction(number, *(row[name] for name in ("document_hash", "record", "quote", "nth", "field", "value")))
            found[made.document_hash, made.record, made.quote, made.nth, made.field] = made
        self.by_document: dict[str, list[Correction]] = {}
        for made in found.values():
            self.by_document.setdefault(made.document_hash, []).append(made)

    def of(self, address: str, content_hash: str) -> list[Correction]:
        """Those for the document with these bytes or at this address.

        >>> [one.value for one in Corrections([{"document": "t1.html", "field": "source", "value": "荆门晚报"}]).of("t1.html", "")]
        ['荆门晚报']
        """
        fitting = [*self.by_document.get(content_hash, ()), *self.by_document.get(hashed(address), ())]
        return sorted(fitting, key=lambda one: one.id)


def corrections_of(path: Path) -> list[dict[str, Any]]:
    """The corrections of a file with one JSON object in each line. Raises UnreadableInput, naming the line.

    A document named by the path of a file from here is known by its full path, as every command knows it.
    """
    given = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path} cannot be read: {error}") from None
    for number, line in enumerate(lines, 1):
        try:
            one = json.loads(line) if line.strip() else None
        except ValueError as error:
            raise UnreadableInput(f"line {number} of {path} is no JSON: {error}") from None
        if one is not None and not isinstance(one, dict):
            raise UnreadableInput(f"line {number} of {path} is no object with document, field and value")
        given += [{**one, "document": _from_here(one.get("document"))}] if one else []
    return given


def _from_here(document: Any) -> Any:
    """The address that a document was stored under, where it was given as the path of a file; else what was given."""
    if not isinstance(document, str) or "://" in document or "\0" in document or len(document) > 1024:
        return document
    return str(Path(document).absolute()) if document and Path(document).is_file() else document


def unmarked(record: Mapping[str, Any]) -> dict[str, Any]:
    """The article's JSON object without the marks of what a person has set.

    >>> unmarked({"source": "荆门晚报", "corrected": ["source"]})
    {'source': '荆门晚报'}
    """
    plain = {name: value for name, value in record.items() if name != "corrected"}
    for kind in RECORDS.values():
        if isinstance(plain.get(kind), list):
            plain[kind] = [{name: value for name, value in one.items() if name != "corrected"} for one in plain[kind]]
    return plain


def _misfit(record: Mapping[str, Any]) -> str:
    """Why this is no article, "" when it is one."""
    try:
        Article.model_validate(unmarked(record))
    except ValueError as error:
        return " ".join(str(error).split())[:200]
    return ""
