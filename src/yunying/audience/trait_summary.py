"""What the values of a trait are like: how many people have one, how these are distributed, and a few of them."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.core import Calendar, day_of
from yunying.metrics import activity, values_at
from yunying.store import Dataset, HotView, Values

_TOP = 10
_MOST_BINS = 12
_SAMPLE = 6
_DAY_STEPS = (1, 2, 7, 14, 30, 91, 182, 365, 730)
Floats = npt.NDArray[np.float64]
Bin = dict[str, Any]
"""`start`, `end` (not in it; None where the last one is open; `start` itself where it is one number) and how many
`people`."""


def trait_summary(data: Dataset, view: HotView, values: Values) -> dict[str, Any]:
    """Of `values` of everybody: `of` how many people `people` have one, and what these are like.

    Numbers and times have `quantiles` and `bins`, texts and booleans their most frequent `values`; `whole` says that
    all numbers are. `sample` are a few people with their value, over its whole range.
    """
    known = activity(view).count > 0
    there = np.flatnonzero(known & values.is_set)
    summary: dict[str, Any] = {
        "type": values.type,
        "people": len(there),
        "of": int(np.count_nonzero(known)),
        "values": [],
        "quantiles": None,
        "whole": False,
        "bins": [],
    }
    if values.coded:
        codes = values.codes[there]
        counts = np.bincount(codes, minlength=len(values.labels))
        best = [int(i) for i in np.argsort(-counts, kind="stable")[:_TOP] if counts[i]]
        summary["values"] = [{"value": values.labels[i].as_py(), "people": int(counts[i])} for i in best]
        chosen = np.array([there[int(np.argmax(codes == i))] for i in best[:_SAMPLE]], np.int64)
    else:
        numbers = values.numbers[there]
        summary |= _numbers(data.calendar, values, numbers)
        first = np.unique(numbers, return_index=True)[1][::-1]  # one person of each value, the highest first
        chosen = there[
            first[np.unique(np.linspace(0, len(first) - 1, min(_SAMPLE, len(first))).astype(np.int64))]
        ]
    return summary | {"sample": _sample(data, values, chosen)}


def _numbers(calendar: Calendar, values: Values, numbers: Floats) -> dict[str, Any]:
    if not len(numbers):
        return {}
    points = np.quantile(numbers, [0, 0.25, 0.5, 0.75, 1], method="inverted_cdf")
    shown = values_at(Values(values.type, values.codes, values.labels, points), np.arange(len(points)))
    return {
        "quantiles": dict(zip(("least", "q1", "median", "q3", "most"), shown, strict=True)),
        "whole": values.type == "number" and bool((numbers == np.floor(numbers)).all()),
        "bins": _days(calendar, numbers) if values.type == "time" else number_bins(numbers),
    }


def number_bins(numbers: Floats) -> list[Bin]:
    """At most a dozen bins of a round width, from the least number on; where a few are far out the last one is open."""
    least, high, most = (float(n) for n in np.quantile(numbers, [0, 0.95, 1], method="inverted_cdf"))
    whole = bool((numbers == np.floor(numbers)).all())
    if most == least:
        return [{"start": least, "end": least, "people": len(numbers)}]
    if whole and most - least < _MOST_BINS:
        step = 1.0
    else:
        step = _round_up(((high if high > least else most) - least) / (_MOST_BINS - 2))
        step = max(step, 1.0) if whole else step
    first = math.floor(least / step)
    last = min(math.floor(most / step), first + _MOST_BINS - 1)
    edges = [round(n * step, 12) for n in range(first, last + 1)]
    return _counted(numbers, np.array(edges), edges, None if most >= edges[-1] + step else edges[-1] + step)


def _days(calendar: Calendar, numbers: Floats) -> list[Bin]:
    first, last = calendar.day_at(int(numbers.min())), calendar.day_at(int(numbers.max()))
    step = next((s for s in _DAY_STEPS if (last - first) // s < _MOST_BINS), None)
    if step is None:
        step = math.ceil((last - first + 1) / _MOST_BINS)
    days = list(range(first, last + 1, step))
    edges = np.array([calendar.day_start(day) for day in days], np.float64)
    return _counted(numbers, edges, [day_of(day) for day in days], day_of(days[-1] + step))


def _counted(numbers: Floats, edges: Floats, starts: list[Any], end: Any) -> list[Bin]:
    counts = np.bincount(np.searchsorted(edges, numbers, side="right") - 1, minlength=len(edges))
    return [
        {"start": start, "end": after, "people": int(n)}
        for (start, after), n in zip(pairwise([*starts, end]), counts.tolist(), strict=True)
    ]


def _round_up(step: float) -> float:
    """The next of 1, 2, 5, 10, …"""
    power = float(10 ** math.floor(math.log10(step)))
    return next(power * by for by in (1, 2, 5, 10) if power * by >= step * (1 - 1e-9))


def _sample(data: Dataset, values: Values, people: npt.NDArray[np.int64]) -> list[dict[str, Any]]:
    names = data.people.distinct_ids(people.astype(np.int32))
    return [
        {"person_id": int(person), "distinct_id": name, "value": value}
        for person, name, value in zip(people, names, values_at(values, people), strict=True)
    ]
