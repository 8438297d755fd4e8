"""Bring a ledger to the shape this program expects."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Engine

from yunying.core import Failed

_SCRIPTS = Path(__file__).parent / "migrations"


def current(engine: Engine) -> str | None:
    """The revision a ledger is at; None where there is nothing yet."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The revision this program expects."""
    head = _scripts().get_current_head()
    if head is None:
        raise Failed("ledger_scripts_missing", "The ledger's migrations are missing; reinstall Yunying.")
    return head


def migrate(engine: Engine, lock: Path) -> None:
    """Apply what is missing; of several processes that start at once, one does it and the others wait."""
    head = newest()
    if current(engine) == head:
        return
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock):
        at = current(engine)
        if at is not None and at not in {s.revision for s in _scripts().walk_revisions()}:
            raise Failed(
                "ledger_too_new",
                "This home was written by a newer version of Yunying; install that version or a later one.",
                revision=at,
            )
        config = Config()
        config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_SCRIPTS))
