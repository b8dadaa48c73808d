"""Many pages: inputs, worker processes, and runs that can be taken up again.

    >>> [article.text for article in extract_many(["本市二季度用电量增长5.2%。"], workers=0)]
    ['本市二季度用电量增长5.2%。']

`inputs` says what a run is fed with, `workers` what a page may cost, `runs` what is remembered of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import NoneType
from typing import Any, Literal

from newsextract.batch import inputs
from newsextract.batch.workers import Limits, outcomes
from newsextract.records import Article, Failure, Region

__all__ = ["extract_many"]

_ARGUMENTS = frozenset({"id", "source", "url", "published", "region", "charset", "script"})


def extract_many(
    items: Iterable[Any],
    *,
    workers: int | None = None,
    on_error: Literal["record", "raise"] = "record",
    deadline: float | None = None,
) -> Iterator[Article | Failure]:
    """Every page's article, or the failure that stands for it, in the order of the items.

    An item is a source as `extract` takes it, or `(id, source)`, or a dict of `extract`'s arguments (and an `id`). Pages are read
    in `workers` processes, one for each core unless said otherwise, and `workers=0` reads in this one; a page that takes longer than
    `deadline` seconds (30) or kills its worker costs itself alone. `on_error="raise"` raises NewsExtractError at the first failure.
    Items are taken as they are needed and memory stays flat, however many there are.

    >>> pages = [("a", "全市常住人口120万人。"), ("b", b"%PDF-1.7")]
    >>> [type(outcome).__name__ for outcome in extract_many(pages, workers=0)]
    ['Article', 'Failure']
    """
    if on_error not in ("record", "raise"):
        raise ValueError(f"on_error is 'record' or 'raise', not {on_error!r}")
    limits = Limits() if deadline is None else Limits(deadline=deadline)
    for outcome in outcomes((_item(number, one) for number, one in enumerate(items)), workers=workers, limits=limits):
        if outcome.article is not None:
            yield Article.model_validate_json(outcome.article)
        elif outcome.failure is not None:
            if on_error == "raise":
                from newsextract.errors import NewsExtractError

                raise NewsExtractError(f"{outcome.failure.id}: {outcome.failure.message}")
            yield outcome.failure


def _item(number: int, given: Any) -> inputs.Item:
    """An item from whatever the caller holds; what is none is a failure in its place, and the others go on."""
    try:
        return _understood(number, given)
    except TypeError as error:
        id = given.get("id") if isinstance(given, Mapping) else None
        return inputs.unread(str(id if id is not None else number), "TypeError", str(error))


def _understood(number: int, given: Any) -> inputs.Item:
    known: Mapping[str, Any] = {}
    id: Any = None
    if isinstance(given, Mapping):
        odd = set(given) - _ARGUMENTS
        if odd or "source" not in given:
            raise TypeError(
                f"item {number} has {', '.join(map(str, given))}; an item is a dict of {', '.join(sorted(_ARGUMENTS))}, with a source"
            )
        known = {key: value for key, value in given.items() if key not in ("id", "source")}
        if isinstance(known.get("region"), Region):
            known = {**known, "region": known["region"].code or known["region"].name}
        id, source = given.get("id"), given["source"]
    elif isinstance(given, tuple):
        if len(given) != 2:
            raise TypeError(f"item {number} is a tuple of {len(given)}; a pair is (id, source)")
        id, source = given
    else:
        source = given
    path = isinstance(source, Path)
    name = str(id) if id is not None else known.get("url") or (inputs.shown(source) if path else str(number))
    if isinstance(source, Path):
        try:
            if source.stat().st_size > inputs.MAX_PAGE:
                return inputs.unread(
                    name, "too_large", f"{inputs.shown(source)} is larger than a page may be ({inputs.MAX_PAGE:,} bytes)"
                )
            source = source.read_bytes()
        except OSError as error:
            reason = os.strerror(error.errno).lower() if error.errno else str(error)
            return inputs.unread(name, type(error).__name__, f"{inputs.shown(source)} cannot be opened: {reason}")
    elif isinstance(source, (bytearray, memoryview)):
        source = bytes(source)
    elif not isinstance(source, (bytes, str)):
        from bs4 import Tag

        if not isinstance(source, Tag):
            raise TypeError(f"item {number}: a source is bytes, str, pathlib.Path or a BeautifulSoup tree, not {type(source).__name__}")
        source = source.decode()
    for key, value in known.items():
        if not isinstance(value, (str, date, NoneType)) or (isinstance(value, date) and key != "published"):
            raise TypeError(f"item {number}: {key} is a str, not {type(value).__name__}")
    return inputs.item(name, source, **known)
