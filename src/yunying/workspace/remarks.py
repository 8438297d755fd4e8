"""What members write about people: notes, and tags, which are notes of one word that lists can be made of.

People are numbers of ids here: whoever reads says which numbers are one person by now.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock, NotFound, Refused, new_id
from yunying.store.ledger import Ledger, PersonNote, PersonTag
from yunying.workspace.audit import Audit

_LONGEST_NOTE = 5000
_LONGEST_TAG = 50
_MOST_TAGS = 50


class TagsState(NamedTuple):
    """The same only as long as a project's tags are."""

    how_many: int
    newest: int


class Remarks:
    """Keeps notes and tags. Audit entries say that, about whom by number and by whom, never what: texts may name
    somebody who is erased later.
    """

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def notes(self, project_id: str, numbers: Collection[int]) -> Sequence[PersonNote]:
        """Notes about one person, the newest first."""
        with self._ledger.read() as tx:
            return tx.scalars(
                select(PersonNote)
                .where(
                    PersonNote.project_id == project_id,
                    PersonNote.person.in_(numbers),
                    PersonNote.deleted_at.is_(None),
                )
                .order_by(PersonNote.id.desc())
            ).all()

    def note(self, project_id: str, person: int, text: str, *, by: str | None) -> PersonNote:
        """Keep a note."""
        tidy = unicodedata.normalize("NFC", text).strip()
        if not tidy or len(tidy) > _LONGEST_NOTE:
            raise Refused(
                "note_empty",
                f"Write something, of up to {_LONGEST_NOTE} characters.",
                field="text",
                most=_LONGEST_NOTE,
            )
        made = PersonNote(
            id=new_id("note"),
            project_id=project_id,
            person=person,
            text=tidy,
            created_by=by,
            created_at=self._clock(),
            deleted_at=None,
        )
        with self._ledger.write() as tx:
            tx.add(made)
            self._record(tx, "person.note", made, by)
        return made

    def delete_note(
        self, project_id: str, numbers: Collection[int], note_id: str, *, by: str | None
    ) -> PersonNote:
        """Take a note away; `restore_note` brings it back."""
        with self._ledger.write() as tx:
            note = _find(tx, project_id, numbers, note_id, deleted=False)
            note.deleted_at = self._clock()
            self._record(tx, "person.note_deleted", note, by)
        return note

    def restore_note(
        self, project_id: str, numbers: Collection[int], note_id: str, *, by: str | None
    ) -> PersonNote:
        """Bring back a note that was taken away."""
        with self._ledger.write() as tx:
            note = _find(tx, project_id, numbers, note_id, deleted=True)
            note.deleted_at = None
            self._record(tx, "person.note_restored", note, by)
        return note

    def tags(self, project_id: str, numbers: Collection[int] | None = None) -> Sequence[PersonTag]:
        """Tags of one person, or of everybody, in the order in which they were put."""
        chosen = select(PersonTag).where(PersonTag.project_id == project_id).order_by(PersonTag.id)
        if numbers is not None:
            chosen = chosen.where(PersonTag.person.in_(numbers))
        with self._ledger.read() as tx:
            return tx.scalars(chosen).all()

    def tags_state(self, project_id: str) -> TagsState:
        """Cheap to ask for."""
        with self._ledger.read() as tx:
            row = tx.execute(
                select(func.count(), func.max(PersonTag.id)).where(PersonTag.project_id == project_id)
            ).one()
        return TagsState(int(row[0]), int(row[1] or 0))

    def tag(
        self, project_id: str, numbers: Collection[int], person: int, tag: str, *, by: str | None
    ) -> Sequence[PersonTag]:
        """Put a tag to a person, who may have it already; returns theirs."""
        tidy = tidy_tag(tag)
        with self._ledger.write() as tx:
            there = tx.scalars(
                select(PersonTag).where(PersonTag.project_id == project_id, PersonTag.person.in_(numbers))
            ).all()
            if all(one.tag != tidy for one in there):
                if len({one.tag for one in there}) >= _MOST_TAGS:
                    raise Refused(
                        "too_many_tags",
                        f"A person has up to {_MOST_TAGS} tags.",
                        field="tag",
                        most=_MOST_TAGS,
                    )
                made = PersonTag(
                    project_id=project_id, person=person, tag=tidy, created_by=by, created_at=self._clock()
                )
                tx.add(made)
                self._audit.record(tx, "person.tag", str(person), by=by, project=project_id)
        return self.tags(project_id, numbers)

    def untag(
        self, project_id: str, numbers: Collection[int], tag: str, *, by: str | None
    ) -> Sequence[PersonTag]:
        """Take a tag from a person, whichever of their ids it was put to; `tag` puts it back."""
        with self._ledger.write() as tx:
            gone = tx.execute(
                delete(PersonTag).where(
                    PersonTag.project_id == project_id,
                    PersonTag.person.in_(numbers),
                    PersonTag.tag == unicodedata.normalize("NFC", tag).strip(),
                )
            )
            if gone.rowcount:  # type: ignore[attr-defined]
                self._audit.record(tx, "person.untag", str(min(numbers)), by=by, project=project_id)
        return self.tags(project_id, numbers)

    def erase(self, project_id: str, numbers: Collection[int]) -> int:
        """Forget everything that was written about these ids, for good; returns how much it was."""
        with self._ledger.write() as tx:
            return sum(
                tx.execute(
                    delete(table).where(table.project_id == project_id, table.person.in_(numbers))
                ).rowcount  # type: ignore[attr-defined]
                for table in (PersonNote, PersonTag)
            )

    def _record(self, tx: Transaction, action: str, note: PersonNote, by: str | None) -> None:
        self._audit.record(tx, action, str(note.person), by=by, project=note.project_id, note=note.id)


def tidy_tag(tag: str) -> str:
    """A tag as it is kept. Without quotes, so that it can be looked for in a list of tags."""
    tidy = " ".join(unicodedata.normalize("NFC", tag).split())
    if not tidy or len(tidy) > _LONGEST_TAG or any(c in tidy for c in '"\\\0'):
        raise Refused(
            "bad_tag",
            f"A tag is up to {_LONGEST_TAG} characters, without quotes and backslashes.",
            field="tag",
            most=_LONGEST_TAG,
        )
    return tidy


def _find(
    tx: Transaction, project_id: str, numbers: Collection[int], note_id: str, *, deleted: bool
) -> PersonNote:
    note = tx.get(PersonNote, note_id)
    if (
        note is None
        or note.project_id != project_id
        or note.person not in numbers
        or (note.deleted_at is not None) != deleted
    ):
        raise NotFound("unknown_note", "This note is not there any more.", field="note", value=note_id)
    return note
