"""Which slices of a figure moved otherwise than the rest, and whether that is more than chance.

A slice is a value of up to three dimensions. Of a sum it is judged by its share of everything, of a ratio by how far
its own ratio stands from the whole's: what is the same for everybody moves neither. What days differ by anyway is
estimated from the days of both periods, moderated over all slices (as in G. Smyth, 2004), so that few days do not
make chance look like a cause. A slice of more dimensions must be the less probable by chance: its probability is
multiplied by how many slices of its kind were looked at (Bonferroni). The least probable one is taken, and everything
but it is looked at again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
MOST_DIMENSIONS = 3
CHANCE = 0.05
"""How often something may be found where nothing but chance is at work."""
_SMALLEST = 0.002
"""Share of everything below which a slice is not looked at: it cannot be why the whole moved."""
_MOST_DAYS = 0.5
"""Of the days: a slice that has something to divide by on fewer is so small that its ratio leaps."""
_LEAST = 0.001
"""Of the whole: a slice that moved it by less is no reason why it moved, however improbable."""
_BESIDE = 0.05
"""Of the largest: what moved the whole by less is not told beside it."""
_ONE = 0.95
"""Two slices that share so much of what is in either are one by two names."""
_MOST_NAMES = 5
_PRIOR_DAYS = 8.0
"""How many days' worth of evidence the other slices are for how much a slice differs from day to day."""


@dataclass(frozen=True)
class Cube:
    """Figures of days by cells, a cell being a combination of values. `values[i]` is of cell `cell[i]` on `day[i]`.

    `codes[c, d]` is the number of cell c's value of dimension d. `bottom` is empty where the figure is no ratio.
    """

    dimensions: tuple[str, ...]
    codes: Ints
    cell: Ints
    day: Ints
    top: Floats
    bottom: Floats

    @property
    def is_ratio(self) -> bool:
        """Whether it is of two sums, one divided by the other."""
        return len(self.bottom) > 0


@dataclass(frozen=True)
class Slice:
    """Values of some dimensions, by number, and what the slice did.

    `effect` is how far the whole would be from where it is, had the slice moved as the rest; `chance` how probable
    something at least as unusual is by chance, over everything looked at.
    """

    values: tuple[tuple[int, int], ...]
    effect: float
    chance: float
    before: float
    now: float
    also: tuple[tuple[tuple[int, int], ...], ...] = ()
    """Other values that mean nearly the same rows."""


def find_slices(cube: Cube, now: npt.NDArray[np.bool_], *, most: int = 5) -> list[Slice]:
    """What stands out, the largest effect first. `now[d]` says whether day d is of the later period.

    Both periods need days, and together four of them; else nothing can be said of chance, and nothing is found.
    """
    found: list[Slice] = []
    if now.sum() == 0 or (~now).sum() == 0 or len(now) < 4:
        return found
    rest, whole, least = cube, _weight(cube, now), _LEAST * _size(cube)
    while len(found) < most:
        # A ratio of what is left of the whole is so much less of it.
        share = _weight(rest, now) / whole if cube.is_ratio and whole else 1.0
        candidates = [one for one in _candidates(rest, now) if abs(one.effect) * share >= least]
        candidates.sort(key=lambda one: (one.chance, -abs(one.effect)))
        if not candidates or candidates[0].chance > CHANCE:
            break
        alike = [candidates[0], *(one for one in candidates[1:] if _same(one, candidates[0], rest))]
        best = min(alike, key=lambda one: len(one.values))  # the plainest name of it
        also = tuple(one.values for one in alike if one is not best)
        found.append(replace(best, also=also[:_MOST_NAMES], effect=best.effect * share))
        rest = _without(rest, best)
    largest = max((abs(one.effect) for one in found), default=0.0)
    told = [one for one in found if abs(one.effect) >= _BESIDE * largest]
    return sorted(told, key=lambda one: -abs(one.effect))


