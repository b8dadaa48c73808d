"""The pinyin artefact: 通報(bào)表?yè)P(yáng), and how to hear 通报表扬 in it.

Thousands of copied news pages carry readings glued to their characters. They look like noise; they are a chain of four steps, and
each can be taken back. A tool turned the simplified text into traditional characters one by one, 通报表扬 -> 通報表揚. It wrote
them as GBK bytes. Then, for each row of a table (報 bào, 揚 yáng, 頁 yè, ...), it replaced the two bytes of the character by these bytes
and `(bào)`, at byte level, blind to where a character begins. 表揚 is B1 ED 93 50, and ED 93 is 頁: so `(yè)` landed inside, B1 ED 93
( y è ) 50. And then a decoder read 93 28, found no such character, and made one `?` of both bytes, the bracket included:
表?yè)P, the P being the last byte of 揚.

    >>> run = unslipped("表?yè)P(yáng)。", 1)
    >>> run.put, run.end
    ('揚', 12)

So nothing is lost where a reading stands: it names the character that its two bytes make, one of them is the byte before, and the other
is the one that the `?` swallowed. The way back is to rebuild the bytes, drop the readings, and decode again. Where a slipped run ends on
a digit, a comma or a space, that character went into the `?` with no reading to tell it: 客車(chē)?yán)镒?人 was 客车里坐8人, or 里坐9人,
or 里走8人. That is a loss, and is said so.

    >>> run = unslipped("客車(chē)?yán)镒?人", 7, before="車")
    >>> run.put, "坐" in run.lost[0].candidates, "8" in run.lost[1].candidates
    ('里\\ufffd\\ufffd', True, True)

On some sites a second tool cut the bytes before some ，！？；。, again blind: A1A3 A1B1 is 。”, and holds A3A1, ！ in its middle: 高?！惫Ψ.
There no reading helps; the model of `ngrams` chooses the byte that makes words of the run.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsextract import script, tables
from newsextract.ngrams import likelihood

RULES = {
    "annotation.reading": "a reading glued to its character goes",
    "annotation.slip": "a run of characters that slipped by one byte is rebuilt from its bytes and the readings in it",
    "annotation.split": "a run that slipped at a cut before a punctuation mark is rebuilt from its bytes and the likeliest characters",
    "annotation.lost": "where a slipped run swallowed an ASCII character, U+FFFD stands for it",
}

LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ"
# A reading, as (yè) or (huì ); some readings were annotated themselves: (jín(yì)).
READING = rf"[{LETTERS}]{{1,7}}(?:\([{LETTERS}]{{1,7}} ?\)[{LETTERS}]{{0,3}})? ?"
LOST = "\ufffd"
SPLIT = "，！？；。"
# Stands for the byte of a slipped run that had eaten the `<` of a tag, once `repair.mend_markup` has put the `<` back: its character
# is unknown as after any swallowing `?`, but nothing else was lost with it. A private-use character, in no text but ours.
EATEN = "\uf8f6"
# What a lead byte can have swallowed: a byte below 0x40.
SWALLOWED = (*tuple(map(chr, range(32, 64))), "\n")
# How many hypotheses stay alive, and how far a run may go before it is given up. Runs of 50 sites end within 40 characters.
BEAM = 16
LONGEST_RUN = 400
# A lost character is named only where the runner-up is less likely by this much (log-chance); else it belongs to the loss.
SURE = 5.0
WRONG_READING = -9.0
# Readings of a run that are less likely than the best by less than this are its rivals: what they differ in is lost.
TIE = 1.0
# How much less likely it is that a `?` before a punctuation mark is the page's own, on a page with cuts.
OWN_MARK = -6.0

_reading = re.compile(rf"\(({READING})\)")
_lost_reading = re.compile(rf"\?({READING})\)")
# What begins a paragraph and follows no digit or comma.
LINE_HEAD = "(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}[章条节]|【)"
_line_head = re.compile(LINE_HEAD)
_toned = re.compile("([^a-z])")
_nested = re.compile(r"\([^)]*\)| ")


@tables.compiled
def readings() -> dict[str, frozenset[str]]:
    """Traditional character -> all its readings."""
    return {row["id"]: frozenset(row["readings"].split()) for row in tables.read("readings")}


@tables.compiled
def _completions() -> dict[tuple[int, str], tuple[int, ...]]:
    """(lead byte, reading) -> the second bytes that can have been read as a lead and swallowed a bracket."""
    found: dict[tuple[int, str], list[int]] = {}
    for character, known in readings().items():
        lead, trail = character.encode("gbk")
        if trail > 0x80:
            for reading in known:
                found.setdefault((lead, reading), []).append(trail)
    return {key: tuple(trails) for key, trails in found.items()}


@tables.compiled
def _syllables() -> frozenset[str]:
    return frozenset[str]().union(*readings().values())


@tables.compiled
def mute() -> frozenset[tuple[str, str]]:
    """What stands before and behind the vowel with the tone, of each reading: zh and ng of zhāng."""
    return frozenset((parts[0], parts[2]) for syllable in _syllables() if len(parts := _toned.split(syllable, maxsplit=1)) == 3)


@functools.lru_cache(maxsize=1 << 15)
def octets(character: str) -> bytes:
    """The bytes of a character in GBK with its user-defined areas; none where GBK has none."""
    if character == "€":
        return b"\x80"
    try:
        data = character.encode("gb18030")
    except UnicodeEncodeError:
        return b""
    return data if len(data) <= 2 else b""


@functools.lru_cache(maxsize=1 << 15)
def decoded(lead: int, trail: int) -> str:
    """The character of two bytes; "" where they are none."""
    if not 0x81 <= lead <= 0xFE or trail < 0x40 or trail in (0x7F, 0xFF):
        return ""
    return bytes((lead, trail)).decode("gb18030")


def plain(reading: str) -> str:
    """A reading without what was glued into it, and without the space that one tool leaves."""
    return _nested.sub("", reading) if "(" in reading or " " in reading else reading


@dataclass(frozen=True, slots=True)
class Lost:
    """A U+FFFD at the offset `at` of a run, where one character stood, and which it can have been (none: any)."""

    at: int
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A slipped run: it ends at `end`, `put` stands for it, with what was `lost` in it; `tail` is the last byte of the rebuilt run."""

    end: int
    put: str
    lost: tuple[Lost, ...] = ()
    tail: int = 0


