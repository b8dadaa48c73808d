"""The command, as a process of its own: what it gives, what it says, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newsextract.records import Article
from newsextract.sinks import jsonl, schema
from newsextract.terminal import breaks

NOTICE = "本报讯（记者 林小满）截至2023年底，全市共有口袋公园412个，比上年增加37个。"


@pytest.fixture
def folder(tmp_path) -> Path:
    pages = tmp_path / "pages"
    (pages / "sub").mkdir(parents=True)
    (pages / "a.txt").write_text(NOTICE)
    (pages / "sub" / "b.html").write_text(
        f"<html><head><title>口袋公园</title></head><body><h1>口袋公园</h1><p>{NOTICE}</p></body></html>"
    )
    return pages


@pytest.fixture
def call(command, tmp_path):
    def run(*arguments: object, code: int = 0, **options: object) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "COLUMNS": "120", **options.pop("env", {})}
        done = subprocess.run(
            [*command, *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf8",
            cwd=tmp_path,
            env=environment,
            timeout=120,
            **options,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


def rows(path: Path, query: str) -> list[tuple]:
    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("arguments", [["--help"], ["extract", "--help"], ["--version"]])
def test_what_only_talks_loads_nothing_heavy(arguments):
    """That is why help answers at once; benchmarks/startup.py says how fast."""
    program = (
        "import sys\nfrom newsextract import cli\nsys.argv[1:] = " + repr(arguments) + "\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "print('loaded', *sorted(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, encoding="utf8").stdout
    modules = set(loaded.rpartition("loaded ")[2].split())
    assert "newsextract.cli" in modules
    heavy = {"alembic", "ahocorasick", "bs4", "jieba", "regex", "rjieba", "selectolax", "sqlalchemy"}  # pydantic is typer's own choice
    assert not modules & {*heavy, "newsextract.records", "newsextract.pipeline", "newsextract.tables"}


def test_every_command_teaches_with_an_example(call):
    names = ["extract", "show", "explain", "report", "repair", "schema", "status", "retry", "reextract", "correct", "upgrade", "tables", "doctor"]
    for name in names:
        assert name in call("--help").stdout
        assert f"newsextract {name}" in call(name, "--help").stdout


def test_to_the_screen(call, folder):
    shown = call("extract", folder).stdout
    assert "口袋公园412个" in shown and "林小满" in shown


def test_explain_tells_each_record_and_its_reason(call, folder):
    page = next(folder.glob("*.html")) if list(folder.glob("*.html")) else next(path for path in folder.iterdir() if path.is_file())
    said = call("explain", page).stdout
    assert "口袋公园 · 412 个" in said and "because:" in said and "(indicator." in said


def test_report_of_a_folder_a_file_and_a_database(call, folder, tmp_path):
    said = call("report", folder, "-o", "r.html")
    assert "in r.html" in said.stderr and "口袋公园" in (tmp_path / "r.html").read_text(encoding="utf8")
    call("extract", folder, "--to", "n.db")
    call("report", "n.db", "-o", "d.html", "--limit", "1", "--language", "en")
    assert 'lang="en"' in (tmp_path / "d.html").read_text(encoding="utf8")
    assert not list(tmp_path.glob("*.part"))


def test_report_of_nothing_says_so(call, tmp_path):
    (tmp_path / "a.pdf.html").write_bytes(b"%PDF-1.7")
    said = call("report", tmp_path / "a.pdf.html", "-o", "r.html", code=2)
    assert "there is no article" in said.stderr and not (tmp_path / "r.html").exists()


def test_report_says_how_many_it_left_out(call, folder, tmp_path):
    for number in range(3):
        (folder / f"more{number}.txt").write_text(f"本市共有口袋公园{number + 2}个。", encoding="utf8")
    said = call("report", folder, "-o", "r.html", "--limit", "2")
    assert "2 articles" in said.stderr and "left out (--limit 2)" in said.stderr


def test_tables_are_listed_looked_into_and_checked(call, tmp_path):
    assert "units" in call("tables").stdout
    rows = call("tables", "units", "--find", "标箱").stdout.splitlines()
    assert rows[0].startswith("id\t") and len(rows) >= 2 and all("标箱" in row for row in rows[1:])
    own = tmp_path / "own"
    own.mkdir()
    assert "has no file" in call("tables", "--check", own, code=1).stderr
    (own / "units.tsv").write_text("# kind: knowledge\n# source: ours\nid\tname\nmine\t箩\nmine\t筐\n", encoding="utf8")
    said = call("tables", "--check", own, code=1).stderr
    assert "units.tsv:5" in " ".join(said.split()) and "stands twice" in " ".join(said.split())
    assert "there is no table" in " ".join(call("tables", "unit", code=1).stderr.split())


def test_doctor_finds_nothing_wrong(call):
    said = call("doctor").stdout
    assert "self-test" in said and "WRONG" not in said and "pydantic" in said


def test_doctor_says_what_is_wrong(call, tmp_path, monkeypatch):
    own = tmp_path / "own"
    own.mkdir()
    (own / "units.tsv").write_text("nothing\n", encoding="utf8")
    monkeypatch.setenv("NEWSEXTRACT_TABLES", str(own))
    said = call("doctor", code=2).stdout
    assert "WRONG" in said and "units.tsv" in said


def test_into_a_database_and_again(call, folder, tmp_path):
    first = call("extract", folder, "--to", "n.db")
    assert "2 articles into n.db" in first.stderr
    tables = (
        "document",
        "source_address",
        "article",
        "numeric_fact",
        "date_mention",
        "organisation_mention",
        "quarantine",
        "run",
        "edit",
        "removed",
    )
    before = {table: rows(tmp_path / "n.db", f"SELECT * FROM {table}") for table in tables}
    found = rows(
        tmp_path / "n.db",
        "SELECT f.quote, f.value_real FROM article a JOIN numeric_fact f ON f.article_id = a.id WHERE a.current",
    )
    assert found.count(("412个", 412.0)) == 2
    assert "0 articles into n.db, 2 known before" in call("extract", folder, "--to", "n.db").stderr
    assert {table: rows(tmp_path / "n.db", f"SELECT * FROM {table}") for table in tables} == before
    assert "412个" in call("show", "n.db").stdout


def test_into_lines(call, folder, tmp_path):
    call("extract", folder, "--to", "n.jsonl")
    assert [Path(id).name for id, _ in jsonl.articles(tmp_path / "n.jsonl")] == ["a.txt", "b.html"]
    lines = call("extract", folder / "a.txt", "--to", "-").stdout.splitlines()
    assert json.loads(lines[0])["text"] == NOTICE


def test_bad_input_is_named_and_the_rest_goes_on(call, folder, tmp_path):
    (folder / "empty.html").write_bytes(b"")
    (folder / "binary.html").write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    (folder / "menu.html").write_text("<html><body><a href=/>首页</a> <a href=/x>下一页</a></body></html>")
    (folder / "broken.txt").write_bytes(NOTICE.encode("gb18030")[:-1] + b"\xff\xff")
    done = call("extract", folder, folder / "unknown.html", "--to", "n.db", code=2)
    said = [line for line in done.stderr.splitlines() if line.startswith(("failed", "empty", "not_article"))]
    assert any("binary.html" in line and "PDF" in line for line in said)
    assert any("unknown.html" in line and "no such file" in line for line in said)
    assert any(line.startswith("empty") and "empty.html" in line for line in said)
    assert any("menu.html" in line for line in said)
    stored = rows(tmp_path / "n.db", "SELECT count(*) FROM article")[0][0]
    assert stored == 5
    assert sorted(Path(name).name for (name,) in rows(tmp_path / "n.db", "SELECT address FROM quarantine")) == [
        "binary.html",
        "unknown.html",
    ]


def test_usage_errors_end_with_1(call, folder):
    for line in (["extract"], ["extract", folder, "--to", "n.xyz"], ["extract", folder, "--workers", "-1"], ["nonsense"], ["schema", "--what", "poem"],
                 ["extract", folder, "--field", "x"], ["extract", folder, "--published", "yesterday"], ["extract", folder, "--tables", "nowhere"]):  # fmt: skip
        assert call(*line, code=1).stderr


def test_a_sink_that_fails_ends_with_3(call, folder, tmp_path):
    assert "is the folder there" in call("extract", folder, "--to", "no/n.db", code=3).stderr
    assert "is the folder there" in call("extract", folder, "--to", "no/n.jsonl", code=3).stderr
    (tmp_path / "n.db").write_text("no database " * 1000)
    assert "n.db" in call("extract", folder, "--to", "n.db", code=3).stderr
    assert call("status", "none.db", code=3).stderr
    assert (
        "is the server running" in call("extract", folder, "--to", "postgresql+psycopg://x:geheim@127.0.0.1:1/n", code=3).stderr
        if _has("psycopg")
        else True
    )


def _has(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None


def test_a_full_disk_rolls_back_and_can_be_gone_on_from(call, tmp_path):
    """A file-size limit stands in for the disk: SQLite cannot grow the file any further."""
    pages = tmp_path / "many"
    pages.mkdir()
    for number in range(300):
        (pages / f"{number:03}.txt").write_text(f"{number} " * 400)
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY))\n"
        f"sys.argv = ['newsextract', 'extract', {str(pages)!r}, '--to', 'n.db', '--workers', '0', '--extractor', 'readers:quick']\n"
        "from newsextract.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "took nothing of this batch" in done.stderr and "run" in done.stderr
    assert rows(tmp_path / "n.db", "PRAGMA integrity_check") == [("ok",)]
    call("extract", pages, "--to", "n.db", "--extractor", "readers:quick")
    assert rows(tmp_path / "n.db", "SELECT count(*) FROM article") == [(300,)]
    assert rows(tmp_path / "n.db", "SELECT count(*) FROM numeric_fact") == [(300 * 400,)]


@pytest.fixture
def disk(tmp_path):
    """A disk of 3 MB of its own, where mounting is allowed: for root, and not in every container."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no small disk may be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("to", ["n.db", "n.jsonl"])
