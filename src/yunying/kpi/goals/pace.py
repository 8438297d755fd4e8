"""Where a key result should be on each day of its period."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from yunying.kpi.goals.definition import Counted, KeyResult

Floats = npt.NDArray[np.float64]


def milestones(
    wanted: KeyResult, counted: Counted, start: float, first: date, last: date
) -> list[tuple[date, float]]:
    """Where it should stand at the end of which days: those of its stages, the last one with its target."""
    if not wanted.stages:
        return [(last, wanted.target)]
    if counted in ("total", "people"):
        sums = start + np.cumsum([stage.target for stage in wanted.stages])
        return [(stage.until, float(at)) for stage, at in zip(wanted.stages, sums, strict=True)]
    return [(stage.until, stage.target) for stage in wanted.stages]


def pace_line(
    start: float, marks: list[tuple[date, float]], first: date, weights: Floats | None = None
) -> Floats:
    """Where it should stand at the end of each day from `first` to the last mark.

    Between marks it goes by `weights`, what each day brings of the way (all the same where there are none, or where
    they come to nothing), so that it is at each mark on its day.
    """
    count = (marks[-1][0] - first).days + 1
    share = np.ones(count) if weights is None else np.maximum(np.nan_to_num(weights), 0)
    line, begin, at = np.empty(count), 0, start
    for day, mark in marks:
        end = (day - first).days + 1
        part = share[begin:end]
        if part.sum() <= 0:
            part = np.ones(end - begin)
        line[begin:end] = at + (mark - at) * np.cumsum(part) / part.sum()
        line[end - 1], begin, at = mark, end, mark
    return line
