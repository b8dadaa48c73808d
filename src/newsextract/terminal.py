"""An article as a person reads it on a terminal: the text with its records coloured in place, the records in tables, the reasons.

Chinese characters are two columns wide and no blank stands between words, so lines are broken here and not by the terminal: a number or a Latin word is not cut, no
line begins with a closing mark. Colours are used where the output is a terminal; elsewhere the same words stand without them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Rich

    from newsextract.records import Article, DateMention, NumericFact, Organisation, Why


def console() -> Console:
    """A console for standard output: colours on a terminal only, and as wide as the window (100 where there is none)."""
    from rich.console import Console

    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else 100
    return Console(width=width, highlight=False, emoji=False, markup=False)


STYLES = {"facts": "bold cyan", "dates": "green", "organisations": "magenta", "losses": "bold white on red"}


def show(console: Console, article: Article, id: str, *, reasons: bool) -> None:
    """The article as a person reads it: head, text with its records coloured, the records in tables, what was left out."""
    _print_head(console, article, id)
    for paragraph in _coloured(article).split("\n"):
        _print_wrapped(console, paragraph)
    for table in _tables(article, reasons):
        console.print()
        console.print(table)
    if reasons:
        _print_reasons(console, article)
    console.print()


def explain(console: Console, article: Article, id: str) -> None:
    """The article's story, paragraph by paragraph: the text, under it each record with the words that decided it, and what was repaired there."""
    from rich.text import Text as Rich

    _print_head(console, article, id)
    start = 0
    for paragraph in _coloured(article).split("\n"):
        end = start + len(paragraph.plain)
        _print_wrapped(console, paragraph)
        for line in _reasons_within(article, start, end):
            _print_wrapped(console, Rich("    ") + line, indent=8)
        console.print()
        start = end + 1
    _print_reasons(console, article)
    console.print()


def _reasons_within(article: Article, start: int, end: int) -> Iterator[Rich]:
    """What is to be said of one paragraph: its records in the order of the text, then its repairs."""
    from rich.text import Text as Rich

    records = sorted((one for name in ("facts", "dates", "organisations") for one in getattr(article, name)), key=lambda one: (one.start, -one.end))
    for one in records:
        if start <= one.start < end:
            yield from _reason(article, one)
    edits = [edit for edit in article.edits if start <= _now(article, edit.start) < max(end, start + 1)]
    if edits:
        shown = "  ".join(f"{edit.was or '·'} → {edit.put or '·'}" for edit in edits[:REPAIRS_SHOWN])
        more = f"  and {len(edits) - REPAIRS_SHOWN} more" if len(edits) > REPAIRS_SHOWN else ""
        yield Rich(f"repaired: {shown}{more}".replace("\n", "⏎"), style="dim")


REPAIRS_SHOWN = 12
"""Repairs named under a paragraph; `newsextract repair` names them all."""


def _now(article: Article, before: int) -> int:
    """Where an offset of the text before repair lies in the text after."""
    moved = 0
    for edit in article.edits:
        if edit.start >= before:
            break
        moved += len(edit.put) - (edit.end - edit.start)
    return before + moved


def _reason(article: Article, one: NumericFact | DateMention | Organisation) -> Iterator[Rich]:
    """A record in one line, and one for its inferred fields."""
    from rich.text import Text as Rich

    kind, said, why = _said(one)
    line = Rich(one.quote, style=STYLES[kind]) + Rich(f" {said}")
    yield line + Rich(f"  {one.rule}", style="dim italic")
    if why:
        because = "; ".join(
            f"{reason.field} from “{article.text[reason.start : reason.end]}” ({reason.rule})" if reason.start is not None else f"{reason.field} ({reason.rule})"
            for reason in why
        )
        yield Rich(f"  because: {because}", style="dim")


def _said(one: NumericFact | DateMention | Organisation) -> tuple[str, str, tuple[Why, ...]]:
    """The kind of a record, its reading in a line, and the reasons for its inferred fields."""
    from newsextract.records import DateMention, NumericFact

    match one:
        case NumericFact():
            period = "" if one.period is None else f"{one.period.first or ''}..{one.period.last or ''}"
            parts = [one.indicator or "(measures what?)", f"{_amount(one)} {one.unit}".strip(), one.modifier, one.comparison, period, one.region.name if one.region else ""]
            return "facts", " · ".join(part for part in parts if part), one.why
        case DateMention():
            span = f"{one.first or '…'}..{one.last or '…'}" if one.first or one.last else "(not resolved)"
            return "dates", f"{span} · {one.grain or one.kind} · read from {one.anchor}", ()
    return "organisations", f"{one.name or '(which one is not known)'} · {one.kind} · {one.evidence}", ()


def _amount(fact: NumericFact) -> str:
    return "?" if fact.value is None else f"{fact.value:,f}" + (f"–{fact.upper:,f}" if fact.upper is not None else "")


def _print_head(console: Console, article: Article, id: str) -> None:
    from rich.text import Text as Rich

    console.rule(Rich(id, style="dim"), align="left")
    console.print(Rich(article.title or "(no title)", style="bold"))
    console.print(Rich(" · ".join(_head(article)), style="dim"))
    for warning in article.warnings:
        console.print(Rich(f"! {warning}", style="yellow"))
    console.print()


def _print_wrapped(console: Console, text: Rich, *, indent: int = 0) -> None:
    """A paragraph in lines as wide as the console, the second and later ones indented."""
    from rich.text import Text as Rich

    lines = text.divide(breaks(text.plain, console.width - indent if indent else console.width))
    for at, line in enumerate(lines):
        console.print(Rich(" " * indent) + line if at and indent else line, soft_wrap=True)


