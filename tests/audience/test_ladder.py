"""Ladders: everybody is on exactly one rung, the highest whose rule holds; also at the end of an earlier day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.profiles import share
from tests.support.projects import Commit, Plan, built, plans
from tests.support.questions import Raw, person_filters

from yunying.analyse import ask, parse_question, people_behind, write_question
from yunying.audience import Ladder, LadderDefined, read_body
from yunying.core import Calendar, Refused, day_number, instant_of
from yunying.metrics import activity, traits
from yunying.store import Dataset, HotView

NAMES = {"zh": "层", "en": "rung"}
BUSY = {"property": "$events", "op": ">=", "value": 2}


@st.composite
def ladders(draw: st.DrawFn, plan: Plan) -> Raw:
    """Ladders of two to four rungs."""
    rules = draw(st.lists(person_filters(plan).map(lambda who: who or [BUSY]), min_size=1, max_size=3))
    rungs: list[Raw] = [{"key": "rest", "names": NAMES}]
    rungs += [{"key": f"r{i}", "names": NAMES, "who": who} for i, who in enumerate(rules)]
    return {"rungs": rungs}


def rungs_of(data: Dataset, view: HotView) -> list[str | None]:
    """The rung of each person id."""
    prop = view.derived["$layer"].prop
    values = traits(data, view, prop)
    return list(values.texts(np.arange(len(values.codes))).to_pylist())


def with_ladder(data: Dataset, raw: Raw) -> tuple[Dataset, LadderDefined]:
    defined = LadderDefined("main", read_body(Ladder, raw))
    return data.deriving({d.prop.name: d for d in defined.derived("1")}), defined


@share(1)
@given(draw=st.data())
def test_everybody_is_on_the_highest_rung_whose_rule_holds(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(ladders(plan))
    with built(plan) as plain:
        data, defined = with_ladder(plain, raw)
        view = data.hot.view()
        found = rungs_of(data, view)
        today = str(data.calendar.today(data.clock()))
        known = [person for person, count in enumerate(activity(view).count) if count]
        assert [person for person, rung in enumerate(found) if rung is not None] == known
        assume(known and min(activity(view).first[known]) < _end_of(data, today))
        # People whose first event is ahead of the clock are in no list that ends today.
        known = [p for p in known if activity(view).first[p] < _end_of(data, today)]
        holds = [_people(data, rung.who, today) for rung in defined.ladder.rungs]
        for person in known:
            highest = max(i for i, people in enumerate(holds) if person in people)
            assert found[person] == defined.value(defined.ladder.rungs[highest])
        # Each rung is a list that other questions can be asked with.
        for i, rung in enumerate(defined.ladder.rungs):
            on_it = {p for p in known if found[p] == defined.value(rung)}
            assert _people(data, defined.ladder.alone(i), today) == on_it


@share(0.5)
@given(draw=st.data(), back=st.integers(-3, 20))
def test_an_earlier_day_shows_what_a_project_that_ends_then_shows(draw: st.DataObject, back: int) -> None:
    plan = draw.draw(plans(kinds=("number", "boolean")))
    plan = replace(plan, commits=tuple(replace(c, marks=None) for c in plan.commits), segments=())
    last = day_number(plan.anchor - timedelta(days=back))
    end = Calendar(plan.zone, plan.week_start).day_start(last + 1)
    parts = [Commit(c.properties, tuple(r for r in c.rows if r[2] < end)) for c in plan.commits]
    assume(all(part.rows for part in parts))
    raw = draw.draw(ladders(replace(plan, commits=tuple(parts))))
    # Asked at its very end, so that "the last days" are the same ones.
    earlier = replace(plan, commits=tuple(parts), now=instant_of(end - 1))
    with built(plan) as whole, built(earlier) as then:
        whole_data, _ = with_ladder(whole, raw)
        then_data, _ = with_ladder(then, raw)
        assert rungs_of(whole_data, whole_data.hot.view().until(last)) == rungs_of(
            then_data, then_data.hot.view()
        )


WRONG: dict[str, tuple[list[Raw], str]] = {
    "a rule below": (
        [{"key": "a", "names": NAMES, "who": [{"segment": "s"}]}, {"key": "b", "names": NAMES}],
        "body",
    ),
    "no rule above": ([{"key": "a", "names": NAMES}, {"key": "b", "names": NAMES}], "body"),
    "one key twice": (
        [{"key": "a", "names": NAMES}, {"key": "a", "names": NAMES, "who": [{"segment": "s"}]}],
        "body",
    ),
    "a key with a space": (
        [{"key": "a b", "names": NAMES}, {"key": "a", "names": NAMES, "who": [{"segment": "s"}]}],
        "body.rungs.0.key",
    ),
    "a filter that is none": (
        [{"key": "a", "names": NAMES}, {"key": "b", "names": NAMES, "who": [{"property": "x", "op": "~"}]}],
        "body.rungs.1.who.0.op",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_ladder_is_refused(case: str) -> None:
    rungs, field = WRONG[case]
    with pytest.raises(Refused) as raised:
        read_body(Ladder, {"rungs": rungs})
    assert (raised.value.code, raised.value.field) == ("bad_definition", field)


def test_a_target_names_rungs_of_its_ladder() -> None:
    rungs: list[dict[str, Any]] = [
        {"key": "a", "names": NAMES},
        {"key": "b", "names": NAMES, "who": [{"segment": "s"}]},
    ]
    target = {"from": "a", "to": "b", "share": 0.05}
    assert read_body(Ladder, {"rungs": rungs, "targets": [target]}).targets[0].days == 30
    with pytest.raises(Refused):
        read_body(Ladder, {"rungs": rungs, "targets": [target | {"to": "c"}]})


def _end_of(data: Dataset, day: str) -> int:
    return data.calendar.day_start(day_number(date.fromisoformat(day)) + 1) // 1000


def _people(data: Dataset, who: Any, today: str) -> set[int]:
    question = parse_question({"kind": "people", "range": {"from": today, "to": today}})
    question = question.model_copy(update={"who": list(who)})
    assert parse_question(write_question(question)) == question
    return set(people_behind(data, question, ask(data, question).totals["address"]).people.tolist())
