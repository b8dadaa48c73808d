"""Where a number holds.

全省公交客流88万人次，西宁市地铁客流31万人次: each has the place named before it in its sentence; without one it is the article's own. A
place that is compared with (占全国的三成), reported from (8月2日电) or gone to (发往成都) is none. In an article of the whole country,
or of a province, an office that acts gives its own region to what it counts.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from newsextract.find.period import LINE, REPORTING
from newsextract.find.seen import CLAUSE_STOP, Clause, Phrase, Record, Seen, why, within

RULES = {
    "region.clause": "a place named in the sentence before the number",
    "region.relative": "全省, 全市, 全县",
    "region.home": "the article's region",
    "region.organisation": "the region of the office that acts, in an article of the whole country",
}

Named = tuple[int, int, Record, str]
COUNTRY = {"name": "全国", "code": "100000", "level": "country", "parts": ()}
SOURCE = regex.compile(r"介绍|表示|透露|统计|通报|发布(?!会)|说|显示|披露|公布")
_NOT_A_REGION = regex.compile(r"(?:涉|沿|占|居|列|位|排名|排在|比|较|于|超|超过|对|与|同|向|往|赴|从|由|自|至|到|—|-|快于|高出|领先|来自|迈进|进入|跻身|《|“)$")
_TOGETHER = regex.compile(r"(?:[一二两三四五六七八九]\p{Han})?(?:合计|共|总计)")
_OFFICE = regex.compile(r"(?:局|厅|委|委员会|政府|海关|法院|检察院|署|总队|支队)$")
_SCHOOL = regex.compile(r"(?:中学|小学|学校|医院|卫生院|幼儿园)$")  # 昭觉县民族中学: of its county
_OPENING = regex.compile(r"(?:^|[，。；：、！？\n\s“”]|[年月日期度]|其中|目前)$")
_DATELINE = regex.compile(r"\d{0,2}月?\d{0,2}日?(?:电|讯)|(?:网|日报|晚报|电视台|广播|发布|新闻网|频道)\p{Han}{0,4}(?:讯|消息)")
_LIST_MARK = regex.compile(r"、|和|与|及")
_TO = regex.compile(r"至|—|到")


class Localities:
    """The places of one article that say where its numbers hold."""

    def __init__(self, seen: Seen) -> None:
        self.seen, self.text, self.folded, self.home = seen, seen.text, seen.folded, seen.home
        self.places, self.organisations = seen.places, seen.organisations

    def of(self, start: int, end: int) -> list[Named]:
        """The places of a sentence, in order."""
        return sorted(self._regions(start, end), key=lambda item: item[:2])

    def _regions(self, start: int, end: int) -> Iterator[Named]:
        """The places of a sentence that say where its numbers hold."""
        named = within(self.places, start, end)
        i = 0
        while i < len(named):
            place = named[i]
            group = [place]
            while i + 1 < len(named) and _LIST_MARK.fullmatch(self.folded[group[-1]["end"] : named[i + 1]["start"]]) and place.get("kind") == "name":
                i += 1
                group.append(named[i])
            i += 1
            if _NOT_A_REGION.search(self.folded, max(0, place["start"] - 3), place["start"]):
                continue
            if _TO.match(self.folded[group[-1]["end"] : group[-1]["end"] + 1]):
                continue
            if (place["region"] or {}).get("level") == "country" and (self.home or {}).get("level") != "country" and not _OPENING.search(
                self.folded, max(0, place["start"] - 3), place["start"]
            ):
                continue  # 领跑全国: what is spoken of stays at home
            if _DATELINE.match(self.folded, group[-1]["end"]) or self.folded[place["start"] - 1 : place["start"]] == "、":
                continue  # a dateline; or the rest of a list whose other members are no places we know
            left = self.seen.after("，。；！？：\n", place["start"])
            if dateline := LINE.match(self.folded, left, place["start"]):
                left = dateline.end()
            stop = CLAUSE_STOP.search(self.folded, place["end"])
            if REPORTING.search(self.folded[left : stop.start() if stop else len(self.folded)]) and self.folded[place["start"] - 1 : place["start"]] == "在":
                continue
            if place.get("kind") == "relative":
                yield place["start"], place["end"], place["region"] or {}, "region.relative"  # {}: a 市 that the text does not name
            elif len(group) > 1 and all(p["region"] for p in group):
                region: Record | None = {
                    "name": self.text[group[0]["start"] : group[-1]["end"]],
                    "code": None,
                    "level": "group",
                    "parts": tuple(p["region"] for p in group),
                }
                yield group[0]["start"], group[-1]["end"], region or {}, "region.clause"
            elif place["region"]:
                yield place["start"], place["end"], place["region"], "region.clause"
        if self.home:  # a customs house acts for more than its city
            for office in within(self.organisations, start, end):
                region = office.get("region")
                if region and region.get("level") not in (None, "country") and (_OFFICE.search(office["quote"]) or (region["level"] == "county" and _SCHOOL.search(office["quote"]))) and (
                    self.home.get("level") == "country" or (not office["quote"].endswith("海关") and _below(region, self.home) and self._acts(office))
                ):
                    yield office["start"], office["end"], region, "region.organisation"

    def _acts(self, office: Record) -> bool:
        """Whether an office opens its clause alone: 城北区人民法院为31名."""
        before, behind = self.folded[max(0, office["start"] - 1) : office["start"]], self.folded[office["end"] : office["end"] + 1]
        if any(other is not office and other["start"] == office["start"] for other in self.organisations.beginning(office["start"], office["start"] + 1)):
            return False
        return before in ("", "，", ",", "。", "；", "\n") and behind not in ("、", "和", "与", "及", "的") and not SOURCE.search(self.folded, office["end"], office["end"] + 14)

    def give(self, record: Record, clause: Clause, regions: list[Named]) -> None:
        if record["region"] is not None:
            return
        best = None
        for start, end, region, rule in reversed(regions):
            if end <= record["start"]:
                if region.get("level") == "group" and end < clause.start and not _TOGETHER.match(self.folded, clause.start) and self.seen.quantities.any(end, clause.start):
                    continue
                best = (start, end, region, rule)
                break
        if best is not None:
            record["region"] = best[2] or None
            why(record, "region", best[3], Phrase("", best[0], best[1]))
        elif self.home is not None:
            record["region"] = self.home
            why(record, "region", "region.home", None)


def _below(region: Record, home: Record) -> bool:
    """Whether a region lies within the article's."""
    inner, outer = str(region.get("code") or ""), str(home.get("code") or "")
    return bool(inner and outer) and inner != outer and inner.startswith(outer.rstrip("0"))


