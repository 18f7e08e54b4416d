"""The schema: migrations produce what the tables say, on both databases."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text
from sqlmodel import SQLModel

from store.ledger.database import is_reachable, open_engine
from store.migrations import is_current, newest, upgrade
from store.migrations.shape import differences
from store.vocabulary.errors import Unready
from tests.store.council import Council, build
from tests.store.earlier import back_to

EARLIER = ("0006", "0007", "0008", "0009", "0010", "0011")
"""Versions that `back_to` makes again of a ledger of today."""


@pytest.fixture
def engine(database_url: str) -> Any:
    """An empty database."""
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


def _shape(engine: Engine) -> list[Any]:
    queries = {
        "sqlite": "SELECT name, sql FROM sqlite_master ORDER BY name",
        "postgresql": "SELECT table_name, column_name, data_type, is_nullable "
        "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
    }
    with engine.connect() as connection:
        found = connection.execute(text(queries[connection.dialect.name]))
        return [tuple(row) for row in found]


def _triggers(connection: Connection) -> set[str]:
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    return set(connection.execute(text(queries[connection.dialect.name])).scalars())


def test_the_migrations_make_the_very_tables_that_the_code_works_with(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_every_index_that_the_tables_name_is_there(engine: Engine) -> None:
    upgrade(engine)
    looked = inspect(engine)
    for name, table in SQLModel.metadata.tables.items():
        there = {index["name"] for index in looked.get_indexes(name)}
        assert {index.name for index in table.indexes} <= there


def test_the_triggers_that_keep_facts_are_there(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        expected = {
            "sqlite": {"fact_no_update", "fact_no_delete", "fact_no_replace"},
            "postgresql": {"fact_only_added"},
        }
        assert _triggers(connection) == expected[connection.dialect.name]


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    before = _shape(engine)
    upgrade(engine)
    assert _shape(engine) == before


def test_upgrading_a_ledger_in_use_leaves_every_row_as_it_was(empty: Council) -> None:
    build(empty)
    before = empty.everything()
    upgrade(empty.engine)
    assert empty.everything() == before


def test_a_ledger_of_each_later_version_is_upgraded_to_the_newest_shape(engine: Engine) -> None:
    upgrade(engine)
    for revision in EARLIER:
        with engine.begin() as connection:
            for statement in back_to(revision, engine.dialect.name):
                connection.execute(text(statement))
        assert not is_current(engine)
        upgrade(engine)
        with engine.connect() as connection:
            assert list(differences(connection)) == [], revision


def test_a_database_says_whether_it_has_the_newest_shape(engine: Engine) -> None:
    assert not is_current(engine)
    upgrade(engine)
    assert is_current(engine)


def test_the_newest_version_is_the_one_that_alembic_ends_with(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_heads() == (newest(),)


def test_a_database_that_is_there_can_be_reached(engine: Engine) -> None:
    assert is_reachable(engine)


def test_a_database_that_is_neither_sqlite_nor_postgresql_is_refused_in_words() -> None:
    with pytest.raises(Unready, match="names mysql: use sqlite"):
        open_engine("mysql://root@localhost/sightline")
