"""Who deserves the credit for each conversion: journeys of touches, and models that share out their end."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Bits, Counts, Events, Flags, Floats, Ints, Longs, Mask

TOUCH = 1
DIRECT = 2
CONVERSION = 4
IN_RANGE = 8

FIRST, LAST, LAST_NON_DIRECT, LINEAR, POSITION, TIME_DECAY, MARKOV, SHAPLEY = range(8)


@compiled
def count_rows_day(person: Ints, rows: Ints, low: int, high: int, counts: Longs) -> None:
    """Add to `counts[p - low]` how many of the `rows` of one day each person of [low, high) has."""
    start = np.searchsorted(rows, np.searchsorted(person, low))
    stop = np.searchsorted(rows, np.searchsorted(person, high))
    for k in range(start, stop):
        counts[person[rows[k]] - low] += 1


@compiled
def place_rows_day(
    person: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    rows: Ints,
    group: Ints,
    place: Ints,
    worth: Floats,
    day_ms: int,
    in_range: bool,
    touches: int,
    direct_bit: int,
    direct: Mask,
    low: int,
    high: int,
    following: Longs,
    time: Longs,
    kind: Flags,
    own: Ints,
    value: Floats,
    seen: Counts,
) -> None:
    """Put the `rows` of one day where those of their person belong: the next one of p at `following[p - low]`.

    Selector 0 takes conversions, those of `touches` (bits) touches. What becomes of a row is as `credit_journeys` takes
    it. The group of a touch is the `place` of its `group` (one a row of `rows`), or without any that of the first
    selector that takes it. Direct are touches that `direct_bit` takes, or where there is none those of the groups that
    are `direct`. `worth` has an entry a row of the day, or is empty. `seen[g]` counts the touches `in_range`.
    """
    start = np.searchsorted(rows, np.searchsorted(person, low))
    stop = np.searchsorted(rows, np.searchsorted(person, high))
    gated = len(gate) > 0
    grouped = len(group) > 0
    valued = len(worth) > 0
    for k in range(start, stop):
        i = rows[k]
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        at = following[person[i] - low]
        following[person[i] - low] = at + 1
        time[at] = day_ms + ms[i]
        what = IN_RANGE if in_range else 0
        if bits & touches:
            if grouped:
                g = place[group[k]]
            else:
                first = 1
                while not bits >> first & 1:
                    first += 1
                g = place[first - 1]
            own[at] = g
            what |= TOUCH
            if (bits & direct_bit) if direct_bit else direct[g]:
                what |= DIRECT
            seen[g] += in_range
        if bits & 1:
            what |= CONVERSION
            value[at] = worth[i] if valued and not np.isnan(worth[i]) else 0.0
        kind[at] = what


@compiled
def _weigh(
    model: int, touches: Longs, n: int, time: Longs, kind: Flags, group: Ints, end: int, first: float, last: float,
    half_life: float, stamp: Longs, weight: Floats,
) -> None:  # fmt: skip
    """The share of each of a journey's touches; they add up to 1."""
    weight[:n] = 0.0
    if model == FIRST:
        weight[0] = 1.0
    elif model == LAST:
        weight[n - 1] = 1.0
    elif model == LAST_NON_DIRECT:
        at = n - 1
        while at >= 0 and kind[touches[at]] & DIRECT:
            at -= 1
        weight[at if at >= 0 else n - 1] = 1.0
    elif model == LINEAR:
        weight[:n] = 1.0 / n
    elif model == POSITION:
        if n == 1:
            weight[0] = 1.0
        elif n == 2:
            both = first + last
            weight[0] = first / both if both > 0 else 0.5
            weight[1] = 1.0 - weight[0]
        else:
            weight[:n] = (1.0 - first - last) / (n - 2)
            weight[0] = first
            weight[n - 1] = last
    elif model == TIME_DECAY:
        # Against the last touch, so that no weight of all is too small for a number.
        latest = time[touches[n - 1]]
        whole = 0.0
        for k in range(n):
            weight[k] = 2.0 ** (-(latest - time[touches[k]]) / half_life)
            whole += weight[k]
        weight[:n] /= whole
    elif model == SHAPLEY:
        distinct = 0
        for k in range(n):
            if stamp[group[touches[k]]] != end:
                stamp[group[touches[k]]] = end
                weight[k] = 1.0
                distinct += 1
        weight[:n] /= distinct


