"""What must stay the same whatever is done to the machinery, and what must move when the data moves."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.agree import same
from tests.support.kinds import check, questions
from tests.support.kinds.funnel import funnels
from tests.support.profiles import share
from tests.support.projects import Commit, Plan, add_commit, built, moment, open_plan, plans

from yunying.analyse import Question, ask, parse_question, people_behind
from yunying.analyse.reference import Reference
from yunying.metrics import Answer
from yunying.store import Dataset, dataset

Rows = list[dict[str, Any]]


def figures(answer: Answer) -> tuple[Rows, dict[str, Any]]:
    """What an answer says, without when and from how much it was computed."""
    return answer.rows, answer.totals


def equal(a: object, b: object) -> bool:
    """Equal in depth, numbers to 1e-9."""
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(equal(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b, strict=True))
    return same(a, b)


def lists(data: Dataset, question: Question, answer: Answer) -> list[list[int]]:
    """The people behind every row."""
    addresses = [row["address"] for row in answer.rows if row["address"] is not None]
    return [people_behind(data, question, address).people.tolist() for address in addresses]


def folder_of(data: Dataset) -> Path:
    return data.lake.root.parent.parent


@share(0.15)
@given(draw=st.data())
def test_parts_of_the_people_add_up(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    question = parse_question(draw.draw(questions(plan)))
    with built(plan) as data, pytest.MonkeyPatch.context() as patch:
        whole = figures(ask(data, question))
        alone = open_plan(plan, folder_of(data), threads=1)
        assert equal(figures(ask(alone, question)), whole)
        for cells in (1, 7):
            patch.setattr(dataset, "MAX_STATE_CELLS", cells)
            assert equal(figures(ask(data, question)), whole)
            assert lists(data, question, ask(data, question)) == lists(alone, question, ask(alone, question))


_FAR = ("Asia/Shanghai", "Asia/Kathmandu", "Etc/GMT+8", "Asia/Kolkata")
_OFFSETS = {"Asia/Shanghai": 480, "Asia/Kathmandu": 345, "Etc/GMT+8": -480, "Asia/Kolkata": 330}


@share(0.15)
@given(draw=st.data(), zone=st.sampled_from(_FAR))
def test_events_and_zone_moved_together(draw: st.DataObject, zone: str) -> None:
    # Without properties that are times themselves: these would have to be moved too.
    plan = draw.draw(plans(zones=(("UTC", date(2020, 2, 28)),), kinds=("text", "number", "boolean")))
    raw = draw.draw(questions(plan))
    assume("+0" not in str(raw))
    question = parse_question(raw)
    by = timedelta(minutes=_OFFSETS[zone])
    moved = replace(
        plan,
        zone=zone,
        now=plan.now - by,
        commits=tuple(
            replace(
                c, rows=tuple((r[0], r[1], r[2] - by // timedelta(microseconds=1), *r[3:]) for r in c.rows)
            )
            for c in plan.commits
        ),
    )
    with built(plan) as here, built(moved) as there:
        a, b = ask(here, question), ask(there, question)
        assert lists(here, question, a) == lists(there, question, b)
    assert equal([_unplaced(a, r) for r in a.rows], [_unplaced(b, r) for r in b.rows])


def _unplaced(answer: Answer, row: dict[str, Any]) -> dict[str, Any]:
    # An hour's label bears the zone's offset, and instants are moved.
    moved = {column["name"] for column in answer.columns if column["type"] == "time"}
    kept = {k: v for k, v in row.items() if not k.endswith("address") and k not in {*moved, "parts"}}
    return kept | ({"bucket": kept["bucket"][:16]} if "bucket" in kept else {})


@share(0.15)
@given(draw=st.data())
def test_other_events_change_nothing(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(questions(plan))
    assume("'event': None" not in str(raw))
    assume(not any(name in str(raw) for name in ("$events", "$first_seen", "$last_seen")))
    # Every event interrupts a strict order, is a step of a path, and may begin, end or join sessions.
    assume(raw.get("order") != "strict" and raw.get("per") != "session")
    assume(raw["kind"] != "sessions" and "$session_" not in str(raw))
    assume(raw["kind"] != "path" or (raw["only"] and "session" not in str(raw)))
    question = parse_question(raw)
    shown = plan.rows(marked=question.marked)
    # Any event is an arrival: whoever has one is a person from then on. So only of people who are here already.
    arrived: dict[int, int] = {}
    for row in shown:
        arrived[row[0]] = min(row[2], arrived.get(row[0], row[2]))
    now = (plan.now - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    known = min(max(row[2] for row in shown), now)
    here = [person for person, first in arrived.items() if first <= known]
    assume(here)
    whose = draw.draw(st.lists(st.sampled_from(here), min_size=1, max_size=8))
    others = Commit(
        (),
        tuple((p, "unrelated", draw.draw(st.integers(arrived[p], known))) for p in whose),
    )
    with built(plan) as data:
        before = ask(data, question)
        people = lists(data, question, before)
        add_commit(data, others)
        after = ask(data, question)
        assert equal(figures(before), figures(after))
        assert lists(data, question, after) == people


@share(0.15)
@given(draw=st.data())
def test_a_wider_window_never_loses_people(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(funnels(plan)) | {"breakdown": None}
    wider = raw | {"window": {"value": raw["window"]["value"] * 2, "unit": raw["window"]["unit"]}}
    assume(wider["window"]["value"] <= 100_000)
    with built(plan) as data:
        narrow, wide = (parse_question(r) for r in (raw, wider))
        for row in ask(data, narrow).rows:
            few, many = (set(people_behind(data, q, row["address"]).people.tolist()) for q in (narrow, wide))
            assert few <= many


@share(0.15)
@given(draw=st.data())
def test_a_damaged_cache_changes_nothing(draw: st.DataObject) -> None:
    plan = draw.draw(plans(size=6))
    question = parse_question(draw.draw(questions(plan)))
    with built(plan) as data:
        fresh = figures(ask(data, question))
        assert equal(figures(ask(data, question)), fresh), "warm"
        assert equal(figures(ask(open_plan(plan, folder_of(data)), question)), fresh), "from the same cache"
        for file in sorted((folder_of(data) / "cache").rglob("*.arrow")):
            _damage(draw, file)
        assert equal(figures(ask(open_plan(plan, folder_of(data)), question)), fresh), "from a damaged cache"
        shutil.rmtree(folder_of(data) / "cache")
        assert equal(figures(ask(data, question)), fresh), "the cache deleted under a warm one"
        assert equal(figures(ask(open_plan(plan, folder_of(data)), question)), fresh), "without a cache"


def _damage(draw: st.DataObject, file: Path) -> None:
    content = file.read_bytes()
    # As another file: the one in use stays mapped as it was.
    file.unlink()
    match draw.draw(st.sampled_from(("keep", "delete", "cut", "empty", "zero", "garble", "other"))):
        case "keep":
            file.write_bytes(content)
        case "cut":
            file.write_bytes(content[: draw.draw(st.integers(0, len(content) - 1))])
        case "empty":
            file.write_bytes(b"")
        case "zero":
            file.write_bytes(bytes(len(content)))
        case "garble":
            file.write_bytes(content[::-1])
        case "other":
            other = sorted(file.parent.glob("*.arrow"))
            file.write_bytes(other[0].read_bytes() if other else b"ARROW1")


@share(0.1)
@given(draw=st.data())
def test_new_and_late_commits_are_seen(draw: st.DataObject) -> None:
    plan = draw.draw(plans(size=6))
    with built(replace(plan, commits=plan.commits[:1])) as data:
        for i, commit in enumerate(plan.commits):
            if i:
                add_commit(data, commit)
            known = replace(plan, commits=plan.commits[: i + 1])
            question = parse_question(draw.draw(questions(known)))
            with Reference(data) as reference:
                check(data, reference, question)


def test_a_late_event_lands_in_its_day(tmp_path: Path) -> None:
    day = date(2020, 2, 28)
    early = Commit((), ((0, "view", moment(day, 3600)), (0, "view", moment(day, 3 * 86_400))))
    plan = Plan("Asia/Shanghai", "monday", day, datetime(2030, 1, 1, tzinfo=UTC), (early,))
    data = open_plan(plan, tmp_path)
    add_commit(data, early)
    question = parse_question(
        {
            "kind": "trend",
            "series": [{"event": "view"}],
            "range": {"from": "2020-02-28", "to": "2020-03-02"},
        }
    )
    assert [r["value"] for r in ask(data, question).rows] == [1, 0, 0, 1]
    # 23:59:59.999999 of the 28th in Shanghai, and the first instant of the 29th.
    late = moment(day, 16 * 3600)
    add_commit(data, Commit((), ((1, "view", late - 1), (1, "view", late))))
    answer = ask(data, question)
    assert [r["value"] for r in answer.rows] == [2, 1, 0, 1]
    assert people_behind(data, question, answer.rows[0]["address"]).people.tolist() == [0, 1]


@share(0.15)
@given(draw=st.data())
def test_many_at_once_get_the_same(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    asked = [parse_question(draw.draw(questions(plan))) for _ in range(4)]
    with built(plan) as data, ThreadPoolExecutor(8) as pool:
        cold = open_plan(plan, folder_of(data), cache="another")
        together = list(pool.map(lambda q: figures(ask(cold, q)), asked * 4))
        alone = [figures(ask(data, q)) for q in asked]
    assert all(equal(a, b) for a, b in zip(together, alone * 4, strict=True))
