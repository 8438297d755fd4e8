"""Definitions of what is computed and watched: traits, layers, groups of people; metrics and what is made of them.

Every change makes a version. What a body may say is checked by whoever computes it; here it is a JSON object that
is kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock, Conflict, NotFound, Refused, new_id
from yunying.store.ledger import Definition, DefinitionVersion, Ledger
from yunying.workspace.audit import Audit

DefinitionKind = Literal[
    "trait", "ladder", "rfm", "stage", "likeness", "metric", "rule", "tree", "goal", "board"
]
State = tuple[tuple[str, int], ...]
_LONGEST_NAME = 200
_LONGEST_DESCRIPTION = 2000


class Definitions:
    """Keeps definitions; a key is given once among those of a kind in a project (deleted ones do not count)."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def all(
        self, project_id: str, kind: DefinitionKind | None = None, *, deleted: bool = False
    ) -> Sequence[Definition]:
        """Those of a project in the order they were made, of one kind or all; the deleted ones where wanted."""
        state = Definition.deleted_at.is_not(None) if deleted else Definition.deleted_at.is_(None)
        wanted = select(Definition).where(Definition.project_id == project_id, state)
        if kind is not None:
            wanted = wanted.where(Definition.kind == kind)
        with self._ledger.read() as tx:
            return tx.scalars(wanted.order_by(Definition.id)).all()

    def state(self, project_id: str, kinds: Collection[DefinitionKind]) -> State:
        """What is the same as long as no definition of these kinds was made, changed, deleted or restored."""
        with self._ledger.read() as tx:
            found = tx.execute(
                select(Definition.id, Definition.version)
                .where(
                    Definition.project_id == project_id,
                    Definition.kind.in_(kinds),
                    Definition.deleted_at.is_(None),
                )
                .order_by(Definition.id)
            )
            return tuple((row.id, row.version) for row in found)

    def get(self, project_id: str, definition_id: str) -> Definition:
        """One by its id; one that is deleted is not there."""
        with self._ledger.read() as tx:
            return _find(tx, project_id, definition_id, deleted=False)

    def find(self, project_id: str, kind: DefinitionKind, text: str) -> Definition:
        """One of a kind by its id, its key or its name."""
        wanted = _folded(text)
        there = self.all(project_id, kind)
        for known in (
            lambda one: one.id == text,
            lambda one: one.key == text,
            lambda one: _folded(one.name) == wanted,
        ):
            found = next(filter(known, there), None)
            if found is not None:
                return found
        raise _unknown(text)

    def versions(self, project_id: str, definition_id: str) -> Sequence[DefinitionVersion]:
        """Everything it said, the newest first; of a deleted one too."""
        with self._ledger.read() as tx:
            one = tx.get(Definition, definition_id)
            if one is None or one.project_id != project_id:
                raise _unknown(definition_id)
            return tx.scalars(
                select(DefinitionVersion)
                .where(DefinitionVersion.definition_id == definition_id)
                .order_by(DefinitionVersion.version.desc())
            ).all()

    def create(
        self,
        project_id: str,
        kind: DefinitionKind,
        key: str,
        name: str,
        body: dict[str, Any],
        *,
        description: str = "",
        by: str | None,
    ) -> Definition:
        """Keep a definition as its first version."""
        now = self._clock()
        definition = Definition(
            id=new_id("def"),
            project_id=project_id,
            kind=kind,
            key=_keyed(key),
            name=_tidy(name),
            description=_described(description),
            body=body,
            version=1,
            created_by=by,
            created_at=now,
            updated_at=now,
            deleted_at=None,
        )
        with self._ledger.write() as tx:
            _require_free(tx, definition)
            tx.add(definition)
            tx.flush()
            self._keep_version(tx, definition, by)
            self._record(tx, "created", definition, by)
        return definition

    def change(
        self,
        project_id: str,
        definition_id: str,
        *,
        key: str | None = None,
        name: str | None = None,
        description: str | None = None,
        body: dict[str, Any] | None = None,
        version: int | None = None,
        by: str | None,
    ) -> Definition:
        """Make a new version; None leaves as it is. Refused where somebody changed `version` meanwhile."""
        with self._ledger.write() as tx:
            definition = _find(tx, project_id, definition_id, deleted=False)
            if version is not None and version != definition.version:
                raise Conflict(
                    "changed_meanwhile",
                    "Somebody else changed this meanwhile; look at what it says now and change that.",
                    version=definition.version,
                )
            if key is not None:
                definition.key = _keyed(key)
                _require_free(tx, definition)
            if name is not None:
                definition.name = _tidy(name)
            if description is not None:
                definition.description = _described(description)
            if body is not None:
                definition.body = body
            definition.version += 1
            definition.updated_at = self._clock()
            self._keep_version(tx, definition, by)
            self._record(tx, "changed", definition, by)
        return definition

    def put(
        self,
        project_id: str,
        kind: DefinitionKind,
        key: str,
        name: str,
        body: dict[str, Any],
        *,
        version: int | None = None,
        by: str | None,
    ) -> dict[str, Any]:
        """Define it, or change the one of this key; what says the same stays. Tells which, and the version it has."""
        known = next((one for one in self.all(project_id, kind) if one.key == key), None)
        if known is None:
            made = self.create(project_id, kind, key, name, body, by=by)
            return {"key": key, "did": "defined", "version": made.version}
        if known.body == body:
            return {"key": key, "did": "same", "version": known.version}
        changed = self.change(project_id, known.id, name=name, body=body, version=version, by=by)
        return {"key": key, "did": "changed", "version": changed.version}

    def delete(self, project_id: str, definition_id: str, *, by: str | None) -> Definition:
        """Take it away; `restore` brings it back."""
        with self._ledger.write() as tx:
            definition = _find(tx, project_id, definition_id, deleted=False)
            definition.deleted_at = self._clock()
            self._record(tx, "deleted", definition, by)
        return definition

    def restore(self, project_id: str, definition_id: str, *, by: str | None) -> Definition:
        """Bring back one that was deleted; its key must still be free."""
        with self._ledger.write() as tx:
            definition = _find(tx, project_id, definition_id, deleted=True)
            _require_free(tx, definition)
            definition.deleted_at = None
            self._record(tx, "restored", definition, by)
        return definition

    def _keep_version(self, tx: Transaction, definition: Definition, by: str | None) -> None:
        tx.add(
            DefinitionVersion(
                definition_id=definition.id,
                version=definition.version,
                name=definition.name,
                body=definition.body,
                at=definition.updated_at,
                by=by,
            )
        )

    def _record(self, tx: Transaction, what: str, definition: Definition, by: str | None) -> None:
        self._audit.record(
            tx,
            f"{definition.kind}.{what}",
            definition.name,
            by=by,
            project=definition.project_id,
            definition=definition.id,
            version=definition.version,
        )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()


