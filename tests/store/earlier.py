"""A ledger as an earlier version of Sightline left it, made of one of today."""

BEFORE_STAMPS = (
    "ALTER TABLE message DROP COLUMN stamp",
    "ALTER TABLE conversation DROP COLUMN stamp",
    "ALTER TABLE conversation DROP COLUMN salt",
    "UPDATE alembic_version SET version_num = '0009'",
)
"""Before what steers delivery was stamped."""
BEFORE_KEY_CHECK = (
    *BEFORE_STAMPS,
    "ALTER TABLE audit_return DROP COLUMN manager_discussed_on",
    "ALTER TABLE send_back DROP COLUMN amend_by",
    "DROP TABLE key_check",
    "UPDATE alembic_version SET version_num = '0006'",
)
"""Before the check value of the data key."""
