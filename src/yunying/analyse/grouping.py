"""What kinds have in common: groups of rows, columns, the bucket of a moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.kernels import UNREAD, RowGroups
from yunying.metrics import Bucket, Groups, Marked, bad_address


def shown(groups: Groups, found: npt.NDArray[np.bool_]) -> list[int]:
    """Groups with rows: every value of its own, and the others where there are any."""
    if not groups.apart:
        return [0]
    other = groups.count - 1
    return [*range(other), *([other] if found[other] else [])]


def group_at(at: dict[str, Any], groups: Groups, text: str) -> int:
    """The group that an address names; refuses one that this question does not have."""
    if ("breakdown" in at) != groups.apart:
        raise bad_address(text)
    group = groups.index(at["breakdown"]) if "breakdown" in at else 0
    if group is None:
        raise bad_address(text)
    return group


def by_row(groups: Groups, marked: Sequence[Marked]) -> list[RowGroups]:
    """Each day's groups by row; not read where nothing on that day counts."""
    return [groups.of_rows(m.day) if m.lut.any() or groups.count == 1 else UNREAD for m in marked]


def once(groups: Groups, marked: Sequence[Marked], bits: int) -> tuple[list[Marked], list[RowGroups]]:
    """`marked` and its groups `by_row`, with one row a person and day wherever all of these selectors take every
    event: for who only asks who was there, and in which group their first event is."""
    rows = by_row(groups, marked)
    thin = [m.once(bits) for m in marked]
    return [t.marked for t in thin], [t.groups(of) for t, of in zip(thin, rows, strict=True)]


def columns(groups: Groups, *named_types: tuple[str, str]) -> list[dict[str, str]]:
    """Columns of an answer from names and types; that of the group, named `breakdown`, only where there is one."""
    return [{"name": name, "type": kind} for name, kind in named_types if groups.apart or name != "breakdown"]


def bucket_of(moments: npt.NDArray[np.int64], buckets: Sequence[Bucket]) -> npt.NDArray[np.int64]:
    """The bucket of each moment (ms since the epoch) of the range."""
    starts = np.array([b.start // 1000 for b in buckets[1:]], np.int64)
    return np.searchsorted(starts, moments, side="right")
