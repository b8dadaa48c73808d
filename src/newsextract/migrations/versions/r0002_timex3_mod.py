"""Dates have the mod of TIMEX3 beside its value.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("date_mention", sa.Column("timex3_mod", sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column("date_mention", "timex3_mod")
