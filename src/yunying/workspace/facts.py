"""Measured facts: figures of days that no person's event carries. What was corrected is kept."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock, Refused
from yunying.store.ledger import FactEntry, Ledger
from yunying.workspace.audit import Audit

MOST_AT_ONCE = 100_000
_LONGEST = 200
_MOST_DIMENSIONS = 20


@dataclass(frozen=True)
class NewFact:
    """A figure of a day; null takes back what was said."""

    fact: str
    day: date
    dimensions: Mapping[str, str]
    value: float | None


class Taken(NamedTuple):
    """What became of figures that were brought."""

    new: int
    corrected: int
    same: int


class FactValue(NamedTuple):
    """A figure as it stands."""

    day: date
    dimensions: dict[str, str]
    value: float


class Facts:
    """Keeps facts. Bringing the same figures again changes nothing."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def take(self, project_id: str, facts: Sequence[NewFact], *, by: str | None) -> Taken:
        """Take figures in, all or none of them; of several of one day and dimensions the last holds."""
        if len(facts) > MOST_AT_ONCE:
            raise Refused(
                "too_many_facts",
                f"{len(facts):,} figures at once are too many; bring up to {MOST_AT_ONCE:,}.",
                most=MOST_AT_ONCE,
            )
        wanted = {(one.fact, one.day, _dimensions(one, i)): _number(one, i) for i, one in enumerate(facts)}
        with self._ledger.write() as tx:
            known = {
                key: value
                for name in sorted({fact for fact, _, _ in wanted})
                for key, value in self._standing(tx, project_id, name).items()
            }
            changed = {key: value for key, value in wanted.items() if known.get(key) != value}
            now = self._clock()
            tx.add_all(
                FactEntry(
                    project_id=project_id,
                    fact=fact,
                    day=day,
                    dimensions=dimensions,
                    value=value,
                    at=now,
                    by=by,
                )
                for (fact, day, dimensions), value in changed.items()
            )
            new = sum(known.get(key) is None for key in changed)
            taken = Taken(new, len(changed) - new, len(wanted) - len(changed))
            if changed:
                self._audit.record(
                    tx,
                    "facts.taken",
                    ", ".join(sorted({fact for fact, _, _ in changed})),
                    by=by,
                    project=project_id,
                    new=taken.new,
                    corrected=taken.corrected,
                )
        return taken

    def names(self, project_id: str) -> list[str]:
        """The facts there are."""
        with self._ledger.read() as tx:
            return list(
                tx.scalars(
                    select(FactEntry.fact)
                    .where(FactEntry.project_id == project_id)
                    .distinct()
                    .order_by(FactEntry.fact)
                )
            )

    def values(self, project_id: str, fact: str) -> list[FactValue]:
        """A fact as it stands, by day."""
        with self._ledger.read() as tx:
            found = self._standing(tx, project_id, fact)
        return [
            FactValue(day, json.loads(dimensions), value)
            for (_, day, dimensions), value in sorted(found.items(), key=lambda item: item[0][1:])
            if value is not None
        ]

    def history(
        self, project_id: str, fact: str, day: date, dimensions: Mapping[str, str]
    ) -> Sequence[FactEntry]:
        """Everything that was said of one figure, the newest first."""
        with self._ledger.read() as tx:
            return tx.scalars(
                select(FactEntry)
                .where(
                    FactEntry.project_id == project_id,
                    FactEntry.fact == fact,
                    FactEntry.day == day,
                    FactEntry.dimensions == _written(dimensions),
                )
                .order_by(FactEntry.id.desc())
            ).all()

    def _standing(
        self, tx: Transaction, project_id: str, fact: str
    ) -> dict[tuple[str, date, str], float | None]:
        newest = (
            select(func.max(FactEntry.id))
            .where(FactEntry.project_id == project_id, FactEntry.fact == fact)
            .group_by(FactEntry.day, FactEntry.dimensions)
        )
        rows = tx.execute(
            select(FactEntry.day, FactEntry.dimensions, FactEntry.value).where(FactEntry.id.in_(newest))
        )
        return {(fact, row.day, row.dimensions): row.value for row in rows}


def _written(dimensions: Mapping[str, str]) -> str:
    return json.dumps(dict(dimensions), sort_keys=True, ensure_ascii=False)


def _dimensions(one: NewFact, row: int) -> str:
    if len(one.dimensions) > _MOST_DIMENSIONS or any(
        not name or len(name) > _LONGEST or len(value) > _LONGEST for name, value in one.dimensions.items()
    ):
        raise Refused(
            "bad_fact",
            f"Figure {row + 1}: it has up to {_MOST_DIMENSIONS} dimensions with names and values of up to {_LONGEST} "
            "characters.",
            field="dimensions",
            row=row + 1,
        )
    return _written(one.dimensions)


def _number(one: NewFact, row: int) -> float | None:
    if one.value is not None and not math.isfinite(one.value):
        raise Refused("bad_fact", f"Figure {row + 1}: {one.value} is no number.", field="value", row=row + 1)
    return one.value