def test_a_disk_that_is_really_full_and_then_is_not(call, disk, tmp_path, to):
    pages = tmp_path / "many"
    pages.mkdir()
    for number in range(300):
        (pages / f"{number:03}.txt").write_text(f"{number} " * 40)
    (disk / "ballast").write_bytes(bytes(2_000_000))
    done = call("extract", pages, "--to", disk / to, "--extractor", "readers:quick", code=3)
    assert "full" in done.stderr or "no space left" in done.stderr
    assert "make room" in done.stderr
    if to == "n.db":
        assert rows(disk / to, "PRAGMA integrity_check") == [("ok",)]
    (disk / "ballast").unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    call("extract", pages, "--to", disk / to, "--extractor", "readers:quick")
    if to == "n.db":
        assert rows(disk / to, "SELECT count(*) FROM article") == [(300,)]
        assert rows(disk / to, "SELECT count(*) FROM numeric_fact") == [(300 * 40,)]
    else:
        assert len(list(jsonl.articles(disk / to))) == 300


def test_a_disk_that_is_full_or_may_only_be_read_from_the_start(call, folder, disk):
    (disk / "ballast").write_bytes(bytes(3 << 20))
    for to in ("n.db", "n.jsonl"):
        said = call("extract", folder, "--to", disk / to, "--extractor", "readers:quick", code=3).stderr
        assert "full" in said or "no space left" in said
    (disk / "ballast").unlink()
    call("extract", folder, "--to", disk / "n.db", "--extractor", "readers:quick")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    (folder / "new.txt").write_text("%PDF")
    for to in ("n.db", "m.db", "n.jsonl"):
        said = call("extract", folder, "--to", disk / to, "--extractor", "readers:quick", code=3).stderr
        assert "cannot be" in said and "new.txt" not in said, "refused before work starts"


