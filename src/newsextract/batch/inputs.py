"""What a run is fed with: files, folders, globs, archives, lines of JSON, standard input; one `Item` for each page.

A crawl of 湖北日报 comes as a folder `2024-06/` with 80,000 files in it, and among them a symbolic link to itself, a PDF that
calls itself `t4521.html`, a file named in GBK and a `.tar.gz` of the month before. Everything regular is handed on, in the
order of its name; what is no page by its nature (a style sheet, a FIFO, a loop) is a `Skipped`, and what should have been one and
could not be read is an item with a `failure`. Nothing here raises for a bad document, and nothing here keeps more than one page.

    >>> page = item("a.html", "<p>前三季度</p>".encode(), published="2024-10-18")
    >>> page.id, page.size, page.options
    ('a.html', 19, '{"published": "2024-10-18"}')

The identity of a page is the SHA-256 of its bytes; its options are what its reading depends on besides. The address is neither:
the same bytes at two addresses are one document with two sources. Names of archive members are labels and never become paths.
"""

from __future__ import annotations

import bz2
import glob
import gzip
import hashlib
import io
import json
import lzma
import os
import stat
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from newsextract.errors import MissingExtra
from newsextract.records import Failure

MAX_PAGE = 64 << 20
"""Bytes above which a page is refused before it is read: news pages measure 20 kB to 2 MB."""
MAX_LINE = 2 * MAX_PAGE
"""Bytes above which a line of JSON is refused: escapes can double a page."""
MAX_RATIO = 100
"""How many times its packed size an archive may give before the rest is refused (news HTML packs 4 to 12 times) ..."""
FREE_RATIO = 256 << 20
"""... once it has given this many bytes."""

NO_PAGES = frozenset({
    ".css", ".js", ".mjs", ".map", ".json", ".csv", ".tsv", ".yml", ".yaml", ".toml", ".ini", ".md", ".rss", ".png", ".jpg",
    ".jpeg", ".gif", ".svg", ".ico", ".bmp", ".webp", ".avif", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".mp4",
    ".m4a", ".flv", ".avi", ".mov", ".swf", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".wps", ".et", ".ofd",
    ".rar", ".7z", ".exe", ".apk", ".db", ".sqlite", ".sqlite3", ".parquet", ".pyc", ".py", ".sh", ".log", ".lock", ".part",
})  # fmt: skip
"""Endings that no page has: in a folder such files are skipped and counted. A file named by itself is always tried."""

