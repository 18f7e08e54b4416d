"""People who were turned away, and who is known not to be a guest of the tenant."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One new table, and one new column in the address book."""
    op.create_table(
        "turned_away",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("entra_object_id", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_turned_away_on"), "turned_away", ["on"], unique=False)
    op.add_column(
        "conversation",
        sa.Column("is_member", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
