"""The UPNs that people were given by a renaming."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """People are known by their object id, so that a new UPN is a name beside the others."""
    op.create_table(
        "upn_alias",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_upn_alias_person"), "upn_alias", ["person"], unique=False)