def _tidy(name: str) -> str:
    tidy = unicodedata.normalize("NFC", name).strip()
    if not tidy or len(tidy) > _LONGEST_NAME:
        raise Refused(
            "definition_name_wanted", f"It needs a name of up to {_LONGEST_NAME} characters.", field="name"
        )
    return tidy


def _keyed(key: str) -> str:
    tidy = unicodedata.normalize("NFC", key).strip()
    if not tidy or len(tidy) > _LONGEST_NAME:
        raise Refused(
            "definition_key_wanted",
            f"It needs a key of up to {_LONGEST_NAME} characters, by which questions call it.",
            field="key",
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


def _require_free(tx: Transaction, definition: Definition) -> None:
    with tx.no_autoflush:
        same = tx.scalars(
            select(Definition).where(
                Definition.project_id == definition.project_id,
                Definition.kind == definition.kind,
                Definition.key == definition.key,
                Definition.id != definition.id,
                Definition.deleted_at.is_(None),
            )
        ).first()
    if same is not None:
        raise Refused(
            "definition_exists",
            f"{same.name!r} is called {same.key!r} already; choose another key.",
            field="key",
            value=same.key,
            name=same.name,
        )


def _find(tx: Transaction, project_id: str, definition_id: str, *, deleted: bool) -> Definition:
    one = tx.get(Definition, definition_id)
    if one is None or one.project_id != project_id or (one.deleted_at is not None) != deleted:
        raise _unknown(definition_id)
    return one


def _unknown(text: str) -> NotFound:
    return NotFound(
        "unknown_definition",
        "There is no such definition in this project; choose one from the list.",
        field="definition",
        value=text,
    )
