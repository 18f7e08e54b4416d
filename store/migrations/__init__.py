"""The database schema in numbered Alembic steps; `upgrade` brings a database to the latest."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def upgrade(engine: Engine, then: Callable[[Connection], None] | None = None) -> None:
    """Bring the database to the latest schema; a second run changes nothing.

    `then` is called in the same commit, after the migrations.
    """
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if then is not None:
            then(connection)


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema that this release works with."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_heads() == (newest,)
