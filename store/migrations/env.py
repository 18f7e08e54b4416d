"""Alembic runs this file; it migrates over the connection that `upgrade` passes in."""

from alembic import context
from sqlmodel import SQLModel

from store import tables

assert tables.ROWS, "importing the tables is what fills the metadata"

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
