"""The database: what is stored reads back equal, stored twice it adds nothing, and history is kept."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from decimal import Decimal

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import readers
from newsextract.batch import inputs
from newsextract.batch.workers import Limits, Outcome, here
from newsextract.errors import MissingExtra, SinkError
from newsextract.records import Article
from newsextract.sinks import schema, sql
from newsextract.sinks.corrections import corrected
from newsextract.sinks.engines import engine_of, revision_of, upgrade

TABLES = (
    "document",
    "source_address",
    "article",
    "numeric_fact",
    "date_mention",
    "organisation_mention",
    "edit",
    "loss",
    "removed",
    "quarantine",
    "run",
    "page",
)

TEXT = "前三季度，全市新登记企业1.2万家，约占全省的三分之一。\n本市市场监管局发布�通告。"
HOME = {"name": "湖北省荆门市", "code": "420800", "level": "city"}
RICH = Article.model_validate(
    {
        "url": "https://news.example/t1.html",
        "site": "news.example",
        "title": "荆门新登记企业1.2万家",
        "published": {"value": "2024-10-18T09:30:00+08:00", "precision": "minute", "evidence": "meta PubDate"},
        "source": "荆门日报",
        "reporters": ["李一", "王二"],
        "column": "要闻",
        "document_number": "荆政发〔2024〕3号",
        "paragraphs": TEXT.split("\n"),
        "text": TEXT,
        "region": HOME,
        "facts": [
            {"quote": "1.2万家", "start": 12, "end": 17, "number_start": 12, "number_end": 16, "kind": "count", "value": "12000", "unit": "家", "indicator": "新登记企业",
             "period": {"text": "前三季度", "first": "2024-01-01", "last": "2024-09-30"}, "region": HOME, "rule": "quantity.counted",
             "why": [{"field": "period", "rule": "fact.leading", "start": 0, "end": 4}]},
            {"quote": "三分之一", "start": 23, "end": 27, "number_start": 23, "number_end": 27, "kind": "ratio", "value": str(Decimal(1) / 3), "modifier": "约", "bound": "approx",
             "region": {"name": "荆门市、荆州市", "level": "group", "parts": [HOME, {"name": "湖北省荆州市", "code": "421000", "level": "city"}]}, "rule": "r"},
        ],
        "dates": [{"quote": "前三季度", "start": 0, "end": 4, "kind": "range", "first": "2024-01-01", "last": "2024-09-30", "grain": "quarter", "anchor": "published", "rule": "when.quarters"}],
        "organisations": [{"quote": "本市市场监管局", "start": 29, "end": 36, "name": "荆门市市场监督管理局", "kind": "organ", "region": HOME, "rule": "o"}],
        "edits": [{"start": 3, "end": 4, "was": "歩", "put": "度", "rule": "kangxi"}],
        "losses": [{"start": 38, "end": 39, "count": 1, "candidates": ["一", "二"], "rule": "lost"}],
        "removed": [{"text": "版权所有", "reason": "footer.copyright", "rule": "boilerplate:copyright", "place": "tail"}],
        "decoding": {"encoding": "gb18030", "declared": "gb2312", "evidence": "meta", "errors": 1},
        "evidence": [{"field": "source", "place": "meta", "quote": "来源：荆门日报", "disagreed": ["荆门网"]}],
        "status": "partial",
        "warnings": ["a character was lost"],
        "version": "0.1.0",
    }
)  # fmt: skip


def outcome(id: str, source: bytes | str, article: Article | None = None, **given: str) -> Outcome:
    one = inputs.item(id, source, **given)
    if article is not None:
        return Outcome(one, article.model_dump_json().encode(), None)
    return here(one, Limits(extractor="readers:quick"))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.db"


def opened(path, **options) -> sql.Database:
    return sql.Database(str(path), **{"version": "0.1.0", **options})


def counts(path) -> dict[str, int]:
    with sqlite3.connect(path) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


def rows(path, query: str) -> list[tuple]:
    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


def test_an_article_reads_back_equal(path):
    database = opened(path)
    database.add(
        [
            outcome("a.html", b"a", RICH),
            outcome("b.html", b"", Article(status="empty")),
            outcome("c", b"c", Article(paragraphs=("",), text="")),
        ]
    )
    assert [article for _, article in database.articles()] == [
        RICH,
        Article(status="empty", version="0.1.0"),
        Article(paragraphs=("",), version="0.1.0"),
    ]


def test_every_field_of_every_record_has_its_column():
    special = {"published", "paragraphs", "version", "decoding"}
    assert set(Article.model_fields) - set(schema.CHILDREN) - special <= set(schema.article.c.keys()) | {"region"}
    from newsextract.records import DateMention, NumericFact, Organisation, Removed

    for record, table in (
        (NumericFact, schema.numeric_fact),
        (DateMention, schema.date_mention),
        (Organisation, schema.organisation_mention),
        (Removed, schema.removed),
    ):
        assert set(record.model_fields) - {"region", "period"} <= set(table.c.keys())


def test_one_join_finds_the_facts(path):
    opened(path).add([outcome("a.html", b"a", RICH)])
    join = "SELECT a.title, f.indicator, f.value, f.value_real, f.unit FROM article a JOIN numeric_fact f ON f.article_id = a.id WHERE a.current ORDER BY f.ordinal"
    assert rows(path, join)[0] == ("荆门新登记企业1.2万家", "新登记企业", "12000", 12000.0, "家")
    assert rows(path, "SELECT quote, period_last, region_code FROM fact WHERE value > 1000") == [
        ("1.2万家", "2024-09-30", "420800")
    ]
    assert rows(path, "SELECT value FROM numeric_fact WHERE ordinal = 1") == [("0." + "3" * 28,)]


def test_stored_twice_it_adds_nothing(path):
    batch = [outcome("a.html", b"a", RICH), outcome("b.html", b"7 8 9"), outcome("c.html", b"%PDF-1.7")]
    opened(path).add(batch)
    before = counts(path)
    database = opened(path)
    assert [known.state for known in database.known([one.item for one in batch])] == ["done", "done", "failed"]
    assert counts(path) == before
    database.add(batch[:2])
    assert {**counts(path), "run": 1} == before


def test_the_same_bytes_at_two_addresses_are_one_document_with_two_sources(path):
    database = opened(path)
    database.add([outcome("a.html", b"1 2"), outcome("mirror/a.html", b"1 2")])
    assert database.known([inputs.item("third/a.html", b"1 2")])[0].state == "done"
    assert (
        counts(path)["document"],
        counts(path)["article"],
        counts(path)["numeric_fact"],
        counts(path)["source_address"],
    ) == (1, 1, 2, 3)


def test_new_bytes_at_an_address_keep_the_history(path):
    database = opened(path)
    database.add([outcome("a.html", b"1 2"), outcome("b.html", b"5")])
    database.add([outcome("a.html", b"1 2 3")])
    assert rows(path, "SELECT text, current FROM article ORDER BY id") == [("1 2", 0), ("5", 1), ("1 2 3", 1)]
    assert rows(path, "SELECT count(*) FROM fact") == [(4,)], "no doubled facts"
    database.add([outcome("a.html", b"1 2")])  # and back again
    assert rows(path, "SELECT text, current FROM article ORDER BY id") == [("1 2", 1), ("5", 1), ("1 2 3", 0)]


def test_a_document_that_stands_elsewhere_too_stays_current(path):
    database = opened(path)
    database.add([outcome("a.html", b"1"), outcome("b.html", b"1")])
    database.add([outcome("a.html", b"2")])
    assert rows(path, "SELECT text, current FROM article ORDER BY id") == [("1", 1), ("2", 1)]


def test_two_versions_of_the_library_keep_both_and_the_newest_is_current(path):
    opened(path, version="0.10.0").add([outcome("a.html", b"1")])
    opened(path, version="0.9.0").add([outcome("a.html", b"1")])
    assert rows(path, "SELECT version, current FROM article ORDER BY id") == [("0.10.0", 1), ("0.9.0", 0)]
    opened(path, version="0.11.0").add([outcome("a.html", b"1")])
    assert rows(path, "SELECT version FROM article WHERE current") == [("0.11.0",)]


def test_other_options_are_another_reading_and_the_one_asked_for_last_is_current(path):
    database = opened(path)
    first, second = outcome("a.html", b"1", region="湖北省"), outcome("a.html", b"1", region="湖南省")
    database.add([first])
    database.add([second])
    assert [options for (options,) in rows(path, "SELECT options FROM article WHERE current")] == ['{"region": "湖南省"}']
    assert database.known([first.item])[0].state == "done"
    assert [options for (options,) in rows(path, "SELECT options FROM article WHERE current")] == ['{"region": "湖北省"}']


def test_a_failure_is_put_aside_with_its_bytes_and_resolved_by_a_success(path):
    database = opened(path)
    database.add([outcome("a.html", b"%PDF-1.7")])
    database.add([outcome("a.html", b"%PDF-1.7")])
    assert rows(path, "SELECT address, stage, error, attempts, resolved FROM quarantine") == [
        ("a.html", "decode", "UnreadableInput", 2, 0)
    ]
    assert counts(path)["page"] == 1
    database.add([outcome("a.html", b"12")])
    assert rows(path, "SELECT resolved FROM quarantine") == [(1,)]


def test_hostile_words_are_stored_as_written(path):
    words = "'; DROP TABLE article; -- <script>alert(1)</script> =1+1 \\x00 %s :value"
    database = opened(path)
    database.add([outcome(words, words)])
    assert [(id, article.text) for id, article in database.articles()] == [(words, words)]


def test_a_batch_is_stored_whole_or_not_at_all(path):
    database = opened(path)
    database.add([outcome("a.html", b"1")])
    before = counts(path)

    def full(connection, cursor, statement, *_):
        if statement.startswith("INSERT INTO quarantine"):
            raise sa.exc.OperationalError(statement, {}, sqlite3.OperationalError("database or disk is full"))

    sa.event.listen(database.engine, "before_cursor_execute", full)
    with pytest.raises(SinkError, match="make room on the disk"):
        database.add([outcome("b.html", b"12"), outcome("c.html", b"13"), outcome("d.html", b"%PDF")])
    assert counts(path) == before


def test_a_schema_of_another_age_is_refused_with_the_command_to_run(path):
    opened(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(SinkError, match=f"run: newsextract upgrade {path}"):
        opened(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SinkError, match=r"newer newsextract.*pip install -U newsextract"):
        opened(path)


def test_a_database_that_cannot_be_opened_says_what_to_check(tmp_path):
    with pytest.raises(SinkError, match="is the folder there"):
        opened(tmp_path / "no" / "folder.db")
    (tmp_path / "text.db").write_text("this is no database at all, only words that go on and on " * 40)
    with pytest.raises(SinkError, match="not a database"):
        opened(tmp_path / "text.db")
    with pytest.raises(SinkError, match="there is no database"):
        opened(tmp_path / "none.db", create=False)
    with pytest.raises(SinkError, match="looks like postgresql"):
        opened("postgres//wrong://")


def test_the_migrations_make_the_schema_of_the_code(path):
    with opened(path).engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert context.get_current_revision() == schema.HEAD
        differences = [one for one in compare_metadata(context, schema.metadata) if not isinstance(one, list)]
        types = [one for group in compare_metadata(context, schema.metadata) if isinstance(group, list) for one in group]
    assert differences == []
    assert [(one[2], one[3]) for one in types if one[0] != "modify_type"] == []
    assert {
        str(one[3]) for one in types if str(one[5]) != str(one[6]) and one[3] not in ("value", "upper", "change", "ratio")
    } == set()


def test_a_database_of_the_first_schema_is_brought_up_with_its_rows(path, monkeypatch):
    from alembic.script import ScriptDirectory

    real = ScriptDirectory._upgrade_revs
    with monkeypatch.context() as patch:
        patch.setattr(ScriptDirectory, "_upgrade_revs", lambda self, to, at: real(self, "0001", at))
        upgrade(engine_of(str(path)))
    columns = {row[1] for row in rows(path, "PRAGMA table_info(article)")}
    with sqlite3.connect(path) as connection:
        given = {row[1]: (0 if "INT" in row[2].upper() or row[2] == "BOOLEAN" else "[]" if row[2] == "JSON" else "x") for row in rows(path, "PRAGMA table_info(article)") if row[3]}
        connection.execute(f"INSERT INTO article ({', '.join(chr(34) + name + chr(34) for name in given)}) VALUES ({', '.join('?' for _ in given)})", list(given.values()))
    upgrade(engine_of(str(path)))
    assert "roles" not in columns
    assert rows(path, "SELECT roles FROM article") == [("[]",)]
    assert revision_of(engine_of(str(path))) == schema.HEAD


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "mariadb"])
def test_the_schema_compiles_for_servers(dialect):
    from sqlalchemy.dialects import mysql, postgresql

    made = postgresql.dialect() if dialect == "postgresql" else mysql.dialect()
    made.name = dialect
    text = "".join(str(sa.schema.CreateTable(table).compile(dialect=made)) for table in schema.metadata.sorted_tables)
    assert ("value NUMERIC" if dialect == "postgresql" else "value DECIMAL(65, 30)") in text


def test_a_migration_that_breaks_off_leaves_nothing(path, monkeypatch):
    real = sa.engine.Connection.execute

    def breaking(self, statement, *more, **given):
        if isinstance(statement, sa.schema.CreateTable) and statement.element.name == "quarantine":
            raise sa.exc.OperationalError("CREATE TABLE", {}, Exception("database or disk is full"))
        return real(self, statement, *more, **given)

    with monkeypatch.context() as patch, pytest.raises(SinkError, match="full"):
        patch.setattr(sa.engine.Connection, "execute", breaking)
        opened(path)
    assert rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'") == []
    opened(path).add([outcome("a", b"1")])
    assert counts(path)["article"] == 1


def test_a_missing_driver_is_one_line(path, monkeypatch):
    def missing(*_, **__):
        raise ModuleNotFoundError("psycopg")

    monkeypatch.setattr(sa, "create_engine", missing)
    with pytest.raises(MissingExtra, match=r'pip install "newsextract\[postgres\]"'):
        engine_of("postgresql://localhost/news")


def test_a_server_that_restarts_is_waited_for(path, monkeypatch):
    """Once in the middle of a batch and once between two: the transaction is played again from its start."""
    database = opened(path)
    waits, left = [], [3, "FATAL: the database system is starting up"]
    monkeypatch.setattr(sql.time, "sleep", waits.append)

    def restarting(connection, cursor, statement, *_):
        if left[0] and ("article" in statement):
            left[0] -= 1
            raise sa.exc.OperationalError(statement, {}, Exception(left[1]))

    sa.event.listen(database.engine, "before_cursor_execute", restarting)
    database.add([outcome("a", b"1 2")])
    left[0] = 2
    assert [known.state for known in database.known([inputs.item("a", b"1 2")])] == ["done"]
    assert waits == [0.5, 1, 2, 0.5, 1] and counts(path)["article"] == 1 and counts(path)["numeric_fact"] == 2
    left[:] = [99, "FATAL: the database system is starting up"]
    for ask in (lambda: database.add([outcome("b", b"3")]), lambda: database.known([inputs.item("a", b"1 2")])):
        with pytest.raises(SinkError, match="starting up"):
            ask()
    left[:] = [99, "FATAL: no such role"]
    waits.clear()
    with pytest.raises(SinkError, match="no such role"):
        database.add([outcome("b", b"3")])
    assert waits == []


def test_passwords_are_not_shown():
    with pytest.raises((SinkError, MissingExtra)) as caught:
        opened("postgresql://me:secret@localhost:1/news")
    assert "secret" not in str(caught.value)


@dataclass
class _Correction:
    record: str
    quote: str
    nth: int
    field: str
    value: object
    id: int = 1


def test_a_correction_is_applied_and_marked():
    record = RICH.model_dump(mode="json")
    fixed = corrected(
        record,
        [_Correction("article", "", 1, "source", "荆门晚报"), _Correction("fact", "1.2万家", 1, "indicator", "新登记经营主体")],
    )
    assert (fixed["source"], fixed["corrected"]) == ("荆门晚报", ["source"])
    assert (fixed["facts"][0]["indicator"], fixed["facts"][0]["corrected"]) == ("新登记经营主体", ["indicator"])
    assert "corrected" not in fixed["facts"][1]


@pytest.mark.parametrize(
    "wrong",
    [
        _Correction("fact", "99家", 1, "unit", "户"),
        _Correction("fact", "1.2万家", 1, "kind", "sum"),
        _Correction("article", "", 1, "titel", "x"),
    ],
)
def test_a_correction_that_does_not_fit_is_a_warning(wrong):
    fixed = corrected(RICH.model_dump(mode="json"), [wrong])
    assert fixed["warnings"][-1].startswith("correction 1 ")
    assert {**fixed, "warnings": None} == {**RICH.model_dump(mode="json"), "warnings": None}


def test_readers_give_what_the_tests_say():
    assert [fact.quote for fact in readers.quick("a 12 b 7").facts] == ["12", "7"]


def test_a_document_that_the_database_will_not_take_is_put_aside_alone(path):
    database = opened(path)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE UNIQUE INDEX odd ON article (title)")
    stored = database.add(
        [
            outcome("a", b"1"),
            outcome("b", b"2"),
            outcome("c", b"2", Article(title="2")),
            outcome("d", b"x", Article(title="1")),
            outcome("e", b"5"),
        ]
    )
    assert [one.failure and one.failure.error for one in stored] == [None, None, None, "data_refused", None]
    assert rows(path, "SELECT text FROM article ORDER BY id") == [("1",), ("2",), ("5",)]
    assert rows(path, "SELECT address, stage FROM quarantine") == [("d", "sink")]


def test_addresses_of_any_characters_are_stored(path):
    database = opened(path)
    database.add([outcome("a\ud800\0b", b"1", url="http://x/\udcff", region="\ud801")])
    assert rows(path, "SELECT address, url FROM source_address") == [("a\\ud800\\x00b", "http://x/\\udcff")]


def test_an_amount_beyond_all_floats_is_kept_exactly(path):
    text = "9" * 400
    opened(path).add([outcome("a", text.encode())])
    assert rows(path, "SELECT value, value_real FROM numeric_fact") == [(text, None)]


def test_a_site_that_turned_overnight_is_named(path):
    def night(first: int, source: str) -> None:
        database = opened(path)
        database.add(
            [
                outcome(f"{n}", b"%d" % n, Article(site="hubei.example", source=source, text=str(n), paragraphs=(str(n),)))
                for n in range(first, first + 10)
            ]
        )
        database.close()

    night(0, "湖北日报")
    assert opened(path).status()["turned"] == []
    night(100, "")
    assert opened(path).status()["turned"] == [("hubei.example", "without source", 0.0, 1.0, 10)]


def test_a_site_whose_indicators_are_gone_is_named(path):
    def night(first: int, indicator: str) -> None:
        facts = [{**RICH.facts[0].model_dump(mode="json"), "indicator": indicator}]
        words = {"site": "hubei.example", "text": RICH.text, "paragraphs": RICH.paragraphs, "facts": facts}
        with opened(path) as database:
            database.add([outcome(f"{n}", b"%d" % n, Article.model_validate(words)) for n in range(first, first + 10)])

    night(0, "新登记企业")
    night(100, "")
    found = opened(path).status()
    assert found["turned"] == [("hubei.example", "without indicator", 0.0, 1.0, 10)]
    assert [(site["site"], site["facts"], site["without indicator"]) for site in found["sites"]] == [("hubei.example", 20, 10)]


def test_what_a_newer_version_has_read_is_not_outdated(path):
    opened(path, version="0.10.0").add([outcome("a", b"1")])
    with opened(path, version="0.9.0") as older:
        older.add([outcome("b", b"2")])
        assert (list(older.outdated()), older.to_do()) == ([], (0, 0))
    newest = opened(path, version="1.0")
    assert [kept.address for kept in newest.outdated()] == ["a", "b"] and newest.to_do() == (0, 2)


def test_a_correction_by_any_address_of_a_document_survives(path):
    database = opened(path)
    database.add([outcome("a", b"1"), outcome("b", b"1")])
    assert database.correct([{"document": "b", "field": "source", "value": "湖北日报"}]) == (1, 1)
    database.close()
    newer = opened(path, version="0.2.0")
    newer.add([outcome("a", b"1")])
    assert rows(path, "SELECT version, source, corrected FROM article WHERE current") == [("0.2.0", "湖北日报", '["source"]')]


def test_asking_for_other_options_again_adds_no_row(path):
    first, second = outcome("a", b"1", region="湖北省"), outcome("a", b"1", region="湖南省")
    opened(path).add([first, second])
    before = counts(path)
    for _ in range(3):
        database = opened(path)
        assert [known.state for known in database.known([first.item, second.item])] == ["done", "done"]
        database.close()
    assert counts(path) == before


def test_a_page_that_could_not_be_read_is_not_the_empty_page(path):
    database = opened(path)
    lost = inputs.unread("lost.html", "FileNotFoundError", "lost.html cannot be opened")
    database.add([outcome("empty.html", b""), here(lost, Limits())])
    assert [known.state for known in database.known([lost, inputs.item("other.html", b"")])] == ["failed", "done"]
    assert rows(path, "SELECT address FROM source_address ORDER BY id") == [("empty.html",), ("other.html",)]
