"""The audit log: who did what, when. Written in the transaction of the change it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock
from yunying.store.ledger import AuditEntry, Ledger


class Audit:
    """Adds entries and reads them back."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock

    def record(
        self,
        tx: Transaction,
        action: str,
        subject: str,
        *,
        by: str | None,
        project: str | None = None,
        **details: Any,
    ) -> None:
        """Add an entry; `by` is a member's id, None for the terminal."""
        tx.add(
            AuditEntry(
                at=self._clock(),
                member_id=by,
                project_id=project,
                action=action,
                subject=subject,
                details=details,
            )
        )

    def note(
        self, action: str, subject: str, *, by: str | None, project: str | None = None, **details: Any
    ) -> None:
        """Add an entry about something that was not a change of the ledger."""
        with self._ledger.write() as tx:
            self.record(tx, action, subject, by=by, project=project, **details)

    def latest(self, limit: int = 100) -> Sequence[AuditEntry]:
        """The newest entries first."""
        with self._ledger.read() as tx:
            return tx.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)).all()
