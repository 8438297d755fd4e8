"""Intervals: random questions, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.naive import Event, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, breakdowns, filters, ranges, refs

from yunying.analyse import TimeBetween
from yunying.metrics import Between

_WINDOWS = ((1, "second"), (1, "minute"), (1, "hour"), (1, "day"), (1, "week"), (60, "day"))


@st.composite
def intervals(draw: st.DrawFn, plan: Plan) -> Raw:
    """Interval questions."""
    held = sorted(name for (name, scope), _ in plan.properties.items() if scope == "event")
    value, unit = draw(st.sampled_from(_WINDOWS))
    interval = draw(st.sampled_from((None, None, "hour", "day", "week", "month")))
    start = draw(refs(plan))
    edges = draw(st.sets(st.sampled_from((-1.0, 0.0, 0.001, 1.0, 3600.0, 86_400.0)), min_size=1, max_size=4))
    return {
        "kind": "interval",
        "marked": draw(st.booleans()),
        "start": start,
        "end": draw(st.one_of(st.just(start), refs(plan))),
        "pairs": draw(st.sampled_from(("first", "last", "each"))),
        "window": {"value": value, "unit": unit},
        "same": draw(st.sampled_from((None, None, *held))),
        "by": draw(st.sampled_from(("pairs", "people"))),
        "interval": interval,
        "range": draw(ranges(plan, 2 if interval == "hour" else 30)),
        "edges": draw(st.sampled_from((None, sorted(edges)))),
        "filters": draw(filters(plan)),
        "breakdown": draw(breakdowns(plan)),
    }


def check(lists: Lists, question: TimeBetween) -> None:
    """Every figure is as long as its list; bars and buckets add up."""
    answer = lists.answer
    for row in [*answer.rows, *answer.totals["rows"], *answer.totals["bars"]]:
        people = lists.open(row["address"])
        assert row["people"] == len(people)
        assert row["pairs"] == sum(count or 0 for _, count in people)
    for total in answer.totals["rows"]:
        own = [r for r in answer.rows if r.get("breakdown") == total.get("breakdown")]
        bars = [r for r in answer.totals["bars"] if r.get("breakdown") == total.get("breakdown")]
        assert sum(r["pairs"] for r in own) == sum(r["pairs"] for r in bars) == total["pairs"]
        if question.by == "people":
            assert sum(r["people"] for r in bars) == total["people"]


def interval_values(plan: Plan, question: TimeBetween) -> list[tuple[int, int]]:
    """Every pair: its person and how long it took (ms), in order."""
    assert isinstance(question.range, Between)
    first, last = question.range.from_, question.range.to
    found: list[tuple[int, int]] = []
    for person, events in timelines(plan, marked=question.marked).items():
        values = {None} if question.same is None else {e.values.get(question.same) for e in events} - {None}
        for value in values:
            own = [e for e in events if question.same is None or e.values.get(question.same) == value]
            starts = [i for i, e in enumerate(own) if takes(question.start, e) and first <= e.day <= last]
            found += [(person, took) for took in _lengths(question, own, starts)]
    return sorted(found)


def _lengths(question: TimeBetween, events: list[Event], starts: list[int]) -> list[int]:
    """How long each pair took."""
    window = question.window.milliseconds
    ends = [i for i, e in enumerate(events) if takes(question.end, e)]
    pairs: dict[int, list[int]] = {}
    for start in starts:
        later = [end for end in ends if end > start]
        if later:
            pairs.setdefault(later[0], []).append(start)
    lengths = []
    for end, before in pairs.items():
        chosen = before
        if question.pairs == "last":
            chosen = before[-1:]
        elif question.pairs == "first":
            open_ = before[0]
            for start in before[1:]:
                if events[start].at - events[open_].at > window:
                    open_ = start
            chosen = [open_]
        lengths += [events[end].at - events[start].at for start in chosen]
    return [took for took in lengths if took <= window]