@dataclass(frozen=True, slots=True)
class _Guess:
    """One hypothesis: what the run says so far, the lead byte that waits for its second (0: none), and the last two bytes."""

    score: float
    put: str
    waiting: int
    first: int
    last: int
    lost: tuple[Lost, ...] = ()


def unslipped(text: str, at: int, *, before: str = "", tail: int = 0, split: bool = False, cuts: bool = False) -> Run | None:
    """The run that begins with the `?` at `at`, rebuilt; None where no character fits.

    `before` is the character before it (that of the text when empty), `tail` its last byte where that is known better; `split` says that the
    `?` stands before a punctuation mark that a second tool cut from its bytes, `cuts` that the page has such cuts.
    """
    before = before or (text[at - 1] if at else "")
    tail = tail or (octets(before) or b"\0")[-1]
    guesses = [_Guess(0.0, before, 0, 0, tail)]
    pos, end = at, min(len(text), at + LONGEST_RUN)
    while pos < end:
        character = text[pos]
        if character == "(" and (match := _reading.match(text, pos)):
            if plain(match[1]) not in _syllables():
                break
            guesses = _heard(guesses, plain(match[1]))
            pos = match.end()
            continue
        if character == "?" and (match := _lost_reading.match(text, pos)):
            guesses = _pruned(_completed(guesses, plain(match[1])))
            pos = match.end()
        elif character == "?" and split and pos == at:
            guesses = [_Guess(OWN_MARK, before + "?", 0, tail, 0x3F), *_begun(before, text[pos + 1 : pos + 2])]
            pos += 2
            guesses[:1] = _stepped(guesses[:1], text[pos - 1 : pos])
        elif all(not guess.waiting for guess in guesses):
            break
        elif character in ("?", EATEN):
            following = text[pos + 1 : pos + 2]
            nothing = character == EATEN or not following or (cuts and following in SPLIT)
            eaten = "" if nothing else "\n" if _line_head.match(text, pos + 1) else LOST
            guesses = _pruned(_swallowed(guesses, eaten))
            pos += 1
        else:
            guesses = _pruned(_stepped(guesses, character))
            pos += 1
        if not guesses:
            return None
    if split or len(guesses) > 1:
        following = text[pos] if pos < len(text) else "\n"
        guesses = [_with(guess, guess.score + likelihood(following, guess.put[-1:])) for guess in guesses if not guess.waiting]
    guesses = [guess for guess in guesses if not guess.waiting]
    if not guesses:
        return None
    guesses.sort(key=lambda guess: -guess.score)
    best = guesses[0]
    cut = len(before)
    if split and best.put[cut] == "?":
        return None
    put, lost = best.put[cut:], tuple(Lost(one.at - cut, one.candidates) for one in best.lost)
    if len(guesses) > 1 and best.score - guesses[1].score < TIE:
        rivals = [simple(guess.put[cut:]) for guess in guesses if best.score - guess.score < TIE]
        put, lost = _tied(put, lost, rivals)
    return Run(pos, put, lost, best.last)


