"""The audit log: who did what, when. Written in the transaction of the change it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock
from yunying.store.ledger import AuditEntry, Ledger

TERMINAL = "terminal"
"""Stands for whoever did something at the terminal, where entries are asked for by member."""


@dataclass(frozen=True)
class AuditPage:
    """Entries, the newest first; `total` is how many there are in all, `before` asks for the page after this one."""

    total: int
    entries: Sequence[AuditEntry]
    before: int | None


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
        return self.page(limit=limit).entries

    def page(
        self,
        *,
        action: str | None = None,
        member: str | None = None,
        project: str | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> AuditPage:
        """A page of entries: of an action or a group of them (`member` is `member.invited` and its like), by a member
        (their id, or `TERMINAL`), about a project. `before` is where the page before said to go on."""
        wanted = select(AuditEntry)
        if action is not None:
            wanted = wanted.where(
                (AuditEntry.action == action) | AuditEntry.action.startswith(f"{action}.", autoescape=True)
            )
        if member is not None:
            wanted = wanted.where(
                AuditEntry.member_id.is_(None) if member == TERMINAL else AuditEntry.member_id == member
            )
        if project is not None:
            wanted = wanted.where(AuditEntry.project_id == project)
        with self._ledger.read() as tx:
            total = tx.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            found = tx.scalars(_older(wanted, before).order_by(AuditEntry.id.desc()).limit(limit + 1)).all()
        shown = found[:limit]
        return AuditPage(total, shown, shown[-1].id if len(found) > limit else None)

    def actions(self) -> Sequence[str]:
        """The actions that there are entries of, in order."""
        with self._ledger.read() as tx:
            return tx.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()


def _older(wanted: Select[AuditEntry], before: int | None) -> Select[AuditEntry]:
    return wanted if before is None else wanted.where(AuditEntry.id < before)
