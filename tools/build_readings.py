"""Rebuilds data/readings.tsv: every Mandarin reading of every traditional character that GBK holds.

    .venv/bin/python tools/build_readings.py          # needs pypinyin; reads data/script.tsv

Source: the dictionary of pypinyin (MIT, from Unihan and kin), readings of the traditional character and of its simplified form joined:
the polluters' dictionary said jì for 績 where the traditional entry says jī.
"""

from __future__ import annotations

from pathlib import Path

from pypinyin.constants import PINYIN_DICT

DATA = Path(__file__).resolve().parent.parent / "src" / "newsextract" / "data"
# What a GBK page can hold: the tone vowels of GB 2312 row 8 and the letters.
LETTERS = set("abcdefghijklmnopqrstuvwxyzāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ")


def readings(*characters: str) -> list[str]:
    found = [reading for character in characters for reading in PINYIN_DICT.get(ord(character), "").split(",")]
    return [reading for reading in dict.fromkeys(found) if reading and set(reading) <= LETTERS]


def main() -> None:
    rows = [line.split("\t") for line in (DATA / "script.tsv").read_text(encoding="utf8").splitlines() if line[0] != "#"][1:]
    lines = [
        "# kind: gazetteer",
        "# source: pypinyin (MIT), by tools/build_readings.py",
        "# row: a traditional character that GBK holds, and every reading a polluter may have glued to it, the commonest first",
        "id\treadings",
    ]
    for character, simple in rows:
        try:
            character.encode("gbk")
        except UnicodeEncodeError:
            continue
        found = readings(character, simple)
        if found:
            lines.append(f"{character}\t{' '.join(found)}")
    (DATA / "readings.tsv").write_text("\n".join(lines) + "\n", encoding="utf8")
    print(len(lines) - 4, "characters")


if __name__ == "__main__":
    main()
