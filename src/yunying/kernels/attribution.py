"""Who deserves the credit for each conversion: journeys of touches, and models that share out their end."""

import numba as nb
import numpy as np

from yunying.kernels.types import Counts, Flags, Floats, Ints, Longs

TOUCH = 1
DIRECT = 2
CONVERSION = 4
IN_RANGE = 8

FIRST, LAST, LAST_NON_DIRECT, LINEAR, POSITION, TIME_DECAY, MARKOV, SHAPLEY = range(8)


@nb.njit(nogil=True, cache=True)
def order_by_person(person: Ints, low: int, high: int, begin: Longs, order: Longs) -> None:
    """Indices of the rows of each person of [low, high) in their order: those of p in `begin[p - low:p - low + 2]`."""
    for i in range(len(person)):
        if low <= person[i] < high:
            begin[person[i] - low + 1] += 1
    for p in range(high - low):
        begin[p + 1] += begin[p]
    place = begin[:-1].copy()
    for i in range(len(person)):
        if low <= person[i] < high:
            who = person[i] - low
            order[place[who]] = i
            place[who] += 1


@nb.njit(nogil=True, cache=True)
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


@nb.njit(nogil=True, cache=True)
def credit_journeys(
    low: int,
    begin: Longs,
    order: Longs,
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
    """Give the credit of every conversion of a slice of people, whose first is `low`.

    Rows of person p, in order of time then arrival, are `order[begin[p - low]:begin[p - low + 1]]`; each row has its
    `time` (ms), `kind` (bits), the `group` of a touch and the `value` of a conversion. The journey of a conversion
    are the touches before it, at most `window` ms ago; with `consume` after the conversion before it.
    `converted[p - low]`: has converted before all of these rows.

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
    for p in range(len(begin) - 1):
        rows = order[begin[p] : begin[p + 1]]
        touches = np.empty(len(rows), np.int64)
        weight = np.empty(len(rows), np.float64)
        oldest = 0
        known = converted[p] != 0
        counted = False
        for k in range(len(rows)):
            i = rows[k]
            if not kind[i] & CONVERSION:
                continue
            while time[i] - time[rows[oldest]] > window:
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
                for j in range(oldest, k):
                    if kind[rows[j]] & TOUCH:
                        touches[n] = rows[j]
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
                oldest = k
        if counted:
            continue
        before = start
        for k in range(len(rows)):
            i = rows[k]
            if kind[i] & TOUCH and kind[i] & IN_RANGE:
                steps[before, group[i]] += 1
                before = group[i]
        if before != start:
            steps[before, none] += 1
