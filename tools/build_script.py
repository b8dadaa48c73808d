"""Rebuilds data/script.tsv, data/script_words.tsv and fixtures/pollution/converter.tsv: what simplification does to a character, and the words in which it does not.

    .venv/bin/python tools/build_script.py            # needs opencc-python-reimplemented and jieba; writes both tables

Sources: TSCharacters.txt and TSPhrases.txt of OpenCC (Apache-2.0), as the package opencc-python-reimplemented carries them; the words
written with 著 from the dictionary of jieba (MIT). Of OpenCC's phrases only those are taken that decide between the readings of one
ambiguous character and keep its length; vocabulary (計劃 against 計畫) is left alone.
"""

from __future__ import annotations

from pathlib import Path

import jieba
import opencc

DATA = Path(__file__).resolve().parent.parent / "src" / "newsextract" / "data"
POLLUTION = Path(__file__).resolve().parent.parent / "fixtures" / "pollution" / "converter.tsv"
OPENCC = Path(opencc.__file__).parent / "dictionary"
JIEBA = Path(jieba.__file__).parent / "dict.txt"

# Characters that one traditional form shares with two simplified ones, or that stand in simplified text as they are.
AMBIGUOUS = "乾徵瞭藉祇衹鍾"
# 著: simplified writes 着 for the particle and 著 for writing and renown; OpenCC does not map it. Words of jieba's dictionary
# seen at least so often count, unless they are the particle in disguise or a name.
COMMON = 15
NOT_ZHU = {"执著"}
# Phrases that OpenCC has and news does not mean: 徵調 is 征调 there.
UNWANTED = {"徵調", "徵聲", "流徵", "於是"}
# Where a word seems to stand across a border: 看著名单 is 看着名单, 朝著作为 is 朝着作为.
ACROSS = {
    "著名单": "着名单",
    "著名为": "着名为",
    "著作出": "着作出",
    "著作为": "着作为",
    "著作战": "着作战",
    "著录像": "着录像",
    "著称呼": "着称呼",
    "著名下": "着名下",
}
MORE = {"神祇": "神祇", "地祇": "地祇", "衹園": "祇园", "乾安": "乾安", "乾符": "乾符", "乾化": "乾化", "乾封": "乾封"}
# Writing words that the dictionary lacks; proverbs; 兼收.
MORE_ZHU = ["昭著", "知著", "所著", "著有《", "著有“", "著译", "彰著", "较著"]


def pairs(path: Path) -> list[tuple[str, list[str]]]:
    rows = []
    for line in path.read_text(encoding="utf8").splitlines():
        key, _, values = line.partition("\t")
        rows.append((key, values.split()))
    return rows


def in_gbk(text: str) -> bool:
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def in_gb2312(text: str) -> bool:
    """Whether GB 2312 has it: such a character stands in simplified text as it is."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def characters() -> dict[str, str]:
    """Traditional -> simplified, only where both are one character of the basic plane and the simplified one is in use (GBK)."""
    table = {key: values[0] for key, values in pairs(OPENCC / "TSCharacters.txt") if len(key) == 1 and key != values[0]}
    table |= {
        "著": "着",
        "衹": "只",
        "祇": "只",
        "裡": "里",
        "衞": "卫",
        "綫": "线",
        "滙": "汇",
        "峯": "峰",
        "羣": "群",
        "牀": "床",
        "脚": "脚",
    }
    for key, values in pairs(OPENCC / "STCharacters.txt"):
        for value in values:  # what a converter makes of a simplified character, and TSCharacters does not know (昵 -> 暱)
            if len(key) == len(value) == 1 and value not in table and value != key and value not in AMBIGUOUS and not in_gb2312(value):
                table[value] = key
    del table["薴"]  # -> 苧, which is itself a traditional 苎
    return {
        key: value
        for key, value in sorted(table.items())
        if key != value and ord(key) < 0x10000 and ord(value) < 0x10000 and in_gbk(value)
    }


def words(table: dict[str, str]) -> dict[str, str]:
    """Words, as they stand once every other character is simplified, whose ambiguous character is not what it would be alone."""
    naive = {ord(key): value for key, value in table.items()}
    chosen: dict[str, str] = {}
    for key, values in pairs(OPENCC / "TSPhrases.txt"):
        if (
            any(character in key for character in AMBIGUOUS)
            and len(values[0]) == len(key)
            and 2 <= len(key) <= 4
            and key not in UNWANTED
        ):
            chosen[key] = values[0]
    zhu = set(MORE_ZHU)
    for line in JIEBA.read_text(encoding="utf8").splitlines():
        word, count, tag = line.split()
        if "著" in word and len(word) == 2 and int(count) >= COMMON and not tag.startswith("nr") and word not in NOT_ZHU:
            zhu.add(word)
    chosen |= {word: word for word in zhu} | ACROSS | MORE
    plain = {ord(key): value for key, value in table.items() if key not in AMBIGUOUS + "著"}
    chosen = {key.translate(plain): value for key, value in chosen.items()}
    return {key: value for key, value in sorted(chosen.items()) if key.translate(naive) != value or key in ACROSS}


def main() -> None:
    table = characters()
    lines = [
        "# kind: gazetteer",
        "# source: OpenCC TSCharacters (Apache-2.0), by tools/build_script.py",
        "# row: a traditional character and the simplified one that stands for it",
        "id\tsimplified",
        *(f"{key}\t{value}" for key, value in table.items()),
    ]
    (DATA / "script.tsv").write_text("\n".join(lines) + "\n", encoding="utf8")
    chosen = words(table)
    lines = [
        "# kind: gazetteer",
        "# source: OpenCC TSPhrases (Apache-2.0) and jieba's dictionary (MIT), by tools/build_script.py",
        "# row: a word in which an ambiguous character is not simplified as data/script.tsv would",
        "id\tsimplified",
        *(f"{key}\t{value}" for key, value in chosen.items()),
    ]
    (DATA / "script_words.tsv").write_text("\n".join(lines) + "\n", encoding="utf8")
    lines = [
        "# What a per-character converter makes of a simplified character: OpenCC STCharacters (Apache-2.0), by tools/build_script.py.",
        "# For the forward simulator of tests/pollution.py only.",
    ]
    for key, values in pairs(OPENCC / "STCharacters.txt"):
        held = [value for value in values if len(value) == 1 and in_gbk(value)]
        if len(key) == 1 and in_gbk(key) and held and held != [key]:
            lines.append(f"{key}\t{' '.join(held)}")
    POLLUTION.parent.mkdir(exist_ok=True)
    POLLUTION.write_text("\n".join(lines) + "\n", encoding="utf8")
    print(f"{len(table)} characters, {len(chosen)} words, {len(lines) - 2} conversions for the simulator")


if __name__ == "__main__":
    main()
