"""Segments: named lists of people, and where each list comes from. Who is in one is kept beside the lake."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock, NotFound, Refused, new_id
from yunying.store.ledger import Ledger, Segment, SegmentVersion
from yunying.workspace.audit import Audit

SegmentKind = Literal["frozen", "dynamic"]
FROZEN: SegmentKind = "frozen"
"""The list of people never changes by itself."""
DYNAMIC: SegmentKind = "dynamic"
"""The list is made anew whenever something changed that it follows from."""
_LONGEST_NAME = 200
_LONGEST_DESCRIPTION = 2000


class Segments:
    """Keeps segments under names, each of which is given once in a project (deleted ones do not count)."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def all(self, project_id: str, *, deleted: bool = False) -> Sequence[Segment]:
        """Segments of a project, the newest first; the deleted ones where wanted."""
        state = Segment.deleted_at.is_not(None) if deleted else Segment.deleted_at.is_(None)
        with self._ledger.read() as tx:
            return tx.scalars(
                select(Segment).where(Segment.project_id == project_id, state).order_by(Segment.id.desc())
            ).all()

    def get(self, project_id: str, segment_id: str) -> Segment:
        """A segment by its id; one that is deleted is not there."""
        with self._ledger.read() as tx:
            return _find(tx, project_id, segment_id, deleted=False)

    def find(self, project_id: str, text: str) -> Segment:
        """A segment by its id or its name."""
        with self._ledger.read() as tx:
            named = _with_name(tx, project_id, text)
            return named or _find(tx, project_id, text, deleted=False)

    def check_name(self, project_id: str, name: str) -> str:
        """The name as it would be kept; refuses one that is empty, too long or given already."""
        tidy = _tidy(name)
        with self._ledger.read() as tx:
            _require_free(tx, project_id, tidy)
        return tidy

    def create(
        self,
        project_id: str,
        segment_id: str,
        name: str,
        *,
        kind: SegmentKind = FROZEN,
        description: str = "",
        size: int,
        question: dict[str, Any] | None,
        address: str | None,
        upload: dict[str, Any] | None = None,
        data_version: int,
        by: str | None,
    ) -> Segment:
        """Keep a segment whose people have been kept under `segment_id`."""
        segment = Segment(
            id=segment_id,
            project_id=project_id,
            name=_tidy(name),
            description=_described(description),
            kind=kind,
            size=size,
            question=question,
            address=address,
            upload=upload,
            version=1,
            data_version=data_version,
            refreshed_at=None,
            refreshed_ms=None,
            refreshed_state=None,
            refresh_error=None,
            created_by=by,
            created_at=self._clock(),
            deleted_at=None,
        )
        with self._ledger.write() as tx:
            _require_free(tx, project_id, segment.name)
            tx.add(segment)
            tx.flush()
            self._keep_version(tx, segment, by)
            self._record(tx, "segment.created", segment, by)
        return segment

    def change(
        self,
        project_id: str,
        segment_id: str,
        name: str | None,
        description: str | None,
        *,
        question: dict[str, Any] | None = None,
        address: str | None = None,
        kind: SegmentKind | None = None,
        by: str | None,
    ) -> Segment:
        """Rename it, describe it, or give it another definition (question and address together), which makes a
        version; None leaves as it is."""
        with self._ledger.write() as tx:
            segment = _find(tx, project_id, segment_id, deleted=False)
            if name is not None and _tidy(name) != segment.name:
                _require_free(tx, project_id, _tidy(name), but=segment.id)
                segment.name = _tidy(name)
            if description is not None:
                segment.description = _described(description)
            if kind is not None:
                segment.kind, segment.refreshed_state, segment.refresh_error = kind, None, None
            if question is not None:
                segment.question, segment.address = question, address
                segment.version += 1
                segment.refreshed_state = None
                tx.flush()
                self._keep_version(tx, segment, by)
            self._record(tx, "segment.changed", segment, by)
        return segment

    def versions(self, project_id: str, segment_id: str) -> Sequence[SegmentVersion]:
        """Everything it was, the newest first."""
        self.get(project_id, segment_id)
        with self._ledger.read() as tx:
            return tx.scalars(
                select(SegmentVersion)
                .where(SegmentVersion.segment_id == segment_id)
                .order_by(SegmentVersion.version.desc())
            ).all()

    def refreshed(
        self, segment_id: str, *, size: int, data_version: int, state: str, milliseconds: float
    ) -> None:
        """Note that a dynamic segment was made anew."""
        with self._ledger.write() as tx:
            tx.execute(
                update(Segment)
                .where(Segment.id == segment_id)
                .values(
                    size=size,
                    data_version=data_version,
                    refreshed_at=self._clock(),
                    refreshed_ms=milliseconds,
                    refreshed_state=state,
                    refresh_error=None,
                )
            )

    def failed(self, segment_id: str, error: dict[str, Any]) -> None:
        """Note why a dynamic segment could not be made anew; its people stay those of before."""
        with self._ledger.write() as tx:
            known = tx.get(Segment, segment_id)
            if known is not None and known.refresh_error != error:
                known.refresh_error = error

    def delete(self, project_id: str, segment_id: str, *, by: str | None) -> None:
        """Take it away; `restore` brings it back."""
        with self._ledger.write() as tx:
            segment = _find(tx, project_id, segment_id, deleted=False)
            segment.deleted_at = self._clock()
            self._record(tx, "segment.deleted", segment, by)

    def restore(self, project_id: str, segment_id: str, *, by: str | None) -> Segment:
        """Bring back one that was deleted; its name must still be free."""
        with self._ledger.write() as tx:
            segment = _find(tx, project_id, segment_id, deleted=True)
            _require_free(tx, project_id, segment.name)
            segment.deleted_at = None
            self._record(tx, "segment.restored", segment, by)
        return segment

    def _keep_version(self, tx: Transaction, segment: Segment, by: str | None) -> None:
        tx.add(
            SegmentVersion(
                segment_id=segment.id,
                version=segment.version,
                name=segment.name,
                question=segment.question,
                address=segment.address,
                at=self._clock(),
                by=by,
            )
        )

    def _record(self, tx: Transaction, action: str, segment: Segment, by: str | None) -> None:
        self._audit.record(
            tx, action, segment.name, by=by, project=segment.project_id, segment=segment.id, size=segment.size
        )


