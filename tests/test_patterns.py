"""The cache of compiled patterns: the same patterns with it, without it, and with a spoilt one."""

from __future__ import annotations

import os
import pickle
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import regex

from newsextract import patterns

PROGRAM = """
import sys, regex
made = []
compile = regex.compile
regex.compile = lambda *given: made.append(given) or compile(*given)
from newsextract import patterns
print(patterns.pattern(r"\\d+(?=年)").search("截至2023年底")[0], patterns.pattern("[a-z]+", regex.IGNORECASE).fullmatch("GDP")[0], len(made))
patterns.keep()
"""


def run(folder, program=PROGRAM) -> list[str]:
    environment = {**os.environ, patterns.FOLDER_VARIABLE: str(folder)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf8", check=True, env=environment, cwd=folder if folder.is_dir() else None)
    assert done.stderr == ""
    return done.stdout.split()


def file_in(folder):
    (file,) = folder.glob("patterns-*.bin")
    return file


def test_the_second_process_compiles_nothing(tmp_path):
    assert run(tmp_path / "cache") == ["2023", "GDP", "2"]
    assert run(tmp_path / "cache") == ["2023", "GDP", "0"]


def test_a_new_pattern_joins_the_known_ones(tmp_path):
    run(tmp_path)
    run(tmp_path, PROGRAM.replace("[a-z]+", "[A-Z]+"))
    assert run(tmp_path)[2] == run(tmp_path, PROGRAM.replace("[a-z]+", "[A-Z]+"))[2] == "0"


class Evil:
    def __reduce__(self):
        return (os.system, ("touch evil",))


@pytest.mark.parametrize("spoil", ["truncated", "empty", "flipped", "evil", "other", "writable", "folder"])
def test_a_spoilt_file_is_not_believed_and_replaced(tmp_path, spoil, monkeypatch):
    run(tmp_path)
    file = file_in(tmp_path)
    data = bytearray(file.read_bytes())
    if spoil == "flipped":
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    elif spoil in ("evil", "other"):
        import hashlib

        said = pickle.dumps(Evil() if spoil == "evil" else ["no", "patterns"])
        file.write_bytes(hashlib.sha256(said).digest() + said)
    elif spoil == "writable":
        file.chmod(0o666)
    elif spoil == "folder":
        file.unlink()
        file.mkdir()
        assert run(tmp_path) == ["2023", "GDP", "2"]
        return
    else:
        file.write_bytes(data[:50] if spoil == "truncated" else b"")
    assert run(tmp_path) == ["2023", "GDP", "2"]
    assert not (tmp_path / "evil").exists()
    assert run(tmp_path) == ["2023", "GDP", "0"]
    assert not stat.S_IMODE(file_in(tmp_path).stat().st_mode) & 0o077


def test_no_folder_no_cache(tmp_path):
    blocked = tmp_path / "a file"
    blocked.write_text("")
    assert run(blocked / "cache") == ["2023", "GDP", "2"]
    environment = {**os.environ, patterns.FOLDER_VARIABLE: ""}
    subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True, env=environment, cwd=tmp_path)
    assert not list(tmp_path.glob("patterns*"))


def test_many_starts_at_once_leave_a_whole_file(tmp_path):
    with ThreadPoolExecutor(6) as pool:
        assert {run_[0] for run_ in pool.map(lambda _: run(tmp_path), range(12))} == {"2023"}
    assert run(tmp_path) == ["2023", "GDP", "0"]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_wrong_pattern_raises_what_regex_raises():
    with pytest.raises(regex.error):
        patterns.pattern("(")
