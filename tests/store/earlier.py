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
from sqlmodel import SQLModel

from store import migrations

_TABLES = "|".join(sorted(SQLModel.metadata.tables, key=len, reverse=True))
_ONE_DOUBLE = (
    "CREATE TRIGGER fact_no_replace BEFORE INSERT ON fact WHEN EXISTS (SELECT 1 FROM fact WHERE "
    "programme = NEW.programme AND (seq = NEW.seq OR key = NEW.key)) "
    "BEGIN SELECT RAISE(ABORT, 'facts are only added to'); END"
)
UNDOING = (
    (re.compile(r"CREATE TRIGGER (\S+) "), r"DROP TRIGGER IF EXISTS \1"),
    (re.compile(r"DROP TRIGGER fact_no_replace"), _ONE_DOUBLE),
    (re.compile(rf"DROP INDEX ix_({_TABLES})_(\S+)"), r'CREATE INDEX ix_\1_\2 ON \1 ("\2")'),
    (re.compile(r"ALTER TABLE (\S+) ADD COLUMN (\S+) "), r"ALTER TABLE \1 DROP COLUMN \2"),
    (re.compile(r"CREATE TABLE (\S+) "), r"DROP TABLE \1"),
    (re.compile(r"CREATE (?:UNIQUE )?INDEX (\S+) "), r"DROP INDEX \1"),
)
"""What a migration may do after the earliest version below, with what undoes it."""


def back_to(revision: str, database: str = "sqlite") -> tuple[str, ...]:
    """The statements that make a ledger of today one of the given migration, such as `0006`.

    `database` is `sqlite` or `postgresql`.
    """
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    later = scripts.iterate_revisions("head", revision)
    undone = [undoing for script in later for undoing in _undoing(script, database)]
    return (*undone, f"UPDATE alembic_version SET version_num = '{revision}'")


def _undoing(script: Script, database: str) -> Iterator[str]:
    """What undoes one migration, its last statement first."""
    for statement in reversed(_statements(script, database)):
        for made, undoing in UNDOING:
            if found := made.match(statement):
                yield found.expand(undoing)
                break
        else:
            message = f"migration {script.revision}: say in UNDOING what undoes {statement!r}"
            raise LookupError(message)


def _statements(script: Script, database: str) -> list[str]:
    """The SQL of one migration, which runs against no database."""
    written = StringIO()
    context = MigrationContext.configure(
        dialect_name=database, opts={"as_sql": True, "output_buffer": written}
    )
    with Operations.context(context):
        script.module.upgrade()
    return [part.strip() for part in written.getvalue().split(";\n") if part.strip()]


BEFORE_STAMPS = back_to("0009")
"""Before what steers delivery was stamped."""
BEFORE_KEY_CHECK = back_to("0006")
"""Before the check value of the data key."""
