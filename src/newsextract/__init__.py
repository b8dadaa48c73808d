"""To come: the whole flow as a doctest."""

from newsextract.errors import NewsExtractError
from newsextract.records import Article

__version__ = "0.1.0"


def extract(source, **options):  # type: ignore[no-untyped-def]
    from newsextract.pipeline import extract

    return extract(source, **options)


__all__ = ["Article", "NewsExtractError", "extract"]