def _weight(cube: Cube, now: npt.NDArray[np.bool_]) -> float:
    of = cube.bottom if cube.is_ratio else cube.top
    return float(of[now[cube.day]].sum())


def _size(cube: Cube) -> float:
    """How large the figure is: the ratio of both periods together, or half of their sum."""
    top = abs(float(cube.top.sum()))
    return top / max(abs(float(cube.bottom.sum())), 1e-300) if cube.is_ratio else top / 2


def _same(one: Slice, best: Slice, cube: Cube) -> bool:
    """Whether it is the same rows by another name: nearly all of each are in the other."""
    if len(one.values) > len(best.values):
        return False
    weight = np.abs(cube.bottom if cube.is_ratio else cube.top)
    a, b = _inside(cube, one), _inside(cube, best)
    return bool(weight[a & b].sum() >= _ONE * weight[a | b].sum())


def _candidates(cube: Cube, now: npt.NDArray[np.bool_]) -> Iterator[Slice]:
    count = len(cube.dimensions)
    for size in range(1, min(count, MOST_DIMENSIONS) + 1):
        tables = [(chosen, *_table(cube, chosen, len(now))) for chosen in combinations(range(count), size)]
        judged = [(chosen, keys, _judge(cube, a, b, now)) for chosen, keys, a, b in tables]
        looked = sum(int(one.kept.sum()) for _, _, one in judged)
        for chosen, keys, one in judged:
            for i in np.flatnonzero(one.kept & (one.chance * looked * MOST_DIMENSIONS < 1)).tolist():
                yield Slice(
                    tuple(zip(chosen, keys[i].tolist(), strict=True)),
                    float(one.effect[i]),
                    float(min(1.0, one.chance[i] * looked * MOST_DIMENSIONS)),
                    float(one.before[i]),
                    float(one.now[i]),
                )


def _table(cube: Cube, chosen: Sequence[int], days: int) -> tuple[Ints, Floats, Floats]:
    """Values of the chosen dimensions, and figures by (slice, day)."""
    codes = cube.codes[:, list(chosen)].T
    shape = tuple((codes.max(axis=1, initial=-1) + 1).tolist())
    # One number a combination, and those there are numbered anew: far quicker than sorting rows.
    packed = np.ravel_multi_index(tuple(codes), shape)
    there = np.zeros(math.prod(shape), np.bool_)
    there[packed] = True
    keys = np.stack(np.unravel_index(np.flatnonzero(there), shape), axis=1)
    of_cell = (np.cumsum(there) - 1)[packed]
    flat = of_cell[cube.cell] * days + cube.day
    size = len(keys) * days

    def table(values: Floats) -> Floats:
        return np.bincount(flat, values, minlength=size).astype(np.float64).reshape(-1, days)

    a = table(cube.top)
    return keys, a, table(cube.bottom) if cube.is_ratio else a


@dataclass(frozen=True)
class _Judged:
    kept: npt.NDArray[np.bool_]
    effect: Floats
    chance: Floats
    before: Floats
    now: Floats


