"""Where records go: lines of JSON, or a database. Each sink takes outcomes in batches, and a batch is stored whole or not at all.

A sink knows nothing of how pages are read: what it is handed is described here, as a shape, and the batch runner's outcomes have it.
"""

from __future__ import annotations

from typing import Protocol

from newsextract.records import Failure


class Page(Protocol):
    """An item as a sink sees it: the address, the identity of the bytes, and the options that its reading depends on."""

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> bytes | str: ...
    @property
    def content_hash(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def options(self) -> str: ...
    @property
    def options_hash(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def fetched(self) -> str | None: ...


class Outcome(Protocol):
    """What became of a page: its article as JSON, or the failure."""

    @property
    def item(self) -> Page: ...
    @property
    def article(self) -> bytes | None: ...
    @property
    def failure(self) -> Failure | None: ...
