"""Lines of JSON: they read back equal, and a file has its name only when it is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsextract.batch import inputs, runs
from newsextract.batch.workers import Limits, Outcome, here
from newsextract.errors import SinkError, UnreadableInput
from newsextract.records import Article, Failure
from newsextract.sinks import jsonl
from newsextract.sinks.corrections import Corrections, corrections_of
from test_sql import RICH

QUICK = Limits(extractor="readers:quick")


def outcome(id: str, source: bytes) -> Outcome:
    return here(inputs.item(id, source), QUICK)


def test_articles_read_back_equal(tmp_path):
    sink = jsonl.Lines(str(tmp_path / "n.jsonl"))
    sink.add([Outcome(inputs.item("甲 \\xb1.html", b"a"), RICH.model_dump_json().encode(), None), outcome("b", b"12 7")])
    sink.finish("finished", {})
    assert next((id, article) for id, article in jsonl.articles(tmp_path / "n.jsonl")) == ("甲 \\xb1.html", RICH)
    first = json.loads((tmp_path / "n.jsonl").read_text().splitlines()[0])
    assert list(first)[:3] == ["id", "content_hash", "options_hash"] and set(first) == {*jsonl.IDENTITY, *Article.model_fields}
    assert "荆门" in (tmp_path / "n.jsonl").read_text(), "Chinese is written as Chinese"


def test_the_file_gets_its_name_when_it_is_whole(tmp_path):
    (tmp_path / "n.jsonl").write_text("old\n")
    sink = jsonl.Lines(str(tmp_path / "n.jsonl"))
    sink.add([outcome("a", b"1")])
    assert (tmp_path / "n.jsonl").read_text() == "old\n"
    sink.finish("finished", {})
    assert len(list(jsonl.articles(tmp_path / "n.jsonl"))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["n.jsonl"]


@pytest.mark.parametrize("status", ["interrupted", "stopped"])
def test_what_an_interruption_leaves_stands_beside_the_old_file(tmp_path, status):
    (tmp_path / "n.jsonl").write_text("old\n")
    sink = jsonl.Lines(str(tmp_path / "n.jsonl"))
    sink.add([outcome("a", b"1")])
    sink.finish(status, {})
    assert (tmp_path / "n.jsonl").read_text() == "old\n"
    assert len(list(jsonl.articles(tmp_path / "n.jsonl.part"))) == 1


def test_two_runs_into_one_file_do_not_mix(tmp_path):
    sink = jsonl.Lines(str(tmp_path / "n.jsonl"))
    sink.add([outcome("a", b"1")])
    with pytest.raises(SinkError, match="by another run"):
        jsonl.Lines(str(tmp_path / "n.jsonl"))
    sink.finish("finished", {})
    assert [id for id, _ in jsonl.articles(tmp_path / "n.jsonl")] == ["a"]


def test_corrections_are_applied_marked_and_applied_again(tmp_path):
    """A file of lines remembers nothing: the corrections' own file is named at each run, and finds its records again."""
    given = [
        {"document": "a", "field": "source", "value": "成都日报"},
        {"document": "a", "field": "source", "value": "荆门晚报"},
        {"document": "a", "record": "fact", "quote": "7", "field": "indicator", "value": "口袋公园"},
        {"document": inputs.item("", b"1").content_hash, "field": "title", "value": "一"},
        {"document": "elsewhere", "field": "title", "value": "二"},
    ]
    (tmp_path / "c.jsonl").write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in given) + "\n")
    for pages in ([("a", b"12 7"), ("b", b"1")], [("a", b"0 0 12 7"), ("b", b"1")]):  # read again, with other offsets
        sink = jsonl.Lines(str(tmp_path / "n.jsonl"), corrections=Corrections(corrections_of(tmp_path / "c.jsonl")))
        runs.run(iter([inputs.item(*page) for page in pages]), sink, workers=0, limits=QUICK)
        first, second = (json.loads(one) for one in (tmp_path / "n.jsonl").read_text().splitlines())
        assert (first["source"], first["corrected"], second["title"], second["corrected"]) == (
            "荆门晚报",
            ["source"],
            "一",
            ["title"],
        )
        assert [(fact["indicator"], fact["corrected"]) for fact in first["facts"] if "corrected" in fact] == [
            ("口袋公园", ["indicator"])
        ]
        assert [article.source for _, article in jsonl.articles(tmp_path / "n.jsonl")] == ["荆门晚报", ""], "and they read back"
    for words in ("{", "[]", "\xff"):
        (tmp_path / "c.jsonl").write_bytes(words.encode("latin-1"))
        with pytest.raises(UnreadableInput, match=r"c.jsonl"):
            corrections_of(tmp_path / "c.jsonl")


def test_failures_stand_in_a_file_of_their_own(tmp_path):
    pages = [inputs.item("a", b"1"), inputs.item("b", b"%PDF-1.7")]
    for _ in range(2):
        runs.run(iter(pages), jsonl.Lines(str(tmp_path / "n.jsonl")), workers=0, limits=QUICK)
        record = json.loads((tmp_path / "n.failures.jsonl").read_text())
        assert record.pop("content_hash") == pages[1].content_hash
        assert Failure.model_validate(record).id == "b"
    assert len((tmp_path / "n.jsonl").read_text().splitlines()) == 1, "a second run adds no row"
    runs.run(iter(pages[:1]), jsonl.Lines(str(tmp_path / "n.jsonl")), workers=0, limits=QUICK)
    assert not (tmp_path / "n.failures.jsonl").exists(), "no failures, no file"


def test_a_disk_that_takes_no_more_is_a_clear_message(tmp_path):
    with pytest.raises(SinkError, match="is the folder there"):
        jsonl.Lines(str(tmp_path / "no" / "n.jsonl"))
    sink = jsonl.Lines(str(tmp_path / "n.jsonl"))
    sink.file.close()
    with Path("/dev/full").open("wb") as full:
        sink.file = full
        with pytest.raises(SinkError, match=r"no space left on device.*make room"):
            sink.add([outcome("a", b"1")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", ["{cut o", '{"text": "a page, and no article"}', "[]", "\xff"])
def test_a_file_of_other_lines_is_named(tmp_path, words):
    (tmp_path / "n.jsonl").write_bytes(words.encode("latin-1"))
    with pytest.raises(UnreadableInput, match=r"line 1 of .*n.jsonl is no article"):
        list(jsonl.articles(tmp_path / "n.jsonl"))
    with pytest.raises(UnreadableInput, match="cannot be read: no such file"):
        list(jsonl.articles(tmp_path / "none.jsonl"))
