"""RFM: against plain Python over each person's events, by hand, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.lake import Wanted
from tests.support.naive import timelines
from tests.support.profiles import share
from tests.support.projects import Plan, built, plans
from tests.support.questions import Raw
from tests.support.small import A_DAY, MINUTE, small_project

from yunying.analyse import ask, parse_question, people_behind
from yunying.audience import CLASSES, Rfm, RfmDefined, composition, read_body
from yunying.core import Refused, day_number
from yunying.metrics import traits
from yunying.store import Dataset, HotView

Plain = dict[int, tuple[tuple[int, int, int], str]]
VALUE: Wanted = ("amount", "event", "number")
ORDER: Wanted = ("order", "event", "text")
TEXT: Wanted = ("amount", "event", "text")


@st.composite
def forms(draw: st.DrawFn, plan: Plan) -> Raw:
    """RFM of events, days and sums, scored in every way."""
    event = {"event": draw(st.sampled_from(plan.events))}
    sums = ("price", "event") in plan.properties
    raw: Raw = {"form": draw(st.sampled_from(("rfm", "rfe") if sums else ("rfe",))), "event": event}
    raw["frequency"] = draw(st.sampled_from((None, "events", "days")))
    if raw["form"] == "rfe":
        raw["engagement"] = {"event": draw(st.sampled_from((None, *plan.events)))}
        raw["engaged"] = draw(st.sampled_from(("events", "days", "sum") if sums else ("events", "days")))
    if raw["form"] == "rfm" or raw["engaged"] == "sum":
        raw["amount"] = "price"
    raw["window"] = draw(st.sampled_from((None, {"last": 3, "unit": "day"}, {"last": 40, "unit": "day"})))
    raw["scoring"] = draw(st.sampled_from(("quantile", "cuts", "mean")))
    raw["bins"] = draw(st.sampled_from((3, 5)))
    if raw["scoring"] == "cuts":
        many = draw(st.sampled_from((1, 2, 4)))
        edges = st.lists(st.integers(-2, 12), min_size=many, max_size=many, unique=True).map(sorted)
        raw["cuts"] = {name: draw(edges) for name in "rfm"}
    raw["high"] = draw(st.sampled_from(("mean", 2)))
    return raw


def exact(plan: Plan) -> Plan:
    """The same project with numbers that add up without error, so that equal sums are equal."""

    def plain(value: Any) -> Any:
        return value if not isinstance(value, float) or value in (1.0, 1.5, -2.25, 10.0, 3.0) else 0.25

    return replace(
        plan,
        commits=tuple(
            replace(c, rows=tuple((*row[:3], *map(plain, row[3:])) for row in c.rows)) for c in plan.commits
        ),
    )


def plain_rfm(plan: Plan, raw: Raw, today: date) -> Plain:
    """Scores and class of everybody who is scored, by the words of the definition."""
    first = date.min if raw["window"] is None else today - timedelta(days=raw["window"]["last"] - 1)
    done: dict[int, tuple[Fraction, Fraction, Fraction]] = {}
    for person, events in timelines(plan, marked=False).items():
        mine = [e for e in events if first <= e.day <= today]
        bought = [e for e in mine if e.name == raw["event"]["event"]]
        if not bought:
            continue
        often = len({e.day for e in bought}) if raw["frequency"] == "days" else len(bought)
        over = bought
        if raw["form"] == "rfe":
            over = [e for e in mine if raw["engagement"]["event"] in (None, e.name)]
        if "amount" in raw:
            given = [v for e in over if (v := e.values.get("price")) is not None]
            much = sum((Fraction(v) for v in given), Fraction())
        else:
            much = Fraction(len({e.day for e in over}) if raw["engaged"] == "days" else len(over))
        done[person] = Fraction((today - max(e.day for e in bought)).days), Fraction(often), much
    # Fewer days are better.
    columns = [{p: v[0] * -1 for p, v in done.items()}, *({p: v[i] for p, v in done.items()} for i in (1, 2))]
    scores = [plain_scores(raw, "rfm"[i], column) for i, column in enumerate(columns)]
    high = [{p: is_high(raw, s, list(column.values())) for p, s in column.items()} for column in scores]
    names = {
        (True, True): "value",
        (True, False): "develop",
        (False, True): "keep",
        (False, False): "winback",
    }
    return {
        p: (
            (scores[0][p], scores[1][p], scores[2][p]),
            f"$rfm_{'important' if high[2][p] else 'general'}_{names[high[0][p], high[1][p]]}",
        )
        for p in done
    }


def plain_scores(raw: Raw, name: str, column: dict[int, Fraction]) -> dict[int, int]:
    if raw["scoring"] == "cuts":
        if name == "r":
            return {p: 1 + sum(-v <= cut for cut in raw["cuts"]["r"]) for p, v in column.items()}
        return {p: 1 + sum(v >= cut for cut in raw["cuts"][name]) for p, v in column.items()}
    if raw["scoring"] == "mean":
        return {p: 1 + (v > sum(column.values(), Fraction()) / len(column)) for p, v in column.items()}
    worse = {p: sum(other < v for other in column.values()) for p, v in column.items()}
    return {p: 1 + raw["bins"] * n // len(column) for p, n in worse.items()}


def is_high(raw: Raw, score: int, scores: list[int]) -> bool:
    if raw["scoring"] == "mean":
        return score == 2
    return score > Fraction(sum(scores), len(scores)) if raw["high"] == "mean" else score >= raw["high"]


def with_rfm(data: Dataset, raw: Raw, key: str = "main") -> tuple[Dataset, RfmDefined]:
    defined = RfmDefined(key, read_body(Rfm, raw))
    return data.deriving({d.prop.name: d for d in defined.derived("1")}), defined


def found_in(data: Dataset, view: HotView) -> Plain:
    named = {name: traits(data, view, one.prop) for name, one in view.derived.items()}
    classes = named["$rfm"].texts(np.arange(len(named["$rfm"].codes))).to_pylist()
    r, f, m = (named[f"$rfm_{one}"].numbers for one in "rfm")
    return {
        person: ((int(r[person]), int(f[person]), int(m[person])), text)
        for person, text in enumerate(classes)
        if text is not None
    }


@share(1.5)
@given(draw=st.data(), back=st.integers(0, 10))
def test_plain_python_finds_the_same(draw: st.DataObject, back: int) -> None:
    plan = exact(draw.draw(plans(kinds=("number",))))
    assume(plan.events)
    raw = draw.draw(forms(plan))
    with built(plan) as plain:
        data, defined = with_rfm(plain, raw)
        view, today = data.hot.view(), data.calendar.today(data.clock())
        assert found_in(data, view) == plain_rfm(plan, raw, today)
        then = plan.anchor - timedelta(days=back)
        earlier = view.until(day_number(then))
        expected = plain_rfm(plan, raw, then)
        assert found_in(data, earlier) == expected
        whole = composition(data, earlier, defined, "1")
        assert whole["people"] == len(expected) == sum(c["people"] for c in whole["cells"])
        assert [c["people"] for c in whole["classes"]] == [
            sum(name == one.value for _, name in expected.values()) for one in CLASSES
        ]
        for i, name in enumerate("rfm"):
            own = [scores[i] for scores, _ in expected.values()]
            assert [s["people"] for s in whole["scores"][name]] == [
                own.count(n) for n in range(1, defined.rfm.scores + 1)
            ]


def test_by_hand(tmp_path: Path) -> None:
    """Ten buyers; the worse of two equals have the same score, so scores may be nobody's."""
    rows: list[tuple[Any, ...]] = [(person, "buy", person * A_DAY, 10.0) for person in range(5)]
    rows += [(person, "buy", 5 * A_DAY, 10.0) for person in range(5, 10)]
    rows += [(9, "buy", 5 * A_DAY + 1, 90.0), (10, "look", 5 * A_DAY, None)]
    data, defined = with_rfm(
        small_project(tmp_path, rows, [VALUE]), {"form": "rfm", "event": {"event": "buy"}, "amount": "amount"}
    )
    view = data.hot.view()
    found = found_in(data, view)
    # Of days: 0 to 4 have 0, 1, 2, 3, 4 worse ones; the five last have 5.
    assert [found[p][0][0] for p in range(10)] == [1, 1, 2, 2, 3, 3, 3, 3, 3, 3]
    # Of orders: nine have none worse, one has nine.
    assert [found[p][0][1] for p in range(10)] == [1] * 9 + [5]
    assert found[9] == ((3, 5, 5), "$rfm_important_value") and found[0] == ((1, 1, 1), "$rfm_general_winback")
    whole = composition(data, view, defined, "1")
    assert (whole["people"], whole["none"], whole["amount"]) == (10, 1, 190.0)
    assert [s["people"] for s in whole["scores"]["f"]] == [9, 0, 0, 0, 1]
    assert [s["people"] for s in whole["scores"]["r"]] == [2, 2, 6, 0, 0]
    best = whole["classes"][0]
    assert (best["people"], best["amount"], best["amount_share"]) == (1, 100.0, 100 / 190)
    assert whole["classes"][1]["recency"] is None


