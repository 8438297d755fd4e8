"""Random valid questions about a random project, with every option."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from hypothesis import strategies as st
from tests.support.projects import NUMBERS, TEXTS, Plan

from yunying.analyse.questions import Measure
from yunying.store import PropertyType, Scope

Raw = dict[str, Any]
_PATTERNS = ("", "a", "^a$", "a|b", "^中.", "(?i)A", ".", r"\d", "it's", "^$", "a.b", "[^a]")
_WINDOWS = (
    (1, "second"), (1, "minute"), (30, "minute"), (1, "hour"), (24, "hour"), (1, "day"), (2, "day"), (1, "week"),
    (100_000, "week"),
)  # fmt: skip


def _days(plan: Plan, before: int, after: int) -> st.SearchStrategy[date]:
    low = max(plan.anchor - timedelta(days=before), date(1970, 1, 2))
    return st.dates(low, plan.anchor + timedelta(days=after))


@st.composite
def _ranges(draw: st.DrawFn, plan: Plan, longest: int) -> Raw:
    if draw(st.integers(0, 5)) == 0:
        unit = draw(st.sampled_from(("day", "week", "month") if longest > 30 else ("day",)))
        most = {"day": longest, "week": longest // 7, "month": max(1, longest // 30)}[unit]
        return {"last": draw(st.integers(1, most)), "unit": unit}
    first = draw(_days(plan, 4, 4))
    length = draw(st.one_of(st.integers(1, min(longest, 5)), st.integers(1, longest)))
    return {"from": str(first), "to": str(first + timedelta(days=length - 1))}


def _named(name: str, scope: Scope, plan: Plan) -> st.SearchStrategy[Raw]:
    """A property by name, with its scope where it must be said and sometimes where it need not."""
    must = scope == "person" and (name, "event") in plan.properties
    plain: Raw = {"property": name}
    scoped: Raw = {"property": name, "scope": scope}
    return st.just(scoped) if must else st.sampled_from((plain, scoped))


def _moments(plan: Plan) -> st.SearchStrategy[str]:
    days = _days(plan, 40, 40)
    # At noon no zone moves its clocks.
    return st.one_of(
        days.map(str),
        days.map(lambda d: f"{d}T12:00:00"),
        days.map(lambda d: f"{d}T23:30:00+08:00"),
        st.builds(
            lambda d, s: (datetime(d.year, d.month, d.day, tzinfo=UTC) + timedelta(seconds=s)).isoformat(),
            days,
            st.sampled_from((0, 1, 3600, 86_399)),
        ),
    )


def _scalars(kind: PropertyType, plan: Plan) -> st.SearchStrategy[Any]:
    if kind == "text":
        return st.sampled_from((*TEXTS, 1, 1.5, 1.0, True, 10, 1e15, 1e-7, "2.0"))
    if kind == "number":
        return st.sampled_from((*(n for n in NUMBERS if n == n), 2, "1.5", 10**20))  # noqa: PLR0124  NaN is not itself
    if kind == "boolean":
        return st.sampled_from((True, False, "TRUE", "false"))
    return _moments(plan)


@st.composite
def _conditions(draw: st.DrawFn, plan: Plan) -> Raw:
    (name, scope), kind = draw(st.sampled_from(sorted(plan.properties.items())))
    ops = ["=", "!=", "in", "not in", "is set", "is not set"]
    if kind == "text":
        ops += ["contains", "starts with", "matches"]
    elif kind != "boolean":
        ops += ["<", "<=", ">", ">=", "between"]
    op = draw(st.sampled_from(ops))
    raw = dict(draw(_named(name, scope, plan)), op=op)
    values = _scalars(kind, plan)
    if op in ("in", "not in"):
        raw["value"] = draw(st.lists(values, min_size=1, max_size=3))
    elif op == "between":
        raw["value"] = draw(st.lists(values, min_size=2, max_size=2))
    elif op == "matches":
        raw["value"] = draw(st.sampled_from(_PATTERNS))
    elif op not in ("is set", "is not set"):
        raw["value"] = draw(values)
    return raw


def filters(plan: Plan, most: int = 2) -> st.SearchStrategy[list[Raw]]:
    """Lists of filters, some of them nested."""
    nested = st.recursive(
        _conditions(plan),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"and": parts}),
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"or": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=4,
    )
    return st.one_of(st.just([]), st.just([]), st.lists(nested, max_size=most))


@st.composite
def _refs(draw: st.DrawFn, plan: Plan) -> Raw:
    raw: Raw = {"event": draw(st.sampled_from((None, *plan.events, *plan.events)))}
    if own := draw(filters(plan, 1)):
        raw["filters"] = own
    return raw


@st.composite
def _breakdowns(draw: st.DrawFn, plan: Plan) -> Raw | None:
    usable = sorted(key for key, kind in plan.properties.items() if kind != "time")
    if not draw(st.booleans()):
        return None
    name, scope = draw(st.sampled_from(usable))
    return dict(draw(_named(name, scope, plan)), top=draw(st.integers(1, 4)))


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
        one = dict(draw(_refs(plan)), measure=measure)
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
        "range": draw(_ranges(plan, longest)),
        "filters": draw(filters(plan)),
        "breakdown": draw(_breakdowns(plan)),
    }
    return raw | ({"compare": "previous"} if draw(st.booleans()) else {})


@st.composite
def funnels(draw: st.DrawFn, plan: Plan) -> Raw:
    """Funnels."""
    value, unit = draw(st.sampled_from(_WINDOWS))
    return {
        "kind": "funnel",
        "marked": draw(st.booleans()),
        "steps": draw(st.lists(_refs(plan), min_size=1, max_size=4)),
        "window": {"value": value, "unit": unit},
        # Short ones, so that many conversions end after the range.
        "range": draw(_ranges(plan, draw(st.sampled_from((1, 3, 30))))),
        "filters": draw(filters(plan)),
        "breakdown": draw(_breakdowns(plan)),
    }


@st.composite
def retentions(draw: st.DrawFn, plan: Plan) -> Raw:
    """Retention questions."""
    interval = draw(st.sampled_from(("day", "week", "month")))
    return {
        "kind": "retention",
        "marked": draw(st.booleans()),
        "start": draw(_refs(plan)),
        "return": draw(_refs(plan)),
        "cohort": draw(st.sampled_from(("first", "every"))),
        "interval": interval,
        "range": draw(_ranges(plan, {"day": 8, "week": 40, "month": 100}[interval])),
        "filters": draw(filters(plan)),
        "periods": draw(st.sampled_from((None, None, 1, 3))),
    }


def questions(plan: Plan) -> st.SearchStrategy[Raw]:
    """Any of the three."""
    return st.one_of(trends(plan), funnels(plan), retentions(plan))
