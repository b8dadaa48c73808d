"""What can go wrong, in as few kinds as a caller can act on.

Everything the library raises on purpose is a `NewsExtractError`, and its message says what was found, where, and what to try next.
A page without an article is no error: it is an `Article` whose `status` says so.
"""


class NewsExtractError(Exception):
    """The root of all errors raised on purpose. `stage` names the room of the house in which it happened."""

    stage = "extract"


class UnreadableInput(NewsExtractError):
    """The input is not a page or a text: a PDF, an image, an archive, an unknown charset, a path that cannot be opened."""

    stage = "decode"


class TableError(NewsExtractError):
    """A row of a table is wrong; the message gives file, line and reason."""

    stage = "tables"


class SinkError(NewsExtractError):
    """Records could not be stored; nothing of the batch at hand was kept."""

    stage = "sink"


class MissingExtra(NewsExtractError):
    """An optional part is not installed; the message is the one line that installs it."""

    stage = "install"

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(f'{package} is not installed; it comes with: pip install "newsextract[{extra}]"')
