"""Annotations: what happened on a day or at an instant, to be drawn on charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock, NotFound, Refused, new_id
from yunying.store.ledger import Annotation, Ledger
from yunying.workspace.audit import Audit

AnnotationKind = Literal["release", "campaign", "holiday", "incident", "other"]
_LONGEST = 500
_EARLIEST, _LATEST = 1970, 2199


class Annotations:
    """Keeps annotations of projects. Each is on a day of the project's zone or at an instant, never both."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def all(self, project_id: str) -> Sequence[Annotation]:
        """Annotations of a project in the order in which they were made."""
        with self._ledger.read() as tx:
            return tx.scalars(
                select(Annotation).where(Annotation.project_id == project_id).order_by(Annotation.id)
            ).all()

    def create(
        self,
        project_id: str,
        text: str,
        kind: AnnotationKind,
        *,
        day: date | None = None,
        at: datetime | None = None,
        by: str | None,
    ) -> Annotation:
        """Keep an annotation."""
        now = self._clock()
        made = Annotation(
            id=new_id("an"),
            project_id=project_id,
            day=day,
            at=at,
            text=_tidy(text),
            kind=kind,
            created_by=by,
            created_at=now,
            updated_at=now,
        )
        _require_moment(made)
        with self._ledger.write() as tx:
            tx.add(made)
            self._record(tx, "annotation.created", made, by)
        return made

    def change(
        self,
        project_id: str,
        annotation_id: str,
        *,
        text: str | None = None,
        kind: AnnotationKind | None = None,
        day: date | None = None,
        at: datetime | None = None,
        by: str | None,
    ) -> Annotation:
        """Change what is given; a day takes the place of an instant, and the other way round."""
        if text is not None:
            text = _tidy(text)
        with self._ledger.write() as tx:
            found = _find(tx, project_id, annotation_id)
            found.text = found.text if text is None else text
            found.kind = found.kind if kind is None else kind
            if day is not None or at is not None:
                found.day, found.at = day, at
                _require_moment(found)
            found.updated_at = self._clock()
            self._record(tx, "annotation.changed", found, by)
        return found

    def delete(self, project_id: str, annotation_id: str, *, by: str | None) -> None:
        """Forget it."""
        with self._ledger.write() as tx:
            found = _find(tx, project_id, annotation_id)
            tx.delete(found)
            self._record(tx, "annotation.deleted", found, by)

    def _record(self, tx: Transaction, action: str, made: Annotation, by: str | None) -> None:
        self._audit.record(tx, action, made.text, by=by, project=made.project_id, annotation=made.id)


def _tidy(text: str) -> str:
    tidy = text.strip()
    if not tidy or len(tidy) > _LONGEST:
        raise Refused(
            "text_empty",
            f"Say what happened, in up to {_LONGEST} characters.",
            field="text",
            most=_LONGEST,
        )
    return tidy


def _require_moment(annotation: Annotation) -> None:
    if (annotation.day is None) == (annotation.at is None):
        raise Refused(
            "day_or_instant",
            "An annotation is on a day or at an instant; give one of `day` and `at`.",
            field="day",
        )
    moment = annotation.day or annotation.at
    if moment is not None and not _EARLIEST <= moment.year <= _LATEST:
        raise Refused(
            "range_out_of_bounds",
            f"{moment} is outside of what can be asked ({_EARLIEST} to {_LATEST}).",
            field="at" if annotation.day is None else "day",
        )


def _find(tx: Transaction, project_id: str, annotation_id: str) -> Annotation:
    found = tx.get(Annotation, annotation_id)
    if found is None or found.project_id != project_id:
        raise NotFound(
            "unknown_annotation",
            "This annotation is not there any more.",
            field="annotation_id",
            value=annotation_id,
        )
    return found
