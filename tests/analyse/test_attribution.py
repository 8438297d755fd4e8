"""Attribution small enough to be checked by hand, examples of the literature, and plain loops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.agree import same
from tests.support.kinds.attribution import SIMPLE, attribution_values, attributions
from tests.support.profiles import share
from tests.support.projects import Commit, Plan, add_commit, built, moment, open_plan, plans

from yunying.analyse import ask, parse_question, people_behind
from yunying.analyse.questions import Attribution
from yunying.analyse.questions.attribution import Model
from yunying.core import Refused
from yunying.metrics import Answer
from yunying.store import Dataset

DAY = date(2020, 2, 28)
HOUR = 3600
ALL: tuple[str, ...] = get_args(Model)
Row = tuple[int, str, float, str | None, float | None]
RANGE = {"from": str(DAY), "to": str(DAY)}


@pytest.fixture
def project(tmp_path: Path) -> Callable[[list[Row]], Dataset]:
    def make(rows: list[Row]) -> Dataset:
        data = open_plan(Plan("UTC", "monday", DAY, datetime(2030, 1, 1, tzinfo=UTC), ()), tmp_path)
        written = tuple((who, event, moment(DAY, at), *values) for who, event, at, *values in rows)
        add_commit(data, Commit((("channel", "event", "text"), ("amount", "event", "number")), written))
        return data

    return make


def journeys(*listed: tuple[str, bool]) -> list[Row]:
    """A person a journey: channels in order, one an hour, and a conversion or none."""
    rows: list[Row] = []
    for person, (channels, converts) in enumerate(listed):
        names = channels.split()
        rows += [(person, "visit", at * HOUR, name, None) for at, name in enumerate(names)]
        if converts:
            rows.append((person, "buy", len(names) * HOUR, None, 10.0))
    return rows


def ask_credit(data: Dataset, *models: str, **parts: Any) -> Answer:
    raw = {
        "kind": "attribution",
        "conversion": {"event": "buy"},
        "touches": [{"event": "visit"}],
        "breakdown": {"property": "channel", "top": 10},
        "models": list(models),
        "range": RANGE,
    }
    return ask(data, parse_question(raw | parts))


def credit(data: Dataset, model: str, figure: str = "conversions", **parts: Any) -> dict[Any, Any]:
    return {r["touch"]: pytest.approx(r[figure]) for r in ask_credit(data, model, **parts).rows if r[figure]}


def test_models_of_one_journey(project: Callable[..., Dataset]) -> None:
    data = project(journeys(("ad mail search mail", True)))
    assert credit(data, "first") == {"ad": 1}
    assert credit(data, "last") == {"mail": 1}
    assert credit(data, "linear") == {"ad": 0.25, "mail": 0.5, "search": 0.25}
    assert credit(data, "position") == {"ad": 0.4, "mail": 0.5, "search": 0.1}
    assert credit(data, "position", position={"first": 0.1, "last": 0.7}) == {
        "ad": 0.1,
        "mail": 0.8,
        "search": 0.1,
    }
    assert credit(data, "shapley") == {"ad": 1 / 3, "mail": 1 / 3, "search": 1 / 3}
    # Ages 4, 3, 2 and 1 hours: weights 1, 2, 4 and 8.
    decay = credit(data, "time_decay", half_life={"value": 1, "unit": "hour"})
    assert decay == {"ad": 1 / 15, "mail": 10 / 15, "search": 4 / 15}


def test_direct_touches_only_count_where_there_is_nothing_else(project: Callable[..., Dataset]) -> None:
    data = project(journeys(("ad direct direct", True), ("direct", True), ("mail ad", True)))
    assert credit(data, "last_non_direct") == {"ad": 2, "direct": 1}
    assert credit(data, "last_non_direct", direct=["ad"]) == {"direct": 2, "mail": 1}
    # Also where the value has no row of its own.
    few: Any = {"property": "channel", "top": 1}
    assert credit(data, "last_non_direct", breakdown=few) == {"direct": 1, "$other": 2}


def test_removal_effects_of_an_example(project: Callable[..., Dataset]) -> None:
    """Google Ads alone converts twice and once not, mailing once, both in turn once: the removal effects are 0.75
    and 0.5, so that of the 4 conversions 2.4 are Google Ads' and 1.6 the mailing's. S. Puzyrov, "Markov chain
    attribution: simple explanation of removal effect" (2019), after Anderl, Becker, von Wangenheim and Schumann,
    "Mapping the customer journey", International Journal of Research in Marketing 33 (2016)."""
    data = project(journeys(("ads", True), ("ads", True), ("mail", True), ("ads mail", True), ("ads", False)))
    assert credit(data, "markov") == {"ads": 2.4, "mail": 1.6}
    assert credit(data, "markov", "value", value="amount") == {"ads": 24, "mail": 16}


def test_removal_effects_of_three_channels(project: Callable[..., Dataset]) -> None:
    """C1 → C2 → C3 converts, C1 and C2 → C3 do not: one in three converts, half of them without C1 and none without
    C2 or C3. S. Bryl', "Attribution model with R: Markov chains concept" (AnalyzeCore, 2016), has these journeys."""
    data = project(journeys(("c1 c2 c3", True), ("c1", False), ("c2 c3", False)))
    assert credit(data, "markov") == {"c1": 0.2, "c2": 0.4, "c3": 0.4}


