"""Which number belongs to which name, where several share a sentence.

城镇、农村居民人均可支配收入分别增长4.6%和6.2%: two names, two numbers, in order. The names may share a head (居民 above), a preposition
(对欧盟、美国进出口), or be places (武汉、襄阳分别完成), in which case it is the region that differs; they may stand in the sentence before
(两项指标分别增长). Where they cannot be told apart, nothing is paired.
"""

from __future__ import annotations

import itertools

import regex

from newsextract.find.change import Changes, change_before, tidy
from newsextract.find.measure import LEVELS, PACE, PACES, Measures, partner
from newsextract.find.phrase import LONGEST_INDICATOR, SUFFIXES, is_measure, is_verb, roles, words_of
from newsextract.find.seen import Clause, Mentions, Phrase, Record, Seen, why, within

RULES = {
    "indicator.aligned": "分别 pairs names and numbers in order",
    "region.aligned": "分别 pairs places and numbers in order",
}

_BOTH = regex.compile(r"(?:[两二三四五]项指标|两项数据|两者|二者|三者)均?")
_RANKED = regex.compile(r"(?:位列|位居|排名|排在|居|分列|名列)(?:前|全)?[^，]{0,5}$")
_COMPARED_BEFORE = regex.compile(r"(?:同比|环比|年均|(?:(?<![相占对])比(?![例重值])|(?<![相比])较)[^，；、\d]{1,12})$")
EACH = ("分别", "依次")
_DOUBLE = regex.compile(r"同比、环比$")
_AND = regex.compile(r"、|和|与|及|以及")


def _distinct(levels: list[tuple[Phrase, Record]], count: int) -> list[Phrase]:
    """The names of the levels before, each once (由760元提高到800元 is one), where there are as many as asked for."""
    names: list[Phrase] = []
    for phrase, level in levels:
        if level["kind"] not in ("percent", "percentage_point") and (not names or names[-1].text != phrase.text):
            names.append(phrase)
    return names if len(names) == count else []


