"""Pairs of events of the same person: how long the one comes after the other."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.rows import matching_rows
from yunying.kernels.types import Bits, Events, Ints, Longs, RowGroups

START = 1
END = 2
Pairs = tuple[Ints, Longs, Longs, Ints]
"""Of each pair: its person, when it began (ms since the epoch), how long it took (ms), and its group."""


@compiled
def intervals_day(
    person: Ints,
    key: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    group: RowGroups,
    day_ms: int,
    window: int,
    entering: bool,
    take_last: bool,
    low: int,
    high: int,
    low_key: int,
    began: Longs,
    began_group: Ints,
) -> Pairs:
    """The pairs that end on one day, where those of a key do not overlap.

    Events pair with others of the same `key[i]` (negative: with none), whose state is `began[key - low_key]` (−1: no
    pair is open) and `began_group`. A start opens a pair on days that are `entering`, or opens it anew with
    `take_last` or where `window` ms have passed; an end closes it. `group` is empty where there is one group or the
    day is not `entering`.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    rows, count = matching_rows(event, lut, gate, start, stop)
    who = np.empty(count, np.int32)
    since = np.empty(count, np.int64)
    took = np.empty(count, np.int64)
    of = np.empty(count, np.int32)
    pairs = 0
    for k in range(count):
        i = rows[k]
        if key[i] < 0:
            continue
        bits = lut[event[i]]
        if len(gate) > 0:
            bits &= gate[i]
        at = key[i] - low_key
        now = day_ms + ms[i]
        if bits & END and began[at] >= 0:
            if now - began[at] <= window:
                who[pairs] = person[i]
                since[pairs] = began[at]
                took[pairs] = now - began[at]
                of[pairs] = began_group[at]
                pairs += 1
            began[at] = -1
        if bits & START and entering and (take_last or began[at] < 0 or now - began[at] > window):
            began[at] = now
            began_group[at] = group.lookup[group.codes[i]] if len(group.lookup) > 0 else 0
    return who[:pairs], since[:pairs], took[:pairs], of[:pairs]


@compiled
def intervals_each_day(
    person: Ints,
    key: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    group: RowGroups,
    day_ms: int,
    window: int,
    entering: bool,
    low: int,
    high: int,
    low_key: int,
    ended: Longs,
) -> Pairs:
    """The pairs that begin on one day, each start with the next end. Days are walked backwards.

    `ended[key - low_key]` is when the nearest end after this day was (−1: there is none).
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    rows, count = matching_rows(event, lut, gate, start, stop)
    who = np.empty(count, np.int32)
    since = np.empty(count, np.int64)
    took = np.empty(count, np.int64)
    of = np.empty(count, np.int32)
    pairs = 0
    for k in range(count - 1, -1, -1):
        i = rows[k]
        if key[i] < 0:
            continue
        bits = lut[event[i]]
        if len(gate) > 0:
            bits &= gate[i]
        at = key[i] - low_key
        now = day_ms + ms[i]
        if bits & START and entering and ended[at] >= 0 and ended[at] - now <= window:
            who[pairs] = person[i]
            since[pairs] = now
            took[pairs] = ended[at] - now
            of[pairs] = group.lookup[group.codes[i]] if len(group.lookup) > 0 else 0
            pairs += 1
        if bits & END:
            ended[at] = now
    return who[:pairs], since[:pairs], took[:pairs], of[:pairs]
