"""Who wrote it, who edited it, who took the pictures: people as newspapers name them.

A page has no field for its reporters. It has 南溪在线（南溪日报网）讯（通讯员陈立新 乔梁）, 本报记者 王 刚 通讯员 李四 王五, (责编：张三、李四),
文/张三 图/李四, 刘满仓摄: a word for the role, then names, in which a space may part two people or the two characters of one name.

    >>> people("本报记者 陶建国 方 敏 通讯员 乔梁、阿布都拉·买买提")
    [('reporters', '陶建国'), ('reporters', '方敏'), ('correspondents', '乔梁'), ('correspondents', '阿布都拉·买买提')]
    >>> people("（通讯员陈立新周敏）")                 # one way only to cut it into names
    [('correspondents', '陈立新'), ('correspondents', '周敏')]
    >>> people("记者7日从省统计局获悉"), people("责任编辑：")
    ([], [])

A dateline names medium, place, day and people in one breath; `dateline` takes it apart:

    >>> found = dateline("澄江日报玉溪6月3日电（记者陶建国）今年以来，全市")
    >>> found.medium, found.people
    ('澄江日报', (('reporters', '陶建国'),))

Names are only believed where a role stands beside them. All functions read clean text and give plain values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from newsextract import tables
from newsextract.script import fold

RULES = {
    "byline.role": "names beside a word for their role",
    "byline.spaced-name": "single characters parted by a space are one name (王 刚)",
    "byline.run-together": "names written without a break, where there is only one way to cut them",
    "byline.rare-name": "behind a word for a role, a name need not begin with a common surname (记者 玉罕叫, 责编：阿孜古丽)",
    "byline.dateline-named": "a medium by its place before 讯, whatever its name, where people in brackets follow",
    "byline.dateline": "medium and people of a dateline (南溪在线讯（通讯员…），新华社北京6月7日电)",
    "byline.opening-brackets": "people in brackets that open a paragraph, behind a medium in brackets or nothing (【澄江网】（记者 陶建国）)",
    "byline.reported-from": "a place before 报道, behind the names, is where they were (本报记者 陶建国 北京报道)",
    "byline.office": "an office that signs as author",
    "byline.square": "the author behind a square (□ 陶建国)",
    "byline.opening": "people with whom a first paragraph begins without a dateline (本报讯 记者陶建国报道：)",
    "byline.behind-stroke": "a name, a stroke, and what its owner did (陶建国/文 方敏/图)",
    "byline.beside-medium": "the author beside the medium, above a body (陶建国/澄江新闻)",
    "byline.credit": "a line of editors without a colon (编辑 陶建国 校对 方敏)",
}

Person = tuple[str, str]

# Only widths: names stay as written, and 濛 is no 蒙.
_HALF = {full: full - 0xFEE0 for full in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


# The words of newsrooms in traditional characters; 訊 and 電 where the brackets of a dateline follow.
_WRITTEN_FULL = regex.compile(r"記者|責任編輯|責編|編輯|編審|通訊員|評論員|攝影|攝像|實習生?|審核|校對|監製|報道|採寫|[日晚早本時][報臺]|[訊電](?=[\s\u3000】\]]{0,3}[（(【])|攝(?=[）)】\s]|$)|[圖](?=[/／:：])")


def _halved(text: str) -> str:
    """Digits and letters in half width, the words of newsrooms in simplified characters; same length."""
    half = text.translate(_HALF)
    return _WRITTEN_FULL.sub(lambda found: fold(found[0]), half) if _WRITTEN_FULL.search(half) else half


_HAN = r"[\u4e00-\u9fff\u3400-\u4dbf〇]"
_LONG_NAME = regex.compile(rf"{_HAN}{{1,10}}(?:[·•・‧.]{_HAN}{{1,10}}){{1,3}}")
_SHORT_NAME = regex.compile(rf"{_HAN}{{2,4}}")
_RUN_TOGETHER = regex.compile(rf"{_HAN}{{4,9}}")
_OFFICE = regex.compile(rf"{_HAN}{{2,16}}(?:部|局|委|室|院|科|处|支部|股|中心|公司|社|网|报|台|站|组|办|厅|会|队|所|馆|学校|大学|集团|融媒体|编辑部|工作室)")
_ASIDE = regex.compile(r"(?<=[\u4e00-\u9fff])[（(【\[][^（）()【】\[\]]{2,40}[）)】\]]")  # 陈大鹏（县农业局）
_STOP = regex.compile(r"[）)】\]。；;!！?？]")
# Those who check and lay out are no field's.
_OTHER_ROLE = regex.compile(r"(?:(?:责任)?校对|审核|审校|校审|审读|核稿|审稿|复核|监制|终审|复审|初审|[一二三][审校]|签发|值班(?:主任|编委|总编|领导)|主编|总编|副总编|制作|排版|设计|制图|(?:文章|稿件|信息|新闻|内容|图片)?来源|统筹|策划)[\s\u3000]{0,3}(?:[:：/／丨|]|(?<=[\s\u3000]))")
# The same between blanks, with or without one behind it: 编辑：陶建国 校对方敏.
_OTHER_BETWEEN = regex.compile(r"(?<=[\s\u3000、，,；;|｜/／])(?:(?:责任)?校对|审核|审校|校审|审读|核稿|审稿|复核|监制|终审|复审|初审|[一二三][审校]|签发|值班(?:主任|编委|总编|领导)|主编|总编|副总编|制作|排版|制图|统筹)")
# What no name of a rare kind holds: the words of newsrooms, of telling and asking, of days, of offices.
_NO_LETTER = frozenset("的了在是们这你我您他她它么何哪吗呢吧没被把将就都也很与及或从向对已看说谈问答写拍访探寻采报道播评论获悉直击观现场编辑校审稿件字摄影网讯社站部局厅委办组队院科室股司处所馆会议省市县区乡镇村街时今昨前后第二四五六七八九十零个名位条级节入线追踪调查体验简介手记笔未佚匿无等按者员单系求只为兼涉必须要请")
# Nor one of four characters: they are those of given names of two (逯文澜).
_NO_LETTER_OF_FOUR = frozenset("文知年月一三章不")
# Surnames that also spell the names of other languages.
_SPELLING = frozenset("阿古麦米卓扎索那巴沙艾乌木哈车达库尼仁才玉白丹若苏吉")
_A_BU = regex.compile("阿不都?")  # 阿不都拉
_AND = regex.compile(r"\s(?:和|与|及)\s")
_BEHIND_NAMES = regex.compile(r"(?:等|报道|摄影报道|综合报道|供稿|(?<=[\s/／]|[\u4e00-\u9fff]{3})文|采写|整理)$")
_REPORTED_FROM = regex.compile(rf"(?<=\S)[\s\u3000]{{1,3}}(?P<places>{_HAN}{{2,10}}(?:[、，]{_HAN}{{2,10}}){{0,3}})[\s\u3000]?报道")
_CHUNKS = regex.compile(r"[、，,；;/／|｜&]+")
_DOT = regex.compile(r"[•・‧.]")
_NO_NAME_ENDS_IN = frozenset("报网社台局部委厅市县区省日月年")
_NO_NAME_EVER = frozenset("局厅委站馆社")
_PARTING = regex.compile(r"[、，,；;/／|｜&\s\u3000]+")
# What stands before a role and belongs to it: 本报记者, 全媒体记者, 中青报·中青网记者, 驻华记者.
_BEFORE_ROLE = regex.compile(
    r"(?:[\s\u3000、，,；;/／|｜&]|^)"
    r"(?:本报|本网|本台|本刊|本社|全媒体|融媒体?|首席|特约|特派|见习|实习|高级|资深|驻[\u4e00-\u9fff]{1,6}|[\u4e00-\u9fffA-Za-z·]{2,16}(?:报|网|社|台|刊|客户端|新闻|视频|在线|中心|传媒|谈|频道)){1,3}$"
)
# 每经编辑, 版面编辑: two characters that touch the role behind them say whose or which, unless they could be a name (方敏摄影).
_GLUED_TO_ROLE = regex.compile(rf"(?:[\s\u3000、，,；;/／|｜&]|^)(?P<word>{_HAN}{{2}})$")
_NOT_NAMES = frozenset(
    ["来源", "来自", "转自", "时间", "日期", "报道", "摄影", "供稿", "通讯", "记者", "作者", "编辑", "本报", "本网", "综合", "整理", "发布", "获悉", "了解", "从", "在", "采访", "提供", "供图", "发自", "现场", "编译", "未知", "佚名", "本站", "原创", "匿名", "网站", "转载", "摄像", "字号", "管理员", "浏览", "点击", "分享", "责编", "审核", "校对", "制图", "漫画", "图片", "视频", "图文", "新媒体", "海报", "设计", "网络", "值班", "实习", "执行", "文字", "美编", "全文", "正文", "链接", "打印", "关闭", "收藏", "微信", "微博", "评论", "纠错", "手记", "观察", "来信", "说法", "版面", "简介", "未详", "不详", "调查", "队伍", "建设", "单位", "小编", "您好", "推荐", "精选", "荐读", "点评", "寄语"]
)


@tables.compiled
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    rows = {row["id"]: row["names"] for row in tables.read("surnames")}
    return frozenset(rows.get("single", "")), frozenset(rows.get("compound", "").split())


@tables.compiled
def _common() -> frozenset[str]:
    return frozenset(next((row["names"] for row in tables.read("surnames") if row["id"] == "common"), ""))


@tables.compiled
def _roles() -> dict[str, tuple[str, str, str]]:
    return {row["word"]: (row["id"], row["field"], row["side"]) for row in tables.read("roles")}


@tables.compiled
def _role_pattern() -> regex.Pattern[str]:
    """A word for a role where it is one: 文 and 图 only before a sign, since they are also the letters of names."""
    long = sorted((word for word, (_, _, side) in _roles().items() if side == "after" and len(word) > 1), key=len, reverse=True)
    signed_only = [word for word, (_, _, side) in _roles().items() if side == "sign"]
    short = "".join(word for word, (_, _, side) in _roles().items() if side == "after" and len(word) == 1)
    sign = r"[:：/／丨|｜︱]"
    return regex.compile(
        rf"(?P<role>{'|'.join(long)})[\s\u3000]{{0,3}}{sign}?|(?P<role>{'|'.join(signed_only)})[\s\u3000]{{0,3}}{sign}"
        rf"|(?<!{_HAN})(?P<letter>[{short}](?:[\s\u3000]{{0,2}}[/／、+&][\s\u3000]{{0,2}}[{short}](?=[\s\u3000:：/／丨|｜︱]))?)(?:[\s\u3000]{{0,3}}{sign}|(?<=[/／、+&]{{1}}[\s\u3000]{{0,2}}[{short}])[\s\u3000])"
    )


def surnamed(name: str) -> bool:
    """Whether a word begins as Chinese names do.

    >>> surnamed("欧阳明"), surnamed("湖北")
    (True, False)
    """
    single, compound = _surnames()
    name = fold(name[:3])
    if len(name) >= 3 and name[:2] in compound:
        tables.noted("surnames:compound")
        return True
    if name[:1] in single:
        tables.noted("surnames:single")
        return True
    return False


def people(text: str, *, office: bool = False, bracketed: bool = False) -> list[Person]:
    """The people of a byline as (field, name), in its order; with `office`, also one that signs instead of a person; `bracketed`: the
    text is all that stands in brackets, so that names follow their role without a break (记者玉罕叫).

    >>> people("文/图 卢晓", office=True), people("作者：市气象局办公室", office=True)
    ([('reporters', '卢晓'), ('photographers', '卢晓')], [('reporters', '市气象局办公室')])
    >>> people("责任编辑：薛琴 | 版面编辑：陆遥")  # 版面 says which editor
    [('editors', '薛琴'), ('editors', '陆遥')]
    """
    if "\ufffd" in text:
        return []
    text = _plainly(_halved(text[:400]))
    text, behind = _behind_strokes(text)
    marks: list[regex.Match[str]] = []
    for mark in _role_pattern().finditer(text):
        # 陶建国/文 方敏/图: a letter behind a stroke says what stood before it.
        if not (mark["letter"] and text[mark.start() - 1 : mark.start()] in ("/", "／") and (not marks or marks[-1].end() != mark.start())):
            marks.append(mark)
    found: list[Person] = []
    for i, mark in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        part = text[mark.end() : end]
        if i + 1 < len(marks):
            part = _BEFORE_ROLE.sub("", part)
            if (glued := _GLUED_TO_ROLE.search(part)) is not None and not surnamed(glued["word"]):
                part = part[: glued.start()]
        part = _ASIDE.sub("、", part)
        stop = _STOP.search(part)
        if stop:
            part = part[: stop.start()]
        fields = _fields(mark)
        parted = bracketed or mark[0][-1:] in _SIGNS or part[:1].isspace()
        held = (names(part, rare=parted) if office else []) or names(part, office=office, rare=parted)  # an office beside names signs for nobody
        found += [(field, name) for field in fields for name in held]
        if held:
            tables.noted("byline.role")
    found += behind
    found += _before(text)
    return list(dict.fromkeys(found))


_IN_BRACKETS = regex.compile(r"[【\[](?P<role>[\u4e00-\u9fff]{2,6})[】\]][\s\u3000]{0,2}[:：]?")
_BOTH = regex.compile(rf"(?<!{_HAN})(?:图文|文图)[\s\u3000]{{0,2}}(?P<sign>[/／:：丨|｜])")
_BLANK_LETTER = regex.compile(rf"(?<!{_HAN})(?P<letter>[文图])[\s\u3000](?={_HAN}{{2,4}}(?!{_HAN}))")


def _plainly(text: str) -> str:
    """【记者】陶建国 as 记者：陶建国, 图文/陶建国 as 图/文：陶建国, and 文 陶建国 图 乔梁 with colons."""
    if "【" in text or "[" in text:
        text = _IN_BRACKETS.sub(lambda found: f" {found['role']}：" if found["role"] in _roles() else found[0], text)
    text = _BOTH.sub("图/文：", text)
    letters = {found["letter"] for found in _BLANK_LETTER.finditer(text)}
    return _BLANK_LETTER.sub(r"\g<letter>：", text) if len(letters) == 2 else text


_STROKE = regex.compile(rf"(?<!{_HAN}|[/／])(?:(?:本报|本网|本台|{_HAN}{{2,8}}?(?:报|网|台))?记者[\s\u3000]{{0,2}})?(?P<name>{_HAN}{{2,4}})[\s\u3000]?[/／](?P<letter>[文图摄]|摄影|图片|摄像)(?![:：/／]|{_HAN})")


# 陶建国 文 乔梁 图: the same with blanks, where the last is a picture.
_PARTED = regex.compile(rf"(?<!{_HAN})(?P<name>{_HAN}{{2,4}})[\s\u3000](?P<letter>文)(?=[\s\u3000、，]{{1,2}}{_HAN}{{2,4}}[\s\u3000](?:图|摄影|摄)(?:[）)\s]|$))|(?<=[\s\u3000]文[\s\u3000、，]{{1,2}})(?P<name>{_HAN}{{2,4}})[\s\u3000](?P<letter>图|摄影|摄)(?=[）)\s\u3000]|$)")


def _behind_strokes(text: str) -> tuple[str, list[Person]]:
    """陶建国/文 方敏/图: the letter behind the stroke says what the one before it did; and the text without them."""
    found: list[Person] = []
    strokes = "/" in text or "／" in text
    if not strokes and not _PARTED.search(text):
        return text, found
    for match in list((_STROKE if strokes else _PARTED).finditer(text)):
        if names(match["name"]) == [match["name"]] and surnamed(match["name"]):
            found.append(("reporters" if match["letter"] == "文" else "photographers", match["name"]))
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    if found:
        tables.noted("byline.behind-stroke")
    return text, found


def _fields(mark: regex.Match[str]) -> list[str]:
    roles = _roles()
    if mark["role"]:
        identifier, field, _ = roles[mark["role"]]
        tables.noted(f"roles:{identifier}")
        return [field]
    fields = []
    for letter in mark["letter"]:
        if letter in roles:
            identifier, field, _ = roles[letter]
            tables.noted(f"roles:{identifier}")
            fields.append(field)
    return list(dict.fromkeys(fields))


_SIGNS = frozenset(":：/／丨|｜︱ \u3000")
_SHOT = regex.compile(rf"(?P<names>(?:{_HAN}{{2,4}}[\s\u3000、，,]{{1,3}}){{0,3}}{_HAN}{{2,4}})[\s\u3000]{{0,3}}(?P<word>摄)(?=[）)\]】。\s]|$)")


def _before(text: str) -> list[Person]:
    """刘满仓摄: the name before the word."""
    found: list[Person] = []
    for match in _SHOT.finditer(text):
        held = [name for name in names(match["names"]) if surnamed(name)]
        # 新华社发 刘满仓摄: only what stands next to the word, unless all are names.
        whole = len(_PARTING.split(match["names"]))
        held = held if len(held) == whole else held[-1:] if match["names"].endswith(tuple(held[-1:])) and held else []
        if held:
            identifier, field, _ = _roles()["摄"]
            tables.noted(f"roles:{identifier}")
            found += [(field, name) for name in held]
    return found


def names(text: str, *, office: bool = False, rare: bool = False) -> list[str]:
    """The names of a stretch that holds nothing else; what is no name is left out. `rare`: a word for a role stands before it, so that
    a name may begin with anything, if the stretch holds names only.

    >>> names("陶建国、方 敏 司马 静"), names("全市工业"), names("孙 小 曼")
    (['陶建国', '方敏', '司马静'], [], ['孙小曼'])
    >>> names("陶建国 方敏 北京、云南昆明报道")
    ['陶建国', '方敏']
    >>> names("玉罕叫 才让旺姆", rare=True), names("玉罕叫 深入一线", rare=True)
    (['玉罕叫', '才让旺姆'], [])
    """
    text = _halved(text)
    other = _OTHER_ROLE.search(text) or _OTHER_BETWEEN.search(text)
    if other is not None:
        text = text[: other.start()]
    text = _without_place(text)
    found = _names(text, office)
    if rare:
        more = _names(text, office, rare=True)
        if more is not None and more != found:
            tables.noted("byline.rare-name")
            return more
    return found or []


def _without_place(text: str) -> str:
    """A byline without where its people were: 陶建国 北京、云南昆明报道."""
    away = _REPORTED_FROM.search(text) if "报道" in text else None
    if away is None or not all(_placed(place) == len(place) for place in _CHUNKS.split(away["places"])):
        return text
    tables.noted("byline.reported-from")
    return text[: away.start()] + text[away.end() :]


def _names(text: str, office: bool, *, rare: bool = False) -> list[str] | None:
    """The names of a stretch; None where rare names are looked for and something is none."""
    text = _STAFF_NUMBER.sub("", text).strip(" \u3000\t:：/／,，、。.·-—*")
    text = _FROM_PLACE.sub("", text)
    reported = _PLACE_REPORTS.search(text)
    if reported is not None and (reported["place"] in _regions() or not surnamed(reported["place"])):
        text = text[: reported.start()]
    text = _BEHIND_NAMES.sub("", _AND.sub("、", text)).strip()
    found: list[str] = []
    for chunk in _chunks(text):
        words = chunk.split()
        at = 0
        while at < len(words):
            word = words[at]
            taken = 1
            if len(word) <= 2 and at + 1 < len(words) and len(words[at + 1]) == 1 and surnamed(word + words[at + 1]):
                if len(word) == 1 and at + 2 < len(words) and len(words[at + 2]) == 1 and not _pairs(words[at : at + 5]):
                    taken = 3
                elif len(word) == 1 or word in _surnames()[1]:
                    taken = 2
                word = "".join(words[at : at + taken])
                if taken > 1:
                    tables.noted("byline.spaced-name")
            held = _name(word, office) or (_rare(word) if rare else [])
            if rare and not held and word not in _NOT_NAMES and word not in "摄文图":
                return None
            found += held
            at += taken
    return found


_FROM_PLACE = regex.compile(r"[\s\u3000]{0,3}发自[\u4e00-\u9fff]{2,10}$")  # 陶建国 发自南坪
_PLACE_REPORTS = regex.compile(r"[\s\u3000]{1,3}(?P<place>[\u4e00-\u9fff]{2,6})(?:综合|独家|现场)?报道$")  # 陶建国 北京报道


def _rare(word: str) -> list[str]:
    """A name of three or four characters without a surname that is known: 玉罕叫, 才让旺姆."""
    if not 3 <= len(word) <= 4 or not _SHORT_NAME.fullmatch(word) or any(part in _NOT_NAMES for part in (word[:2], word[-2:])):
        return []
    letters = set(_A_BU.sub("阿", word))
    return [word] if not _NO_LETTER & letters and not (len(word) == 4 and _NO_LETTER_OF_FOUR & letters) else []


def _chunks(text: str) -> list[str]:
    """A stretch of names cut where a sign parts them; and at wide blanks, where narrow ones stand within names (安 宁　方 敏)."""
    chunks = _CHUNKS.split(text)
    if "\u3000" in text:
        chunks = [piece for chunk in chunks for piece in (chunk.split("\u3000") if _WIDE.fullmatch(chunk) else [chunk])]
    return chunks


_STAFF_NUMBER = regex.compile(r"(?<=[\u4e00-\u9fff])[_＿][A-Za-z]{1,6}\d{1,8}")  # 陶建国_NB1203
_WIDE = regex.compile(rf"{_HAN}{{1,4}}(?: {{1,2}}{_HAN}{{1,2}}){{0,2}}(?:\u3000{{1,2}}{_HAN}{{1,4}}(?: {{1,2}}{_HAN}{{1,2}}){{0,2}})+")


def _pairs(words: list[str]) -> bool:
    """Whether four single characters are two names of two, each with its surname."""
    singles = next((i for i, word in enumerate(words) if len(word) > 1), len(words))
    return singles == 4 and surnamed(words[0]) and surnamed(words[2])


def _name(word: str, office: bool) -> list[str]:
    word = word.strip("《》〈〉“”\"'[]【】()（）:：")
    if not word or word in _NOT_NAMES or (word[-1] in _NO_NAME_EVER and not office):
        return []
    if _LONG_NAME.fullmatch(word):
        return [_DOT.sub("·", word)]
    if office and _OFFICE.fullmatch(word) and not (len(word) <= 3 and surnamed(word)):
        tables.noted("byline.office")
        return [word]
    if _SHORT_NAME.fullmatch(word) and len(word) < 4:
        return [word] if surnamed(word) or (len(word) == 2 and word not in _NOT_NAMES and word[-1] not in _NO_NAME_ENDS_IN) else []
    if _RUN_TOGETHER.fullmatch(word):
        cuts = [cut for cut in _cuts(word) if len(cut) > 1 or word[:2] in _surnames()[1]]
        if len(cuts) == 1:
            if len(cuts[0]) > 1:
                # 阿孜古丽 is one name, though 阿 and 古 are surnames, too; five characters are rarely one.
                if not all(name[0] in _common() or name[:2] in _surnames()[1] or (len(word) > 4 and name[0] not in _SPELLING) for name in cuts[0]):
                    return []
                tables.noted("surnames:common")
                tables.noted("byline.run-together")
            return list(cuts[0])
    return []


@lru_cache(maxsize=512)
def _cuts(word: str) -> tuple[tuple[str, ...], ...]:
    """All ways to cut a run of characters into names that begin with a surname."""
    if not word:
        return ((),)
    found: list[tuple[str, ...]] = []
    compound = word[:2] in _surnames()[1]
    for size in (2, 3, 4):
        head = word[:size]
        if len(head) == size and (size < 4 or compound) and (not compound or size > 2) and surnamed(head):
            found += [(head, *rest) for rest in _cuts(word[size:])]
    return tuple(found)


@dataclass(frozen=True)
class Dateline:
    """What a dateline says: the medium ("" for 本报), the people, and where it ends."""

    medium: str
    people: tuple[Person, ...]
    end: int


_MEDIUM_END = r"(?:社|报|网|台|客户端|新闻|在线|频道|视频|头条|融媒|融媒体|中心|云|传媒|[央卫]视)"
# What no place name holds: with one of these, what stands between medium and day is more of the medium.
_NO_PLACE = r"(?:日报|晚报|早报|时报|客户端|新闻|在线|频道|视频|融媒|电视台|广播|网)"
_BRACKETED = r"(?:[（(][^（）()，。]{2,24}[）)])?"
_PEOPLE = r"(?:[\s\u3000]{0,4}[（(【](?P<people>[^（）()【】。]{2,120})[）)】])?"
_DATED = regex.compile(
    rf"[\s\u3000]{{0,8}}[【\[]?(?P<medium>[^\s，。：:；（()【\[\d]{{1,24}}?{_MEDIUM_END}{_BRACKETED})[\s\u3000]{{0,3}}"
    rf"(?P<place>(?:(?!{_NO_PLACE})[\u4e00-\u9fff]){{2,10}})??(?:[\s\u3000]{{0,2}}(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日)"
    rf"[\s\u3000]{{0,2}}(?P<kind>电|讯|消息|综合(?:消息|报道))(?![\u4e00-\u9fff]{{0,1}}(?:力|网|子|话))[】\]]?[\s\u3000]{{0,2}}[:：，]?{_PEOPLE}"
)
_UNDATED = regex.compile(
    rf"[\s\u3000]{{0,8}}[【\[]?(?P<medium>[^\s，。：:；（()【\[\d]{{1,24}}{_MEDIUM_END}{_BRACKETED}|本报|本网|本台)[\s\u3000]{{0,3}}"
    rf"(?P<kind>讯|消息|综合消息|报道(?=[（(]))[】\]]?[\s\u3000]{{0,2}}[:：，]?{_PEOPLE}"
)


# A medium that only its place tells: 三江水文观察讯（记者 陶建国）, 三江水文观察青禾6月3日电（记者…）.
_NAMED = regex.compile(
    rf"[\s\u3000]{{0,8}}(?P<medium>(?:[\u4e00-\u9fffA-Za-z·]{{2,20}}?){_BRACKETED})??(?:[\s\u3000]{{1,3}}(?P<place>[\u4e00-\u9fff]{{2,10}}?))?"
    rf"(?P<day>[\s\u3000]{{0,2}}(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日)?[\s\u3000]{{0,2}}(?P<kind>(?:综合)?消息|(?<!(?<!交)通|资|快|简|短|音|喜|传|问|审|侦|视|腾|速|捷|战)讯|电)[\s\u3000]{{0,2}}[:：，]?"
    rf"[\s\u3000]{{0,4}}[（(【](?P<people>[^（）()【】。]{{2,120}})[）)】]"
)
_REPORTS = regex.compile(
    rf"[\s\u3000]{{0,4}}(?:{_HAN}{{0,10}}?(?:讯|消息)[\s\u3000]{{0,3}})?(?P<said>{_HAN}{{0,8}}?(?:记者|通讯员)(?![从获在就将了近来]|获悉)[^，。：:；（）()]{{2,40}}?)[\s\u3000]{{0,2}}(?:摄影)?报道[\s\u3000:：]"
)
_IN_FRONT = regex.compile(r"[\s\u3000]{0,4}[（(](?P<said>[^（）()。]{2,60})[）)](?=[\s\u3000]{0,2}[^\s\u3000，。；：])")


def opening(paragraph: str) -> tuple[Person, ...]:
    """The people with whom a first paragraph begins, where it has no dateline in the usual form.

    >>> opening("本报讯 记者陶建国 通讯员孙小曼报道：5月8日，全市"), opening("（陶建国 方敏）5月8日，全市")
    ((('reporters', '陶建国'), ('correspondents', '孙小曼')), (('reporters', '陶建国'), ('reporters', '方敏')))
    >>> opening("（一）加强领导。"), opening("记者从市统计局获悉，据报道：")
    ((), ())
    """
    front = _halved(paragraph[:120])
    found = _REPORTS.match(front)
    if found is not None and (held := people(found["said"], bracketed=True)):
        tables.noted("byline.opening")
        return tuple(held)
    found = _IN_FRONT.match(front)
    if found is None:
        return ()
    held = people(found["said"], bracketed=True) or _unlabelled(found["said"])
    if held:
        tables.noted("byline.opening")
    return tuple(held)


def _unlabelled(said: str) -> list[Person]:
    """（陶晓国 方敏）: without a word for their role, only names that could be nothing else."""
    bare = names(said)
    sure = len("".join(bare)) == sum(map(len, _PARTING.split(said))) and any(len(name) == 3 for name in bare)
    return [("reporters", name) for name in bare] if sure and all(name[0] in _common() and name not in _regions() and not _NO_LETTER & set(name) for name in bare) else []


_SIGNED_MEDIUM = regex.compile(r".{1,14}?(?:日报|晚报|早报|时报|快报|商报|电视台|客户端|新闻|在线|频道|社|报|网)(?=(?P<place>.{2,10})$)")
_NO_MEDIUM = regex.compile(r"[的了从获悉将为向被把已]|记者|消息|新闻发布|最新|今[天日晨年早晚]|昨|近[日期]|当[天日晚]|(?:日|天|午|晨|晚|早上)$|(?:省|市|县|区|州|盟|旗|乡|镇|村|街道)$|^(?:本|我|全|某|综合|专题|独家|图片|视频|滚动|要闻)")
_SHORTEST_MEDIUM = 4


@tables.compiled
def _regions() -> frozenset[str]:
    """Names of divisions, long and short: 三江水文观察 is no place, 昆明 is."""
    return frozenset(name for row in tables.read("regions") for name in (row["name"], row["short"]) if len(name) > 1)


def _placed(word: str) -> int:
    """How many characters at the end of a word are names of places; all of them where it is nothing else."""
    at = len(word)
    while at > 0:
        size = next((size for size in range(min(at, 12), 1, -1) if word[at - size : at] in _regions()), 0)
        if not size:
            break
        at -= size
    return len(word) - at


def _medium_by_place(found: regex.Match[str]) -> str:
    """The medium of a dateline that nothing but its place tells; "" where that is doubtful."""
    medium = found["medium"] or ""
    if len(medium) < _SHORTEST_MEDIUM or found["kind"].endswith("消息") or (found["kind"] == "电" and not found["day"]) or medium.startswith(("本报", "本网", "本台", "本社", "本刊")):
        return ""
    if "（" in medium or "(" in medium:
        return "" if _NO_MEDIUM.search(medium) else medium
    signed = _SIGNED_MEDIUM.match(medium)
    if signed is not None and (signed["place"][-1] in "市县区州旗盟" or _placed(signed["place"]) == len(signed["place"])):
        return signed[0]
    placed = _placed(medium)
    if placed and len(medium) - placed >= _SHORTEST_MEDIUM:
        if not found["day"]:
            return ""
        medium = medium[: len(medium) - placed]
    elif placed == len(medium):
        return ""
    return "" if _NO_MEDIUM.search(medium) else medium


# 据央视新闻消息: whom the newsroom heard it from, and no dateline.
_TOLD_BY = ("据", "从", "来自", "综合")


def dateline(paragraph: str) -> Dateline | None:
    """The dateline with which a paragraph begins, or None.

    >>> dateline("南溪在线（南溪日报网）讯（通讯员陈立新 乔梁）全市新增绿地").medium
    '南溪在线（南溪日报网）'
    >>> dateline("本报讯（记者 陶建国）近日").medium, dateline("近日，本报记者从市电信局获悉")
    ('', None)
    """
    front = _halved(paragraph[:240])
    found = _DATED.match(front) or _UNDATED.match(front)
    if found is None:
        return _named_by_place(paragraph, front)
    if "\ufffd" in found[0] or found["medium"].startswith(_TOLD_BY):
        return None
    tables.noted("byline.dateline")
    medium = paragraph[found.start("medium") : found.end("medium")].strip()
    said = found["people"] or ""
    held = people(said, bracketed=True) if said else []
    if said and not held:  # （陶建国、方敏）: names without a word for their role
        bare = names(said, rare=True)
        held = [("reporters", name) for name in bare] if bare and all(map(surnamed, bare)) else []
    return Dateline("" if medium.startswith(("本报", "本网", "本台", "本社", "本刊")) else medium, tuple(held), found.end())


def _named_by_place(paragraph: str, front: str) -> Dateline | None:
    """三江水文观察讯（记者 陶建国）: any name before 讯, where people with a word for their role follow in brackets."""
    found = _NAMED.match(front)
    if found is None:
        return _in_brackets(paragraph, front)
    if "\ufffd" in found[0] or (found["medium"] or "").startswith(_TOLD_BY):
        return None
    held = people(found["people"], bracketed=True) or _unlabelled(found["people"])
    if not held:
        return None
    tables.noted("byline.dateline-named")
    medium = _medium_by_place(found)
    return Dateline(paragraph[found.start("medium") : found.start("medium") + len(medium)] if medium else "", tuple(held), found.end())


_PEOPLE_IN_BRACKETS = regex.compile(
    rf"[\s\u3000]{{0,8}}(?:【(?P<medium>[^【】，。\s]{{1,16}}{_MEDIUM_END})】[\s\u3000]{{0,2}})?(?:[（(](?P<people>[^（）()【】，。]{{0,12}}记者[^（）()【】。]{{2,60}})[）)]|【(?P<people>[^（）()【】，。]{{0,12}}记者[^（）()【】。]{{2,60}})】)(?=[\s\u3000]{{0,3}}\S)"
)


def _in_brackets(paragraph: str, front: str) -> Dateline | None:
    """【记者 陶建国】, 【澄江网】（记者 陶建国）: people in brackets before the first word."""
    found = _PEOPLE_IN_BRACKETS.match(front)
    if found is None or "\ufffd" in found[0]:
        return None
    held = people(found["people"], bracketed=True)
    if not held or not all(surnamed(name) or "·" in name for _, name in held):  # 【记者观察】
        return None
    tables.noted("byline.opening-brackets")
    medium = paragraph[found.start("medium") : found.end("medium")] if found["medium"] else ""
    return Dateline(medium, tuple(held), found.end())


_LINE_ROLE = regex.compile(r"记者|通讯员|评论员|作者|文[/／:：]|[/／]文|图[/／:：]|撰文|采写|撰稿|摄影")
_LINE_REST = regex.compile(r"发自[\u4e00-\u9fff]{2,10}|[□■◇◆\s\u3000:：/／|｜、，,；;()（）【】\[\]。·&]+|报道|摄影报道|供稿|文字|综合|整理|来源|图片|本报|本网|实习生|[全融]媒体?|首席|见习|特约|特派|高级")


def line(text: str) -> tuple[Person, ...]:
    """The people of a line that consists of a byline and nothing else.

    >>> line("半月谈记者 陶建国"), line("记者在现场看到，陶建国正在"), line("文/图 陶建国")
    ((('reporters', '陶建国'),), (), (('reporters', '陶建国'), ('photographers', '陶建国')))
    """
    if len(text) > 80:
        return ()
    square = _SQUARE.match(text)
    if square is not None:
        held = names(square["said"]) if len(text) <= 24 else []
        if held and all(map(surnamed, held)) and not _LINE_ROLE.search(text) and len("".join(held)) == sum(map(len, _PARTING.split(square["said"]))):
            tables.noted("byline.square")
            return tuple(("reporters", name) for name in held)
    text = _without_place(_POSITION.sub("", _plainly(_halved(text))))
    if not _LINE_ROLE.search(text) or _SPOKEN.search(text):
        return ()
    found = people(text)
    rest = "".join(_DOT.sub("·", text).split())
    for _, name in found:
        rest = rest.replace(name, " ")
    rest = _role_pattern().sub("", rest)
    rest = _UNIT.sub("", _LINE_REST.sub("", rest))
    return tuple(found) if found and (not rest or (len(rest) <= 24 and _MEDIUM_LEFT.fullmatch(rest))) else ()


_BESIDE_MEDIUM = regex.compile(rf"(?P<said>[^/／|｜，。]{{2,20}}?)[\s\u3000]?[/／|｜][\s\u3000]?[\u4e00-\u9fff]{{1,12}}{_MEDIUM_END}")


def beside_medium(text: str) -> tuple[Person, ...]:
    """The author whom the line above a body names beside the medium alone.

    >>> beside_medium("陶建国/澄江新闻"), beside_medium("财经/澄江新闻"), beside_medium("陶建国 方敏 | 澄江日报客户端")
    ((('reporters', '陶建国'),), (), (('reporters', '陶建国'), ('reporters', '方敏')))
    """
    found = _BESIDE_MEDIUM.fullmatch(text.strip()) if len(text) <= 40 else None
    held = names(found["said"]) if found is not None else []
    if found is None or not held or not all(map(surnamed, held)) or len("".join(held)) != sum(map(len, _PARTING.split(found["said"]))):
        return ()
    tables.noted("byline.beside-medium")
    return tuple(("reporters", name) for name in held)


# 作者：陶建国（系省社科院研究员），作者系…
_POSITION = regex.compile(r"(?<=作者[\s\u3000]{0,2}[:：].{2,24})[（(](?:作者)?(?:单位)?[系为:：][^（）()]{2,60}[）)]$")
_SQUARE = regex.compile(r"[□■◇◆][\s\u3000]{0,3}(?P<said>[^，。：:]{2,20}?)[\s\u3000]*$")
_UNIT = regex.compile(r"[\u4e00-\u9fff]{1,12}(?:局|部|委|厅|办|支队|大队|公司|集团|大学|学院|乡|镇|街道)$")  # 通讯员 县委宣传部 罗倩
_SPOKEN = regex.compile(r"[。！？“”《]|，.{6}")
_MEDIUM_LEFT = regex.compile(rf"(?:.{{0,12}}{_MEDIUM_END}){{1,3}}|(?P<said>[\u4e00-\u9fff]{{0,3}})(?P=said)?")
_CREDIT_ROLE = regex.compile(
    r"(?:本期|本版|值班|网络|实习|执行|视频|新媒体|文字|图文)?(?:责任编辑|责任校对|责编|编辑|编审|校对|审核|审校|监制|终审|复审|初审|美编|值班主任|值班编委|值班总编|签发|核稿|[一二三][审校])(?=[\s\u3000:：])"
)

# 责编陶建国 校对方敏: two roles or more, each with its name close behind it.
_TIGHT = regex.compile(rf"(?:责任编辑|责编|编辑)(?P<name>{_HAN}{{2,4}})(?:[\s\u3000、|｜/]{{1,3}}(?:责任编辑|责任校对|责编|编辑|编审|校对|审核|审校|监制|终审|[一二三]审)(?P<name>{_HAN}{{2,4}})){{1,4}}")


def credit(text: str) -> bool:
    """Whether a line names editors and nothing else, though no colon parts role and name.

    >>> credit("编辑 陶建国　值班主任 方敏"), credit("责编 陶建国校对 方敏"), credit("编辑部 全体同仁"), credit("编辑 是一门手艺")
    (True, True, False, False)
    """
    text = _halved(text[:120])
    if len(text) <= 60 and (tight := _TIGHT.fullmatch(text.strip())) is not None and all(names(name, rare=True) == [name] and surnamed(name) for name in tight.captures("name")):
        tables.noted("byline.credit")
        return True
    if not _CREDIT_ROLE.search(text[:12]) or _SPOKEN.search(text):
        return False
    marks = list(_CREDIT_ROLE.finditer(text))
    if text[: marks[0].start()].strip(" \u3000【[(（|｜") or len(text) > 60:
        return False
    believed = marks[0][0].endswith(("责编", "责任编辑")) or (len(marks) > 1 and any("编" in mark[0] or mark[0] == "校对" for mark in marks))
    for i, mark in enumerate(marks):
        said = text[mark.end() : marks[i + 1].start() if i + 1 < len(marks) else len(text)].strip(" \u3000:：】])）|｜/")
        held = names(said, rare=believed)
        if not held or not (believed or all(map(surnamed, held))) or len("".join(held)) != sum(map(len, _PARTING.split(said))):
            return False
    tables.noted("byline.credit")
    return True


_SYSTEM = regex.compile(r"[，,]|\s?系")  # 作者陶建国系…研究员
_SIGNED = regex.compile(r"[（(【](?P<said>[^（）()【】]{2,60})[）)】][\s\u3000]{0,3}$")


def signed(paragraph: str) -> tuple[Person, ...]:
    """The people in the brackets that end a last paragraph.

    >>> signed("……明显改善。（记者 陶建国 方敏）"), signed("……明显改善。（陶建国）"), signed("……明显改善。（完）"), signed("全年任务完成（见表）")
    ((('reporters', '陶建国'), ('reporters', '方敏')), (('reporters', '陶建国'),), (), ())
    """
    found = _SIGNED.search(_halved(paragraph[-80:]))
    if found is None:
        return ()
    said = found["said"]
    named = people(_SYSTEM.split(said)[0] if "作者" in said else said, bracketed=True)
    if named:
        return tuple(named)
    before = paragraph[: len(paragraph) - len(found[0])].rstrip()
    if before and before[-1:] not in "。！？”…":
        return ()
    words = [word for word in _PARTING.split(said) if word]
    if len(words) > 1 and _OFFICE.fullmatch(words[0]) and len(words[0]) >= 4:  # （县融媒体中心 陶建国）
        said, words = " ".join(words[1:]), words[1:]
    bare = names(said)
    return tuple(("reporters", name) for name in bare) if bare and len(bare) == len(words) and all(map(surnamed, bare)) and len(said) <= 16 else ()
