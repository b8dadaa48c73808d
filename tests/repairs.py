"""Reads fixtures/corpus/repair.txt: a damaged page, `-> ` what it becomes (or `nothing`), `: ` the rules that did it.

Its rules are witnesses (tests/corpus.py calls `exercise`); test_repair.py judges every entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "fixtures" / "corpus" / "repair.txt"


@dataclass
class Entry:
    number: int
    damaged: str
    clean: str = ""
    rules: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"repair:{self.number}"


def spelled(text: str) -> str:
    """{200B} becomes the character U+200B, \\n a newline."""
    return re.sub(r"\{([0-9A-F]{4,5})\}", lambda match: chr(int(match[1], 16)), text).replace("\\n", "\n")


def entries() -> list[Entry]:
    found: list[Entry] = []
    for number, line in enumerate(CORPUS.read_text(encoding="utf8").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        said = line.strip()
        if not line.startswith("    "):
            found.append(Entry(number, spelled(line)))
        elif said == "nothing":
            found[-1].clean = found[-1].damaged
        elif said.startswith("-> "):
            found[-1].clean = spelled(said[3:])
        elif said.startswith(": "):
            found[-1].rules = said[2:].split()
        else:
            raise AssertionError(f"{CORPUS}:{number}: {said!r} is no expectation")
    return found


def exercise() -> None:
    """Every entry repaired, and its traditional text simplified as a caller may ask."""
    from newsextract.repair import repair
    from newsextract.script import simplified

    for entry in entries():
        repair(entry.damaged)
        simplified(entry.damaged)
