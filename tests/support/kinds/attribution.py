"""Attribution: random questions, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import get_args

from hypothesis import strategies as st
from tests.support.agree import Lists, same
from tests.support.naive import Event, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, breakdowns, filters, ranges, refs

from yunying.analyse import Attribution
from yunying.analyse.questions.attribution import Model
from yunying.metrics import Between

_WINDOWS = ((1, "second"), (1, "minute"), (1, "hour"), (1, "day"), (2, "day"), (1, "week"), (100_000, "week"))
_HALF_LIVES = ((1, "second"), (1, "hour"), (1, "day"), (7, "day"), (100_000, "week"))
_POSITIONS = ((0.4, 0.4), (0.5, 0.5), (0.0, 0.0), (1.0, 0.0), (0.0, 0.3), (0.25, 0.5))
SIMPLE = ("first", "last", "last_non_direct", "linear", "position", "time_decay", "shapley")


@st.composite
def attributions(draw: st.DrawFn, plan: Plan) -> Raw:
    """Attribution questions."""
    value, unit = draw(st.sampled_from(_WINDOWS))
    half, half_unit = draw(st.sampled_from(_HALF_LIVES))
    first, last = draw(st.sampled_from(_POSITIONS))
    numeric = [n for (n, scope), kind in plan.properties.items() if kind == "number" and scope == "event"]
    direct = st.sampled_from((None, "", "a", "direct", 1.0, 1.5, True, *plan.events))
    return {
        "kind": "attribution",
        "marked": draw(st.booleans()),
        "conversion": draw(refs(plan)),
        "value": draw(st.sampled_from((None, *numeric))),
        "touches": draw(st.lists(refs(plan), min_size=1, max_size=3)),
        "breakdown": draw(breakdowns(plan)),
        "models": draw(st.lists(st.sampled_from(get_args(Model)), min_size=1, max_size=4, unique=True)),
        "window": {"value": value, "unit": unit},
        "consume": draw(st.booleans()),
        "direct": draw(st.lists(direct, max_size=3)),
        "position": {"first": first, "last": last},
        "half_life": {"value": half, "unit": half_unit},
        "range": draw(ranges(plan, draw(st.sampled_from((1, 3, 30))))),
        "filters": draw(filters(plan)),
    }


def check(lists: Lists, question: Attribution) -> None:
    """Every figure is as long as its list, and credits add up to all conversions and to their value."""
    rows, total = lists.answer.rows, lists.answer.totals["all"][0]
    for row in [*rows, total]:
        assert row["people"] == len(lists.open(row["address"]))
    for model in question.models:
        own = [row for row in rows if row["model"] == model]
        assert same(math.fsum(row["conversions"] for row in own), float(total["conversions"]))
        assert same(math.fsum(row["new"] for row in own), float(total["new"]))
        assert same(math.fsum(row["returning"] for row in own), float(total["returning"]))
        if total["conversions"]:
            assert same(math.fsum(row["share"] for row in own), 1.0)
            assert all(-1e-12 <= row["share"] <= 1 + 1e-12 for row in own)
        if question.value:
            assert same(math.fsum(row["value"] for row in own), total["value"])
        assert all(row["people"] >= min(row["conversions"], 1) - 1e-9 for row in own if model != "markov")


def attribution_values(plan: Plan, question: Attribution) -> dict[tuple[str, str], tuple[float, float]]:
    """Conversions and first conversions by touch and model, for the models that look at one journey alone."""
    assert isinstance(question.range, Between)
    credit: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for events in timelines(plan, marked=question.marked).values():
        conversions = [i for i, e in enumerate(events) if takes(question.conversion, e)]
        for nth, i in enumerate(conversions):
            if not question.range.from_ <= events[i].day <= question.range.to:
                continue
            start = conversions[nth - 1] if question.consume and nth else 0
            journey = [
                e
                for e in events[start:i]
                if any(takes(t, e) for t in question.touches)
                and events[i].at - e.at <= question.window.milliseconds
            ]
            for model in question.models:
                for label, share in _credit(question, journey, model) if journey else [("$none", 1.0)]:
                    credit[label, model][0] += share
                    credit[label, model][1] += share if not nth else 0.0
    return {at: (a, b) for at, (a, b) in credit.items()}


def _credit(question: Attribution, journey: list[Event], model: str) -> list[tuple[str, float]]:
    """The share of every touch of one journey."""
    labels = [next(t.label for t in question.touches if takes(t, e)) for e in journey]
    n = len(labels)
    match model:
        case "first":
            return [(labels[0], 1.0)]
        case "last":
            return [(labels[-1], 1.0)]
        case "last_non_direct":
            other = [label for label in labels if label not in question.direct]
            return [((other or labels)[-1], 1.0)]
        case "linear":
            return [(label, 1 / n) for label in labels]
        case "shapley":
            return [(label, 1 / len(set(labels))) for label in set(labels)]
        case "time_decay":
            half = question.half_life.milliseconds
            weights = [math.exp(-math.log(2) * (journey[-1].at - e.at) / half) for e in journey]
            return [(label, w / math.fsum(weights)) for label, w in zip(labels, weights, strict=True)]
    assert model == "position"
    first, last = question.position.first, question.position.last
    ends = [first, last] if first + last else [0.5, 0.5]
    if n == 1:
        return [(labels[0], 1.0)]
    if n == 2:
        return [(label, end / sum(ends)) for label, end in zip(labels, ends, strict=True)]
    middle = [(label, (1 - first - last) / (n - 2)) for label in labels[1:-1]]
    return [(labels[0], first), *middle, (labels[-1], last)]
