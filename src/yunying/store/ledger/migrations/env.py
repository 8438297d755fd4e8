"""Alembic's entry: run the migrations on the connection the caller opened."""

from alembic import context

from yunying.store.ledger.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
