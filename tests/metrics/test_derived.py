"""Properties of people that follow from definitions, and what stood at the end of an earlier day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from tests.support.profiles import share
from tests.support.projects import Commit, Plan, built, plans
from tests.support.small import A_DAY, small_project

from yunying.analyse import ask, parse_question, people_behind
from yunying.analyse.reference.run import Reference
from yunying.core import Calendar, day_number
from yunying.metrics import activity, all_properties, find_property, people_count, traits
from yunying.metrics.moment import now_of, standing_moment
from yunying.store import Dataset, HotView, Property, Values, derived_property

ROWS = [
    (0, "view", 0),
    (1, "view", 10),
    (1, "buy", 20),
    (2, "buy", A_DAY),
    (0, "buy", 3 * A_DAY),
    (3, "view", 3 * A_DAY),
]


@dataclass
class Busy:
    """Whether people have more than one event; counts how often it was computed."""

    prop: Property = derived_property("$busy", "text")  # noqa: RUF009 (a frozen value)
    version: str = "1"
    more_than: int = 1
    computed: int = 0

    def values(self, data: Dataset, view: HotView) -> Values:
        del data
        self.computed += 1
        count = activity(view).count
        codes = np.where(count == 0, -1, count > self.more_than).astype(np.int32)
        return Values("text", codes, pa.array(["calm", "busy"]), np.zeros(0))


def test_a_derived_property_is_used_like_any_other(tmp_path: Path) -> None:
    busy = Busy()
    data = small_project(tmp_path, ROWS).deriving({"$busy": busy})
    data.people.resolve(pa.array(["a", "b", "c", "d"], pa.string()))
    days = {"from": "2020-02-28", "to": "2020-03-03"}
    trend = parse_question(
        {
            "kind": "trend",
            "series": [{"event": "view", "measure": "people"}],
            "range": days,
            "interval": "month",
            "breakdown": {"property": "$busy"},
        }
    )
    who = parse_question(
        {
            "kind": "people",
            "range": days,
            "who": [{"property": "$busy", "op": "=", "value": "busy"}],
            "columns": [{"measure": "property", "property": "$busy"}],
        }
    )
    counted = {row["breakdown"]: row["value"] for row in ask(data, trend).totals["series"]}
    listed = ask(data, who)
    assert counted == {"busy": 2, "calm": 1}
    assert [row["$busy"] for row in listed.rows] == ["busy", "busy"]
    assert busy.computed == 1
    with Reference(data) as reference:
        assert reference.answer(who).totals["people"] == listed.totals["people"] == 2
        assert len(reference.people(who, listed.totals["address"])) == 2
    assert len(people_behind(data, who, listed.totals["address"]).people) == 2


def test_another_definition_of_the_same_name_counts_at_once(tmp_path: Path) -> None:
    data = small_project(tmp_path, ROWS)
    prop = Busy().prop
    first = data.deriving({"$busy": Busy()})
    second = data.deriving({"$busy": Busy(version="2", more_than=2)})
    assert traits(first, first.hot.view(), prop).codes.tolist() == [1, 1, 0, 0]
    assert traits(second, second.hot.view(), prop).codes.tolist() == [0, 0, 0, 0]
    assert traits(first, first.hot.view(), prop).codes.tolist() == [1, 1, 0, 0]
    assert "$busy" not in {p.name for p in all_properties(data.hot.view())}


def test_it_stands_as_it_stood_at_the_end_of_an_earlier_day(tmp_path: Path) -> None:
    data = small_project(tmp_path, ROWS).deriving({"$busy": Busy()})
    first = data.hot.view().until(18_320)  # 2020-02-28
    prop = find_property(first, "$busy", "person", "property")
    assert traits(data, first, prop).codes.tolist() == [0, 1]
    assert traits(data, data.hot.view().until(18_321), prop).codes.tolist() == [0, 1, 0]
    assert standing_moment(data, first) == 18_321 * A_DAY * 1000
    assert now_of(data, first).isoformat() == "2020-02-28T23:59:59.999999+00:00"


@share(1)
@given(plan=plans(), back=st.integers(-3, 40))
def test_an_earlier_state_is_what_a_project_of_that_day_shows(plan: Plan, back: int) -> None:
    plan = replace(plan, commits=tuple(_said_once(c) for c in plan.commits))
    last = day_number(plan.anchor - timedelta(days=back))
    end = Calendar(plan.zone, plan.week_start).day_start(last + 1)
    parts = [Commit(c.properties, tuple(r for r in c.rows if r[2] < end)) for c in plan.commits]
    kept = tuple(part for part in parts if part.rows)
    if not kept:
        return
    with built(plan) as whole, built(replace(plan, commits=kept)) as then:
        earlier, newest = whole.hot.view().until(last), then.hot.view()
        assert people_count(earlier) == people_count(newest)
        for name in ("first", "last", "count"):
            assert getattr(activity(earlier), name).tolist() == getattr(activity(newest), name).tolist()
        for prop in all_properties(newest):
            if prop.scope != "person":
                continue
            found = traits(whole, earlier, find_property(earlier, prop.name, "person", ""))
            expected = traits(then, newest, prop)
            if found.type == expected.type:  # later values may be of another type, which makes it text
                everybody = np.arange(people_count(newest))
                assert _plain(found, everybody) == _plain(expected, everybody)


def _said_once(commit: Commit) -> Commit:
    """Without marks, and without a second value of another type that a row has of one property: which of them holds
    follows from the order in which a project first saw the types, and an event has one value."""
    rows = []
    for row in commit.rows:
        said: dict[tuple[str, str], object] = {}
        values = []
        for (name, scope, _), value in zip(commit.properties, row[3:], strict=True):
            values.append(value if (name, scope) not in said else None)
            if value is not None:
                said[name, scope] = value
        rows.append((*row[:3], *values))
    return Commit(commit.properties, tuple(rows))


def _plain(values: Values, ids: npt.NDArray[np.int64]) -> list[object]:
    if values.coded:
        found = values.labels.take(pa.array(values.codes[ids], mask=values.codes[ids] < 0))
    else:
        found = pa.array(values.numbers[ids], from_pandas=True)
    return list(found.to_pylist())
