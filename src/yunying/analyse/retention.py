"""Retention: of those who began in a period, how many came back in each later one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from yunying.analyse.cohorts import EVERYBODY, Cohorts, Folded, fold, prepare
from yunying.analyse.grouping import group_at
from yunying.analyse.questions import Retention
from yunying.metrics import Answer, Behind, address, bad_address, check_size, parse_address
from yunying.store import Dataset


def answer(data: Dataset, question: Retention) -> Answer:
    """A row: `cohort` (first day of its period), `[breakdown], offset, [offset_to], people, size, rate, lost,
    [value, value_per_person], complete, address, cohort_address, lost_address`. With brackets `offset` and `offset_to`
    are the first and last of one. `people` of the `size` people of the cohort came back; `value` adds up the property
    over their returns in the cell, `value_per_person` is that by everybody of the cohort. A cell is `complete` once its
    period (the last of its bracket), and the cohort's, have ended before the newest event of the project; only then
    those who did not come back are known, else `lost` and its address are `null`. With return_mode `on_or_after` a
    complete cell can still grow: who comes back later counts in it. Only periods that have begun are shown, and only
    groups in whose cohorts is anybody. A line of one offset over time is the rows of that offset by cohort.

    `totals.average` has for each group and offset the mean over its complete cells (over all, where none is): `people`
    `of` so many, `rate` weighted by the size of cohorts, `mean_rate` the simple mean of the cohorts' rates, `[value,
    value_per_person]`. `totals.people` counts everybody in cohorts, with `totals.address` (cohort `first` only: with
    `every` one person is in several).

    Beside ClickHouse's `retention(c1, c2, …)`: with cohort `every` and clock `calendar`, the people of cohort c at an
    offset k above 0 are those for whom it gives `r1 = r2 = 1`, where c1 is "started in period c" and c2 "returned in
    period c + k". It differs at offset 0, where it does not ask that the return comes after the start, and it knows
    neither first-ever cohorts (they need a filter by `min(time)`) nor rolling periods.
    """
    this = prepare(data, question)
    table = _Table.of(this)
    check_size(sum(table.shown) * this.groups.count, "periods", "ask for fewer periods or groups")
    folded = fold(this)
    rows: list[dict[str, Any]] = []
    average: list[dict[str, Any]] = []
    for g in range(this.groups.count):
        if this.groups.apart and not folded.sizes[g].any():
            continue
        rows += table.rows(folded, g)
        average += [table.average(folded, g, s) for s in range(max(table.shown, default=0))]
    first = question.cohort == "first"
    return Answer(
        columns=_columns(question),
        rows=rows,
        totals={
            "people": int(folded.sizes.sum()) if first else None,
            "address": address(all=True) if first else None,
            "average": average,
        },
        provenance=this.frame.provenance(
            _definition(question), question.filters, incomplete=not all(b.complete for b in this.buckets)
        ),
    )


def behind(data: Dataset, question: Retention, text: str) -> Behind:
    """The people of one cell, those it lost, a whole cohort, or everybody in any."""
    at = parse_address(text, {"cohort", "offset", "breakdown", "lost", "all"})
    this = prepare(data, question)
    if "all" in at:
        if at != {"all": True} or question.cohort != "first":
            raise bad_address(text)
        return Behind(np.flatnonzero(fold(this, EVERYBODY).group >= 0))
    labels = [b.label for b in this.buckets]
    offsets = [first for first, _ in this.slots]
    if at.get("cohort") not in labels or at.get("lost", True) is not True:
        raise bad_address(text)
    cohort, slot = labels.index(at["cohort"]), -1
    if "offset" in at:
        if type(at["offset"]) is not int or at["offset"] not in offsets:
            raise bad_address(text)
        slot = offsets.index(at["offset"])
        if slot >= this.shown(cohort):
            raise bad_address(text)
    if "lost" in at and not 0 <= slot < this.complete(cohort):
        raise bad_address(text)
    group = group_at(at, this.groups, text)
    folded = fold(this, cohort, slot)
    chosen = folded.group == group
    if "lost" in at:
        chosen &= ~folded.hit
    elif slot >= 0:
        chosen &= folded.hit
    return Behind(np.flatnonzero(chosen))


@dataclass(frozen=True)
class _Table:
    """Which cells an answer has: of each cohort as many slots as are `shown`, the first of them `complete`."""

    this: Cohorts
    shown: list[int]
    complete: list[int]

    @classmethod
    def of(cls, this: Cohorts) -> _Table:
        every = range(len(this.buckets))
        return cls(this, [this.shown(c) for c in every], [this.complete(c) for c in every])

    def rows(self, folded: Folded, g: int) -> list[dict[str, Any]]:
        """The cells of one group. There may be very many, so what cells share is made once."""
        this, group = self.this, self.this.groups.named(g)
        sizes, table, values = folded.sizes[g].tolist(), folded.table[g].tolist(), folded.values[g].tolist()
        offsets = [self._offset(s) for s in range(len(this.slots))]
        named, lost = [address(offset=first) for first, _ in this.slots], address(lost=True)
        valued = this.question.value is not None
        rows: list[dict[str, Any]] = []
        for c, bucket in enumerate(this.buckets):
            own, size, known = address(cohort=bucket.label, **group), sizes[c], self.complete[c]
            for s in range(self.shown[c]):
                people, cell = table[c][s], f"{own}&{named[s]}"
                rows.append(
                    {
                        "cohort": bucket.label,
                        **group,
                        **offsets[s],
                        "people": people,
                        "size": size,
                        "rate": people / size if size else None,
                        "lost": size - people if s < known else None,
                        **(_worth(values[c][s], size) if valued else {}),
                        "complete": s < known,
                        "address": cell,
                        "cohort_address": own,
                        "lost_address": f"{cell}&{lost}" if s < known else None,
                    }
                )
        return rows

    def average(self, folded: Folded, g: int, s: int) -> dict[str, Any]:
        """The mean of one column."""
        complete = np.flatnonzero(np.array(self.complete) > s)
        chosen = complete if complete.size else np.flatnonzero(np.array(self.shown) > s)
        sizes, came = folded.sizes[g, chosen], folded.table[g, chosen, s]
        people, of = int(came.sum()), int(sizes.sum())
        rates = (came[sizes > 0] / sizes[sizes > 0]).tolist()
        value = math.fsum(folded.values[g, chosen, s].tolist())
        return {
            **self.this.groups.named(g),
            **self._offset(s),
            "people": people,
            "of": of,
            "rate": people / of if of else None,
            "mean_rate": math.fsum(rates) / len(rates) if rates else None,
            **(_worth(value, of) if self.this.question.value is not None else {}),
            "complete": bool(complete.size),
        }

    def _offset(self, s: int) -> dict[str, int]:
        first, last = self.this.slots[s]
        return (
            {"offset": first} if self.this.question.brackets is None else {"offset": first, "offset_to": last}
        )


def _worth(value: float, size: int) -> dict[str, float | None]:
    return {"value": value, "value_per_person": value / size if size else None}


def _columns(question: Retention) -> list[dict[str, str]]:
    columns = [("cohort", "day")]
    if question.breakdown:
        columns.append(("breakdown", "value"))
    columns.append(("offset", "number"))
    if question.brackets:
        columns.append(("offset_to", "number"))
    columns += [("people", "number"), ("size", "number"), ("rate", "rate"), ("lost", "number")]
    if question.value:
        columns += [("value", "number"), ("value_per_person", "number")]
    columns += [
        ("complete", "boolean"),
        ("address", "address"),
        ("cohort_address", "address"),
        ("lost_address", "address"),
    ]
    return [{"name": name, "type": kind} for name, kind in columns]


def _definition(question: Retention) -> str:
    who = "first ever" if question.cohort == "first" else "every"
    how = "" if question.return_mode == "on" else ", or later"
    how += "" if question.clock == "calendar" else ", from each person's own start"
    return f"retention by {question.interval}{how}: {who} {question.start.label} → {question.return_.label}"
