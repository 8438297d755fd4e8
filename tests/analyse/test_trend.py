"""Lines of a trend small enough to be checked by eye, and what must hold between them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support.small import A_DAY, small_project

from yunying.analyse import ask, parse_question, people_behind
from yunying.analyse.formulas import parse_formula
from yunying.core import Refused
from yunying.metrics import Answer

Ask = Callable[..., Answer]
ROWS = [
    (0, "a", 0, 1.0),
    (0, "a", 1, 2.0),
    (1, "a", 2, 10.0),
    (0, "a", A_DAY, 4.0),
    (2, "b", A_DAY, None),
    (1, "a", 3 * A_DAY, 20.0),
    (3, "a", 3 * A_DAY, None),
    (0, "b", 9 * A_DAY, None),
]


def question(*series: dict[str, Any], **parts: Any) -> Any:
    lines = [{"event": "a", **s} for s in series]
    days = {"from": "2020-02-28", "to": "2020-03-02"}
    return parse_question({"kind": "trend", "series": lines, "range": days, **parts})


@pytest.fixture
def trend(tmp_path: Path) -> Ask:
    data = small_project(tmp_path, ROWS, [("price", "event", "number")])
    return lambda *series, **parts: ask(data, question(*series, **parts))


def values(answer: Answer, line: str | None = None) -> list[Any]:
    return [r["value"] for r in answer.rows if line in (None, r["series"])]


def test_rolling_people(trend: Ask) -> None:
    assert values(trend({"measure": "people"})) == [2, 1, 0, 2]
    assert values(trend({"measure": "rolling_people", "days": 2})) == [2, 2, 1, 2]
    assert values(trend({"measure": "rolling_people"})) == [2, 2, 2, 3]
    # Days before the range are in the window, and people over the range are those of the range.
    late = trend({"measure": "rolling_people"}, range={"from": "2020-03-01", "to": "2020-03-02"})
    assert values(late) == [2, 3]
    assert late.totals["series"][0]["value"] == 2


def test_stickiness(trend: Ask) -> None:
    answer = trend({"measure": "stickiness", "days": 2})
    assert values(answer) == [1.0, 0.5, 0.0, 1.0]
    assert answer.totals["series"][0]["value"] == 5 / 7
    assert values(trend({"measure": "stickiness", "days": 2}, interval="month")) == [3 / 4, 2 / 3]


def test_per_person(trend: Ask) -> None:
    answer = trend(
        {"measure": "events", "per_person": "avg"},
        {"measure": "sum", "property": "price", "per_person": "max"},
    )
    first, second = answer.totals["series"]
    assert (first["value"], second["value"]) == (2.0, 30.0)
    assert values(answer)[:4] == [1.5, 1.0, None, 1.0]
    assert values(answer)[4:] == [10.0, 4.0, None, 20.0]


def test_first_ever_and_running_totals(trend: Ask) -> None:
    first = trend({"measure": "events", "first_ever": True})
    assert values(first) == [2, 0, 0, 1]
    people = trend({"measure": "people"}).totals["series"][0]["value"]
    assert sum(values(first)) == people == 3
    assert values(trend({"measure": "people", "cumulative": True})) == [2, 2, 2, 3]
    assert values(trend({"measure": "sum", "property": "price", "cumulative": True})) == [13, 17, 17, 37]
    late = {"from": "2020-02-29", "to": "2020-03-02"}
    assert values(trend({"measure": "events", "first_ever": True}, range=late)) == [0, 0, 1]


def test_formulas(trend: Ask) -> None:
    answer = trend(
        {"measure": "events", "hidden": True},
        {"measure": "people", "name": "people"},
        formulas=[{"formula": "A / B", "name": "each"}, {"formula": "-(A - 1) * 2"}],
    )
    assert values(answer, "each") == [1.5, 1.0, None, 1.0]
    assert values(answer, "-(A - 1) * 2") == [-4, 0, 2, -2]
    row = next(r for r in answer.rows if r["series"] == "each")
    assert row["address"] is None
    assert row["parts"] == ["series=0&bucket=2020-02-28", "series=1&bucket=2020-02-28"]
    assert {r["series"] for r in answer.rows} == {"people", "each", "-(A - 1) * 2"}
    assert answer.totals["series"][1]["value"] == 2.0


def test_smoothing(trend: Ask) -> None:
    assert [r["smoothed"] for r in trend({"measure": "events"}, smooth=2).rows] == [None, 2.0, 0.5, 1.0]
    assert [r["smoothed"] for r in trend({"measure": "events"}, smooth=9).rows] == [None] * 4


def test_who_was_in_a_window(tmp_path: Path) -> None:
    data = small_project(tmp_path, ROWS, [("price", "event", "number")])
    asked = question({"measure": "rolling_people", "days": 2})
    found = people_behind(data, asked, ask(data, asked).rows[1]["address"])
    assert found.counts is not None
    assert (found.people.tolist(), found.counts.tolist()) == ([0, 1], [3, 1])


@pytest.mark.parametrize(
    ("series", "parts", "code", "field"),
    [
        ({"measure": "people", "days": 7}, {}, "days_not_wanted", "series.0.days"),
        ({"measure": "people", "per_person": "avg"}, {}, "per_person_not_wanted", "series.0.per_person"),
        ({"measure": "stickiness", "cumulative": True}, {}, "cumulative_not_wanted", "series.0.cumulative"),
        ({"cumulative": True, "per_person": "avg"}, {}, "cumulative_not_wanted", "series.0.cumulative"),
        ({"measure": "rolling_people"}, {"interval": "hour"}, "rolling_by_hour", "interval"),
        ({"hidden": True}, {}, "nothing_shown", "series.0.hidden"),
        ({"measure": "stickiness", "property": "price"}, {}, "property_not_wanted", "series.0.property"),
        ({}, {"formulas": [{"formula": "A / B"}]}, "bad_formula", "formulas.0.formula"),
    ],
)
def test_refused(trend: Ask, series: dict[str, Any], parts: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as caught:
        trend(series, **parts)
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize(
    "text",
    ["", " ", "1", "A +", "(A", "A)", "A B", "A ** 2", "()", "__import__('os')", "A.real", "a", "* A", "A / / B",
     "1e3 A", "AA", "A % 2", "A(1)", "(" * 250 + "A"],
)  # fmt: skip
def test_what_is_no_formula(text: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_formula(text, ["A", "B"], "formulas.0.formula")
    assert caught.value.code == "bad_formula"
    assert len(caught.value.message) < 800
