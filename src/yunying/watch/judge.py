"""A rule and a series: what was in order and what was not, each period judged by what was known when it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from yunying.watch.bands import Bands, bands
from yunying.watch.rule import Rule
from yunying.watch.series import Series, Side, Verdict

NO_HOLIDAYS: Mapping[date, str] = {}


def judge(rule: Rule, series: Series, holidays: Mapping[date, str] = NO_HOLIDAYS) -> list[Verdict]:
    """Every period in order; `spoken` after as many in a row out on one side as the rule says.

    A period that is not complete is never judged, and neither breaks nor makes a row.
    """
    drawn = bands(rule.when, series, holidays)
    found: list[Verdict] = []
    row: int = 0
    side: Side = 0
    for at in range(len(series)):
        one = _judge(rule, series, drawn, at)
        if one.state == "out":
            row = row + 1 if one.side == side else 1
            side = one.side
            one = replace(one, spoken=row >= rule.for_)
        elif one.state != "incomplete":
            row, side = 0, 0
        found.append(one)
    return found


def _judge(rule: Rule, series: Series, drawn: Bands, at: int) -> Verdict:
    value, low, high = float(series.values[at]), float(drawn.low[at]), float(drawn.high[at])
    said = Verdict(
        label=series.labels[at],
        day=series.days[at],
        value=None if np.isnan(value) else value,
        state="unknown",
        expected=_finite(drawn.mid[at]),
        low=_finite(low),
        high=_finite(high),
    )
    if not series.complete[at]:
        return replace(said, state="incomplete")
    if said.value is None or np.isnan(low) or np.isnan(high):
        return said
    if _behind(series, at, said.expected) < rule.at_least:
        return replace(said, state="small")
    side: Side = 1 if value > high else -1 if value < low else 0
    return replace(said, state="out" if side else "fine", side=side)


def _behind(series: Series, at: int, mid: float | None) -> float:
    """How much stands behind a period's figure. Of counts it is what was expected: one that fell to nothing is no
    small figure."""
    if series.base is None:
        return np.inf
    if series.noise != "count":
        return float(series.base[at])
    return max(float(series.base[at]), mid or 0.0)


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
