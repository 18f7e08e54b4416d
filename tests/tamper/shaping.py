"""Tamperings of the shape: triggers, indexes, columns and tables that no migration left so."""

from collections.abc import Iterator

from sqlalchemy import Connection, Table
from sqlmodel import SQLModel

from tests.tamper.editing import Tampering

SQLITE_TRIGGERS = ("fact_no_update", "fact_no_delete", "fact_no_replace")
SQLITE = (
    (
        "trigger made idle",
        "DROP TRIGGER fact_no_update",
        "CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact BEGIN SELECT 1; END",
    ),
    (
        "trigger added",
        (
            "CREATE TRIGGER quiet BEFORE UPDATE OF state ON message "
            "WHEN NEW.state = 'delivered' BEGIN SELECT RAISE(IGNORE); END"
        ),
    ),
)
POSTGRES = (
    ("trigger dropped", "DROP TRIGGER fact_only_added ON fact"),
    ("trigger switched off", "ALTER TABLE fact DISABLE TRIGGER fact_only_added"),
    ("trigger switched off", "ALTER TABLE fact DISABLE TRIGGER ALL"),
    ("trigger switched off", "ALTER TABLE fact ENABLE REPLICA TRIGGER fact_only_added"),
    (
        "trigger made idle",
        (
            "CREATE OR REPLACE FUNCTION fact_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NULL; END $$"
        ),
    ),
    (
        "trigger added",
        (
            "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NULL; END $$"
        ),
        "CREATE TRIGGER quiet BEFORE UPDATE ON message FOR EACH ROW EXECUTE FUNCTION quiet()",
    ),
    ("rule added", "CREATE RULE quiet AS ON UPDATE TO message DO INSTEAD NOTHING"),
    ("rule added", "ALTER TABLE message ADD CONSTRAINT few CHECK (attempts < 99)"),
    ("lost at a crash", "ALTER TABLE message SET UNLOGGED"),
    ("rows hidden", "ALTER TABLE message ENABLE ROW LEVEL SECURITY"),
    ("type changed", "ALTER TABLE message ALTER COLUMN attempts TYPE bigint"),
    ("key dropped", "ALTER TABLE head DROP CONSTRAINT head_pkey"),
)
VERSION = (
    ("column changed", "UPDATE alembic_version SET version_num = '0001'"),
    ("row added", "INSERT INTO alembic_version VALUES ('0001')"),
    ("row deleted", "DELETE FROM alembic_version"),
)


def of_shape(connection: Connection) -> Iterator[Tampering]:
    """Every change of the shape, on every table."""
    sqlite = connection.dialect.name == "sqlite"
    for name in SQLITE_TRIGGERS if sqlite else ():
        yield _change("fact", "trigger dropped", f"DROP TRIGGER {name}")
    for kind, *statements in SQLITE if sqlite else POSTGRES:
        of = next(one for one in ("message", "head", "fact") if one in statements[-1])
        yield _change(of, kind, *statements)
    for kind, statement in VERSION:
        yield _change("alembic_version", kind, statement)
    for name, table in SQLModel.metadata.tables.items():
        yield from _of_table(name, table)


def _of_table(name: str, table: Table) -> Iterator[Tampering]:
    for index in sorted(str(index.name) for index in table.indexes):
        yield _change(name, "index dropped", f'DROP INDEX "{index}"')
    first = next(iter(table.c)).name
    yield _change(name, "index added", f'CREATE INDEX "added_{name}" ON "{name}" ("{first}")')
    yield _change(name, "column added", f'ALTER TABLE "{name}" ADD COLUMN added TEXT')
    yield _change(name, "table dropped", f'DROP TABLE "{name}"')
    held = {column.name for index in table.indexes for column in index.columns}
    free = [c.name for c in table.c if not c.primary_key and c.name not in held]
    # SQLite drops no column that a trigger or a part of an index names.
    for column in free[-1:] if name not in {"fact", "message"} else ():
        yield _change(name, "column dropped", f'ALTER TABLE "{name}" DROP COLUMN "{column}"')


def _change(table: str, kind: str, *statements: str) -> Tampering:
    def run(connection: Connection) -> None:
        for statement in statements:
            connection.exec_driver_sql(statement)

    return Tampering(table, kind, statements[-1][:120], run, triggers=True)
