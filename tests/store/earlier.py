"""A ledger as an earlier version of Sightline left it, made of one of today.

The statements are read from the migrations, so that a new migration is undone without a line here.
"""

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory

from store import migrations

UNDOING = (
    (re.compile(r"ALTER TABLE (\S+) ADD COLUMN (\S+) "), r"ALTER TABLE \1 DROP COLUMN \2"),
    (re.compile(r"CREATE TABLE (\S+) "), r"DROP TABLE \1"),
    (re.compile(r"CREATE (?:UNIQUE )?INDEX (\S+) "), r"DROP INDEX \1"),
)
"""What a migration may do after the earliest version below, with what undoes it."""


def back_to(revision: str) -> tuple[str, ...]:
    """The statements that make a ledger of today one of the given migration, such as `0006`."""
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    later = scripts.iterate_revisions("head", revision)
    undone = [undoing for script in later for undoing in _undoing(script)]
    return (*undone, f"UPDATE alembic_version SET version_num = '{revision}'")


def _undoing(script: Script) -> Iterator[str]:
    """What undoes one migration, its last statement first."""
    for statement in reversed(_statements(script)):
        for made, undoing in UNDOING:
            if found := made.match(statement):
                yield found.expand(undoing)
                break
        else:
            message = f"migration {script.revision}: say in UNDOING what undoes {statement!r}"
            raise LookupError(message)


def _statements(script: Script) -> list[str]:
    """The SQL of one migration, which runs against no database."""
    written = StringIO()
    context = MigrationContext.configure(
        dialect_name="sqlite", opts={"as_sql": True, "output_buffer": written}
    )
    with Operations.context(context):
        script.module.upgrade()
    return [part.strip() for part in written.getvalue().split(";") if part.strip()]


BEFORE_STAMPS = back_to("0009")
"""Before what steers delivery was stamped."""
BEFORE_KEY_CHECK = back_to("0006")
"""Before the check value of the data key."""