def test_a_database_that_may_not_be_written_is_refused_before_work_starts(call, folder, tmp_path):
    call("extract", folder, "--to", "n.db")
    (folder / "new.txt").write_text("hang")
    done = call(
        "extract",
        folder,
        "--to",
        f"sqlite:///file:{tmp_path / 'n.db'}?mode=ro&uri=true",
        "--extractor",
        "readers:faulty",
        code=3,
    )
    assert "readonly" in done.stderr and "new.txt" not in done.stderr


def test_what_is_too_large_or_cut_off_or_a_bomb_is_put_aside_by_name(call, folder, tmp_path):
    import gzip
    import random

    with (folder / "huge.html").open("wb") as file:
        file.truncate(500 << 20)
    (folder / "bomb.html.gz").write_bytes(gzip.compress(bytes(100 << 20), 1))
    (folder / "cut.html.gz").write_bytes(gzip.compress(random.Random(1).randbytes(9999))[:-100])
    (folder / "cut.warc.gz").write_bytes(
        gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999\r\n\r\nHTTP/1.1 200")[:-9]
    )
    began = time.monotonic()
    done = call("extract", folder, "--to", "n.db", "--extractor", "readers:quick", code=2)
    assert "2 articles into n.db" in done.stderr and time.monotonic() - began < 60
    found = {Path(name).name: error for name, error in rows(tmp_path / "n.db", "SELECT address, error FROM quarantine")}
    assert found.keys() == {"huge.html", "bomb.html.gz", "cut.html.gz", "cut.warc.gz"}
    assert (found["huge.html"], found["bomb.html.gz"], found["cut.html.gz"]) == ("too_large", "too_large", "EOFError")


