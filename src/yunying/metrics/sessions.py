"""Sessions, derived when they are asked for: event properties that no event was sent with.

They follow from every person's events in order, whatever days these fall on, by the project's session rules: a late
event or another rule changes them at once, and nothing of them is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.core import SessionRules
from yunying.kernels import first_and_last_day, measure_sessions_day, number_sessions_day
from yunying.metrics.extent import people_count
from yunying.metrics.texts import text_codes
from yunying.store import Column, Dataset, Day, HotView, Property, PropertyType, Values

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Reader = Callable[[Day], Values]

PAGE = ("$path", "$url")
CAMPAIGN = ("$utm_source", "$utm_campaign", "$click_id")
PAGES = {"$pageview": 1, "$screen": 1, "$pageleave": 2}
"""Events by which a page is seen (1) or left (2)."""
_FROM_ENTRY = {
    f"$session_{name}": f"${name}"
    for name in (
        "channel", "referrer_host", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content",
    )
}  # fmt: skip
_TYPES: dict[str, PropertyType] = {
    "$session_id": "text",
    "$session_start": "boolean",
    "$session_duration": "number",
    "$session_events": "number",
    "$session_pageviews": "number",
    "$session_bounce": "boolean",
    "$session_entry_page": "text",
    "$session_exit_page": "text",
    **dict.fromkeys(_FROM_ENTRY, "text"),
}
SESSION_PROPERTIES = tuple(
    Property(name, "event", (Column(name, "event", kind, ""),)) for name, kind in _TYPES.items()
)


def reader(data: Dataset, view: HotView, prop: Property) -> Reader:
    """How to read an event property day by day, stored or derived. What a derived one needs is made here and now."""
    if prop not in SESSION_PROPERTIES:
        return partial(view.values, prop)
    rules = data.sessions
    sessions: _Sessions = view.memo(f"sessions {rules}", lambda: _number(view, rules))
    return _reader(view, sessions, prop.name)


def session_numbers(data: Dataset, view: HotView) -> Callable[[Day], Ints]:
    """How to read which session each event is of, day by day: each session is one person's and has its own number."""
    rules = data.sessions
    sessions: _Sessions = view.memo(f"sessions {rules}", lambda: _number(view, rules))
    return lambda day: sessions.rows[day.number]


@dataclass(frozen=True)
class _Sessions:
    """Which session each event is of: numbers from 0, in order of the day on which they began."""

    name: str
    rows: dict[int, Ints]
    """By day number: the session of each event."""
    before: dict[int, int]
    """By day number: how many sessions began on earlier days."""
    count: int


@dataclass(frozen=True)
class _Measures:
    """What is known of each session."""

    started: Longs
    ended: Longs
    events: Ints
    pageviews: Ints
    acts: Ints
    again: Ints


@dataclass(frozen=True)
class _Texts:
    """The first and the last value of a property in each session, −1 where it is never set."""

    labels: pa.Array
    first: Ints
    last: Ints


@dataclass(frozen=True)
class SessionTable:
    """Every session, one entry each, in order of the day on which it began."""

    rows: dict[int, Ints]
    """By day number: the session of each event."""
    before: dict[int, int]
    """By day number: how many sessions began on earlier days."""
    person: Ints
    started: Longs
    """ms since the epoch, like `ended`."""
    ended: Longs
    events: Ints
    pageviews: Ints
    bounced: npt.NDArray[np.bool_]
    texts: dict[str, tuple[pa.Array, Ints]]
    """`entry_page`, `exit_page`, `entry_event` and `exit_event`: labels, and each session's code (−1: it has none)."""


def session_table(data: Dataset, view: HotView) -> SessionTable:
    """All sessions of a view by the project's rules."""
    rules = data.sessions
    table: SessionTable = view.memo(f"sessions {rules} table", lambda: _table(view, rules))
    return table


def _table(view: HotView, rules: SessionRules) -> SessionTable:
    sessions: _Sessions = view.memo(f"sessions {rules}", lambda: _number(view, rules))
    known: _Measures = view.memo(f"{sessions.name} measures", lambda: _measure(view, sessions))
    pages: _Texts = view.memo(f"{sessions.name} {' '.join(PAGE)}", lambda: _find_texts(view, sessions, PAGE))
    person = np.zeros(sessions.count, np.int32)
    names = sorted({name for day in view.days() for name in day.names})
    code = {name: i for i, name in enumerate(names)}
    first, last = np.full((2, sessions.count), -1, np.int32)
    for day in view.days():
        person[sessions.rows[day.number]] = day.person
        own = np.array([code[name] for name in day.names], np.int32)
        first_and_last_day(sessions.rows[day.number], own[day.event], first, last)
    events = pa.array(names, pa.string())
    return SessionTable(
        sessions.rows, sessions.before, person, known.started, known.ended, known.events, known.pageviews,
        known.acts <= 1,
        {
            "entry_page": (pages.labels, pages.first),
            "exit_page": (pages.labels, pages.last),
            "entry_event": (events, first),
            "exit_event": (events, last),
        },
    )  # fmt: skip


