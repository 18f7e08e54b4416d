"""What the migrations make, compared with a database: tables, columns, indexes, triggers.

What a migration makes is read from an empty SQLite database that is migrated in memory, so there is
no second list to keep. Objects of a database's own that hang on no table of ours are left alone.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from sqlalchemy import Connection, create_engine
from sqlmodel import SQLModel

from store.migrations import upgrade

POSTGRES_TYPES: Final = {
    "VARCHAR": "character varying",
    "VARCHAR(32)": "character varying(32)",
    "DATETIME": "timestamp with time zone",
    "BLOB": "bytea",
}
"""What PostgreSQL calls a type that SQLite spells so; others differ by their capitals alone."""
POSTGRES_GUARDS: Final = {
    "trigger fact_only_added on fact": (
        "enabled O BEFORE DELETE OR UPDATE OR TRUNCATE STATEMENT fact_refuse "
        "plpgsql BEGIN RAISE EXCEPTION 'facts are only added to'; END"
    )
}
"""The triggers of PostgreSQL, which SQLite words in another way (migration 0001)."""
OWN: Final = "alembic_version"

Shape = dict[str, str]
"""Each object, such as `trigger fact_no_update on fact`, with its definition in one spelling."""


class _Column(NamedTuple):
    """A column as SQLite tells of it."""

    name: str
    type: str
    required: bool
    default: str | None
    key: int


def differences(connection: Connection) -> Iterator[str]:
    """Each way in which the database differs from what the migrations make, as a sentence."""
    if connection.dialect.name == "sqlite":
        made, found = _made_by_migrations(), _sqlite(connection)
    else:
        made, found = _made_for_postgresql(), _postgresql(connection)
    for what in sorted(made.keys() | found.keys()):
        if what not in found:
            yield f"{what} is missing"
        elif what not in made:
            yield f"{what} was made by no migration"
        elif made[what] != found[what]:
            yield f"{what} is not as the migrations left it"


def can_be_read(different: Iterable[str]) -> bool:
    """Whether every table and column is there, so that rows can be read at all."""
    return not any(
        what.startswith(("table ", "column ")) and what.endswith(" is missing")
        for what in different
    )


@cache
def _made_by_migrations() -> Shape:
    engine = create_engine("sqlite://")
    try:
        upgrade(engine)
        with engine.connect() as connection:
            return _sqlite(connection)
    finally:
        engine.dispose()


@cache
def _made_for_postgresql() -> Shape:
    engine = create_engine("sqlite://")
    try:
        upgrade(engine)
        with engine.connect() as connection:
            return dict(_as_postgresql_says(connection)) | POSTGRES_GUARDS
    finally:
        engine.dispose()


def _tables() -> list[str]:
    return [*SQLModel.metadata.tables, OWN]


# ---- SQLite ------------------------------------------------------------------------------------


def _sqlite(connection: Connection) -> Shape:
    """The statements that SQLite keeps of each table of ours, its indexes and its triggers."""
    ours = set(_tables())
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    shape = {
        f"{kind} {name}" if kind in {"table", "view"} else f"{kind} {name} on {table}": _one_line(
            sql or ""
        )
        for kind, name, table, sql in connection.exec_driver_sql(query)
        if table in ours
    }
    # The statement of a table says all of its columns; this says which of them is gone.
    columns = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
    for table, column in connection.exec_driver_sql(f"{columns} WHERE m.type = 'table'"):
        if table in ours:
            shape[f"column {column} of {table}"] = ""
    return shape


def _one_line(sql: str) -> str:
    """One spelling for statements that differ in blanks and quotes of names alone."""
    return re.sub(r"\s*([(),])\s*", r"\1", re.sub(r"\s+", " ", sql.replace('"', ""))).strip()


# ---- PostgreSQL --------------------------------------------------------------------------------


def _as_postgresql_says(connection: Connection) -> Iterator[tuple[str, str]]:
    """What SQLite says that the migrations made, in PostgreSQL's words."""
    for table in _tables():
        yield f"table {table}", "r p false"
        keys = {}
        for _, *told in connection.exec_driver_sql(f'PRAGMA table_info("{table}")'):
            column = _Column(*told)
            type_ = POSTGRES_TYPES.get(column.type, column.type.lower())
            required = column.required or bool(column.key)
            how = _column(type_, required, _default(column.default, type_))
            yield f"column {column.name} of {table}", how
            if column.key:
                keys[column.key] = column.name
        yield f"key of {table}", ",".join(keys[place] for place in sorted(keys))
        for name, unique in _indexes(connection, table):
            query = f'PRAGMA index_info("{name}")'
            of = [told[2] for told in connection.exec_driver_sql(query)]
            yield f"index {name} on {table}", _index(unique, ",".join(of), _where(connection, name))


