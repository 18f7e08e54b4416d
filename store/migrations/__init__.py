"""The database schema in numbered Alembic steps; `upgrade` brings a database to the latest.

Alembic is loaded by whoever migrates; every command asks whether there is anything to migrate.
"""
# ruff: noqa: PLC0415 - Alembic is slow to load

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

_HERE = Path(__file__).parent


def upgrade(engine: Engine, then: Callable[[Connection], None] | None = None) -> None:
    """Bring the database to the latest schema; a second run changes nothing.

    `then` is called in the same commit, after the migrations.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if then is not None:
            then(connection)


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema that this release works with."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        versions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
        return versions.all() == [newest()]


def newest() -> str:
    """The number of the last migration: its file begins with it."""
    return max(file.name for file in (_HERE / "versions").glob("[0-9]*.py")).partition("_")[0]
