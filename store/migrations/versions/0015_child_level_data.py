"""Cases from a council's own extract: the names in it, and what was answered about them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NAMES = ("worker_named", "team_named")
LISTS = ("set_aside", "involvements", "steps")


def upgrade() -> None:
    """Cases of before name people by UPN, so that every new column is empty for them."""
    for column in NAMES:
        op.add_column("child_case", sa.Column(column, sa.String(), nullable=True))
    for column in LISTS:
        op.add_column("child_case", sa.Column(column, sa.Text(), nullable=True))
    op.create_table(
        "known_name",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("within", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
