"""The tables of the first story."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of the first story."""
    op.create_table(
        "action",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index("ix_action_audit", "action", ["audit"], unique=False)
    op.create_table(
        "audit",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("practitioner", sa.String(), nullable=False),
        sa.Column("team_manager", sa.String(), nullable=False),
        sa.Column("quota", sa.String(), nullable=True),
        sa.Column("kloe", sa.Integer(), nullable=True),
        sa.Column("auditor", sa.String(), nullable=True),
        sa.Column("moderator", sa.String(), nullable=True),
        sa.Column("deputy", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("resumes", sa.String(), nullable=True),
        sa.Column("reallocated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("independence", sa.Text(), nullable=True),
        sa.Column("barred", sa.Text(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first", sa.String(), nullable=True),
        sa.Column("moderated", sa.String(), nullable=True),
        sa.Column("third_lock", sa.String(), nullable=True),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.Column("progressed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index("ix_audit_auditor", "audit", ["auditor"], unique=False)
    op.create_index("ix_audit_cycle", "audit", ["cycle"], unique=False)
    op.create_index("ix_audit_moderator", "audit", ["moderator"], unique=False)
    op.create_table(
        "audit_return",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("auditor", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("domain_grades", sa.Text(), nullable=False),
        sa.Column("practitioner_involved", sa.String(), nullable=False),
        sa.Column("discussed_on", sa.Date(), nullable=False),
        sa.Column("family_heard", sa.Boolean(), nullable=False),
        sa.Column("services_involved", sa.Text(), nullable=False),
        sa.Column("document_link", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index("ix_audit_return_audit", "audit_return", ["audit"], unique=False)
    op.create_table(
        "child_case",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("practitioner", sa.String(), nullable=False),
        sa.Column("team_manager", sa.String(), nullable=False),
        sa.Column("iro", sa.String(), nullable=True),
        sa.Column("cp_chair", sa.String(), nullable=True),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("involved", sa.Text(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index("ix_child_case_service", "child_case", ["service"], unique=False)
    op.create_table(
        "closure",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_table(
        "conflict",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("declared_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index("ix_conflict_audit", "conflict", ["audit"], unique=False)
    op.create_table(
        "conversation",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("service_url", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("programme", "person"),
    )
    op.create_table(
        "cycle",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kloes", sa.Text(), nullable=False),
        sa.Column("slack", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.Column("parameters", sa.Text(), nullable=True),
        sa.Column("pool", sa.Text(), nullable=False),
        sa.Column("allocation_seed", sa.Integer(), nullable=True),
        sa.Column("load", sa.Text(), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_table(
        "digest",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("head_seq", sa.BigInteger(), nullable=False),
        sa.Column("head_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_table(
        "digest_line",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("auditor", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("addressed_by", sa.String(), nullable=True),
        sa.Column("addressed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index("ix_digest_line_audit", "digest_line", ["audit"], unique=False)
    op.create_index("ix_digest_line_digest", "digest_line", ["digest"], unique=False)
    op.create_table(
        "duty",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_version", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("counted", sa.Text(), nullable=False),
        sa.Column("ladder", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("closures", sa.Boolean(), nullable=False),
        sa.Column("rungs_sent", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index(
        "duty_next_rung",
        "duty",
        ["programme", "rung_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_duty_cycle", "duty", ["cycle"], unique=False)
    op.create_index("ix_duty_kind", "duty", ["kind"], unique=False)
    op.create_index("ix_duty_owner", "duty", ["owner"], unique=False)
    op.create_index("ix_duty_subject", "duty", ["subject"], unique=False)
    op.create_table(
        "exemption",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("replacement", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index("ix_exemption_audit", "exemption", ["audit"], unique=False)
    op.create_table(
        "fact",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "seq"),
    )
    op.create_index("fact_key_once", "fact", ["programme", "key"], unique=True)
    op.create_index("ix_fact_subject", "fact", ["subject"], unique=False)
    op.create_table(
        "head",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("programme"),
    )
    op.create_table(
        "list_change",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("audit", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index("ix_list_change_cycle", "list_change", ["cycle"], unique=False)
    op.create_table(
        "message",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("covers", sa.Text(), nullable=False),
        sa.Column("once", sa.String(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("activity_id", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redraw_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index("ix_message_activity_id", "message", ["activity_id"], unique=False)
    op.create_index("ix_message_subject", "message", ["subject"], unique=False)
    op.create_index("ix_message_to", "message", ["to"], unique=False)
    op.create_index("message_once", "message", ["programme", "once"], unique=True)
    op.create_index(
        "message_to_redraw",
        "message",
        ["programme", "redraw_at"],
        unique=False,
        sqlite_where=sa.text("redraw_at IS NOT NULL"),
        postgresql_where=sa.text("redraw_at IS NOT NULL"),
    )
    op.create_index(
        "message_waiting",
        "message",
        ["programme", "not_before"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "person",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("entra_object_id", sa.String(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("reports_to", sa.String(), nullable=True),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("max_audits", sa.Integer(), nullable=True),
        sa.Column("absent_from", sa.Date(), nullable=True),
        sa.Column("absent_to", sa.Date(), nullable=True),
        sa.Column("delegate", sa.String(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_index("ix_person_entra_object_id", "person", ["entra_object_id"], unique=False)
    op.create_table(
        "profile_text",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_table(
        "programme",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    op.create_table(
        "sealed",
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("retention", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "id"),
    )
    _facts_are_only_added_to()


REFUSAL = "facts are only added to"


def _facts_are_only_added_to() -> None:
    """Triggers refuse UPDATE and DELETE, because a bulk write escapes every other guard."""
    if op.get_bind().dialect.name == "sqlite":
        # SQLite runs no DELETE trigger for the row that INSERT OR REPLACE removes.
        same = "programme = NEW.programme AND (seq = NEW.seq OR key = NEW.key)"
        op.execute(
            "CREATE TRIGGER fact_no_replace BEFORE INSERT ON fact "  # noqa: S608 - our own words
            f"WHEN EXISTS (SELECT 1 FROM fact WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER fact_no_{verb.lower()} BEFORE {verb} ON fact "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION fact_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER fact_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON fact "
        "FOR EACH STATEMENT EXECUTE FUNCTION fact_refuse()"
    )
