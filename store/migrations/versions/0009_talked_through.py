"""The day on which a re-audit was talked through with the Team Manager."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Returns of before have none; nor has an audit that is no re-audit."""
    op.add_column("audit_return", sa.Column("manager_discussed_on", sa.Date(), nullable=True))