def test_shapley_values_of_an_example(project: Callable[..., Dataset]) -> None:
    """20 conversions of C1 and C2, 10 of C1, C3 and C4, where a coalition is worth what came of the journeys within
    it (datascience.stackexchange.com, question 85684). By Zhao, Mahboobi and Bagheri, "Shapley value methods for
    attribution modeling in online advertising" (2018), C1 gets 20/2 + 10/3."""
    data = project(journeys(*[("c1 c2 c1", True)] * 20, *[("c4 c1 c3", True)] * 10, *[("c2", False)] * 3))
    assert credit(data, "shapley") == {"c1": 20 / 2 + 10 / 3, "c2": 10, "c3": 10 / 3, "c4": 10 / 3}


def test_the_window_and_touches_before_the_range(project: Callable[..., Dataset]) -> None:
    rows: list[Row] = [
        (0, "visit", -23 * HOUR, "early", None),
        (0, "visit", -23 * HOUR - 0.001, "too early", None),
        (0, "buy", HOUR, None, 5.0),
        (0, "visit", HOUR, "late", None),
        (1, "visit", 0, "ad", None),
        (1, "buy", -HOUR, None, 1.0),
    ]
    answer = ask_credit(project(rows), "linear", window={"value": 1, "unit": "day"}, value="amount")
    found = [(r["touch"], r["conversions"], r["value"], r["touches"]) for r in answer.rows]
    # Ranked are touches inside the range: those before it are among the others.
    assert found == [
        ("ad", 0.0, 0.0, 1),
        ("late", 0.0, 0.0, 1),
        ("$other", 1.0, 5.0, 0),
        ("$none", 0.0, 0.0, 0),
    ]


def test_touches_are_consumed(project: Callable[..., Dataset]) -> None:
    rows: list[Row] = [
        (0, "visit", 0, "ad", None),
        (0, "buy", HOUR, None, 10.0),
        (0, "buy", 2 * HOUR, None, 20.0),
        (0, "visit", 3 * HOUR, "mail", None),
        (0, "buy", 4 * HOUR, None, 40.0),
    ]
    data = project(rows)
    assert credit(data, "last", "value", value="amount") == {"ad": 30, "mail": 40}
    assert credit(data, "last", "value", value="amount", consume=True) == {"ad": 10, "mail": 40, "$none": 20}
    assert credit(data, "last", "new", consume=True) == {"ad": 1}
    assert credit(data, "last", "returning", consume=True) == {"mail": 1, "$none": 1}


def test_assisted_conversions_and_first_ones(project: Callable[..., Dataset]) -> None:
    rows = journeys(("ad mail ad", True), ("mail ad", True), ("mail", True))
    rows.append((2, "buy", -100 * 24 * HOUR, None, None))
    answer = ask_credit(project(rows), "last")
    found = {r["touch"]: (r["assisted"], r["new"], r["returning"], r["people"]) for r in answer.rows}
    assert found == {"ad": (0, 2, 0, 2), "mail": (2, 0, 1, 1), "$none": (0, 0, 0, 0)}
    assert answer.totals["all"][0] == {
        "conversions": 3,
        "value": None,
        "new": 2,
        "returning": 1,
        "people": 3,
        "address": "all=true",
    }


def test_touches_by_what_was_asked_for(project: Callable[..., Dataset]) -> None:
    data = project([(0, "open", 0, None, None), (0, "click", 1, None, None), (0, "buy", 2, None, None)])
    touches = [{"event": "open", "name": "push"}, {"event": "click"}, {"event": None, "name": "push"}]
    assert credit(data, "linear", touches=touches, breakdown=None) == {"push": 0.5, "click": 0.5}


@pytest.mark.parametrize("model", ALL)
def test_a_journey_of_one_touch_is_its_whole_credit(project: Callable[..., Dataset], model: str) -> None:
    data = project(journeys(("ad", True), ("mail", True), ("ad", True), ("", True)))
    assert credit(data, model) == {"ad": 2, "mail": 1, "$none": 1}
    assert credit(data, model, "share") == {"ad": 0.5, "mail": 0.25, "$none": 0.25}


