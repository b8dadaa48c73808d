"""A string that remembers how it came to be.

A damaged page says 表?yè)P(yáng); the record that leaves says 表扬. Between the two stands a list of edits, and nothing else:
no stage of this library overwrites a string. An `Edit` names the place it touched in the text before repair, what stood there,
what stands there now, and the rule that did it. From that alone come the repaired text, the way back, the explanation, and the
offset of any character in the page it was crawled from.

    >>> before = "日?qǐng)?bào)讯"
    >>> text = Text(before).edited([Edit(1, 12, "?qǐng)?bào)", "报", "annotation")])
    >>> text.after
    '日报讯'
    >>> text.before == undo(text.after, text.edits) == before
    True
    >>> text.origin(2)          # 讯 stood at offset 12 of the damaged text
    12

Coordinates are code points, half-open, and the word is `end` everywhere. Two edits never overlap; they stand in order. An edit
with an empty `was` inserts, one with an empty `put` deletes; edits that change nothing are not edits and are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of code points.

    >>> Span(2, 5).of("前三季度，")
    '季度，'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `before[start:end] == was` became `put`, by `rule`. Offsets are into the text before all edits of its list."""

    start: int
    end: int
    was: str
    put: str
    rule: str


@dataclass(frozen=True, slots=True)
class Loss:
    """A place in the repaired text where something could not be restored.

    `start:end` is the single U+FFFD that stands for it; `count` is how many characters are thought to be missing (0 when that
    is unknown); `candidates` are the restorations that the bytes allow, empty when they allow anything.
    """

    start: int
    end: int
    count: int
    candidates: tuple[str, ...]
    rule: str


