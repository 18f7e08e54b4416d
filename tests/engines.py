"""Lets the engines of all tests share compiled SQL.

SQLAlchemy caches compiled statements by engine and dialect, so that a test with a new engine would
spend more time on compiling its statements than on running them.
"""

from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.util import LRUCache

from store.ledger import database

MOST = 4000
_compiled: LRUCache[Any, Any] = LRUCache(MOST)
_dialects: dict[str, Dialect] = {}


def sharing_engine(url: Any, **given: Any) -> Engine:
    """A new engine with the dialect of the first engine of its kind that reached a database."""
    engine = create_engine(url, **given)
    own, kind = engine.dialect, engine.url.drivername

    def reached(_connection: Any, _record: Any) -> None:
        _dialects.setdefault(kind, own)

    event.listen(engine, "first_connect", reached)
    engine.dialect = _dialects.get(kind, own)
    engine.update_execution_options(compiled_cache=_compiled)
    return engine


@pytest.fixture(scope="session", autouse=True)
def _shared_statements() -> Any:
    """Apply it to every engine that is opened in this run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_engine", sharing_engine)
        yield