def _tied(put: str, lost: tuple[Lost, ...], rivals: list[str]) -> tuple[str, tuple[Lost, ...]]:
    """The run with a U+FFFD for each character in which its likeliest readings differ, and theirs as candidates.

    >>> _tied("偉作", (), ["伟作", "伪作"])
    ('\ufffd作', (Lost(at=0, candidates=('伟', '伪')),))
    """
    rivals = [rival for rival in rivals if len(rival) == len(put)]
    said = {one.at: one for one in lost}
    out = list(put)
    for at, options in enumerate(zip(*rivals, strict=True)):
        candidates = tuple(dict.fromkeys(option for option in options if option != LOST))
        if at not in said and len(set(options)) > 1:
            out[at] = LOST
            said[at] = Lost(at, candidates)
    return "".join(out), tuple(said[at] for at in sorted(said))


def simple(text: str) -> str:
    """The text in simplified characters, one for one."""
    table = script.simplification()
    return "".join([table.get(character, character) for character in text])


def _with(guess: _Guess, score: float) -> _Guess:
    return _Guess(score, guess.put, guess.waiting, guess.first, guess.last, guess.lost)


def _pruned(guesses: Iterable[_Guess]) -> list[_Guess]:
    alive = list(guesses)
    if len(alive) > BEAM:
        alive.sort(key=lambda guess: -guess.score)
        del alive[BEAM:]
    return alive


def _said(guess: _Guess, character: str, waiting: int, first: int, last: int) -> _Guess:
    """The hypothesis with one more character."""
    score = guess.score + likelihood(character, guess.put[-1:])
    return _Guess(score, guess.put + character, waiting, first, last, guess.lost)


def _heard(guesses: list[_Guess], reading: str) -> list[_Guess]:
    """A reading stands behind two bytes: they should be a character that is read so."""
    known = readings()
    fitting = [guess for guess in guesses if reading in known.get(decoded(guess.first, guess.last), ())]
    return fitting or [_with(guess, guess.score + WRONG_READING) for guess in guesses]


def _completed(guesses: list[_Guess], reading: str) -> Iterator[_Guess]:
    """A reading whose bracket was swallowed: with the byte before, the swallowing byte is a character that is read so."""
    completions = _completions()
    for guess in guesses:
        for trail in completions.get((guess.last, reading), ()):
            if guess.waiting:
                yield _said(guess, decoded(guess.waiting, trail), 0, guess.last, trail)
            else:
                yield _Guess(guess.score, guess.put, trail, guess.last, trail, guess.lost)


@functools.lru_cache(maxsize=1 << 12)
def _begun(before: str, mark: str) -> tuple[_Guess, ...]:
    """The likeliest characters whose lead byte a cut has parted from its second, the first byte of the mark behind the cut."""
    data = octets(mark)
    if len(data) != 2:
        return ()
    leads = [_Guess(0.0, before, lead, 0, lead) for lead in range(0x81, 0xFF)]
    return tuple(_pruned(_stepped(leads, mark)))


