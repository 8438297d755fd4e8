"""Sessions against plain SQL on random projects, in every sort of zone and by every rule; and by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.kinds import check, questions
from tests.support.kinds.trend import trends
from tests.support.profiles import share
from tests.support.projects import ZONES, Commit, Plan, add_commit, built, moment, open_plan

from yunying.analyse import ask, parse_question, people_behind
from yunying.analyse.reference import Reference
from yunying.analyse.reference.project import Project
from yunying.analyse.reference.text import statement
from yunying.core import SessionRules, instant_of
from yunying.metrics import SESSION_PROPERTIES, catalogue, property_values, reader
from yunying.store import Dataset, HotView, PropertyType, Scope, Values, open_sql, quote_name

_MINUTE = 60_000_000
_EVENTS = ("$pageview", "$screen", "$pageleave", "buy")
_SENT: tuple[tuple[str, PropertyType], ...] = (
    ("$path", "text"),
    ("$url", "text"),
    ("$utm_source", "text"),
    ("$utm_source", "number"),
    ("$utm_campaign", "text"),
    ("$click_id", "number"),
    ("$channel", "text"),
    ("$utm_content", "boolean"),
    ("$utm_term", "time"),
)
_DERIVED: dict[tuple[str, Scope], PropertyType] = {(p.name, p.scope): p.type for p in SESSION_PROPERTIES}
_RULES = st.builds(SessionRules, st.sampled_from((1, 30, 60, 1440)), st.booleans(), st.booleans())


class SessionPlan(Plan):
    """A project whose questions ask of sessions, and now and then of what was sent."""

    @property
    def properties(self) -> dict[tuple[str, Scope], PropertyType]:
        """What questions may use."""
        return _DERIVED | {k: v for k, v in super().properties.items() if k == ("$path", "event")}


def _value(kind: PropertyType, anchor: date) -> st.SearchStrategy[Any]:
    return {
        "text": st.sampled_from(("", "a", "b", "/x", "$other")),
        "number": st.sampled_from((1.0, 2.5)),
        "boolean": st.booleans(),
        "time": st.just(moment(anchor, 1)),
    }[kind]


@st.composite
def session_plans(draw: st.DrawFn) -> SessionPlan:
    """Few people, events close to the bounds of sessions and days, in a few commits."""
    zone, anchor = draw(st.sampled_from(ZONES))
    # Around the beginnings of days in every zone: whole and half hours, and a little beside them.
    times = st.builds(
        lambda half_hours, minutes, micros: (
            moment(anchor) + half_hours * 30 * _MINUTE + minutes * _MINUTE + micros
        ),
        st.one_of(st.integers(-50, 50), st.integers(0, 6), st.integers(0, 2)),
        st.sampled_from((0, 0, 1, 29, 30, 31)),
        st.sampled_from((0, 0, 0, 999, 1000, -1)),
    )
    commits = []
    for _ in range(draw(st.integers(1, 2))):
        sent = draw(st.lists(st.sampled_from(_SENT), unique=True, min_size=2, max_size=6))
        values = [st.one_of(st.none(), _value(kind, anchor)) for _, kind in sent]
        row = st.tuples(st.integers(0, 1), st.sampled_from(_EVENTS), times, *values)
        rows = draw(st.lists(row, min_size=1, max_size=14))
        commits.append(Commit(tuple((name, "event", kind) for name, kind in sent), tuple(rows)))
    now = date(2030, 1, 1)
    return SessionPlan(zone, "monday", anchor, _noon(now), tuple(commits))


def _noon(day: date) -> Any:
    return instant_of(moment(day, 43_200))


@share(0.15)
@given(draw=st.data(), rules=_RULES)
def test_engine_equals_reference(draw: st.DataObject, rules: SessionRules) -> None:
    plan = draw.draw(session_plans())
    asked = [parse_question(draw.draw(kind)) for kind in (trends(plan), questions(plan), questions(plan))]
    with built(plan) as plain:
        data = replace(plain, sessions=rules)
        with Reference(data) as reference:
            for question in asked:
                check(data, reference, question)


@share(0.75)
@given(plan=session_plans(), rules=_RULES)
def test_every_property_of_every_event(plan: SessionPlan, rules: SessionRules) -> None:
    with built(plan) as plain:
        data = replace(plain, sessions=rules)
        assert derived(data) == by_sql(data)


def derived(data: Dataset) -> list[dict[str, Any]]:
    """What the engine says of each event, in order of day, person and time."""
    view = data.hot.view()
    readers = {p.name: reader(data, view, p) for p in SESSION_PROPERTIES}
    found = []
    for day in view.days():
        columns = {name: _plain(read(day)) for name, read in readers.items()}
        found += [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return found


def _plain(values: Values) -> list[Any]:
    if values.coded:
        return [values.labels[c].as_py() if c >= 0 else None for c in values.codes.tolist()]
    return list(values.numbers.tolist())


def by_sql(data: Dataset) -> list[dict[str, Any]]:
    """The same by window functions."""
    project = Project.of(data)
    columns = [f"{project.term(p.name, 'event').sql} AS {quote_name(p.name)}" for p in SESSION_PROPERTIES]
    order = "ORDER BY day_of(e.time), e.person_id, e.time, e.arrival_file, e.arrival_row"
    text = statement(
        project, project.properties(), f"SELECT {', '.join(columns)} FROM {project.source()} {order}"
    )
    with open_sql(data.lake.snapshot(), data.threads, data.people.identity()) as sql:
        result = sql.execute(text)
        names = [c[0] for c in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


DAY = date(2026, 3, 2)


def shop(folder: Path, *rows: tuple[Any, ...], zone: str = "Asia/Shanghai", **rules: Any) -> Dataset:
    """Events of (person, minutes after 22:00 in Shanghai, event, path, utm_source)."""
    plan = Plan(zone, "monday", DAY, _noon(date(2026, 3, 10)), ())
    data = replace(open_plan(plan, folder), sessions=SessionRules(**rules))
    sent: tuple[tuple[str, Scope, PropertyType], ...] = (
        ("$path", "event", "text"),
        ("$utm_source", "event", "text"),
    )
    events = tuple((p, name, moment(DAY, 14 * 3600 + m * 60), path, utm) for p, m, name, path, utm in rows)
    add_commit(data, Commit(sent, events))
    return data


ROWS = (
    (0, 0, "$pageview", "/", "weibo"),
    (0, 10, "$pageview", "/goods", None),
    (0, 40, "buy", None, None),
    (0, 71, "$pageview", "/", None),
    (0, 100, "$pageview", "/help", "baidu"),
    (0, 130, "$pageview", "/goods", None),
    (1, 5, "$pageview", "/", None),
    (1, 6, "$pageleave", "/", None),
)


def figure(data: Dataset, measure: str = "events", **more: Any) -> Any:
    series = {"event": None, "measure": measure, **more}
    question = {"kind": "trend", "series": [series], "range": {"from": "2026-03-01", "to": "2026-03-04"}}
    return ask(data, parse_question(question)).totals["series"][0]["value"]


BEGINS = [{"property": "$session_start", "op": "=", "value": True}]


def test_sessions_by_hand(tmp_path: Path) -> None:
    data = shop(tmp_path, *ROWS)
    assert figure(data, filters=BEGINS) == 3, "a pause of 30 minutes is none, one of 31 is"
    assert figure(data, "avg", property="$session_duration", filters=BEGINS) == (40 + 59 + 1) * 60 / 3
    assert figure(data, "max", property="$session_pageviews", filters=BEGINS) == 3
    assert figure(data, "sum", property="$session_events", filters=BEGINS) == len(ROWS)
    bounces = [*BEGINS, {"property": "$session_bounce", "op": "=", "value": True}]
    assert figure(data, filters=bounces) == 1, "leaving a page is no second act"
    assert figure(data, filters=[{"property": "$session_utm_source", "op": "=", "value": "weibo"}]) == 3
    assert property_values(data, "$session_entry_page", "event", None, 10) == [{"value": "/", "count": 8}]
    assert property_values(data, "$session_exit_page", "event", "GO", 10) == [{"value": "/goods", "count": 6}]
    assert property_values(data, "$session_duration", "event", "60", 10) == [{"value": 60, "count": 2}]


def test_midnight_and_campaign(tmp_path: Path) -> None:
    # Midnight is 120 minutes after 22:00.
    assert figure(shop(tmp_path / "a", *ROWS, split_at_midnight=True), filters=BEGINS) == 4
    assert figure(shop(tmp_path / "b", *ROWS, split_on_campaign=True), filters=BEGINS) == 4
    both = shop(tmp_path / "c", *ROWS, split_at_midnight=True, split_on_campaign=True)
    assert figure(both, filters=BEGINS) == 5
    assert figure(shop(tmp_path / "d", *ROWS, timeout_minutes=5), filters=BEGINS) == 7


def test_people_behind_and_late_events(tmp_path: Path) -> None:
    data = shop(tmp_path, *ROWS)
    long = [{"property": "$session_duration", "op": ">", "value": 600}]
    question = parse_question(
        {
            "kind": "funnel",
            "steps": [{"event": "$pageview", "filters": BEGINS}, {"event": "buy", "filters": long}],
            "range": {"from": "2026-03-01", "to": "2026-03-04"},
        }
    )
    rows = ask(data, question).rows
    assert [r["people"] for r in rows] == [2, 1]
    assert people_behind(data, question, rows[1]["address"]).people.tolist() == [0]
    # An event that arrives late joins two sessions.
    add_commit(data, Commit((), ((0, "late", moment(DAY, 14 * 3600 + 55 * 60)),)))
    assert figure(data, filters=BEGINS) == 2


def test_a_session_has_one_id(tmp_path: Path) -> None:
    data = shop(
        tmp_path, *ROWS, *((2, 0, "$pageview", "/", utm) for utm in ("a", "b", "c")), split_on_campaign=True
    )
    ids = property_values(data, "$session_id", "event", None, 100)
    assert len(ids) == figure(data, filters=BEGINS) == 7
    start = moment(DAY, 14 * 3600) // 1000
    assert {f"2-{start}", f"2-{start}-2", f"2-{start}-3"} <= {v["value"] for v in ids}


def test_what_is_sent_under_such_a_name_is_kept(tmp_path: Path) -> None:
    data = shop(tmp_path, *ROWS)
    add_commit(data, Commit((("$session_id", "event", "text"),), ((0, "x", moment(DAY), "mine"),)))
    assert property_values(data, "$session_id", "event", None, 9) == [{"value": "mine", "count": 1}]


def test_nothing_is_derived_before_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = shop(tmp_path, *ROWS)
    asked: list[str] = []
    memo = HotView.memo

    def watched(view: HotView, name: str, make: Callable[[], Any]) -> Any:
        asked.append(name)
        return memo(view, name, make)

    monkeypatch.setattr(HotView, "memo", watched)
    assert figure(data) == len(ROWS)
    assert any(p["name"] == "$session_start" for p in catalogue(data)["properties"])
    assert not any("session" in name for name in asked)
    figure(data, filters=BEGINS)
    assert [name for name in asked if "session" in name] == [f"sessions {data.sessions}"]


def test_a_project_without_events(tmp_path: Path) -> None:
    data = open_plan(Plan("UTC", "monday", DAY, _noon(DAY), ()), tmp_path)
    assert property_values(data, "$session_id", "event", None, 9) == []
    assert figure(data, filters=BEGINS) == 0
