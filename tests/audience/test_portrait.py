"""Portraits: every figure is what plain loops count, opens exactly its people, and what was planted comes first."""

from __future__ import annotations

import math
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.naive import timelines
from tests.support.profiles import share
from tests.support.projects import Plan, built, plans
from tests.support.small import A_DAY, small_project

from yunying.audience import portrait, who_are_at
from yunying.audience.portrait import lifts
from yunying.core import Refused
from yunying.metrics import activity, find_property, traits, values_at

Raw = dict[str, Any]


def _people(plan: Plan, part: Raw) -> list[tuple[Any, set[int]]]:
    """Who is in each value of a part that follows from events alone."""
    zone = ZoneInfo(plan.zone)
    found: dict[Any, set[int]] = {}
    for person, events in timelines(plan, marked=False).items():
        local = [datetime.fromtimestamp(e.at // 1000, UTC).astimezone(zone) for e in events]
        of = {"hour": [at.hour for at in local], "weekday": [at.weekday() for at in local]}.get(part["group"])
        if of is None:
            for event in events:
                found.setdefault(event.name, set()).add(person)
        else:
            counts = Counter(of)
            most = max(counts.values())
            found.setdefault(min(k for k, n in counts.items() if n == most), set()).add(person)
    return [(value["value"], found.get(value["value"], set())) for value in part["values"]]


@share(0.5)
@given(draw=st.data())
def test_every_figure_is_what_loops_count_and_opens_its_people(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    with built(plan) as data:
        view = data.hot.view()
        known = np.flatnonzero(activity(view).count)
        assume(len(known) > 1)
        inside = set(draw.draw(st.sets(st.sampled_from(known.tolist()), min_size=1, max_size=len(known) - 1)))
        made = portrait(data, view, np.array(sorted(inside)))
        assert (made["people"], made["others"]) == (len(inside), len(known) - len(inside))
        for part in made["parts"]:
            for value in part["values"]:
                them = set(np.flatnonzero(who_are_at(data, view, value["address"])).tolist())
                assert (value["inside"], value["outside"]) == (len(them & inside), len(them - inside))
            if part["group"] in ("event", "hour", "weekday"):
                for (_, them), value in zip(_people(plan, part), part["values"], strict=True):
                    assert (value["inside"], value["outside"]) == (len(them & inside), len(them - inside))
            elif part["name"] != "days":
                _agree(part, inside, known.tolist(), _values(data, view, part["name"]))


def _values(data: Any, view: Any, name: str) -> list[Any]:
    values = traits(data, view, find_property(view, name, "person", ""))
    return values_at(values, np.arange(len(activity(view).count)))


def _agree(part: Raw, inside: set[int], known: list[int], values: list[Any]) -> None:
    """Everybody is in exactly one value, unless there are others that are not shown."""
    for value in part["values"]:
        them = {
            p
            for p in known
            if (values[p] is None and value["value"] is None and value["least"] is None)
            or (values[p] is not None and value["least"] is None and values[p] == value["value"])
            or (
                values[p] is not None
                and value["least"] is not None
                and value["least"] <= values[p] <= value["most"]
            )
        }
        assert (value["inside"], value["outside"]) == (len(them & inside), len(them - inside))
    assert part["other"] or sum(v["inside"] for v in part["values"]) == len(inside)


def test_what_was_planted_comes_first(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    rows = []
    for person in range(600):
        chosen = person < 200
        city = "Chengdu" if rng.random() < (0.7 if chosen else 0.1) else "Wuhan"
        plan = rng.choice(["a", "b", "c"])
        rows.append((person, "visit", 60, city, plan, float(rng.normal())))
        if rng.random() < (0.05 if chosen else 0.6):
            rows.append((person, "buy", 90 + A_DAY, city, plan, float(rng.normal())))
    data = small_project(
        tmp_path,
        rows,
        [("city", "person", "text"), ("plan", "person", "text"), ("noise", "person", "number")],
    )
    made = portrait(data, data.hot.view(), np.arange(200))
    first = made["over"][0]
    assert (first["group"], first["name"], first["value"]) == ("property", "city", "Chengdu")
    assert first["lift"] == pytest.approx(first["inside"] / 200 / (first["outside"] / 400))
    assert first["lift_low"] < first["lift"] < first["lift_high"]
    bought = next(value for value in made["under"] if value["group"] == "event")
    assert bought["value"] == "buy" and bought["q"] < 1e-6
    out = {value["name"] for value in [*made["over"], *made["under"]]}
    assert not out & {"plan", "noise"}


def test_intervals_are_those_of_the_books() -> None:
    # A textbook's table: 15 of 100 beside 30 of 100. Katz: exp(ln 0.5 ± 1.96 √(1/15 − 1/100 + 1/30 − 1/100)).
    spread = 1.959963984540054 * math.sqrt(1 / 15 - 1 / 100 + 1 / 30 - 1 / 100)
    lift, low, high = lifts(np.array([15, 0, 100]), 100, np.array([30, 5, 100]), 100)
    assert lift[0] == pytest.approx(0.5)
    assert (low[0], high[0]) == (
        pytest.approx(0.5 * math.exp(-spread)),
        pytest.approx(0.5 * math.exp(spread)),
    )
    assert lift[1] == pytest.approx((0.5 / 100.5) / (5.5 / 100.5)) and low[1] < 1 < high[1]
    assert (lift[2], low[2], high[2]) == (1, 1, 1)


def test_there_must_be_somebody_on_both_sides(tmp_path: Path) -> None:
    data = small_project(tmp_path, [(0, "a", 0), (1, "a", 0)])
    for people, code in (([], "nobody_behind"), ([0, 1], "nobody_else"), ([7], "nobody_behind")):
        with pytest.raises(Refused) as raised:
            portrait(data, data.hot.view(), np.array(people, np.int64))
        assert raised.value.code == code


@pytest.mark.parametrize(
    "text", ["property=%22city%22", "hour=1&weekday=2", "event=%22none%22", "worth=true&value=null"]
)
def test_an_address_of_another_portrait_is_refused(tmp_path: Path, text: str) -> None:
    data = small_project(tmp_path, [(0, "a", 0, "x"), (1, "a", 0, "y")], [("city", "person", "text")])
    with pytest.raises(Refused) as raised:
        who_are_at(data, data.hot.view(), text)
    assert raised.value.code == "bad_address"
