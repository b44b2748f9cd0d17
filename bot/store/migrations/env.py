"""Runs the migrations on the connection that :func:`bot.store.engine.migrate` hands in."""

from __future__ import annotations

from alembic import context

from bot.store.engine import VERSION_TABLE
from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
