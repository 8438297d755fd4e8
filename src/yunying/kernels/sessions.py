"""Sessions: each person's events, taken apart wherever they paused."""

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Bits, Events, Flags, Ints, Longs, RowGroups


@compiled
def number_sessions_day(
    person: Ints,
    ms: Ints,
    day_ms: int,
    campaign: Ints,
    timeout: int,
    split: bool,
    last: Longs,
    current: Ints,
    followed: Ints,
    count: int,
    session: Ints,
) -> int:
    """Give each event of one day the number of its session (into `session`); returns how many there are by now.

    A session begins with a person's first event, after more than `timeout` ms without one, with `split` at the
    first event of the day, and where `campaign` (shape (3, rows), −1 not set; no rows where it does not matter) is
    set and not the session's. By person: `last` moment, `current` session (−1 none), campaign `followed` (3, people).
    """
    by_campaign = campaign.shape[1] > 0
    before = -1
    for i in range(len(person)):
        who = person[i]
        now = day_ms + ms[i]
        begins = current[who] < 0 or now - last[who] > timeout or (split and who != before)
        before = who
        if by_campaign:
            given = campaign[0, i] >= 0 or campaign[1, i] >= 0 or campaign[2, i] >= 0
            if given and not begins:
                for k in range(3):
                    begins |= campaign[k, i] != followed[k, who]
            if given or begins:
                for k in range(3):
                    followed[k, who] = campaign[k, i]
        if begins:
            current[who] = count
            count += 1
        last[who] = now
        session[i] = current[who]
    return count


@compiled
def measure_sessions_day(
    session: Ints,
    person: Ints,
    ms: Ints,
    event: Events,
    kind: Flags,
    day_ms: int,
    started: Longs,
    ended: Longs,
    events: Ints,
    pageviews: Ints,
    acts: Ints,
    again: Ints,
    latest: Longs,
    repeated: Ints,
) -> None:
    """Add one day to what is known of each session.

    `kind[event]`: 1 a page is seen, 2 a page is left, 0 anything else. By session: first and last moment, number of
    events, of pages seen, of events that are no leaving; `again`: how many sessions of the same person that began at
    the same moment are before it. By person, to count these: `latest` beginning and `repeated` so far.
    """
    for i in range(len(session)):
        s = session[i]
        now = day_ms + ms[i]
        if events[s] == 0:
            who = person[i]
            started[s] = now
            repeated[who] = repeated[who] + 1 if latest[who] == now else 0
            latest[who] = now
            again[s] = repeated[who]
        ended[s] = now
        events[s] += 1
        pageviews[s] += kind[event[i]] == 1
        acts[s] += kind[event[i]] != 2


@compiled
def first_and_last_day(session: Ints, codes: Ints, first: Ints, last: Ints) -> None:
    """The first and the last code (≥ 0) in each session, one day further."""
    for i in range(len(session)):
        if codes[i] >= 0:
            s = session[i]
            if first[s] < 0:
                first[s] = codes[i]
            last[s] = codes[i]


@compiled
def first_match_day(
    session: Ints, event: Events, lut: Bits, gate: Bits, group: RowGroups, low: int, high: int, found: Ints
) -> None:
    """The group of the first matching event of each session of [low, high), one day further.

    `found[s - low]`: −1 where none has matched yet. `group` is empty where there is one group.
    """
    gated = len(gate) > 0
    grouped = len(group.lookup) > 0
    for i in range(len(session)):
        s = session[i]
        if s < low or s >= high or found[s - low] >= 0:
            continue
        bits = lut[event[i]]
        if gated:
            bits &= gate[i]
        if bits:
            found[s - low] = group.lookup[group.codes[i]] if grouped else 0
