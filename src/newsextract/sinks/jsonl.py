"""Lines of JSON: one article in each, written beside the file and renamed to it when the run is over.

    {"id": "/crawl/t4521.html", "content_hash": "9f2c…", "options_hash": "44136f…", "url": null, "title": "…", "facts": […], …}

The first three say which page it was; the rest are the fields of `Article`, and `articles` reads them back. Failures stand in a file of
their own beside it, `NAME.failures.jsonl`, which is there only when there are any. A second run writes the same file again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

from newsextract.errors import SinkError, UnreadableInput
from newsextract.records import Article
from newsextract.sinks import Outcome, Page
from newsextract.sinks.corrections import Corrections, corrected, unmarked

Written = TypeVar("Written", bound=Outcome)
IDENTITY = ("id", "content_hash", "options_hash")


def line(outcome: Outcome, corrections: Corrections | None = None) -> bytes:
    """An outcome's line: the identity of the page, then its article, corrected (or the failure)."""
    item = outcome.item
    identity = json.dumps({name: getattr(item, name) for name in IDENTITY}, ensure_ascii=False).encode(
        "utf8", "backslashreplace"
    )
    if outcome.failure is not None:
        record = {"content_hash": item.content_hash, **outcome.failure.model_dump()}
        return json.dumps(record, ensure_ascii=False).encode("utf8", "backslashreplace") + b"\n"
    assert outcome.article is not None
    fitting = corrections.of(item.id, item.content_hash) if corrections is not None else []
    if fitting:
        fixed = corrected(json.loads(outcome.article), fitting)
        return identity[:-1] + b", " + json.dumps(fixed, ensure_ascii=False).encode("utf8", "backslashreplace")[1:] + b"\n"
    return identity[:-1] + b", " + outcome.article[1:] + b"\n"


def articles(path: Path | str) -> Iterator[tuple[str, Article]]:
    """The articles of a file that this sink wrote, each with its address. Raises UnreadableInput, naming the line, for any other file.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
    ...     _ = file.write('{"id": "a.html", "content_hash": "", "options_hash": "", "title": "粮食产量再增长"}'.encode())
    ...     _ = file.seek(0)
    ...     [(id, article.title) for id, article in articles(file.name)]
    [('a.html', '粮食产量再增长')]
    """
    try:
        with Path(path).open("rb") as lines:
            for number, one in enumerate(lines, 1):
                try:
                    record = json.loads(one)
                    identity = [record.pop(name, "") for name in IDENTITY]
                    yield identity[0], Article.model_validate(unmarked(record))
                except (ValueError, AttributeError, TypeError):  # no JSON, no object, no article
                    message = f"line {number} of {path} is no article; lines of articles are written by: newsextract extract PATH --to FILE.jsonl"
                    raise UnreadableInput(message) from None
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {_reason(error)}") from None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A file of lines remembers nothing of earlier runs."""

    state: str | None = None
    message: str = ""


class Lines:
    """The sink: `NAME.part` while the run goes on, NAME when it is over; `-` is standard output."""

    def __init__(self, to: str, *, corrections: Corrections | None = None) -> None:
        self.to = Path(to)
        self.corrections = corrections
        self.stdout = to == "-"
        self.part = self.to.with_name(self.to.name + ".part")
        self.failed_to = self.to.with_name(self.to.name.removesuffix(".jsonl").removesuffix(".ndjson") + ".failures.jsonl")
        self.failures: IO[bytes] | None = None
        try:
            self.file: IO[bytes] = sys.stdout.buffer if self.stdout else _alone(self.part)
        except OSError as error:
            if isinstance(error, BlockingIOError):
                raise SinkError(
                    f"{self.to} is being written by another run; wait for it, or give this one another name"
                ) from None
            raise SinkError(f"{self.to} cannot be written: {_reason(error)}; is the folder there, and writable?") from None

    def known(self, items: Sequence[Page]) -> Sequence[Unknown]:
        return [Unknown()] * len(items)

    def add(self, outcomes: Sequence[Written]) -> Sequence[Written]:
        """Writes a batch, and gives what was written. Raises SinkError, and takes the unfinished file away, when the disk does not take it."""
        try:
            self.file.writelines(line(outcome, self.corrections) for outcome in outcomes if outcome.failure is None)
            self.file.flush()
            failures = [line(outcome) for outcome in outcomes if outcome.failure is not None]
            if failures and not self.stdout:
                if self.failures is None:
                    self.failures = self.failed_to.open("wb")
                self.failures.writelines(failures)
                self.failures.flush()
            return outcomes
        except BrokenPipeError:
            raise
        except OSError as error:
            self._give_up()
            raise SinkError(
                f"{self.to} cannot be written: {_reason(error)}; nothing was stored under that name, make room and run it again"
            ) from None

    def finish(self, status: str, summary: Mapping[str, Any]) -> None:
        """Gives the file its name. Of a run that did not reach its end what is there stays beside it, as NAME.part."""
        if self.stdout:
            return
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            if status == "finished":
                self.part.replace(self.to)
            if self.failures is not None:
                self.failures.close()
            else:
                self.failed_to.unlink(missing_ok=True)
        except OSError as error:
            self._give_up()
            raise SinkError(f"{self.to} cannot be written: {_reason(error)}") from None

    def close(self) -> None:
        """Nothing more is to be done."""

    def _give_up(self) -> None:
        for file in (self.file, self.failures):
            try:
                if file is not None and not self.stdout:
                    file.close()
            except OSError:
                continue
        self.part.unlink(missing_ok=True)


def _alone(path: Path) -> IO[bytes]:
    """The file, empty, for us alone until it is closed. Raises BlockingIOError while another run writes it."""
    file = path.open("ab")
    try:
        import fcntl
    except ImportError:  # Windows
        pass
    else:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise
        except OSError:  # a file system without locks
            pass
    file.truncate(0)
    return file


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