def test_a_run_stops_where_it_was_told_to(call, tmp_path):
    pages = tmp_path / "bad"
    pages.mkdir()
    for number in range(150):
        (pages / f"{number:03}.html").write_text(f"%PDF {number}")
    quick = ("--extractor", "readers:quick")
    assert (
        "stopped after 4 failures"
        in call("extract", pages, "--to", "a.db", "--max-failures", 3, "--workers", 1, *quick, code=2).stderr
    )
    (tmp_path / "n.jsonl").write_text("old\n")
    said = call("extract", pages, "--to", "n.jsonl", *quick, code=2).stderr
    assert "the last 100 pages failed, every one" in said and "100 failed" in said and "n.jsonl is as it was" in said
    assert (tmp_path / "n.jsonl").read_text() == "old\n"
    for number in range(150):
        (pages / f"{number:03}.html").write_text(f"{number}")
    assert "20 articles" in call("extract", pages, "--to", "b.db", "--limit", 20, *quick).stderr


def test_only_failed(call, folder):
    (folder / "bug.txt").write_text("bug")
    faulty, quick = ("--extractor", "readers:faulty"), ("--extractor", "readers:quick")
    call("extract", folder, "--to", "n.db", *faulty, code=2)
    (folder / "new.txt").write_text("5")
    said = call("extract", folder, "--to", "n.db", "--only-failed", *quick).stderr
    assert "1 articles into n.db, 2 known before, 1 new ones left alone" in said
    assert "needs a database" in call("extract", folder, "--to", "n.jsonl", "--only-failed", code=1).stderr


def test_corrections_named_with_extract(call, folder, tmp_path):
    line = {"document": str(folder / "a.txt"), "field": "source", "value": "成都日报"}
    (tmp_path / "c.jsonl").write_text(json.dumps(line, ensure_ascii=False))
    call("extract", folder, "--to", "n.jsonl", "--corrections", "c.jsonl")
    call("extract", folder, "--to", "n.db", "--corrections", "c.jsonl")
    call("extract", folder, "--to", "n.db")
    assert next(article.source for _, article in jsonl.articles(tmp_path / "n.jsonl")) == "成都日报"
    assert rows(tmp_path / "n.db", "SELECT source, corrected FROM article WHERE corrected IS NOT NULL") == [
        ("成都日报", '["source"]')
    ]
    assert "none.jsonl cannot be read" in call("extract", folder, "--to", "n.db", "--corrections", "none.jsonl", code=2).stderr


