"""Migration: who stands where at the end of some days, and who moved between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.questions import Migration
from yunying.core import Refused, day_number, day_of
from yunying.metrics import (
    Answer,
    Behind,
    activity,
    address,
    bad_address,
    find_property,
    parse_address,
    standing_moment,
    traits,
    values_at,
    who_are,
)
from yunying.store import Dataset, HotView, Property, Values

Ints = npt.NDArray[np.int64]
MOST_DATES = 32
MOST_VALUES = 50
_UNKNOWN = -1
"""The place of people who were not there yet."""


@dataclass(frozen=True)
class Standing:
    """`at[k, person]` is the place in `values` at the end of day `dates[k]`; −1 of whom had no event by then.

    Only people who fulfil the filters at the end of the last day are in it. Values of layers stand in the order of
    these, others sorted; None is last.
    """

    frame: Frame
    dates: list[str]
    values: list[Any]
    at: Ints

    def count(self, k: int) -> Ints:
        """How many people have each value."""
        here = self.at[k]
        return np.bincount(here[here >= 0], minlength=len(self.values))

    def flows(self, k: int) -> Ints:
        """How many people have which value after which; those who arrived are the last row."""
        before, now, size = self.at[k - 1], self.at[k], len(self.values)
        there = now >= 0
        cell = np.where(before < 0, size, before)[there] * size + now[there]
        return np.bincount(cell, minlength=(size + 1) * size).reshape(size + 1, size)


def answer(data: Dataset, question: Migration) -> Answer:
    """A row for each way that anybody went: `day` (at whose end they are there), `from_day` (the date before), `from`,
    `arrived` (they had no event by then: `from` is null), `to`, `people`, `share` (of all who were in `from`, or of all
    who arrived) and `address`. Values are `null` where the property is not set. The rows of one `day` add up to
    everybody known by its end.

    `totals.standing` has for each date and value `day, value, people, share, address` (of everybody known by then), and
    but for the first date `entered` and `left` (who had another value on the date before, or were not there yet; who
    had this one then and another now) with `entered_address` and `left_address`. `totals.people` and `totals.address`
    are everybody at the last date.
    """
    this = _stand(data, question)
    values, rows, standing = this.values, [], []
    for k, day in enumerate(this.dates):
        counts = this.count(k)
        flows = this.flows(k) if k else None
        people = int(counts.sum())
        for i, value in enumerate(values):
            entered = left = 0
            if flows is not None:
                entered = int(flows[:, i].sum() - flows[i, i])
                left = int(flows[i].sum() - flows[i, i])
            if counts[i] or left:
                standing.append(
                    {
                        "day": day,
                        "value": value,
                        "people": int(counts[i]),
                        "share": int(counts[i]) / people,
                        "address": address(day=day, value=value),
                        **({} if flows is None else _changes(day, value, entered, left)),
                    }
                )
        if flows is not None:
            rows += list(_ways(this, k, flows))
    return Answer(
        columns=[
            {"name": "day", "type": "day"},
            {"name": "from_day", "type": "day"},
            {"name": "from", "type": "value"},
            {"name": "arrived", "type": "boolean"},
            {"name": "to", "type": "value"},
            {"name": "people", "type": "number"},
            {"name": "share", "type": "rate"},
            {"name": "address", "type": "address"},
        ],
        rows=rows,
        totals={
            "people": int((this.at[-1] >= 0).sum()),
            "address": address(people="all"),
            "standing": standing,
        },
        provenance=this.frame.provenance(
            f"migration: {question.property} at the end of {', '.join(this.dates)}",
            question.filters,
            incomplete=not this.frame.range_known(),
        ),
    )


def behind(data: Dataset, question: Migration, text: str) -> Behind:
    """Who went one way, who has one value at a date, who entered or left it, or everybody."""
    at = parse_address(text, {"people", "day", "value", "from", "to", "arrived", "entered", "left"})
    this = _stand(data, question)
    if at == {"people": "all"}:
        return Behind(np.flatnonzero(this.at[-1] >= 0))
    if at.get("day") not in this.dates:
        raise bad_address(text)
    k = this.dates.index(at.pop("day"))

    def place(name: str) -> int:
        found = [
            i for i, value in enumerate(this.values) if type(value) is type(at[name]) and value == at[name]
        ]
        if not found:
            raise bad_address(text)
        return found[0]

    before, now = this.at[max(k - 1, 0)], this.at[k]
    if set(at) == {"value"}:
        return Behind(np.flatnonzero(now == place("value")))
    if k and at.keys() == {"from", "to"}:
        return Behind(np.flatnonzero((before == place("from")) & (now == place("to"))))
    if k and at.keys() == {"arrived", "to"} and at["arrived"] is True:
        return Behind(np.flatnonzero((before == _UNKNOWN) & (now == place("to"))))
    if k and at.keys() == {"value", "entered"} and at["entered"] is True:
        return Behind(np.flatnonzero((before != now) & (now == place("value"))))
    if k and at.keys() == {"value", "left"} and at["left"] is True:
        return Behind(np.flatnonzero((before != now) & (before == place("value"))))
    raise bad_address(text)


def _changes(day: str, value: Any, entered: int, left: int) -> dict[str, Any]:
    return {
        "entered": entered,
        "left": left,
        "entered_address": address(day=day, value=value, entered=True),
        "left_address": address(day=day, value=value, left=True),
    }


def _ways(this: Standing, k: int, flows: Ints) -> Iterator[dict[str, Any]]:
    day, size = this.dates[k], len(this.values)
    for i, j in np.argwhere(flows).tolist():
        arrived = i == size
        came = {"arrived": True} if arrived else {"from": this.values[i]}
        yield {
            "day": day,
            "from_day": this.dates[k - 1],
            "from": None if arrived else this.values[i],
            "arrived": arrived,
            "to": this.values[j],
            "people": int(flows[i, j]),
            "share": int(flows[i, j]) / int(flows[i].sum()),
            "address": address(day=day, **came, to=this.values[j]),
        }


def _stand(data: Dataset, question: Migration) -> Standing:
    frame = Frame.take(data, question.range, marked=question.marked)
    prop = find_property(frame.view, question.property, "person", "property")
    if prop.type == "time":
        raise Refused(
            "property_not_few",
            f"{prop.name!r} is a time; people move between the values of a property that has few.",
            field="property",
            property=prop.name,
        )
    dates = _dates(frame, question)
    views = [state_at(data, frame.view, day_number(day)) for day in dates]
    frame.load(None, day_number(dates[-1]))
    last = views[-1]
    chosen = who_are(data, last, question.filters, standing_moment(data, last), "filters")
    everybody = len(chosen)
    columns = [traits(data, view, prop) for view in views]
    values, places = _common(columns, prop, kept=_in_order(frame.view, prop))
    at = np.full((len(dates), everybody), _UNKNOWN, np.int64)
    for k, (view, place) in enumerate(zip(views, places, strict=True)):
        known = activity(view).count > 0
        at[k, : len(known)] = np.where(known, place, _UNKNOWN)
    at[:, ~chosen] = _UNKNOWN
    used = np.zeros(len(values), np.bool_)
    used[at[at >= 0]] = True
    if used.sum() > MOST_VALUES + 1:
        raise Refused(
            "property_not_few",
            f"{prop.name!r} has {int(used.sum()):,} values; people move between at most {MOST_VALUES}.",
            field="property",
            property=prop.name,
        )
    renumbered = np.append(np.cumsum(used) - 1, _UNKNOWN)
    return Standing(
        frame,
        [day.isoformat() for day in dates],
        [value for value, wanted in zip(values, used, strict=True) if wanted],
        renumbered[at],
    )


def state_at(data: Dataset, view: HotView, number: int) -> HotView:
    """The state at the end of a day: the newest one where that is today and nothing is ahead of it."""
    today = day_number(data.calendar.today(data.clock()))
    if number == today and all(n <= number for n in view.numbers):
        return view
    return view.until(number)


def _dates(frame: Frame, question: Migration) -> list[date]:
    """Days at whose ends people are looked at, in order."""
    days, calendar = frame.days, frame.data.calendar
    dates = {days.first, days.last}
    if question.interval is not None:
        for start in calendar.periods(days.first, days.last, question.interval):
            end = day_of(day_number(calendar.next_period(start, question.interval)) - 1)
            dates.add(min(end, days.last))
            if len(dates) > MOST_DATES:
                raise Refused(
                    "too_many_dates",
                    f"A migration looks at up to {MOST_DATES} dates; choose a longer interval or a shorter range.",
                    field="interval",
                    most=MOST_DATES,
                )
    return sorted(dates)


def _in_order(view: HotView, prop: Property) -> bool:
    """Whether the values have an order of their own, as layers have: their labels stand in it."""
    return prop.name in view.derived and prop.name.startswith("$")


def _common(columns: list[Values], prop: Property, *, kept: bool) -> tuple[list[Any], list[Ints]]:
    """The values of all columns, None last; and by person id the place of each. Sorted, or kept in their order."""
    if columns[0].coded:
        labels = list(dict.fromkeys(label for c in columns for label in c.labels.to_pylist()))
        if not kept:
            labels.sort()
        known: list[Any] = labels
        place = {label: i for i, label in enumerate(labels)}
        places = [
            np.array([*(place[label] for label in c.labels.to_pylist()), len(labels)], np.int64)[c.codes]
            for c in columns
        ]
    else:
        numbers = np.unique(np.concatenate([c.numbers[c.is_set] for c in columns]))
        known = values_at(
            Values(prop.type, columns[0].codes[:0], columns[0].labels, numbers), np.arange(len(numbers))
        )
        places = [
            np.where(c.is_set, np.searchsorted(numbers, c.numbers), len(numbers)).astype(np.int64)
            for c in columns
        ]
    return [*known, None], places
