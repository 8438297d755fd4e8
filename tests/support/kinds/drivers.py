"""Drivers: random ones, and what their figures must be to their lists."""

from __future__ import annotations

from hypothesis import strategies as st
from tests.support.agree import Lists
from tests.support.kinds.funnel import funnels
from tests.support.projects import Plan
from tests.support.questions import Raw, named

from yunying.analyse import Drivers

_SHAPE = ("steps", "order", "window", "exclude", "hold")


@st.composite
def random_drivers(draw: st.DrawFn, plan: Plan) -> Raw:
    """Drivers of random funnels of several steps."""
    funnel = draw(funnels(plan).filter(lambda raw: len(raw["steps"]) > 1))
    required = [i for i, step in enumerate(funnel["steps"], 1) if not step.get("optional")]
    start = draw(st.sampled_from(required[:-1]))
    usable = sorted(key for key, kind in plan.properties.items() if kind != "time")
    return {
        "kind": "drivers",
        "marked": funnel["marked"],
        "range": funnel["range"],
        "filters": funnel["filters"],
        "funnel": {name: funnel[name] for name in _SHAPE if name in funnel},
        "from": start,
        "to": draw(st.sampled_from((None, *(step for step in required if step > start)))),
        "properties": [
            dict(draw(named(name, scope, plan)), top=draw(st.integers(1, 4)))
            for name, scope in draw(st.lists(st.sampled_from(usable), max_size=2))
        ],
    }


def check(lists: Lists, _: Drivers) -> None:
    """Every figure is as long as its list."""
    total = lists.answer.totals["rows"][0]
    everybody = set(lists.open(total["address"]))
    converted = set(lists.open(total["converted_address"]))
    others = set(lists.open(total["others_address"]))
    assert (total["people"], total["converted"], total["others"]) == (
        len(everybody),
        len(converted),
        len(others),
    )
    assert converted | others == everybody
    assert not converted & others
    q_values = [row["q"] for row in lists.answer.rows if row["q"] is not None]
    assert all(0 <= q <= 1 for q in q_values)
    for row in lists.answer.rows:
        for name, whole in (("converted", converted), ("other", others)):
            with_it, without = (set(lists.open(row[f"{name}_{how}_address"])) for how in ("with", "without"))
            assert (row[f"{name}_with"], row[f"{name}_without"]) == (len(with_it), len(without))
            assert with_it | without == whole
            assert not with_it & without
        if row["p"] is not None:
            assert 0 <= row["p"] <= row["q"] <= 1
            assert row["odds_low"] <= row["odds_ratio"] <= row["odds_high"]
