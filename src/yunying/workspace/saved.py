"""Questions worth keeping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock, NotFound, new_id
from yunying.store.ledger import Ledger, SavedQuestion
from yunying.workspace.audit import Audit


class SavedQuestions:
    """Keeps questions under names; several may share a name, as documents do."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def all(self, project_id: str) -> Sequence[SavedQuestion]:
        """Saved questions of a project, the last changed first."""
        with self._ledger.read() as tx:
            return tx.scalars(
                select(SavedQuestion)
                .where(SavedQuestion.project_id == project_id)
                .order_by(SavedQuestion.updated_at.desc(), SavedQuestion.id.desc())
            ).all()

    def get(self, project_id: str, saved_id: str) -> SavedQuestion:
        """A saved question by its id."""
        with self._ledger.read() as tx:
            return _find(tx, project_id, saved_id)

    def create(
        self, project_id: str, name: str, question: dict[str, Any], *, by: str | None
    ) -> SavedQuestion:
        """Keep a question."""
        now = self._clock()
        saved = SavedQuestion(
            id=new_id("q"),
            project_id=project_id,
            name=name.strip(),
            question=question,
            created_at=now,
            updated_at=now,
            created_by=by,
        )
        with self._ledger.write() as tx:
            tx.add(saved)
            self._audit.record(tx, "question.saved", saved.name, by=by, project=project_id)
        return saved

    def change(
        self,
        project_id: str,
        saved_id: str,
        name: str | None,
        question: dict[str, Any] | None,
        *,
        by: str | None,
    ) -> SavedQuestion:
        """Rename it, replace it, or both; None leaves as it is."""
        with self._ledger.write() as tx:
            saved = _find(tx, project_id, saved_id)
            saved.name = saved.name if name is None else name.strip()
            saved.question = saved.question if question is None else question
            saved.updated_at = self._clock()
            self._audit.record(tx, "question.changed", saved.name, by=by, project=project_id)
        return saved

    def delete(self, project_id: str, saved_id: str, *, by: str | None) -> None:
        """Forget it."""
        with self._ledger.write() as tx:
            saved = _find(tx, project_id, saved_id)
            tx.delete(saved)
            self._audit.record(tx, "question.deleted", saved.name, by=by, project=project_id)


def _find(tx: Transaction, project_id: str, saved_id: str) -> SavedQuestion:
    saved = tx.get(SavedQuestion, saved_id)
    if saved is None or saved.project_id != project_id:
        raise NotFound(
            "unknown_saved_question",
            "This saved question is not there any more; choose another from the list.",
            field="saved_id",
            value=saved_id,
        )
    return saved
