"""The audit month in full: sections, checks, moderation, disputes, concerns, dip samples."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables for the work between the return and the end of the audit month."""
    op.create_table(
        "concern",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("meetings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_table(
        "dip_finding",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("sampled_by", sa.String(), nullable=False),
        sa.Column("sampled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_dip_finding_audit"), "dip_finding", ["audit"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("referred_because", sa.String(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_dispute_audit"), "dispute", ["audit"], unique=False)
    op.create_table(
        "draft",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("auditor", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_draft_audit"), "draft", ["audit"], unique=False)
    op.create_table(
        "grade_decision",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("spoke_on", sa.Date(), nullable=True),
        sa.Column("practitioner_heard", sa.Boolean(), nullable=True),
        sa.Column("family_heard", sa.Boolean(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_grade_decision_audit"), "grade_decision", ["audit"], unique=False)
    op.create_table(
        "help_request",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_help_request_duty"), "help_request", ["duty"], unique=False)
    op.create_table(
        "kloe_report",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("kloe", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("findings", sa.String(), nullable=True),
        sa.Column("reported_by", sa.String(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_kloe_report_cycle"), "kloe_report", ["cycle"], unique=False)
    op.create_table(
        "referral",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("referred_by", sa.String(), nullable=False),
        sa.Column("referred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("spoke_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("support", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_referral_audit"), "referral", ["audit"], unique=False)
    op.create_table(
        "section",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("stand_in", sa.String(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_section_audit"), "section", ["audit"], unique=False)
    op.create_table(
        "send_back",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("spoke_on", sa.Date(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_send_back_audit"), "send_back", ["audit"], unique=False)
    op.add_column("audit", sa.Column("checked", sa.String(), nullable=True))
    op.add_column("audit", sa.Column("to_moderate", sa.Boolean(), nullable=True))
    op.add_column("audit", sa.Column("amended", sa.String(), nullable=True))
    op.add_column("audit", sa.Column("moderated_by", sa.String(), nullable=True))
    op.add_column("audit", sa.Column("moderated_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("audit", sa.Column("locked_by", sa.String(), nullable=True))
    op.add_column("audit", sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("audit", sa.Column("cover", sa.String(), nullable=True))
    op.add_column("audit", sa.Column("replaces", sa.String(), nullable=True))
    op.add_column(
        "audit_return", sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True)
    )
