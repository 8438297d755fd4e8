"""Sessions: random questions, what their figures must be to their lists, and plain loops that answer them."""

from __future__ import annotations

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.naive import Event, takes, timelines
from tests.support.projects import Plan
from tests.support.questions import Raw, breakdowns, filters, ranges, refs

from yunying.analyse import Sessions
from yunying.metrics import Between

_TOPS = ("entry_page", "exit_page", "entry_event", "exit_event")


@st.composite
def sessions_asked(draw: st.DrawFn, plan: Plan) -> Raw:
    """Questions about sessions."""
    interval = draw(st.sampled_from(("hour", "day", "week", "month")))
    breakdown = draw(breakdowns(plan))
    if draw(st.integers(0, 3)) == 0:
        name = draw(st.sampled_from(("$session_entry_page", "$session_bounce", "$session_events")))
        breakdown = {"property": name, "top": 2}
    raw = {
        "kind": "sessions",
        "marked": draw(st.booleans()),
        "interval": interval,
        "range": draw(ranges(plan, {"hour": 2, "day": 8, "week": 40, "month": 100}[interval])),
        "filters": draw(filters(plan)),
        "breakdown": breakdown,
        "top": draw(st.integers(1, 3)),
    }
    return raw | ({"event": draw(refs(plan))} if draw(st.booleans()) else {})


def check(lists: Lists, question: Sessions) -> None:
    """Every figure is as long as its list, and buckets, groups and lists share out the sessions."""
    rows, totals = lists.answer.rows, lists.answer.totals
    for row in [*rows, *totals["rows"]]:
        people, bounced = lists.open(row["address"]), lists.open(row["bounced_address"])
        assert (row["people"], row["sessions"]) == (len(people), sum(n or 0 for _, n in people))
        assert row["bounced"] == sum(n or 0 for _, n in bounced)
        assert row["bounce_rate"] is None or 0 <= row["bounce_rate"] <= 1
    for total in totals["rows"]:
        own = [r for r in rows if r.get("breakdown") == total.get("breakdown")]
        assert sum(r["sessions"] for r in own) == total["sessions"]
        assert sum(r["bounced"] for r in own) == total["bounced"]
    for name in _TOPS:
        for row in totals[name]:
            people = lists.open(row["address"])
            assert (row["people"], row["sessions"]) == (len(people), sum(n or 0 for _, n in people))
        assert sum(r["sessions"] for r in totals[name]) == sum(t["sessions"] for t in totals["rows"])
    del question


def session_values(plan: Plan, question: Sessions) -> list[tuple[int, int, int, str, str]]:
    """Of each session: its person, how long it took (ms), events, and the names of the first and the last."""
    assert isinstance(question.range, Between)
    found = []
    for person, events in timelines(plan, marked=question.marked).items():
        sessions: list[list[Event]] = []
        for event in events:
            if sessions and event.at - sessions[-1][-1].at <= 30 * 60_000:
                sessions[-1].append(event)
            else:
                sessions.append([event])
        for mine in sessions:
            inside = question.range.from_ <= mine[0].day <= question.range.to
            if inside and any(takes(question.event, e) for e in mine):
                found.append((person, mine[-1].at - mine[0].at, len(mine), mine[0].name, mine[-1].name))
    return sorted(found)
