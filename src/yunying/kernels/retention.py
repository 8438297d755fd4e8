"""Who of those that began in one period came back in which later one.

An offset says how many periods after its beginning a return came; `slot_of[offset]` is the slot that counts it (−1:
none), and slots never go back as offsets grow. Tables have shape (groups, cohorts, slots).
"""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Bits, Counts, Events, Flags, Floats, Ints, Longs, RowGroups, Shorts, Words

START = 1
RETURN = 2


@compiled
def retention_first_day(
    person: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    period: int,
    low: int,
    high: int,
    first: Ints,
    last: Ints,
    sizes: Counts,
    table: Counts,
    watched: int,
    hit: Flags,
) -> None:
    """One day of period `period` (negative: before the range), each person in the cohort of their first start.

    `first[p - low]`: −1 not begun, −2 begun before the range, else the cohort; `last[p - low]`: last period
    counted as a return. `sizes[c]` and `table[c, k]` count people at offset k. Who came back at the offset `watched`
    is marked in `hit`.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    offsets = table.shape[1]
    for i in range(start, stop):
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        if not bits:
            continue
        who = person[i] - low
        if bits & START and first[who] == -1:
            if period < 0:
                first[who] = -2
            else:
                first[who] = period
                sizes[period] += 1
        if bits & RETURN and first[who] >= 0 and last[who] != period:
            last[who] = period
            offset = period - first[who]
            if offset < offsets:
                table[first[who], offset] += 1
                if offset == watched:
                    hit[who] = 1


@compiled
def retention_first_slots_day(
    person: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    group: RowGroups,
    value: Floats,
    day_ms: int,
    period: int,
    unit: int,
    slot_of: Ints,
    low: int,
    high: int,
    first: Ints,
    began: Longs,
    own_group: Ints,
    last: Ints,
    sizes: Counts,
    table: Counts,
    values: Floats,
    watched: int,
    hit: Flags,
) -> None:
    """As `retention_first_day`, by groups and slots, with offsets by the calendar (`unit` 0) or in units of ms.

    `began[p - low]` is the moment of the start (ms) and `own_group` its group (`group` has one a row, and is empty
    where there is only one); `last` is the last slot counted. `values[g, c, slot]` adds up `value`, which has an
    entry a row (NaN: none), or is empty.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    grouped = len(group.lookup) > 0
    valued = len(value) > 0
    for i in range(start, stop):
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        if not bits:
            continue
        who = person[i] - low
        if bits & START and first[who] == -1:
            if period < 0:
                first[who] = -2
            else:
                first[who] = period
                began[who] = day_ms + ms[i]
                own_group[who] = group.lookup[group.codes[i]] if grouped else 0
                sizes[own_group[who], period] += 1
        if not bits & RETURN or first[who] < 0:
            continue
        offset = (day_ms + ms[i] - began[who]) // unit if unit else period - first[who]
        slot = slot_of[offset]
        if slot < 0:
            continue
        if last[who] != slot:
            last[who] = slot
            table[own_group[who], first[who], slot] += 1
            if slot == watched:
                hit[who] = 1
        if valued and not np.isnan(value[i]):
            values[own_group[who], first[who], slot] += value[i]


@compiled
def tally_last(first: Ints, own_group: Ints, last: Ints, table: Counts) -> None:
    """Count people by cohort and the last slot in which they came back, into `table[g, c, slot]`."""
    for who in range(len(first)):
        if first[who] >= 0 and last[who] >= 0:
            table[own_group[who], first[who], last[who]] += 1


