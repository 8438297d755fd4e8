"""Random parts of valid questions about a random project: ranges, filters, events, breakdowns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from tests.support.projects import NUMBERS, TEXTS, Plan

from yunying.store import PropertyType, Scope

Raw = dict[str, Any]
_PATTERNS = ("", "a", "^a$", "a|b", "^中.", "(?i)A", ".", r"\d", "it's", "^$", "a.b", "[^a]")


def days_near(plan: Plan, before: int, after: int) -> st.SearchStrategy[date]:
    """Days around the project's own."""
    low = max(plan.anchor - timedelta(days=before), date(1970, 1, 2))
    return st.dates(low, plan.anchor + timedelta(days=after))


@st.composite
def ranges(draw: st.DrawFn, plan: Plan, longest: int) -> Raw:
    """Ranges of at most `longest` days."""
    if draw(st.integers(0, 5)) == 0:
        unit = draw(st.sampled_from(("day", "week", "month") if longest > 30 else ("day",)))
        most = {"day": longest, "week": longest // 7, "month": max(1, longest // 30)}[unit]
        return {"last": draw(st.integers(1, most)), "unit": unit}
    first = draw(days_near(plan, 4, 4))
    length = draw(st.one_of(st.integers(1, min(longest, 5)), st.integers(1, longest)))
    return {"from": str(first), "to": str(first + timedelta(days=length - 1))}


def compares(plan: Plan) -> st.SearchStrategy[Any]:
    """Ranges to compare with."""
    if plan.anchor.year == 1970:  # nothing can be asked about what came before
        return st.just("previous")
    return st.one_of(
        st.just("previous"),
        st.sampled_from((1, 2, 7, 30)).map(lambda days: {"days": days}),
        days_near(plan, 10, 4).map(lambda day: {"from": str(day)}),
    )


def named(name: str, scope: Scope, plan: Plan) -> st.SearchStrategy[Raw]:
    """A property by name, with its scope where it must be said and sometimes where it need not."""
    must = scope == "person" and (name, "event") in plan.properties
    plain: Raw = {"property": name}
    scoped: Raw = {"property": name, "scope": scope}
    return st.just(scoped) if must else st.sampled_from((plain, scoped))


def moments(plan: Plan) -> st.SearchStrategy[str]:
    """Instants as conditions take them."""
    days = days_near(plan, 40, 40)
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


def scalars(kind: PropertyType, plan: Plan) -> st.SearchStrategy[Any]:
    """Values to compare a property of this type with."""
    if kind == "text":
        return st.sampled_from((*TEXTS, 1, 1.5, 1.0, True, 10, 1e15, 1e-7, "2.0"))
    if kind == "number":
        return st.sampled_from((*(n for n in NUMBERS if n == n), 2, "1.5", 10**20))  # noqa: PLR0124  NaN is not itself
    if kind == "boolean":
        return st.sampled_from((True, False, "TRUE", "false"))
    return moments(plan)


@st.composite
def _conditions(draw: st.DrawFn, plan: Plan, scopes: tuple[Scope, ...] = ("event", "person")) -> Raw:
    known = sorted(item for item in plan.properties.items() if item[0][1] in scopes)
    (name, scope), kind = draw(st.sampled_from(known))
    ops = ["=", "!=", "in", "not in", "is set", "is not set"]
    if kind == "text":
        ops += ["contains", "starts with", "matches"]
    elif kind != "boolean":
        ops += ["<", "<=", ">", ">=", "between"]
    op = draw(st.sampled_from(ops))
    raw = dict(draw(named(name, scope, plan)), op=op)
    values = scalars(kind, plan)
    if op in ("in", "not in"):
        raw["value"] = draw(st.lists(values, min_size=1, max_size=3))
    elif op == "between":
        raw["value"] = draw(st.lists(values, min_size=2, max_size=2))
    elif op == "matches":
        raw["value"] = draw(st.sampled_from(_PATTERNS))
    elif op not in ("is set", "is not set"):
        raw["value"] = draw(values)
    return raw


_SPANS = ((1, "second"), (1, "hour"), (1, "day"), (2, "day"), (1, "week"), (100_000, "week"))


@st.composite
def _within(draw: st.DrawFn, plan: Plan) -> Raw | None:
    match draw(st.sampled_from(("ever", "before", "before", "range"))):
        case "before":
            value, unit = draw(st.sampled_from(_SPANS))
            return {"before": {"value": value, "unit": unit}}
        case "range":
            return {"range": draw(ranges(plan, 20))}
    return None


@st.composite
def behaviours(draw: st.DrawFn, plan: Plan, inner: st.SearchStrategy[Raw]) -> Raw:
    """What people did."""
    did: Raw = {"event": draw(st.sampled_from((None, *plan.events, *plan.events)))}
    if draw(st.integers(0, 2)) == 0 and not inner.is_empty:
        did["filters"] = [draw(inner)]
    if draw(st.integers(0, 4)) == 0:
        did["or"] = [{"event": draw(st.sampled_from((None, *plan.events)))}]
    numeric = [
        name for (name, scope), kind in plan.properties.items() if (scope, kind) == ("event", "number")
    ]
    measures = (
        "events",
        "events",
        "days",
        "days_since_first",
        "days_since_last",
        *(("sum",) if numeric else ()),
    )
    measure = draw(st.sampled_from(measures))
    raw: Raw = {"did": did, "measure": measure, "within": draw(_within(plan))}
    if measure.startswith("days_since"):
        raw["within"] = draw(st.one_of(st.none(), ranges(plan, 20).map(lambda r: {"range": r})))
    # Sums come near no such number: the order of adding does not matter.
    values = st.integers(0, 3)
    if measure == "sum":
        raw["property"] = draw(st.sampled_from(numeric))
        values = st.sampled_from((-1.37, 0.37, 1.37, 3.37, 20.37, 2e15))
    raw["op"] = draw(st.sampled_from(("=", "!=", "<", "<=", ">", ">=", ">=", "between")))
    raw["value"] = draw(st.lists(values, min_size=2, max_size=2)) if raw["op"] == "between" else draw(values)
    return raw


@st.composite
def sequences(draw: st.DrawFn, plan: Plan) -> Raw:
    """Several things that people did one after the other."""
    steps = draw(st.lists(st.sampled_from((None, *plan.events)), min_size=2, max_size=4))
    raw: Raw = {"sequence": [{"event": event} for event in steps]}
    if draw(st.booleans()):
        value, unit = draw(st.sampled_from(_SPANS))
        raw["window"] = {"value": value, "unit": unit}
    if draw(st.booleans()):
        raw["within"] = {"range": draw(ranges(plan, 20))}
    return raw


@st.composite
def _leaves(
    draw: st.DrawFn, plan: Plan, scopes: tuple[Scope, ...] = ("event", "person"), depth: int = 0
) -> Raw:
    about = any(scope in scopes for _, scope in plan.properties)
    match draw(st.integers(0, 9)) if about else 0:
        case 0 | 1 if depth < 3 or not about:
            return draw(behaviours(plan, _leaves(plan, depth=depth + 1) if depth < 3 else st.nothing()))
        case 3:
            return draw(sequences(plan))
        case 2 if plan.segments:
            return {"segment": draw(st.sampled_from(plan.segments))[0]}
    return draw(_conditions(plan, scopes))


def person_filters(plan: Plan) -> st.SearchStrategy[list[Raw]]:
    """Lists of filters on people."""
    return filters(plan, scopes=("person",))


def filters(
    plan: Plan, most: int = 2, scopes: tuple[Scope, ...] = ("event", "person")
) -> st.SearchStrategy[list[Raw]]:
    """Lists of filters, some of them nested."""
    nested = st.recursive(
        _leaves(plan, scopes),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"and": parts}),
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"or": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=4,
    )
    return st.one_of(st.just([]), st.just([]), st.lists(nested, max_size=most))


