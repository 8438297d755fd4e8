"""Which properties are sensitive: those that were recognised, and what members say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, cast, get_args

from sqlalchemy import select

from yunying.core import Clock, Refused
from yunying.store import Scope
from yunying.store.ledger import Ledger, SensitiveProperty
from yunying.workspace.audit import Audit

SensitiveKind = Literal["phone", "email", "name", "id_number", "address", "other"]
Found = Literal["name", "values"]
PropertyKey = tuple[Scope, str]
"""Scope and name of a property."""


class SensitiveProperties:
    """What is written down of a project's properties. What a member said is never changed by recognition."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def all(self, project_id: str) -> Sequence[SensitiveProperty]:
        """Everything written down, also of what is not sensitive, by scope and name."""
        with self._ledger.read() as tx:
            return tx.scalars(
                select(SensitiveProperty)
                .where(SensitiveProperty.project_id == project_id)
                .order_by(SensitiveProperty.scope, SensitiveProperty.name)
            ).all()

    def note_found(self, project_id: str, found: Mapping[PropertyKey, tuple[SensitiveKind, Found]]) -> None:
        """Write down properties that were recognised; those that are known stay as they are."""
        with self._ledger.write() as tx:
            for (scope, name), (kind, how) in found.items():
                if tx.get(SensitiveProperty, (project_id, scope, name)) is not None:
                    continue
                tx.add(
                    SensitiveProperty(
                        project_id=project_id,
                        scope=scope,
                        name=name,
                        kind=kind,
                        sensitive=True,
                        found=how,
                        decided_by=None,
                        decided_at=None,
                        created_at=self._clock(),
                    )
                )
                self._audit.record(
                    tx, "sensitive.found", name, by=None, project=project_id, scope=scope, kind=kind, how=how
                )

    def decide(
        self, project_id: str, key: PropertyKey, kind: SensitiveKind, *, sensitive: bool, by: str | None
    ) -> SensitiveProperty:
        """Say that a property is sensitive, of this kind, or that it is not."""
        if kind not in get_args(SensitiveKind):
            raise Refused(
                "unknown_sensitive_kind",
                f"There is no kind {kind!r}; kinds are: {', '.join(get_args(SensitiveKind))}.",
                field="kind",
                value=kind,
            )
        scope, name = key
        now = self._clock()
        with self._ledger.write() as tx:
            known = tx.get(SensitiveProperty, (project_id, scope, name))
            if known is None:
                known = SensitiveProperty(
                    project_id=project_id, scope=scope, name=name, found=None, created_at=now
                )
                tx.add(known)
            known.kind, known.sensitive = kind, sensitive
            known.decided_by, known.decided_at = by, now
            action = "sensitive.marked" if sensitive else "sensitive.cleared"
            self._audit.record(tx, action, name, by=by, project=project_id, scope=scope, kind=kind)
        return known


def kind_of(known: SensitiveProperty) -> SensitiveKind:
    """The kind of a property that is written down."""
    return cast(SensitiveKind, known.kind)
