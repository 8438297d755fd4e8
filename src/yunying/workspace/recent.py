"""Questions that a member asked lately: theirs alone, and only the last few."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from yunying.core import Clock
from yunying.store.ledger import Ledger, RecentQuestion

KEPT = 20


class RecentQuestions:
    """The last `KEPT` different questions of each member in each project. Nobody else sees them."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock

    def of(self, project_id: str, member_id: str) -> Sequence[RecentQuestion]:
        """A member's, the last asked first."""
        with self._ledger.read() as tx:
            return tx.scalars(
                select(RecentQuestion)
                .where(*_theirs(project_id, member_id))
                .order_by(RecentQuestion.asked_at.desc(), RecentQuestion.digest)
            ).all()

    def record(self, project_id: str, member_id: str, question: dict[str, Any]) -> None:
        """Somebody asked this; asked again it moves up, and the oldest make room."""
        text = json.dumps(question, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).hexdigest()
        with self._ledger.write() as tx:
            tx.merge(
                RecentQuestion(
                    project_id=project_id,
                    member_id=member_id,
                    digest=digest,
                    question=question,
                    asked_at=self._clock(),
                )
            )
            tx.flush()
            kept = (
                select(RecentQuestion.digest)
                .where(*_theirs(project_id, member_id))
                .order_by(RecentQuestion.asked_at.desc(), RecentQuestion.digest)
                .limit(KEPT)
            )
            tx.execute(
                delete(RecentQuestion).where(
                    *_theirs(project_id, member_id), RecentQuestion.digest.not_in(kept)
                )
            )

    def clear(self, project_id: str, member_id: str) -> None:
        """Forget them all."""
        with self._ledger.write() as tx:
            tx.execute(delete(RecentQuestion).where(*_theirs(project_id, member_id)))


def _theirs(project_id: str, member_id: str) -> tuple[ColumnElement[bool], ...]:
    return RecentQuestion.project_id == project_id, RecentQuestion.member_id == member_id
