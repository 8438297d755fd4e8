"""What people did, as scores and classes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from yunying.audience.rfm import Rfm
from yunying.core import Refused, day_number
from yunying.metrics import (
    Marked,
    PerPerson,
    Selection,
    Selector,
    different,
    find_property,
    now_of,
    people_count,
    reader,
    resolve_range,
    session_table,
    standing_day,
)
from yunying.store import Dataset, HotView

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
_VISITS, _ENGAGED = 1, 2


@dataclass(frozen=True)
class Scored:
    """Who is scored: person ids in order; of R, F and M what they did, their scores, and whether these are high."""

    people: Ints
    values: tuple[Floats, Floats, Floats]
    scores: tuple[Ints, Ints, Ints]
    high: tuple[Flags, Flags, Flags]

    @classmethod
    def of(cls, data: Dataset, view: HotView, rfm: Rfm) -> Self:
        """Everybody with such an event, as it stands at the view's moment."""
        people, (r, f, m) = measured(data, view, rfm)
        edges = _edges(rfm)
        # Fewer days are better.
        scores = score(rfm, -r, edges[0]), score(rfm, f, edges[1]), score(rfm, m, edges[2])
        high = _high(rfm, scores[0]), _high(rfm, scores[1]), _high(rfm, scores[2])
        return cls(people, (r, f, m), scores, high)

    @property
    def classes(self) -> Ints:
        """By person, 0 to 7: first those whose M is high, among them R and F, R alone, F alone, none."""
        r, f, m = self.high
        return np.where(m, 0, 4) + np.where(r, np.where(f, 0, 1), np.where(f, 2, 3))


def score(rfm: Rfm, value: Floats, edges: list[float] | None) -> Ints:
    """From 1 up, the greater the value the higher; equal values have equal scores. An edge has the score above it."""
    if edges is not None:
        return 1 + np.searchsorted(edges, value, side="right")
    if rfm.scoring == "mean":
        # Summed without error, so that nobody is above a mean that everybody has.
        return 1 + (value * len(value) > math.fsum(value)).astype(np.int64)
    worse = np.searchsorted(np.sort(value), value, side="left")
    return np.asarray(1 + rfm.bins * worse // max(len(value), 1))


def _edges(rfm: Rfm) -> tuple[list[float] | None, ...]:
    if rfm.cuts is None:
        return None, None, None
    return [-edge for edge in reversed(rfm.cuts.r)], rfm.cuts.f, rfm.cuts.m


def _high(rfm: Rfm, scores: Ints) -> Flags:
    if rfm.scoring == "mean":
        return np.asarray(scores == 2)
    if rfm.high == "mean":
        return np.asarray(scores * len(scores) > scores.sum())
    return np.asarray(scores >= rfm.high)


def measured(data: Dataset, view: HotView, rfm: Rfm) -> tuple[Ints, tuple[Floats, Floats, Floats]]:
    """Who had any of the events, and of each: days since the last, how often, how much."""
    today = standing_day(data, view)
    first, last = None, today
    if rfm.window is not None:
        days = resolve_range(rfm.window, data.calendar, now_of(data, view), "window")
        first, last = day_number(days.first), min(day_number(days.last), today)
    selectors = [Selector.of(rfm.event, "event")]
    if rfm.engagement is not None:
        selectors.append(Selector.of(rfm.engagement, "engagement"))
    marked = Selection(data, view, selectors).mark_all(view.days(first, last))
    visits = PerPerson(data, view, marked, _VISITS, people_count(view))
    counts = visits.counts
    people = np.flatnonzero(counts.events > 0)
    recency = visits.days_since(counts.last[people], today).astype(np.float64)
    sessions = _sessions(data, view, marked) if rfm.form == "free" or rfm.counted == "sessions" else None
    match rfm.counted:
        case "events":
            often = counts.events[people].astype(np.float64)
        case "days":
            often = counts.days[people].astype(np.float64)
        case "distinct":
            prop = find_property(view, rfm.order or "", "event", "order")
            often = different(visits.said(prop, reader(data, view, prop)), people_count(view))[people]
        case "sessions":
            assert sessions is not None  # noqa: S101 (made above)
            often = sessions[0][people]
    if rfm.form == "free":
        assert sessions is not None  # noqa: S101 (made above)
        much = sessions[1][people]
    else:
        much = _much(data, view, rfm, marked, visits)[people]
    return people, (recency, often, much)


def _much(data: Dataset, view: HotView, rfm: Rfm, marked: list[Marked], visits: PerPerson) -> Floats:
    """By person id: the amount of purchases, or the engagement."""
    own = visits if rfm.form == "rfm" else PerPerson(data, view, marked, _ENGAGED, people_count(view))
    if rfm.amount is None:
        return np.asarray(own.counts.days if rfm.engaged == "days" else own.counts.events, np.float64)
    prop = find_property(view, rfm.amount, "event", "amount")
    if prop.type != "number":
        raise Refused(
            "not_numeric",
            f"{prop.name!r} is {prop.type}; a sum needs a number.",
            field="amount",
            property=prop.name,
            type=prop.type,
        )
    return own.sums(reader(data, view, prop))


def _sessions(data: Dataset, view: HotView, marked: list[Marked]) -> tuple[Floats, Floats]:
    """By person id: in how many sessions such an event happened, and how many seconds these lasted."""
    table = session_table(data, view)
    there = np.zeros(len(table.started), np.bool_)
    for m in marked:
        there[table.rows[m.day.number][m.rows(_VISITS)]] = True
    chosen = np.flatnonzero(there)
    whose, people = table.person[chosen], people_count(view)
    seconds = (table.ended[chosen] - table.started[chosen]) / 1000
    return (
        np.bincount(whose, minlength=people).astype(np.float64),
        np.bincount(whose, weights=seconds, minlength=people).astype(np.float64),
    )
