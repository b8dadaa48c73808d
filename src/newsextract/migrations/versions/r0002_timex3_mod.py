"""Dates have the mod of TIMEX3 beside its value, articles the persons who hold an office, mentions of organisations their entity and code.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.add_column("date_mention", sa.Column("timex3_mod", sa.String(length=16), nullable=True))
    if op.get_bind().dialect.name == "sqlite":  # which makes no column NOT NULL afterwards
        op.add_column("article", sa.Column("roles", JSON, nullable=False, server_default="[]"))
    else:
        op.add_column("article", sa.Column("roles", JSON, nullable=True))
        op.execute("UPDATE article SET roles = '[]'")
        op.alter_column("article", "roles", existing_type=JSON, nullable=False)
    op.add_column("organisation_mention", sa.Column("entity", sa.Integer(), nullable=True))
    op.add_column("organisation_mention", sa.Column("id_uscc", sa.String(length=18), nullable=True))


def downgrade() -> None:
    for table, column in (("organisation_mention", "id_uscc"), ("organisation_mention", "entity"), ("article", "roles"), ("date_mention", "timex3_mod")):
        op.drop_column(table, column)
