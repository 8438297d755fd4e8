"""What the people won in one period have paid by the time since they came."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.rows import matching_rows
from yunying.kernels.types import Bits, Events, Floats, Ints, Longs, RowGroups

ACQUIRED = 1
REVENUE = 2
REFUND = 4


@compiled
def ltv_day(
    person: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    group: RowGroups,
    revenue: Floats,
    refund: Floats,
    day_ms: int,
    period: int,
    unit: int,
    cohort: int,
    low: int,
    high: int,
    since: Longs,
    cohorts: Ints,
    groups: Ints,
    paid: Ints,
    gross: Floats,
    back: Floats,
) -> None:
    """One day. By person of [low, high): `cohorts` (−1: not won yet, −2: won outside of the range), `groups`, `since`
    when, and at which age they first `paid` (−1: never).

    Who is won on this day belongs to `cohort` (negative: none of the range). Age is the time since in `unit` ms, or,
    where `unit` is 0, the difference of `period`, the number of the day's period. `gross` and `back` (cohorts, groups,
    ages) add up amounts at each age; `revenue` and `refund` are amounts by row, NaN where there is none, `group` is
    empty where there is one group or nobody is won.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    rows, count = matching_rows(event, lut, gate, start, stop)
    ages = gross.shape[2]
    for k in range(count):
        i = rows[k]
        bits = lut[event[i]]
        if len(gate) > 0:
            bits &= gate[i]
        who = person[i] - low
        now = day_ms + ms[i] if unit else period
        if bits & ACQUIRED and cohorts[who] == -1:
            cohorts[who] = cohort if cohort >= 0 else -2
            since[who] = now
            groups[who] = group.lookup[group.codes[i]] if len(group.lookup) > 0 else 0
        c = cohorts[who]
        if c < 0 or not bits & (REVENUE | REFUND):
            continue
        age = (now - since[who]) // unit if unit else now - since[who]
        if age >= ages:
            continue
        g = groups[who]
        if bits & REVENUE and len(revenue) > 0 and not np.isnan(revenue[i]):
            gross[c, g, age] += revenue[i]
            if revenue[i] > 0 and paid[who] < 0:
                paid[who] = age
        if bits & REFUND and len(refund) > 0 and not np.isnan(refund[i]):
            back[c, g, age] += refund[i]
