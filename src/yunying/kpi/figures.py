"""Metrics that have a question of their own: sessions, lifecycle, LTV, payback, times and different values."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from yunying.analyse import Question, parse_question, write_question
from yunying.core import Interval, day_number
from yunying.kpi.columns import Column, Desk, Doors, Floats, Rows, Wanted, by_hour, key_of, of_cohorts
from yunying.kpi.expression import Figure
from yunying.kpi.metric import Distinct, Moving, Payback, SessionsOf, TimeTo, Worth
from yunying.metrics import Buckets, Label, make_buckets


def read_figure(desk: Desk, wanted: Wanted, leaf: Figure, interval: Interval) -> Column:
    """One column of a figure's question."""
    reading = _Reading(desk, wanted, leaf, interval)
    shape = leaf.shape
    match shape:
        case SessionsOf():
            return reading.sessions(shape)
        case TimeTo():
            return reading.time_between(shape)
        case Distinct():
            return reading.distinct(shape)
        case Moving():
            return reading.lifecycle(shape)
        case Worth():
            return reading.worth(shape)
        case Payback():
            return reading.payback(shape)


class _Reading:
    """Asks one figure's question and reads its column."""

    def __init__(self, desk: Desk, wanted: Wanted, leaf: Figure, interval: Interval) -> None:
        if interval == "hour" and not isinstance(leaf.shape, SessionsOf | TimeTo):
            raise by_hour()
        self._desk, self._wanted, self._leaf, self._interval = desk, wanted, leaf, interval

    def sessions(self, shape: SessionsOf) -> Column:
        """Counts, and the sum of lengths."""
        question = self._question("sessions", event=_events(shape), interval=self._interval)
        answer = self._desk.ask(question)

        def read(row: dict[str, Any]) -> dict[str, Any]:
            return row | {"seconds": (row["mean_seconds"] or 0.0) * row["sessions"]}

        rows, totals = [read(row) for row in answer.rows], [read(row) for row in answer.totals["rows"]]
        door = "bounced_address" if self._leaf.column == "bounced" else "address"
        return Rows(rows, question).column(rows, totals, self._leaf.column, door)

    def time_between(self, shape: TimeTo) -> Column:
        """A figure over pairs, by when they began."""
        question = self._question(
            "interval", start=shape.start, end=shape.end, window=shape.window, interval=self._interval
        )
        answer = self._desk.ask(question)
        return Rows(answer.rows, question).column(
            answer.rows, answer.totals["rows"], f"{shape.figure}_seconds", "address"
        )

    def distinct(self, shape: Distinct) -> Column:
        """Those who enter a funnel of one step in which each value goes by itself."""
        question = self._question(
            "funnel",
            steps=[_events(shape)],
            per={"property": shape.property},
            window={"value": 1, "unit": "second"},
            interval=self._interval,
        )
        answer = self._desk.ask(question)
        totals = [row | {"entered_units": row["units"]} for row in answer.rows]
        return Rows(answer.totals["trend"], question).column(
            answer.totals["trend"], totals, "entered_units", "address"
        )

    def lifecycle(self, shape: Moving) -> Column:
        """Of each bucket the newest period that has ended by its last day."""
        calendar = self._desk.calendar
        newest = calendar.period_start(self._wanted.days.last, shape.every)
        first = calendar.period_start(self._wanted.days.first, shape.every)
        for _ in range(2):  # the period that had ended before the range, and the one before it
            first = calendar.period_start(first - timedelta(days=1), shape.every)
        question = self._question(
            "lifecycle",
            activity=_events(shape),
            interval=shape.every,
            range={"from": first, "to": newest},
        )
        answer = self._desk.ask(question)
        labels = _labels(answer.rows)
        found = {(row["bucket"], key_of(row.get("breakdown"))): row for row in answer.rows}
        ended = {row["bucket"] for row in answer.rows if row["complete"]}
        buckets = self._buckets()
        lasts = self._last_days(buckets)
        periods = [self._ended_by(day, shape, ended) for day in [*lasts, self._wanted.days.last]]
        before = {p: calendar.period_start(p - timedelta(days=1), shape.every) for p in periods if p}
        name = {"churned": "dormant", "before": "active"}.get(self._leaf.column, self._leaf.column)
        door = "address" if name == "active" else f"{name}_address"

        def at(period: date | None, label: Label, what: str) -> Any:
            if period is None:
                return None
            shown = before[period] if self._leaf.column == "before" else period
            row = found.get((shown.isoformat(), key_of(label)))
            return None if row is None else row[what]

        values = np.array([[_number(at(p, one, name)) for one in labels] for p in periods])
        cells = [[at(p, one, door) for one in labels] for p in periods]
        return Column(
            tuple(labels),
            values[:-1].reshape(len(lasts), len(labels)),
            values[-1],
            np.array([one.complete for one in buckets.buckets]),
            (Doors(write_question(question), cells[:-1], cells[-1]),),
        )

    def worth(self, shape: Worth) -> Column:
        """Value and people of the cohorts that are old enough."""
        question, rows = self._ltv(shape, shape.days)
        buckets = self._buckets()
        at_age = [row for row in rows if row["age"] == shape.days - 1]
        door = "address" if self._interval == "day" else None
        return of_cohorts(self._placed(at_age, buckets), buckets, self._leaf.column, door, question)

    def payback(self, shape: Payback) -> Column:
        """The first age at which cohorts that are old enough have paid, a person, what a person cost."""
        question, rows = self._ltv(shape, shape.within)
        buckets = self._buckets()
        by = self._wanted.breakdown
        table = self._desk.facts(shape.cost)
        days = self._wanted.days
        named, costs = table.by_day(
            days.first, days.last, {}, by.property if by else None, by.top if by else 1
        )
        labels = _labels(rows)
        place = {key_of(one): g for g, one in enumerate(labels)}
        cost_at = {key_of(one): g for g, one in enumerate(named)}
        shape_of = (days.count, len(labels), shape.within)
        value, people = np.zeros(shape_of), np.zeros(shape_of)
        won, spent = np.zeros((2, days.count, len(labels)))
        for row in rows:
            i, g = (date.fromisoformat(row["cohort"]) - days.first).days, place[key_of(row.get("breakdown"))]
            if row["age"] == 0:
                won[i, g] = row["people"]
                at = cost_at.get(key_of(row.get("breakdown")))
                spent[i, g] = costs[i, at] if at is not None else 0.0
            if row["complete"]:
                value[i, g, row["age"]], people[i, g, row["age"]] = row["value"], row["people"]
        bucket = np.array([buckets.first_of(day_number(days.first) + i) for i in range(days.count)])
        values = np.array(
            [_paid_back(value[bucket == b], people[bucket == b], won[bucket == b], spent[bucket == b])
             for b in range(len(buckets))]
        )  # fmt: skip
        over = {row["cohort"] for row in rows if row["age"] == shape.within - 1 and row["complete"]}
        complete = np.array(
            [
                one.complete
                and (
                    not np.isnan(values[b]).any()
                    or all(
                        (days.first + timedelta(days=int(i))).isoformat() in over
                        for i in np.flatnonzero(bucket == b)
                    )
                )
                for b, one in enumerate(buckets.buckets)
            ]
        )
        addresses = {(row["cohort"], key_of(row.get("breakdown"))): row["address"] for row in rows}
        cells = [
            [
                addresses.get(((days.first + timedelta(days=b)).isoformat(), key_of(one)))
                if self._interval == "day"
                else None
                for one in labels
            ]
            for b in range(len(buckets))
        ]
        doors = Doors(write_question(question), cells, [None] * len(labels))
        return Column(tuple(labels), values, _paid_back(value, people, won, spent), complete, (doors,))

    def _ltv(self, shape: Worth | Payback, days: int) -> tuple[Question, list[dict[str, Any]]]:
        question = self._question(
            "ltv",
            acquired=shape.acquired,
            revenue=shape.revenue,
            refunds=shape.refunds,
            cohort="day",
            age="day",
            ages=days - 1,
        )
        return question, self._desk.ask(question).rows

    def _question(self, kind: str, **further: Any) -> Question:
        raw: dict[str, Any] = {
            "kind": kind,
            "range": {"from": self._wanted.days.first, "to": self._wanted.days.last},
            "filters": [*self._wanted.filters, *self._leaf.filters],
            "breakdown": self._wanted.breakdown,
            **further,
        }
        return parse_question(_plain(raw))

    def _buckets(self) -> Buckets:
        return make_buckets(self._wanted.days, self._interval, self._desk.calendar, self._desk.known_until)

    def _last_days(self, buckets: Buckets) -> list[date]:
        last: dict[int, date] = {}
        for i in range(self._wanted.days.count):
            day = self._wanted.days.first + timedelta(days=i)
            last[buckets.first_of(day_number(day))] = day
        return [last[b] for b in range(len(buckets))]

    def _ended_by(self, day: date, shape: Moving, ended: set[str]) -> date | None:
        """The newest period of which all is known that ends on a day or before it."""
        calendar = self._desk.calendar
        period = calendar.period_start(day, shape.every)
        if calendar.next_period(period, shape.every) - timedelta(days=1) > day:
            period = calendar.period_start(period - timedelta(days=1), shape.every)
        while ended and period.isoformat() not in ended and period.isoformat() > min(ended):
            period = calendar.period_start(period - timedelta(days=1), shape.every)
        return period if period.isoformat() in ended else None

    def _placed(self, rows: list[dict[str, Any]], buckets: Buckets) -> list[dict[str, Any]]:
        def label(row: dict[str, Any]) -> str:
            return buckets.buckets[buckets.first_of(day_number(date.fromisoformat(row["cohort"])))].label

        return [row | {"bucket": label(row)} for row in rows]


