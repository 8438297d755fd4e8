"""Asking: turns are fair, the same is found once, what is kept is what would be found, and work ends when it must."""

from __future__ import annotations

import asyncio
import threading
import time
import tracemalloc
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pytest
from fastapi import Request, Response
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from tests.support.kinds import questions
from tests.support.lake import add_events, open_dataset
from tests.support.profiles import share
from tests.support.projects import Commit, add_commit, add_merges, built, plans

from yunying.analyse import Question, parse_question
from yunying.analyse import ask as ask_fresh
from yunying.analyse import people_behind as behind_fresh
from yunying.app import asking as module
from yunying.app.answers import Answers
from yunying.app.asking import Asking, Pending
from yunying.app.datasets import Datasets
from yunying.app.fair_queue import FairQueue
from yunying.core import Refused, SessionRules, Settings, Stopped, TooMany
from yunying.metrics import Answer, Behind
from yunying.store import Dataset
from yunying.store.control import Control
from yunying.web.answering import answered
from yunying.workspace import Project

VIEWS: dict[str, Any] = {
    "kind": "trend",
    "series": [{"event": "view"}],
    "range": {"from": "2019-04-14", "to": "2019-04-16"},
}
DAY = 86_400_000_000


@dataclass
class OneDataset:
    """Every project is the same data."""

    data: Dataset

    def of(self, _: Project) -> Dataset:
        return self.data


def project(name: str = "one") -> Project:
    return Project(id=name, name=name, timezone="UTC", week_start="monday")


@contextmanager
def opened(data: Dataset, **settings: Any) -> Iterator[Asking]:
    made = Settings(home=Path("nowhere"), threads=2, **settings)
    asking = Asking(made, cast(Datasets, OneDataset(data)))
    try:
        yield asking
    finally:
        asking.close()


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    opened = open_dataset(tmp_path)
    times = 18_000 * DAY + np.arange(300) * (DAY // 100)
    columns = {
        "person_id": pa.array(np.arange(300, dtype=np.int32) % 40),
        "event": pa.array(["view", "buy", "view"] * 100),
        "time": pa.array(times),
        "plan": pa.array(["a", "b", "c", "a", "b"] * 60),
    }
    add_events(opened.lake, pa.table(columns), [("plan", "event", "text")])
    return opened


# Turns


@given(things=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=60))
def test_nobody_waits_for_two_of_another(things: list[tuple[int, int]]) -> None:
    queue: FairQueue[tuple[int, int, int]] = FairQueue()
    for i, (p, m) in enumerate(things):
        queue.put(str(p), str(m), (p, m, i))
    taken: list[tuple[int, int, int]] = []
    while (thing := queue.take()) is not None:
        taken.append(thing)
    assert sorted(t[2] for t in taken) == list(range(len(things))) and len(queue) == 0
    for i, one in enumerate(taken):
        # While this one waited, nobody of its member overtook it, and each other project came at most once between
        # two turns of its own.
        assert all(t[2] < one[2] for t in taken[:i] if t[:2] == one[:2])
        turns = [k for k in range(i) if taken[k][0] == one[0]]
        between = taken[turns[-1] + 1 : i] if turns else taken[:i]
        assert all(sum(t[0] == p for t in between) <= 1 for p in range(4))


def test_two_hundred_at_once_are_answered_in_turn(data: Dataset) -> None:
    with opened(data) as asking:
        gate, order = threading.Event(), []
        lock = threading.Lock()

        def work(who: str) -> Callable[[Dataset], None]:
            def do(_: Dataset) -> None:
                gate.wait(90)
                with lock:
                    order.append(who)

            return do

        many = [asking.run(project("a"), work("a1"), member="1") for _ in range(150)]
        many += [asking.run(project("a"), work("a2"), member="2") for _ in range(40)]
        many += [asking.run(project("b"), work("b1"), member="1") for _ in range(10)]
        assert asking.waiting() >= 200 - asking.at_work
        gate.set()
        for pending in many:
            pending.result()
        assert len(order) == 200
        # Ten of b, and as many of a's second member, were through long before the first one's hundred and fifty.
        assert max(i for i, who in enumerate(order) if who == "b1") < 30
        assert sum(who == "a2" for who in order[:60]) >= 18