def _number(view: HotView, rules: SessionRules) -> _Sessions:
    people = people_count(view)
    last, current = np.zeros(people, np.int64), np.full(people, -1, np.int32)
    followed = np.full((3, people if rules.split_on_campaign else 0), -1, np.int32)
    days = view.days()
    campaigns = [text_codes(view, days, (name,))[1] for name in CAMPAIGN if rules.split_on_campaign]
    rows: dict[int, Ints] = {}
    before: dict[int, int] = {}
    count = 0
    for i, day in enumerate(days):
        campaign = np.array([codes[i] for codes in campaigns]) if campaigns else _NO_CAMPAIGN
        rows[day.number], before[day.number] = np.empty(day.rows, np.int32), count
        count = number_sessions_day(
            day.person, day.ms, day.start_ms, campaign, rules.timeout_minutes * 60_000, rules.split_at_midnight,
            last, current, followed, count, rows[day.number],
        )  # fmt: skip
    return _Sessions(f"sessions {rules}", rows, before, count)


_NO_CAMPAIGN = np.zeros((3, 0), np.int32)


def _measure(view: HotView, sessions: _Sessions) -> _Measures:
    started, ended = np.zeros((2, sessions.count), np.int64)
    events, pageviews, acts, again = np.zeros((4, sessions.count), np.int32)
    people = people_count(view)
    latest, repeated = np.full(people, np.iinfo(np.int64).min), np.zeros(people, np.int32)
    for day in view.days():
        kind = np.array([PAGES.get(name, 0) for name in day.names], np.uint8)
        measure_sessions_day(
            sessions.rows[day.number], day.person, day.ms, day.event, kind, day.start_ms,
            started, ended, events, pageviews, acts, again, latest, repeated,
        )  # fmt: skip
    return _Measures(started, ended, events, pageviews, acts, again)


def _find_texts(view: HotView, sessions: _Sessions, names: tuple[str, ...]) -> _Texts:
    days = view.days()
    labels, by_day = text_codes(view, days, names)
    first, last = np.full((2, sessions.count), -1, np.int32)
    for day, codes in zip(days, by_day, strict=True):
        if len(labels):
            first_and_last_day(sessions.rows[day.number], codes, first, last)
    return _Texts(labels, first, last)


def _reader(view: HotView, sessions: _Sessions, name: str) -> Reader:
    if name == "$session_start":
        return lambda day: _boolean(
            _begins(sessions, day) & (sessions.rows[day.number] >= sessions.before[day.number])
        )
    if _TYPES[name] == "text" and name != "$session_id":
        names = (_FROM_ENTRY[name],) if name in _FROM_ENTRY else PAGE
        texts: _Texts = view.memo(
            f"{sessions.name} {' '.join(names)}", lambda: _find_texts(view, sessions, names)
        )
        codes = texts.last if name == "$session_exit_page" else texts.first
        return lambda day: _compact(codes[sessions.rows[day.number]], texts.labels)
    known: _Measures = view.memo(f"{sessions.name} measures", lambda: _measure(view, sessions))
    if name == "$session_id":
        return partial(_ids, sessions, known)
    if name == "$session_bounce":
        return lambda day: _boolean(known.acts[sessions.rows[day.number]] <= 1)
    if name == "$session_duration":
        seconds = (known.ended - known.started) / 1000
        return lambda day: _numbers(seconds[sessions.rows[day.number]])
    counts = known.events if name == "$session_events" else known.pageviews
    return lambda day: _numbers(counts[sessions.rows[day.number]])


def _begins(sessions: _Sessions, day: Day) -> npt.NDArray[np.bool_]:
    """The first event of each session on the day: events of a session stand together."""
    rows = sessions.rows[day.number]
    return np.concatenate([np.ones(1, np.bool_), rows[1:] != rows[:-1]])


def _ids(sessions: _Sessions, known: _Measures, day: Day) -> Values:
    """Person and beginning (ms since the epoch), and a number where two sessions began at one moment."""
    begins = _begins(sessions, day)
    at = np.flatnonzero(begins)
    session = sessions.rows[day.number][at]
    parts = [pa.array(part).cast(pa.string()) for part in (day.person[at], known.started[session])]
    labels = pc.binary_join_element_wise(*parts, "-")
    again = known.again[session]
    if again.any():
        suffix = [f"-{n + 1}" if n else "" for n in again.tolist()]
        labels = pc.binary_join_element_wise(labels, pa.array(suffix), "")
    return Values("text", (np.cumsum(begins) - 1).astype(np.int32), labels, np.zeros(0))


def _compact(codes: Ints, labels: pa.Array) -> Values:
    """Values with no more labels than they use: questions look at every label."""
    seen = np.zeros(len(labels) + 1, np.bool_)
    seen[codes] = True
    kept = np.flatnonzero(seen[:-1])
    place = np.full(len(labels) + 1, -1, np.int32)
    place[kept] = np.arange(kept.size)
    return Values("text", place[codes], labels.take(pa.array(kept)), np.zeros(0))


def _boolean(true: npt.NDArray[np.bool_]) -> Values:
    return Values("boolean", true.astype(np.int32), pa.array([False, True]), np.zeros(0))


def _numbers(numbers: npt.NDArray[np.generic]) -> Values:
    return Values("number", np.zeros(0, np.int32), pa.array([], pa.string()), numbers.astype(np.float64))
