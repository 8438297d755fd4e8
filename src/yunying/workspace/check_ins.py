"""Check-ins: what somebody says of a goal, how sure they are, and what its figure was then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import select

from yunying.core import Clock, Refused, new_id
from yunying.store.ledger import GoalCheckIn, Ledger
from yunying.workspace.audit import Audit

Confidence = Literal["high", "medium", "low"]
_LONGEST = 4000


class CheckIns:
    """Keeps check-ins of goals. They are only ever added."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def all(self, project_id: str, goal_id: str | None = None) -> Sequence[GoalCheckIn]:
        """Those of a project or of one goal, the newest first."""
        wanted = select(GoalCheckIn).where(GoalCheckIn.project_id == project_id)
        if goal_id is not None:
            wanted = wanted.where(GoalCheckIn.goal_id == goal_id)
        with self._ledger.read() as tx:
            return tx.scalars(wanted.order_by(GoalCheckIn.at.desc(), GoalCheckIn.id.desc())).all()

    def newest(self, project_id: str) -> dict[str, datetime]:
        """When each goal was last spoken of."""
        found: dict[str, datetime] = {}
        for one in self.all(project_id):
            found.setdefault(one.goal_id, one.at)
        return found

    def add(
        self,
        project_id: str,
        goal_id: str,
        goal_name: str,
        comment: str,
        *,
        key_result: str | None = None,
        confidence: Confidence | None = None,
        value: float | None = None,
        by: str | None,
    ) -> GoalCheckIn:
        """Keep what somebody says; `value` is what the key result was at that moment."""
        comment = comment.strip()
        if not comment or len(comment) > _LONGEST:
            raise Refused(
                "comment_empty",
                f"Say how it goes, in up to {_LONGEST:,} characters.",
                field="comment",
                most=_LONGEST,
            )
        if confidence is not None and confidence not in get_args(Confidence):
            raise Refused(
                "bad_confidence", "Confidence is high, medium or low.", field="confidence", value=confidence
            )
        made = GoalCheckIn(
            id=new_id("ci"),
            project_id=project_id,
            goal_id=goal_id,
            key_result=key_result,
            comment=comment,
            confidence=confidence,
            value=value,
            at=self._clock(),
            by=by,
        )
        with self._ledger.write() as tx:
            tx.add(made)
            self._audit.record(tx, "goal.checked_in", goal_name, by=by, project=project_id, goal=goal_id)
        return made
