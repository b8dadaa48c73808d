"""What a database of records holds: one schema for SQLite, PostgreSQL and MySQL, made by Alembic's first revision.

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
import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.engine import Dialect

HEAD = "0002"
"""The revision of the schema that this code writes; the newest file in migrations/versions."""


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
    sa.Column("roles", Json, nullable=False),
    sa.Column("column", Long, nullable=False),
    sa.Column("document_number", Long, nullable=False),
    sa.Column("text", Long, nullable=False),
    sa.Column("paragraphs", Json),  # only where they are not the lines of the text
    *_region(),
    sa.Column("pages", Json, nullable=False),
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
    sa.Column("timex3_mod", sa.String(16)),
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
    sa.Column("entity", sa.Integer),
    sa.Column("id_uscc", sa.String(18)),
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
    """The statement that makes the view `fact`; on SQLite its amounts are the floats, because text would compare as text.

    >>> "f.value_real AS value" in fact_view("sqlite"), "f.value AS value" in fact_view("postgresql")
    (True, True)
    """
    return FACT_VIEW.format(
        **({"value": "value_real", "upper": "upper_real"} if dialect == "sqlite" else {"value": "value", "upper": "upper"})
    )


@functools.cache
def _columns(table: sa.Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns)


_AMOUNTS = ("value", "upper", "change", "ratio")


def rows_of(record: Mapping[str, Any], table: sa.Table) -> dict[str, Any]:
    """The columns of a record given as its JSON object: nested ones flattened, amounts doubled as floats.

    >>> row = rows_of({"quote": "412个", "value": "412", "period": {"text": "2023年底", "first": None, "last": "2023-12-31"}}, numeric_fact)
    >>> row["value"], row["value_real"], row["period_last"], row["region_name"]
    ('412', 412.0, '2023-12-31', None)
    """
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
    """The inverse of `rows_of`: the record's fields from its columns.

    >>> record_of({"quote": "6月7日", "first": "2024-06-07"}, ["quote", "first"])
    {'quote': '6月7日', 'first': '2024-06-07'}
    """
    record = {name: row[name] for name in fields if name in row}
    if "region_name" in row:
        region = {name: row[f"region_{name}"] for name in ("name", "code", "level")}
        record["region"] = None if region["name"] is None else {**region, "parts": row["region_parts"] or ()}
    if "period_text" in row:
        period = {name: row[f"period_{name}"] for name in ("text", "first", "last")}
        record["period"] = None if period["text"] is None else period
    return record


def article_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an article given as its JSON object, without the keys of the ledger.

    >>> row = article_row({"title": "开学", "published": {"value": "2024-09-02", "precision": "day"}, "text": "一\\n二", "paragraphs": ["一", "二"]})
    >>> row["title"], row["published"], row["paragraphs"]
    ('开学', '2024-09-02', None)
    """
    row = {
        name: value for name, value in rows_of(record, article).items() if name not in ("version", "paragraphs", "published")
    }
    published = record.get("published") or {}
    row["published"] = published.get("value")
    row["published_precision"] = published.get("precision")
    row["published_evidence"] = published.get("evidence")
    row["paragraphs"] = None if record["paragraphs"] == lines_of(record["text"]) else record["paragraphs"]
    return row


def lines_of(text: str) -> list[str]:
    """The lines of a text, which are its paragraphs unless the article says otherwise; none of an empty one.

    >>> lines_of("")
    []
    """
    return text.split("\n") if text else []


def version_key(version: str) -> tuple[int, ...]:
    """A version in the order of versions: 0.10.0 comes after 0.9.2.

    >>> version_key("0.10.0") > version_key("0.9.2")
    True
    """
    return tuple(int(part) for part in re.findall(r"\d+", version))


def hashed(text: str) -> str:
    """The SHA-256 of an address: addresses have any length, and no database indexes that.

    >>> hashed("https://news.example/1")[:12]
    'f1372b7cd058'
    """
    return hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()
