"""A rehearsed ledger copied into another database, for the current build: `copied.py FILE URL`.

A rehearsal keeps its ledger in a file alone. Prints how many facts were copied.
"""

import sys

from sqlalchemy import func, insert, select
from sqlmodel import SQLModel

# All of these are of the build in the current folder.
from store.ledger.database import open_engine
from store.migrations import upgrade
from store.tables import Fact


def main() -> None:
    """Copy every row."""
    file, url = sys.argv[1:]
    source, target = open_engine(f"sqlite:///{file}"), open_engine(url)
    upgrade(target)
    with source.connect() as there, target.begin() as here:
        for table in SQLModel.metadata.sorted_tables:
            rows = [dict(row) for row in there.execute(select(table)).mappings()]
            if rows:
                here.execute(insert(table), rows)
        print(here.execute(select(func.count()).select_from(Fact)).scalar_one())
    source.dispose()
    target.dispose()


if __name__ == "__main__":
    main()
