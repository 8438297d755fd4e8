"""What each person did: over all days, or in a window before each of their events."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.rows import matching_rows
from yunying.kernels.types import Bits, Events, Floats, Ints, Longs

EVENTS, DAYS, SUM = 0, 1, 2
"""What is measured: events, days with one, or the sum of their values."""


@compiled(inline="always")
def _add(high: float, low: float, value: float) -> tuple[float, float]:
    """A sum with what its rounding lost, one value more."""
    total = high + value
    part = total - high
    return total, low + ((high - (total - part)) + (value - part))


@compiled
def behaviour_day(
    person: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    values: Floats,
    measure: int,
    low: int,
    high: int,
    amount: Floats,
    lost: Floats,
) -> None:
    """Add one day to what each person of [low, high) did: `amount[p]`, of a sum plus `lost[p]`.

    `values` has one a row where the sum is wanted, NaN where there is none, and is empty otherwise.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    rows, count = matching_rows(event, lut, gate, start, stop)
    before = -1
    for k in range(count):
        i = rows[k]
        who = person[i] - low
        if measure == SUM:
            if not np.isnan(values[i]):
                amount[who], lost[who] = _add(amount[who], lost[who], values[i])
        elif measure == EVENTS or who != before:
            amount[who] += 1.0
        before = who


@compiled
def count_acts_day(person: Ints, event: Events, lut: Bits, gate: Bits, counts: Longs) -> None:
    """Add the matching events of one day to `counts[p]`."""
    rows, count = matching_rows(event, lut, gate, 0, len(person))
    for k in range(count):
        counts[person[rows[k]]] += 1


@compiled
def list_acts_day(
    person: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    values: Floats,
    measure: int,
    day_ms: int,
    first: Longs,
    following: Longs,
    moment: Longs,
    amount: Floats,
    lost: Floats,
) -> None:
    """Add one day's matching events to the list of all, in which those of person p begin at `first[p]` and the
    next one belongs at `following[p]`: their `moment`, and the `amount` (plus `lost`) up to and with each.
    """
    rows, count = matching_rows(event, lut, gate, 0, len(person))
    before = -1
    for k in range(count):
        i = rows[k]
        who = person[i]
        at = following[who]
        following[who] = at + 1
        moment[at] = day_ms + ms[i]
        total, rest = 0.0, 0.0
        if at > first[who]:
            total, rest = amount[at - 1], lost[at - 1]
        if measure == SUM:
            if not np.isnan(values[i]):
                total, rest = _add(total, rest, values[i])
        elif measure == EVENTS or who != before:
            total += 1.0
        amount[at] = total
        lost[at] = rest
        before = who


@compiled
def before_each_day(
    person: Ints,
    ms: Ints,
    day_ms: int,
    window: int,
    by_day: bool,
    first: Longs,
    moment: Longs,
    amount: Floats,
    lost: Floats,
) -> Floats:
    """What each event's person did earlier than the event and at most `window` ms before it.

    The list is that of `list_acts_day`; `first` has one entry more than there are people. With `by_day` amounts
    count days, and a day of which the window holds only the later events counts too.
    """
    found = np.zeros(len(person), np.float64)
    who = -1
    begin, end, stop = 0, 0, 0
    for i in range(len(person)):
        now = day_ms + ms[i]
        if person[i] != who:
            who = person[i]
            stop = first[who + 1]
            begin = first[who] + np.searchsorted(moment[first[who] : stop], now - window)
            end = begin + np.searchsorted(moment[begin:stop], now)
        while begin < stop and moment[begin] < now - window:
            begin += 1
        while end < stop and moment[end] < now:
            end += 1
        if begin >= end:
            continue
        if by_day:
            # The first event in the window has a day of its own, whether or not it was the day's first.
            found[i] = amount[end - 1] - amount[begin] + 1.0
            continue
        high, low = amount[end - 1], lost[end - 1]
        if begin > first[who]:
            high, rest = _add(high, 0.0, -amount[begin - 1])
            low += rest - lost[begin - 1]
        found[i] = high + low
    return found