@compiled
def credit_journeys(
    begin: Longs,
    time: Longs,
    kind: Flags,
    group: Ints,
    value: Floats,
    converted: Flags,
    window: int,
    consume: bool,
    models: Ints,
    first: float,
    last: float,
    half_life: float,
    credit: Floats,
    people: Counts,
    assisted: Counts,
    steps: Counts,
    totals: Floats,
    wanted_model: int,
    wanted_group: int,
    hit: Flags,
) -> None:
    """Give the credit of every conversion of a slice of people.

    Rows of the slice's person p, in order of time then arrival, are those from `begin[p]` to before `begin[p + 1]`;
    each has its `time` (ms), `kind` (bits), the `group` of a touch and the `value` of a conversion. The journey of a
    conversion are the touches before it, at most `window` ms ago; with `consume` after the conversion before it.
    `converted[p]`: has converted before all of these rows.

    With as many groups as `assisted` has, and one more for conversions without a touch: `credit[m, g]` gets
    conversions, value and first conversions ever, `people[m, g]` people, `assisted[g]` conversions that the group took
    part in and another one ended. `steps[a, b]` counts how often b follows a in journeys, where after the groups come
    start, conversion, and none (of those who have no conversion in the range). `totals`: conversions, value, first
    conversions, people. Whom model `wanted_model` credits to `wanted_group` is marked in `hit` (model −1: all).
    """
    groups = len(assisted)
    start, conversion, none = groups, groups + 1, groups + 2
    seen = np.full((len(models), groups + 1), -1, np.int64)
    stamp = np.full(groups + 1, -1, np.int64)
    present = np.full(groups + 1, -1, np.int64)
    longest = 0
    for p in range(len(begin) - 1):
        longest = max(longest, begin[p + 1] - begin[p])
    touches, weight = np.empty(longest, np.int64), np.empty(longest, np.float64)
    for p in range(len(begin) - 1):
        oldest = begin[p]
        known = converted[p] != 0
        counted = False
        for i in range(begin[p], begin[p + 1]):
            if not kind[i] & CONVERSION:
                continue
            while time[i] - time[oldest] > window:
                oldest += 1
            is_new = not known
            known = True
            if kind[i] & IN_RANGE:
                totals[0] += 1
                totals[1] += value[i]
                totals[2] += is_new
                if not counted:
                    totals[3] += 1
                    if wanted_model < 0:
                        hit[p] = 1
                counted = True
                n = 0
                for j in range(oldest, i):
                    if kind[j] & TOUCH:
                        touches[n] = j
                        n += 1
                if n:
                    before = start
                    final = group[touches[n - 1]]
                    for t in range(n):
                        g = group[touches[t]]
                        steps[before, g] += 1
                        before = g
                        if present[g] != i:
                            present[g] = i
                            assisted[g] += g != final
                    steps[before, conversion] += 1
                for m in range(len(models)):
                    if not n:
                        credit[m, groups, 0] += 1
                        credit[m, groups, 1] += value[i]
                        credit[m, groups, 2] += is_new
                        if seen[m, groups] != p:
                            seen[m, groups] = p
                            people[m, groups] += 1
                            if m == wanted_model and groups == wanted_group:
                                hit[p] = 1
                        continue
                    shared = models[m] > LAST_NON_DIRECT
                    if models[m] != MARKOV:
                        _weigh(
                            models[m], touches, n, time, kind, group, i, first, last, half_life, stamp, weight
                        )
                    for t in range(n):
                        g = group[touches[t]]
                        if models[m] != MARKOV:
                            credit[m, g, 0] += weight[t]
                            credit[m, g, 1] += weight[t] * value[i]
                            credit[m, g, 2] += weight[t] * is_new
                        if (shared or weight[t] > 0) and seen[m, g] != p:
                            seen[m, g] = p
                            people[m, g] += 1
                            if m == wanted_model and g == wanted_group:
                                hit[p] = 1
            if consume:
                oldest = i
        if counted:
            continue
        before = start
        for i in range(begin[p], begin[p + 1]):
            if kind[i] & TOUCH and kind[i] & IN_RANGE:
                steps[before, group[i]] += 1
                before = group[i]
        if before != start:
            steps[before, none] += 1
