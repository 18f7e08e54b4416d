"""The months after: actions to closure, meetings, progress, the timetable and the board."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables for the work after the audit month and for the programme's year."""
    op.create_table(
        "appraisal",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("team_manager", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("sampled_by", sa.String(), nullable=True),
        sa.Column("sampled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sample", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_appraisal_cycle"), "appraisal", ["cycle"], unique=False)
    op.create_table(
        "board_date",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_table(
        "cycle_report",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_cycle_report_cycle"), "cycle_report", ["cycle"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("chair", sa.String(), nullable=False),
        sa.Column("convened_by", sa.String(), nullable=False),
        sa.Column("convened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("invited", sa.Text(), nullable=False),
        sa.Column("replies", sa.Text(), nullable=False),
        sa.Column("attended", sa.Text(), nullable=False),
        sa.Column("stands_in", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.String(), nullable=True),
        sa.Column("into_plan", sa.String(), nullable=True),
        sa.Column("why_not", sa.String(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_meeting_about"), "meeting", ["about"], unique=False)
    op.create_table(
        "progress",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_progress_audit"), "progress", ["audit"], unique=False)
    op.create_table(
        "progression",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(op.f("ix_progression_audit"), "progression", ["audit"], unique=False)
    op.create_table(
        "timetable",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.add_column("action", sa.Column("cycle", sa.String(), nullable=False, server_default=""))
    op.add_column("action", sa.Column("who", sa.String(), nullable=False, server_default=""))
    op.create_index(op.f("ix_action_cycle"), "action", ["cycle"], unique=False)
    op.add_column("action", sa.Column("done_by", sa.String(), nullable=True))
    op.add_column("action", sa.Column("done_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("action", sa.Column("outcome", sa.String(), nullable=True))
    op.add_column("action", sa.Column("reopened_because", sa.String(), nullable=True))
    op.add_column("action", sa.Column("confirmed_by", sa.String(), nullable=True))
    op.add_column("action", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("action", sa.Column("board_on", sa.Date(), nullable=True))
    op.add_column("action", sa.Column("signed_by", sa.String(), nullable=True))
    op.add_column("action", sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("audit", sa.Column("looks_at", sa.String(), nullable=True))
    op.add_column("audit", sa.Column("uopp_held_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("audit", sa.Column("uopp_met_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("audit", sa.Column("improved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("audit", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cycle", sa.Column("theme", sa.String(), nullable=True))
    op.add_column("cycle", sa.Column("kloe_met_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "child_case", sa.Column("subject", sa.String(), nullable=False, server_default="case")
    )
    op.create_index(op.f("ix_audit_looks_at"), "audit", ["looks_at"], unique=False)
    # Some kinds of audit are not graded (programme.md §6).
    for table in ("audit_return", "grade_decision"):
        with op.batch_alter_table(table) as changed:
            changed.alter_column("grade", existing_type=sa.String(), nullable=True)
