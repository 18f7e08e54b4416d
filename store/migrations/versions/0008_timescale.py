"""The day by which a return that was sent back is amended, where the audit team set one."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A sending back without a day of its own has the profile's days."""
    op.add_column("send_back", sa.Column("amend_by", sa.Date(), nullable=True))
