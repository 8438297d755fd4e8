"""Planted causes are found first, and chance is called chance."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest

from yunying.kpi.why.slices import Cube, find_slices

DAYS, SIZES = 56, (4, 3, 3, 2)
NOW = np.arange(DAYS) >= 28
CELLS = np.array(list(itertools.product(*map(range, SIZES))))


def cube(
    seed: int, cause: dict[int, int] | None, signal: float = 0.0, *, ratio: bool = False, noise: float = 0.05
) -> Cube:
    """Days of a figure. Each cell differs by `noise` from day to day beside the chance of counts; in the later days
    the figure of the cause is lower by `signal` times what it differs by from day to day."""
    random = np.random.default_rng(seed)
    shares = np.prod(
        [random.dirichlet(np.full(size, 8.0))[CELLS[:, d]] for d, size in enumerate(SIZES)], axis=0
    )
    trend = 1 + 0.3 * np.sin(np.arange(DAYS) / 7 * 2 * np.pi) + 0.01 * np.arange(DAYS)
    expected = 20_000 * shares[:, None] * trend * random.lognormal(0, noise, (len(CELLS), DAYS))
    hit = np.ones((len(CELLS), DAYS))
    if cause is not None:
        inside = _inside(cause)
        size, weights = expected[inside].sum(axis=0).mean(), shares[inside] / shares[inside].sum()
        counting = 0.8 / (0.2 * size) if ratio else 1 / size
        hit[np.ix_(inside, NOW)] = 1 - signal * np.sqrt(counting + noise**2 * (weights**2).sum())
    cell, day = (part.ravel() for part in np.indices((len(CELLS), DAYS)))
    if not ratio:
        return Cube(
            tuple("abcd"), CELLS, cell, day, random.poisson(expected * hit).astype(float).ravel(), np.zeros(0)
        )
    bottom = random.poisson(expected)
    rate = np.clip(0.2 * random.lognormal(0, noise, bottom.shape) * hit, 0, 1)
    return Cube(
        tuple("abcd"), CELLS, cell, day, random.binomial(bottom, rate).astype(float).ravel(),
        bottom.astype(float).ravel(),
    )  # fmt: skip


def _inside(cause: dict[int, int]) -> npt.NDArray[np.bool_]:
    inside: npt.NDArray[np.bool_] = np.all([CELLS[:, d] == v for d, v in cause.items()], axis=0)
    return inside


@pytest.mark.parametrize("ratio", [False, True])
@pytest.mark.parametrize("cause", [{0: 1}, {0: 2, 1: 1}, {0: 0, 1: 1, 3: 1}])
def test_the_cause_ranks_first(cause: dict[int, int], ratio: bool) -> None:
    first = 0
    for seed in range(100):
        found = find_slices(cube(seed, cause, 2.0, ratio=ratio), NOW, most=1)
        first += bool(found) and dict(found[0].values) == cause
    assert first >= 95


@pytest.mark.parametrize("ratio", [False, True])
def test_chance_is_called_chance(ratio: bool) -> None:
    quiet = sum(not find_slices(cube(seed, None, ratio=ratio), NOW) for seed in range(100))
    assert quiet >= 95


def test_two_causes_are_found_one_after_the_other() -> None:
    one = cube(3, {0: 1}, 10)
    inside = (CELLS[:, 1] == 2)[one.cell] & (CELLS[:, 2] == 0)[one.cell]
    both = Cube(
        one.dimensions, one.codes, one.cell, one.day,
        np.where(inside & NOW[one.day], one.top * 1.5, one.top), one.bottom,
    )  # fmt: skip
    found = [dict(slice_.values) for slice_ in find_slices(both, NOW)]
    assert {0: 1} in found[:2]
    assert {1: 2, 2: 0} in found[:2]


def test_the_effect_is_what_the_whole_would_have_been() -> None:
    plain = cube(5, None, noise=0.0)
    cause = cube(5, {0: 1}, 30, noise=0.0)
    (found,) = find_slices(cause, NOW, most=1)
    lost = cause.top[NOW[cause.day]].sum() - plain.top[NOW[plain.day]].sum()
    assert found.effect == pytest.approx(lost, rel=0.05)


def test_a_slice_that_fell_to_nothing_is_found_once_with_its_other_names() -> None:
    plain = cube(6, None)
    gone = CELLS[:, 0] == 1
    # A fifth dimension that says no more than the first.
    codes = np.column_stack([CELLS, gone])
    top = np.where(gone[plain.cell] & NOW[plain.day], 0.0, plain.top)
    found = find_slices(Cube((*plain.dimensions, "e"), codes, plain.cell, plain.day, top, plain.bottom), NOW)
    assert len(found) == 1
    assert {found[0].values, *found[0].also} >= {((0, 1),), ((4, 1),)}
    assert found[0].now == 0


def test_too_few_days_say_nothing() -> None:
    assert find_slices(cube(1, {0: 1}, 20), np.ones(DAYS, np.bool_)) == []