def test_the_free_form_counts_sessions_and_their_time(tmp_path: Path) -> None:
    rows = [
        *((0, "visit", second) for second in (0, MINUTE, 2 * MINUTE)),
        *((0, "visit", A_DAY + second) for second in (0, 10 * MINUTE)),
        (1, "visit", 0),
        *((1, "other", A_DAY + second) for second in (0, 100 * MINUTE)),
    ]
    cuts = {"r": [1, 3], "f": [2, 3], "m": [60, 700]}
    data, defined = with_rfm(small_project(tmp_path, rows), {"form": "free", "scoring": "cuts", "cuts": cuts})
    view = data.hot.view().until(day_number(date(2020, 2, 29)))
    scored = defined.scored(data, view, "1")
    assert [value.tolist() for value in scored.values] == [[0, 0], [2, 3], [720, 0]]
    only = RfmDefined(
        "main",
        defined.rfm.model_copy(
            update={"event": Rfm.model_validate({"form": "free", "event": {"event": "visit"}}).event}
        ),
    )
    scored = only.scored(data, view, "2")
    assert [value.tolist() for value in scored.values] == [[0, 1], [2, 1], [720, 0]]


def test_orders_of_several_rows_are_counted_by_their_number(tmp_path: Path) -> None:
    rows: list[tuple[Any, ...]] = [(0, "buy", n, 1.0, order) for n, order in enumerate(("a", "a", "b"))]
    rows += [(1, "buy", 9, 1.0, None)]
    raw = {
        "form": "rfm",
        "event": {"event": "buy"},
        "amount": "amount",
        "frequency": "distinct",
        "order": "order",
    }
    data, defined = with_rfm(small_project(tmp_path, rows, [VALUE, ORDER]), raw)
    assert defined.scored(data, data.hot.view(), "1").values[1].tolist() == [2, 0]


