"""Which charset a page is in: this library beside the detectors, on invented text that nobody tuned on.

    .venv/bin/python benchmarks/decode.py [--cases 2400] [--show 5]
    (peers are measured when they are installed: pip install charset-normalizer chardet faust-cchardet)

A case is right when the text is the text, not when the label is the label: gb2312 and gb18030 read the same bytes alike.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
import invented
import pollution
from newsextract.decode import decode

ENCODINGS = ("utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "hz", "utf-32")
LENGTHS = (7, 8, 10, 14, 20, 40, 100, 300, 1000, 5000)
LABELS = ("utf-8", "gb2312", "gbk", "big5", "iso-8859-1")
SCRIPT = "<script>var a=[" + ",".join(f"'item-{n}'" for n in range(1400)) + "];</script>\n"
FORMS = ("title", "text", "page", "mislabelled", "heavy", "cut")


def written(text: str, encoding: str) -> bytes | None:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return None


def cases(number: int, held: bool = True):
    """(form, encoding, bytes, the text that they are)."""
    chance = random.Random(11)
    made = 0
    while made < number:
        encoding, form = ENCODINGS[made % len(ENCODINGS)], chance.choice(FORMS)
        length = chance.choice(LENGTHS)
        text = invented.page(chance, max(1, length // 40), held)[: length if form != "title" else chance.randint(7, 14)]
        text = text.strip("，。、（）“”：0123456789 ")
        if sum("一" <= c <= "龥" for c in text) < 6:
            continue
        if encoding.startswith("big5") or (encoding not in ("gb2312", "hz") and chance.random() < 0.1):
            text = pollution.traditional(text)
        if form == "heavy":
            text = f"<html><head>{SCRIPT}</head><body><p>{text}</p></body></html>"
        elif form in ("page", "mislabelled"):
            label = encoding if form == "page" else chance.choice(LABELS)
            text = f'<html><head><meta charset="{label}"><title>{text[:12]}</title></head>\n<body><p>{text}</p></body></html>'
        data = written(text, encoding)
        if data is None:
            continue
        if form == "cut":
            if encoding in ("hz", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
                continue
            last = len(text[-1].encode(encoding))
            data, text = (data[:-1], text[:-1] + "\ufffd") if last > 1 and text[-1] > "\x7f" else (data, text)
        made += 1
        yield form, encoding, data, text


def read(data: bytes, encoding: str | None) -> str:
    names = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs", "ascii": "utf-8", "utf-8": "utf-8-sig"}
    name = (encoding or "utf-8").lower().replace("_", "-")
    try:
        return data.decode(names.get(name, name), "replace")
    except LookupError:
        return ""


def peers() -> dict[str, Callable[[bytes], str]]:
    found: dict[str, Callable[[bytes], str]] = {"newsextract": lambda data: decode(data).text}
    try:
        import charset_normalizer

        found["charset-normalizer"] = lambda data: read(data, (charset_normalizer.from_bytes(data).best() or type("", (), {"encoding": None})).encoding)
    except ImportError:
        pass
    try:
        import chardet

        found["chardet"] = lambda data: read(data, chardet.detect(data)["encoding"])
    except ImportError:
        pass
    try:
        import cchardet

        found["faust-cchardet"] = lambda data: read(data, cchardet.detect(data)["encoding"])
    except ImportError:
        pass
    try:
        from bs4 import UnicodeDammit

        logging.disable(logging.WARNING)
        found["UnicodeDammit"] = lambda data: UnicodeDammit(data, is_html=True).unicode_markup or ""
    except ImportError:
        pass
    return found


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=2400)
    options.add_argument("--show", type=int, default=0)
    options.add_argument("--ours", action="store_true")
    chosen = options.parse_args()
    made = list(cases(chosen.cases))
    for name, detect in peers().items():
        if chosen.ours and name != "newsextract":
            continue
        right, by_form, wrong = 0, Counter(), Counter()
        begun = time.perf_counter()
        for form, encoding, data, text in made:
            got = detect(data)
            if got == text or got.rstrip("\ufffd") == text.rstrip("\ufffd"):
                right += 1
            else:
                by_form[form] += 1
                wrong[encoding] += 1
                if name == "newsextract" and wrong.total() <= chosen.show:
                    print("   ", form, encoding, len(text), text[-30:], "->", got[-30:], decode(data).encoding, decode(data).evidence)
        spent = time.perf_counter() - begun
        print(f"{name:20} {right / len(made):7.2%} right of {len(made)}; wrong by form {dict(by_form)}, by encoding {dict(wrong)}; {spent / len(made) * 1e3:.2f} ms each")


if __name__ == "__main__":
    main()
