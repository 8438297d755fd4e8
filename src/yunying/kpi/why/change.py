"""Why a metric moved between two periods: by dimension, and by the slices that stand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yunying.analyse import cells_of
from yunying.core import Refused, day_number
from yunying.kpi.columns import Desk, Wanted
from yunying.kpi.expression import Expression, Line, replace_filters
from yunying.kpi.tree.mix import mix_and_rate
from yunying.kpi.values import buckets_of, values_of
from yunying.kpi.why.sides import Sides, Term, sides_of
from yunying.kpi.why.slices import CHANCE, Cube, Slice, find_slices
from yunying.metrics import Breakdown, Days, Filter, Label
from yunying.store import Dataset

Floats = npt.NDArray[np.float64]
TOP = 30
"""Values of a dimension that are looked at by themselves."""


@dataclass(frozen=True)
class Part:
    """A value of a dimension: its figures, and how much of the whole's change is its own.

    Of a ratio the contribution is `mix` (it has another share of the denominator) and `rate` (its own ratio moved).
    """

    value: Label
    before: float | None
    now: float | None
    contribution: float
    mix: float | None = None
    rate: float | None = None


@dataclass(frozen=True)
class ByDimension:
    """A change taken apart by a dimension; the contributions add up to it."""

    dimension: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Standing:
    """A slice that moved otherwise than the rest: values by dimension, with the figures of `Slice`. `also` are other
    values that nearly the same events have."""

    values: dict[str, Label]
    effect: float
    chance: float
    before: float | None
    now: float | None
    also: tuple[dict[str, Label], ...] = ()


@dataclass(frozen=True)
class Change:
    """Two values of a metric, and why they differ. `steady` are the dimensions of which no value stands out."""

    before: float | None
    now: float | None
    by_dimension: tuple[ByDimension, ...]
    slices: tuple[Standing, ...]
    steady: tuple[str, ...]

    @property
    def change(self) -> float | None:
        """How much it moved."""
        return None if self.before is None or self.now is None else self.now - self.before


def explain_change(
    desk: Desk,
    data: Dataset,
    expression: Expression,
    before: Days,
    now: Days,
    dimensions: Sequence[str],
    filters: Sequence[Filter] = (),
) -> Change:
    """Why a metric has another value in one period than in an earlier one."""
    if before.last >= now.first:
        raise Refused(
            "periods_overlap",
            "The earlier period ends before the later one begins; choose two that do not overlap.",
            field="against",
        )
    values = [
        values_of(desk, Wanted(period, filters=tuple(filters)), [expression])[0].totals[0]
        for period in (before, now)
    ]
    pair = [None if np.isnan(value) else float(value) for value in values]
    sides = sides_of(expression)
    days = _Days.of(desk, before, now)
    cubes = _cubes(desk, data, sides, days, dimensions, filters) if dimensions else []
    by_dimension: list[ByDimension] = []
    found: list[Standing] = []
    for one in cubes:
        by_dimension += [
            ByDimension(name, tuple(_parts(one.labels[d], one.sums[d], one.cube.is_ratio)))
            for d, name in enumerate(one.cube.dimensions)
        ]
        found += [_standing(unusual, one) for unusual in find_slices(one.cube, days.late)]
    # Dimensions that are looked at one by one are so many further chances to be wrong.
    found = [one for one in found if one.chance * len(cubes) <= CHANCE]
    found.sort(key=lambda one: (-abs(one.effect), one.chance))
    moved = {name for one in found for values in (one.values, *one.also) for name in values}
    return Change(
        pair[0],
        pair[1],
        tuple(by_dimension),
        tuple(found),
        tuple(name for name in dimensions if name not in moved),
    )


@dataclass(frozen=True)
class _Apart:
    """Figures by slice and day, with the labels of each dimension, and by dimension what each value was of each period:
    numerators and denominators, earlier and later."""

    cube: Cube
    labels: tuple[tuple[Label, ...], ...]
    sums: tuple[tuple[Floats, Floats, Floats, Floats], ...]


@dataclass(frozen=True)
class _Days:
    """The days of both periods: which are of the later one, and which have ended (all, where none of a period has)."""

    periods: tuple[Days, Days]
    late: npt.NDArray[np.bool_]
    ended: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, desk: Desk, before: Days, now: Days) -> _Days:
        ended: list[bool] = []
        for period in (before, now):
            known = [one.complete for one in buckets_of(desk, Wanted(period)).buckets]
            ended += known if any(known) else [True] * len(known)
        return cls((before, now), np.repeat([False, True], [before.count, now.count]), np.array(ended))

    def places(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Where among the days those of these numbers are."""
        first, second = (day_number(one.first) for one in self.periods)
        found: npt.NDArray[np.int64] = np.where(
            numbers < second, numbers - first, numbers - second + self.periods[0].count
        )
        return found

    def weights(self, term: Term) -> Floats:
        """What a figure of each day counts: of a mean over days its part of it."""
        if not term.daily:
            return np.full(len(self.late), term.times)
        then, now = self.ended & ~self.late, self.ended & self.late
        found: Floats = np.where(then, term.times / then.sum(), 0) + np.where(now, term.times / now.sum(), 0)
        return found


