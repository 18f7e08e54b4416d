"""Indexes that begin with the programme, so that an act costs the same however old the ledger."""

from typing import Final

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OF_ONE_COLUMN: Final = {
    "action": ("audit", "cycle"),
    "appraisal": ("cycle",),
    "audit": ("auditor", "cycle", "looks_at", "moderator"),
    "audit_return": ("audit",),
    "child_case": ("service",),
    "conflict": ("audit",),
    "cycle_report": ("cycle",),
    "digest_line": ("audit", "digest"),
    "dip_finding": ("audit",),
    "dispute": ("audit",),
    "draft": ("audit",),
    "exemption": ("audit",),
    "grade_decision": ("audit",),
    "help_request": ("duty",),
    "invitation": ("about",),
    "kloe_report": ("cycle",),
    "list_change": ("cycle",),
    "meeting": ("about",),
    "person": ("entra_object_id",),
    "progress": ("audit",),
    "progression": ("audit",),
    "referral": ("audit",),
    "section": ("audit",),
    "send_back": ("audit",),
    "turned_away": ("on",),
    "upn_alias": ("person",),
}
"""Each gets the programme in front of it."""
NO_LONGER: Final = {
    "duty": ("cycle", "kind", "owner", "subject"),
    "fact": ("subject",),
    "message": ("activity_id", "subject", "to"),
}
"""Those below take the place of these."""
OF_SEVERAL: Final = (
    ("duty_in_cycle", "duty", ["programme", "cycle", "closed_at"]),
    ("duty_of_kind", "duty", ["programme", "kind", "subject"]),
    ("duty_of_owner", "duty", ["programme", "owner", "closed_at"]),
    ("duty_on_subject", "duty", ["programme", "subject", "closed_at"]),
    ("duty_open", "duty", ["programme", "closed_at"]),
    ("fact_on_subject", "fact", ["programme", "subject", "verb", "seq"]),
    ("message_on_subject", "message", ["programme", "subject", "to"]),
    ("message_shown", "message", ["programme", "activity_id", "to"]),
    ("message_to_person", "message", ["programme", "to", "kind", "subject"]),
)


def upgrade() -> None:
    """Take out the indexes that no question uses, and make those that all of them do."""
    for table, columns in (OF_ONE_COLUMN | NO_LONGER).items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table_name=table)
    for table, columns in OF_ONE_COLUMN.items():
        for column in columns:
            op.create_index(f"{table}_{column}", table, ["programme", column])
    for name, table, several in OF_SEVERAL:
        op.create_index(name, table, several)
    if op.get_context().dialect.name == "sqlite":
        _look_for_a_double_by_each_key()


def _look_for_a_double_by_each_key() -> None:
    """With one question for both keys and an OR, SQLite may read every fact at each new one."""
    same = "EXISTS (SELECT 1 FROM fact WHERE programme = NEW.programme AND"
    op.execute("DROP TRIGGER fact_no_replace")
    op.execute(
        "CREATE TRIGGER fact_no_replace BEFORE INSERT ON fact "
        f"WHEN {same} seq = NEW.seq) OR {same} key = NEW.key) "
        "BEGIN SELECT RAISE(ABORT, 'facts are only added to'); END"
    )