def test_lines_of_json_on_standard_input(call):
    lines = json.dumps({"url": "https://news.example/1", "text": NOTICE, "published": "2024-01-05"}, ensure_ascii=False)
    out = call("extract", "-", "--to", "-", input=lines + "\n{broken\n", code=2)
    record = json.loads(out.stdout)
    assert (record["id"], record["published"]["value"]) == ("https://news.example/1", "2024-01-05")
    assert "stdin:2" in out.stderr
    assert json.loads(call("extract", "-", "--to", "-", input=NOTICE).stdout)["text"] == NOTICE


def test_show_gives_the_reasons(call, folder):
    shown = call("show", folder / "a.txt", "--region", "四川省成都市").stdout
    article = Article.model_validate_json(
        json.dumps(
            {
                k: v
                for k, v in json.loads(call("extract", folder / "a.txt", "--to", "-").stdout).items()
                if k not in jsonl.IDENTITY
            }
        )
    )
    assert "412个" in shown and article.facts[0].rule in shown


def test_repair_accounts_for_what_it_did(call, tmp_path):
    (tmp_path / "p.txt").write_text("截至２０２３年底，全市共有口袋公園412個。")
    said = call("repair", "p.txt").stdout
    assert "repairs" in said and "losses" in said
    assert call("repair", "p.txt", "--text").stdout.strip()


def test_schema_describes_what_is_written(call):
    schema = json.loads(call("schema").stdout)
    assert set(schema["properties"]) == set(Article.model_fields)
    assert json.loads(call("schema", "--what", "fact").stdout)["title"] == "NumericFact"