def _indexes(connection: Connection, table: str) -> list[tuple[str, bool]]:
    """The indexes of a table that a statement made; a key makes its own."""
    found = connection.exec_driver_sql(f'PRAGMA index_list("{table}")')
    return [(name, bool(unique)) for _, name, unique, origin, _ in found if origin == "c"]


def _where(connection: Connection, index: str) -> str:
    query = "SELECT sql FROM sqlite_master WHERE name = ?"
    sql = str(connection.exec_driver_sql(query, (index,)).scalar_one())
    return sql.partition("WHERE")[2]


def _default(default: str | None, type_: str) -> str:
    if default is None:
        return ""
    return f"{default}::{type_}" if default.startswith("'") else {"0": "false"}[default]


def _column(type_: str, required: bool, default: str) -> str:
    return f"{type_} {'required' if required else 'optional'} {default}".strip()


def _index(unique: bool, columns: str, where: str) -> str:
    only = re.sub(r'[()"]', "", where).strip()
    return f"{'unique ' if unique else ''}{columns} {only}".strip()


_TABLES = """
SELECT c.oid, c.relname, c.relkind::text, c.relpersistence::text,
       c.relrowsecurity OR c.relhasrules OR c.relhassubclass
FROM pg_class c
WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass('fact'))
  AND c.relname = ANY(%(tables)s)
"""
_COLUMNS = """
SELECT attname, format_type(atttypid, atttypmod), attnotnull,
       COALESCE(pg_get_expr(adbin, adrelid), '') || attidentity::text || attgenerated::text
FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attrelid = %(of)s AND attnum > 0 AND NOT attisdropped
"""
_CONSTRAINTS = """
SELECT contype::text, conname, (
    SELECT string_agg(attname, ',' ORDER BY place) FROM unnest(conkey) WITH ORDINALITY k(n, place)
    JOIN pg_attribute ON attrelid = conrelid AND attnum = n)
FROM pg_constraint WHERE conrelid = %(of)s AND contype IN ('p', 'u', 'c', 'f', 'x')
"""
_INDEXES = """
SELECT relname, indisunique, COALESCE(pg_get_expr(indpred, indrelid), ''),
       (SELECT string_agg(pg_get_indexdef(indexrelid, n, true), ',' ORDER BY n)
        FROM generate_series(1, indnatts) n)
FROM pg_index JOIN pg_class ON oid = indexrelid
WHERE indrelid = %(of)s AND NOT indisprimary
"""
_TRIGGERS = """
SELECT tgname, 'enabled ' || tgenabled::text, pg_get_triggerdef(t.oid), proname, lanname, prosrc
FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid JOIN pg_language l ON l.oid = prolang
WHERE tgrelid = %(of)s AND NOT tgisinternal
"""


def _postgresql(connection: Connection) -> Shape:
    """The same of a PostgreSQL database, from its catalogue."""
    asked = {"tables": _tables()}
    return {
        what: how
        for oid, table, *kind in connection.exec_driver_sql(_TABLES, asked)
        for what, how in _of_table(connection, oid, table, kind)
    }


def _of_table(
    connection: Connection, oid: int, table: str, kind: list[object]
) -> Iterator[tuple[str, str]]:
    yield f"table {table}", " ".join(str(one).lower() for one in kind)
    of = {"of": oid}
    for name, type_, required, default in connection.exec_driver_sql(_COLUMNS, of):
        yield f"column {name} of {table}", _column(type_, required, default)
    for contype, name, columns in connection.exec_driver_sql(_CONSTRAINTS, of):
        yield f"key of {table}" if contype == "p" else f"rule {name} of {table}", columns or ""
    for name, unique, where, columns in connection.exec_driver_sql(_INDEXES, of):
        yield f"index {name} on {table}", _index(unique, columns.replace('"', ""), where)
    for name, enabled, definition, *function in connection.exec_driver_sql(_TRIGGERS, of):
        when = re.search(r"(BEFORE|AFTER|INSTEAD OF) (.*?) ON ", definition)
        each = re.search(r"FOR EACH (ROW|STATEMENT)(.*?) EXECUTE", definition)
        parts = [enabled, *(when.groups() if when else ()), *(each.groups() if each else ())]
        said = " ".join(str(part) for part in (*parts, *function))
        yield f"trigger {name} on {table}", _one_line(said)
