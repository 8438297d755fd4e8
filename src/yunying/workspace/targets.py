"""Targets: places outside that segments are pushed to. What is needed to reach one comes here sealed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock, NotFound, Refused
from yunying.store.ledger import Ledger, Target
from yunying.workspace.audit import Audit

TargetKind = Literal["webhook", "sql"]
TARGET_KINDS: tuple[TargetKind, ...] = get_args(TargetKind)
_LONGEST_NAME = 200


class Targets:
    """Keeps targets under names, each of which is given once in a project."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def all(self, project_id: str) -> Sequence[Target]:
        """A project's targets, oldest first."""
        with self._ledger.read() as tx:
            return tx.scalars(select(Target).where(Target.project_id == project_id).order_by(Target.id)).all()

    def get(self, project_id: str, target_id: str) -> Target:
        """The target with this id."""
        with self._ledger.read() as tx:
            return _known(tx.get(Target, target_id), project_id, target_id)

    def find(self, project_id: str, text: str) -> Target:
        """A target by its id or its name."""
        with self._ledger.read() as tx:
            return _named(tx, project_id, text) or _known(tx.get(Target, text), project_id, text)

    def check_name(self, project_id: str, name: str) -> str:
        """The name as it would be kept; refuses one that is empty, too long or given already."""
        tidy = unicodedata.normalize("NFC", name).strip()
        if not tidy or len(tidy) > _LONGEST_NAME:
            raise Refused(
                "name_empty", f"A target needs a name of up to {_LONGEST_NAME} characters.", field="name"
            )
        with self._ledger.read() as tx:
            if _named(tx, project_id, tidy) is not None:
                raise Refused(
                    "target_exists",
                    f"There is already a target {tidy!r} in this project; choose another name.",
                    field="name",
                    value=tidy,
                )
        return tidy

    def add(
        self,
        project_id: str,
        target_id: str,
        name: str,
        kind: TargetKind,
        *,
        address: str,
        sealed: str,
        by: str | None,
    ) -> Target:
        """Keep a target whose name was checked."""
        target = Target(
            id=target_id,
            project_id=project_id,
            name=name,
            kind=kind,
            address=address,
            sealed=sealed,
            created_by=by,
            created_at=self._clock(),
        )
        with self._ledger.write() as tx:
            tx.add(target)
            self._audit.record(
                tx,
                "target.added",
                name,
                by=by,
                project=project_id,
                target=target_id,
                kind=kind,
                address=address,
            )
        return target

    def remove(self, project_id: str, target_id: str, *, by: str | None) -> None:
        """Forget a target with its secret and its pushes."""
        with self._ledger.write() as tx:
            target = _known(tx.get(Target, target_id), project_id, target_id)
            self._audit.record(tx, "target.removed", target.name, by=by, project=project_id, target=target_id)
            tx.delete(target)


def _named(tx: Transaction, project_id: str, name: str) -> Target | None:
    wanted = unicodedata.normalize("NFC", name).strip().casefold()
    # By Python: SQLite knows the case of ASCII letters only.
    there = tx.scalars(select(Target).where(Target.project_id == project_id))
    return next((one for one in there if one.name.casefold() == wanted), None)


def _known(target: Target | None, project_id: str, value: str) -> Target:
    if target is None or target.project_id != project_id:
        raise NotFound(
            "unknown_target",
            "There is no such target in this project; choose one from the list of targets.",
            field="target",
            value=value,
        )
    return target