@st.composite
def refs(draw: st.DrawFn, plan: Plan) -> Raw:
    """Events, perhaps filtered."""
    raw: Raw = {"event": draw(st.sampled_from((None, *plan.events, *plan.events)))}
    if own := draw(filters(plan, 1)):
        raw["filters"] = own
    if draw(st.integers(0, 3)) == 0:
        raw["or"] = draw(st.lists(_alternatives(plan), min_size=1, max_size=2))
    return raw


@st.composite
def _alternatives(draw: st.DrawFn, plan: Plan) -> Raw:
    return {"event": draw(st.sampled_from((None, *plan.events))), "filters": draw(filters(plan, 1))}


@st.composite
def breakdowns(draw: st.DrawFn, plan: Plan) -> Raw | list[Raw] | None:
    """A breakdown, several, or none."""
    if not draw(st.booleans()):
        return None
    if draw(st.integers(0, 3)):
        return draw(_breakdowns(plan))
    return draw(st.lists(_breakdowns(plan), min_size=1, max_size=3))


@st.composite
def _breakdowns(draw: st.DrawFn, plan: Plan) -> Raw:
    raw: Raw = {"top": draw(st.integers(1, 4))}
    if plan.segments and draw(st.integers(0, 6)) == 0:
        return raw | {"segment": draw(st.sampled_from(plan.segments))[0]}
    (name, scope), kind = draw(
        st.sampled_from(sorted(pair for pair in plan.properties.items() if pair[1] != "time"))
    )
    raw |= draw(named(name, scope, plan))
    if kind == "number":
        match draw(st.integers(0, 3)):
            case 0:
                raw["bins"] = draw(st.integers(2, 5))
            case 1:
                edges = st.sampled_from((-3, -2.25, 0, 0.1, 1, 1.5, 2, 10, 1000, 1e15, 1e16, 1e18))
                raw["edges"] = sorted(draw(st.sets(edges, min_size=2, max_size=4)))
    return raw
