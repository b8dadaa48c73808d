"""The command: pages in, records out, and a word about each that failed.

    newsextract extract crawl/2024-06 --to news.db

What it says goes to standard error, what it gives to standard output. It ends with 0 when all went well, 1 when it was called wrongly, 2 when
some documents failed (the others are there), 3 when the records could not be stored, 130 when it was interrupted (and what was
done is stored). Everything heavy is imported where it is used: `--help` must answer at once.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from newsextract import terminal

if TYPE_CHECKING:
    from newsextract.batch.inputs import Reader
    from newsextract.batch.runs import Summary
    from newsextract.batch.workers import Limits
    from newsextract.records import Article
    from newsextract.sinks.sql import Database

CLEAN, USAGE, FAILED, SINK, INTERRUPTED = 0, 1, 2, 3, 130
STORES = (".db", ".sqlite", ".sqlite3")
LINES = (".jsonl", ".ndjson")

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="""Chinese government and state-media news pages, as a crawl left them, into records a database can trust.

    [dim]newsextract show page.html[/]                  one page, its records, and why

    [dim]newsextract extract crawl/ --to news.db[/]     a folder into an SQLite file

    [dim]newsextract extract crawl/ --to news.jsonl[/]  or into lines of JSON

    [dim]newsextract status news.db[/]                  what is in there, what failed
    """,
)

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Files, folders, patterns ('crawl/**/*.html'), or - for standard input.")
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A page: HTML or plain text.")]
Store = Annotated[str, typer.Argument(metavar="DB", help="An SQLite file, or the URL of a database.")]
Region = Annotated[
    str | None,
    typer.Option(help="Where the text is at home: 湖北省, a GB/T 2260 code, or 全国; wins over the page."),
]
PublishedOn = Annotated[
    str | None, typer.Option("--published", help="When it was published, as 2024-06-07 or 2024-06-07T08:30.")
]
Charset = Annotated[str | None, typer.Option(help="The charset the server named, such as gb18030.")]
Script = Annotated[
    Literal["simplified", "keep"] | None,
    typer.Option(
        help="Simplify genuine traditional text too, or keep even what pollution made traditional. Unsaid: undo pollution alone."
    ),
]
Url = Annotated[str | None, typer.Option(help="The page's address, from which site and region can be known.")]
Tables = Annotated[Path | None, typer.Option(help="A folder with your own tables (units.tsv ...), laid over ours.")]
Workers = Annotated[
    int | None,
    typer.Option(min=0, help="Worker processes; one for each core unless said. 0 reads in this process, without a deadline."),
]
Deadline = Annotated[float, typer.Option(min=0.1, help="Seconds a page may take before it is put aside.")]
Memory = Annotated[int, typer.Option(min=64, help="Megabytes of memory a worker may have.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.")]
JsonLog = Annotated[
    bool, typer.Option("--json-log", help="Say what happens as lines of JSON, one event each, on standard error.")
]
ReaderName = Annotated[str, typer.Option("--extractor", hidden=True)]


def main() -> None:
    """The command's entry: runs it, and turns what happened into an exit code."""
    _stand_in()
    for stream in (sys.stdout, sys.stderr):  # UTF-8 whatever the locale says, and file names of any bytes
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_ended(sys.argv[1:]))


