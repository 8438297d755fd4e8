"""What each person does after an event, or before it, and how many take which way."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Counts, Events, Flags, Ints, Levels, Longs

ANCHOR = 1
NODE = 2


@compiled
def path_day(
    person: Ints,
    ms: Ints,
    event: Events,
    flag_of: Flags,
    flags: Flags,
    node_of: Ints,
    nodes: Ints,
    session: Ints,
    day_ms: int,
    anchoring: bool,
    backward: bool,
    collapse: bool,
    window: int,
    each_session: bool,
    low: int,
    high: int,
    taken: Levels,
    slot: Ints,
    within: Ints,
    owner: Ints,
    length: Ints,
    codes: Ints,
    times: Longs,
    used: int,
) -> int:
    """Walk the people of [low, high) through one day; days come in order, `backward` in reverse.

    A row is an anchor, a node or both: `flags[i]`, or where that is empty `flag_of[event[i]]`; what it is called is
    `nodes[i]`, or where that is empty `node_of[event[i]]`. Anchors only count on days that are `anchoring`. A path
    begins with the first anchor of a person (`each_session`: of a session) in order of time, and takes nodes at most
    `window` ms away (−1: any), of the anchor's `session` where that is not empty, `collapse` without equal ones in a
    row, until it is full. Going backwards a path begins anew with every earlier anchor.

    `taken[p - low]` is how many nodes the person's path has (0: there is none), and the first that is looked at;
    `slot[p - low]` is the path, `within[p - low]` its session. Of path s: `owner[s]`, `length[s]`,
    and a place a step in `codes[s]` and `times[s]` (ms). A person's path is the one of their number; with
    `each_session` paths are numbered as they begin, from `used` on. Returns how many numbers are used by now.
    """
    start = int(np.searchsorted(person, low))
    stop = int(np.searchsorted(person, high))
    size = codes.shape[1]
    by_row = len(flags) > 0
    named_by_row = len(nodes) > 0
    sessioned = len(session) > 0
    for k in range(stop - start):
        i = stop - 1 - k if backward else start + k
        flag = flags[i] if by_row else flag_of[event[i]]
        if not flag:
            continue
        who = person[i] - low
        at = taken[who]
        if flag & ANCHOR and anchoring:
            fresh = at == 0 or (each_session and within[who] != session[i])
            if backward or fresh:
                if fresh:
                    slot[who] = who
                    if each_session:
                        slot[who] = used
                        used += 1
                    owner[slot[who]] = person[i]
                path = slot[who]
                if sessioned:
                    within[who] = session[i]
                taken[who] = 1
                length[path] = 1
                codes[path, 0] = nodes[i] if named_by_row else node_of[event[i]]
                times[path, 0] = day_ms + ms[i]
                continue
        if not 0 < at < size or not flag & NODE or (sessioned and within[who] != session[i]):
            continue
        path = slot[who]
        now = day_ms + ms[i]
        if window >= 0 and abs(now - times[path, 0]) > window:
            continue
        node = nodes[i] if named_by_row else node_of[event[i]]
        if collapse and codes[path, at - 1] == node:
            continue
        codes[path, at] = node
        times[path, at] = now
        taken[who] = at + 1
        length[path] = at + 1
    return used


@compiled
def tally_groups(owner: Ints, group: Ints, paths: Counts, people: Counts) -> None:
    """How many paths, and how many different owners, each group has (−1: no group). Owners are in order."""
    last = np.full(len(paths), -1, np.int32)
    for i in range(len(group)):
        g = group[i]
        if g >= 0:
            paths[g] += 1
            people[g] += last[g] != owner[i]
            last[g] = owner[i]


@compiled
def group_medians(group: Ints, value: Longs, paths: Counts) -> np.ndarray:
    """The median of each group's values (NaN of none); `paths` is how many each has."""
    begin = np.zeros(len(paths) + 1, np.int64)
    for g in range(len(paths)):
        begin[g + 1] = begin[g] + paths[g]
    place = begin[:-1].copy()
    ordered = np.empty(begin[-1], np.int64)
    for i in range(len(group)):
        g = group[i]
        if g >= 0:
            ordered[place[g]] = value[i]
            place[g] += 1
    medians = np.full(len(paths), np.nan)
    for g in range(len(paths)):
        if paths[g]:
            medians[g] = np.median(ordered[begin[g] : begin[g + 1]])
    return medians
