"""Rebuilds data/numberwords.tsv: the words of jieba's dictionary (MIT) in which a numeral character is no number.

百姓, 四川, 万一, 一切, 三峡 hold numerals that count nothing. From the dictionary of the pip package jieba come all words with a numeral
character whose class is not number, measure, time or person; out go those that are a numeral and a measure (三家, 二级): these may count.

    python tools/build_numberwords.py
"""

from __future__ import annotations

import re
from pathlib import Path

import jieba

NUMERALS = "〇零一二三四五六七八九十百千万亿两"
OUT_CLASSES = {"m", "mq", "q", "t", "nr", "nrt", "nrfg"}
MEASURES = set(
    "个家项条件次名人位所座台辆艘架列场批户处只头匹片块张支枝把根颗粒株棵本册部篇首份种类样套副双对组队班级层楼间栋幢幅面段节章届期轮"
    "回遍趟番倍成折分秒时点天日周月年岁代世元角毛钱斤两吨米里亩顷升度方路门桩笔宗起声口国省市县区乡镇村州星"
)
TARGET = Path(__file__).resolve().parent.parent / "src/newsextract/data/numberwords.tsv"
HEADER = """# kind: gazetteer
# source: dict.txt of jieba 0.42.1 (MIT licence), by tools/build_numberwords.py
# row: a word in which a numeral character is no number
id	word
"""


def is_counted(word: str) -> bool:
    """三家, 二级, 十几个: a numeral with at most a measure behind it."""
    rest = word.lstrip(NUMERALS + "几数多来余第")
    return rest == "" or (rest != word and len(rest) == 1 and rest in MEASURES)


def words() -> list[str]:
    found = set()
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf8").splitlines():
        word, _, tag = line.split(" ")
        if tag not in OUT_CLASSES and re.search(f"[{NUMERALS}]", word) and not is_counted(word):
            found.add(word)
    return sorted(found)


def main() -> None:
    rows = [f"w{number}\t{word}" for number, word in enumerate(words(), 1)]
    TARGET.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf8")
    print(f"{len(rows)} words -> {TARGET}")


if __name__ == "__main__":
    main()
