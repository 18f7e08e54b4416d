"""UoPP meetings in people's calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The invitations that were sent, cancelled or failed."""
    op.create_table(
        "invitation",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("organiser", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited", sa.Text(), nullable=False),
        sa.Column("event", sa.String(), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_invitation_about"), "invitation", ["about"], unique=False)
