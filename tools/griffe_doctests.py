"""Shows the running examples of our docstrings as sessions: a doctest stands in them bare, and Markdown would take `>>>` for a quotation."""

from __future__ import annotations

import doctest
import inspect
from typing import Any

import griffe


class Doctests(griffe.Extension):
    """Puts each run of examples between fences. griffe calls `on_object` for all that it has read."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring and ">>>" in obj.docstring.value:
            obj.docstring.value = fenced(inspect.cleandoc(obj.docstring.value))


def fenced(text: str) -> str:
    """The text, each paragraph of it that is an example fenced.

    >>> print(fenced("Adds.\\n\\n>>> 1 + 1\\n2\\n\\nNo more."))
    Adds.
    <BLANKLINE>
    ```pycon
    >>> 1 + 1
    2
    ```
    <BLANKLINE>
    No more.
    """
    out: list[str] = []
    run: list[str] = []
    for part in doctest.DocTestParser().parse(text):
        if isinstance(part, doctest.Example):
            first, *more = part.source.rstrip("\n").split("\n")
            run += [f">>> {first}", *(f"... {line}" for line in more), *part.want.splitlines()]
        elif part.strip() or not run:
            if run:
                out.append("```pycon\n" + "\n".join(run) + "\n```\n")
                run = []
            out.append(part)
    if run:
        out.append("```pycon\n" + "\n".join(run) + "\n```\n")
    return "".join(out).rstrip("\n")
