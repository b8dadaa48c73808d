"""A database of records: SQLite in one file, PostgreSQL or MySQL by their address; one schema, made by Alembic's first revision.

What identifies what, and why:

    document        the bytes of a page, by their SHA-256. The same bytes at two addresses are one document ...
    source_address  ... with two sources. New bytes at an address are a new document; the old one keeps its records, and its
                    addresses are `latest` no more.
    article         one reading of a document: by this version of the extractor, with these options (their hash is the third part of
                    the key). Readings pile up as versions do, and one of them is `current`: the newest of a document that still
                    stands at one of its addresses.
    numeric_fact    a record of a reading, by its ordinal. So are date_mention, organisation_mention, edit, loss and removed.

A batch is stored in one transaction, records, sources, quarantine and all: what the ledger calls done is there, and what is there is
done. Stored twice it adds nothing. Column names are the records' own; an amount stands twice, exact in `value` (NUMERIC; on SQLite,
which has no exact numbers, TEXT) and as a float in `value_real`, which is for comparing and summing there. One join finds the facts:

    SELECT a.title, f.quote, f.indicator, f.value FROM article a JOIN numeric_fact f ON f.article_id = a.id WHERE a.current

and the view `fact` has done it already, for the current articles, with numbers as numbers.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
import re
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.dialects import mysql
from sqlalchemy.engine import Connection, Dialect, Engine

from newsextract.errors import MissingExtra, NewsExtractError, SinkError
from newsextract.records import Article, Failure
from newsextract.sinks import Outcome, Page

HEAD = "0001"
"""The revision of the schema that this code writes; the newest file in migrations/versions."""
PATIENCE = 60
"""Seconds that SQLite waits for another writer."""
RETRIES = 5
"""How often a transaction is played again after a deadlock or a lost connection, waiting 0.5, 1, 2, 4 and 8 seconds."""

Made = TypeVar("Made")
Stored = TypeVar("Stored", bound=Outcome)


class Refused(SinkError):
    """The database is well, but will not take this data."""


class Amount(sa.types.TypeDecorator[Decimal]):
    """An exact decimal. SQLite would round it to a float, so there it is text; MySQL's widest has 35 digits before the point."""

    impl = sa.Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.Text())
        if dialect.name in ("mysql", "mariadb"):
            return dialect.type_descriptor(mysql.DECIMAL(65, 30))
        return dialect.type_descriptor(sa.Numeric())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        number = Decimal(value)
        return format(number, "f") if dialect.name == "sqlite" else number

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


Long = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
Bytes = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")
Json = sa.JSON(none_as_null=True)
Hash = sa.String(64)
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # where only INTEGER counts up by itself, and has 64 bits
Iso = sa.String(40)

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

run = sa.Table(
    "run",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("started", sa.DateTime, nullable=False),
    sa.Column("finished", sa.DateTime),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("version", sa.String(32), nullable=False),
    sa.Column("command", Long),
    sa.Column("summary", Json),
)

