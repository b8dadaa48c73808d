"""The first revision: runs, documents and their sources, articles and their records, quarantine, corrections, kept pages.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from newsextract.sinks.schema import fact_view

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

AMOUNT = sa.Numeric().with_variant(sa.Text(), "sqlite").with_variant(mysql.DECIMAL(65, 30), "mysql", "mariadb")
LONG = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BYTES = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", LONG, nullable=False),
        sa.Column("document_hash", sa.String(length=64), nullable=False),
        sa.Column("record", sa.String(length=16), nullable=False),
        sa.Column("quote", sa.String(length=255), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("note", LONG, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sa.UniqueConstraint(
            "document_hash", "record", "quote", "nth", "field", name="uq_correction_document_hash_record_quote_nth_field"
        ),
    )
    op.create_index("ix_correction_document_hash", "correction", ["document_hash"], unique=False)
    op.create_table(
        "page",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", BYTES, nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name="pk_page"),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started", sa.DateTime(), nullable=False),
        sa.Column("finished", sa.DateTime(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("command", LONG, nullable=True),
        sa.Column("summary", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_table(
        "document",
        sa.Column("id", ID, nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_document_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("content_hash", name="uq_document_content_hash"),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", ID, nullable=False),
        sa.Column("address", LONG, nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("options_hash", sa.String(length=32), nullable=False),
        sa.Column("options", LONG, nullable=False),
        sa.Column("url", LONG, nullable=True),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("message", LONG, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_run_id", sa.Integer(), nullable=False),
        sa.Column("last_run_id", sa.Integer(), nullable=False),
        sa.Column("resolved", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["first_run_id"], ["run.id"], name="fk_quarantine_first_run_id"),
        sa.ForeignKeyConstraint(["last_run_id"], ["run.id"], name="fk_quarantine_last_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
        sa.UniqueConstraint(
            "address_hash", "content_hash", "options_hash", name="uq_quarantine_address_hash_content_hash_options_hash"
        ),
    )
    op.create_table(
        "article",
        sa.Column("id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("options_hash", sa.String(length=32), nullable=False),
        sa.Column("options", LONG, nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("url", LONG, nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("title", LONG, nullable=False),
        sa.Column("pretitle", LONG, nullable=False),
        sa.Column("subtitle", LONG, nullable=False),
        sa.Column("published", sa.String(length=40), nullable=True),
        sa.Column("published_precision", sa.String(length=8), nullable=True),
        sa.Column("published_evidence", LONG, nullable=True),
        sa.Column("source", LONG, nullable=False),
        sa.Column("reporters", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("correspondents", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("editors", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("photographers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("column", LONG, nullable=False),
        sa.Column("document_number", LONG, nullable=False),
        sa.Column("text", LONG, nullable=False),
        sa.Column("paragraphs", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("region_name", sa.Text(), nullable=True),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column("region_level", sa.String(length=16), nullable=True),
        sa.Column("region_parts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("pages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("decoding", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("evidence", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("warnings", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("corrected", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_article_document_id"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_article_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("document_id", "version", "options_hash", name="uq_article_document_id_version_options_hash"),
    )
    op.create_index("ix_article_published", "article", ["published"], unique=False)
    op.create_index("ix_article_region_code", "article", ["region_code"], unique=False)
    op.create_table(
        "source_address",
        sa.Column("id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("address", LONG, nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("url", LONG, nullable=True),
        sa.Column("fetched", sa.String(length=40), nullable=True),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_source_address_document_id"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_source_address_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_source_address"),
        sa.UniqueConstraint("document_id", "address_hash", name="uq_source_address_document_id_address_hash"),
    )
    op.create_index("ix_source_address_address_hash", "source_address", ["address_hash"], unique=False)
    op.create_table(
        "date_mention",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quote", LONG, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("first", sa.String(length=40), nullable=True),
        sa.Column("last", sa.String(length=40), nullable=True),
        sa.Column("grain", sa.String(length=12), nullable=True),
        sa.Column("edtf", sa.Text(), nullable=True),
        sa.Column("timex3", sa.Text(), nullable=True),
        sa.Column("anchor", sa.String(length=12), nullable=False),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("calendar", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("corrected", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_date_mention_article_id"),
        sa.PrimaryKeyConstraint("article_id", "ordinal", name="pk_date_mention"),
    )
    op.create_index("ix_date_mention_first", "date_mention", ["first"], unique=False)
    op.create_table(
        "edit",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("was", LONG, nullable=False),
        sa.Column("put", LONG, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_edit_article_id"),
        sa.PrimaryKeyConstraint("article_id", "ordinal", name="pk_edit"),
    )
    op.create_table(
        "loss",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_loss_article_id"),
        sa.PrimaryKeyConstraint("article_id", "ordinal", name="pk_loss"),
    )
    op.create_table(
        "numeric_fact",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quote", LONG, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("number_start", sa.Integer(), nullable=False),
        sa.Column("number_end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", AMOUNT, nullable=True),
        sa.Column("value_real", sa.Double(), nullable=True),
        sa.Column("upper", AMOUNT, nullable=True),
        sa.Column("upper_real", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=True),
        sa.Column("modifier", sa.Text(), nullable=False),
        sa.Column("bound", sa.String(length=12), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("comparison", sa.Text(), nullable=False),
        sa.Column("period_text", sa.Text(), nullable=True),
        sa.Column("period_first", sa.String(length=40), nullable=True),
        sa.Column("period_last", sa.String(length=40), nullable=True),
        sa.Column("region_name", sa.Text(), nullable=True),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column("region_level", sa.String(length=16), nullable=True),
        sa.Column("region_parts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("why", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=True),
        sa.Column("change", AMOUNT, nullable=True),
        sa.Column("change_real", sa.Double(), nullable=True),
        sa.Column("ratio", AMOUNT, nullable=True),
        sa.Column("ratio_real", sa.Double(), nullable=True),
        sa.Column("modality", sa.Text(), nullable=True),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("part_of", sa.Text(), nullable=True),
        sa.Column("corrected", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_numeric_fact_article_id"),
        sa.PrimaryKeyConstraint("article_id", "ordinal", name="pk_numeric_fact"),
    )
    op.create_index(
        "ix_numeric_fact_question",
        "numeric_fact",
        ["indicator", "region_code", "period_first"],
        unique=False,
        mysql_length={"indicator": 100},
    )
    op.create_index("ix_numeric_fact_region_code", "numeric_fact", ["region_code"], unique=False)
    op.create_table(
        "organisation_mention",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quote", LONG, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("region_name", sa.Text(), nullable=True),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column("region_level", sa.String(length=16), nullable=True),
        sa.Column("region_parts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("evidence", LONG, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("corrected", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_organisation_mention_article_id"),
        sa.PrimaryKeyConstraint("article_id", "ordinal", name="pk_organisation_mention"),
    )
    op.create_index("ix_organisation_mention_name", "organisation_mention", ["name"], unique=False, mysql_length={"name": 100})
    op.create_index("ix_organisation_mention_region_code", "organisation_mention", ["region_code"], unique=False)
    op.create_table(
        "removed",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", LONG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_removed_article_id"),
        sa.PrimaryKeyConstraint("article_id", "ordinal", name="pk_removed"),
    )
    op.execute(fact_view(op.get_bind().dialect.name))


def downgrade() -> None:
    op.execute("DROP VIEW fact")
    op.drop_table("removed")
    op.drop_index("ix_organisation_mention_region_code", table_name="organisation_mention")
    op.drop_index("ix_organisation_mention_name", table_name="organisation_mention", mysql_length={"name": 100})
    op.drop_table("organisation_mention")
    op.drop_index("ix_numeric_fact_region_code", table_name="numeric_fact")
    op.drop_index("ix_numeric_fact_question", table_name="numeric_fact", mysql_length={"indicator": 100})
    op.drop_table("numeric_fact")
    op.drop_table("loss")
    op.drop_table("edit")
    op.drop_index("ix_date_mention_first", table_name="date_mention")
    op.drop_table("date_mention")
    op.drop_index("ix_source_address_address_hash", table_name="source_address")
    op.drop_table("source_address")
    op.drop_index("ix_article_region_code", table_name="article")
    op.drop_index("ix_article_published", table_name="article")
    op.drop_table("article")
    op.drop_table("quarantine")
    op.drop_table("document")
    op.drop_table("run")
    op.drop_table("page")
    op.drop_index("ix_correction_document_hash", table_name="correction")
    op.drop_table("correction")