SOURCE_FIELDS = ("html", "content", "text", "body", "page")
FIELDS = {"id": "id", "url": "url", "published": "published", "region": "region", "charset": "charset", "fetched": "fetched"}
_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Item:
    """One page on its way to `extract`: its address, its bytes (or text, when it came as a string), and what is known about it."""

    id: str
    source: bytes | str
    content_hash: str
    size: int
    options: str
    options_hash: str
    url: str | None = None
    published: str | None = None
    region: str | None = None
    charset: str | None = None
    fetched: str | None = None
    script: str | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in the input that is no page by its nature, and why."""

    id: str
    reason: str


def item(
    id: str,
    source: bytes | str,
    *,
    url: str | None = None,
    published: date | datetime | str | None = None,
    region: str | None = None,
    charset: str | None = None,
    fetched: str | None = None,
    script: str | None = None,
    tables: str = "",
) -> Item:
    """An item with its hashes. `tables` is the digest of the user's tables, which decide the reading too.

    >>> item("a", "甲").content_hash == item("b", "甲".encode()).content_hash
    True
    """
    data = source.encode("utf8", "surrogatepass") if isinstance(source, str) else source
    when = published.isoformat() if isinstance(published, (date, datetime)) else published
    url, when, region, charset, fetched = (_storable(value) for value in (url, when, region, charset, fetched))
    given = {"charset": charset, "published": when, "region": region, "script": script, "tables": tables}
    options = json.dumps({key: value for key, value in given.items() if value}, ensure_ascii=False, sort_keys=True)
    options_hash = hashlib.sha256(options.encode("utf8")).hexdigest()[:32]
    content_hash = hashlib.sha256(data).hexdigest()
    return Item(
        _storable(id) or "", source, content_hash, len(data), options, options_hash, url, when, region, charset, fetched, script
    )


def _storable(text: str | None) -> str | None:
    """What every database takes: no NUL, no half of a surrogate pair."""
    return None if text is None else text.replace("\0", "\\x00").encode("utf8", "backslashreplace").decode("utf8")


def unread(id: str, error: str, message: str, *, stage: str = "read") -> Item:
    """An item that could not be read: it goes to quarantine under its address.

    >>> unread("a.html", "too_large", "a.html has 500,000,000 bytes").failure.error
    'too_large'
    """
    made = item(id, b"")
    failure = Failure(id=made.id, stage=stage, error=error, message=_storable(message) or "")
    return replace(made, content_hash="", failure=failure)  # no bytes were read: it is not the empty page


def shown(path: str | os.PathLike[str]) -> str:
    r"""A file name as text that every database takes; bytes that are no UTF-8 are written out.

    >>> shown(os.fsdecode(b"\xb1\xb1.html"))
    '\\xb1\\xb1.html'
    """
    return os.fsencode(path).decode("utf8", "backslashreplace")


def named(text: str) -> str:
    r"""The file that `shown` wrote as `text`.

    >>> os.fsencode(named("\\xb1\\xb1.html"))
    b'\xb1\xb1.html'
    """
    if os.path.lexists(text) or "\\x" not in text:
        return text
    try:
        return os.fsdecode(text.encode("utf8").decode("unicode_escape").encode("latin-1"))
    except (UnicodeError, ValueError):
        return text


@dataclass(frozen=True, slots=True)
class Reader:
    """How the inputs of one run are read: what is said about each page, and how a line of JSON names its fields."""

    url: str | None = None
    published: str | None = None
    region: str | None = None
    charset: str | None = None
    script: str | None = None
    tables: str = ""
    fields: Mapping[str, str] | None = None
    max_page: int = MAX_PAGE

    def items(self, paths: Iterable[str]) -> Iterator[Item | Skipped]:
        """Every page under the paths, in order. `-` is standard input; a pattern that is no file is a glob (`**` goes down)."""
        seen: set[tuple[int, int]] = set()
        for path in paths:
            if path == "-":
                yield from self._standard_input()
            elif not os.path.lexists(path) and glob.has_magic(path):
                found = sorted(glob.glob(path, recursive=True), key=os.fsencode)  # noqa: PTH207
                if not found:
                    yield unread(
                        shown(path),
                        "FileNotFoundError",
                        f"no file matches the pattern {shown(path)}; quote it, so that ** reaches us",
                    )
                for match in found:
                    yield from self._under(Path(match).absolute(), seen, named=False)
            else:
                yield from self._under(Path(path).absolute(), seen, named=True)

    def _under(self, path: Path, seen: set[tuple[int, int]], *, named: bool) -> Iterator[Item | Skipped]:
        """The pages of a file, or of a folder and what is below it; a folder is entered once."""
        id = shown(path)
        try:
            status = path.stat()
        except OSError as error:
            if path.is_symlink() and not named:
                yield Skipped(id, "a symbolic link that leads nowhere")
            else:
                yield unread(id, type(error).__name__, f"{id} cannot be opened: {_reason(error)}; check the path")
            return
        if stat.S_ISDIR(status.st_mode):
            identity = status.st_dev, status.st_ino
            if identity in seen:
                yield Skipped(id, "a folder that was read already, under another name")
                return
            seen.add(identity)
            try:
                names = sorted(os.listdir(path), key=os.fsencode)  # noqa: PTH208 (names, whatever their bytes)
            except OSError as error:
                yield unread(
                    id, type(error).__name__, f"the folder {id} cannot be listed: {_reason(error)}; check its permissions"
                )
                return
            for name in names:
                if name.startswith("."):
                    yield Skipped(shown(path / name), "a hidden file or folder")
                else:
                    yield from self._under(path / name, seen, named=False)
        elif not stat.S_ISREG(status.st_mode):
            yield Skipped(id, _kind(status.st_mode))
        elif not named and path.suffix.lower() in NO_PAGES:
            yield Skipped(id, f"no page by its name ({path.suffix.lower()})")
        else:
            yield from self._file(path, id, status.st_size)

    def _file(self, path: Path, id: str, size: int) -> Iterator[Item | Skipped]:
        name = path.name.lower()
        try:
            if name.endswith((".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".warc", ".warc.gz")):
                yield from self._archive(path, id, name, size)
                return
            packed = next((ending for ending in _UNPACK if name.endswith(ending)), "")
            inner = name.removesuffix(packed) if packed else name
            with path.open("rb") as raw:
                stream = _UNPACK[packed](raw) if packed else raw
                if inner.endswith(_LINES):
                    yield from self._lines(stream, id)
                elif not packed and size > self.max_page:
                    yield self._too_large(id, size)
                else:
                    yield self._page(id, stream)
        except MissingExtra as error:
            yield unread(id, "MissingExtra", str(error), stage="install")
        except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
            yield unread(id, type(error).__name__, f"{id} cannot be read: {_reason(error)}")

    def _page(self, id: str, stream: IO[bytes], **known: str | None) -> Item:
        """One page from a stream, never more than `max_page` bytes of it."""
        data = stream.read(self.max_page + 1)
        return self._too_large(id, None) if len(data) > self.max_page else self._item(id, data, **known)

    def _item(self, id: str, source: bytes | str, **known: str | None) -> Item:
        own = {key: value for key, value in known.items() if value is not None}
        given = {"url": self.url, "published": self.published, "region": self.region, "charset": self.charset, **own}
        return item(id, source, script=self.script, tables=self.tables, **given)

    def _too_large(self, id: str, size: int | None) -> Item:
        said = f"{size:,} bytes" if size is not None else f"more than {self.max_page:,} bytes"
        return unread(id, "too_large", f"{id} has {said}, and a page may have {self.max_page:,}; split it, or leave it out")

    def _lines(self, stream: IO[bytes], id: str) -> Iterator[Item]:
        """The pages of a file with one JSON object in each line; a line that cannot be read fails alone."""
        number = 0
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            where = f"{id}:{number}"
            if len(line) > MAX_LINE:
                yield unread(
                    where, "too_large", f"line {number} of {id} has more than {MAX_LINE:,} bytes; a line is one JSON object"
                )
                while line and not line.endswith(b"\n"):
                    line = stream.readline(MAX_LINE)
                continue
            if line.strip():
                yield self._record(line, id, where, number)

    def _record(self, line: bytes, id: str, where: str, number: int) -> Item:
        try:
            record = json.loads(line.decode("utf-8-sig"))
        except ValueError as error:
            return unread(where, "bad_json", f"line {number} of {id} is no JSON: {_reason(error)}; is it cut off?")
        if not isinstance(record, dict):
            return unread(where, "bad_json", f"line {number} of {id} is {type(record).__name__}, not an object with fields")
        fields = {**FIELDS, **(self.fields or {})}
        wanted = [fields["source"]] if "source" in fields else SOURCE_FIELDS
        source = next((record[name] for name in wanted if isinstance(record.get(name), str)), None)
        if source is None:
            return unread(
                where,
                "no_source",
                f"line {number} of {id} has no text in {' or '.join(wanted)}; it has {', '.join(map(str, record)) or 'nothing'}: "
                "say which field holds the page, as in --field source=NAME",
            )
        known = {key: _said(record.get(name)) for key, name in fields.items() if key not in ("id", "source")}
        name = known["url"] or (f"{id}#{key}" if (key := _said(record.get(fields["id"]))) else where)
        return self._item(name, source, **known)

    def _standard_input(self) -> Iterator[Item]:
        """One page, or lines of JSON when the first character is a brace; a page without an address is known by its hash."""
        stream = io.BufferedReader(sys.stdin.buffer) if isinstance(sys.stdin.buffer, io.RawIOBase) else sys.stdin.buffer
        head = stream.peek(64).lstrip() if isinstance(stream, io.BufferedReader) else b""
        if head.removeprefix(b"\xef\xbb\xbf").startswith(b"{"):
            yield from self._lines(stream, "stdin")
        else:
            page = self._page("stdin", stream)
            yield replace(page, id=page.url or f"stdin#{page.content_hash[:12]}") if page.failure is None else page

    def _archive(self, path: Path, id: str, name: str, size: int) -> Iterator[Item | Skipped]:
        """The members of an archive, each bounded, and all together too."""
        members = _warc if ".warc" in name else _zipped if name.endswith(".zip") else _tarred
        given = 0
        try:
            for member, length, stream, known in members(path, self.max_page):
                where = f"{id}!{member}" if member else known.get("url") or id
                if known.get("skip"):
                    yield Skipped(where, str(known["skip"]))
                    continue
                suffix = Path(member).suffix.lower()
                if suffix in NO_PAGES:
                    yield Skipped(where, f"no page by its name ({suffix})")
                    given += length or 0  # in a tar what is passed over is unpacked too
                elif length is not None and length > self.max_page and suffix not in _LINES:
                    yield self._too_large(where, length)
                    given += length
                else:
                    with stream() as opened:
                        if suffix in _LINES:
                            for one in self._lines(opened, where):
                                given += one.size
                                yield one
                        else:
                            one = self._page(known.get("url") or where, opened, **known)
                            given += one.size if one.failure is None else self.max_page
                            yield one
                if given > max(FREE_RATIO, MAX_RATIO * size):
                    yield unread(id, "bomb", f"{id} has given {given:,} bytes out of {size:,}; the rest of it was left alone")
                    return
        except MissingExtra:
            raise
        except (zipfile.BadZipFile, tarfile.TarError) as error:
            yield unread(
                id, type(error).__name__, f"{id} is no archive, or a broken one: {_reason(error)}; what came before was kept"
            )
        except Exception as error:  # a damaged header makes the libraries raise anything at all, even AttributeError
            yield unread(id, type(error).__name__, f"{id} breaks off: {_reason(error)}; what came before was kept")


Member = tuple[str, int | None, Callable[[], IO[bytes]], dict[str, str | None]]


def _zipped(path: Path, max_page: int) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                yield info.filename, info.file_size, lambda info=info: archive.open(info), {}  # type: ignore[misc]


def _tarred(path: Path, max_page: int) -> Iterator[Member]:
    with tarfile.open(path, "r|*", errors="surrogateescape") as archive:
        for info in archive:
            name = shown(info.name)
            if info.isreg():
                yield name, info.size, lambda info=info: _opened(archive.extractfile(info)), {}  # type: ignore[misc]
            elif not info.isdir():
                yield name, None, io.BytesIO, {"skip": "a link, a FIFO or a device in an archive"}


def _opened(stream: IO[bytes] | None) -> IO[bytes]:
    return stream if stream is not None else io.BytesIO()


def _warc(path: Path, max_page: int) -> Iterator[Member]:
    """The responses of a WARC with their address, time of fetching and the charset that the server named."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise MissingExtra("warc", "warcio") from None
    with path.open("rb") as raw:
        try:
            for record in ArchiveIterator(raw):
                if record.rec_type not in ("response", "resource"):
                    continue
                headers = record.http_headers
                kind = (headers.get_header("Content-Type") if headers else record.rec_headers.get_header("Content-Type")) or ""
                url = record.rec_headers.get_header("WARC-Target-URI")
                known: dict[str, str | None] = {
                    "url": url,
                    "fetched": record.rec_headers.get_header("WARC-Date"),
                    "charset": _charset(kind),
                }
                if kind and not any(word in kind.lower() for word in ("html", "text/plain", "xml")):
                    known = {"url": url, "skip": f"no page by its type ({kind.split(';')[0]})"}
                yield "", None, lambda record=record, url=url: io.BytesIO(_content(record, max_page, url)), known  # type: ignore[misc]
        except ArchiveLoadFailed as error:
            raise EOFError(str(error)) from None


