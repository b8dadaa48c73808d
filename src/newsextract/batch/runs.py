"""A run: pages from the inputs, through the workers, into a sink, in batches that are stored whole.

A night's run over 400,000 pages dies at 03:12 with the machine. In the morning the same command is typed again: each page is hashed,
the ledger says which were done, and the run goes on with the first that was not. What was in flight at 03:12 had not been stored and is
read again; what had been stored is not. So nothing is lost and nothing doubled, whoever pulled the plug and when.

The ledger is the sink's own business (see sinks/sql.py): a sink says of each item what it knows, and takes the outcomes of the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from newsextract.batch.inputs import Item, Skipped
from newsextract.batch.workers import Limits, Outcome, outcomes

BATCH = 64
BATCH_BYTES = 16 << 20
BATCH_SECONDS = 2.0
"""A batch is stored when it has this many pages, or bytes, or is this old: what a power cut can cost."""
GROUP = 64
"""How many pages the ledger is asked about at once."""
GROUP_BYTES = 8 << 20
BREAKER = 100
"""So many failures with no success between them stop the run: then it is not the pages that are bad, but the path to them."""


class Known(Protocol):
    """What a sink says of an item: `state` is done, failed or None."""

    @property
    def state(self) -> str | None: ...
    @property
    def message(self) -> str: ...


class Sink(Protocol):
    """What a run needs of a sink. Every method may raise SinkError, and then nothing of that call was stored. What `add` gives is what
    it stored: an article that the sink could not take comes back as a failure."""

    def known(self, items: Sequence[Item]) -> Sequence[Known]: ...
    def add(self, outcomes: Sequence[Outcome]) -> Sequence[Outcome]: ...
    def finish(self, status: str, summary: dict[str, Any]) -> None: ...


@dataclass(slots=True)
class Summary:
    """What a run did: `done` are articles stored, `known` were done before, `failed` are new failures, `waiting` old ones."""

    taken: int = 0
    done: int = 0
    known: int = 0
    failed: int = 0
    waiting: int = 0
    passed: int = 0  # new pages, where only those that failed were wanted
    skipped: int = 0
    status: str = "finished"
    seconds: float = 0.0
    kinds: dict[str, int] = field(default_factory=dict)  # the status of each article, the error of each failure
    reasons: dict[str, int] = field(default_factory=dict)  # why something was skipped


Notice = Callable[[str, str, str], None]
"""Told of each thing as it is settled: done | known | failed | waiting | passed | skipped, the address, and a message."""


def run(
    inputs: Iterator[Item | Skipped],
    sink: Sink,
    *,
    workers: int | None = None,
    limits: Limits | None = None,
    limit: int | None = None,
    max_failures: int | None = None,
    only_failed: bool = False,
    stopped: Callable[[], bool] = bool,
    notice: Notice = lambda kind, id, message: None,
) -> Summary:
    """Runs to the end of the inputs, to `limit` pages, to `max_failures`, or until `stopped` says so; gives the summary.

    `only_failed` reads those pages alone that are in quarantine. Raises SinkError when the sink fails; what was stored before stays.

    >>> from newsextract.batch.inputs import item
    >>> from newsextract.sinks.sql import Database
    >>> summary = run(iter([item("a.html", "全市有公园412个。")]), Database("sqlite://", version="1"), workers=0)
    >>> summary.done, summary.failed, summary.status
    (1, 0, 'finished')
    """
    summary = Summary()
    began = time.monotonic()
    row = 0  # failures since the last success
    batch: list[Outcome] = []
    weight, since = 0, time.monotonic()
    stream = outcomes(
        _fresh(inputs, sink, summary, limit, only_failed, notice), workers=workers, limits=limits, stopped=stopped
    )
    try:
        for outcome in stream:
            batch.append(outcome)
            weight += len(outcome.article or b"") + outcome.item.size
            row = 0 if outcome.failure is None else row + 1
            if len(batch) >= BATCH or weight >= BATCH_BYTES or time.monotonic() - since >= BATCH_SECONDS:
                _store(sink, batch, summary, notice)
                batch, weight, since = [], 0, time.monotonic()
            failures = summary.failed + sum(1 for one in batch if one.failure is not None)
            if max_failures is not None and failures > max_failures:
                summary.status = f"stopped after {failures} failures"
                break
            if row >= BREAKER:
                summary.status = f"stopped: the last {row} pages failed, every one"
                break
        if stopped():
            summary.status = "interrupted"
        _store(sink, batch, summary, notice)
    finally:
        stream.close()
    summary.seconds = time.monotonic() - began
    sink.finish(summary.status.partition(" ")[0].rstrip(":"), asdict(summary))
    return summary


def _fresh(
    inputs: Iterator[Item | Skipped], sink: Sink, summary: Summary, limit: int | None, only_failed: bool, notice: Notice
) -> Iterator[Item]:
    """The items that the sink does not know; the others are counted. An item that waits in quarantine is left there."""
    for group in _groups(inputs, summary, limit, notice):
        for item, known in zip(group, sink.known(group), strict=True):
            if known.state == "done":
                summary.known += 1
                notice("known", item.id, "")
            elif known.state == "failed" and not only_failed and not _turned(item, known):
                summary.waiting += 1
                notice("waiting", item.id, known.message)
            elif known.state == "failed" or not only_failed:
                yield item
            else:
                summary.passed += 1
                notice("passed", item.id, "")


def _turned(item: Item, known: Known) -> bool:
    """Whether a page that could not be read yesterday cannot be read today for another reason; the newer one should be told."""
    return item.failure is not None and item.failure.message != known.message


def _groups(inputs: Iterator[Item | Skipped], summary: Summary, limit: int | None, notice: Notice) -> Iterator[list[Item]]:
    group: list[Item] = []
    weight = 0
    for one in inputs:
        if isinstance(one, Skipped):
            summary.skipped += 1
            summary.reasons[one.reason] = summary.reasons.get(one.reason, 0) + 1
            notice("skipped", one.id, one.reason)
            continue
        group.append(one)
        summary.taken += 1
        weight += one.size
        last = limit is not None and summary.taken >= limit
        # The first group is small, so that the workers do not wait for the ledger.
        if last or weight >= GROUP_BYTES or len(group) >= (GROUP if summary.taken > GROUP else GROUP // 8):
            yield group
            group, weight = [], 0
        if last:
            return
    if group:
        yield group


def _store(sink: Sink, batch: Sequence[Outcome], summary: Summary, notice: Notice) -> None:
    """Stores a batch, and only then counts it."""
    if not batch:
        return
    for outcome in sink.add(batch):
        if outcome.failure is not None:
            summary.failed += 1
            kind = outcome.failure.error
            notice("failed", outcome.item.id, outcome.failure.message)
        else:
            summary.done += 1
            kind = _status(outcome.article or b"")
            notice("done", outcome.item.id, kind)
        summary.kinds[kind] = summary.kinds.get(kind, 0) + 1


def _status(article: bytes) -> str:
    """The status of an article from its JSON, where it stands near the end."""
    at = article.rfind(b'"status":"')
    return article[at + 10 : article.index(b'"', at + 10)].decode() if at >= 0 else "ok"
