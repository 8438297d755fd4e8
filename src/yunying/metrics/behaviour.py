"""What people did, as a filter: events counted, days counted or values summed, and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yunying.core import Refused, day_number
from yunying.kernels import DAYS, EVENTS, SUM, before_each_day, behaviour_day, count_acts_day, list_acts_day
from yunying.metrics.extent import people_count
from yunying.metrics.filters import Before, Behaviour, During
from yunying.metrics.marked import Marked, Mask, Taken
from yunying.metrics.moment import now_of, standing_day
from yunying.metrics.names import find_property
from yunying.metrics.ranges import resolve_range
from yunying.metrics.sessions import Reader, reader
from yunying.store import Dataset, Day, HotView

Floats = npt.NDArray[np.float64]
_MEASURES = {"events": EVENTS, "days": DAYS, "sum": SUM}
_SINCE = ("days_since_first", "days_since_last")
_NO_VALUES = np.zeros(0)


@dataclass(frozen=True)
class When:
    """When events count: days (numbers, both included), and moments (ms since the epoch, the last excluded) where
    the days are not whole. None where there is no limit.
    """

    first: int | None = None
    last: int | None = None
    since: int | None = None
    until: int | None = None

    @classmethod
    def of(
        cls, data: Dataset, view: HotView, within: Before | During | None, at: int | None, field: str
    ) -> When:
        """What `within` means; `at` is the moment that a window is before (None: each event, which is no limit)."""
        if isinstance(within, During):
            days = resolve_range(within.range, data.calendar, now_of(data, view), f"{field}.within.range")
            return cls(day_number(days.first), day_number(days.last))
        if within is None or at is None:
            return cls()
        since = max(at - within.before.milliseconds, 0)
        return cls(data.calendar.day_at(since * 1000), data.calendar.day_at(at * 1000 - 1), since, at)

    def cut(self, marked: Marked) -> Marked:
        """A day of these with only what counts."""
        if self.since is None or self.until is None:
            return marked
        day = marked.day
        if day.start_ms >= self.since and (not day.rows or day.start_ms + int(day.ms.max()) < self.until):
            return marked
        moment = day.start_ms + day.ms.astype(np.int64)
        inside = ((moment >= self.since) & (moment < self.until)) * np.uint32(0xFFFFFFFF)
        gate = inside & marked.gate if len(marked.gate) else inside
        return Marked(day, marked.lut, gate.astype(np.uint32))


@dataclass(frozen=True)
class Doing:
    """A behaviour checked against the project, but for the events it counts."""

    data: Dataset
    view: HotView
    behaviour: Behaviour
    when: When
    read: Reader | None

    @classmethod
    def of(cls, data: Dataset, view: HotView, behaviour: Behaviour, field: str, at: int | None) -> Doing:
        """Refuses what cannot be meant, naming the field. `at`: see `When.of`."""
        wants_two = behaviour.op == "between"
        given = len(behaviour.value) if isinstance(behaviour.value, list) else None
        if given != (2 if wants_two else None):
            code, text = (
                ("two_wanted", "two values: from and to") if wants_two else ("one_wanted", "one value")
            )
            raise Refused(code, f"{behaviour.op!r} takes {text}.", field=f"{field}.value", op=behaviour.op)
        if behaviour.measure in _SINCE and at is None and isinstance(behaviour.within, Before):
            raise Refused(
                "window_not_wanted",
                f"{behaviour.measure!r} counts days until today; leave out the window before each event.",
                field=f"{field}.within",
            )
        when = When.of(data, view, behaviour.within, at, field)
        return cls(data, view, behaviour, when, _values(data, view, behaviour, f"{field}.property"))

    def people(self, days: Sequence[Taken]) -> Mask:
        """By person id, whether they did it. `days` are what selector 0 takes: the events that count."""
        if self.behaviour.measure in _SINCE:
            since = self._days_since(days)
            return self._passes(since) & ~np.isnan(since)
        amount, lost = np.zeros((2, people_count(self.view)))
        measure = _MEASURES[self.behaviour.measure]

        def walk(low: int, high: int) -> None:
            for m, values in zip(marked, given, strict=True):
                behaviour_day(
                    m.day.person, m.day.event, m.lut, m.gate, values, measure, low, high,
                    amount[low:high], lost[low:high],
                )  # fmt: skip

        marked, given = [self.when.cut(taken.marked) for taken in days], self._given(days)
        self.data.each_slice(walk, len(amount), 2, sum(m.day.rows for m in marked))
        return self._passes(amount + lost)

    def _days_since(self, days: Sequence[Taken]) -> Floats:
        """Days from that of the first or the last event to the one at whose end it is; NaN where there is none."""
        found = np.full(people_count(self.view), np.nan)
        today = standing_day(self.data, self.view)
        # What is written last stays: the first day, or the last.
        for taken in reversed(days) if self.behaviour.measure == "days_since_first" else days:
            marked = self.when.cut(taken.marked)
            found[marked.day.person[marked.rows(1)]] = today - marked.day.number
        return found

    def rows(self, days: Sequence[Taken], before: Before) -> Callable[[Day], Mask]:
        """Of each event, whether its person did it in the window before it. `days` are as in `people`."""
        measure = _MEASURES[self.behaviour.measure]
        marked = [taken.marked for taken in days]
        counts = np.zeros(people_count(self.view), np.int64)
        for m in marked:
            count_acts_day(m.day.person, m.day.event, m.lut, m.gate, counts)
        first = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
        following = first[:-1].copy()
        moment = np.zeros(first[-1], np.int64)
        amount, lost = np.zeros((2, first[-1]))
        for m, values in zip(marked, self._given(days), strict=True):
            list_acts_day(
                m.day.person, m.day.ms, m.day.event, m.lut, m.gate, values, measure, m.day.start_ms,
                first, following, moment, amount, lost,
            )  # fmt: skip
        window = before.before.milliseconds

        def test(day: Day) -> Mask:
            found = before_each_day(
                day.person, day.ms, day.start_ms, window, measure == DAYS, first, moment, amount, lost
            )
            return self._passes(found)

        return test

    def _given(self, days: Sequence[Taken]) -> list[Floats]:
        """What is summed, row by row of each day."""
        read = self.read
        if read is None:
            return [_NO_VALUES] * len(days)
        return list(self.view.map(lambda taken: taken.numbers(read), days))

    def _passes(self, amount: Floats) -> Mask:
        value = self.behaviour.value
        low, high = value if isinstance(value, list) else (value, value)
        match self.behaviour.op:
            case "=":
                found = amount == low
            case "!=":
                found = amount != low
            case "<":
                found = amount < low
            case "<=":
                found = amount <= low
            case ">":
                found = amount > low
            case ">=":
                found = amount >= low
            case "between":
                found = (amount >= low) & (amount <= high)
        return np.asarray(found)


def _values(data: Dataset, view: HotView, behaviour: Behaviour, field: str) -> Reader | None:
    if behaviour.measure != "sum":
        if behaviour.property is not None:
            raise Refused(
                "property_not_wanted",
                f"{behaviour.measure!r} counts and takes no property; leave it out, or measure the `sum`.",
                field=field,
            )
        return None
    if behaviour.property is None:
        raise Refused("property_wanted", "'sum' needs the `property` to add up.", field=field, measure="sum")
    prop = find_property(view, behaviour.property, "event", field)
    if prop.type != "number":
        raise Refused(
            "property_not_numeric",
            f"{prop.name!r} is {prop.type}; 'sum' needs a number.",
            field=field,
            property=prop.name,
            type=prop.type,
        )
    return reader(data, view, prop)