def _content(record: Any, max_page: int, url: str) -> bytes:
    """The payload of a WARC record, one byte more than a page may have at most. Raises EOFError where the file was cut off."""
    stream, data = record.content_stream(), bytearray()
    while len(data) <= max_page and (part := stream.read(1 << 16)):
        data += part
    if len(data) <= max_page and getattr(record.raw_stream, "limit", 0) > 0:
        raise EOFError(f"the record of {url} is cut off after {len(data):,} bytes")
    return bytes(data)


def _charset(content_type: str) -> str | None:
    _, _, rest = content_type.lower().partition("charset=")
    return rest.split(";")[0].strip().strip("\"'") or None


class _Zstd(io.RawIOBase):
    """Frames of Zstandard as a stream that says when it was cut off; a little at a time, because a kilobyte can hold thirty million."""

    def __init__(self, raw: IO[bytes]) -> None:
        try:
            import zstandard
        except ImportError:
            raise MissingExtra("zstd", "zstandard") from None
        self.fresh = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj
        self.error: type[Exception] = zstandard.ZstdError
        self.raw = raw
        self.frame: Any = None
        self.packed = self.plain = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.plain:
            self.packed = self.packed or self.raw.read(1024)
            if not self.packed:
                if self.frame is not None:
                    raise EOFError("the file ended before the end of its Zstandard frame")
                return 0
            self.frame = self.frame or self.fresh()
            try:
                self.plain = self.frame.decompress(self.packed)
            except self.error as error:
                raise EOFError(str(error)) from None
            self.packed, self.frame = (self.frame.unused_data, None) if self.frame.eof else (b"", self.frame)
        given = min(len(buffer), len(self.plain))
        buffer[:given], self.plain = self.plain[:given], self.plain[given:]
        return given


_UNPACK: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    ".gz": lambda raw: gzip.GzipFile(fileobj=raw),  # type: ignore[dict-item,return-value]
    ".bz2": lambda raw: bz2.BZ2File(raw),
    ".xz": lambda raw: lzma.LZMAFile(raw),  # noqa: SIM115
    ".zst": lambda raw: io.BufferedReader(_Zstd(raw)),
}


def _said(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "a FIFO"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"))
    return next((name for test, name in kinds if test(mode)), "no regular file")


def _reason(error: BaseException) -> str:
    text = (error.strerror if isinstance(error, OSError) and error.strerror else str(error)) or type(error).__name__
    return text[:1].lower() + text[1:]
