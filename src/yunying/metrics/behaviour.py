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
from yunying.metrics.marked import Mask, Taken
from yunying.metrics.moment import now_of
from yunying.metrics.names import find_property
from yunying.metrics.ranges import resolve_range
from yunying.metrics.sessions import Reader, reader
from yunying.store import Dataset, Day, HotView

Floats = npt.NDArray[np.float64]
_MEASURES = {"events": EVENTS, "days": DAYS, "sum": SUM}
_NO_VALUES = np.zeros(0)


@dataclass(frozen=True)
class Doing:
    """A behaviour checked against the project, but for the events it counts."""

    data: Dataset
    view: HotView
    behaviour: Behaviour
    first: int | None
    last: int | None
    """Days of the events that count, where they are limited."""
    read: Reader | None

    @classmethod
    def of(cls, data: Dataset, view: HotView, behaviour: Behaviour, field: str) -> Doing:
        """Refuses what cannot be meant, naming the field."""
        wants_two = behaviour.op == "between"
        given = len(behaviour.value) if isinstance(behaviour.value, list) else None
        if given != (2 if wants_two else None):
            code, text = (
                ("two_wanted", "two values: from and to") if wants_two else ("one_wanted", "one value")
            )
            raise Refused(code, f"{behaviour.op!r} takes {text}.", field=f"{field}.value", op=behaviour.op)
        first = last = None
        if isinstance(behaviour.within, During):
            days = resolve_range(
                behaviour.within.range, data.calendar, now_of(data, view), f"{field}.within.range"
            )
            first, last = day_number(days.first), day_number(days.last)
        return cls(data, view, behaviour, first, last, _values(data, view, behaviour, f"{field}.property"))

    def people(self, days: Sequence[Taken]) -> Mask:
        """By person id, whether they did it. `days` are what selector 0 takes: the events that count."""
        amount, lost = np.zeros((2, people_count(self.view)))
        measure = _MEASURES[self.behaviour.measure]

        def walk(low: int, high: int) -> None:
            for m, values in zip(marked, given, strict=True):
                behaviour_day(
                    m.day.person, m.day.event, m.lut, m.gate, values, measure, low, high,
                    amount[low:high], lost[low:high],
                )  # fmt: skip

        marked, given = [taken.marked for taken in days], self._given(days)
        self.data.each_slice(walk, len(amount), 2, sum(m.day.rows for m in marked))
        return self._passes(amount + lost)

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