def new_segment_id() -> str:
    """An id under which a segment's people are kept before the segment is."""
    return new_id("seg")


def _tidy(name: str) -> str:
    tidy = unicodedata.normalize("NFC", name).strip()
    if not tidy or len(tidy) > _LONGEST_NAME:
        raise Refused(
            "name_empty", f"A segment needs a name of up to {_LONGEST_NAME} characters.", field="name"
        )
    return tidy


def _described(text: str) -> str:
    tidy = text.strip()
    if len(tidy) > _LONGEST_DESCRIPTION:
        raise Refused(
            "text_too_long",
            f"A description has up to {_LONGEST_DESCRIPTION} characters.",
            field="description",
            most=_LONGEST_DESCRIPTION,
        )
    return tidy


def _with_name(tx: Transaction, project_id: str, name: str) -> Segment | None:
    wanted = unicodedata.normalize("NFC", name).strip().casefold()
    there = tx.scalars(select(Segment).where(Segment.project_id == project_id, Segment.deleted_at.is_(None)))
    # By Python: SQLite knows the case of ASCII letters only.
    return next((one for one in there if one.name.casefold() == wanted), None)


def _require_free(tx: Transaction, project_id: str, name: str, but: str | None = None) -> None:
    same = _with_name(tx, project_id, name)
    if same is not None and same.id != but:
        raise Refused(
            "segment_exists",
            f"There is already a segment {same.name!r} in this project; choose another name.",
            field="name",
            value=same.name,
        )


def _find(tx: Transaction, project_id: str, segment_id: str, *, deleted: bool) -> Segment:
    segment = tx.get(Segment, segment_id)
    if segment is None or segment.project_id != project_id or (segment.deleted_at is not None) != deleted:
        raise NotFound(
            "unknown_segment",
            "There is no such segment in this project; choose one from the list of segments.",
            field="segment",
            value=segment_id,
        )
    return segment
