"""One person's rows of the hot columns, day by day, and the sessions that they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from yunying.core import NotFound, SessionRules
from yunying.kernels import frozen, number_sessions_day
from yunying.metrics.activity import activity
from yunying.metrics.sessions import CAMPAIGN, PAGE, PAGES
from yunying.store import Dataset, Day, HotView, Property

Longs = npt.NDArray[np.int64]
_NO_CAMPAIGN = np.zeros((3, 0), np.int32)


class Stretch(NamedTuple):
    """The rows of a person on one day."""

    day: Day
    rows: slice

    @property
    def moments(self) -> Longs:
        """When they happened, in ms since the epoch."""
        found: Longs = self.day.start_ms + self.day.ms[self.rows].astype(np.int64)
        return found

    @property
    def names(self) -> list[str]:
        """What happened."""
        return [self.day.names[code] for code in self.day.event[self.rows].tolist()]


@dataclass(frozen=True)
class Session:
    """A run of a person's events; moments in ms since the epoch. Pages are null where none was seen."""

    started: int
    ended: int
    events: int
    pageviews: int
    entry_page: str | None
    exit_page: str | None
    entry_event: str


def view_with(data: Dataset, person: int) -> HotView:
    """The view that knows a person: with marked events only where they have no others."""
    for view in (data.hot.view(), data.hot.view(marked=True)):
        counts = activity(view).count
        if person < len(counts) and counts[person]:
            return view
    raise NotFound("unknown_person", f"There is no person {person} in this project.", person=person)


def stretches(view: HotView, person: int) -> Iterator[Stretch]:
    """A person's rows, the first day first; days without any are left out."""
    for day in view.days():
        low, high = np.searchsorted(day.person, [person, person + 1]).tolist()
        if low < high:
            yield Stretch(day, slice(low, high))


def sessions_of(data: Dataset, view: HotView, person: int) -> list[Session]:
    """A person's sessions by the project's rules, in order: the same that questions about sessions count."""
    rules = data.sessions
    parts = list(stretches(view, person))
    numbers = _numbers(view, parts, rules)
    pages = [_texts(view, part, PAGE) for part in parts]
    found: list[Session] = []
    number = -1
    for part, own, seen in zip(parts, numbers, pages, strict=True):
        for session, at, name, page in zip(own, part.moments.tolist(), part.names, seen, strict=True):
            viewed = PAGES.get(name) == 1
            if session != number:
                number = session
                found.append(Session(at, at, 1, int(viewed), page, page, name))
                continue
            last = found[-1]
            entry = page if last.entry_page is None else last.entry_page
            exit_ = last.exit_page if page is None else page
            found[-1] = Session(
                last.started, at, last.events + 1, last.pageviews + viewed, entry, exit_, last.entry_event
            )
    return found


def _numbers(view: HotView, parts: list[Stretch], rules: SessionRules) -> list[list[int]]:
    """Which session each row is of."""
    last, current = np.zeros(1, np.int64), np.full(1, -1, np.int32)
    followed = np.full((3, 1 if rules.split_on_campaign else 0), -1, np.int32)
    campaigns = _campaigns(view, parts) if rules.split_on_campaign else [_NO_CAMPAIGN] * len(parts)
    count, found = 0, []
    for part, campaign in zip(parts, campaigns, strict=True):
        rows = part.rows.stop - part.rows.start
        session = np.empty(rows, np.int32)
        count = number_sessions_day(
            frozen(np.zeros(rows, np.int32)), part.day.ms[part.rows], part.day.start_ms, campaign,
            rules.timeout_minutes * 60_000, rules.split_at_midnight, last, current, followed, count, session,
        )  # fmt: skip
        found.append(session.tolist())
    return found


def _campaigns(view: HotView, parts: list[Stretch]) -> list[npt.NDArray[np.int32]]:
    """Codes of the campaign's three properties, row by row."""
    by_name = []
    for name in CAMPAIGN:
        said = [_texts(view, part, (name,)) for part in parts]
        codes: dict[str, int] = {}
        by_name.append(
            [[-1 if t is None else codes.setdefault(t, len(codes)) for t in texts] for texts in said]
        )
    return [np.array(rows, np.int32).reshape(3, -1) for rows in zip(*by_name, strict=True)]


def _texts(view: HotView, part: Stretch, names: tuple[str, ...]) -> list[str | None]:
    """Of each row the first of these properties of the event that is set and not empty."""
    rows = np.arange(part.rows.start, part.rows.stop)
    found: list[str | None] = [None] * len(rows)
    for prop in _properties(view, names):
        for i, text in enumerate(view.values(prop, part.day).texts(rows).to_pylist()):
            if found[i] is None and text:
                found[i] = text
    return found


def _properties(view: HotView, names: tuple[str, ...]) -> list[Property]:
    known = {p.name: p for p in view.snapshot.properties if p.scope == "event"}
    return [known[name] for name in names if name in known]
