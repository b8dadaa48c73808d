"""Facts live in tables, thinking lives in code.

亿元, a ministry's old name, a site's footer are rows of `data/*.tsv`. A table opens with its header and says what it is:

    # kind: knowledge            (or gazetteer: rebuilt by a script in tools/)
    # source: GB/T 2260-2007, with the changes published since
    # row: what one row means, in a sentence
    id	name	...

Then the column names, then the rows, all tab-separated; an empty cell is empty, a line that begins with `#` is a comment.
Every row has a unique id. A user's own folder of tables overlays ours: a row with a known id replaces it, a new id adds a row,
and an id behind a minus (`-id`) takes our row away.

`noted` says that a row or a rule decided something. It does nothing in a normal run; the test run listens to it, and fails for
every knowledge row and every rule that no line of fixtures/ exercises.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from newsextract.errors import TableError

KINDS = ("knowledge", "gazetteer")
OVERLAY_VARIABLE = "NEWSEXTRACT_TABLES"

Row = Mapping[str, str]
Made = TypeVar("Made")


@dataclass(frozen=True)
class Table:
    """One table: its name (the file's stem), its header and its rows, in the file's order."""

    name: str
    kind: str
    source: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def parse(name: str, text: str, where: str) -> Table:
    """A table from its text. Raises TableError with file, line and reason.

    >>> parse("units", "# kind: knowledge\\n# source: JJF 1001\\nid\\tname\\njia\\t家\\n", "units.tsv").rows
    ({'id': 'jia', 'name': '家'},)
    """
    header: dict[str, str] = {}
    columns: tuple[str, ...] = ()
    width = 0
    rows: list[Row] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            key, colon, value = line[1:].partition(":")
            if colon and not columns:
                header.setdefault(key.strip(), value.strip())
            continue
        if not line.strip():
            continue
        cells = line.split("\t")
        if " " in line:
            cells = [cell.strip() for cell in cells]
        if not columns:
            if header.get("kind") not in KINDS:
                raise TableError(f"{where}:{number}: the header must say '# kind: knowledge' or '# kind: gazetteer' above the columns")
            if not header.get("source"):
                raise TableError(f"{where}:{number}: the header must name its '# source:' above the columns")
            if cells[0] != "id" or len(set(cells)) != len(cells):
                raise TableError(f"{where}:{number}: the first column must be 'id', and no column may stand twice: {line!r}")
            columns, width = tuple(cells), len(cells)
            continue
        if len(cells) != width:
            if len(cells) > width:
                raise TableError(f"{where}:{number}: {len(cells)} cells in a table of {width} columns: {line!r}")
            cells += [""] * (width - len(cells))
        identifier = cells[0]
        if not identifier or identifier in seen:
            fault = f"the id {identifier!r} stands twice" if identifier else f"the row has no id: {line!r}"
            raise TableError(f"{where}:{number}: {fault}")
        seen.add(identifier)
        rows.append(dict(zip(columns, cells, strict=True)))
    if not columns:
        raise TableError(f"{where}: the table has no line of column names")
    return Table(name, header["kind"], header["source"], columns, tuple(rows))


def overlaid(ours: Table, theirs: Table, where: str) -> Table:
    """Our table with a user's rows over it."""
    if set(theirs.columns) - set(ours.columns):
        odd = ", ".join(sorted(set(theirs.columns) - set(ours.columns)))
        raise TableError(f"{where}: our table {ours.name} has no column {odd}; it has {', '.join(ours.columns)}")
    rows = {row["id"]: row for row in ours.rows}
    for row in theirs.rows:
        if row["id"].startswith("-"):
            if rows.pop(row["id"][1:], None) is None:
                raise TableError(f"{where}: there is no row {row['id'][1:]!r} to take away from {ours.name}")
        else:
            rows[row["id"]] = {column: row.get(column, "") for column in ours.columns}
    return Table(ours.name, ours.kind, ours.source, ours.columns, tuple(rows.values()))


_overlay: Path | None = None
_compiled: list[Callable[[], None]] = []


def use(folder: Path | str | None) -> None:
    """Overlays our tables with those of `folder` (files named as ours), or with none; what was compiled from them is made anew.

    Raises TableError where the folder holds a table that we do not have, or a wrong row. The environment variable
    NEWSEXTRACT_TABLES does the same for a process that never calls this.
    """
    global _overlay
    chosen = None if folder is None else Path(folder)
    if chosen is not None:
        if not chosen.is_dir():
            raise TableError(f"{chosen} is not a folder of tables")
        for path in sorted(chosen.glob("*.tsv")):
            if path.stem not in names():
                raise TableError(f"{path}: we have no table {path.stem!r}; ours are {', '.join(names())}")
            overlaid(_ours(path.stem), parse(path.stem, path.read_text(encoding="utf8"), str(path)), str(path))
    _overlay = chosen
    for clear in _compiled:
        clear()


def names() -> list[str]:
    """The names of our tables."""
    return sorted(entry.name[:-4] for entry in files("newsextract").joinpath("data").iterdir() if entry.name.endswith(".tsv"))


def _ours(name: str) -> Table:
    where = files("newsextract").joinpath("data", f"{name}.tsv")
    if not where.is_file():
        raise TableError(f"there is no table {name!r}; ours are {', '.join(names())}")
    return parse(name, where.read_text(encoding="utf8"), f"{name}.tsv")


def compiled(make: Callable[[], Made]) -> Callable[[], Made]:
    """Decorates what a module compiles from its tables: made once, on first use, and again after `use`."""
    cached = functools.lru_cache(maxsize=1)(make)
    _compiled.append(cached.cache_clear)
    return functools.wraps(make)(cached)


def read(name: str) -> Table:
    """A table by name, the user's rows over ours. Compile what you need from it under `@compiled`; it is read anew at each call."""
    ours = _ours(name)
    folder = _overlay or (Path(os.environ[OVERLAY_VARIABLE]) if os.environ.get(OVERLAY_VARIABLE) else None)
    theirs = folder / f"{name}.tsv" if folder else None
    if theirs is None or not theirs.is_file():
        return ours
    return overlaid(ours, parse(name, theirs.read_text(encoding="utf8"), str(theirs)), str(theirs))


class _Listener:
    """What the test run hears: the ids of rows and rules that decided something."""

    heard: set[str] | None = None


def noted(identifier: str) -> str:
    """Says that this row (`table:id`) or rule decided something, and gives its name back; silent outside the test run."""
    if _Listener.heard is not None:
        _Listener.heard.add(identifier)
    return identifier


def listening() -> bool:
    """Whether somebody listens: what is said only for the test run need not be looked for otherwise."""
    return _Listener.heard is not None


def listen() -> set[str]:
    """Begins to listen; the set that fills. For tests and `newsextract tables`."""
    _Listener.heard = set()
    return _Listener.heard


def deafen() -> None:
    """Ends listening."""
    _Listener.heard = None