document = sa.Table(
    "document",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("content_hash", Hash, nullable=False, unique=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("run_id", sa.ForeignKey("run.id"), nullable=False),
)

page = sa.Table(
    "page",
    metadata,
    sa.Column("content_hash", Hash, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("data", Bytes, nullable=False),
)

source_address = sa.Table(
    "source_address",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("document_id", sa.ForeignKey("document.id"), nullable=False),
    sa.Column("address", Long, nullable=False),
    sa.Column("address_hash", Hash, nullable=False, index=True),
    sa.Column("url", Long),
    sa.Column("fetched", Iso),
    sa.Column("latest", sa.Boolean, nullable=False),
    sa.Column("run_id", sa.ForeignKey("run.id"), nullable=False),
    sa.UniqueConstraint("document_id", "address_hash"),
)


def _region() -> list[sa.Column[Any]]:
    return [
        sa.Column("region_name", sa.Text),
        sa.Column("region_code", sa.String(12), index=True),
        sa.Column("region_level", sa.String(16)),
        sa.Column("region_parts", Json),
    ]


article = sa.Table(
    "article",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("document_id", sa.ForeignKey("document.id"), nullable=False),
    sa.Column("version", sa.String(32), nullable=False),
    sa.Column("options_hash", sa.String(32), nullable=False),
    sa.Column("options", Long, nullable=False),
    sa.Column("current", sa.Boolean, nullable=False),
    sa.Column("run_id", sa.ForeignKey("run.id"), nullable=False),
    sa.Column("url", Long),
    sa.Column("site", sa.Text),
    sa.Column("title", Long, nullable=False),
    sa.Column("pretitle", Long, nullable=False),
    sa.Column("subtitle", Long, nullable=False),
    sa.Column("published", Iso, index=True),
    sa.Column("published_precision", sa.String(8)),
    sa.Column("published_evidence", Long),
    sa.Column("source", Long, nullable=False),
    sa.Column("reporters", Json, nullable=False),
    sa.Column("correspondents", Json, nullable=False),
    sa.Column("editors", Json, nullable=False),
    sa.Column("photographers", Json, nullable=False),
    sa.Column("column", Long, nullable=False),
    sa.Column("document_number", Long, nullable=False),
    sa.Column("text", Long, nullable=False),
    sa.Column("paragraphs", Json),  # only where they are not the lines of the text
    *_region(),
    sa.Column("decoding", Json),
    sa.Column("evidence", Json, nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("warnings", Json, nullable=False),
    sa.Column("corrected", Json),
    sa.UniqueConstraint("document_id", "version", "options_hash"),
)


def _of_article(name: str, *columns: sa.schema.SchemaItem) -> sa.Table:
    """A table of the records of an article: keyed by the article and the ordinal, so that the records of one stand together."""
    return sa.Table(
        name,
        metadata,
        sa.Column("article_id", sa.ForeignKey("article.id"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True, autoincrement=False),
        *columns,
    )


def _mention() -> list[sa.Column[Any]]:
    return [
        sa.Column("quote", Long, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
    ]


def _amount(name: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, Amount), sa.Column(f"{name}_real", sa.Double)]


numeric_fact = _of_article(
    "numeric_fact",
    *_mention(),
    sa.Column("number_start", sa.Integer, nullable=False),
    sa.Column("number_end", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    *_amount("value"),
    *_amount("upper"),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("unit_code", sa.String(32)),
    sa.Column("modifier", sa.Text, nullable=False),
    sa.Column("bound", sa.String(12), nullable=False),
    sa.Column("indicator", sa.Text, nullable=False),
    sa.Column("comparison", sa.Text, nullable=False),
    sa.Column("period_text", sa.Text),
    sa.Column("period_first", Iso),
    sa.Column("period_last", Iso),
    *_region(),
    sa.Column("complete", sa.Boolean, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("why", Json, nullable=False),
    sa.Column("direction", sa.String(8)),
    *_amount("change"),
    *_amount("ratio"),
    sa.Column("modality", sa.Text),
    sa.Column("speaker", sa.Text),
    sa.Column("part_of", sa.Text),
    sa.Column("corrected", Json),
    sa.Index("ix_numeric_fact_question", "indicator", "region_code", "period_first", mysql_length={"indicator": 100}),
)

date_mention = _of_article(
    "date_mention",
    *_mention(),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("first", Iso, index=True),
    sa.Column("last", Iso),
    sa.Column("grain", sa.String(12)),
    sa.Column("edtf", sa.Text),
    sa.Column("timex3", sa.Text),
    sa.Column("anchor", sa.String(12), nullable=False),
    sa.Column("approximate", sa.Boolean, nullable=False),
    sa.Column("calendar", sa.String(16), nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("corrected", Json),
)

organisation_mention = _of_article(
    "organisation_mention",
    *_mention(),
    sa.Column("name", sa.Text),
    sa.Column("kind", sa.String(32), nullable=False),
    *_region(),
    sa.Column("unit", sa.Text),
    sa.Column("id", sa.Text),
    sa.Column("evidence", Long, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("corrected", Json),
    sa.Index("ix_organisation_mention_name", "name", mysql_length={"name": 100}),
)

edit = _of_article(
    "edit",
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("was", Long, nullable=False),
    sa.Column("put", Long, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
)

loss = _of_article(
    "loss",
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("candidates", Json, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
)

removed = _of_article(
    "removed",
    sa.Column("text", Long, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("place", sa.String(8), nullable=False),
)

quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("address", Long, nullable=False),
    sa.Column("address_hash", Hash, nullable=False),
    sa.Column("content_hash", Hash, nullable=False),  # of no bytes, where none could be read
    sa.Column("options_hash", sa.String(32), nullable=False),
    sa.Column("options", Long, nullable=False),
    sa.Column("url", Long),
    sa.Column("version", sa.String(32), nullable=False),
    sa.Column("stage", sa.String(32), nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("message", Long, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("first_run_id", sa.ForeignKey("run.id"), nullable=False),
    sa.Column("last_run_id", sa.ForeignKey("run.id"), nullable=False),
    sa.Column("resolved", sa.Boolean, nullable=False),
    sa.UniqueConstraint("address_hash", "content_hash", "options_hash"),
)

correction = sa.Table(
    "correction",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("document", Long, nullable=False),  # a content hash or an address
    sa.Column("document_hash", Hash, nullable=False, index=True),
    sa.Column("record", sa.String(16), nullable=False),  # article | fact | date | organisation
    sa.Column("quote", sa.String(255), nullable=False),  # which of them: its words ...
    sa.Column("nth", sa.Integer, nullable=False),  # ... and which of those with these words, from 1
    sa.Column("field", sa.String(32), nullable=False),
    sa.Column("value", Json),
    sa.Column("note", Long),
    sa.UniqueConstraint("document_hash", "record", "quote", "nth", "field"),
)

CHILDREN = {
    "facts": numeric_fact,
    "dates": date_mention,
    "organisations": organisation_mention,
    "edits": edit,
    "losses": loss,
    "removed": removed,
}
"""Which table holds which field of an article."""

FACT_VIEW = """
CREATE VIEW fact AS
SELECT a.id AS article_id, f.ordinal, a.title, a.published, a.source, f.quote, f.kind, f.indicator, f.comparison, f.modifier, f.bound,
       f.{value} AS value, f.{upper} AS upper, f.unit, f.unit_code, f.period_text, f.period_first, f.period_last,
       f.region_name, f.region_code, f.direction, f.complete
FROM article a JOIN numeric_fact f ON f.article_id = a.id
WHERE a.current
"""


def fact_view(dialect: str) -> str:
    """The statement that makes the view `fact`; on SQLite its amounts are the floats, because text would compare as text."""
    return FACT_VIEW.format(
        **({"value": "value_real", "upper": "upper_real"} if dialect == "sqlite" else {"value": "value", "upper": "upper"})
    )


# ---------------------------------------------------------------------------------------------------------------- rows and records


@functools.cache
def _columns(table: sa.Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns)


_AMOUNTS = ("value", "upper", "change", "ratio")


def rows_of(record: Mapping[str, Any], table: sa.Table) -> dict[str, Any]:
    """The columns of a record given as its JSON object: nested ones flattened, amounts doubled as floats."""
    columns = _columns(table)
    row = {name: value for name, value in record.items() if name in columns}
    if "corrected" in columns:
        row.setdefault("corrected", None)
    if "region_name" in columns:
        region = record.get("region") or {}
        row |= {f"region_{name}": region.get(name) for name in ("name", "code", "level")}
        row["region_parts"] = region.get("parts") or None
    if "period_text" in columns:
        period = record.get("period") or {}
        row |= {f"period_{name}": period.get(name) for name in ("text", "first", "last")}
    for name in _AMOUNTS:
        if f"{name}_real" in columns:
            row[f"{name}_real"] = _real(record.get(name))
    return row


def _real(amount: str | None) -> float | None:
    """An amount as a float; None where there is none, or where it is beyond all floats."""
    number = None if amount is None else float(amount)
    return None if number is None or math.isinf(number) else number


def record_of(row: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """The inverse of `rows_of`: the record's fields from its columns."""
    record = {name: row[name] for name in fields if name in row}
    if "region_name" in row:
        region = {name: row[f"region_{name}"] for name in ("name", "code", "level")}
        record["region"] = None if region["name"] is None else {**region, "parts": row["region_parts"] or ()}
    if "period_text" in row:
        period = {name: row[f"period_{name}"] for name in ("text", "first", "last")}
        record["period"] = None if period["text"] is None else period
    return record


def article_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an article given as its JSON object, without the keys of the ledger."""
    row = {
        name: value for name, value in rows_of(record, article).items() if name not in ("version", "paragraphs", "published")
    }
    published = record.get("published") or {}
    row["published"] = published.get("value")
    row["published_precision"] = published.get("precision")
    row["published_evidence"] = published.get("evidence")
    row["paragraphs"] = None if record["paragraphs"] == _lines(record["text"]) else record["paragraphs"]
    return row


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _key(version: str) -> tuple[int, ...]:
    """A version in the order of versions: 0.10.0 comes after 0.9.2."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()


# ---------------------------------------------------------------------------------------------------------------- opening


def engine_of(to: str) -> Engine:
    """An engine for a database URL or the path of an SQLite file. Raises SinkError for a URL that cannot be understood."""
    try:
        url = sa.make_url(to) if "://" in to else sa.URL.create("sqlite", database=str(Path(to)))
    except exc.ArgumentError:
        raise SinkError(
            f"{to!r} is no database address; one looks like postgresql://user@host/name, mysql://user@host/name or sqlite:///file.db"
        ) from None
    driver, extra, package = {
        "postgresql": ("postgresql+psycopg", "postgres", "psycopg"),
        "postgres": ("postgresql+psycopg", "postgres", "psycopg"),
        "mysql": ("mysql+pymysql", "mysql", "PyMySQL"),
        "mariadb": ("mariadb+pymysql", "mysql", "PyMySQL"),
    }.get(url.drivername, (url.drivername, "postgres" if "psycopg" in url.drivername else "mysql", url.drivername))
    url = url.set(drivername=driver)
    options: dict[str, Any] = {}
    if url.get_backend_name() in ("mysql", "mariadb"):
        url = url.update_query_dict({"charset": "utf8mb4"}) if "charset" not in url.query else url
        options["isolation_level"] = "READ COMMITTED"
    try:
        engine = sa.create_engine(
            url, json_serializer=lambda value: json.dumps(value, ensure_ascii=False), pool_pre_ping=True, **options
        )
    except ModuleNotFoundError:
        raise MissingExtra(extra, package) from None
    except exc.ArgumentError as error:
        raise SinkError(f"{url.render_as_string()} cannot be opened: {_said(error)}") from None
    if engine.dialect.name == "sqlite":
        _sqlite(engine)
    return engine


def _sqlite(engine: Engine) -> None:
    """SQLite as a ledger needs it: readers beside a writer, transactions that begin where we say, and patience."""

    @sa.event.listens_for(engine, "connect")
    def connected(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; see `begun`
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")

    @sa.event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _said(error: BaseException) -> str:
    """A driver's message in one line, without the statement and its parameters."""
    cause = getattr(error, "orig", None) or error
    text = " ".join(str(cause).split()) or type(cause).__name__
    return text[:1].lower() + text[1:300]


def upgrade(engine: Engine) -> None:
    """Makes the schema, or brings an older one to this version's; each step is one transaction where the database can do that."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    script = ScriptDirectory.from_config(config)

    def steps(revision: Any, context: Any) -> Any:
        return script._upgrade_revs("head", revision)

    with (
        engine.connect().execution_options(writes=True) as connection,
        EnvironmentContext(config, script, fn=steps) as environment,
    ):
        environment.configure(connection=connection, target_metadata=metadata, transactional_ddl=engine.dialect.name != "mysql")
        with environment.begin_transaction():
            environment.run_migrations()
        connection.commit()


def revision_of(engine: Engine) -> str | None:
    """The revision of the schema in the database; None where there is none."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger says of an item: `done`, `failed` (in quarantine), or None for new; and the message of the failure."""

    state: str | None
    message: str = ""


class Database:
    """An open database: the sink of a run, and its ledger."""

    def __init__(self, to: str, *, version: str, create: bool = True, command: str = "", keep_pages: bool = False) -> None:
        """Opens it, and makes the schema in an empty one. Raises SinkError, saying what to check or run, when that cannot be done."""
        self.name = to
        self.version = version
        self.command = command
        self.keep_pages = keep_pages
        self.run_id: int | None = None
        self.engine = engine_of(to)
        if self.engine.dialect.name == "sqlite" and not create and not Path(self.engine.url.database or "").is_file():
            raise SinkError(f"there is no database {to}; make one with: newsextract extract PATH --to {to}")
        try:
            self._prepare(create)
        except exc.SQLAlchemyError as error:
            raise SinkError(f"{self._shown()} cannot be opened: {_said(error)}; {self._check()}") from None

    def _shown(self) -> str:
        url = self.engine.url
        return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string()

    def _check(self) -> str:
        if self.engine.dialect.name == "sqlite":
            return "is the folder there and writable, and the file a database?"
        return "is the server running, and are address, name and password right?"

    def _prepare(self, create: bool) -> None:
        revision = revision_of(self.engine)
        if revision is None:
            if not create:
                raise SinkError(
                    f"{self._shown()} holds no records of ours; make them with: newsextract extract PATH --to {self.name}"
                )
            if self.engine.dialect.name == "sqlite":
                self._write_ahead()
            self._made()
        elif revision != HEAD:
            if _key(revision) > _key(HEAD):
                raise SinkError(
                    f"{self._shown()} was made by a newer newsextract (schema {revision}, ours is {HEAD}); run: pip install -U newsextract"
                )
            raise SinkError(
                f"{self._shown()} has the older schema {revision}, ours is {HEAD}; run: newsextract upgrade {self.name}"
            )
        if create:
            with self._begin() as connection:  # refused now, and not after an hour: read-only files, missing rights
                connection.execute(sa.select(run.c.id).limit(1))

    def _write_ahead(self) -> None:
        """Turns on the write-ahead log, for good, outside any transaction, where alone it works. Another run that does the same in this
        moment makes SQLite say "locked" without waiting; should that last, the file works without the log too."""
        for _ in range(50):
            raw = self.engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise exc.OperationalError("PRAGMA journal_mode = WAL", {}, error) from None
                time.sleep(0.1)
            except sqlite3.Error as error:
                raise exc.DatabaseError("PRAGMA journal_mode = WAL", {}, error) from None
            finally:
                raw.close()

    def _made(self) -> None:
        """The schema, unless another run has made it in the same moment."""
        try:
            upgrade(self.engine)
        except exc.SQLAlchemyError:
            for _ in range(20):
                time.sleep(0.25)
                if revision_of(self.engine) == HEAD:
                    return
            raise

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def transaction(self, body: Callable[[Connection], Made]) -> Made:
        """Runs `body` in one transaction, again from its start after a deadlock or a lost connection. Raises SinkError."""
        for attempt in range(RETRIES + 1):
            try:
                with self._begin() as connection:
                    return body(connection)
            except (exc.DataError, exc.IntegrityError) as error:
                raise Refused(f"{self._shown()} took nothing of this batch: {_said(error)}") from None
            except exc.DBAPIError as error:
                if attempt == RETRIES or not _passing(error):
                    raise SinkError(
                        f"{self._shown()} took nothing of this batch: {_said(error)}; {self._advice(error)}"
                    ) from None
                time.sleep(0.5 * 2**attempt)
            except (exc.SQLAlchemyError, ValueError, OverflowError) as error:
                raise Refused(f"{self._shown()} took nothing of this batch: {_said(error)}") from None
        raise AssertionError

    def _advice(self, error: exc.DBAPIError) -> str:
        said = _said(error)
        if "full" in said or "No space" in said:
            return "make room on the disk and run the same command again: it goes on where it stopped"
        if "locked" in said:
            return (
                f"another program holds the file for more than {PATIENCE} seconds; run the same command again when it is done"
            )
        if "readonly" in said or "read-only" in said or "permission" in said:
            return "the file or its folder may not be written to"
        return "run the same command again: it goes on where it stopped"

    def close(self) -> None:
        """Lets go of the file; the write-ahead log of an SQLite file is folded into it."""
        self.engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------------------------ the ledger

    def begin_run(self, connection: Connection) -> int:
        """This run's row, made when it first stores something: a run with nothing to do leaves no trace."""
        if self.run_id is None:
            values = {"started": _now(), "status": "running", "version": self.version, "command": self.command}
            key = connection.execute(sa.insert(run).values(values)).inserted_primary_key
            assert key is not None
            self.run_id = int(key[0])
        return self.run_id

    def finish(self, status: str, summary: Mapping[str, Any]) -> None:
        """Closes the run's row: finished, interrupted or stopped."""
        if self.run_id is not None:
            values = {"finished": _now(), "status": status, "summary": dict(summary)}
            self.transaction(
                lambda connection: connection.execute(sa.update(run).where(run.c.id == self.run_id).values(values))
            )

    def known(self, items: Sequence[Page]) -> list[Known]:
        """What is known of each item; the sources of the done ones are noted, in a transaction that is only opened when one is new."""
        try:
            with self.engine.connect() as connection:
                done = self._done(connection, items)
                failed = self._failed(connection, items)
                news = [item for item in items if item.content_hash in done and self._is_news(done[item.content_hash], item)]
        except exc.SQLAlchemyError as error:
            raise SinkError(f"{self._shown()} cannot be read: {_said(error)}; {self._check()}") from None
        found = []
        for item in items:
            if self._reading(done, item) is not None:
                found.append(Known("done"))
            else:
                message = failed.get((_hash(item.id), item.content_hash, item.options_hash))
                found.append(Known(None) if message is None else Known("failed", message))
        if news:
            self._transaction_with_run(lambda connection: self._stored(connection, news, {}, asked=True))
        return found

    def _transaction_with_run(self, body: Callable[[Connection], Made]) -> Made:
        """A transaction that may make the run's row; when it fails the row is forgotten with it."""
        before = self.run_id

        def whole(connection: Connection) -> Made:
            self.run_id = before
            return body(connection)

        try:
            return self.transaction(whole)
        except BaseException:
            self.run_id = before
            raise

    def _done(self, connection: Connection, items: Sequence[Page]) -> dict[str, _Document]:
        """The documents of the items that are in the ledger, with their readings and sources."""
        hashes = sorted({item.content_hash for item in items})
        found: dict[str, _Document] = {}
        by_id: dict[int, _Document] = {}
        for row in connection.execute(
            sa.select(document.c.id, document.c.content_hash).where(document.c.content_hash.in_(hashes))
        ):
            found[row.content_hash] = by_id[row.id] = _Document(row.id, [], {})
        if by_id:
            columns = article.c.id, article.c.document_id, article.c.version, article.c.options_hash, article.c.current
            for reading in connection.execute(
                sa.select(*columns).where(article.c.document_id.in_(by_id)).order_by(article.c.id)
            ):
                by_id[reading.document_id].readings.append(reading)
            source = source_address.c
            sources = sa.select(source.document_id, source.address_hash, source.latest).where(source.document_id.in_(by_id))
            for stand in connection.execute(sources):
                by_id[stand.document_id].sources[stand.address_hash] = stand.latest
        return found

    def _reading(self, done: Mapping[str, _Document], item: Page) -> Any | None:
        """The reading of the item by this version with its options."""
        entry = done.get(item.content_hash)
        key = self.version, item.options_hash
        return next((row for row in entry.readings if (row.version, row.options_hash) == key), None) if entry else None

    def _is_news(self, entry: _Document, item: Page) -> bool:
        """Whether a done item has something for the ledger: a new source, or a reading that should be the current one."""
        reading = next(
            (row for row in entry.readings if (row.version, row.options_hash) == (self.version, item.options_hash)), None
        )
        if reading is None:
            return False
        newest = all(_key(row.version) <= _key(self.version) for row in entry.readings)
        return entry.sources.get(_hash(item.id)) is not True or (newest and not reading.current)

    def _failed(self, connection: Connection, items: Sequence[Page]) -> dict[tuple[str, str, str], str]:
        """The unresolved failures of this version, by address, content and options."""
        table = quarantine.c
        addresses = [_hash(item.id) for item in items]
        query = sa.select(table.address_hash, table.content_hash, table.options_hash, table.message).where(
            table.address_hash.in_(addresses), table.resolved.is_(False), table.version == self.version
        )
        return {(row.address_hash, row.content_hash, row.options_hash): row.message for row in connection.execute(query)}

    # ------------------------------------------------------------------------------------------------------------ storing

    def add(self, outcomes: Sequence[Stored]) -> list[Stored]:
        """Stores a batch in one transaction: documents, sources, articles with their records, failures; gives what was stored.

        A document that the database will not take (a character it does not know, a number out of its range) goes to quarantine alone,
        and the others of its batch are stored. Raises SinkError for everything that is not the document's fault.
        """
        try:
            self._add(outcomes)
            return list(outcomes)
        except Refused as error:
            if len(outcomes) > 1:
                return [stored for outcome in outcomes for stored in self.add([outcome])]
            (outcome,) = outcomes
            if outcome.failure is not None:
                raise
            failure = Failure(id=outcome.item.id, stage="sink", error="data_refused", message=str(error))
            refused: Stored = replace(cast(Any, outcome), article=None, failure=failure)
            self._add([refused])
            return [refused]

    def _add(self, outcomes: Sequence[Outcome]) -> None:
        articles = {
            (outcome.item.content_hash, outcome.item.options_hash): outcome
            for outcome in outcomes
            if outcome.article is not None
        }
        failures = [outcome for outcome in outcomes if outcome.failure is not None]

        def body(connection: Connection) -> None:
            done = [outcome.item for outcome in outcomes if outcome.article is not None]
            self._stored(connection, done, articles, asked=False)
            if failures:
                self._quarantined(connection, failures)
            if self.keep_pages:
                self._kept(connection, done)

        self._transaction_with_run(body)

    def _ignoring(self, table: sa.Table) -> Any:
        """An insert that leaves alone what is there already."""
        if self.engine.dialect.name in ("mysql", "mariadb"):
            return sa.insert(table).prefix_with("IGNORE")
        if self.engine.dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import insert as pg_insert

            return pg_insert(table).on_conflict_do_nothing()
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert(table).on_conflict_do_nothing()

    def _stored(
        self, connection: Connection, items: Sequence[Page], articles: Mapping[tuple[str, str], Outcome], *, asked: bool
    ) -> None:
        if not items:
            return
        # One order for all writers, or they wait for each other in a ring.
        items = sorted(items, key=lambda item: item.content_hash)
        unique = {item.content_hash: item for item in items}
        if articles:
            run_id = self.begin_run(connection)
            new_documents = [{"content_hash": key, "size": item.size, "run_id": run_id} for key, item in unique.items()]
            connection.execute(self._ignoring(document), new_documents)
        if self.engine.dialect.name != "sqlite":
            locked = (
                sa.select(document.c.id)
                .where(document.c.content_hash.in_(unique))
                .order_by(document.c.content_hash)
                .with_for_update()
            )
            connection.execute(locked).all()
        done = self._done(connection, items)
        new = {
            (done[outcome.item.content_hash].id, outcome.item.options_hash): outcome
            for outcome in articles.values()
            if self._reading(done, outcome.item) is None
        }
        if new:
            self._read(connection, new, done)
        touched = {entry.id for entry in done.values()} | self._sourced(connection, items, done)
        chosen = {done[item.content_hash].id: item.options_hash for item in items} if asked else {}
        self._made_current(connection, touched, chosen)
        self._resolved(connection, items)

    def _read(self, connection: Connection, new: Mapping[tuple[int, str], Outcome], done: Mapping[str, _Document]) -> None:
        """New readings, and their records, corrected by what was noted for the document or for any of its addresses."""
        run_id = self.begin_run(connection)
        records: dict[tuple[int, str], dict[str, Any]] = {}
        names = {
            key: {outcome.item.content_hash, _hash(outcome.item.id), *done[outcome.item.content_hash].sources}
            for key, outcome in new.items()
        }
        corrections = self._corrections(connection, set().union(*names.values()))
        rows = []
        for (document_id, options_hash), outcome in new.items():
            assert outcome.article is not None
            record = json.loads(outcome.article)
            fitting = [one for one in corrections if one.document_hash in names[document_id, options_hash]]
            record = corrected(record, fitting) if fitting else record
            records[document_id, options_hash] = record
            ledger = {"document_id": document_id, "options_hash": options_hash, "options": outcome.item.options}
            rows.append({**article_row(record), **ledger, "version": self.version, "current": False, "run_id": run_id})
        connection.execute(sa.insert(article), rows)
        query = sa.select(article.c.id, article.c.document_id, article.c.options_hash).where(
            article.c.document_id.in_([document_id for document_id, _ in new]), article.c.version == self.version
        )
        ids = {(row.document_id, row.options_hash): row.id for row in connection.execute(query)}
        for field, table in CHILDREN.items():
            rows = [
                {**rows_of(one, table), "article_id": ids[key], "ordinal": ordinal}
                for key, record in records.items()
                for ordinal, one in enumerate(record[field])
            ]
            if rows:
                connection.execute(sa.insert(table), rows)

    def _sourced(self, connection: Connection, items: Sequence[Page], done: Mapping[str, _Document]) -> set[int]:
        """Notes the addresses of the items; gives the documents that stood there before."""
        rows: dict[tuple[int, str], dict[str, Any]] = {}
        back: list[tuple[int, str]] = []
        stands = {}
        for item in items:
            entry, address_hash = done[item.content_hash], _hash(item.id)
            stands[address_hash] = entry.id
            if address_hash not in entry.sources:
                rows[entry.id, address_hash] = {
                    "document_id": entry.id,
                    "address": item.id,
                    "address_hash": address_hash,
                    "url": item.url,
                    "fetched": item.fetched,
                    "latest": True,
                    "run_id": self.begin_run(connection),
                }
            elif not entry.sources[address_hash]:
                back.append((entry.id, address_hash))
        table = source_address.c
        left: set[int] = set()
        query = sa.select(table.id, table.document_id, table.address_hash).where(
            table.address_hash.in_(stands), table.latest.is_(True)
        )
        old = [row for row in connection.execute(query) if row.document_id != stands[row.address_hash]]
        if old:
            left = {row.document_id for row in old}
            connection.execute(sa.update(source_address).where(table.id.in_([row.id for row in old])).values(latest=False))
        if rows:
            connection.execute(self._ignoring(source_address), list(rows.values()))
        for document_id, address_hash in back:
            connection.execute(
                sa.update(source_address)
                .where(table.document_id == document_id, table.address_hash == address_hash)
                .values(latest=True)
            )
        return left

    def _made_current(self, connection: Connection, documents: Iterable[int], chosen: Mapping[int, str]) -> None:
        """Marks the newest reading of each document that still stands somewhere: the highest version, then the one asked for, then the last."""
        documents = list(documents)
        table = source_address.c
        standing = set(
            connection.execute(
                sa.select(table.document_id).where(table.document_id.in_(documents), table.latest.is_(True))
            ).scalars()
        )
        columns = article.c.id, article.c.document_id, article.c.version, article.c.options_hash, article.c.current
        readings: dict[int, list[Any]] = {}
        for row in connection.execute(sa.select(*columns).where(article.c.document_id.in_(documents))):
            readings.setdefault(row.document_id, []).append(row)
        on: list[int] = []
        off: list[int] = []
        for document_id, rows in readings.items():
            first = max(rows, key=lambda row: (_key(row.version), row.options_hash == chosen.get(row.document_id), row.id))
            for row in rows:
                should = row is first and document_id in standing
                if should != row.current:
                    (on if should else off).append(row.id)
        for ids, value in ((off, False), (on, True)):
            if ids:
                connection.execute(sa.update(article).where(article.c.id.in_(ids)).values(current=value))

    def _resolved(self, connection: Connection, items: Sequence[Page]) -> None:
        table = quarantine.c
        addresses = [_hash(item.id) for item in items]
        connection.execute(
            sa.update(quarantine).where(table.address_hash.in_(addresses), table.resolved.is_(False)).values(resolved=True)
        )

    def _quarantined(self, connection: Connection, outcomes: Sequence[Outcome]) -> None:
        """Failures, each with its reason and the bytes it failed on; a failure that comes again counts its attempts."""
        run_id = self.begin_run(connection)
        table = quarantine.c
        for outcome in outcomes:
            item, failure = outcome.item, outcome.failure
            assert failure is not None
            address_hash = _hash(item.id)
            same = (
                table.address_hash == address_hash,
                table.content_hash == item.content_hash,
                table.options_hash == item.options_hash,
            )
            what = {
                "version": self.version,
                "stage": failure.stage,
                "error": failure.error,
                "message": failure.message,
                "last_run_id": run_id,
                "resolved": False,
            }
            again = sa.update(quarantine).where(*same).values(**what, attempts=table.attempts + failure.attempts)
            if not connection.execute(again).rowcount:
                key = {
                    "address": item.id,
                    "address_hash": address_hash,
                    "content_hash": item.content_hash,
                    "options_hash": item.options_hash,
                }
                new = {
                    **key,
                    **what,
                    "options": item.options,
                    "url": item.url,
                    "attempts": failure.attempts,
                    "first_run_id": run_id,
                }
                connection.execute(sa.insert(quarantine).values(new))
        self._kept(connection, [outcome.item for outcome in outcomes if outcome.item.size])

    def _kept(self, connection: Connection, items: Sequence[Page]) -> None:
        """The bytes of the pages, packed, by their hash."""
        rows = {}
        for item in items:
            data = item.source.encode("utf8", "surrogatepass") if isinstance(item.source, str) else item.source
            rows[item.content_hash] = {"content_hash": item.content_hash, "size": item.size, "data": zlib.compress(data)}
        if rows:
            connection.execute(self._ignoring(page), [rows[key] for key in sorted(rows)])

    def _corrections(self, connection: Connection, names: Iterable[str]) -> Sequence[Any]:
        """The corrections noted for these content hashes and hashes of addresses, in the order they were noted."""
        return connection.execute(
            sa.select(correction).where(correction.c.document_hash.in_(set(names))).order_by(correction.c.id)
        ).all()

    # ------------------------------------------------------------------------------------------------------------ corrections

    def correct(self, given: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
        """Notes corrections and applies them to the current readings; gives how many were noted, and how many articles changed.

        A correction names a `document` (its address or content hash), a `field` and the right `value`; for a record inside the article also
        `record` (fact, date, organisation), its `quote`, and `nth` when these words stand more than once. It survives re-extraction,
        and what it set is named in the row's `corrected`. The same correction given again replaces the one before.
        """
        noted = [_correction(number, one) for number, one in enumerate(given, 1)]
        table = correction.c

        def body(connection: Connection) -> int:
            for one in noted:
                same = [table[name] == one[name] for name in ("document_hash", "record", "quote", "nth", "field")]
                if not connection.execute(sa.update(correction).where(*same).values(one)).rowcount:
                    connection.execute(sa.insert(correction).values(one))
            return self._recorrected(connection, {str(one["document_hash"]) for one in noted})

        return len(noted), self.transaction(body)

    def _recorrected(self, connection: Connection, keys: set[str]) -> int:
        """Applies corrections to the readings that are stored already; the number of articles that changed."""
        source, changed = source_address.c, 0
        by_address = sa.select(source.document_id).where(source.address_hash.in_(keys), source.latest.is_(True))
        by_content = sa.select(document.c.id).where(document.c.content_hash.in_(keys))
        query = sa.select(article, document.c.content_hash).join_from(article, document)
        query = query.where(
            article.c.current.is_(True), sa.or_(article.c.document_id.in_(by_address), article.c.document_id.in_(by_content))
        )
        for row in connection.execute(query).all():
            record = self._article(connection, row).model_dump(mode="json")
            addresses = (
                connection.execute(sa.select(source.address_hash).where(source.document_id == row.document_id)).scalars().all()
            )
            fitting = self._corrections(connection, [row.content_hash, *addresses])
            fixed = corrected(record, fitting)
            changed += fixed != record
            connection.execute(sa.update(article).where(article.c.id == row.id).values(article_row(fixed)))
            for field, table in CHILDREN.items():
                if field in RECORDS.values():
                    connection.execute(sa.delete(table).where(table.c.article_id == row.id))
                    rows = [
                        {**rows_of(one, table), "article_id": row.id, "ordinal": ordinal}
                        for ordinal, one in enumerate(fixed[field])
                    ]
                    if rows:
                        connection.execute(sa.insert(table), rows)
        return changed

    # ------------------------------------------------------------------------------------------------------------ reading

    def status(self) -> dict[str, Any]:
        """What the database holds: counts, failures by kind, and how much of it is thin (without date, source, region or facts), by site."""
        with self.engine.connect() as connection:

            def number(query: Any) -> int:
                return int(connection.execute(query).scalar() or 0)

            def grouped(column: Any) -> dict[str, int]:
                query = sa.select(column, sa.func.count()).where(current).group_by(column).order_by(sa.func.count().desc())
                return {key: total for key, total in connection.execute(query)}  # noqa: C416 (a Result is no mapping)

            def count(table: sa.Table, *where: Any) -> int:
                return number(sa.select(sa.func.count()).select_from(table).where(*where))

            current = article.c.current.is_(True)
            facts = sa.select(sa.func.count()).select_from(numeric_fact.join(article)).where(current)
            thin = {
                "without date": article.c.published.is_(None),
                "without source": article.c.source == "",
                "without region": article.c.region_name.is_(None),
                "without facts": ~sa.exists().where(numeric_fact.c.article_id == article.c.id),
                "without text": article.c.text == "",
            }
            columns = [sa.func.sum(sa.case((test, 1), else_=0)).label(name) for name, test in thin.items()]
            query = (
                sa.select(article.c.site, sa.func.count().label("articles"), *columns).where(current).group_by(article.c.site)
            )
            sites = [dict(row._mapping) for row in connection.execute(query.order_by(sa.func.count().desc()).limit(20))]
            last = number(sa.select(sa.func.max(article.c.run_id)))
            now, before = (
                list(connection.execute(query.where(test))) for test in (article.c.run_id == last, article.c.run_id != last)
            )
            waiting = sa.select(quarantine.c.error, sa.func.count(), sa.func.min(quarantine.c.message)).where(
                quarantine.c.resolved.is_(False)
            )
            return {
                "documents": count(document),
                "sources": count(source_address),
                "articles": count(article, current),
                "older readings": count(article, article.c.current.is_(False)),
                "facts": number(facts),
                "without indicator": number(facts.where(numeric_fact.c.indicator == "")),
                "statuses": grouped(article.c.status),
                "versions": grouped(article.c.version),
                "thin": {
                    name: number(sa.select(sa.func.count()).select_from(article).where(current, test))
                    for name, test in thin.items()
                },
                "sites": sites,
                "turned": _turned(now, before, list(thin)),
                "failures": [
                    tuple(row)
                    for row in connection.execute(waiting.group_by(quarantine.c.error).order_by(sa.func.count().desc()))
                ],
                "corrections": count(correction),
                "runs": [dict(row._mapping) for row in connection.execute(sa.select(run).order_by(run.c.id.desc()).limit(3))],
            }

    def waiting(self) -> Iterator[Failure]:
        """What waits in quarantine."""
        for _, row in self._paged(sa.select(quarantine).where(quarantine.c.resolved.is_(False)), quarantine.c.id):
            yield failure_of(row)

    def failures(self) -> Iterator[tuple[Failure, Kept]]:
        """What waits in quarantine: each failure, and what is needed to try it again."""
        query = sa.select(quarantine).where(quarantine.c.resolved.is_(False))
        for connection, row in self._paged(query, quarantine.c.id):
            data = self._page(connection, row.content_hash)
            yield failure_of(row), Kept(row.address, row.content_hash, row.options, row.url, data)

    def outdated(self) -> Iterator[Kept]:
        """The current readings of other versions than ours: what is needed to read them anew."""
        columns = article.c.id, article.c.document_id, article.c.options, document.c.content_hash
        query = (
            sa.select(*columns)
            .join_from(article, document)
            .where(article.c.current.is_(True), article.c.version != self.version)
        )
        source = source_address.c
        for connection, row in self._paged(query, article.c.id):
            of_document = sa.select(source.address, source.url).where(source.document_id == row.document_id).order_by(source.id)
            sources = connection.execute(of_document).all()
            data = self._page(connection, row.content_hash)
            yield Kept(
                sources[0].address, row.content_hash, row.options, sources[0].url, data, tuple(one.address for one in sources)
            )

    def _paged(self, query: Any, key: Any, page: int = 100) -> Iterator[tuple[Connection, Any]]:
        """The rows of a query in the order of their key, a page at a time, each read before the next is asked for: writers need not wait."""
        last = 0
        while True:
            with self.engine.connect() as connection:
                rows = connection.execute(query.where(key > last).order_by(key).limit(page)).all()
            if not rows:
                return
            for row in rows:
                with self.engine.connect() as connection:
                    yield connection, row
            last = rows[-1].id

    def _page(self, connection: Connection, content_hash: str) -> bytes | None:
        data = connection.execute(sa.select(page.c.data).where(page.c.content_hash == content_hash)).scalar()
        return None if data is None else zlib.decompress(data)

    def changes(self) -> dict[str, Any]:
        """What this version reads otherwise than the one before it did, over the documents that both have read: counts, old and new."""
        counted: dict[str, list[int]] = {}
        total = changed = 0
        newer = article.alias("newer")
        latest = sa.select(sa.func.max(article.c.id)).where(
            article.c.document_id == newer.c.document_id,
            article.c.options_hash == newer.c.options_hash,
            article.c.version != self.version,
        )
        pairs = sa.select(newer.c.id, latest.scalar_subquery().label("old")).where(
            newer.c.current.is_(True), newer.c.version == self.version
        )
        for connection, row in self._paged(pairs, newer.c.id):
            if row.old is None:
                continue
            total += 1
            before, after = self._signature(connection, row.old), self._signature(connection, row.id)
            changed += before != after
            for field, value in after.items():
                entry = counted.setdefault(field, [0, 0, 0])
                entry[0] += len(before[field] - value)
                entry[1] += len(value - before[field])
                entry[2] += before[field] != value
        return {"documents": total, "changed": changed, "fields": {field: tuple(entry) for field, entry in counted.items()}}

    def _signature(self, connection: Connection, article_id: int) -> dict[str, set[Any]]:
        """A reading as sets that can be compared: one of its values for each field, one of its records for each kind."""
        row = connection.execute(sa.select(article).where(article.c.id == article_id)).one()
        found: dict[str, set[Any]] = {
            name: {getattr(row, name)} for name in ("title", "published", "source", "text", "region_name", "status")
        }
        for field, table, names in (
            (
                "facts",
                numeric_fact,
                (
                    "quote",
                    "start",
                    "value",
                    "upper",
                    "unit",
                    "indicator",
                    "comparison",
                    "period_first",
                    "period_last",
                    "region_name",
                ),
            ),
            ("dates", date_mention, ("quote", "start", "first", "last", "grain")),
            ("organisations", organisation_mention, ("quote", "start", "name")),
        ):
            query = sa.select(*[table.c[name] for name in names]).where(table.c.article_id == article_id)
            found[field] = {tuple(one) for one in connection.execute(query)}
        return found

    def articles(self, *, current: bool = True, limit: int | None = None) -> Iterator[tuple[str, Article]]:
        """The articles, with an address of each, as they were stored (and corrected); the current ones, unless all are asked for."""
        query = sa.select(article)
        for number, (connection, row) in enumerate(
            self._paged(query.where(article.c.current.is_(True)) if current else query, article.c.id)
        ):
            if number == limit:
                return
            where = (
                sa.select(source_address.c.address)
                .where(source_address.c.document_id == row.document_id)
                .order_by(source_address.c.id)
            )
            yield connection.execute(where.limit(1)).scalar() or "", self._article(connection, row)

    def _article(self, connection: Connection, row: Any) -> Article:
        columns = dict(row._mapping)
        record = record_of(columns, [name for name in Article.model_fields if name not in ("published", "paragraphs")])
        if columns["published"] is not None:
            record["published"] = {
                "value": columns["published"],
                "precision": columns["published_precision"],
                "evidence": columns["published_evidence"],
            }
        record["paragraphs"] = _lines(columns["text"]) if columns["paragraphs"] is None else columns["paragraphs"]
        for field, table in CHILDREN.items():
            names = [
                column.name
                for column in table.columns
                if column.name not in ("article_id", "ordinal", "corrected") and "_real" not in column.name
            ]
            rows = connection.execute(sa.select(table).where(table.c.article_id == row.id).order_by(table.c.ordinal))
            record[field] = [_nested(record_of(dict(one._mapping), names)) for one in rows]
        record.pop("column", None)
        return Article.model_validate({**record, "column": columns["column"]})


TURNED, ENOUGH = 0.3, 5
"""A site is named when the share of its articles that lack something rose by so much in the last run, over at least so many articles."""


def _turned(now: Iterable[Any], before: Iterable[Any], names: Iterable[str]) -> list[tuple[str, str, float, float, int]]:
    """The sites whose articles lack in the last run what they had before: site, what, share before, share now, articles now."""
    earlier = {row.site: row._mapping for row in before if row.articles >= ENOUGH}
    found = []
    for row in now:
        if row.articles < ENOUGH or row.site not in earlier:
            continue
        for name in names:
            was, is_ = earlier[row.site][name] / earlier[row.site]["articles"], row._mapping[name] / row.articles
            if is_ - was >= TURNED:
                found.append((row.site or "(none)", name, was, is_, row.articles))
    return found


def _nested(record: dict[str, Any]) -> dict[str, Any]:
    """Without the flattened columns, which `record_of` has put back in their place."""
    return {name: value for name, value in record.items() if not name.startswith(("region_", "period_"))}


@dataclass(frozen=True, slots=True)
class _Document:
    """A document of the ledger: its readings, and at which addresses it stands (True: it is the newest there)."""

    id: int
    readings: list[Any]
    sources: dict[str, bool]


RECORDS = {"fact": "facts", "date": "dates", "organisation": "organisations"}
"""The kinds of records that a correction can name besides the article itself, and where an article keeps them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that is to be read again: its address, its hash, its options, and its bytes where they were kept."""

    address: str
    content_hash: str
    options: str
    url: str | None
    data: bytes | None
    addresses: tuple[str, ...] = ()


def _correction(number: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """A correction's row. Raises NewsExtractError where it names no document or field."""
    kind = given.get("record") or "article"
    if not given.get("document") or not given.get("field") or "value" not in given or kind not in ("article", *RECORDS):
        raise NewsExtractError(
            f"correction {number} needs document, field and value, and record is article, {', '.join(RECORDS)}; "
            f"it says {json.dumps(dict(given), ensure_ascii=False)}"
        )
    if kind != "article" and not given.get("quote"):
        raise NewsExtractError(f'correction {number} is for a {kind} and must quote it, as in "quote": "412个"')
    name = str(given["document"])
    return {
        "document": name,
        "document_hash": name if re.fullmatch(r"[0-9a-f]{64}", name) else _hash(name),
        "record": kind,
        "quote": given.get("quote") or "",
        "nth": int(given.get("nth") or 1),
        "field": given["field"],
        "value": given["value"],
        "note": given.get("note"),
    }


def corrected(record: dict[str, Any], corrections: Iterable[Any]) -> dict[str, Any]:
    """The article's JSON object with corrections applied; `corrected` names the fields that a person has set, in each record.

    A record is known by its words and by which of those with these words it is, so that a correction finds it again after the
    offsets have moved. One that finds nothing, or does not fit the record, is left out with a warning.
    """
    for one in corrections:
        kind = RECORDS.get(one.record)
        same = [fact for fact in record[kind] if fact["quote"] == one.quote] if kind else [record]
        if not 0 < one.nth <= len(same):
            record = {
                **record,
                "warnings": [
                    *record["warnings"],
                    f"correction {one.id} found no {one.record} {one.quote!r} (number {one.nth})",
                ],
            }
            continue
        old = same[one.nth - 1]
        fixed = {**old, one.field: one.value}
        tried = fixed if kind is None else {**record, kind: [fixed if fact is old else fact for fact in record[kind]]}
        problem = _misfit(tried)
        if problem:
            record = {**record, "warnings": [*record["warnings"], f"correction {one.id} does not fit: {problem}"]}
            continue
        fixed["corrected"] = [*old.get("corrected", ()), one.field]
        record = fixed if kind is None else {**record, kind: [fixed if fact is old else fact for fact in record[kind]]}
    return record


def _misfit(record: Mapping[str, Any]) -> str:
    """Why this is no article, "" when it is one."""
    plain = {name: value for name, value in record.items() if name != "corrected"}
    for kind in RECORDS.values():
        plain[kind] = [{name: value for name, value in one.items() if name != "corrected"} for one in record[kind]]
    try:
        Article.model_validate(plain)
    except ValueError as error:
        return " ".join(str(error).split())[:200]
    return ""


def _passing(error: exc.DBAPIError) -> bool:
    """Whether the same transaction may well succeed in a moment: a deadlock, a lost connection, a server that restarts."""
    if error.connection_invalidated or isinstance(error, exc.InterfaceError):
        return True
    state = getattr(error.orig, "sqlstate", None) or ""
    code = error.orig.args[0] if error.orig is not None and error.orig.args else None
    return (
        state in ("40001", "40P01", "57P01", "57P02", "57P03")
        or state.startswith("08")
        or code in (1205, 1213, 2002, 2003, 2006, 2013)
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def failure_of(row: Any) -> Failure:
    """A row of the quarantine as the failure it was."""
    return Failure(id=row.address, stage=row.stage, error=row.error, message=row.message, attempts=row.attempts)