def _stand_in() -> None:
    """Puts the null device in the place of a standard stream that was closed: else the database is opened under its number, and printed into."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            found = os.open(os.devnull, os.O_RDWR)
            if found != number:
                os.dup2(found, number)
                os.close(found)
            setattr(sys, name, open(number, mode, encoding="utf8"))  # noqa: PTH123, SIM115


def _ended(arguments: list[str]) -> int:
    from newsextract.errors import MissingExtra, NewsExtractError, SinkError

    try:
        code = app(arguments, prog_name="newsextract", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else CLEAN
    except (BrokenPipeError, SystemExit) as error:
        pipe = error if isinstance(error, BrokenPipeError) else error.__context__
        if not isinstance(pipe, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader of our output has seen enough: nothing to complain about
        return CLEAN
    except KeyboardInterrupt:
        return INTERRUPTED
    except SinkError as error:
        _complain(error)
        return SINK
    except MissingExtra as error:
        _complain(error)
        return USAGE
    except NewsExtractError as error:
        _complain(error)
        return FAILED
    except Exception as error:
        if hasattr(error, "format_message"):  # a usage error of typer's
            from typer.rich_utils import rich_format_error

            rich_format_error(error)  # type: ignore[arg-type]
            return USAGE
        if type(error).__name__ == "Abort":
            return INTERRUPTED
        raise


def _complain(error: object) -> None:
    print(f"newsextract: {error}", file=sys.stderr)


def _usage(message: str) -> typer.BadParameter:
    return typer.BadParameter(message)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Say the version and stop.")] = False,
) -> int:
    if version:
        from newsextract import __version__

        print(__version__)
        raise typer.Exit
    return CLEAN


# ---------------------------------------------------------------------------------------------------------------- extract


@app.command()
def extract(
    paths: Paths,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="FILE|URL", help="news.jsonl, news.db (SQLite), postgresql://..., or - for lines of JSON."
        ),
    ] = None,
    region: Region = None,
    published: PublishedOn = None,
    charset: Charset = None,
    script: Script = None,
    url: Url = None,
    tables: Tables = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--field",
            metavar="NAME=FIELD",
            help="For .jsonl input: which field holds the source, url, published, region, charset or id.",
        ),
    ] = None,
    workers: Workers = None,
    deadline: Deadline = 30.0,
    memory: Memory = 1024,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after so many pages.")] = None,
    max_failures: Annotated[int | None, typer.Option(min=0, help="Stop when more than so many have failed.")] = None,
    only_failed: Annotated[
        bool, typer.Option("--only-failed", help="Read only what failed in an earlier run into this database.")
    ] = False,
    corrections: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Corrections to apply, as `correct` takes them; a database remembers them."),
    ] = None,
    keep_pages: Annotated[
        bool,
        typer.Option(
            "--keep-pages", help="Keep the pages' bytes in the database, for `reextract` when the files are gone or changed."
        ),
    ] = False,
    quiet: Quiet = False,
    json_log: JsonLog = False,
    extractor: ReaderName = "newsextract:extract",
) -> int:
    """Read pages and give their records: to the screen, to lines of JSON, or into a database.

    [dim]newsextract extract page.html[/]

    [dim]newsextract extract crawl/ archive.zip 'more/**/*.shtml' --to news.db[/]

    [dim]newsextract extract pages.jsonl --field source=body --field published=pub_time --to news.jsonl[/]

    [dim]newsextract extract hubei/ --region 湖北省 --to postgresql://me@localhost/news[/]

    Folders are read with all that is in them, and so are .gz, .zst, .zip, .tar, .warc and .jsonl files. Into a database, the same command can be given again after any interruption: what is done is done, and no row is added twice. A page that fails is put aside with its reason, and the rest goes on.

    Exit codes: 0 all went well, 1 called wrongly, 2 some documents failed, 3 the records could not be stored, 130 interrupted.
    """
    reader = _reader(region, published, charset, script, url, tables, field)
    limits = _limits(deadline, memory, extractor)
    if only_failed and (to is None or to == "-" or ("://" not in to and Path(to).suffix.lower() in LINES)):
        raise _usage("--only-failed needs a database in --to, which remembers what failed")
    if corrections is not None and to is None:
        raise _usage("--corrections needs --to: lines of JSON, or a database")
    if to is None or to == "-":
        workers = workers if workers is not None or len(paths) > 1 or Path(paths[0]).is_dir() else 1
    with (
        _destination(to, keep_pages, corrections, quiet or json_log) as sink,
        _reporting(quiet, json_log, lambda: _counted(paths, limit), to) as notice,
        _interruptible() as stopped,
    ):
        from newsextract.batch.runs import run

        summary = run(
            reader.items(paths),
            sink,
            workers=workers,
            limits=limits,
            limit=limit,
            max_failures=max_failures,
            only_failed=only_failed,
            stopped=stopped,
            notice=notice,
        )
    _conclude(summary, to, quiet, json_log)
    return INTERRUPTED if summary.status == "interrupted" else FAILED if summary.failed or summary.waiting else CLEAN


def _reader(
    region: str | None,
    published: str | None,
    charset: str | None,
    script: str | None,
    url: str | None,
    tables: Path | None,
    field: list[str] | None,
) -> Reader:
    from newsextract.batch.inputs import FIELDS, Reader

    fields = {}
    for one in field or ():
        name, equals, where = one.partition("=")
        if not equals or name not in ("source", *FIELDS):
            raise _usage(f"--field {one}: say it as NAME=FIELD, where NAME is one of source, {', '.join(FIELDS)}")
        fields[name] = where
    if published is not None:
        from datetime import datetime

        try:
            datetime.fromisoformat(published)
        except ValueError:
            raise _usage(f"--published {published} is no date; write it as 2024-06-07 or 2024-06-07T08:30") from None
    return Reader(
        url=url, published=published, region=region, charset=charset, script=script, tables=_overlaid(tables), fields=fields
    )


def _overlaid(folder: Path | None) -> str:
    """Lays the user's tables over ours, here and in the workers; the digest of them."""
    from newsextract import tables
    from newsextract.errors import TableError

    chosen = folder or (Path(os.environ[tables.OVERLAY_VARIABLE]) if os.environ.get(tables.OVERLAY_VARIABLE) else None)
    if chosen is None:
        return ""
    try:
        tables.use(chosen)
    except TableError as error:
        raise _usage(str(error)) from None
    os.environ[tables.OVERLAY_VARIABLE] = str(chosen.absolute())
    import hashlib

    digest = hashlib.sha256()
    for path in sorted(chosen.glob("*.tsv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _limits(deadline: float, memory: int, extractor: str) -> Limits:
    from newsextract.batch.workers import Limits

    return Limits(deadline=deadline, memory=memory << 20, extractor=extractor)


@contextmanager
def _destination(to: str | None, keep_pages: bool, corrections: Path | None, quiet: bool) -> Iterator[Any]:
    """The sink that `--to` names, with the corrections noted, closed at the end."""
    from newsextract.sinks.corrections import Corrections, corrections_of

    if to is None:
        yield Screen()
        return
    suffix = Path(to).suffix.lower()
    if to == "-" or ("://" not in to and suffix in LINES):
        from newsextract.sinks.jsonl import Lines

        yield Lines(to, corrections=Corrections(corrections_of(corrections)) if corrections is not None else None)
        return
    if "://" not in to and suffix not in STORES:
        raise _usage(f"--to {to}: the name should end in {', '.join((*LINES, *STORES))}, or be the URL of a database")
    noted = corrections_of(corrections) if corrections is not None else []
    with _opened(to, create=True, keep_pages=keep_pages) as database:
        for started in database.killed if not quiet else ():
            print(
                f"the run of {started:%Y-%m-%d %H:%M} UTC was killed; what it stored is there, and we go on from it",
                file=sys.stderr,
            )
        if noted:
            database.correct(noted)
        yield database


def _opened(to: str, *, create: bool, keep_pages: bool = False) -> Database:
    from newsextract import __version__
    from newsextract.sinks.sql import Database

    return Database(to, version=__version__, create=create, keep_pages=keep_pages, command=_masked(" ".join(sys.argv[1:])))


def _masked(words: str) -> str:
    """Without the passwords of the addresses in it."""
    return re.sub(r"(://[^/\s:@]*):\S*@", r"\1:***@", words)


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """SIGINT and SIGTERM ask the run to stop, which stores what it has; a second one ends it at once."""
    asked: list[int] = []

    def ask(number: int, frame: object) -> None:
        if asked:
            os._exit(INTERRUPTED)
        asked.append(number)
        os.write(2, b"\nnewsextract: stopping; what is done is being stored (again to stop at once)\n")

    numbers = [signal.SIGINT, signal.SIGTERM]
    before = [signal.signal(number, ask) for number in numbers]
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


class Screen:
    """The sink that shows each article, for a few pages and a curious person."""

    def known(self, items: Any) -> Any:
        from newsextract.sinks.jsonl import Unknown

        return [Unknown()] * len(items)

    def add(self, outcomes: Any) -> Any:
        from newsextract.records import Article

        console = terminal.console()
        for outcome in outcomes:
            if outcome.article is not None:
                terminal.show(console, Article.model_validate_json(outcome.article), outcome.item.id, reasons=False)
        return outcomes

    def finish(self, status: str, summary: Any) -> None:
        return


# ---------------------------------------------------------------------------------------------------------------- saying how it goes


@contextmanager
def _reporting(
    quiet: bool, json_log: bool, total: Callable[[], int | None], to: str | None
) -> Iterator[Callable[[str, str, str], None]]:
    """What is said while the run goes on: a bar on a terminal, plain lines elsewhere, lines of JSON when asked for."""
    if json_log:
        yield _JsonLines(_Pace(total()))
    elif sys.stderr.isatty() and not quiet and to is not None:
        with _bar(total()) as notice:
            yield notice
    else:
        yield _Plain(_Pace(None if quiet or to is None else total()), quiet)


EVERY = 10.0
"""Seconds between two lines that say how far it is, where there is no terminal."""


class _Pace:
    """How far a run is: counts, the rate of the last minute (pages that are known pass a thousand times as fast), and the time left."""

    def __init__(self, total: int | None) -> None:
        self.total = total
        self.pages = self.failures = 0
        self.said = time.monotonic()
        self.marks = [(self.said, 0)]

    def count(self, kind: str) -> bool:
        """Counts a page; whether it is time to say how far it is."""
        self.pages += kind != "skipped"
        self.failures += kind in ("failed", "waiting")
        now = time.monotonic()
        if now - self.said < EVERY:
            return False
        self.said = now
        self.marks = [*self.marks[-6:], (now, self.pages)]
        return True

    def rate(self) -> float:
        (since, before), now = self.marks[0], time.monotonic()
        return (self.pages - before) / max(now - since, 0.1)

    def left(self) -> float | None:
        """Seconds, or None where only reading can tell."""
        rate = self.rate()
        return None if self.total is None or rate <= 0 else max(self.total - self.pages, 0) / rate


class _JsonLines:
    """A line of JSON for each page, and every ten seconds one that says how far it is."""

    def __init__(self, pace: _Pace) -> None:
        self.pace = pace

    def __call__(self, kind: str, id: str, message: str) -> None:
        import json

        print(json.dumps({"event": kind, "id": id, "message": message}, ensure_ascii=False), file=sys.stderr, flush=True)
        if self.pace.count(kind):
            pace, left = self.pace, self.pace.left()
            far = {"pages": pace.pages, "total": pace.total, "failed": pace.failures, "rate": round(pace.rate(), 1)}
            far["seconds_left"] = None if left is None else round(left)
            print(json.dumps({"event": "progress", **far}), file=sys.stderr, flush=True)


def _line(kind: str, id: str, message: str) -> str | None:
    """What is said of one page, or None when there is nothing to say of it."""
    if kind in ("failed", "waiting"):
        said = message if id in message else f"{id}: {message}"
        return f"{kind:<12}{said}"
    if kind == "done" and message != "ok":
        return f"{message:<12}{id}"
    return None


class _Plain:
    """Plain lines: each failure, and every ten seconds how far it is."""

    def __init__(self, pace: _Pace, quiet: bool) -> None:
        self.pace = pace
        self.quiet = quiet

    def __call__(self, kind: str, id: str, message: str) -> None:
        line = _line(kind, id, message)
        if line and (not self.quiet or kind == "failed"):
            print(line, file=sys.stderr, flush=True)
        if self.pace.count(kind) and not self.quiet:
            pace, left = self.pace, self.pace.left()
            of = f" of {pace.total:,}" if pace.total is not None else ""
            ends = f", {left // 3600:.0f}:{left // 60 % 60:02.0f}:{left % 60:02.0f} left" if left is not None else ""
            print(
                f"{pace.pages:,}{of} pages, {pace.rate():,.0f} a second, {pace.failures:,} failed{ends}",
                file=sys.stderr,
                flush=True,
            )


@contextmanager
def _bar(total: int | None) -> Iterator[Callable[[str, str, str], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[failed]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=total, rate="", failed="")
        began, failures = time.monotonic(), 0

        def notice(kind: str, id: str, message: str) -> None:
            nonlocal failures
            failures += kind in ("failed", "waiting")
            line = _line(kind, id, message)
            if line:
                progress.console.print(line, markup=False, style="red" if kind == "failed" else "dim")
            if kind != "skipped":
                progress.advance(task)
                rate = progress.tasks[0].completed / max(time.monotonic() - began, 0.1)
                progress.update(task, rate=f"{rate:,.0f} a second", failed=f"{failures} failed" if failures else "")

        yield notice


MANY = (*LINES, ".gz", ".bz2", ".xz", ".zst", ".zip", ".tar", ".tgz", ".warc")
"""Endings of files that may hold many pages."""


def _counted(paths: list[str], limit: int | None = None) -> int | None:
    """How many pages there will be, at most `limit`; None where only reading can tell (archives, lines, standard input)."""
    from glob import has_magic, iglob

    from newsextract.batch.inputs import NO_PAGES

    total = 0
    for path in paths:
        pattern = path != "-" and not os.path.lexists(path) and has_magic(path)
        for place in iglob(path, recursive=True) if pattern else (path,):  # noqa: PTH207
            if place == "-" or place.lower().endswith(MANY):
                return limit
            if not Path(place).is_dir():
                total += 1
                continue
            for _, folders, names in os.walk(place):
                folders[:] = [name for name in folders if not name.startswith(".")]
                if any(name.lower().endswith(MANY) for name in names if not name.startswith(".")):
                    return limit
                total += sum(not name.startswith(".") and Path(name).suffix.lower() not in NO_PAGES for name in names)
    return total if limit is None else min(total, limit)


def _conclude(summary: Summary, to: str | None, quiet: bool, json_log: bool) -> None:
    """The last lines: what was done, what was not, and what to do about it."""
    if json_log:
        import json
        from dataclasses import asdict

        print(json.dumps({"event": "summary", **asdict(summary)}, ensure_ascii=False), file=sys.stderr)
        return
    if quiet or (to is None and not summary.failed and not summary.skipped):
        return
    to = None if to is None else _masked(to)
    parts = [f"{summary.done:,} articles" + (f" into {to}" if to not in (None, "-") else "")]
    parts += [f"{summary.kinds[kind]:,} {kind}" for kind in ("partial", "empty", "not_article") if kind in summary.kinds]
    parts += [f"{summary.known:,} known before"] if summary.known else []
    parts += [f"{summary.failed:,} failed"] if summary.failed else []
    parts += [f"{summary.waiting:,} failed before"] if summary.waiting else []
    parts += [f"{summary.passed:,} new ones left alone"] if summary.passed else []
    parts += [f"{summary.skipped:,} skipped"] if summary.skipped else []
    print(f"{', '.join(parts)}; {summary.seconds:.1f} s", file=sys.stderr)
    for reason, count in sorted(summary.reasons.items(), key=lambda pair: -pair[1])[:5]:
        print(f"  skipped {count:,}: {reason}", file=sys.stderr)
    if summary.status != "finished" and to is not None and Path(to).suffix.lower() in LINES:
        print(f"{to} is as it was before; what was read stands in {to}.part", file=sys.stderr)
    if summary.status.startswith("stopped"):
        print(f"{summary.status}; look at the messages above, then run the same command again", file=sys.stderr)
    if (summary.failed or summary.waiting) and to is not None and Path(to).suffix.lower() not in LINES and to != "-":
        print(f"why: newsextract status {to}    again: newsextract retry {to}", file=sys.stderr)


# ---------------------------------------------------------------------------------------------------------------- show


@app.command()
def show(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A page, or a database or .jsonl file that `extract` wrote.")],
    region: Region = None,
    published: PublishedOn = None,
    charset: Charset = None,
    script: Script = None,
    url: Url = None,
    tables: Tables = None,
    limit: Annotated[int, typer.Option(min=1, help="Of a database or .jsonl file: so many articles.")] = 10,
    reasons: Annotated[
        bool, typer.Option("--reasons/--no-reasons", help="With the rule behind each record, and what was left out and why.")
    ] = True,
) -> int:
    """Show an article with its records coloured in place, and the reason for each.

    [dim]newsextract show page.html[/]

    [dim]newsextract show page.txt --published 2024-10-18 --region 湖北省[/]

    [dim]newsextract show news.db --limit 3[/]
    """
    console = terminal.console()
    for id, article in _shown_articles(
        file, limit, region=region, published=published, charset=charset, script=script, url=url, tables=tables
    ):
        terminal.show(console, article, id, reasons=reasons)
    return CLEAN


@app.command()
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A page, or a database or .jsonl file that `extract` wrote.")],
    region: Region = None,
    published: PublishedOn = None,
    charset: Charset = None,
    script: Script = None,
    url: Url = None,
    tables: Tables = None,
    limit: Annotated[int, typer.Option(min=1, help="Of a database or .jsonl file: so many articles.")] = 1,
) -> int:
    """Tell an article's story: each paragraph, its records with the words that decided them, what was repaired, what was left out.

    [dim]newsextract explain page.html[/]

    [dim]newsextract explain page.txt --published 2024-10-18 --region 湖北省 | less -R[/]
    """
    console = terminal.console()
    for id, article in _shown_articles(file, limit, region=region, published=published, charset=charset, script=script, url=url, tables=tables):
        terminal.explain(console, article, id)
    return CLEAN


@app.command()
def report(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write the page.")] = Path("report.html"),
    region: Region = None,
    published: PublishedOn = None,
    charset: Charset = None,
    script: Script = None,
    url: Url = None,
    tables: Tables = None,
    workers: Workers = None,
    deadline: Deadline = 30.0,
    memory: Memory = 1024,
    limit: Annotated[int, typer.Option(min=1, help="How many articles the page shows at most.")] = 200,
    title: Annotated[str, typer.Option(help="The page's heading.")] = "",
    language: Annotated[Literal["zh", "en"], typer.Option(help="The language of the page's own words.")] = "zh",
    quiet: Quiet = False,
) -> int:
    """Write a page to look at: each article with its records at their words, the reasons, what was repaired, what was left out.

    [dim]newsextract report page.html -o report.html[/]

    [dim]newsextract report crawl/ -o report.html --region 湖北省[/]

    [dim]newsextract report news.db -o report.html --limit 50 --language en[/]

    The page is one file that needs no network and runs nothing of the pages it shows. Open it in any browser; the table of facts filters and sorts.
    """
    from newsextract.report import document

    failed = 0
    articles: list[tuple[str, Article]] = []
    left_out = 0
    for id, found in _reported(paths, limit, workers, deadline, memory, tables, region=region, published=published, charset=charset, script=script, url=url):
        if found is None:
            left_out += 1
        elif isinstance(found, str):
            failed += 1
            print(f"failed      {found if id in found else f'{id}: {found}'}", file=sys.stderr)
        else:
            articles.append((id, found))
    if not articles:
        _complain(f"there is no article in {' '.join(paths)}" + (f"; {failed} pages failed" if failed else ""))
        return FAILED
    try:
        _replace(output, document(articles, title=title, language=language, left_out=left_out))
    except OSError as error:
        from newsextract.errors import SinkError

        raise SinkError(f"{output} cannot be written: {error.strerror or error}") from None
    if not quiet:
        print(f"{len(articles):,} articles in {output}" + (f", {left_out:,} more left out (--limit {limit})" if left_out else ""), file=sys.stderr)
    return FAILED if failed else CLEAN


def _reported(
    paths: list[str], limit: int, workers: int | None, deadline: float, memory: int, tables: Path | None, **given: str | None
) -> Iterator[tuple[str, Article | str | None]]:
    """The articles that the paths lead to, in order; a message for each page that failed, None for each article beyond the limit."""
    from newsextract.batch.workers import outcomes
    from newsextract.records import Article

    stored = [path for path in paths if "://" in path or Path(path).suffix.lower() in STORES]
    count = 0
    for path in stored:
        for id, article in _shown_articles(path, limit - count, tables=None):
            count += 1
            yield id, article
        if count >= limit:
            return
    rest = [path for path in paths if path not in stored]
    if not rest:
        return
    if len(rest) == 1 and workers is None and not Path(rest[0]).is_dir():
        workers = 1
    reader = _reader(given["region"], given["published"], given["charset"], given["script"], given["url"], tables, None)
    from newsextract.batch.inputs import Item

    for outcome in outcomes((item for item in reader.items(rest) if isinstance(item, Item)), workers=workers, limits=_limits(deadline, memory, "newsextract:extract")):
        if outcome.article is None:
            yield outcome.item.id, outcome.failure.message if outcome.failure is not None else "nothing came back"
        else:
            count += 1
            yield outcome.item.id, Article.model_validate_json(outcome.article) if count <= limit else None


def _replace(path: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf8", errors="replace")
    part.replace(path)


def _shown_articles(file: str, limit: int, *, tables: Path | None, **given: str | None) -> Iterator[tuple[str, Article]]:
    from itertools import islice

    suffix = Path(file).suffix.lower()
    if "://" in file or suffix in STORES:
        with _opened(file, create=False) as database:
            yield from database.articles(limit=limit)
    elif suffix in LINES:
        from newsextract.sinks import jsonl

        yield from islice(jsonl.articles(file), limit)
    else:
        yield file, _article(Path(file), tables, **given)


def _article(file: Path, tables: Path | None, **said: Any) -> Article:
    from newsextract import extract as extracted

    _overlaid(tables)
    given = {name: value for name, value in said.items() if value is not None}
    if str(file) == "-":
        return extracted(sys.stdin.buffer.read(), **given)
    return extracted(file, **given)


# ---------------------------------------------------------------------------------------------------------------- repair, schema


CONTEXT = 12
"""Characters shown on each side of a repair."""


@app.command()
def repair(
    file: File,
    charset: Charset = None,
    script: Script = None,
    text: Annotated[bool, typer.Option("--text", help="Give the repaired text alone.")] = False,
) -> int:
    """Show what was repaired in a page's article: what stood there, what stands there now, and the rule that did it.

    [dim]newsextract repair page.html[/]

    [dim]newsextract repair page.html --text > clean.txt[/]
    """
    from rich.text import Text as Rich

    from newsextract.repair import account

    article = _article(file, None, charset=charset, script=script)
    if text:
        print(article.text)
        return CLEAN
    console = terminal.console()
    if article.decoding is not None:
        errors = f", {article.decoding.errors} bytes did not decode" if article.decoding.errors else ""
        console.print(f"decoded as {article.decoding.encoding}: {article.decoding.evidence}{errors}")
    before = article.before()
    for edit in article.edits:
        line = Rich(before[max(0, edit.start - CONTEXT) : edit.start].replace("\n", "⏎"), style="dim")
        line.append(edit.was.replace("\n", "⏎") or "·", style="red strike")
        line.append(" → ")
        line.append(edit.put.replace("\n", "⏎") or "·", style="green")
        line.append(before[edit.end : edit.end + CONTEXT].replace("\n", "⏎"), style="dim")
        line.append(f"   {edit.rule}", style="dim italic")
        console.print(line)
    for loss in article.losses:
        around = article.text[max(0, loss.start - CONTEXT) : loss.end + CONTEXT].replace("\n", "⏎")
        could = f", could be {' '.join(loss.candidates)}" if loss.candidates else ""
        console.print(
            Rich(f"lost: {around} ({loss.count or 'an unknown number of'} characters{could}; {loss.rule})", style="yellow")
        )
    for said in account(article.edits, article.losses):
        console.print(said, highlight=False)
    console.print(
        f"{len(article.edits)} repairs, {len(article.losses)} losses in {len(article.text):,} characters", highlight=False
    )
    return CLEAN


@app.command()
def schema(
    what: Annotated[
        Literal["article", "fact", "date", "organisation", "failure"], typer.Option(help="The record whose schema is wanted.")
    ] = "article",
) -> int:
    """Give the JSON Schema of the records.

    [dim]newsextract schema > article.schema.json[/]

    [dim]newsextract schema --what fact[/]

    A line of news.jsonl is an article, with three fields more in front: id, content_hash and options_hash.
    """
    import json

    from newsextract import records

    models: dict[str, type[records.Record]] = {
        "article": records.Article,
        "fact": records.NumericFact,
        "date": records.DateMention,
        "organisation": records.Organisation,
        "failure": records.Failure,
    }
    print(json.dumps(models[what].model_json_schema(mode="serialization"), ensure_ascii=False, indent=2))
    return CLEAN


# ---------------------------------------------------------------------------------------------------------------- the ledger


@app.command()
def status(
    db: Store,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    failures: Annotated[bool, typer.Option("--failures", help="Name each page that waits in quarantine, and why.")] = False,
) -> int:
    """Say what a database holds, what failed, and which sites look thin.

    [dim]newsextract status news.db[/]

    [dim]newsextract status news.db --failures | less[/]

    A site whose pages were changed overnight loses its dates or its sources: the last run is compared with those before it, and such a site is named.
    """
    with _opened(db, create=False) as database:
        found = database.status()
        waiting = list(database.waiting()) if failures else []
    if as_json:
        import json

        print(json.dumps(found, ensure_ascii=False, indent=2, default=str))
        return CLEAN
    from newsextract.sinks.sql import of_what

    if failures:
        for failure in waiting:
            print(f"{failure.id}\t{failure.stage}\t{failure.error}\t{failure.attempts}\t{failure.message}")
        return CLEAN
    for name in ("documents", "sources", "articles", "older readings", "facts", "without indicator", "corrections"):
        share = f"  ({found[name] / found['facts']:.0%} of the facts)" if name == "without indicator" and found["facts"] else ""
        print(f"{found[name]:>12,}  {name}{share}")
    kept = found["pages kept"]
    print(f"{kept:>12,}  pages kept; to read the others anew, reextract needs their files where they were, and unchanged")
    print(f"{'':>12}  {', '.join(f'{count:,} {kind}' for kind, count in found['statuses'].items())}")
    print(f"{'':>12}  read by {', '.join(f'{version} ({count:,})' for version, count in found['versions'].items())}")
    for last in found["runs"][:1]:
        how = {"killed": "killed; the same command goes on from there", "running": "running now"}.get(
            last["status"], last["status"]
        )
        print(f"{'':>12}  last stored by the run of {last['started']:%Y-%m-%d %H:%M} UTC: {how}")
    _print_thin(found)
    for site, name, before, now, pages in found["turned"]:
        print(
            f"! {site}: {name} {before:.0%} before, {now:.0%} of the {pages:,} {of_what(name)} of the last run; have its pages changed?"
        )
    if found["failures"]:
        print(f"\nwaiting in quarantine; again with: newsextract retry {_masked(db)}")
        for error, count, message in found["failures"]:
            print(f"{count:>12,}  {error}: {message}")
    return CLEAN


def _print_thin(found: dict[str, Any]) -> None:
    """The shares of articles that lack something, for all and for each of the largest sites."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from newsextract.sinks.sql import of_what

    if not found["articles"]:
        return
    names = list(found["thin"])
    names.append("without indicator")
    table = Table("site", "articles", *names, box=SIMPLE_HEAD, pad_edge=False)
    table.columns[0].overflow = "fold"
    everything = {"site": "all", **{name: found[name] for name in ("articles", "facts", "without indicator")}, **found["thin"]}
    for row in (everything, *(found["sites"] if len(found["sites"]) > 1 else ())):
        table.add_row(
            row["site"] or "(none)",
            f"{row['articles']:,}",
            *(f"{row[name] / row[of_what(name)]:.0%}" if row[of_what(name)] else "" for name in names),
        )
    terminal.console().print(table)


@app.command()
def retry(
    db: Store,
    workers: Workers = None,
    deadline: Deadline = 120.0,
    memory: Memory = 2048,
    quiet: Quiet = False,
    json_log: JsonLog = False,
    extractor: ReaderName = "newsextract:extract",
) -> int:
    """Try again what waits in quarantine, with more time and memory for each page.

    [dim]newsextract retry news.db[/]

    [dim]newsextract retry news.db --deadline 600 --workers 1[/]

    The bytes are those that were kept when the page failed; a page that could not even be read is looked for at its address again.
    """
    with _opened(db, create=False) as database:
        waiting = (kept for _, kept in database.failures())
        limits = _limits(deadline, memory, extractor)
        return _again(database, db, waiting, database.to_do()[0], workers, limits, quiet, json_log, known=False)


@app.command()
def reextract(
    db: Store,
    workers: Workers = None,
    deadline: Deadline = 30.0,
    memory: Memory = 1024,
    quiet: Quiet = False,
    json_log: JsonLog = False,
    extractor: ReaderName = "newsextract:extract",
) -> int:
    """Read everything anew that an older version has read, and say what changed.

    [dim]pip install -U newsextract && newsextract reextract news.db[/]

    The pages themselves are needed: each is taken from its address if the same bytes still stand there, or from the database where they were kept (extract --keep-pages). A page that is gone is named and keeps its old records; if you delete or overwrite what you crawl, use --keep-pages from the start. Old records stay, marked as not current; corrections are applied to the new ones.
    """
    with _opened(db, create=False) as database:
        limits, total = _limits(deadline, memory, extractor), database.to_do()[1]
        code = _again(database, db, database.outdated(), total, workers, limits, quiet, json_log, known=True)
        changes = database.changes()
    if not quiet:
        print(f"{changes['changed']:,} of {changes['documents']:,} documents are read otherwise than before")
        for field, (gone, new, documents) in changes["fields"].items():
            if documents:
                print(f"{field:>16}: in {documents:,} documents, {gone:,} gone, {new:,} new")
    return code


def _again(
    database: Database,
    db: str,
    pages: Iterator[Any],
    total: int,
    workers: int | None,
    limits: Limits,
    quiet: bool,
    json_log: bool,
    *,
    known: bool,
) -> int:
    """Reads pages of the ledger again; those that are known to be done are passed over only where `known` says so."""
    from newsextract.batch.runs import run
    from newsextract.sinks.jsonl import Unknown

    class Again:
        """The database as a sink that asks for everything once more."""

        add, finish = database.add, database.finish

        def known(self, items: Any) -> Any:
            return database.known(items) if known else [Unknown()] * len(items)

    with _reporting(quiet, json_log, lambda: total, db) as notice, _interruptible() as stopped:
        summary = run((_item(kept) for kept in pages), Again(), workers=workers, limits=limits, stopped=stopped, notice=notice)
    _conclude(summary, db, quiet, json_log)
    return INTERRUPTED if summary.status == "interrupted" else FAILED if summary.failed or summary.waiting else CLEAN


def _item(kept: Any) -> Any:
    """A page of the ledger as an item: its kept bytes, or those at one of its addresses if they are the same."""
    import json
    from dataclasses import replace

    from newsextract.batch import inputs

    options = json.loads(kept.options)
    if kept.data is not None:
        return inputs.item(kept.address, kept.data, url=kept.url, **options)
    reader = inputs.Reader(url=kept.url, **options)
    found = [one for address in kept.addresses or (kept.address,) for one in _at(reader, address)]
    same = next((one for one in found if one.content_hash == kept.content_hash and one.failure is None), None)
    if same is not None:
        return replace(same, id=kept.address)
    if not kept.addresses and found:  # it could not be read before: what is there now counts
        return replace(found[0], id=kept.address)
    return inputs.unread(
        kept.address,
        "page_gone",
        f"{kept.address} is no longer there, or has other bytes now; extract it again, or use --keep-pages from the start",
    )


def _at(reader: Reader, address: str) -> Iterator[Any]:
    """What stands at an address of the ledger: a file, a line of a file, a member of an archive."""
    from newsextract.batch import inputs

    whole = inputs.named(address)
    places = [whole, whole.partition("!")[0], whole.rpartition(":")[0], whole.rpartition("#")[0]]
    path = next((place for place in places if place and Path(place).is_file()), None)
    if path is None:
        yield inputs.unread(address, "FileNotFoundError", f"{address} is no longer there")
        return
    for one in reader.items([path]):
        if isinstance(one, inputs.Item) and (one.id == address or path == whole):
            yield one


@app.command()
def correct(
    db: Store, file: Annotated[Path, typer.Argument(metavar="FILE", help="Corrections: one JSON object in each line.")]
) -> int:
    """Note corrections that are applied to what is stored, and to every later reading.

    [dim]newsextract correct news.db corrections.jsonl[/]

    A line names the document (its address or content hash), the field and the right value; for a record inside the article also which one:

    [dim]{"document": "/crawl/t1.html", "field": "source", "value": "荆门晚报"}[/]

    [dim]{"document": "/crawl/t1.html", "record": "fact", "quote": "412个", "field": "indicator", "value": "口袋公园"}[/]
    """
    from newsextract.sinks.corrections import corrections_of

    given = corrections_of(file)
    with _opened(db, create=False) as database:
        noted, changed = database.correct(given)
        unknown = database.unknown(given)
    print(f"{noted} corrections noted, {changed} articles changed", file=sys.stderr)
    for name in unknown[:10]:
        print(f"  not in {_masked(db)} yet: {name}; the correction waits for it. Is it the address or hash that source_address and document hold?", file=sys.stderr)
    return CLEAN


# ---------------------------------------------------------------------------------------------------------------- tables, doctor


@app.command("tables")
def tables_(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A table, to see its rows; all tables unless named.")] = None,
    find: Annotated[str, typer.Option(metavar="WORD", help="Only the rows that hold this word.")] = "",
    check: Annotated[Path | None, typer.Option(metavar="DIR", help="A folder with your own tables: is every row right?")] = None,
) -> int:
    """List the tables of words that the extraction knows, look into one, or check your own.

    [dim]newsextract tables[/]

    [dim]newsextract tables units --find 标箱[/]

    [dim]newsextract tables --check my-tables/[/]

    Your own table has the name and the columns of ours; lay it over ours with --tables my-tables/ or the variable NEWSEXTRACT_TABLES. A row with an id of ours replaces it, a new id adds a row, an id behind a minus (-id) takes ours away.
    """
    from newsextract import tables as known
    from newsextract.errors import TableError

    try:
        if check is not None:
            known.use(check)
            counted = [(path.stem, len(known.parse(path.stem, path.read_text(encoding="utf8"), str(path)))) for path in sorted(check.glob("*.tsv"))]
            if not counted:
                raise _usage(f"{check} has no file *.tsv; ours are {', '.join(known.names())}")
            for stem, count in counted:
                print(f"{stem}: {count:,} rows, all right")
            return CLEAN
        chosen = [known.read(one) for one in ([name] if name is not None else known.names())]
    except TableError as error:
        raise _usage(str(error)) from None
    if name is None:
        for one in chosen:
            print(f"{one.name:<18}{one.kind:<10}{len(one):>7,} rows  {', '.join(one.columns)}")
        return CLEAN
    (table,) = chosen
    print("\t".join(table.columns))
    for row in table:
        cells = [row[column] for column in table.columns]
        if not find or any(find in cell for cell in cells):
            print("\t".join(cells))
    return CLEAN


@app.command()
def doctor() -> int:
    """Say what is installed, what is missing and how to get it, and try the whole job on a page that comes along.

    [dim]newsextract doctor[/]

    Exit codes: 0 all that is needed works, 2 something does not.
    """
    from newsextract.doctor import findings

    wrong = 0
    for finding in findings():
        mark = {"ok": "ok     ", "missing": "missing", "wrong": "WRONG  "}[finding.state]
        print(f"{mark} {finding.what:<28}{finding.said}")
        wrong += finding.state == "wrong"
    return FAILED if wrong else CLEAN


@app.command()
def upgrade(db: Store) -> int:
    """Bring a database to the schema of this version.

    [dim]newsextract upgrade news.db[/]

    Make a copy first: on MySQL a schema change cannot be rolled back.
    """
    from newsextract.errors import SinkError
    from newsextract.sinks import engines

    if "://" not in db and not Path(db).is_file():
        raise SinkError(f"there is no database {db}")
    engine = engines.engine_of(db)
    before = engines.revision_of(engine)
    engines.upgrade(engine)
    print(f"{db}: schema {before or 'none'} -> {engines.revision_of(engine)}", file=sys.stderr)
    return CLEAN


if __name__ == "__main__":
    main()
