"""What the documentation site asks the program itself at build time: its help, its tables. mkdocs calls these (hooks in mkdocs.yml)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Fills the places that a page leaves for the program: `<!-- commands -->` and `<!-- tables -->`."""
    if "<!-- commands -->" in markdown:
        markdown = markdown.replace("<!-- commands -->", commands())
    if "<!-- tables -->" in markdown:
        markdown = markdown.replace("<!-- tables -->", word_tables())
    return markdown


def commands() -> str:
    """The help of every command, as it is printed."""
    from typer.main import get_command

    from newsextract.cli import app

    names = list(getattr(get_command(app), "commands", {}))
    return "\n\n".join(f"## {f'newsextract {name}'.strip()}\n\n```text\n{_help(name)}\n```" for name in ["", *names])


def _help(name: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(ROOT / "src")}
    arguments = [sys.executable, "-m", "newsextract.cli", *filter(None, [name]), "--help"]
    said = subprocess.run(arguments, capture_output=True, encoding="utf8", check=True, env=environment).stdout
    return "\n".join(line.rstrip() for line in said.strip("\n").splitlines())


def word_tables() -> str:
    """Every table: what a row of it means, its columns, and how many rows it has."""
    from newsextract import tables

    out = []
    for path in sorted((ROOT / "src/newsextract/data").glob("*.tsv")):
        table = tables.read(path.stem)
        means = next((line.partition(":")[2].strip() for line in path.read_text(encoding="utf8").splitlines() if line.startswith("# row:")), "")
        columns = ", ".join(f"`{column}`" for column in table.columns)
        means = means.replace("|", "\\|").replace("<", "&lt;").replace("{", "&#123;")
        out.append(f"### {path.stem}\n\n{table.kind.capitalize()}, {len(table):,} rows. Columns: {columns}.\n\nA row is {means}\n\nSource: {table.source}\n")
    return "\n".join(out)
