"""Patterns that are compiled once on this machine.

Compiling four hundred regular expressions takes half a second, a third of what the first page of a process costs, and they are the same
every time. `regex` can pickle a compiled pattern with its code; so what was compiled is kept in the user's cache folder, and the next
process reads it in ten milliseconds. Nothing depends on it: without a folder to write to, or with a file that is not right, each pattern
is compiled as ever.

    >>> pattern(r"\\d+(?=年)").search("截至2023年底")[0]
    '2023'

The file is named after the versions of Python and of `regex`, whose code it holds, and is replaced as a whole, so that processes that start
together do each other no harm. It is read only if it is ours (this user's, writable by nobody else), if its checksum holds, and through an
unpickler that makes patterns and nothing else. NEWSEXTRACT_CACHE names another folder; empty, none is used.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import regex

FOLDER_VARIABLE = "NEWSEXTRACT_CACHE"
# Beyond so many, what this process did not use is left out: tables and versions that are gone.
MOST = 4096

_known: dict[tuple[str, int], regex.Pattern[str]] | None = None
_new = False


def pattern(source: str, flags: int = 0) -> regex.Pattern[str]:
    """`regex.compile(source, flags)`, from the cache where it is in there. Raises what `regex.compile` raises."""
    global _known, _new
    if _known is None:
        _known = _kept()
    flags = int(flags)
    found = _known.get((source, flags))
    if found is None:
        found = _known[source, flags] = regex.compile(source, flags)
        _new = True
    return found


def keep() -> None:
    """Writes the cache if something was compiled that is not in it. Says nothing where that is not possible: it is only a cache."""
    global _new
    if not _new or not _known:
        return  # asked after every document
    _new = False
    file = place()
    if file is None:
        return
    both = {**_kept(), **_known}  # another process may have met others
    data = pickle.dumps(both if len(both) <= MOST else _known, protocol=5)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, made = tempfile.mkstemp(dir=file.parent, prefix=file.name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(hashlib.sha256(data).digest() + data)
            Path(made).replace(file)
        except OSError:
            Path(made).unlink()
            raise


def place() -> Path | None:
    """The file of the cache; None where no cache is wanted."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder == "":
        return None
    if folder is None:
        from platformdirs import user_cache_dir

        folder = user_cache_dir("newsextract", appauthor=False)
    return Path(folder) / f"patterns-{sys.implementation.cache_tag}-{sys.hexversion:x}-regex-{regex.__version__}.bin"


def _kept() -> dict[tuple[str, int], regex.Pattern[str]]:
    """What the cache holds; nothing where there is none, or where it is not to be trusted."""
    file = place()
    try:
        if file is None or not _ours(file):
            return {}
        data = file.read_bytes()
        if hashlib.sha256(data[32:]).digest() != data[:32]:
            return {}
        kept = _Patterns(io.BytesIO(data[32:])).load()
    except Exception:
        return {}
    return kept if isinstance(kept, dict) else {}


def _ours(file: Path) -> bool:
    """Whether the file can have been written by this user alone."""
    if not hasattr(os, "getuid"):
        return file.is_file()
    told = (file.stat(), file.parent.stat())
    return all(one.st_uid == os.getuid() and not one.st_mode & 0o022 for one in told)


class _Patterns(pickle.Unpickler):
    """Makes compiled patterns, and refuses all else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module.rpartition(".")[2], name) != ("_regex", "compile"):
            raise pickle.UnpicklingError(f"{module}.{name} is no pattern")
        return super().find_class(module, name)