@compiled
def retention_every_day(
    person: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    group: RowGroups,
    value: Floats,
    bit: np.uint64,
    low: int,
    high: int,
    began: Words,
    returned: Words,
    same: Words,
    own_group: Shorts,
    worth: Floats,
    worth_same: Floats,
) -> None:
    """One day of the period whose bit is `bit`: who started in it, who returned in it, and who did so from the
    start on (`same`).

    Words and sums are those of this period, with an entry a person of the slice: `own_group` becomes the group of the
    first start, `worth` adds up the values of returns, `worth_same` of those from the start on. `group` and
    `value` have an entry a row, or are empty, and then `own_group`, or both sums, are not looked at.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    grouped = len(group.lookup) > 0
    valued = len(value) > 0
    none = np.uint64(0)
    for i in range(start, stop):
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        if not bits:
            continue
        who = person[i] - low
        if bits & START:
            if grouped and began[who] & bit == none:
                own_group[who] = group.lookup[group.codes[i]]
            began[who] |= bit
        if bits & RETURN:
            returned[who] |= bit
            same[who] |= began[who] & bit
            if valued and not np.isnan(value[i]):
                worth[who] += value[i]
                if began[who] & bit != none:
                    worth_same[who] += value[i]


@compiled
def retention_every_table(began: Words, returned: Words, same: Words, sizes: Counts, table: Counts) -> None:
    """Counts of one group by cohort and offset from the words of `retention_every_day`, shape (words, people).

    A person's returns become numbers 0 and 1, and for each period in which they started, those after it are added
    in one go.
    """
    words, people = began.shape
    cohorts, offsets = table.shape
    sums = np.zeros((cohorts, offsets), np.int32)
    came = np.zeros(64 * words + offsets, np.int32)
    for who in range(people):
        some = np.uint64(0)
        for w in range(words):
            some |= began[w, who]
        if some == np.uint64(0):
            continue
        for w in range(words):
            word = returned[w, who]
            for b in range(64):
                came[64 * w + b] = (word >> np.uint64(b)) & np.uint64(1)
        for w in range(words):
            word = began[w, who]
            while word:
                low = word & (~word + np.uint64(1))
                c = 64 * w + _DE_BRUIJN_PLACE[(low * _DE_BRUIJN) >> np.uint64(58)]
                word ^= low
                sizes[c] += 1
                sums[c, 0] += same[w, who] & low != np.uint64(0)
                end = min(offsets, cohorts - c)
                own, after = sums[c, 1:end], came[c + 1 : c + end]
                for k in range(len(own)):
                    own[k] += after[k]
    table += sums


@compiled
def retention_every_slots(
    began: Words,
    returned: Words,
    same: Words,
    own_group: Shorts,
    worth: Floats,
    worth_same: Floats,
    slot_of: Ints,
    unbounded: bool,
    sizes: Counts,
    table: Counts,
    values: Floats,
) -> None:
    """As `retention_every_table`, by groups and slots, with what returns are worth; where `unbounded`, each person
    of a cohort is counted only at the last slot in which they came back.

    `own_group`, `worth` and `worth_same` have shape (periods, people), or no rows where there is one group, or
    nothing to add up.
    """
    words, people = began.shape
    grouped = own_group.shape[0] > 0
    valued = worth.shape[0] > 0
    starts, returns = np.empty(64 * words, np.int32), np.empty(64 * words, np.int32)
    for who in range(people):
        started = _places(began, who, starts)
        came = _places(returned, who, returns) if started else 0
        after = 0
        for s in range(started):
            c = starts[s]
            g = own_group[c, who] if grouped else 0
            sizes[g, c] += 1
            last = np.int32(-1)
            if same[c >> 6, who] >> np.uint64(c & 63) & np.uint64(1) and slot_of[0] >= 0:
                last = slot_of[0]
                if not unbounded:
                    table[g, c, last] += 1
                if valued:
                    values[g, c, last] += worth_same[c, who]
            while after < came and returns[after] <= c:
                after += 1
            for r in range(after, came):
                slot = slot_of[returns[r] - c]
                if slot < 0:
                    continue
                if slot != last:
                    last = slot
                    if not unbounded:
                        table[g, c, slot] += 1
                if valued:
                    values[g, c, slot] += worth[returns[r], who]
            if unbounded and last >= 0:
                table[g, c, last] += 1


@compiled
def retention_every_rolling_day(
    person: Ints,
    ms: Ints,
    event: Events,
    lut: Bits,
    gate: Bits,
    group: RowGroups,
    value: Floats,
    day_ms: int,
    period: int,
    unit: int,
    slot_of: Ints,
    low: int,
    high: int,
    began: Longs,
    own_group: Shorts,
    last: Shorts,
    sizes: Counts,
    table: Counts,
    values: Floats,
    cohort: int,
    watched: int,
    hit: Flags,
) -> None:
    """As `retention_first_slots_day` with a `unit`, but a person is in the cohort of every period they started in.

    `began`, `own_group` and `last` have shape (people, cohorts): the moment of the first start (ms, −1: none), its
    group and the last slot counted. Who of the cohort `cohort` came back in the slot `watched` is marked in `hit`.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    gated = len(gate) > 0
    grouped = len(group.lookup) > 0
    valued = len(value) > 0
    for i in range(start, stop):
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        if not bits:
            continue
        who = person[i] - low
        now = day_ms + ms[i]
        if bits & START and began[who, period] < 0:
            began[who, period] = now
            own_group[who, period] = group.lookup[group.codes[i]] if grouped else 0
            sizes[own_group[who, period], period] += 1
        if not bits & RETURN:
            continue
        for c in range(period + 1):
            if began[who, c] < 0:
                continue
            slot = slot_of[(now - began[who, c]) // unit]
            if slot < 0:
                continue
            g = own_group[who, c]
            if last[who, c] != slot:
                last[who, c] = slot
                table[g, c, slot] += 1
                if c == cohort and slot == watched:
                    hit[who] = 1
            if valued and not np.isnan(value[i]):
                values[g, c, slot] += value[i]


_DE_BRUIJN = np.uint64(0x07EDD5E59A4E28C2)
_DE_BRUIJN_PLACE = np.zeros(64, np.int32)
for _place in range(64):
    _DE_BRUIJN_PLACE[((0x07EDD5E59A4E28C2 << _place) & (2**64 - 1)) >> 58] = _place
"""The place of a word's only bit b, at (b × the De Bruijn sequence) >> 58."""


@compiled
def _places(words: Words, who: int, places: Ints) -> int:
    """Write the places of a person's bits into `places`, ascending, and say how many there are."""
    count = 0
    for w in range(words.shape[0]):
        word = words[w, who]
        while word:
            low = word & (~word + np.uint64(1))
            places[count] = 64 * w + _DE_BRUIJN_PLACE[(low * _DE_BRUIJN) >> np.uint64(58)]
            word ^= low
            count += 1
    return count