def _swallowed(guesses: list[_Guess], eaten: str) -> Iterator[_Guess]:
    """A `?` without a reading ends a run: a second byte, and what it has eaten: an ASCII character that is gone, the end of a line (for
    what follows can only begin one), or nothing (the text ends or was cut there, or a tag was put back)."""
    for guess in guesses:
        if not guess.waiting:
            yield _said(guess, "?", 0, guess.last, 0x3F)
            continue
        ending = _ending(guess.waiting, guess.put[-1:])
        if ending is None:
            continue
        score, trail, character, rivals = ending
        lost = guess.lost
        put = guess.put + (LOST if rivals else character)
        if rivals:
            lost = (*lost, Lost(len(put) - 1, rivals))
        put += eaten
        if eaten == LOST:
            lost = (*lost, Lost(len(put) - 1, SWALLOWED))
        yield _Guess(guess.score + score, put, 0, guess.waiting, trail, lost)


@functools.lru_cache(maxsize=1 << 13)
def _ending(lead: int, before: str) -> tuple[float, int, str, tuple[str, ...]] | None:
    """The likeliest character that begins with a byte and stands behind another: its log-chance, its last byte, itself, and where
    others come near it all of them, the likeliest first, in simplified form."""
    fitting = sorted(
        ((likelihood(one, before), trail, one) for trail in range(0x81, 0xFF) if (one := decoded(lead, trail))), reverse=True
    )
    if not fitting:
        return None
    near = tuple(dict.fromkeys(simple(one) for score, _, one in fitting if fitting[0][0] - score < SURE))
    return (*fitting[0], near if len(near) > 1 else ())


def _stepped(guesses: list[_Guess], character: str) -> Iterator[_Guess]:
    """The next character: its first byte ends the one that waits, its second waits in turn, or is a letter (the O of （OIML）)."""
    data = octets(character)
    for guess in guesses:
        if not guess.waiting:
            yield _said(guess, character, 0, *(data if len(data) == 2 else (guess.last, data[0] if data else 0)))
        elif data and (made := decoded(guess.waiting, data[0])):
            if len(data) == 1:
                yield _said(guess, made, 0, guess.waiting, data[0])
            elif data[1] < 0x80:
                yield _said(_said(guess, made, 0, guess.waiting, data[0]), chr(data[1]), 0, *data)
            else:
                yield _said(guess, made, data[1], *data)


@dataclass(frozen=True, slots=True)
class Density:
    """What a page shows of the artefact, in the `length` characters that were looked at: how many readings are glued to characters that
    simplification changes (`glued`) or to others (`other`), how many have lost their bracket to a byte (`straddling`), and how often the
    characters most often annotated stand without a reading (`bare`, beside `annotated` times with one); `core` are readings of the characters that
    all known tables share: the commonest of news, which nobody needs to be told how to read."""

    glued: int = 0
    straddling: int = 0
    other: int = 0
    annotated: int = 0
    bare: int = 0
    core: int = 0
    length: int = 0


# So many readings settle it; what follows on the page is not counted.
PLENTY = 250
# Of so many characters, the most often annotated ones, it is counted how often they stand bare.
COMMONEST = 12

# The characters of the smaller tables, which the larger ones include (seen on 43 pages).
CORE = "業發區創優現經學設關標國會實個來開類專聽說過見書"

_glued = re.compile(rf"[(?]([{LETTERS}]{{1,6}}) ?\)")


