"""Where people have their mail, if not at their user principal name."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An e-mail says that something waits, to whom Teams does not reach."""
    op.add_column("person", sa.Column("email", sa.String(), nullable=True))
