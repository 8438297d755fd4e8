"""What days are expected to be: how often intervals hold, told from the past only, holidays, too little history."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunying.kpi.season import expected

Floats = npt.NDArray[np.float64]
DAYS = [date(2025, 1, 1) + timedelta(days=i) for i in range(500)]
WEEK = np.array([1, 1.02, 1, 0.98, 1.1, 1.4, 1.3])[[day.weekday() for day in DAYS]]


def _simulated(kind: str, seed: int, count: int) -> Floats:
    rng, week = np.random.default_rng(seed), WEEK[:count]
    match kind:
        case "few":
            return rng.poisson(3 * week).astype(float)
        case "many":
            return rng.poisson(200 * week).astype(float)
        case "wandering":
            steps = np.cumsum(rng.normal(0, 0.015, count)) + rng.normal(0, 0.05, count)
            return np.asarray(np.round(3000 * week * np.exp(steps)))
        case "share":
            return np.asarray(np.clip(0.12 * week**0.2 + rng.normal(0, 0.005, count), 0, 1))
        case "negative":
            return np.asarray(10 * week + rng.normal(0, 5, count) - 12)
        case "outliers":
            values = np.round(2000 * week * np.exp(rng.normal(0, 0.1, count)))
            values[rng.random(count) < 0.1] = np.nan
            values[rng.random(count) < 0.02] *= 5
            return np.asarray(values)
    raise ValueError(kind)


@pytest.mark.parametrize("kind", ["few", "many", "wandering", "share", "negative", "outliers"])
def test_nine_in_ten_days_are_in_intervals_told_before_them(kind: str) -> None:
    next_day, far, sums = [], [], []
    for seed in range(12):
        values = _simulated(kind, seed, 430)
        told = expected(DAYS[:400], values[:400], 30)
        held = (values >= told.low - 1e-9) & (values <= told.high + 1e-9)
        there = ~np.isnan(values) & ~np.isnan(told.mid)
        next_day.append(held[60:400][there[60:400]].mean())
        far.append(held[400:][there[400:]].mean())
        total = told.total(DAYS[400], DAYS[429])
        sums.append(total.low <= values[400:].sum() <= total.high)
    assert 0.87 <= float(np.mean(next_day)) <= 0.95
    assert 0.85 <= float(np.mean(far)) <= 0.99
    if kind != "outliers":  # whose sums have outliers in them that nobody can foresee
        assert np.mean(sums) >= 0.75


def test_what_was_expected_of_a_day_does_not_change_with_later_days() -> None:
    values = _simulated("wandering", 1, 200)
    whole = expected(DAYS[:200], values, 0)
    before = expected(DAYS[:120], values[:120], 1)
    assert np.array_equal(whole.mid[:120], before.mid[:120], equal_nan=True)
    assert whole.mid[120] == pytest.approx(before.mid[120])
    assert whole.low[120] == pytest.approx(before.low[120], rel=0.1)


def test_an_outlier_does_not_move_the_next_days_but_a_new_level_does() -> None:
    values = np.round(1000 * WEEK[:150] + np.random.default_rng(3).normal(0, 20, 150))
    once = values.copy()
    once[100] *= 6
    assert expected(DAYS[:101], once[:101], 1).mid[-1] == pytest.approx(
        expected(DAYS[:101], values[:101], 1).mid[-1], rel=0.05
    )
    shifted = values.copy()
    shifted[100:] *= 2
    assert expected(DAYS[:110], shifted[:110], 1).mid[-1] == pytest.approx(2000 * WEEK[110], rel=0.1)


@pytest.mark.parametrize("count", [0, 1, 13])
def test_of_too_few_days_nothing_is_said(count: int) -> None:
    told = expected(DAYS[:count], np.full(count, 5.0), 3 if count else 0)
    assert not told.enough
    assert np.isnan(told.mid).all()


def test_fourteen_days_are_enough() -> None:
    told = expected(DAYS[:14], 100 * WEEK[:14], 7)
    assert told.enough
    assert told.mid[14:] == pytest.approx(100 * WEEK[14:21], rel=0.02)


def test_holidays_have_the_effect_they_had_and_leave_other_days_alone() -> None:
    rng = np.random.default_rng(5)
    values = np.round(1000 * WEEK[:400] * np.exp(rng.normal(0, 0.03, 400)))
    breaks = {day: "break" for i, day in enumerate(DAYS) if i % 90 in (40, 41)}
    values[[i for i in range(400) if DAYS[i] in breaks]] *= 0.3
    told = expected(DAYS[:400], values, 5, holidays=breaks)
    at = DAYS[400] - timedelta(days=0)
    assert at in breaks
    assert told.mid[400] == pytest.approx(300 * WEEK[400], rel=0.15)
    assert told.mid[402] == pytest.approx(1000 * WEEK[402], rel=0.05)
    first = DAYS.index(min(breaks))
    assert told.high[first] - told.low[first] > 3 * (told.high[first - 1] - told.low[first - 1])


def test_a_weekend_that_is_worked_is_like_a_weekday() -> None:
    saturday = next(i for i in range(60, 70) if DAYS[i].weekday() == 5)
    values = 1000 * WEEK[:saturday]
    told = expected(DAYS[:saturday], values, 1, holidays={DAYS[saturday]: "working day instead"})
    assert told.mid[-1] == pytest.approx(1020, rel=0.02)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.floats(0, 1e9)), min_size=1, max_size=60),
    st.integers(0, 20),
)
def test_bounds_are_in_order_and_never_below_zero(found: list[float | None], ahead: int) -> None:
    values = np.array([np.nan if one is None else one for one in found])
    told = expected(DAYS[: len(values)], values, ahead)
    there = ~np.isnan(told.mid)
    assert (told.low[there] >= 0).all()
    assert (told.low[there] <= told.mid[there]).all()
    assert (told.mid[there] <= told.high[there]).all()
    assert np.isfinite(told.high[there]).all()
    assert told.enough == (sum(one is not None for one in found) >= 14)


def test_a_share_stays_below_one() -> None:
    values = np.clip(0.97 + np.random.default_rng(2).normal(0, 0.03, 60), 0, 1)
    assert np.nanmax(expected(DAYS[:60], values, 10, most=1.0).high) <= 1