def test_a_value_spelled_like_no_touch(project: Callable[..., Dataset]) -> None:
    data = project(journeys(("$none ad", True), ("$other", True), ("", True)))
    assert credit(data, "first") == {"$other": 2, "$none": 1}


def test_very_old_touches_have_weights_too(project: Callable[..., Dataset]) -> None:
    data = project(journeys(("ad mail", True)))
    assert credit(data, "time_decay", half_life={"value": 1, "unit": "second"}) == {"mail": 1}


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"conversion": {"event": "x"}}, "unknown_event", "conversion.event"),
    ({"touches": []}, "bad_question", "touches"),
    ({"touches": [{"event": "visit"}, {"event": "x"}]}, "unknown_event", "touches.1.event"),
    (
        {"touches": [{"event": "visit", "name": "$none"}], "breakdown": None},
        "reserved_name",
        "touches.0.name",
    ),
    ({"models": []}, "bad_question", "models"),
    ({"models": ["middle"]}, "bad_question", "models.0"),
    ({"models": ["last", "last"]}, "bad_question", "models"),
    ({"value": "x"}, "unknown_property", "value"),
    ({"value": "channel"}, "property_not_numeric", "value"),
    ({"breakdown": {"property": "x"}}, "unknown_property", "breakdown.property"),
    ({"position": {"first": 0.7, "last": 0.4}}, "bad_question", "position"),
    ({"position": {"first": -0.1, "last": 0.4}}, "bad_question", "position.first"),
    ({"half_life": {"value": 0, "unit": "day"}}, "bad_question", "half_life.value"),
    ({"window": {"value": 1, "unit": "year"}}, "bad_question", "window.unit"),
]


@pytest.mark.parametrize(("parts", "code", "field"), REFUSED, ids=str)
def test_refusals(project: Callable[..., Dataset], parts: dict[str, Any], code: str, field: str) -> None:
    data = project(journeys(("ad", True)))
    with pytest.raises(Refused) as caught:
        ask_credit(data, "last", **parts)
    assert (caught.value.code, caught.value.field) == (code, field), caught.value.message


NO_FIGURES = (
    "",
    "all=1",
    "touch=%22ad%22",
    "model=%22last%22",
    "touch=%22ad%22&model=%22first%22",
    "touch=%22x%22&model=%22last%22",
    "touch=null&model=%22last%22",
    "touch={}&model=%22last%22",
    "touch=%22ad%22&model=[]",
    "touch=%22ad%22&model=%22last%22&all=true",
)


@pytest.mark.parametrize("address", NO_FIGURES)
def test_addresses_of_no_figure(project: Callable[..., Dataset], address: str) -> None:
    data = project(journeys(("ad", True)))
    raw = {
        "kind": "attribution",
        "conversion": {"event": "buy"},
        "touches": [{"event": "visit"}],
        "breakdown": {"property": "channel"},
        "range": RANGE,
    }
    with pytest.raises(Refused) as caught:
        people_behind(data, parse_question(raw), address)
    assert caught.value.code == "bad_address"


def test_nobody(project: Callable[..., Dataset]) -> None:
    data = project(journeys(("ad", True)))
    answer = ask_credit(data, *ALL, range={"from": "2021-02-28", "to": "2021-02-28"})
    assert {r["touch"] for r in answer.rows} == {"$none"}
    assert all(r["share"] is None and not r["conversions"] for r in answer.rows)


@share(0.2)
@given(draw=st.data())
def test_plain_loops_agree(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(attributions(plan))
    assume("from" in raw["range"])
    raw |= {"filters": [], "breakdown": None, "models": list(SIMPLE), "conversion": _bare(raw["conversion"])}
    raw["touches"] = [_bare(touch) for touch in raw["touches"]]
    question = parse_question(raw)
    assert isinstance(question, Attribution)
    expected = attribution_values(plan, question)
    with built(plan) as data:
        rows = ask(data, question).rows
    for row in rows:
        conversions, new = expected.pop((row["touch"], row["model"]), (0.0, 0.0))
        assert same(row["conversions"], float(conversions)), row
        assert same(row["new"], float(new)), row
    assert not expected


def _bare(ref: dict[str, Any]) -> dict[str, Any]:
    """Events without filters."""
    return {"event": ref["event"], "or": [{"event": other["event"]} for other in ref.get("or", [])]}


@share(0.1)
@given(draw=st.data())
def test_models_side_by_side_are_those_alone(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(attributions(plan)) | {"models": list(ALL)}
    with built(plan) as data:
        together = ask(data, parse_question(raw)).rows
        for model in ALL:
            alone = ask(data, parse_question(raw | {"models": [model]})).rows
            own = [row for row in together if row["model"] == model]
            assert [r["touch"] for r in alone] == [r["touch"] for r in own]
            assert all(same(a["conversions"], b["conversions"]) for a, b in zip(alone, own, strict=True))