def test_no_more_wait_than_can_be_told(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    with opened(data) as asking:
        gate = threading.Event()
        waiting = [asking.run(project(), lambda _: gate.wait(90)) for _ in range(asking.at_work)]
        while asking.waiting():
            time.sleep(0.01)
        waiting += [asking.run(project(), lambda _: gate.wait(90)) for _ in range(3)]
        with pytest.raises(TooMany, match="waiting"):
            asking.run(project(), lambda _: None)
        gate.set()
        assert all(pending.result() for pending in waiting)


# The same once


def counted(monkeypatch: pytest.MonkeyPatch, gate: threading.Event | None = None) -> list[Question]:
    found: list[Question] = []

    def ask(data: Dataset, question: Question) -> Answer:
        found.append(question)
        if gate is not None:
            gate.wait(90)
        return ask_fresh(data, question)

    monkeypatch.setattr(module, "ask", ask)
    return found


def test_the_same_asked_at_once_is_answered_once(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    times = counted(monkeypatch, gate)
    with opened(data) as asking:
        pending = [asking.ask(project(), parse_question(VIEWS), member=str(i)) for i in range(20)]
        pending[3].give_up()
        gate.set()
        answers = [p.result() for i, p in enumerate(pending) if i != 3]
        assert len(times) == 1 and all(a.rows == answers[0].rows for a in answers)
        assert not answers[0].provenance.cached
        again = asking.ask(project(), parse_question(VIEWS)).result()
        assert again.provenance.cached and again.rows == answers[0].rows and len(times) == 1


@share(0.5)
@given(draw=st.data())
def test_kept_equals_fresh(draw: st.DataObject) -> None:
    plan = draw.draw(plans(size=8))
    question = parse_question(draw.draw(questions(plan)))
    with built(replace(plan, commits=plan.commits[:1])) as data, opened(data) as asking:
        steps: list[Callable[[], object]] = [
            lambda: None,
            *(lambda c=c: add_commit(data, c) for c in plan.commits[1:]),
            lambda: add_merges(data, plan.merges),
            lambda: setattr(data, "sessions", SessionRules(timeout_minutes=1)),
            lambda: setattr(data, "clock", lambda: plan.now + timedelta(days=1)),
        ]
        for step in draw.draw(st.permutations(steps)):
            step()
            for _ in range(2):
                check_kept(asking, data, question)


def check_kept(asking: Asking, data: Dataset, question: Question) -> None:
    try:
        fresh = ask_fresh(data, question)
    except Refused as refused:
        with pytest.raises(Refused) as said:
            asking.ask(project(), question).result()
        assert said.value.as_wire() == refused.as_wire()
        return
    kept = asking.ask(project(), question).result()
    assert repr(plain(kept)) == repr(plain(fresh))  # NaN is NaN
    for row in fresh.rows[:2]:
        place = next((v for k, v in row.items() if k.endswith("address") and v), None)
        if place is not None:
            behind = behind_fresh(data, question, place)
            for _ in range(2):
                assert lists(asking, question, place) == behind.people.tolist()


def plain(answer: Answer) -> dict[str, Any]:
    wire = answer.as_wire()
    stack: list[Any] = [wire]
    while stack:
        at = stack.pop()
        if isinstance(at, dict):
            at.pop("computed_ms", None)
            at.pop("cached", None)
            stack += at.values()
        elif isinstance(at, list):
            stack += at
    return wire


def lists(asking: Asking, question: Question, address: str) -> list[int]:
    def show(_: Dataset, behind: Behind) -> list[int]:
        return list(behind.people.tolist())

    return asking.people(project(), question, address, show).result()


def test_segments_kept_anew_are_asked_anew(data: Dataset) -> None:
    question = parse_question(VIEWS | {"filters": [{"segment": "seg_1"}]})
    with opened(data) as asking:
        for people in ([0, 3], [6], [0, 3, 6]):
            data.segments.keep("seg_1", np.array(people, np.int32))
            for _ in range(2):
                found = asking.ask(project(), question).result()
                assert found.rows == ask_fresh(data, question).rows


def test_answers_are_kept_within_their_size() -> None:
    answers = Answers(10_000)
    for i in range(10):
        answers.put(i, Behind(np.zeros(200, np.int64)))
        answers.get(0)
    assert answers.size <= 10_000
    assert answers.get(0) is not None and answers.get(9) is not None and answers.get(1) is None
    answers.put("large", Behind(np.zeros(2_000, np.int64)))
    assert answers.get("large") is None and answers.get(0) is not None


# Ending


def endless(data: Dataset) -> None:
    while True:
        data.each_slice(lambda low, high: time.sleep(0.002), 10)


def ended(asking: Asking, limit: float = 90.0) -> bool:
    """Whether whoever is at work comes to an end."""
    until = time.monotonic() + limit
    while asking._works and time.monotonic() < until:
        time.sleep(0.01)
    free = [asking.run(project(), lambda _: True) for _ in range(asking.at_work)]
    return all(p.future.result(limit) for p in free)


def test_work_ends_when_nobody_waits_for_it(data: Dataset) -> None:
    with opened(data) as asking:
        at_work = [asking.run(project(), endless) for _ in range(asking.at_work)]
        waiting = asking.run(project(), endless)
        time.sleep(0.1)
        for pending in (*at_work, waiting):
            pending.give_up()
        assert all(pending.future.cancelled() for pending in (*at_work, waiting))
        assert asking.waiting() == 0 and ended(asking)


def test_work_that_takes_too_long_ends(data: Dataset) -> None:
    with opened(data, question_seconds=0) as asking:
        with pytest.raises(Stopped) as said:
            asking.run(project(), endless).result()
        assert said.value.code == "question_too_slow" and said.value.status == 504
        with pytest.raises(Stopped):
            asking.ask(project(), parse_question(VIEWS)).result()


def test_compiling_is_not_the_questions_time(data: Dataset) -> None:
    with opened(data, question_seconds=0) as asking:
        with asking.patient() as tell:
            tell(0.5)
            assert asking.preparing == 0.5
            slow = asking.run(project(), endless)
            time.sleep(0.2)
            assert not slow.future.done()
        with pytest.raises(Stopped):
            slow.result()


def test_what_does_not_fit_is_refused(data: Dataset) -> None:
    with opened(data, question_memory=1_000) as asking:
        filtered = VIEWS | {"filters": [{"property": "plan", "op": "=", "value": "a"}]}
        with pytest.raises(Refused) as said:
            asking.ask(project(), parse_question(filtered)).result()
        assert said.value.code == "question_too_large"
        assert "would fit" in said.value.message
        funnel = {"kind": "funnel", "steps": [{"event": "view"}] * 10, "range": VIEWS["range"]}
        with pytest.raises(Refused, match="would fit"):
            asking.ask(project(), parse_question(funnel | {"window": {"value": 1, "unit": "day"}})).result()


@pytest.mark.parametrize("kind", ["trend", "funnel", "retention"])
def test_what_is_said_to_be_needed_is_what_is_needed(tmp_path: Path, kind: str) -> None:
    data = open_dataset(tmp_path)
    random, count = np.random.default_rng(1), 400_000
    columns = {
        "person_id": pa.array(random.integers(0, 8_000, count).astype(np.int32)),
        "event": pa.array(["view", "buy"]).take(pa.array(random.integers(0, 2, count))),
        "time": pa.array(18_000 * DAY + np.sort(random.integers(0, 3 * DAY, count))),
        "plan": pa.array(["a", "b", "c"]).take(pa.array(random.integers(0, 3, count))),
    }
    add_events(data.lake, pa.table(columns), [("plan", "event", "text")])
    filtered = [{"property": "plan", "op": "!=", "value": "a"}]
    raw: dict[str, Any] = {"kind": kind, "range": VIEWS["range"], "filters": filtered}
    of_kind: dict[str, dict[str, Any]] = {
        "trend": {"series": [{"event": "view", "measure": "people"}], "breakdown": {"property": "plan"}},
        "funnel": {
            "steps": [{"event": "view"}, {"event": "buy"}],
            "window": {"value": 1, "unit": "day"},
            "breakdown": {"property": "plan"},
        },
        "retention": {"start": {"event": "view"}, "return": {"event": "buy"}},
    }
    question = parse_question(raw | of_kind[kind])
    ask_fresh(data, question)
    cold = Dataset.open("test", data.calendar, tmp_path / "lake", tmp_path / "cache", 2, data.clock)
    cold.hot.view().days()
    control = Control()
    tracemalloc.start()
    try:
        ask_fresh(cold.with_control(control), question)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert control.needed / 2 < peak < 2.5 * control.needed, (control.needed, peak)


class Said(BaseModel):
    """What a handler would send."""

    value: int


def requested(after: float) -> Request:
    """A request whose client closes its connection after so many seconds."""

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(after)
        return {"type": "http.disconnect"}

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


def waited_for(answer: Callable[[], Coroutine[Any, Any, Response]]) -> Response:
    """What it comes to, on a thread without an event loop: a browser that another test opened keeps one on this."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(answer())).result()


def test_a_client_that_goes_gives_up(data: Dataset) -> None:
    with opened(data) as asking:

        def start() -> Pending[None]:
            return asking.run(project(), endless)

        with pytest.raises(Stopped) as said:
            waited_for(lambda: answered(requested(0.1), start, lambda _: Said(value=1)))
        assert said.value.status == 499 and ended(asking)
        answer = waited_for(
            lambda: answered(
                requested(60), lambda: asking.run(project(), lambda _: 7), lambda n: Said(value=n)
            )
        )
        assert answer.body == b'{"value":7}'


def test_commits_are_seen_at_once(data: Dataset) -> None:
    question = parse_question(VIEWS)
    with opened(data) as asking:
        before = asking.ask(project(), question).result().rows
        add_commit(data, Commit((), ((0, "view", 18_000 * DAY),)))
        after = asking.ask(project(), question).result()
        assert not after.provenance.cached
        assert after.rows[0]["value"] == before[0]["value"] + 1
