"""Is everything there? Versions, optional parts, and the whole job on a damaged page that comes with the library.

A part is `ok`, `missing` (optional, and how to get it) or `wrong` (something that is needed does not work, and what to do about it).
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from typing import Literal

__all__ = ["Finding", "findings"]

# What each extra brings, by the module that is imported and the package that has it.
EXTRAS = (
    ("postgres", "psycopg", "psycopg", "PostgreSQL as a database"),
    ("mysql", "pymysql", "PyMySQL", "MySQL or MariaDB as a database"),
    ("warc", "warcio", "warcio", "reading WARC archives"),
    ("zstd", "zstandard", "zstandard", "reading .zst files"),
)
NEEDED = ("alembic", "beautifulsoup4", "jieba", "jinja2", "platformdirs", "pyahocorasick", "pydantic", "regex", "rich", "selectolax", "sqlalchemy", "typer")

# A page as pollution leaves it: traditional characters with their readings, a footer; what must come out of it.
PAGE = """甘肅水務(wù)網(wǎng)訊(通訊員馬小川)截至2023年底,全省建成高標(biāo)準(zhǔn)農(nóng)田灌區(qū)146處,灌溉面積達(dá)1.2萬(wàn)畝。
省水利廳對(duì)此通報(bào)表?yè)P(yáng)。
版權(quán)所有 甘肅水務(wù)網(wǎng) 未經(jīng)同意不得復(fù)制或鏡像
"""
EXPECTED = {"146 处": "高标准农田灌区", "12000 亩": "灌溉面积"}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: Literal["ok", "missing", "wrong"]
    said: str


def findings() -> Iterator[Finding]:
    """What was found, one after another.

    >>> [finding for finding in findings() if finding.state == "wrong"]
    []
    """
    from newsextract import __version__

    yield Finding("newsextract", "ok", f"{__version__}, Python {platform.python_version()} ({sys.executable})")
    for package in NEEDED:
        try:
            yield Finding(package, "ok", metadata.version(package))
        except metadata.PackageNotFoundError:
            yield Finding(package, "wrong", f'not installed; python -m pip install "{package}"')
    fast = find_spec("rjieba") is not None
    yield Finding("rjieba", "ok" if fast else "missing", metadata.version("rjieba") if fast else "the words are cut by jieba itself: the same records, slower")
    for extra, module, package, what in EXTRAS:
        there = find_spec(module) is not None
        yield Finding(f"[{extra}] {package}", "ok" if there else "missing", metadata.version(package) if there else f'{what}: pip install "newsextract[{extra}]"')
    yield _tables()
    yield _fonts()
    yield _cache()
    yield _job()


def _tables() -> Finding:
    """Are all tables readable, a user's own ones too?"""
    from newsextract import tables
    from newsextract.errors import TableError

    try:
        rows = sum(len(tables.read(name)) for name in tables.names())
    except (TableError, OSError) as error:
        return Finding("tables", "wrong", f"{error}; look at them with: newsextract tables --check DIR")
    return Finding("tables", "ok", f"{len(tables.names())} tables, {rows:,} rows")


def _fonts() -> Finding:
    """Can charts be labelled in Chinese? Only the notebooks ask."""
    if not find_spec("matplotlib"):
        return Finding("fonts", "missing", 'charts in the notebooks: pip install "newsextract[notebooks]"')
    from matplotlib.font_manager import fontManager

    chinese = sorted({font.name for font in fontManager.ttflist if any(sign in font.name for sign in ("CJK", "SimHei", "YaHei", "PingFang", "WenQuanYi", "Songti", "Heiti"))})
    return Finding("fonts", "ok", chinese[0]) if chinese else Finding("fonts", "missing", "no font with Chinese characters for charts; on Debian: apt-get install fonts-noto-cjk")


def _cache() -> Finding:
    """Is there a place to keep what need not be compiled twice?"""
    from newsextract import extract, patterns

    extract("全县建成书屋18个。")
    file = patterns.place()
    if file is None:
        return Finding("cache", "missing", f"none wanted ({patterns.FOLDER_VARIABLE} is empty): each process compiles its patterns, for about half a second")
    if file.is_file():
        return Finding("cache", "ok", f"{file}, {file.stat().st_size // 1024} kB")
    return Finding("cache", "missing", f"{file.parent} cannot be written: each process compiles its patterns, for about half a second; name another folder in {patterns.FOLDER_VARIABLE}")


def _job() -> Finding:
    """The whole job on a damaged page."""
    from newsextract import extract

    article = extract(PAGE)
    found = {f"{fact.value} {fact.unit}": fact.indicator for fact in article.facts}
    if found != EXPECTED or "省水利厅对此通报表扬。" not in article.paragraphs:
        return Finding("self-test", "wrong", f"a damaged page gave {found}, not {EXPECTED}; are your own tables (NEWSEXTRACT_TABLES) laid over ours?")
    return Finding("self-test", "ok", f"a damaged page: {len(article.edits)} repairs, {len(article.facts)} facts, {len(article.organisations)} organisations")
