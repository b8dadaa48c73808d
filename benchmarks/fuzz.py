"""Repair and decode under any input: a coverage-guided run (atheris) that holds their laws, and writes down what breaks them.

    .venv/bin/pip install atheris
    .venv/bin/python benchmarks/fuzz.py repair /tmp/fuzz-repair -max_total_time=1200
    .venv/bin/python benchmarks/fuzz.py decode /tmp/fuzz-decode -max_total_time=1200

The folder receives corpus/ (what the run learnt from), findings/ (one file for each input that broke a law, its reason beside it as .why).
A finding does not end the run. What is found becomes a line of fixtures/corpus/repair.txt or a test of tests/test_decode.py.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from collections import Counter
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
with atheris.instrument_imports(include=["newsextract"]):
    from newsextract.decode import decode
    from newsextract.errors import NewsExtractError
    from newsextract.repair import mend_markup, repair
    from newsextract.text import replay, undo

import invented  # noqa: E402
import pollution  # noqa: E402
import repairs  # noqa: E402

# Of each reason so many inputs are kept; and how long one input of 4 kB may take, instrumented, on a busy machine.
KEPT = 5
SECONDS = 3.0
CHARSETS = (
    "gb18030",
    "big5hkscs",
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "utf-16",
    "utf-8-sig",
    "hz",
    "cp1252",
    "shift_jis",
    "euc_kr",
)
DECLARED = (None, None, None, "gbk", "utf-8", "big5", "utf-16", "latin1", "shift_jis", "euc-kr", "rot13", "x" * 50)


class Broken(AssertionError):
    """A law that an input broke."""


def law(holds: bool, said: str) -> None:
    if not holds:
        raise Broken(said)


def repair_laws(data: bytes) -> None:
    """Edits replay and undo, every U+FFFD has its loss, and repairing twice changes nothing."""
    text = data.decode("utf-8", "surrogateescape")
    done = repair(text)
    law(replay(text, done.edits) == done.text, "edits do not replay")
    law(undo(done.text, done.edits) == text, "edits do not undo")
    lost = [at for at, character in enumerate(done.text) if character == "\ufffd"]
    law([loss.start for loss in done.losses] == lost, "losses are not the replacement characters")
    law(not any("\ud800" <= character <= "\udfff" for character in done.text), "a surrogate left")
    again = repair(done.text)
    law(again.edits == (), "repairing twice changes " + "+".join(sorted({edit.rule for edit in again.edits})))
    law(isinstance(mend_markup(text), str), "no markup")


def decode_laws(data: bytes) -> None:
    """A text or an UnreadableInput; errors are marks that stand in the text; the same again."""
    charset = DECLARED[data[0] % len(DECLARED)] if data else None
    try:
        done = decode(data[1:], charset=charset)
    except NewsExtractError:
        return
    law(isinstance(done.text, str) and bool(done.encoding) and bool(done.evidence), "no reason")
    law(0 <= done.errors <= done.text.count("\ufffd"), "errors without marks")
    law(decode(data[1:], charset=charset) == done, "not the same again")


def seeds(which: str) -> list[bytes]:
    """The corpus, damaged pages, and the damage of every charset and table."""
    chance = random.Random(3)
    texts = [entry.damaged for entry in repairs.entries()]
    for table in (pollution.seen(), pollution.every(), pollution.some(chance)):
        for half in (True, False):
            clean = invented.page(chance, 2)
            texts.append(pollution.pollute(clean, table, half=half, share=0.0 if half else 0.5, chance=chance))
    clean = invented.page(chance, 2)
    for was, read in (
        ("utf-8", "latin-1"),
        ("utf-8", "gb18030"),
        ("gb18030", "latin-1"),
        ("big5hkscs", "gb18030"),
        ("gb18030", "big5hkscs"),
    ):
        texts.append(clean.encode(was, "ignore").decode(read, "ignore"))
    if which == "repair":
        return [text.encode("utf-8", "surrogatepass") for text in texts]
    pages = [text.encode("utf-8", "ignore").decode() for text in texts]
    found = [b"\0" + text.encode(charset, "ignore") for text in pages[::4] for charset in CHARSETS]
    return found + [b"\0" + path.read_bytes()[:4000] for path in sorted((ROOT / "fixtures" / "pages").glob("*.html"))[:20]]


def main() -> None:
    which, folder = sys.argv[1], Path(sys.argv[2])
    corpus, findings = folder / "corpus", folder / "findings"
    for path in (corpus, findings):
        path.mkdir(parents=True, exist_ok=True)
    for seed in seeds(which):
        (corpus / hashlib.sha1(seed).hexdigest()).write_bytes(seed)
    words = [
        "(yè)",
        "?yè)",
        "(chǎn)",
        "?，",
        "?。",
        " ，",
        "鏈?chǎn)I(yè)",
        "锟斤拷",
        "&#20840;",
        "%E5%85%A8",
        "\\u5168",
        "鍏ㄥ浗",
        "\ufffd",
        "\ue000",
        "\u200b",
        "\u3000",
        "????",
        "<p>",
        "</p>",
    ]
    (folder / "words.dict").write_bytes(
        b"".join(b'"' + b"".join(b"\\x%02X" % byte for byte in word.encode()) + b'"\n' for word in words)
    )
    laws = {"repair": repair_laws, "decode": decode_laws}[which]
    seen: Counter[str] = Counter()

    def one(data: bytes) -> None:
        begun = time.process_time()
        try:
            laws(data)
            reason = "slow" if time.process_time() - begun > SECONDS else ""
        except Exception as error:  # whatever an input can do to us is a finding
            reason = f"{type(error).__name__}: {error}"[:200] if isinstance(error, Broken) else f"{type(error).__name__}"
        if reason:
            seen[reason] += 1
            if seen[reason] <= KEPT:
                path = findings / hashlib.sha1(data).hexdigest()[:16]
                path.write_bytes(data)
                path.with_suffix(".why").write_text(reason)

    atheris.Setup(
        [sys.argv[0], str(corpus), f"-dict={folder / 'words.dict'}", "-max_len=4000", "-timeout=60", *sys.argv[3:]], one
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
