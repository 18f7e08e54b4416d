"""Stamps on what steers delivery, by which an edit in the database is noticed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty columns: a migration has no key, so `db upgrade` stamps the rows in the same commit."""
    op.add_column("conversation", sa.Column("salt", sa.LargeBinary(), nullable=True))
    op.add_column("conversation", sa.Column("stamp", sa.String(), nullable=True))
    op.add_column("message", sa.Column("stamp", sa.String(), nullable=True))
