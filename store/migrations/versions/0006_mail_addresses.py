"""People's mail addresses that differ from their user principal names."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """People whom Teams cannot reach get an e-mail that a message is waiting."""
    op.add_column("person", sa.Column("email", sa.String(), nullable=True))
