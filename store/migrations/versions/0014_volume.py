"""How many audits a cycle has, where whoever opened it said so."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Cycles of before have as many as their profile says by itself."""
    op.add_column("cycle", sa.Column("volume", sa.Text(), nullable=True))
