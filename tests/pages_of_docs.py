"""Reads the documentation as a reader would who types everything: each page in an empty folder, from top to bottom.

    console     lines behind `$ ` are run by a shell; the lines below one are what it must say, `…` standing for anything
    pycon       a session, checked as doctest does; one page is one session
    python      run in that session, or with `title="name"` written to that file
    sql         asked of news.db; what is printed below it, if the next block is `text`, must come out
    other       with `title="name"` written to that file; else only read

`fixtures` stands in the folder. `<!-- needs: postgres -->` above a block names what it cannot be tried without, `<!-- first: … -->` what is done before it, unseen.
"""

from __future__ import annotations

import doctest
import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"^(?P<indent> *)```(?P<kind>\w+)?(?: +title=\"(?P<title>[^\"]+)\")?[^\n]*\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
_NEEDS = re.compile(r"<!-- needs: (\w+) -->\s*$")
_FIRST = re.compile(r"<!-- first: (.+?) -->\s*$")
# What a run says of itself only when it takes long, as on a machine that does other things too.
_PROGRESS = re.compile(r"^\d+ of \d+ pages, .* left\n", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    kind: str
    title: str
    body: str
    line: int
    needs: str
    first: str


def pages() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf8")
    return [
        Block(
            m["kind"] or "",
            m["title"] or "",
            re.sub(rf"^{m['indent']}", "", m["body"], flags=re.MULTILINE),
            text.count("\n", 0, m.start()) + 1,
            needed[1] if (needed := _NEEDS.search(text[: m.start()])) else "",
            first[1] if (first := _FIRST.search(text[: m.start()])) else "",
        )
        for m in _BLOCK.finditer(text)
    ]


def alike(want: str, got: str) -> bool:
    """Whether the output is the one shown: blanks aside, `…` and `[…]` standing for anything."""
    parts = [re.escape("".join(part.split())) for part in re.split(r"\[…\]|…", want)]
    return re.fullmatch(".*?".join(parts), "".join(got.split()), re.DOTALL) is not None


class Reader:
    """Somebody who reads a page and does what it says; `put` replaces words of the page by what is here."""

    def __init__(self, folder: Path, put: dict[str, str]) -> None:
        self.folder, self.put = folder, put
        self.names: dict[str, Any] = {"__name__": "__main__"}
        (folder / "fixtures").symlink_to(ROOT / "fixtures")
        tools = folder / ".bin"
        tools.mkdir()
        for name, module in (("newsextract", "newsextract.cli"), ("python", "")):
            tool = tools / name
            tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" {f"-m {module}" if module else ""} "$@"\n')
            tool.chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100"}

    def read(self, page: Path) -> None:
        todo = blocks(page)
        os.chdir(self.folder)
        for at, block in enumerate(todo):
            where = f"{page.name}:{block.line}"
            if block.first:
                self.console(f"$ {block.first}\n", where)
            body = block.body
            for old, new in self.put.items():
                body = body.replace(old, new)
            if block.title:
                path = self.folder / block.title
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body, encoding="utf8")
            elif block.kind == "console":
                self.console(body, where)
            elif block.kind == "pycon":
                self.session(body, where)
            elif block.kind == "python":
                exec(compile(body, where, "exec"), self.names)
            elif block.kind == "sql":
                shown = todo[at + 1].body if at + 1 < len(todo) and todo[at + 1].kind == "text" else ""
                self.sql(body, shown, where)

    def console(self, body: str, where: str) -> None:
        for step in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            line, _, want = step.partition("\n")
            while line.endswith("\\"):
                more, _, want = want.partition("\n")
                line = line[:-1] + more.lstrip("> ")
            done = subprocess.run(
                ["bash", "-c", line], cwd=self.folder, env=self.environment, capture_output=True, encoding="utf8", timeout=300, stdin=subprocess.DEVNULL
            )
            said = done.stdout + _PROGRESS.sub("", done.stderr)
            assert done.returncode in (0, 2), f"{where}: {line}\n{said}"
            assert "Traceback" not in said, f"{where}: {line}\n{said}"
            assert not want.strip() or alike(want, said), f"{where}: {line}\nwanted:\n{want}\ngot:\n{said}"

    def session(self, body: str, where: str) -> None:
        test = doctest.DocTestParser().get_doctest(body, self.names, where, where, 0)
        out: list[str] = []
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        runner = doctest.DocTestRunner(optionflags=flags)
        runner.run(test, out=out.append, clear_globs=False)
        self.names.update(test.globs)
        assert not runner.failures, "".join(out)

    def sql(self, body: str, shown: str, where: str) -> None:
        with sqlite3.connect(self.folder / "news.db") as connection:
            rows = connection.execute(body).fetchall()
        assert rows, f"{where}: no row"
        if shown:
            got = "\n".join("|".join("" if cell is None else str(cell) for cell in row) for row in rows)
            assert alike(shown.replace("│", "|"), got), f"{where}:\nwanted:\n{shown}\ngot:\n{got}"
