"""Several things done one after the other, as a filter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from yunying.kernels import NOT_BEGUN, sequence_day
from yunying.metrics.extent import people_count
from yunying.metrics.filters import Sequenced
from yunying.metrics.marked import Marked, Mask
from yunying.store import Dataset, HotView

_EVER = np.iinfo(np.int64).max


def did_in_sequence(data: Dataset, view: HotView, node: Sequenced, days: Sequence[Marked]) -> Mask:
    """By person id, whether they did the steps in order. `days` have step k as selector k."""
    steps, people = len(node.sequence), people_count(view)
    window = _EVER if node.window is None else node.window.milliseconds

    def walk(low: int, high: int) -> npt.NDArray[np.bool_]:
        begun = np.full((high - low, steps), NOT_BEGUN, np.int64)
        for m in days:
            sequence_day(
                m.day.person,
                m.day.ms,
                m.day.event,
                m.lut,
                m.gate,
                m.day.start_ms,
                steps,
                window,
                low,
                high,
                begun,
            )
        return np.asarray(begun[:, -1] != NOT_BEGUN)

    found = data.each_slice(walk, people, steps, sum(m.day.rows for m in days))
    return np.concatenate(found) if found else np.zeros(0, np.bool_)
