"""Who is in a segment now: those who were when it was taken, as the people they are today."""

from __future__ import annotations

import difflib

import numpy as np
import numpy.typing as npt

from yunying.core import Refused
from yunying.metrics.extent import people_count
from yunying.store import Dataset, HotView


def in_segment(data: Dataset, view: HotView, segment: str, field: str) -> npt.NDArray[np.bool_]:
    """By person id, whether they are a member; refuses a segment that does not exist."""
    kept = data.segments.people(segment)
    if kept is None:
        known = difflib.get_close_matches(segment, data.segments.all(), n=3, cutoff=0.6)
        similar = f"; did you mean {' or '.join(map(repr, known))}?" if known else "."
        raise Refused(
            "unknown_segment",
            f"There is no segment {segment!r} in this project{similar}",
            field=field,
            segment=segment,
        )
    people = view.identity.people(kept)
    members = np.zeros(people_count(view), np.bool_)
    members[people[people < len(members)]] = True
    return members
