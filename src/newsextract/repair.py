"""Undoing what happened to a text on its way here, with an account of each change.

Repair judges a page once, as a whole, and then mends each of its texts with that verdict. A lesson that writes 重庆(chóng) is left alone,
for one reading is no pollution; a page on which every 業 is 業(yè) is polluted from its title to its footer, and a title of seven
characters is mended by what its page has shown.

    >>> page = ["全市經(jīng)濟(jì)運(yùn)行報(bào)告", "讀作重庆(chóng),企業(yè)達(dá)12家。"]
    >>> verdict = judge(page)
    >>> verdict.polluted
    True
    >>> [mend(text, verdict).after for text in page]
    ['全市经济运行报告', '读作重庆（chóng），企业达12家。']
    >>> mend("重庆(chóng)的重,読法一样。", judge(["重庆(chóng)的重,読法一样。"])).edits
    ()

Every change is an `Edit` with the rule that made it; what could not be restored is one U+FFFD and a `Loss`. Repairing twice changes
nothing, and healthy text has no edits.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Literal

from newsextract import annotation, mojibake, tables
from newsextract.annotation import LOST
from newsextract.patterns import pattern
from newsextract.script import ambiguous, decisions, simplification, simplified
from newsextract.text import Edit, Loss, Text

RULES = {
    "hygiene.invisible": "characters that show nothing go: zero-width, soft hyphens, a byte order mark inside, direction marks",
    "hygiene.control": "control characters, halves of surrogate pairs and non-characters go",
    "hygiene.indent": "ideographic spaces and tabs at the head of a line go",
    "width": "half-width punctuation beside Chinese goes back to full width, on polluted pages that have lost theirs",
    "loss.replacement": "where characters were replaced before us a U+FFFD stands: one that stood there, or one for a run of 锟斤拷",
    "loss.question-marks": "in a text that is question marks for the most part, each run of them is a loss",
    "loss.misread": "what is left of a polluted page that was read in the wrong charset is one loss for each run of debris: I(y\ufffd\ufffd)",
    "copyright": "the © that GBK could not hold comes back",
}

# A page is polluted when its readings weigh so much (one whose bracket was swallowed counts as three: nobody writes those), stand so
# densely, are not mixed with readings of characters that the polluters leave alone, and are not outnumbered by the same characters bare.
ENOUGH = 3
# So many glued readings need no second look at what the page is without its other faults.
CLEARLY = 12
STRADDLING_WEIGHT = 3
CHARACTERS_PER_READING = 200
# Without a swallowed bracket, readings of the commonest characters, or many readings of none but characters that the polluters change, they
# must stand denser: else it is a text that tells how to read its rare names, 龜(guī)茲(cí).
CORE_READINGS = 2
MANY_READINGS = 6
CHARACTERS_PER_GLOSS = 40
OTHER_SHARE = 0.3
BARE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page as a whole has shown: whether readings pollute it, whether its punctuation lost its width, whether it was
    cut before punctuation marks, whether it was read in the wrong charset after its pollution, and the counts.

    `healed` has what the verdict had to make of the texts on its way, so that `mend` need not do it again."""

    polluted: bool = False
    width: bool = False
    split: bool = False
    misread: bool = False
    density: annotation.Density = field(default_factory=annotation.Density)
    healed: Mapping[str, Text] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text made whole: `text` after all edits, the edits (into the text before), and what was lost (in the text after)."""

    text: str
    edits: tuple[Edit, ...]
    losses: tuple[Loss, ...]


_half = re.compile(r"(?<=[㐀-鿿)])[,:;](?=[㐀-鿿])")
_cut = re.compile(rf"\?[{annotation.SPLIT}]|(?<=[^\x00-\x7f]) [{annotation.SPLIT}]")
CLEAN = Verdict()
# What no converter makes of a simplified character, so that it stood on the page before the damage: 乾隆, and never 干.
KEPT = frozenset("乾瞭藉")


def judge(texts: Iterable[str]) -> Verdict:
    """One verdict for a page, from all its texts: title, metadata values, every block.

    >>> judge(["漢(hàn)字(zì)讀(dú)本(běn)"]).polluted      # a lesson reads every character
    False
    """
    given = list(texts)
    verdict, healed = _judged(given)
    return replace(verdict, healed=dict(zip(given, healed, strict=True))) if healed else verdict


def _judged(texts: list[str]) -> tuple[Verdict, list[Text]]:
    """The verdict, and the texts healed where they had to be healed for it."""
    misread = _misread(texts)
    shown = annotation.density(texts)
    healed: list[Text] = []
    if not (_pollutes(shown) and shown.glued >= CLEARLY):
        healed = [_healed(Text(text)) for text in texts]
        if any(text.edits for text in healed):
            texts = [text.after for text in healed]
            shown = annotation.density(texts)
        if not _pollutes(shown):
            told = misread or shown.glued or shown.straddling
            return Verdict(misread=misread, density=shown) if told else CLEAN, healed
    half = sum(len(_half.findall(text)) for text in texts)
    full = sum(text.count("，") + text.count("：") + text.count("；") for text in texts)
    return Verdict(True, half >= full, any(_cut.search(text) for text in texts), misread, shown), healed


def _pollutes(shown: annotation.Density) -> bool:
    weight = shown.glued + STRADDLING_WEIGHT * shown.straddling
    telling = shown.straddling or shown.core >= CORE_READINGS or (shown.glued >= MANY_READINGS and not shown.other)
    return (
        weight >= ENOUGH
        and weight * (CHARACTERS_PER_READING if telling else CHARACTERS_PER_GLOSS) >= shown.length
        and shown.other <= OTHER_SHARE * (shown.glued + shown.straddling)
        and shown.bare <= BARE_SHARE * (shown.annotated + shown.bare)
    )


def repair(text: str) -> Repaired:
    """A text, repaired on its own evidence alone.

    >>> done = repair("全縣(xiàn)産業(yè)發(fā)展?jié)摿?")
    >>> done.text, [loss.count for loss in done.losses]
    ('全县产业发展潜\\ufffd', [1])
    """
    with _uncollected(len(text)):
        verdict, healed = _judged([text])
        mended = _mended(healed[0] if healed else _healed(Text(text)), verdict, "auto")
    return Repaired(mended.after, mended.edits, mended.losses)


Script = Literal["auto", "simplified", "keep"]


def mend(text: str, verdict: Verdict, *, script: Script = "auto") -> Text:
    """One text of a page, mended as the verdict on the page says.

    `script`: auto simplifies what pollution has made traditional and keeps genuine traditional text; simplified simplifies both; keep neither.

    >>> page = "企業(yè)發(fā)展報(bào)告"
    >>> mend(page, judge([page])).after, mend(page, judge([page]), script="keep").after
    ('企业发展报告', '企業發展報告')
    >>> mend("臺灣的報告", CLEAN).after, mend("臺灣的報告", CLEAN, script="simplified").after
    ('臺灣的報告', '台湾的报告')
    """
    with _uncollected(len(text)):
        return _mended(verdict.healed.get(text) or _healed(Text(text)), verdict, script)


def _mended(mended: Text, verdict: Verdict, script: Script) -> Text:
    """A healed text, mended as the verdict says."""
    if verdict.misread:
        mended = _healed(mended.edited(_debris(mended.after)))
    if verdict.polluted:
        for _ in range(ROUNDS):
            freed = _unpolluted(mended, verdict, keep=script == "keep")
            mended = _healed(freed)
            if mended is freed:
                break
    elif annotation.EATEN in mended.after:
        at = [at for at, character in enumerate(mended.after) if character == annotation.EATEN]
        mended = mended.edited(Edit(one, one + 1, annotation.EATEN, LOST, "loss.replacement") for one in at)
    if _misread([mended.after]):
        mended = _healed(mended.edited(_debris(mended.after)))
    if script == "simplified" and (edits := simplified(mended.after)):
        mended = mended.edited(edits)
    return _with_losses(mended)


# What one fixer gives another may have to mend: an escape can spell mojibake. So many rounds are made at most; one is the rule.
ROUNDS = 6


def _healed(text: Text) -> Text:
    """The text with what can be wrong on any page put right."""
    if _sound(text.after):
        return text
    for _ in range(ROUNDS):
        before = text
        for fixer in (mojibake.unread, _faults, mojibake.unescaped, _gaps):
            if edits := fixer(text.after):
                text = text.edited(edits)
        if text is before:
            break
    return text


def _sound(text: str) -> bool:
    """Whether no fixer of `_healed` has anything to begin with: three searches of a text instead of eight."""
    return not (_suspect.search(text) or mojibake.strange(text) or "????" in text or mojibake.escaped(text))


def _gaps(text: str) -> list[Edit]:
    """Places where somebody before us lost characters and left other marks than U+FFFD: 锟斤拷, and a text of question marks."""
    edits: list[Edit] = []
    if "锟斤" in text:
        edits = [
            Edit(match.start(), match.end(), match[0], LOST, tables.noted("loss.replacement"))
            for match in _replaced.finditer(text)
        ]
    if not edits and "????" in text and len(text) <= 2 * text.count("?") + len(text.split()) - 1 + sum(map(str.isdigit, text)):
        edits = [
            Edit(match.start(), match.end(), match[0], LOST, tables.noted("loss.question-marks"))
            for match in _marks.finditer(text)
        ]
    return edits


# A reading whose vowel two bytes of GBK were: (y\ufffd\ufffd), (zh\ufffd\ufffdng).
_wreck = re.compile(r"\(([a-z]{0,5})\ufffd{2}([a-z]{0,3})\)")
# What the bytes of GBK leave in UTF-8, which has few of them: marks, letters of the West and the Near East (全 is ȫ), second bytes that are
# ASCII, and the readings.
_MARK = r"[\ufffd\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u07ff]|\([a-z]{0,5}\ufffd{2}[a-z]{0,3}\)"
_rubble = re.compile(rf"[@-~]?(?:{_MARK})(?:{_MARK}|[@-~])*")


def _misread(texts: Iterable[str]) -> bool:
    """Whether enough readings lost their vowels to say that the page was read in the wrong charset. (None does once `_debris` is done: no
    two U+FFFD stand side by side then.)"""
    return sum(found in annotation.mute() for text in texts if LOST in text for found in _wreck.findall(text)) >= ENOUGH


def _debris(text: str) -> list[Edit]:
    """Of a page that was read in the wrong charset after its pollution each run of debris as one loss; digits and ASCII marks stand.

    >>> [(edit.was, edit.put) for edit in _debris("\ufffdI(y\ufffd\ufffd)\ufffd,12\ufffd\ufffdI")]
    [('�I(y��)�', '�'), ('��I', '�')]
    """
    return [
        Edit(match.start(), match.end(), match[0], LOST, tables.noted("loss.misread"))
        for match in _rubble.finditer(text)
        if match[0] != LOST
    ]


def _with_losses(text: Text) -> Text:
    """The text with a loss for each U+FFFD that has none: how many characters it stands for is known only where the marks were counted."""
    if LOST not in text.after or len(text.losses) == text.after.count(LOST):
        return text
    known = {loss.start: loss for loss in text.losses}
    counts, shift = {}, 0
    for edit in text.edits:
        if edit.rule == "loss.question-marks":
            counts[edit.start + shift] = len(edit.was)
        shift += len(edit.put) - len(edit.was)
    losses = []
    for match in re.finditer(LOST, text.after):
        at = match.start()
        losses.append(
            known.get(at)
            or Loss(at, at + 1, counts.get(at, 0), (), "loss.question-marks" if at in counts else "loss.replacement")
        )
    tables.noted("loss.replacement")
    return Text(text.before, text.edits, losses)


# What the account says of each rule's edits.
SAID = {
    "annotation.reading": "readings removed",
    "annotation.slip": "slipped runs rebuilt from their bytes",
    "annotation.split": "cuts before punctuation closed",
    "annotation.lost": "places that nothing could be made of",
    "script": "traditional characters simplified",
    "script.word": "characters simplified as their word says",
    "width": "half-width marks widened",
    "copyright": "© restored",
    "hygiene.invisible": "runs of invisible characters removed",
    "hygiene.control": "runs of control characters removed",
    "hygiene.indent": "indents removed",
    "loss.replacement": "runs of 锟斤拷 marked as lost",
    "loss.question-marks": "runs of ? marked as lost",
    "loss.misread": "runs of debris of a wrong charset marked as lost",
    "mojibake.utf8-latin": "runs of UTF-8 read as latin-1 turned back",
    "mojibake.gbk-latin": "runs of GBK read as latin-1 turned back",
    "mojibake.utf8-gbk": "runs of UTF-8 read as GBK turned back",
    "mojibake.big5-gbk": "runs of Big5 read as GBK turned back",
    "mojibake.gbk-big5": "runs of GBK read as Big5 turned back",
    "escape.entity": "entities unescaped",
    "escape.unicode": "\\u escapes unescaped",
    "escape.percent": "percent escapes unescaped",
}


def account(edits: Iterable[Edit], losses: Iterable[Loss]) -> list[str]:
    """What was done, in lines a reader understands: a count for each kind of edit, then where what is lost stood.

    >>> done = repair("產(chǎn)業(yè)發(fā)展,每輛(liàng)客車(chē)?yán)镒?人")
    >>> for line in account(done.edits, done.losses): print(line)  # doctest: +ELLIPSIS
    5 readings removed
    1 slipped runs rebuilt from their bytes
    5 traditional characters simplified
    1 half-width marks widened
    1 character lost at 10: one of ...
    1 character lost at 11: an ASCII character
    """
    counts = Counter(rule for edit in edits for rule in edit.rule.split("+"))
    lines = [f"{counts[rule]:,} {said}" for rule, said in SAID.items() if counts[rule]]
    for loss in losses:
        if loss.candidates == annotation.SWALLOWED:
            which = ": an ASCII character"
        elif loss.candidates:
            which = ": one of " + " ".join(loss.candidates[:8]) + (" …" if len(loss.candidates) > 8 else "")
        else:
            which = ""
        number = f"{loss.count} character{'s' * (loss.count > 1)}" if loss.count else "something"
        lines.append(f"{number} lost at {loss.start}{which}")
    return lines


def mend_markup(markup: str) -> str:
    """The page with the tags and line ends that a slipped run of bytes has eaten, before it is parsed; the same string when there are none.

    A lead byte before `</p>` made one `?` of itself and of the `<`; at the end of a line, of itself and the newline, which shows where a
    list head (二、) follows. On a polluted page they are put back, and a private-use character (`annotation.EATEN`) stands where the byte was,
    for the inverse to use.

    >>> page = "<p>企業(yè)發(fā)展,經(jīng)濟(jì)</p><p>停在車(chē)?yán)?/p>"
    >>> mend_markup(page).replace(annotation.EATEN, "*")
    '<p>企業(yè)發(fā)展,經(jīng)濟(jì)</p><p>停在車(chē)?yán)*</p>'
    """
    if "?" not in markup or (not _eaten.search(markup) and not _eaten_line.search(markup)):
        return markup
    shown = annotation.density([markup])
    if shown.glued + STRADDLING_WEIGHT * shown.straddling < ENOUGH or shown.other > OTHER_SHARE * (
        shown.glued + shown.straddling
    ):
        return markup
    return _eaten_line.sub(annotation.EATEN + "\n", _eaten.sub(annotation.EATEN + "<", markup))


_TAGS = "p|br|div|span|strong|b|i|em|u|a|td|th|tr|tbody|table|li|ul|ol|h[1-6]|font|img|section|article|center|title|body|html"
_eaten = re.compile(
    rf"\?(?<=[^\x00-\x28\x2a-\x7f]\?)(?=/(?:{_TAGS})\s{{0,9}}>|(?:{_TAGS})(?:\s[^<>]{{0,400}})?/?>)", re.IGNORECASE
)

_eaten_line = re.compile(rf"\?(?<=[^\x00-\x28\x2a-\x7f]\?)(?={annotation.LINE_HEAD})")

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
# Sets of characters are searched by `re`, which does it at a gigabyte a second; what needs a look around follows only on a find.
_invisible = re.compile(f"[{_INVISIBLE}]+")
_control = re.compile(f"[{_CONTROL}]+")
_suspect = re.compile(f"[{_INVISIBLE}{_CONTROL}\u3000\t{mojibake.MISREAD_LATIN}锟]")
_indent = re.compile("(?m)^[ \t\xa0\u3000]+")
_CHINESE = re.compile("[㐀-鿿\u3000-\u303f\uff00-\uffef“‘]")
_replaced = re.compile("锟斤拷?(?:锟斤拷?|斤拷|锟)*")
_marks = re.compile(r"\?+")


def _faults(text: str) -> list[Edit]:
    """What is invisible or invalid on any page: such characters, and ideographic or tab indents before Chinese."""
    if text.isascii() and text.isprintable():
        return []
    edits = [Edit(match.start(), match.end(), match[0], "", "hygiene.invisible") for match in _invisible.finditer(text)]
    edits += [Edit(match.start(), match.end(), match[0], "", "hygiene.control") for match in _control.finditer(text)]
    if "\u3000" in text or "\t" in text:
        for match in _indent.finditer(text):
            if "\u3000" in match[0] or ("\t" in match[0] and _CHINESE.match(text, match.end())):
                edits.append(Edit(match.start(), match.end(), match[0], "", "hygiene.indent"))
    for rule in {edit.rule for edit in edits}:
        tables.noted(rule)
    return sorted(edits, key=lambda edit: edit.start)


# --- polluted pages ---------------------------------------------------------------------------------------------------------

_FULL = dict(zip(",:;()?!", "，：；（）？！", strict=True))
# What is skipped on the way to the nearest character, and how far.
_SKIPPED = r"0-9“”‘’\"'（）()《》〈〉【】\[\]「」『』"
REACH = 13
_mark = re.compile(r"[,:;()?!\n]")
_chinese_before = re.compile(rf"[㐀-鿿][{_SKIPPED}]*\Z")
_chinese_after = re.compile(rf"[{_SKIPPED}]{{0,{REACH - 1}}}[㐀-鿿]")
_copyright = pattern(r"(?i)(?<=copyright[ \xa0]{0,3}|版权所有[ \xa0:：]{0,3})\?(?=[ \xa0]{0,3}\d{4})")


# From this length the edits of a page are so many that the collector, which goes through them again and again, takes a third of the time.
LONG = 100_000


def _uncollected(length: int) -> AbstractContextManager[None]:
    """Without garbage collection while a long text is mended: edits are many and in no cycles."""
    return _without_collector() if length >= LONG and gc.isenabled() else nullcontext()


@contextmanager
def _without_collector() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _unpolluted(text: Text, verdict: Verdict, *, keep: bool) -> Text:
    """The text with every reading taken back, in simplified characters, its punctuation in full width."""
    damaged = text.after
    found = annotation.pieces(damaged, split=verdict.split)
    clean, chosen = _clean(damaged, found, verdict, keep=keep)
    marks = sorted(chosen.items(), reverse=True)
    edits: list[Edit] = []
    losses: list[Loss] = []
    shift = 0  # what to add to an offset of `damaged` for one of `clean`
    next_mark = marks[-1][0] if marks else len(clean)
    for start, end, put, rule, run in found:
        at = start + shift
        length = len(put)
        while next_mark < at + length:
            place, mark = marks.pop()
            if place < at:
                edits.append(
                    Edit(
                        place - shift, place - shift + 1, damaged[place - shift], mark, "copyright" if mark == "©" else "width"
                    )
                )
            next_mark = marks[-1][0] if marks else len(clean)
        mended = clean[at] if length == 1 else clean[at : at + length]
        if rule == "annotation.reading":
            if mended != put:
                rule = "annotation.reading+script"
        elif run is not None and run.lost:
            losses += _losses(run, at)
        was = damaged[start:end]
        if was != mended:
            edits.append(Edit(start, end, was, mended, rule))
        shift += length - (end - start)
    for place, mark in reversed(marks):
        edits.append(
            Edit(place - shift, place - shift + 1, damaged[place - shift], mark, "copyright" if mark == "©" else "width")
        )
    for rule in {edit.rule for edit in edits}:
        for name in rule.split("+"):
            tables.noted(name)
    if not text.edits and not text.losses:
        return Text(damaged, edits, losses)
    mended_text = text.edited(edits)
    return Text(mended_text.before, mended_text.edits, sorted((*mended_text.losses, *losses), key=lambda loss: loss.start))


def _losses(run: annotation.Run, at: int) -> Iterator[Loss]:
    """What a run that stands at `at` of the clean text has lost."""
    for lost in run.lost:
        yield Loss(at + lost.at, at + lost.at + 1, 1, lost.candidates, tables.noted("annotation.lost"))


def _clean(damaged: str, found: list[annotation.Piece], verdict: Verdict, *, keep: bool) -> tuple[str, dict[int, str]]:
    """The text with every piece in place, simplified, in full width; and where marks were changed, by offset in it.

    What a character becomes is seen in the clean text around it; nothing changes its length.
    """
    parts, at = [], 0
    for start, end, put, _, _ in found:
        if at != start:
            parts.append(damaged[at:start])
        parts.append(put)
        at = end
    parts.append(damaged[at:])
    assembled = "".join(parts)
    simple = assembled if keep else assembled.translate(_simpler())
    chosen: dict[int, str] = {}
    if not keep and ambiguous().search(assembled):
        chosen |= decisions(assembled, simple)
    marks: dict[int, str] = {}
    if verdict.width:
        marks = {place: _FULL[simple[place]] for place in _widened(simple)}
    if "?" in simple:
        marks |= {match.start(): "©" for match in _copyright.finditer(simple)}
    if chosen or marks:
        characters = list(simple)
        for place, put in (chosen | marks).items():
            characters[place] = put
        simple = "".join(characters)
    return simple, marks


def _widened(text: str) -> set[int]:
    """Where half-width marks stand in Chinese: the nearest character on either side, quotes, brackets and digits skipped, is
    Chinese, and not both neighbours are digits. Of a pair of brackets both are wide or neither.

    >>> sorted(_widened("产值(GDP)为1,200亿元,见http://a.cn"))
    [2, 6, 15]
    """
    wide: set[int] = set()
    opened: list[int] = []
    for match in _mark.finditer(text):
        at, mark = match.start(), match[0]
        if mark == "\n":
            opened.clear()
            continue
        before, after = text[at - 1 : at] if at else "\n", text[at + 1 : at + 2]
        if mark == "?" and before == "\n":  # a bullet that GBK could not hold; no sentence begins with its end
            continue
        if (
            "㐀" <= before <= "鿿"
            or "㐀" <= after <= "鿿"
            or (
                not (before.isdigit() and after.isdigit())
                and (_chinese_before.search(text, max(0, at - REACH), at) or _chinese_after.match(text, at + 1))
            )
        ):
            wide.add(at)
        if mark == "(":
            opened.append(at)
        elif mark == ")" and opened:
            pair = {opened.pop(), at}
            if pair & wide:
                wide |= pair
    return wide


@tables.compiled
def _simpler() -> list[str]:
    """For each code point of the basic plane what it is on a simplified page; `str.translate` reads a list faster than a dict."""
    table = simplification()
    return [table.get(character, character) if character not in KEPT else character for character in map(chr, range(0x10000))]