def _head(article: Article) -> list[str]:
    when = article.published
    shown = "" if when is None else f"{when.value:%Y-%m-%d %H:%M}" if when.precision != "day" else f"{when.value:%Y-%m-%d}"
    people = [
        f"{name} {'、'.join(names)}"
        for name, names in (("记者", article.reporters), ("通讯员", article.correspondents), ("编辑", article.editors))
        if names
    ]
    place = article.region.name if article.region else ""
    said = [shown or "no date", article.source or "no source", *people, place, "" if article.status == "ok" else article.status]
    return [part for part in said if part]


def _coloured(article: Article) -> Rich:
    from rich.text import Text as Rich

    text = Rich(article.text)
    for name, style in STYLES.items():
        for one in getattr(article, name):
            text.stylize(style, one.start, one.end)
    return text


NEVER_FIRST = frozenset("，。；：！？、）》」』】〉”’％…—·,.;:!?)]}%")
NEVER_LAST = frozenset("（《「『【〈“‘([{￥$")


def breaks(text: str, width: int) -> list[int]:
    """Where lines of `width` columns end in a text whose characters are one or two columns wide.

    A number or a Latin word is not cut, no line begins with a closing mark or ends with an opening one, unless there is no other way.

    >>> text = "全市法院受理执行案件341872件，执结30.6万件。"
    >>> [text[start:end] for start, end in zip([0, *breaks(text, 24)], [*breaks(text, 24), None])]
    ['全市法院受理执行案件', '341872件，执结30.6万件。']
    """
    from rich.cells import cell_len

    found: list[int] = []
    start = columns = 0
    possible = 0  # the last place in this line where it may end
    for at, character in enumerate(text):
        wide = cell_len(character)
        before = text[at - 1] if at else ""
        inside = before.isascii() and character.isascii() and not before.isspace()
        if at > start and not inside and character not in NEVER_FIRST and before not in NEVER_LAST:
            possible = at
        while columns + wide > width and at > start:
            start = possible if possible > start else at
            found.append(start)
            columns = cell_len(text[start:at])
        columns += wide
    return found


def _tables(article: Article, reasons: bool) -> Iterator[Table]:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    def table(title: str, style: str, *columns: str) -> Table:
        made = Table(
            *columns,
            *(["rule"] if reasons else []),
            box=SIMPLE_HEAD,
            title=title,
            title_justify="left",
            title_style=style,
            pad_edge=False,
        )
        for column in made.columns:
            column.overflow = "fold"  # a name cut short is no name
        return made

    if article.facts:
        made = table(f"{len(article.facts)} facts", STYLES["facts"], "quote", "value", "indicator", "period", "region")
        for fact in article.facts:
            period = "" if fact.period is None else f"{fact.period.first or ''}..{fact.period.last or ''}"
            cells: list[Rich | str] = [
                _with_modifier(article, fact),
                f"{_amount(fact)} {fact.unit}".strip(),
                " · ".join(part for part in (fact.indicator, fact.comparison) if part),
                period,
                fact.region.name if fact.region else "",
            ]
            made.add_row(*cells, *([fact.rule] if reasons else []))
        yield made
    if article.dates:
        made = table(f"{len(article.dates)} dates", STYLES["dates"], "quote", "first", "last", "grain", "read from")
        for mention in article.dates:
            cells = [mention.quote, mention.first or "", mention.last or "", mention.grain or "", mention.anchor]
            made.add_row(*cells, *([mention.rule] if reasons else []))
        yield made
    if article.organisations:
        made = table(f"{len(article.organisations)} organisations", STYLES["organisations"], "quote", "name", "kind", "because")
        for one in article.organisations:
            made.add_row(one.quote, one.name or "?", one.kind, one.evidence, *([one.rule] if reasons else []))
        yield made


def _with_modifier(article: Article, fact: NumericFact) -> Rich:
    """The quote with its modifier beside it, dim, on the side where the text has it; one inside the quote (9600余人) is not said twice."""
    from rich.text import Text as Rich

    shown = Rich(fact.quote)
    if fact.modifier and fact.modifier not in fact.quote:
        behind = article.text.startswith(fact.modifier, fact.end)
        said = Rich(fact.modifier, style="dim")
        shown = shown + said if behind else said + shown
    return shown


def _print_reasons(console: Console, article: Article) -> None:
    """Where the fields came from, what repair did, and what was left out."""
    from rich.text import Text as Rich

    if article.decoding is not None:
        console.print(Rich(f"\ndecoded as {article.decoding.encoding}: {article.decoding.evidence}", style="dim"))
    for evidence in article.evidence:
        console.print(Rich(f"{evidence.field}: {evidence.place} {evidence.quote}".rstrip(), style="dim"))
    if article.edits:
        console.print(
            Rich(f"{len(article.edits)} repairs ({_rules(article)}); see them with: newsextract repair FILE", style="dim")
        )
    if article.losses:
        console.print(Rich(f"{len(article.losses)} characters could not be restored (�)", style="yellow"))
    for block in article.removed:
        console.print(Rich(f"left out, {block.reason} ({block.place}): {block.text[:120]}", style="dim"))


def _rules(article: Article) -> str:
    from collections import Counter

    return ", ".join(f"{rule} {count}" for rule, count in Counter(edit.rule for edit in article.edits).most_common())