class Pairs:
    """Pairs the numbers of a run with names; takes them from, and leaves them with, what the article measures."""

    def __init__(self, seen: Seen, changes: Changes, measures: Measures) -> None:
        self.seen, self.text, self.folded = seen, seen.text, seen.folded
        self.dates, self.places, self.organisations = seen.dates, seen.places, seen.organisations
        self.changes, self.measures = changes, measures

    def aligned(
        self, clause: Clause, run: list[Record], low: int, at: int, high: int
    ) -> bool:
        """Names and numbers paired in order; False where the names cannot be told apart."""
        count, each = len(run), at
        head, tail = self.folded[low:at], self.folded[at + 2 : high]
        rest, comparison = self.changes.compared_with(run[0], tail, at + 2)
        for record in run[1:]:
            self.changes.compared_with(record, tail, at + 2)
        double = _DOUBLE.search(head)
        if double and count == 2:
            phrase = self.measures.before(low, low + double.start()) or self.measures.indicator
            for record, word in zip(run, ("同比", "环比"), strict=True):
                record["comparison"] = word + record["comparison"]
                if phrase is not None:
                    self.measures.name(record, phrase, "indicator.aligned")
            return True
        if (pace := PACE.fullmatch(head.lstrip("，,；、 "))) and (paced := _distinct(self.measures.levels, count)):
            for record, phrase in zip(run, paced, strict=True):
                record["comparison"], record["direction"] = pace.group(), PACES[pace["pace"]]
                record["indicator"] = phrase.text
                why(record, "indicator", "indicator.aligned", phrase)
            return True
        if (before := _COMPARED_BEFORE.search(head)) and comparison and not double:
            for record in run:
                record["comparison"] = before.group() + record["comparison"]
            at = low + before.start()
        if self._by_place(run, clause.start, at, rest, comparison):
            return True
        if not head.strip() and (ranked := self._ranked(low)) is not None:
            for record in run:
                self.measures.name(record, ranked, "indicator.aligned")
            return True
        if (both := _BOTH.search(self.folded, max(clause.start, low - 3), at)) and (levels := self._two(count)):
            for record, (phrase, _) in zip(run, levels, strict=True):
                record["indicator"] = phrase.text
                record["comparison"] = tidy(self.folded[both.end() : each]) + comparison
                why(record, "indicator", "indicator.aligned", phrase)
            return True
        verb = rest.strip() if rest.strip() not in roles()["copula"] else ""
        names = self._names(low, at, count, verb)
        if names:
            for record, name in zip(run, names, strict=True):
                name = Phrase((name.text + verb)[-LONGEST_INDICATOR:], name.start, name.end)
                record["indicator"] = name.text
                why(record, "indicator", "indicator.aligned", name)
                self.measures.levels.append((name, record))
            return True
        mine = {id(record) for record in run}
        levels = [level for level in self.measures.levels[-4 * count :] if id(level[1]) not in mine]
        if len(levels) >= count and not self.measures.before(low, at):
            for record, (phrase, _) in zip(run, levels[-count:], strict=True):
                record["indicator"] = phrase.text
                why(record, "indicator", "indicator.aligned", phrase)
            return True
        return False

    def listed(self, run: list[Record], low: int, high: int) -> bool:
        """A、B two numbers before, and here 同比增长37.8%、41.2%: paired in order, as with 分别."""
        change = change_before().fullmatch(self.folded[low:high].lstrip("，,；、 "))
        if change is None:
            return False
        levels = [level for level in self.measures.levels if level[1]["kind"] not in ("percent", "percentage_point")]
        if len(levels) != len(run):
            return False
        relative = all(record["kind"] in ("percent", "percentage_point", "multiple") for record in run)
        if not relative and any(record["unit"] != level["unit"] for record, (_, level) in zip(run, levels, strict=True)):
            return False
        for record, (phrase, _) in zip(run, levels, strict=True):
            self.changes.compared_with(record, self.folded[low:high], low)
            record["indicator"] = phrase.text
            why(record, "indicator", "indicator.aligned", phrase)
        return True

    def _by_place(self, run: list[Record], low: int, at: int, rest: str, comparison: str) -> bool:
        """宜春市、赣州市新建粮仓分别为31座和44座."""
        clause_start = low
        named = [p for p in within(self.places, low, at) if p["region"] is not None and p.get("kind") == "name"]
        if not named:
            previous = self.seen.after("。！？\n；", clause_start - 1)
            named = [p for p in within(self.places, previous, at) if p["region"] is not None and p.get("kind") == "name"]
            if not (len(named) == len(run) or (len(named) == 1 and len(named[0]["region"].get("parts") or ()) == len(run))):
                return False
        if len(named) == 1 and len(named[0]["region"].get("parts") or ()) == len(run):
            parts = [(part, named[0]["start"], named[0]["end"]) for part in named[0]["region"]["parts"]]
        elif len(named) >= len(run) and all(_AND.fullmatch(self.folded, a["end"], b["start"]) for a, b in itertools.pairwise(named[-len(run) :])):
            parts = [(p["region"], p["start"], p["end"]) for p in named[-len(run) :]]
        else:
            return False
        if partner(self.folded, parts[0][1]):
            return False
        phrase = self.measures.before(max(parts[-1][2], clause_start), at) or (self.measures.before(at + 2, at + 2 + len(rest.rstrip())) if rest.strip() else None)
        if phrase is None or (is_verb(phrase.text) and any(level["unit"] == run[0]["unit"] for _, level in self.measures.levels[-LEVELS:])):
            phrase = self.measures.standing(run[0])
        for record, (region, start, end) in zip(run, parts, strict=True):
            record["region"] = region
            why(record, "region", "region.aligned", Phrase("", start, end))
            if phrase is not None:
                record["indicator"] = phrase.text
                why(record, "indicator", "indicator.aligned", phrase)
        if phrase is not None:
            self.measures.indicator = phrase
        return True

    def _ranked(self, low: int) -> Phrase | None:
        """东站、西站货运量位列前二，分别为: what the clause before ranks."""
        start = self.seen.after("，,。；！？：\n", low - 1)
        match = _RANKED.search(self.folded, start, max(start, low - 1))
        return self.measures.before(start, match.start()) if match and self.folded[low - 1 : low] in ("，", ",") else None

    def _two(self, count: int) -> list[tuple[Phrase, Record]]:
        """两项指标: the numbers of the sentence before that are levels."""
        levels = [level for level in self.measures.earlier if level[1]["kind"] in ("count", "money", "quantity")]
        return levels if len(levels) == count else []

    def _names(self, low: int, at: int, count: int, verb: str = "") -> list[Phrase]:
        """The names in a list before 分别: 城镇、农村居民 with 居民 shared, 对欧盟、美国进出口 with 对 and 进出口 shared."""
        start = low
        for mention in within(self.dates, low, at):
            start = max(start, mention["end"])
        start += 2 * self.folded.startswith("其中", start)
        relative = next((p for p in within(self.places, start, at) if p["start"] == start and p.get("kind") == "relative"), None)
        if relative is not None:
            start = relative["end"]
        pieces: list[tuple[int, int]] = []
        begin = start
        for match in _AND.finditer(self.folded[start:at]):
            pieces.append((begin, start + match.start()))
            begin = start + match.end()
        pieces.append((begin, at))
        if len(pieces) < count or any(b <= a for a, b in pieces[-count:]):
            return []
        pieces = pieces[-count:]
        shared = ""
        begin, end = pieces[0]
        if self.folded[begin] in "对向从":
            shared, pieces[0] = self.folded[begin], (begin + 1, end)
        last_start, last_end = pieces[-1]
        tokens = words_of(self.folded[last_start:last_end], last_start)
        ending = ""
        place = next((p for p in within(self.places, last_start, last_end) if p["start"] == last_start and self._opens(self.places, begin, end)), None)
        office = next((o for o in within(self.organisations, last_start, last_end) if o["start"] == last_start), None)
        if place or office:
            cut = (place or office)["end"]  # type: ignore[index]
        elif self._measured(*pieces[0]):
            cut = last_end
        elif (len(tokens) > 1 or len(tokens[0].text) > pieces[0][1] - pieces[0][0]) and not self.folded[
            pieces[0][0] : pieces[0][1]
        ].endswith(tokens[-1].text):
            length = pieces[0][1] - pieces[0][0]
            cut = last_start + length if length + 1 < len(tokens[0].text) else tokens[0].end
        else:
            cut = last_end
        ending = self.folded[cut:last_end]
        names = []
        for begin, end in [*pieces[:-1], (last_start, cut)]:
            inherited = ""
            standing = self.measures.indicator.text if self.measures.indicator else ""
            if ending and standing.startswith(ending) and not shared:
                inherited = standing[len(ending) :]
            elif not ending and standing and (kin := standing.find(self.folded[end - 2 : end])) > 0 and end - begin > 2:
                inherited = standing[kin + 2 :]  # 国有企业 behind 民营企业进出口
            elif not ending and not verb and standing and end - begin <= 4 and len(standing) <= 8 and self.folded[end - 1] not in SUFFIXES and is_measure(standing):
                inherited = standing
            phrase = shared + self.text[begin:end] + ending + inherited
            names.append(Phrase(phrase[-LONGEST_INDICATOR:] if len(phrase) > LONGEST_INDICATOR else phrase, begin, end))
        return names

    def _measured(self, start: int, end: int) -> bool:
        """交通事故起数、死亡人数: whether the first name has a head of its own, and shares none."""
        last = words_of(self.folded[start:end], start)[-1].text
        return len(last) > 1 and last[-1] in "数量额率值" and last[-2:] not in roles()["nominal"]

    def _opens(self, mentions: Mentions, start: int, end: int) -> bool:
        """Whether a mention stands at the beginning of the stretch."""
        return any(mention["start"] == start for mention in within(mentions, start, end))