def checked(before: str, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits as a tuple, or ValueError where they overlap, leave the text, misquote it or change nothing."""
    done, at = tuple(edits), 0
    for edit in done:
        if not at <= edit.start <= edit.end <= len(before):
            raise ValueError(f"edit {edit!r} does not follow the one before it, or leaves the text of {len(before)} characters")
        if before[edit.start : edit.end] != edit.was:
            raise ValueError(f"edit {edit!r} misquotes the text: there stands {before[edit.start : edit.end]!r}")
        if edit.was == edit.put:
            raise ValueError(f"edit {edit!r} changes nothing")
        at = edit.end
    return done


def replay(before: str, edits: Iterable[Edit]) -> str:
    """The text after the edits.

    >>> replay("1，523公里", [Edit(1, 2, "，", ",", "width")])
    '1,523公里'
    """
    parts, at = [], 0
    for edit in edits:
        parts += [before[at : edit.start], edit.put]
        at = edit.end
    return "".join([*parts, before[at:]])


def undo(after: str, edits: Iterable[Edit]) -> str:
    """The text before the edits, rebuilt from the text after them; the inverse of `replay`."""
    parts, at, shift = [], 0, 0
    for edit in edits:
        start = edit.start + shift
        parts += [after[at:start], edit.was]
        at = start + len(edit.put)
        shift += len(edit.put) - len(edit.was)
    return "".join([*parts, after[at:]])


class Text:
    """A string with its past: `before`, the `edits`, `after`, and the `losses` in it. Immutable; every operation gives a new one.

    Slicing, joining and further editing keep the past, so a paragraph cut from a block still knows its own source.
    """

    __slots__ = ("after", "before", "edits", "losses")

    after: str
    before: str
    edits: tuple[Edit, ...]
    losses: tuple[Loss, ...]

    def __init__(self, before: str, edits: Iterable[Edit] = (), losses: Iterable[Loss] = ()) -> None:
        self.before = before
        self.edits = checked(before, edits)
        self.after = replay(before, self.edits) if self.edits else before
        self.losses = tuple(losses)

    def __repr__(self) -> str:
        return f"Text({self.after!r}, {len(self.edits)} edits)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.before, self.edits, self.losses) == (other.before, other.edits, other.losses)

    def __hash__(self) -> int:
        return hash((self.before, self.edits, self.losses))

    def __str__(self) -> str:
        return self.after

    def __len__(self) -> int:
        return len(self.after)

    def __bool__(self) -> bool:
        return bool(self.after)

    def origin(self, index: int) -> int:
        """The offset in `before` from which the character at `index` of `after` came.

        A character that an edit put there comes home to the start of what it replaced; `len(after)` comes home to `len(before)`.

        >>> Text("５G基站", [Edit(0, 1, "５", "5", "width")]).origin(1)
        1
        """
        if not 0 <= index <= len(self.after):
            raise IndexError(f"offset {index} is outside a text of {len(self.after)} characters")
        return origin(self.edits, index)

    def edited(self, edits: Iterable[Edit]) -> Text:
        """This text with more edits, whose offsets are into `after`; the result's edits are into `before` (composition).

        A loss that an edit touches is lost no more; the others move with the text.
        """
        more = checked(self.after, edits)
        if not more:
            return self
        kept, shift, i = [], 0, 0
        for loss in self.losses:
            while i < len(more) and more[i].end <= loss.start:
                shift += len(more[i].put) - len(more[i].was)
                i += 1
            if i == len(more) or more[i].start >= loss.end:
                kept.append(replace(loss, start=loss.start + shift, end=loss.end + shift))
        return Text(self.before, compose(self.edits, more) if self.edits else more, kept)

    def slice(self, start: int, end: int) -> Text:
        """The part `after[start:end]` with its own past.

        The parts [0:k] and [k:] of a text (k < its length) partition its past as well. An edit that the cut goes through leaves what it replaced
        with the part it began in; a deletion stands with the character that follows it.
        """
        start, end = max(0, start), min(len(self.after), end)
        losses = [replace(loss, start=loss.start - start, end=loss.end - start) for loss in self.losses if start <= loss.start and loss.end <= end]
        if not self.edits:
            return Text(self.before[start:end], (), losses)
        head = self._home(start)
        tail = len(self.before) if end == len(self.after) else self._home(end)
        kept, shift = [], 0
        for edit in self.edits:
            left, right = edit.start + shift, edit.start + shift + len(edit.put)
            shift += len(edit.put) - len(edit.was)
            last = right == left == end and end == len(self.after)
            inside = left < right and left < end and right > start
            deletion = left == right and (start <= left < end or last)
            if not (inside or deletion):
                continue
            put = edit.put[max(0, start - left) : len(edit.put) - max(0, right - end)]
            owned = left >= start
            was, at, to = (edit.was, edit.start, edit.end) if owned else ("", edit.end, edit.end)
            if was != put:
                kept.append(Edit(at - head, to - head, was, put, edit.rule))
        return Text(self.before[head:tail], kept, losses)

    def _home(self, index: int) -> int:
        """Where a cut at `index` of `after` falls in `before`: before a deletion that stands there, behind an edit it goes through."""
        shift = 0
        for edit in self.edits:
            left = edit.start + shift
            right = left + len(edit.put)
            if index <= left:
                break
            if index < right:
                return edit.end
            shift += len(edit.put) - len(edit.was)
        return index - shift

    def strip(self) -> Text:
        """Without white space at both ends; the past of what was stripped goes with it."""
        text = self.after
        start = len(text) - len(text.lstrip())
        return self.slice(start, max(start, len(text.rstrip())))

    def lines(self) -> list[Text]:
        """Split at each newline of `after`, which itself belongs to no line."""
        out, at = [], 0
        for line in self.after.split("\n"):
            out.append(self.slice(at, at + len(line)))
            at += len(line) + 1
        return out

    @staticmethod
    def join(parts: Sequence[Text], between: str = "\n") -> Text:
        """The parts in one text, `between` standing between them before and after alike.

        >>> Text.join([Text("Ａ", [Edit(0, 1, "Ａ", "A", "width")]), Text("乙")]).edits
        (Edit(start=0, end=1, was='Ａ', put='A', rule='width'),)
        """
        edits: list[Edit] = []
        losses: list[Loss] = []
        source, at = 0, 0
        for part in parts:
            edits += [replace(edit, start=edit.start + source, end=edit.end + source) for edit in part.edits]
            losses += [replace(loss, start=loss.start + at, end=loss.end + at) for loss in part.losses]
            source += len(part.before) + len(between)
            at += len(part.after) + len(between)
        return Text(between.join(part.before for part in parts), edits, losses)


def origin(edits: Iterable[Edit], index: int) -> int:
    """`Text.origin` for a list of edits that stands alone (in a stored record, say)."""
    shift = 0
    for edit in edits:
        left = edit.start + shift
        if index < left:
            break
        if index < left + len(edit.put):
            return edit.start
        shift += len(edit.put) - len(edit.was)
    return index - shift


def compose(first: Iterable[Edit], second: Iterable[Edit]) -> tuple[Edit, ...]:
    """One list of edits that does what `first` and then `second` do: from A to C, without the text B between them.

    Where a later edit reaches into what an earlier one put, the two become one edit that carries both rules; where together they
    change nothing, no edit is left.

    >>> compose([Edit(0, 1, "檢", "检", "script")], [Edit(0, 2, "检员", "检察员", "word")])
    (Edit(start=0, end=2, was='檢员', put='检察员', rule='script+word'),)
    """
    out: list[Edit] = []
    shift = 0  # by how much the first list's edits so far have moved B against A
    for low, high, mine, theirs in _clusters(first, second):
        grown = sum(len(edit.put) - len(edit.was) for edit in mine)
        start, end = low - shift, high - shift - grown
        if not theirs:
            out += mine
        elif not mine:
            out += [replace(edit, start=edit.start - shift, end=edit.end - shift) for edit in theirs]
        else:
            between = _between(low, high, mine, theirs, shift)
            was = undo(between, [replace(edit, start=edit.start - start, end=edit.end - start) for edit in mine])
            put = replay(between, [replace(edit, start=edit.start - low, end=edit.end - low) for edit in theirs])
            if was != put:
                out.append(Edit(start, end, was, put, "+".join(dict.fromkeys(edit.rule for edit in (*mine, *theirs)))))
        shift += grown
    return tuple(out)


def _clusters(first: Iterable[Edit], second: Iterable[Edit]) -> Iterator[tuple[int, int, list[Edit], list[Edit]]]:
    """Edits of both lists, in order of the text B between them, those that share characters of B in one cluster (low, high, …)."""
    items: list[tuple[int, int, int, Edit]] = []
    shift = 0
    for edit in first:
        items.append((edit.start + shift, edit.start + shift + len(edit.put), 0, edit))
        shift += len(edit.put) - len(edit.was)
    items += [(edit.start, edit.end, 1, edit) for edit in second]
    items.sort(key=lambda item: item[:3])
    low, high = 0, -1
    cluster: tuple[list[Edit], list[Edit]] = ([], [])
    for start, end, which, edit in items:
        if start < high and low < end:
            high = max(high, end)
        else:
            if high >= 0:
                yield low, high, *cluster
            low, high, cluster = start, end, ([], [])
        cluster[which].append(edit)
    if high >= 0:
        yield low, high, *cluster


def _between(low: int, high: int, mine: Sequence[Edit], theirs: Sequence[Edit], shift: int) -> str:
    """B[low:high] of a cluster, every character of which some edit either put there (mine) or found there (theirs)."""
    found = [""] * (high - low)
    for edit in mine:
        at = edit.start + shift - low
        found[at : at + len(edit.put)] = edit.put
        shift += len(edit.put) - len(edit.was)
    for edit in theirs:
        found[edit.start - low : edit.end - low] = edit.was
    return "".join(found)
