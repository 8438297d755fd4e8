"""Trends: random ones, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable
from typing import Any, get_args

from hypothesis import strategies as st
from tests.support.agree import Lists, same
from tests.support.naive import Event, period, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, breakdowns, filters, ranges, refs

from yunying.analyse import Trend
from yunying.analyse.questions import Measure
from yunying.metrics import Between, parse_address


@st.composite
def trends(draw: st.DrawFn, plan: Plan) -> Raw:
    """Trends."""
    numeric = [
        name for (name, scope), kind in plan.properties.items() if kind == "number" and scope == "event"
    ]
    measures = [m for m in get_args(Measure) if numeric or m in ("events", "people", "events_per_person")]
    series = []
    for _ in range(draw(st.integers(1, 3))):
        measure = draw(st.sampled_from(measures))
        one = dict(draw(refs(plan)), measure=measure)
        if measure not in ("events", "people", "events_per_person"):
            one["property"] = draw(st.sampled_from(numeric))
        series.append(one)
    interval = draw(st.sampled_from(("hour", "day", "day", "week", "month")))
    longest = {"hour": 2, "day": 8, "week": 40, "month": 100}[interval]
    raw = {
        "kind": "trend",
        "marked": draw(st.booleans()),
        "series": series,
        "interval": interval,
        "range": draw(ranges(plan, longest)),
        "filters": draw(filters(plan)),
        "breakdown": draw(breakdowns(plan)),
    }
    return raw | ({"compare": "previous"} if draw(st.booleans()) else {})


def check(lists: Lists, question: Trend) -> None:
    """Every figure is what its list says."""
    rows, totals = lists.answer.rows, lists.answer.totals["series"]
    for row in [*rows, *totals]:
        at = parse_address(row["address"])
        assert (at.get("bucket"), at.get("breakdown")) == (row.get("bucket"), row.get("breakdown"))
        measure = question.series[at["series"]].measure
        _figure(measure, row["value"], lists.open(row["address"]))
        if question.compare and row["previous_address"]:
            _figure(measure, row["previous"], lists.open(row["previous_address"]))
    for total in totals:
        at = parse_address(total["address"])
        own = [r for r in rows if _own(parse_address(r["address"]), at)]
        values = [r["value"] for r in own]
        measure = question.series[at["series"]].measure
        if measure in ("events", "sum"):
            assert same(float(sum(values)), float(total["value"]))
        elif measure == "people":
            assert max(values, default=0) <= total["value"] <= sum(values)
    lists.opened |= {k for k in lists.expected if ("previous", True) in k}


def _figure(measure: str, value: Any, people: list[tuple[int, int | None]]) -> None:
    events = sum(count or 0 for _, count in people)
    if measure == "people":
        assert value == len(people)
    elif measure == "events":
        assert value == events
    elif measure == "events_per_person":
        assert (value is None) if not people else same(value, events / len(people))
    elif not people:
        assert value == 0.0 if measure == "sum" else value is None
    else:
        assert value is not None


def _own(row: dict[str, Any], total: dict[str, Any]) -> bool:
    return all(part in row and row[part] == total[part] for part in ("series", "breakdown") if part in total)


def trend_values(plan: Plan, question: Trend) -> dict[tuple[int, str | None], Any]:
    """Values by series and bucket (None: the whole range); empty cells are left out."""
    assert isinstance(question.range, Between)
    cells: dict[tuple[int, str | None], list[Event]] = defaultdict(list)
    for events in timelines(plan, marked=question.marked).values():
        for event in events:
            if not question.range.from_ <= event.day <= question.range.to:
                continue
            for i, series in enumerate(question.series):
                if not takes(series, event):
                    continue
                value = event.values.get(series.property) if series.property else 0
                if value is None or value != value:  # noqa: PLR0124  NaN is not a value
                    continue
                cells[i, str(period(plan, event.day, question.interval))].append(event)
                cells[i, None].append(event)
    return {key: _measure(question.series[key[0]], events) for key, events in cells.items()}


def _measure(series: Any, events: list[Event]) -> Any:
    people = len({e.person for e in events})
    counts = {"events": len(events), "people": people, "events_per_person": len(events) / people}
    if series.measure in counts:
        return counts[series.measure]
    values = sorted(e.values[series.property] for e in events)
    if series.measure in ("median", "p90", "p95", "p99"):
        share = {"median": 50, "p90": 90, "p95": 95, "p99": 99}[series.measure]
        return _at(values, share)
    plain: dict[str, Callable[[list[float]], float]] = {
        "sum": sum,
        "avg": statistics.fmean,
        "min": min,
        "max": max,
    }
    return float(plain[series.measure](values))


def _at(values: list[float], share: int) -> float:
    """Between the two neighbours of a rank, in proportion."""
    whole, rest = divmod((len(values) - 1) * share, 100)
    if not rest:
        return float(values[whole])
    return float(values[whole] + (values[whole + 1] - values[whole]) * rest / 100)