def test_utf8_whatever_the_locale(call, folder):
    shown = call(
        "show", folder / "a.txt", env={"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ).stdout
    assert "口袋公园" in shown


def test_a_reader_that_has_seen_enough_ends_it_quietly(command, tmp_path):
    pages = tmp_path / "many"
    pages.mkdir()
    for number in range(400):
        (pages / f"{number}.txt").write_text(f"{number} " * 2000)
    process = subprocess.Popen(
        [*command, "extract", str(pages), "--to", "-", "--extractor", "readers:quick"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read()
    process.wait(30)
    assert (process.returncode, "Traceback" in said, "Broken" in said) == (0, False, False), said


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_standard_stream_that_is_closed_is_no_fault(command, folder, tmp_path, closed):
    """As cron and some supervisors start us. What is printed must not land in the database, which would be opened under the free number."""
    (folder / "bad.html").write_text("%PDF")
    for more in ("--to n.db", "--to -", "--to n.jsonl", ""):
        line = f"{' '.join(command)} extract {folder} {more} --extractor readers:quick {closed}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=tmp_path)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert rows(tmp_path / "n.db", "PRAGMA integrity_check") == [("ok",)]
    assert rows(tmp_path / "n.db", "SELECT count(*) FROM article") == [(2,)]
    done = subprocess.run(
        ["bash", "-c", f"{' '.join(command)} status n.db {closed}"], capture_output=True, text=True, cwd=tmp_path
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


def test_a_bar_on_a_terminal_and_plain_lines_elsewhere(command, folder, tmp_path):
    (folder / "c.html").write_bytes(b"%PDF-1.7")
    plain = subprocess.run([*command, "extract", str(folder), "--to", "plain.db"], capture_output=True, text=True, cwd=tmp_path)
    assert "\x1b" not in plain.stderr and "failed  " in plain.stderr
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*command, "extract", str(folder), "--to", "bar.db"],
        stderr=theirs,
        stdout=subprocess.DEVNULL,
        cwd=tmp_path,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "160"},
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:
            break
        if not chunk:
            break
        said += chunk
    process.wait(60)
    assert b"\x1b" in said and b"3/3" in said and b"c.html" in said


def test_a_log_in_lines_of_json(call, folder):
    events = [json.loads(line) for line in call("extract", folder, "--to", "n.db", "--json-log").stderr.splitlines()]
    assert [event["event"] for event in events] == ["done", "done", "summary"]
    assert events[-1]["done"] == 2


def test_how_far_it_is_and_how_long_it_takes(monkeypatch, capsys):
    from newsextract import cli

    clock = iter(range(0, 10_000, 5))
    monkeypatch.setattr(cli.time, "monotonic", lambda: float(next(clock)))
    plain, lines = cli._Plain(cli._Pace(100), quiet=False), cli._JsonLines(cli._Pace(None))
    for number in range(40):
        plain("failed" if number == 1 else "done", f"{number}.html", "ok")
    assert "of 100 pages, 0 a second, 1 failed, 0:" in capsys.readouterr().err
    for number in range(3):
        lines("known", f"{number}.html", "")
    last = [json.loads(line) for line in capsys.readouterr().err.splitlines()][-1]
    assert (last["event"], last["total"], last["seconds_left"]) == ("progress", None, None)


def test_what_the_bar_counts(tmp_path, monkeypatch):
    from newsextract.cli import _counted

    (tmp_path / "sub").mkdir()
    for name in ("a.html", "sub/b.html", "sub/.c.html", "d.css"):
        (tmp_path / name).write_text("1")
    assert _counted([str(tmp_path)]) == _counted([str(tmp_path / "**" / "*.html")]) == 2
    assert (_counted([str(tmp_path)], limit=1), _counted(["-"]), _counted([str(tmp_path / "none.html")])) == (1, None, 1)
    (tmp_path / "sub" / "e.zip").write_text("1")
    assert (_counted([str(tmp_path)]), _counted([str(tmp_path)], limit=5)) == (None, 5)


def test_ctrl_c_twice_stops_at_once(command, tmp_path):
    (tmp_path / "p.jsonl").write_text('{"text": "hang"}\n')
    process = subprocess.Popen(
        [
            *command,
            "extract",
            str(tmp_path / "p.jsonl"),
            "--to",
            str(tmp_path / "n.db"),
            "--extractor",
            "readers:faulty",
            "--workers",
            "0",
        ],
        stderr=subprocess.PIPE,
    )
    began = time.monotonic()
    while not (tmp_path / "n.db").exists() and time.monotonic() - began < 60:  # a busy machine takes long to begin
        time.sleep(0.1)
    time.sleep(2.5)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
    assert process.wait(5) == 130


# ---------------------------------------------------------------------------------------------------------------- the ledger


def test_status_says_what_is_there_what_failed_and_what_is_thin(call, folder):
    (folder / "c.html").write_bytes(b"%PDF-1.7")
    call("extract", folder, "--to", "n.db", code=2)
    said = call("status", "n.db").stdout
    assert "UTC: finished" in said
    assert "2  articles" in said and "UnreadableInput" in said and "retry n.db" in said and "without source" in said
    found = json.loads(call("status", "n.db", "--json").stdout)
    assert (found["documents"], found["articles"], found["failures"][0][1]) == (2, 2, 1)
    assert call("status", "n.db", "--failures").stdout.split("\t")[0].endswith("c.html")


def test_retry_tries_again_what_waits(call, folder):
    (folder / "bug.txt").write_text("bug")
    call("extract", folder, folder / "later.txt", "--to", "n.db", "--extractor", "readers:faulty", code=2)
    call("retry", "n.db", "--extractor", "readers:faulty", code=2)
    assert "3 failed" not in call("status", "n.db", "--failures").stdout
    attempts = {
        line.split("\t")[0].rpartition("/")[2]: line.split("\t")[3]
        for line in call("status", "n.db", "--failures").stdout.splitlines()
    }
    assert attempts == {"bug.txt": "2", "later.txt": "2"}
    (folder / "bug.txt").unlink()  # its bytes were kept
    (folder / "later.txt").write_text("12")
    assert "2 articles" in call("retry", "n.db", "--extractor", "readers:quick").stderr
    assert call("status", "n.db", "--failures").stdout == ""


def test_reextract_reads_anew_and_says_what_changed(call, folder, tmp_path):
    from newsextract.batch import inputs, runs
    from newsextract.batch.workers import Limits
    from newsextract.sinks.sql import Database

    (folder / "p.jsonl").write_text('{"text": "1 2"}\n{"text": "3 4"}\n')
    (folder / "gone.txt").write_text("5")
    old = Database(str(tmp_path / "n.db"), version="0.0.9")
    runs.run(inputs.Reader().items([str(folder)]), old, workers=0, limits=Limits(extractor="readers:quick"))
    old.close()
    (folder / "gone.txt").unlink()
    done = call("reextract", "n.db", code=2)
    assert "4 articles" in done.stderr and "page_gone" not in done.stderr and "gone.txt" in done.stderr
    assert "4 of 4 documents are read otherwise" in done.stdout and "facts" in done.stdout, done.stdout
    assert rows(tmp_path / "n.db", "SELECT version, current, count(*) FROM article GROUP BY 1, 2 ORDER BY 1, 2") == [
        ("0.0.9", 0, 4),
        ("0.0.9", 1, 1),
        ("0.1.0", 1, 4),
    ]


def test_a_correction_may_name_a_file_from_here(call, folder, tmp_path):
    call("extract", "pages", "--to", "n.db")
    (tmp_path / "c.jsonl").write_text('{"document": "pages/a.txt", "field": "source", "value": "荆门晚报"}\n{"document": "gone.txt", "field": "source", "value": "x"}\n')
    said = call("correct", "n.db", "c.jsonl").stderr
    assert "2 corrections noted, 1 articles changed" in said
    assert "not in n.db yet: gone.txt" in said and "a.txt" not in said
    assert rows(tmp_path / "n.db", "SELECT source FROM article WHERE corrected IS NOT NULL") == [("荆门晚报",)]


def test_a_correction_is_applied_survives_and_is_marked(call, folder, tmp_path):
    call("extract", folder, "--to", "n.db")
    lines = [
        {"document": str(folder / "a.txt"), "field": "source", "value": "成都日报", "note": "read on the page"},
        {"document": str(folder / "a.txt"), "record": "fact", "quote": "412个", "field": "indicator", "value": "口袋公园数"},
    ]
    (tmp_path / "c.jsonl").write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    assert "2 corrections noted, 1 articles changed" in call("correct", "n.db", "c.jsonl").stderr
    wanted = [("成都日报", '["source"]', "口袋公园数", '["indicator"]')]
    query = "SELECT a.source, a.corrected, f.indicator, f.corrected FROM article a JOIN numeric_fact f ON f.article_id = a.id WHERE a.current AND a.corrected IS NOT NULL AND f.quote = '412个'"
    assert rows(tmp_path / "n.db", query) == wanted
    with sqlite3.connect(tmp_path / "n.db") as connection:  # as if another version had read it
        connection.execute("UPDATE article SET version = '0.0.9'")
    call("reextract", "n.db")
    assert rows(tmp_path / "n.db", query) == wanted
    (tmp_path / "bad.jsonl").write_text('{"document": "x", "value": 1}\n')
    assert "correction 1 needs document, field and value" in call("correct", "n.db", "bad.jsonl", code=2).stderr


def test_upgrade_brings_a_database_to_this_schema(call, folder):
    call("extract", folder, "--to", "n.db")
    assert f"{schema.HEAD} -> {schema.HEAD}" in call("upgrade", "n.db").stderr
    call("upgrade", "none.db", code=3)


def test_passwords_are_neither_said_nor_stored(call, folder, tmp_path):
    to = f"sqlite://me:geheim@/{tmp_path / 'n.db'}"
    said = call("extract", folder, "--to", to, code=3)  # SQLite takes no user
    assert "geheim" not in said.stderr + said.stdout
    from newsextract.cli import _masked

    assert _masked("extract x --to postgresql://me:ge@heim@host/db") == "extract x --to postgresql://me:***@host/db"


@given(st.text(alphabet="全市法院受理，。（）《》341872.%abc 　", max_size=200), st.integers(2, 40))
def test_lines_are_as_wide_as_the_window_and_lose_nothing(text, width):
    at = breaks(text, width)
    lines = [text[start:end] for start, end in zip([0, *at], [*at, None], strict=True)]
    assert "".join(lines) == text
    assert all(cell_len(line) <= width for line in lines)
    assert at == sorted(set(at))