def density(texts: Iterable[str]) -> Density:
    """How much of the artefact the texts of a page show.

    >>> shown = density(["企業(yè)創(chuàng)新,發(fā)展?jié)摿"])
    >>> shown.glued, shown.straddling, shown.other
    (3, 1, 0)
    """
    straddling = other = length = hits = 0
    characters: Counter[str] = Counter()
    seen: list[str] = []
    for text in texts:
        if hits >= PLENTY:
            break
        if ")" in text:
            known, completions = readings(), _completions()
            for match in _glued.finditer(text):
                at, reading = match.start(), match[1]
                before = text[at - 1] if at else ""
                if text[at] == "?":
                    if before <= "\x7f" and before != ")":
                        continue
                    known_after = ((octets(before) or b"\0")[-1], reading) in completions
                    straddling += known_after or (before == ")" and reading in _syllables())
                elif not "㐀" <= before <= "鿿":
                    continue
                elif reading in known.get(before, ()):
                    characters[before] += 1
                else:
                    other += 1
                hits += 1
                if hits == PLENTY:
                    text = text[: match.end()]
                    break
        length += len(text)
        seen.append(text)
    if not characters:
        return Density(0, straddling, other, 0, 0, 0, length)
    common = characters.most_common(COMMONEST)
    annotated = sum(count for _, count in common)
    bare = sum(text.count(character) for text in seen for character, _ in common) - annotated
    core = sum(characters[character] for character in CORE)
    return Density(characters.total(), straddling, other, annotated, bare, core, length)


@tables.compiled
def _places() -> re.Pattern[str]:
    """The places of a polluted page where something is to be done: a traditional character with its readings, a `?` that may be one."""
    changed = "".join(sorted(script.simplification()))
    return re.compile(
        rf"[{changed}](\({READING}\))*|\?(?:({READING}\))|(?=[{SPLIT}]))|(?<=[^\x00-\x28\x2a-\x7f])[@-~]\({READING}\)|(?<=\S) (?=[{SPLIT}])|{EATEN}"
    )


@functools.lru_cache(maxsize=1 << 12)
def _telling(readings_: str) -> bool:
    """Whether what is glued to a character is readings, and not (km) or (App)."""
    return all(plain(reading) in _syllables() for reading in _reading.findall(readings_))


def _told(text: str, at: int) -> int:
    """Where the readings that begin at `at` end, and something else in brackets begins."""
    while (match := _reading.match(text, at)) and plain(match[1]) in _syllables():
        at = match.end()
    return at


# A place of the damaged text: start, end, what stands for it (traditional still), the rule, and the run where it is one.
Piece = tuple[int, int, str, str, Run | None]


def pieces(text: str, *, split: bool = True) -> list[Piece]:
    """The places of a polluted text that change, in order: readings, slipped runs, traditional characters.

    >>> [(put, rule) for _, _, put, rule, _ in pieces("通報(bào)表?yè)P(yáng)")]
    [('報', 'annotation.reading'), ('揚', 'annotation.slip')]
    """
    found: list[Piece] = []
    done = 0
    for match in _places().finditer(text):
        start, end = match.span()
        if start < done:
            continue
        if text[start] == EATEN:
            found.append((start, end, LOST, "annotation.lost", Run(end, LOST, (Lost(0),))))
        elif text[start] == " ":
            if split:
                found.append((start, end, "", "annotation.split", None))
        elif "@" <= text[start] <= "~":
            # 到 is B5 BD, O is 4F, and BD 4F is 絆: 到O(bàn)TC
            _, tail = _context(text, start, found)
            if plain(text[start + 2 : end - 1]) not in readings().get(decoded(tail, ord(text[start])), ()):
                continue
            found.append((start, end, text[start], "annotation.reading", None))
        elif text[start] != "?":
            if end - start > 1 and not _telling(text[start + 1 : end]):
                end = _told(text, start + 1)
            found.append((start, end, text[start], "script" if end - start == 1 else "annotation.reading", None))
        elif (cut := end - start == 1) and not split:
            continue
        else:
            before, tail = _context(text, start, found)
            run = unslipped(text, start, before=before, tail=tail, split=cut, cuts=split)
            if run is None and not cut and plain(match[2][:-1]) in _syllables():
                run = Run(end, LOST, (Lost(0),))
            if run is None:
                continue
            end = run.end
            found.append((start, end, run.put, "annotation.split" if cut else "annotation.slip", run))
        done = end
    return found


def _context(text: str, start: int, found: list[Piece]) -> tuple[str, int]:
    """The character before `start` and its last byte, readings between them left out."""
    if found and found[-1][1] == start:
        _, _, put, _, run = found[-1]
        if not put:
            return "", 0
        return put[-1:], run.tail if run else (octets(put[-1:]) or b"\0")[-1]
    before = text[start - 1] if start else ""
    return before, (octets(before) or b"\0")[-1] if before else 0