def test_a_class_is_asked_for_like_any_property(tmp_path: Path) -> None:
    rows = [(p, "buy", p * A_DAY, float(p)) for p in range(10)]
    data, _ = with_rfm(
        small_project(tmp_path, rows, [VALUE]), {"form": "rfm", "event": {"event": "buy"}, "amount": "amount"}
    )
    stood = parse_question(
        {"kind": "migration", "property": "$rfm", "range": {"from": "2020-03-04", "to": "2020-03-08"}}
    )
    answer = ask(data, stood)
    assert sum(row["people"] for row in answer.rows) == answer.totals["people"] == 10
    for row in answer.rows:
        assert len(people_behind(data, stood, row["address"]).people) == row["people"]
    cell = parse_question(
        {
            "kind": "migration",
            "property": "$rfm",
            "range": {"from": "2020-03-08", "to": "2020-03-08"},
            "filters": [
                {"property": "$rfm_r", "op": "=", "value": 5},
                {"property": "$rfm_f", "op": "=", "value": 1},
            ],
        }
    )
    assert people_behind(data, cell, ask(data, cell).totals["address"]).people.tolist() == [8, 9]


WRONG: dict[str, Raw] = {
    "no amount": {"form": "rfm", "event": {"event": "buy"}},
    "no event": {"form": "rfm", "amount": "amount"},
    "any event": {"form": "rfm", "event": {"event": None}, "amount": "amount"},
    "an amount of visits": {"form": "free", "amount": "amount"},
    "no engagement": {"form": "rfe"},
    "engagement of buyers": {"form": "free", "engagement": {"event": "like"}},
    "no order": {"form": "free", "frequency": "distinct"},
    "no cuts": {"form": "free", "scoring": "cuts"},
    "falling cuts": {"form": "free", "scoring": "cuts", "cuts": {"r": [3, 1], "f": [1, 2], "m": [1, 2]}},
    "cuts of many lengths": {"form": "free", "scoring": "cuts", "cuts": {"r": [1], "f": [1, 2], "m": [1, 2]}},
    "three cuts": {
        "form": "free",
        "scoring": "cuts",
        "cuts": {"r": [1, 2, 3], "f": [1, 2, 3], "m": [1, 2, 3]},
    },
    "too high": {"form": "free", "bins": 3, "high": 4},
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_rfm_is_refused(case: str) -> None:
    with pytest.raises(Refused) as raised:
        read_body(Rfm, WRONG[case])
    assert raised.value.code == "bad_definition"


def test_a_text_is_no_amount(tmp_path: Path) -> None:
    data, defined = with_rfm(
        small_project(tmp_path, [(0, "buy", 0, "x")], [TEXT]),
        {"form": "rfm", "event": {"event": "buy"}, "amount": "amount"},
    )
    with pytest.raises(Refused, match="a sum needs a number"):
        defined.scored(data, data.hot.view(), "1")
