"""Readers that stand in for extract() where a test is about what happens around it: quick, slow, hanging, dying."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from newsextract.errors import UnreadableInput
from newsextract.records import Article


def quick(source: bytes | str, **given: Any) -> Article:
    """An article with one fact for each number among the words of the page; `%PDF` is unreadable."""
    if source[:4] in (b"%PDF", "%PDF"):
        raise UnreadableInput("this is a PDF, not a page or a text")
    text = source if isinstance(source, str) else source.decode("utf8", "replace")
    facts, at = [], 0
    for word in text.split(" "):
        if word.isdigit():
            end = at + len(word)
            facts.append(
                {
                    "quote": word,
                    "start": at,
                    "end": end,
                    "number_start": at,
                    "number_end": end,
                    "kind": "count",
                    "value": word,
                    "rule": "test",
                }
            )
        at += len(word) + 1
    status = "ok" if text.strip() else "empty"
    return Article.model_validate(
        {
            "title": text[:20],
            "text": text,
            "paragraphs": text.split("\n") if text else (),
            "facts": facts,
            "status": status,
            "url": given.get("url"),
        }
    )


def slow(source: bytes | str, **given: Any) -> Article:
    time.sleep(0.01)
    return quick(source, **given)


def faulty(source: bytes | str, **given: Any) -> Article:
    """Does what the page says: hang, stop, die, eat, bug, exit."""
    word = source.decode() if isinstance(source, bytes) else source
    if word == "hang":
        time.sleep(1000)
    elif word == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(1000)
    elif word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "eat":
        bytearray(8 << 30)
    elif word == "bug":
        raise ZeroDivisionError("a bug")
    elif word == "exit":
        os._exit(0)
    elif word == "print":
        print("noise on standard output", flush=True)
    return quick(source, **given)
