"""extract(): the one path from a page to its record."""

from __future__ import annotations

from newsextract.records import Article


def extract(source: object) -> Article:
    raise NotImplementedError