def _paid_back(value: Floats, people: Floats, won: Floats, spent: Floats) -> Floats:
    """By group, from (cohort, group, age) and (cohort, group): the first age, counted from 1, at which what a person of
    the cohorts known at it has paid is what a person cost. NaN where there is none, or no cost."""
    with np.errstate(invalid="ignore", divide="ignore"):
        worth = value.sum(axis=0) / people.sum(axis=0)
        cost = spent.sum(axis=0) / won.sum(axis=0)
    reached = worth >= cost[:, None]
    found: Floats = np.where(reached.any(axis=1) & (cost > 0), reached.argmax(axis=1) + 1.0, np.nan)
    return found


def _events(shape: Any) -> dict[str, Any]:
    """The events of a shape, without what it says of them."""
    return {"event": shape.event, "filters": shape.filters, "or": shape.or_}


def _plain(raw: Any) -> Any:
    """As decoded JSON."""
    if isinstance(raw, dict):
        return {name: _plain(value) for name, value in raw.items() if value is not None or name == "event"}
    if isinstance(raw, list | tuple):
        return [_plain(one) for one in raw]
    if isinstance(raw, date):
        return raw.isoformat()
    return raw.model_dump(mode="json", by_alias=True) if hasattr(raw, "model_dump") else raw


def _labels(rows: list[dict[str, Any]]) -> list[Label]:
    return list({key_of(row.get("breakdown")): row.get("breakdown") for row in rows}.values()) or [None]


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)
