"""Pushes: which segment goes to which target, what of its people, and how far that has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select

from yunying.core import Clock, NotFound, new_id
from yunying.store.ledger import Ledger, Push, Segment
from yunying.workspace.audit import Audit

PushMode = Literal["once", "in_step"]


class Pushes:
    """One push for each segment and target."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def all(self, project_id: str) -> Sequence[Push]:
        """A project's pushes of segments that are not deleted, oldest first."""
        with self._ledger.read() as tx:
            return tx.scalars(
                select(Push)
                .join(Segment, Segment.id == Push.segment_id)
                .where(Push.project_id == project_id, Segment.deleted_at.is_(None))
                .order_by(Push.id)
            ).all()

    def get(self, project_id: str, push_id: str) -> Push:
        """The push with this id."""
        with self._ledger.read() as tx:
            return _known(tx.get(Push, push_id), project_id, push_id)

    def set_up(
        self,
        project_id: str,
        segment: Segment,
        target_id: str,
        *,
        target_name: str,
        mode: PushMode,
        properties: Sequence[str],
        unmasked: bool,
        reason: str | None,
        by: str | None,
    ) -> Push:
        """Say what is sent of a segment to a target, and ask for everybody: what was said before is replaced."""
        with self._ledger.write() as tx:
            push = tx.scalar(select(Push).where(Push.segment_id == segment.id, Push.target_id == target_id))
            if push is None:
                push = Push(
                    id=new_id("psh"),
                    project_id=project_id,
                    segment_id=segment.id,
                    target_id=target_id,
                    reached=None,
                    position=0,
                    sequence=0,
                    pending=None,
                    delivered=0,
                    waiting=0,
                    attempts=0,
                    next_at=None,
                    last_success_at=None,
                    last_error=None,
                    created_at=self._clock(),
                )
                tx.add(push)
            push.mode, push.properties, push.set_by = mode, list(properties), by
            push.unmasked, push.reason = unmasked, reason
            push.requested, push.next_at = True, None
            self._audit.record(
                tx,
                "push.set_up",
                segment.name,
                by=by,
                project=project_id,
                segment=segment.id,
                target=target_name,
                mode=mode,
                properties=list(properties),
                unmasked=unmasked,
                **({"reason": reason} if reason else {}),
            )
        return push

    def request(self, push: Push, subject: str, *, by: str | None) -> None:
        """Ask for everybody once more, at once."""
        with self._ledger.write() as tx:
            kept = _known(tx.get(Push, push.id), push.project_id, push.id)
            kept.requested, kept.next_at = True, None
            self._audit.record(tx, "push.requested", subject, by=by, project=push.project_id, push=push.id)

    def note(self, push_id: str, **fields: Any) -> Push | None:
        """Write down how far it has come; nothing happens where it was taken away meanwhile."""
        with self._ledger.write() as tx:
            push = tx.get(Push, push_id)
            if push is not None:
                for name, value in fields.items():
                    setattr(push, name, value)
            return push

    def succeeded(self, push: Push, *, reached: str, position: int, delivered: int) -> None:
        """The target has the segment whole."""
        self.note(
            push.id,
            reached=reached,
            position=position,
            delivered=delivered,
            waiting=0,
            attempts=0,
            next_at=None,
            last_success_at=self._clock(),
            last_error=None,
            pending=None,
        )

    def failed(
        self, push: Push, error: dict[str, Any], *, attempts: int, next_at: datetime, **fields: Any
    ) -> None:
        """It could not be sent; `next_at` is when it is tried again."""
        self.note(
            push.id,
            attempts=attempts,
            next_at=next_at,
            last_error=error | {"at": self._clock().isoformat()},
            **fields,
        )

    def stop(self, push: Push, subject: str, *, by: str | None) -> None:
        """Take a push away; what the target has stays there."""
        with self._ledger.write() as tx:
            kept = _known(tx.get(Push, push.id), push.project_id, push.id)
            self._audit.record(
                tx, "push.stopped", subject, by=by, project=push.project_id, segment=push.segment_id
            )
            tx.delete(kept)


def _known(push: Push | None, project_id: str, value: str) -> Push:
    if push is None or push.project_id != project_id:
        raise NotFound(
            "unknown_push",
            "This segment is not pushed there any more; look at the list of its pushes.",
            field="push",
            value=value,
        )
    return push