def _cubes(
    desk: Desk, data: Dataset, sides: Sides, days: _Days, dimensions: Sequence[str], filters: Sequence[Filter]
) -> list[_Apart]:
    """One of all dimensions together where every figure is counted event by event, else one of each."""
    if all(isinstance(term.leaf, Line) for term in sides.terms):
        return [_together(data, sides, days, dimensions, filters)]
    return [_alone(desk, sides, days, name, filters) for name in dimensions]


def _together(
    data: Dataset, sides: Sides, days: _Days, dimensions: Sequence[str], filters: Sequence[Filter]
) -> _Apart:
    lines = [term.leaf for term in sides.terms if isinstance(term.leaf, Line)]
    cells = cells_of(
        data,
        days.periods,
        [replace_filters(line.series, *line.filters) for line in lines],
        filters,
        [Breakdown.model_validate({"property": name, "top": TOP}) for name in dimensions],
        by_day=[i for i, term in enumerate(sides.terms) if term.daily],
    )
    day = days.places(cells.day)
    weighted = np.array([days.weights(term)[day] for term in sides.terms]).T * cells.values
    cube = Cube(tuple(dimensions), cells.codes, cells.cell, day, *_split(weighted, sides))
    late = days.late[day]

    bottom = cube.bottom if cube.is_ratio else cube.top

    def by_value(d: int) -> tuple[Floats, Floats, Floats, Floats]:
        at = (np.ascontiguousarray(cells.codes[:, d]) * 2)[cells.cell] + late
        size = 2 * len(cells.labels[d])
        above, below = (
            np.bincount(at, values, minlength=size).astype(np.float64) for values in (cube.top, bottom)
        )
        return above[::2], below[::2], above[1::2], below[1::2]

    return _Apart(cube, cells.labels, tuple(by_value(d) for d in range(len(dimensions))))


def _alone(desk: Desk, sides: Sides, days: _Days, dimension: str, filters: Sequence[Filter]) -> _Apart:
    """Of figures that are not counted event by event: what each day's question says of the values of one dimension."""
    by = Breakdown.model_validate({"property": dimension, "top": TOP})
    columns = [
        values_of(desk, Wanted(period, "day", tuple(filters), by), [term.leaf for term in sides.terms])
        for period in days.periods
    ]
    labels = tuple(dict.fromkeys(label for pair in columns for one in pair for label in one.labels))
    placed = [[one.placed(labels) for one in pair] for pair in columns]
    daily = np.array(
        [
            np.nan_to_num(np.vstack([placed[0][i].values, placed[1][i].values])) * days.weights(term)[:, None]
            for i, term in enumerate(sides.terms)
        ]
    )
    day, cell = (part.ravel() for part in np.indices(daily.shape[1:]))
    top, bottom = _split(daily.reshape(len(daily), -1).T, sides)
    cube = Cube((dimension,), np.arange(len(labels))[:, None], cell, day, top, bottom)
    times = np.array([term.times for term in sides.terms])
    whole = [_split(np.nan_to_num([one.totals for one in pair]).T * times, sides) for pair in placed]
    return _Apart(cube, (labels,), ((*whole[0], *whole[1]),))


def _split(values: Floats, sides: Sides) -> tuple[Floats, Floats]:
    """Columns of terms added up: those above the line, and those below (empty where there is none)."""
    split = len(sides.top)
    return values[:, :split].sum(axis=1), values[:, split:].sum(
        axis=1
    ) if sides.bottom is not None else np.zeros(0)


def _parts(
    labels: Sequence[Label], sums: tuple[Floats, Floats, Floats, Floats], is_ratio: bool
) -> list[Part]:
    """What each value of a dimension contributed, the largest first."""
    top, bottom, top_now, bottom_now = sums
    if not is_ratio:
        found = [
            Part(label, float(a), float(b), float(b - a))
            for label, a, b in zip(labels, top, top_now, strict=True)
        ]
    elif not bottom.sum() or not bottom_now.sum():
        return []
    else:
        apart = mix_and_rate(top, bottom, top_now, bottom_now)
        found = [
            Part(
                label,
                _ratio(top[i], bottom[i]),
                _ratio(top_now[i], bottom_now[i]),
                float(apart.effect[i]),
                float(apart.mix[i]),
                float(apart.rate[i]),
            )
            for i, label in enumerate(labels)
        ]
    there = [one for one in found if one.before or one.now or one.contribution]
    return sorted(there, key=lambda one: -abs(one.contribution))


def _ratio(top: float, bottom: float) -> float | None:
    return float(top / bottom) if bottom else None


def _standing(one: Slice, apart: _Apart) -> Standing:
    def named(values: tuple[tuple[int, int], ...]) -> dict[str, Label]:
        return {apart.cube.dimensions[d]: apart.labels[d][v] for d, v in values}

    return Standing(
        named(one.values),
        one.effect,
        one.chance,
        None if np.isnan(one.before) else one.before,
        None if np.isnan(one.now) else one.now,
        tuple(named(values) for values in one.also),
    )
