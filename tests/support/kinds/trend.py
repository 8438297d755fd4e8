"""Trends: random ones, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from tests.support.agree import Lists, same
from tests.support.naive import Event, period, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, breakdowns, compares, filters, ranges, refs

from yunying.analyse import Trend
from yunying.analyse.questions import Measure, PerPerson
from yunying.metrics import Between, parse_address


@st.composite
def trends(draw: st.DrawFn, plan: Plan) -> Raw:
    """Trends."""
    numeric = [
        name for (name, scope), kind in plan.properties.items() if kind == "number" and scope == "event"
    ]
    interval = draw(st.sampled_from(("hour", "day", "day", "week", "month")))
    rolling = () if interval == "hour" else _ROLLING
    measures = [m for m in get_args(Measure) if (numeric and m not in _ROLLING) or m in (*_COUNTS, *rolling)]
    series = []
    for i in range(draw(st.integers(1, 3))):
        measure = draw(st.sampled_from(measures))
        one = dict(draw(refs(plan)), measure=measure, name=f"series {i}")
        if measure not in (*_COUNTS, *_ROLLING):
            one["property"] = draw(st.sampled_from(numeric))
        one["first_ever"] = draw(st.integers(0, 3)) == 0
        if measure in _ROLLING:
            one["days"] = draw(st.sampled_from((None, 1, 2, 7, 40)))
        if measure in ("events", "sum") and draw(st.integers(0, 2)) == 0:
            one["per_person"] = draw(st.sampled_from(get_args(PerPerson)))
        elif measure in ("events", "people", "sum"):
            one["cumulative"] = draw(st.integers(0, 2)) == 0
        series.append(one)
    formulas = []
    if draw(st.booleans()):
        for i in range(draw(st.integers(1, 2))):
            formula = draw(_formulas("ABC"[: len(series)]))
            formulas.append({"formula": formula, "name": f"formula {i}"})
        for one in series:
            one["hidden"] = draw(st.booleans())
    longest = {"hour": 2, "day": 8, "week": 40, "month": 100}[interval]
    raw = {
        "kind": "trend",
        "marked": draw(st.booleans()),
        "series": series,
        "formulas": formulas,
        "smooth": draw(st.sampled_from((None, None, 2, 3))),
        "interval": interval,
        "range": draw(ranges(plan, longest)),
        "filters": draw(filters(plan)),
        "breakdown": draw(breakdowns(plan)),
    }
    return raw | ({"compare": draw(compares(plan))} if draw(st.booleans()) else {})


_COUNTS = ("events", "people", "events_per_person")
_ROLLING = ("rolling_people", "stickiness")


@st.composite
def _formulas(draw: st.DrawFn, letters: str) -> str:
    """Formulas that name at least one series."""
    atoms = st.one_of(st.sampled_from(letters), st.sampled_from(("0", "1", "2.5", ".5", "100")))
    inner = st.recursive(
        atoms,
        lambda part: st.one_of(
            st.builds("{}{}{}".format, part, st.sampled_from(("+", " - ", "*", " / ")), part),
            part.map("({})".format),
            part.map("-{}".format),
        ),
        max_leaves=5,
    )
    formula = draw(inner)
    return formula if any(letter in formula for letter in letters) else f"{letters[0]} + ({formula})"


def check(lists: Lists, question: Trend) -> None:
    """Every figure is what its list says."""
    rows, totals = lists.answer.rows, lists.answer.totals["series"]
    if question.formulas:
        for row in [*rows, *totals]:
            assert (row["parts"] is None) == (row["address"] is not None)
            for part in row["parts"] or ():
                lists.open(part)
    rows, totals = ([r for r in some if r["address"]] for some in (rows, totals))
    for row in [*rows, *totals]:
        at = parse_address(row["address"])
        assert (at.get("bucket"), at.get("breakdown")) == (row.get("bucket"), row.get("breakdown"))
        series = question.series[at["series"]]
        measure = series.per_person or series.measure
        _figure(measure, row["value"], lists.open(row["address"]))
        if question.compare and row["previous_address"]:
            _figure(measure, row["previous"], lists.open(row["previous_address"]))
    for total in totals:
        at = parse_address(total["address"])
        own = [r for r in rows if _own(parse_address(r["address"]), at)]
        values = [r["value"] for r in own]
        series = question.series[at["series"]]
        measure = series.per_person or series.measure
        if series.cumulative:
            assert not values or same(float(values[-1]), float(total["value"]))
            if measure in ("events", "people"):
                assert values == sorted(values)
        elif measure in ("events", "sum"):
            assert same(float(sum(values)), float(total["value"]))
        elif measure == "people":
            assert max(values, default=0) <= total["value"] <= sum(values)
    # Those of hidden series, and of groups that have no rows, have no figure.
    hidden = {("series", i) for i, s in enumerate(question.series) if s.hidden}
    lists.opened |= {k for k in lists.expected if ("previous", True) in k or hidden & set(k)}


def _figure(measure: str, value: Any, people: list[tuple[int, int | None]]) -> None:
    events = sum(count or 0 for _, count in people)
    if measure in ("people", "rolling_people"):
        assert value == len(people)
    elif measure == "stickiness":
        assert value is None or 0 <= value <= 1
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
    first, last = question.range.from_, question.range.to
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    known = _known_day(plan, question)
    found: dict[tuple[int, str | None], Any] = {}
    for i, series in enumerate(question.series):
        events = _events(plan, question, series)
        inside = [e for e in events if first <= e.day <= last]
        if series.measure == "stickiness":
            found |= {(i, k): v for k, v in _stickiness(plan, question, series, events, days, known).items()}
            continue
        if inside:
            found[i, None] = _figure_of(replace_measure(series), inside)
        for label in {str(period(plan, d, question.interval)) for d in days}:
            mine = [d for d in days if str(period(plan, d, question.interval)) == label]
            if series.measure == "rolling_people":
                end = min(mine[-1], known) if known >= mine[0] else mine[-1]
                cell = [e for e in events if end - timedelta(days=_window(series)) < e.day <= end]
            elif series.cumulative:
                cell = [e for e in inside if e.day <= mine[-1]]
            else:
                cell = [e for e in inside if e.day in mine]
            if cell:
                found[i, label] = _figure_of(replace_measure(series), cell)
    return found


def replace_measure(series: Any) -> Any:
    """A series that counts rolling people counts people of the events that are in its window."""
    return series.model_copy(update={"measure": "people"}) if series.measure == "rolling_people" else series


def _window(series: Any) -> int:
    return int(series.days or (7 if series.measure == "rolling_people" else 30))


def _known_day(plan: Plan, question: Trend) -> date:
    every = [e for events in timelines(plan, marked=question.marked).values() for e in events]
    now = plan.now.astimezone(ZoneInfo(plan.zone)).date()
    return min([now, *([max(every, key=lambda e: e.at).day] if every else [])])


def _events(plan: Plan, question: Trend, series: Any) -> list[Event]:
    """Every event that a series counts, of the whole history."""
    chosen = []
    for events in timelines(plan, marked=question.marked).values():
        mine = [e for e in events if takes(series, e)]
        chosen += mine[:1] if series.first_ever else mine
    if series.property is None:
        return chosen
    values = [(e, e.values.get(series.property)) for e in chosen]
    return [e for e, v in values if v is not None and v == v]  # noqa: PLR0124  NaN is not a value


def _stickiness(
    plan: Plan, question: Trend, series: Any, events: list[Event], days: list[date], known: date
) -> dict[str | None, Any]:
    parts: dict[str | None, list[tuple[int, int]]] = defaultdict(list)
    for day in days:
        if day <= known:
            people = {e.person for e in events if e.day == day}
            within = {e.person for e in events if day - timedelta(days=_window(series)) < e.day <= day}
            for key in (None, str(period(plan, day, question.interval))):
                parts[key].append((len(people), len(within)))
    sums = {key: (sum(a for a, _ in p), sum(b for _, b in p)) for key, p in parts.items()}
    return {key: a / b for key, (a, b) in sums.items() if b}


def _figure_of(series: Any, events: list[Event]) -> Any:
    """A series' figure from its events; with `per_person` over each person's."""
    if not series.per_person:
        return _measure(series, events)
    by_person: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        by_person[event.person].append(event)
    each = sorted(float(_measure(series, mine)) for mine in by_person.values())
    return _over(series.per_person, each)


def _measure(series: Any, events: list[Event]) -> Any:
    people = len({e.person for e in events})
    counts = {"events": len(events), "people": people, "events_per_person": len(events) / people}
    if series.measure in counts:
        return counts[series.measure]
    return _over(series.measure, sorted(e.values[series.property] for e in events))


def _over(measure: str, values: list[float]) -> float:
    """A figure of numbers that rise."""
    if measure in ("median", "p90", "p95", "p99"):
        share = {"median": 50, "p90": 90, "p95": 95, "p99": 99}[measure]
        return _at(values, share)
    plain: dict[str, Callable[[list[float]], float]] = {
        "sum": sum,
        "avg": statistics.fmean,
        "min": min,
        "max": max,
    }
    return float(plain[measure](values))


def _at(values: list[float], share: int) -> float:
    """Between the two neighbours of a rank, in proportion."""
    whole, rest = divmod((len(values) - 1) * share, 100)
    if not rest:
        return float(values[whole])
    return float(values[whole] + (values[whole + 1] - values[whole]) * rest / 100)