def _judge(cube: Cube, top: Floats, bottom: Floats, now: npt.NDArray[np.bool_]) -> _Judged:
    """Each slice of a table against the rest of it."""
    weight = bottom if cube.is_ratio else np.broadcast_to(top.sum(axis=0), top.shape)
    whole = top.sum(axis=0) / np.maximum(bottom.sum(axis=0), 1e-300) if cube.is_ratio else np.zeros(len(now))
    with np.errstate(all="ignore"):
        apart = np.where(weight != 0, top / weight, 0.0) - whole
    weight = np.abs(weight)
    then = ~now
    share = np.abs(bottom if cube.is_ratio else top).sum(axis=1)
    total = share.sum()
    early, early_weight = _mean(apart[:, then], weight[:, then])
    late, late_weight = _mean(apart[:, now], weight[:, now])
    spread = _spread(apart[:, then], weight[:, then], early) + _spread(apart[:, now], weight[:, now], late)
    freedom = _freedom(weight[:, then]) + _freedom(weight[:, now])
    scale = spread / np.maximum(freedom, 1)
    # By how much slices differ from day to day beside what their size makes them.
    sizes = np.maximum(np.abs(early) + np.abs(late), 1e-12) if not cube.is_ratio else np.ones(len(early))
    typical = _middle(scale / sizes, np.where(freedom > 0, share, 0.0))
    moderated = (freedom * scale + _PRIOR_DAYS * typical * sizes) / (freedom + _PRIOR_DAYS)
    error = np.sqrt(moderated * (1 / np.maximum(early_weight, 1e-300) + 1 / np.maximum(late_weight, 1e-300)))
    change = late - early
    with np.errstate(all="ignore"):
        statistic = np.where(error > 0, change / error, np.where(change == 0, 0.0, np.inf))
    chance = 2 * stats.t.sf(np.abs(statistic), freedom + _PRIOR_DAYS)
    of = share / total if total else share
    kept = (of >= _SMALLEST) & (of <= 1 - _SMALLEST) & (early_weight > 0) & (late_weight > 0)
    kept &= freedom >= _MOST_DAYS * (len(now) - 2)
    return _Judged(
        kept, _effect(cube, top, bottom, now, change, early, of), chance, *_periods(cube, top, bottom, now)
    )


def _middle(values: Floats, weight: Floats) -> float:
    """The weighted median: many slices of next to nothing, that never differ, do not say what is usual."""
    order = np.argsort(values)
    so_far = np.cumsum(weight[order])
    if len(values) == 0 or so_far[-1] == 0:
        return 0.0
    return float(values[order][np.searchsorted(so_far, so_far[-1] / 2)])


def _freedom(weight: Floats) -> Floats:
    """Of how many days the spread around a mean is told: days without anything say nothing of it."""
    found: Floats = np.maximum((weight > 0).sum(axis=1) - 1.0, 0.0)
    return found


def _mean(values: Floats, weight: Floats) -> tuple[Floats, Floats]:
    total = weight.sum(axis=1)
    return (values * weight).sum(axis=1) / np.maximum(total, 1e-300), total


def _spread(values: Floats, weight: Floats, mean: Floats) -> Floats:
    found: Floats = (weight * (values - mean[:, None]) ** 2).sum(axis=1)
    return found


def _effect(
    cube: Cube,
    top: Floats,
    bottom: Floats,
    now: npt.NDArray[np.bool_],
    change: Floats,
    early: Floats,
    of: Floats,
) -> Floats:
    """What the whole has of a slice that moved otherwise. Both statistics are against a whole that the slice is part
    of: against the rest they are larger."""
    if cube.is_ratio:
        late_share = bottom[:, now].sum(axis=1) / max(bottom[:, now].sum(), 1e-300)
        found: Floats = late_share * change / np.maximum(1 - late_share, 1e-12)
        return found
    total: float = top[:, now].sum()
    found = total * change / np.maximum(1 - early, 1e-12)
    return found


def _periods(cube: Cube, top: Floats, bottom: Floats, now: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The slices' own figures in both periods."""
    pair = []
    for days in (~now, now):
        a = top[:, days].sum(axis=1)
        if cube.is_ratio:
            b = bottom[:, days].sum(axis=1)
            a = np.divide(a, b, out=np.full(len(a), np.nan), where=b != 0)
        pair.append(a)
    return pair[0], pair[1]


def _inside(cube: Cube, one: Slice) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = np.all([cube.codes[:, d] == value for d, value in one.values], axis=0)[
        cube.cell
    ]
    return found


def _without(cube: Cube, found: Slice) -> Cube:
    """Everything but a slice."""
    left = ~_inside(cube, found)
    return replace(
        cube,
        cell=cube.cell[left],
        day=cube.day[left],
        top=cube.top[left],
        bottom=cube.bottom[left] if cube.is_ratio else cube.bottom,
    )
