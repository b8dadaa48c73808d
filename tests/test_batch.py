"""Inputs, workers and runs: what a bad page, a bad file or a pulled plug may cost, and no more."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from pathlib import Path

import pytest

import newsextract
from newsextract.batch import extract_many, inputs, runs
from newsextract.batch.workers import Limits, outcomes
from newsextract.errors import NewsExtractError
from newsextract.records import Article, Failure
from newsextract.sinks.sql import Database

QUICK = Limits(extractor="readers:quick")
FAULTY = Limits(extractor="readers:faulty", deadline=1.5)


def read(*paths: object, **options: object) -> list[inputs.Item]:
    return [one for one in everything(*paths, **options) if isinstance(one, inputs.Item)]


def everything(*paths: object, **options: object) -> list[inputs.Item | inputs.Skipped]:
    return list(inputs.Reader(**options).items(map(str, paths)))


def numbered(count: int, special: dict[int, bytes] | None = None) -> list[inputs.Item]:
    return [inputs.item(str(number), (special or {}).get(number, b"%d" % number)) for number in range(count)]


# ---------------------------------------------------------------------------------------------------------------- inputs


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path):
    for name in ("b/2.html", "a/1.html", "c.txt", "b/style.css", "b/2.json", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    found = everything(tmp_path)
    assert [Path(one.id).relative_to(tmp_path).as_posix() for one in found if isinstance(one, inputs.Item)] == [
        "a/1.html",
        "b/2.html",
        "c.txt",
    ]
    assert sorted(one.reason for one in found if isinstance(one, inputs.Skipped)) == [
        "a hidden file or folder",
        "no page by its name (.css)",
        "no page by its name (.json)",
    ]


def test_loops_fifos_and_dangling_links_are_skipped_and_counted(tmp_path):
    (tmp_path / "page.html").write_text("1")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(os.path.relpath(tmp_path / "s"))
        found = everything(tmp_path)
    assert [one.id for one in found if isinstance(one, inputs.Item)] == [str(tmp_path / "page.html")]
    reasons = sorted(one.reason for one in found if isinstance(one, inputs.Skipped))
    assert reasons == [
        "a FIFO",
        "a folder that was read already, under another name",
        "a socket",
        "a symbolic link that leads nowhere",
    ]


def test_a_device_is_skipped_even_when_it_is_named():
    assert [one.reason for one in everything("/dev/zero") if isinstance(one, inputs.Skipped)] == ["a device"]


def test_names_of_any_bytes_survive(tmp_path):
    names = ["北京.html".encode("gbk"), "湖北.html".encode(), b"-x.html", b"a b\nc.html", b"%s.html", b"x" * 250 + b".html"]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_bytes(b"1 " + name)
    found = read(tmp_path)
    assert {one.source for one in found} == {b"1 " + name for name in names}
    for one in found:
        one.id.encode("utf8")
        assert Path(inputs.named(one.id)).read_bytes() == one.source, "the name leads back to the file"


def test_what_cannot_be_opened_is_a_failure_that_names_it(tmp_path):
    missing, denied = read(tmp_path / "none.html")[0], tmp_path / "denied.html"
    assert (missing.failure.error, str(tmp_path / "none.html") in missing.failure.message) == ("FileNotFoundError", True)
    denied.write_text("1")
    denied.chmod(0)
    if os.geteuid() != 0:  # root may open everything
        assert read(denied)[0].failure.error == "PermissionError"


def test_a_pattern_goes_down_and_an_empty_one_says_so(tmp_path):
    (tmp_path / "x" / "y").mkdir(parents=True)
    (tmp_path / "x" / "y" / "1.shtml").write_text("1")
    assert [Path(one.id).name for one in read(tmp_path / "**" / "*.shtml")] == ["1.shtml"]
    assert "no file matches the pattern" in read(tmp_path / "*.foo")[0].failure.message
    (tmp_path / "a[1].html").write_text("1")
    assert [Path(one.id).name for one in read(tmp_path / "a[1].html")] == ["a[1].html"], "a file with brackets is a file"


def test_a_page_is_looked_at_before_it_is_read(tmp_path):
    with (tmp_path / "huge.html").open("wb") as file:
        file.truncate(500 << 20)
    began = time.monotonic()
    huge = read(tmp_path / "huge.html")[0]
    assert (huge.failure.error, huge.size, time.monotonic() - began < 0.5) == ("too_large", 0, True)


def test_lines_of_json_carry_what_is_known_of_each_page(tmp_path):
    lines = [
        {"url": "https://a.example/1", "html": "<p>1</p>", "published": "2024-10-18", "region": "湖北省"},
        {"id": 7, "text": "2"},
        {"content": "3"},
        {"title": "no text"},
        ["no object"],
    ]
    (tmp_path / "p.jsonl").write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + '\n\n{"text": "cut o')
    found = read(tmp_path / "p.jsonl")
    where = str(tmp_path / "p.jsonl")
    assert [one.id for one in found] == [
        "https://a.example/1",
        f"{where}#7",
        f"{where}:3",
        f"{where}:4",
        f"{where}:5",
        f"{where}:7",
    ]
    assert (found[0].published, found[0].region, found[0].url) == ("2024-10-18", "湖北省", "https://a.example/1")
    assert [one.failure and one.failure.error for one in found] == [None, None, None, "no_source", "bad_json", "bad_json"]
    assert "it has title: say which field holds the page" in found[3].failure.message
    named = read(tmp_path / "p.jsonl", fields={"source": "title"})
    assert [one.source for one in named if one.failure is None] == ["no text"]


def test_archives_give_their_pages(tmp_path):
    pages = {"a/1.html": b"1", "2.txt": b"2", "x.jpg": b"\xff\xd8", "../../../etc/x.html": b"3"}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, data in pages.items():
            archive.writestr(name, data)
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        for name, data in pages.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.html")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    (tmp_path / "1.html.gz").write_bytes(gzip.compress(b"4"))
    (tmp_path / "2.html.bz2").write_bytes(bz2.compress(b"5"))
    (tmp_path / "p.jsonl.gz").write_bytes(gzip.compress(b'{"text": "6"}\n{"text": "7"}\n'))
    for name in ("a.zip", "a.tar.gz"):
        found = read(tmp_path / name)
        assert [one.id for one in found] == [f"{tmp_path / name}!{member}" for member in pages if member != "x.jpg"]
        assert [one.source for one in found] == [b"1", b"2", b"3"]
    assert [one.source for name in ("1.html.gz", "2.html.bz2", "p.jsonl.gz") for one in read(tmp_path / name)] == [
        b"4",
        b"5",
        "6",
        "7",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.html.gz", "2.html.bz2", "a.tar.gz", "a.zip", "p.jsonl.gz"], (
        "nothing was unpacked"
    )


def test_a_broken_archive_keeps_what_came_before(tmp_path):
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as archive:
        for number in range(20):
            data = random.Random(number).randbytes(5000)
            info = tarfile.TarInfo(f"{number}.html")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    (tmp_path / "cut.tar.gz").write_bytes(whole.getvalue()[:60000])
    found = read(tmp_path / "cut.tar.gz")
    assert len(found) > 5 and [one.failure for one in found[:-1]] == [None] * (len(found) - 1)
    assert "what came before was kept" in found[-1].failure.message
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(random.Random(1).randbytes(9999))[:-100])
    assert read(tmp_path / "cut.html.gz")[0].failure.error == "EOFError"
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 but no archive")
    assert read(tmp_path / "no.zip")[0].failure.error == "BadZipFile"


def test_bombs_are_read_as_far_as_a_page_may_go(tmp_path):
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(bytes(100 << 20), 1))
    assert read(tmp_path / "bomb.html.gz", max_page=1 << 20)[0].failure.error == "too_large"
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for number in range(20):
            archive.writestr(f"{number}.html", bytes(25 << 20))
        archive.writestr("z.html", b"1")
    errors = [one.failure and one.failure.error for one in inputs.Reader().items([str(tmp_path / "bomb.zip")])]
    assert errors[-1] == "bomb" and len(errors) < 14


def test_a_tar_whose_first_member_never_ends_is_left_at_once(tmp_path):
    """To pass over a member of a packed tar is to unpack it: 400 GB of nothing in a few bytes would take the night."""
    for name, kind in (("a.html", "too_large"), ("a.mp4", "bomb")):
        info = tarfile.TarInfo(name)
        info.size = 400 << 30
        (tmp_path / "bomb.tar.gz").write_bytes(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + bytes(50 << 20), 1))
        found = [one.failure.error for one in read(tmp_path / "bomb.tar.gz") if one.failure is not None]
        assert found in ([kind, "bomb"], ["bomb"])


def test_a_packed_bomb_inside_a_warc(tmp_path):
    packed = gzip.compress(bytes(100 << 20))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/1\r\nContent-Length: %d\r\n\r\n"
    (tmp_path / "a.warc").write_bytes(record % len(head + packed) + head + packed + b"\r\n\r\n")
    assert read(tmp_path / "a.warc", max_page=1 << 20)[0].failure.error == "too_large"


def test_an_extra_that_is_not_installed_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "warcio", None)
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    monkeypatch.setitem(sys.modules, "zstandard", None)
    for name, extra in (("a.warc.gz", "warc"), ("a.html.zst", "zstd")):
        (tmp_path / name).write_bytes(b"x")
        assert f'pip install "newsextract[{extra}]"' in read(tmp_path / name)[0].failure.message


def response(url: str, body: bytes, kind: str = "text/html; charset=gb2312") -> tuple[str, bytes, str]:
    return url, body, kind


def warc(path: Path, *responses: tuple[str, bytes, str]) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        for url, body, kind in responses:
            headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2024-06-08T01:02:03Z"},
            )
            writer.write_record(record)


def test_a_warc_gives_its_pages_with_what_the_server_said(tmp_path):
    pages = [
        response(
            f"https://news.example/{number}", "全市".encode("gb2312") + b"%d" % number + random.Random(number).randbytes(3000)
        )
        for number in range(20)
    ]
    warc(tmp_path / "a.warc.gz", *pages, response("https://news.example/x.jpg", b"\xff\xd8", "image/jpeg"))
    found = everything(tmp_path / "a.warc.gz")
    assert [one.id for one in found[:-1]] == [url for url, _, _ in pages]
    assert [one.source for one in found[:-1]] == [body for _, body, _ in pages]
    assert (found[0].url, found[0].charset, found[0].fetched) == ("https://news.example/0", "gb2312", "2024-06-08T01:02:03Z")
    assert found[-1].reason == "no page by its type (image/jpeg)"
    (tmp_path / "cut.warc.gz").write_bytes((tmp_path / "a.warc.gz").read_bytes()[:30000])
    found = read(tmp_path / "cut.warc.gz")
    assert len(found) > 5 and {one.source for one in found if one.failure is None} <= {body for _, body, _ in pages}
    assert found[-1].failure is not None, "what is cut off is said"
    (tmp_path / "odd.warc").write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999\r\n\r\nHTTP/1.1 200")
    assert "breaks off" in read(tmp_path / "odd.warc")[0].failure.message, "whatever the library makes of it"


def test_zstd_is_read_and_bounded(tmp_path):
    import zstandard

    squeeze = zstandard.ZstdCompressor().compress
    (tmp_path / "a.html.zst").write_bytes(squeeze(b"4"))
    (tmp_path / "p.jsonl.zst").write_bytes(squeeze(b'{"text": "6"}\n') + squeeze(b'{"text": "7"}\n'))
    (tmp_path / "bomb.html.zst").write_bytes(squeeze(bytes(100 << 20)))
    (tmp_path / "cut.html.zst").write_bytes(squeeze(random.Random(1).randbytes(9999))[:-500])
    assert [one.source for name in ("a.html.zst", "p.jsonl.zst") for one in read(tmp_path / name)] == [b"4", "6", "7"]
    assert read(tmp_path / "bomb.html.zst", max_page=1 << 20)[0].failure.error == "too_large"
    assert read(tmp_path / "cut.html.zst")[0].failure is not None


# ---------------------------------------------------------------------------------------------------------------- workers


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_outcomes_come_in_the_order_of_the_items(workers):
    found = list(outcomes(numbered(50, {7: b"%PDF-1.7"}), workers=workers, limits=QUICK))
    assert [one.item.id for one in found] == [str(number) for number in range(50)]
    assert [one.item.id for one in found if one.failure is not None] == ["7"]


@pytest.mark.parametrize(
    ("word", "error"),
    [
        (b"hang", "deadline"),
        (b"die", "worker_died"),
        (b"eat", "MemoryError"),
        (b"bug", "ZeroDivisionError"),
        (b"exit", "worker_died"),
        (b"print", None),
    ],
)
def test_a_page_that_hangs_or_kills_its_worker_costs_itself_alone(word, error):
    found = list(outcomes(numbered(40, {5: word, 30: word}), workers=2, limits=FAULTY))
    assert [one.item.id for one in found] == [str(number) for number in range(40)]
    assert [(one.item.id, one.failure.error) for one in found if one.failure is not None] == (
        [("5", error), ("30", error)] if error else []
    )


def test_a_suspended_worker_is_stopped_from_outside(monkeypatch):
    monkeypatch.setattr("newsextract.batch.workers.GRACE", 0.5)
    found = list(outcomes(numbered(6, {2: b"stop"}), workers=1, limits=FAULTY))
    assert [(one.item.id, one.failure.error) for one in found if one.failure is not None] == [("2", "deadline")]


def test_a_worker_that_is_killed_from_outside_costs_nothing():
    killed = []

    def kill_one():
        time.sleep(0.8)
        for task in Path(f"/proc/{os.getpid()}/task").iterdir():
            for pid in (task / "children").read_text().split():
                os.kill(int(pid), signal.SIGKILL)
                killed.append(pid)
                return

    thread = threading.Thread(target=kill_one)
    thread.start()
    found = list(outcomes(numbered(200), workers=2, limits=Limits(extractor="readers:slow")))
    thread.join()
    assert killed and [one.failure for one in found] == [None] * 200


def test_a_worker_without_a_parent_ends(tmp_path):
    """kill -9 of the parent while a page hangs: the worker's own alarm ends it."""
    code = (
        "from newsextract.batch import inputs\nfrom newsextract.batch.workers import *\n"
        "list(outcomes([inputs.item('a', b'hang')], workers=1, limits=Limits(extractor='readers:faulty', deadline=3)))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    workers: list[int] = []
    for _ in range(100):
        time.sleep(0.05)
        workers = [
            int(pid) for task in Path(f"/proc/{parent.pid}/task").iterdir() for pid in (task / "children").read_text().split()
        ]
        if workers:
            break
    time.sleep(1)
    parent.kill()
    parent.wait()
    assert workers
    for _ in range(100):
        if not Path(f"/proc/{workers[0]}").exists() or "Z (zombie)" in Path(f"/proc/{workers[0]}/status").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the worker outlived its parent and its deadline")


def test_items_are_taken_as_they_are_needed():
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield inputs.item(str(taken), b"1")

    stream = outcomes(endless(), workers=2, limits=QUICK)
    for _ in range(500):
        next(stream)
    stream.close()
    assert taken <= 500 + 2 * 64 + 1


# ---------------------------------------------------------------------------------------------------------------- extract_many


def test_extract_many_gives_articles_and_failures_in_order(tmp_path):
    (tmp_path / "p.txt").write_text("全市常住人口120万人。")
    pages = [
        b"%PDF-1.7",
        "全市常住人口120万人。",
        ("mine", "全市常住人口120万人。"),
        {"source": "全市常住人口120万人。", "region": "湖北省"},
        tmp_path / "p.txt",
        tmp_path / "none",
    ]
    for workers in (0, 2):
        found = list(extract_many(pages, workers=workers))
        assert [type(one) for one in found] == [Failure, Article, Article, Article, Article, Failure]
        assert [one.id for one in found if isinstance(one, Failure)] == ["0", str(tmp_path / "none")]
        assert found[1] == newsextract.extract("全市常住人口120万人。")


def test_extract_many_can_raise():
    with pytest.raises(NewsExtractError, match=r"^0: "):
        list(extract_many([b"%PDF-1.7"], workers=0, on_error="raise"))
    with pytest.raises(ValueError, match="'record' or 'raise'"):
        list(extract_many([], on_error="ignore"))
    with pytest.raises(NewsExtractError, match="item 0 has sauce"):
        list(extract_many([{"sauce": ""}], workers=0, on_error="raise"))


@pytest.fixture
def faulty(monkeypatch):
    """extract_many with a reader that does what the page says: hang, die, eat."""
    monkeypatch.setattr(
        "newsextract.batch.Limits", lambda **given: Limits(**{"deadline": 1.5, **given, "extractor": "readers:faulty"})
    )


def test_extract_many_survives_what_hangs_dies_or_eats(faulty):
    """The same guarantees as the command's: order, a deadline, a memory limit, a new worker, and the culprit alone."""
    pages: list[object] = [f"{number}" for number in range(60)]
    pages[3], pages[20], pages[21], pages[40] = "hang", "die", ("mine", "eat"), "bug"
    found = list(extract_many(pages, workers=2, deadline=1))
    failures = {number: one for number, one in enumerate(found) if isinstance(one, Failure)}
    assert {number: (one.id, one.error) for number, one in failures.items()} == {
        3: ("3", "deadline"),
        20: ("20", "worker_died"),
        21: ("mine", "MemoryError"),
        40: ("40", "ZeroDivisionError"),
    }
    assert "within 1 seconds" in failures[3].message
    assert [one.text for one in found if isinstance(one, Article)] == [str(n) for n in range(60) if n not in failures]


def test_extract_many_goes_on_when_its_workers_are_killed(faulty):
    """Killed from outside, again and again: every page is read, in order, and none is blamed."""
    killed = []

    def pages():
        for number in range(300):
            if number in (80, 160, 240):
                for pid in children():
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
            yield str(number)

    found = list(extract_many(pages(), workers=2))
    assert len(killed) >= 3 and [one.text for one in found if isinstance(one, Article)] == [
        str(number) for number in range(300)
    ]


def test_extract_many_that_is_left_early_leaves_no_worker(faulty):
    stream = extract_many((str(number) for number in range(10_000)), workers=2)
    next(stream)
    assert children()
    stream.close()
    assert not children()


def children() -> list[int]:
    """The processes that we have started and not yet buried."""
    return [int(pid) for task in Path(f"/proc/{os.getpid()}/task").iterdir() for pid in (task / "children").read_text().split()]


# ---------------------------------------------------------------------------------------------------------------- runs


class Memory:
    """A sink that remembers what it was given."""

    def __init__(self) -> None:
        self.batches: list[list] = []
        self.finished: list[str] = []

    def known(self, items):
        return [type("Known", (), {"state": None, "message": ""})] * len(items)

    def add(self, outcomes):
        self.batches.append(list(outcomes))
        return outcomes

    def finish(self, status, summary):
        self.finished.append(status)


def test_a_run_counts_what_it_did():
    sink = Memory()
    told = []
    pages = iter([*numbered(100, {3: b"", 4: b"%PDF"}), inputs.Skipped("x.css", "no page by its name (.css)")])
    summary = runs.run(pages, sink, workers=0, limits=QUICK, notice=lambda *what: told.append(what))
    assert (summary.taken, summary.done, summary.failed, summary.skipped, summary.status) == (100, 99, 1, 1, "finished")
    assert summary.kinds == {"ok": 98, "empty": 1, "UnreadableInput": 1}
    assert len(told) == 101 and sink.finished == ["finished"] and max(map(len, sink.batches)) <= runs.BATCH


def test_a_run_stops_at_its_limit_and_when_all_goes_wrong():
    assert runs.run(iter(numbered(100)), Memory(), workers=0, limits=QUICK, limit=30).done == 30
    bad = dict.fromkeys(range(1000), b"%PDF")
    summary = runs.run(iter(numbered(1000, bad)), Memory(), workers=0, limits=QUICK)
    assert (summary.failed, summary.status) == (runs.BREAKER, "stopped: the last 100 pages failed, every one")
    summary = runs.run(iter(numbered(1000, bad)), Memory(), workers=0, limits=QUICK, max_failures=10)
    assert (summary.failed, summary.status) == (11, "stopped after 11 failures")


def test_a_run_that_is_stopped_stores_what_it_has():
    sink = Memory()
    asked = iter([False] * 50 + [True] * 1000)
    summary = runs.run(iter(numbered(500)), sink, workers=0, limits=QUICK, stopped=lambda: next(asked))
    assert (
        summary.status == "interrupted"
        and 0 < summary.done == sum(map(len, sink.batches)) < 60
        and sink.finished == ["interrupted"]
    )


def test_only_failed_reads_what_waits(tmp_path):
    database = Database(str(tmp_path / "n.db"), version="1")
    runs.run(iter(numbered(10, {4: b"bug"})), database, workers=0, limits=Limits(extractor="readers:faulty"))
    again = runs.run(iter(numbered(12, {4: b"bug"})), database, workers=0, limits=Limits(extractor="readers:faulty"))
    assert (again.known, again.waiting, again.done) == (9, 1, 2)
    fixed = runs.run(iter(numbered(20, {4: b"bug"})), database, workers=0, limits=QUICK, only_failed=True)
    assert (fixed.known, fixed.waiting, fixed.done) == (11, 0, 1)


def test_a_page_that_cannot_be_read_for_another_reason_says_the_new_one(tmp_path):
    database = Database(str(tmp_path / "n.db"), version="1")
    gone, denied = (inputs.unread("a.html", error, f"a.html: {error}") for error in ("FileNotFoundError", "PermissionError"))
    for page, failed in ((gone, 1), (gone, 0), (denied, 1), (denied, 0)):
        summary = runs.run(iter([page]), database, workers=0, limits=QUICK)
        assert (summary.failed, summary.waiting) == (failed, 1 - failed)
    assert [(one.error, one.attempts) for one in database.waiting()] == [("PermissionError", 2)]


def test_new_pages_are_counted_where_only_failed_ones_are_wanted(tmp_path):
    database = Database(str(tmp_path / "n.db"), version="1")
    assert runs.run(iter(numbered(10)), database, workers=0, limits=QUICK, only_failed=True).passed == 10


def test_a_second_run_is_twenty_times_as_fast(tmp_path):
    database = Database(str(tmp_path / "n.db"), version="1")
    pages = [inputs.item(str(number), b"%d " % number * 20) for number in range(400)]
    first = runs.run(iter(pages), database, workers=0, limits=Limits(extractor="readers:slow"))
    second = runs.run(iter(pages), database, workers=0, limits=Limits(extractor="readers:slow"))
    assert (second.known, second.done) == (400, 0)
    assert first.seconds > 20 * second.seconds, f"{first.seconds:.2f} s, then {second.seconds:.2f} s"


# ---------------------------------------------------------------------------------------------------------------- real processes


def fill(folder: Path, pages: int, same: int = 3) -> None:
    """A folder of pages; every `same`-th one has the bytes of its neighbour."""
    folder.mkdir()
    for number in range(pages):
        text = f"page {number - number % same if number % same == 1 else number} 11 22 33"
        (folder / f"{number:05}.html").write_text(text)


def state(path: Path) -> dict[str, object]:
    """What a database must hold after any number of kills: every row once."""
    with sqlite3.connect(path) as connection:
        one = lambda query: connection.execute(query).fetchall()  # noqa: E731
        return {
            "documents": sorted(one("SELECT content_hash FROM document")),
            "sources": sorted(
                one("SELECT d.content_hash, s.address, s.latest FROM source_address s JOIN document d ON d.id = s.document_id")
            ),
            "articles": sorted(
                one(
                    "SELECT d.content_hash, a.text, a.version, a.options_hash, a.current FROM article a JOIN document d ON d.id = a.document_id"
                )
            ),
            "facts": sorted(
                one("SELECT a.text, f.ordinal, f.value, f.quote FROM numeric_fact f JOIN article a ON a.id = f.article_id")
            ),
            "quarantine": sorted(one("SELECT address, content_hash, error FROM quarantine")),
            "sound": one("PRAGMA integrity_check"),
        }


def start(command: list[str], folder: Path, to: Path, *more: str) -> subprocess.Popen[str]:
    line = [*command, "extract", str(folder), "--to", str(to), "--workers", "2", "--extractor", "readers:slow", *more]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_kill_9_at_any_moment_loses_nothing_and_doubles_nothing(tmp_path, command, full):
    fill(tmp_path / "pages", 400)
    (tmp_path / "pages" / "00007.html").write_text("%PDF")
    process = start(command, tmp_path / "pages", tmp_path / "straight.db")
    began = time.monotonic()
    assert process.wait(120) == 2
    length = time.monotonic() - began
    wanted = state(tmp_path / "straight.db")
    assert len(wanted["articles"]) == len(wanted["documents"]) > 200
    chance = random.Random(20241018)
    log = []
    for kill in range(25 if full else 5):
        path = tmp_path / f"killed{kill}.db"
        process = start(command, tmp_path / "pages", path)
        moment = chance.uniform(0, length)
        time.sleep(moment)
        process.kill()
        process.communicate()
        log.append(f"killed at {moment:.2f} of {length:.2f} s, with {_stored(path)} articles stored")
        process = start(command, tmp_path / "pages", path)
        process.communicate(timeout=120)
        assert process.returncode == 2
        assert state(path) == wanted, log[-1]
    print("\n".join(log))


def _until_stored(path: Path) -> None:
    """Waits for the first batch, however busy the machine is."""
    for _ in range(600):
        time.sleep(0.1)
        if path.exists() and _stored(path) not in (0, "no table, so no"):
            return
    pytest.fail("nothing was stored within a minute")


def test_a_run_that_was_killed_is_known_as_such(tmp_path, command):
    """At once by `status`, in the ledger by the next run; a run that goes on is left alone."""
    fill(tmp_path / "pages", 2000)
    path = tmp_path / "n.db"
    process = start(command, tmp_path / "pages", path)
    _until_stored(path)
    status = lambda: subprocess.run([*command, "status", str(path)], capture_output=True, text=True).stdout  # noqa: E731
    assert "UTC: running now" in status()
    Database(str(path), version="1").close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT status FROM run").fetchall() == [("running",)]
    process.kill()
    process.communicate()
    assert "UTC: killed; the same command goes on" in status()
    process = start(command, tmp_path / "pages", path, "--limit", "700")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0 and "was killed; what it stored is there" in said
    with sqlite3.connect(path) as connection:
        assert next(row[0] for row in connection.execute("SELECT status FROM run ORDER BY id")) == "killed"


def _stored(path: Path) -> object:
    try:
        with sqlite3.connect(path) as connection:
            return connection.execute("SELECT count(*) FROM article").fetchone()[0]
    except sqlite3.Error:
        return "no table, so no"


def test_kill_9_inside_a_transaction_leaves_none_of_it(tmp_path, full):
    """The plug is pulled between two statements of one batch, at each of them in turn."""
    code = """
import os, sys
import sqlalchemy as sa
from newsextract.batch import inputs
from newsextract.batch.workers import Limits, here
from newsextract.sinks.sql import Database
database = Database(sys.argv[1], version="1")
left = int(sys.argv[2])
def count(*_):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
sa.event.listen(database.engine, "before_cursor_execute", count)
pages = [inputs.item(str(n), b"%d 1 2" % n) for n in range(5)] + [inputs.item("bad", b"%PDF")]
database.add([here(page, Limits(extractor="readers:quick")) for page in pages])
"""
    path = tmp_path / "n.db"
    Database(str(path), version="1").close()
    empty = state(path)
    for statement in range(0, 40, 1 if full else 4):
        done = subprocess.run([sys.executable, "-c", code, str(path), str(statement)], capture_output=True, text=True)
        if done.returncode == 0:
            break
        assert done.returncode == -9, done.stderr
        assert state(path) == empty, f"killed before statement {statement}"
    else:
        pytest.fail("the batch has more statements than this test knows of")
    assert len(state(path)["articles"]) == 5


def test_two_runs_at_once_into_one_file_are_exact(tmp_path, command):
    fill(tmp_path / "pages", 300)
    both = [start(command, tmp_path / "pages", tmp_path / "both.db") for _ in range(2)]
    for process in both:
        _, said = process.communicate(timeout=180)
        assert process.returncode == 0, said
    start(command, tmp_path / "pages", tmp_path / "one.db").communicate(timeout=180)
    assert state(tmp_path / "both.db") == state(tmp_path / "one.db")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_stores_what_it_has_and_ends_with_130(tmp_path, command, number):
    fill(tmp_path / "pages", 2000)
    process = start(command, tmp_path / "pages", tmp_path / "n.db")
    _until_stored(tmp_path / "n.db")
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    stored = _stored(tmp_path / "n.db")
    assert "stopping" in said and f"{stored:,} articles" not in ("", "0 articles") and 0 < stored < 2000
    with sqlite3.connect(tmp_path / "n.db") as connection:
        assert connection.execute("SELECT status FROM run").fetchall() == [("interrupted",)]


MILLION = int(os.environ.get("NEWSEXTRACT_TEST_ITEMS", "1000000"))
"""How many items stand for a million; on a machine of 2 cores that is busy besides, a million take a quarter of an hour."""


@pytest.mark.full
def test_memory_is_flat_over_a_million_items(tmp_path):
    """Through the workers and into the ledger: the program in between must not remember them."""
    curve = []

    def pages():
        for number in range(MILLION):
            if number and number % (MILLION // 10) == 0:
                curve.append(int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20)
            yield inputs.item(str(number), b"%d" % number)

    database = Database(str(tmp_path / "n.db"), version="1")
    assert runs.run(pages(), database, workers=2, limits=QUICK).done == MILLION
    print(f"MB after each {MILLION // 10:,} items:", curve)
    assert curve[-1] <= curve[len(curve) // 2] * 1.05 + 5, "flat, once the database's own cache of 64 MB is full"


# ---------------------------------------------------------------------------------------------------------------- what a crawl holds

SENTENCE = "截至2023年底，全市共有口袋公园412个。"
PAGE = f"<html><head><title>口袋公园</title></head><body><h1>口袋公园</h1><p>{SENTENCE}</p></body></html>"
HOSTILE = {
    "nothing": (b"", "empty"),
    "blanks": (b" \r\n\t ", "empty"),
    "zeros": (b"\x00" * 5000, None),
    "deep": (b"<html><body>" + b"<div>" * 100_000 + SENTENCE.encode(), None),
    "deeper": (b"<html><body>" + b"<div>" * 1_000_000 + SENTENCE.encode(), None),
    "attributes": (
        b"<html><body><p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">" + SENTENCE.encode(),
        None,
    ),
    "options": (b"<html><body><select>" + b"<option>x" * 1_000_000, None),
    "cdata": (b"<html><body>" + b"<![CDATA[" * 100_000, None),
    "digits": (b"1" * 20_000 + "亿元".encode(), None),
    "brackets": ("（".encode() * 100_000, None),
    "one character": ("一".encode() * 100_000, None),
    "a pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 100, "UnreadableInput"),
    "a jpeg": (b"\xff\xd8\xff\xe0" + random.Random(0).randbytes(20_000), "UnreadableInput"),
    "utf-16": (PAGE.encode("utf-16"), "ok"),
    "gbk cut in a character": (PAGE.encode("gb18030")[:-40] + "市".encode("gb18030")[:1], None),
    "references": (b"<p>&#xD800;&#0;&#x110000;&#55357;" + SENTENCE.encode() + b"</p>", None),
    "surrogates": ("<p>\ud800\udfff\ud83d" + SENTENCE, None),
    "controls": ("<p>\x00\x01\x1b[2J\u202e\u200b\ufeff" + SENTENCE, None),
    "comment": (b"<html><body><p>" + SENTENCE.encode() + b"</p><!-- never closed " + b"x" * 100_000, None),
    "script": (b"<html><body><p>" + SENTENCE.encode() + b"</p><script>var open = 1;" + b"x" * 100_000, None),
}


def test_hostile_pages_end_in_an_article_or_in_quarantine_and_healthy_ones_do_not_notice(tmp_path, full):
    """Each between two healthy pages, by real workers into a real database: nothing hangs, nothing is lost, everything is valid Unicode."""
    pages = [inputs.item("healthy 0", PAGE)]
    for name, (source, _) in HOSTILE.items():
        pages += [inputs.item(name, source), inputs.item(f"healthy {len(pages)}", f"{PAGE}<!-- {len(pages)} -->")]
    if full:
        pages.append(inputs.item("a text of 50 MB", "<p>" + "全市有120万人。" * 2_500_000))
    database = Database(str(tmp_path / "n.db"), version="1")
    summary = runs.run(iter(pages), database, workers=2, limits=Limits(deadline=20))
    articles = dict(database.articles())
    waiting = {failure.id: failure for failure, _ in database.failures()}
    assert set(articles) | set(waiting) == {page.id for page in pages} and summary.done + summary.failed == len(pages)
    for name, article in articles.items():
        article.model_dump_json()
        if name.startswith("healthy"):
            assert SENTENCE in article.text
    for name, (_, wanted) in HOSTILE.items():
        if wanted is not None:
            assert (waiting[name].error if name in waiting else articles[name].status) == wanted, name
    for name in ("comment", "script"):
        assert name in waiting or ("xxx" not in articles[name].text and "never closed" not in articles[name].text)
    for failure in waiting.values():
        assert failure.error in ("UnreadableInput", "deadline", "MemoryError"), f"a fault of ours: {failure}"


def test_a_file_that_vanishes_or_changes_during_the_run(tmp_path):
    for number in range(4):
        (tmp_path / f"{number}.html").write_text(str(number))
    stream = inputs.Reader().items([str(tmp_path)])
    first = next(stream)
    (tmp_path / "1.html").unlink()
    (tmp_path / "2.html").write_text("other")
    rest = list(stream)
    assert first.source == b"0"
    assert [one.failure and one.failure.error for one in rest] == ["FileNotFoundError", None, None]
    assert rest[1].source == b"other" and rest[1].size == 5, "the bytes that were read count"


def test_no_cache_folder_is_needed(command, tmp_path):
    """An unwritable home and temporary folder: the segmenter's cache has nowhere to go, and nobody minds."""
    (tmp_path / "p.html").write_text(PAGE)
    environment = {**os.environ, "HOME": "/nonexistent", "TMPDIR": "/nonexistent"}
    line = [*command, "extract", str(tmp_path / "p.html"), "--to", "-"]
    done = subprocess.run(line, capture_output=True, text=True, encoding="utf8", env=environment, cwd=tmp_path)
    assert done.returncode == 0 and SENTENCE in done.stdout, done.stderr


def test_a_worker_that_reads_real_pages_stays_small():
    code = (
        "import resource\nfrom newsextract.batch import inputs\nfrom newsextract.batch.workers import *\n"
        f"pages = (inputs.item(str(n), {PAGE!r} + '<!-- %d -->' % n) for n in range(400))\n"
        "print(sum(1 for one in outcomes(pages, workers=2) if one.article))\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    read, peak = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert int(read) == 400 and int(peak) <= 400


def test_two_versions_of_the_library_at_once(tmp_path):
    """Both finish, every reading is there once, and the newest is the current one wherever both have read."""
    fill(tmp_path / "pages", 200)
    code = (
        "import sys\nfrom newsextract.batch import inputs, runs\nfrom newsextract.batch.workers import Limits\nfrom newsextract.sinks.sql import Database\n"
        "database = Database(sys.argv[1], version=sys.argv[2])\n"
        "runs.run(inputs.Reader().items([sys.argv[3]]), database, workers=0, limits=Limits(extractor='readers:slow'))\ndatabase.close()"
    )
    line = [sys.executable, "-c", code, str(tmp_path / "n.db")]
    both = [
        subprocess.Popen([*line, version, str(tmp_path / "pages")], stderr=subprocess.PIPE) for version in ("0.10.0", "0.9.0")
    ]
    for process in both:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    with sqlite3.connect(tmp_path / "n.db") as connection:
        found = connection.execute(
            "SELECT version, current, count(*), count(DISTINCT document_id) FROM article GROUP BY 1, 2"
        ).fetchall()
        documents = connection.execute("SELECT count(*) FROM document").fetchone()[0]
    assert sorted(found) == [("0.10.0", 1, documents, documents), ("0.9.0", 0, documents, documents)]
