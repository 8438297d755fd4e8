"""A third witness: plain loops over the rows as they were planned, without lake, SQL or kernels."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.support.agree import same
from tests.support.kinds.funnel import funnel_values, funnels
from tests.support.kinds.trend import trend_values, trends
from tests.support.profiles import share
from tests.support.projects import built, plans
from tests.support.questions import Raw

from yunying.analyse import Funnel, Trend, ask, parse_question


def bare(raw: Any) -> Any:
    """A question without filters and breakdowns, in all its parts."""
    if isinstance(raw, list):
        return [bare(part) for part in raw]
    if not isinstance(raw, dict):
        return raw
    return {k: bare(v) for k, v in raw.items() if k not in ("filters", "breakdown", "compare")}


def ranged(raw: Raw) -> bool:
    return "from" in raw["range"] and raw.get("interval") != "hour"


@share(0.2)
@given(draw=st.data())
def test_trend(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    raw = draw.draw(trends(plan).filter(ranged))
    series = [s | {"hidden": False} for s in raw["series"]]
    question = parse_question(bare(raw | {"series": series, "formulas": []}))
    assert isinstance(question, Trend)
    expected = trend_values(plan, question)
    with built(plan) as data:
        answer = ask(data, question)
    numbers = {total["series"]: i for i, total in enumerate(answer.totals["series"])}
    found = {(numbers[r["series"]], r["bucket"]): r["value"] for r in answer.rows}
    found |= {(i, None): total["value"] for i, total in enumerate(answer.totals["series"])}
    assert set(expected) <= set(found)
    for key, value in found.items():
        if key in expected:
            assert same(float(value), float(expected[key])), key
        else:
            assert not value


def plainly_counted(raw: Raw) -> bool:
    """Nothing that plain loops do not know: no sessions, and properties of one type and one name."""
    held = raw.get("hold")
    names = {
        *(held if isinstance(held, list) else [held]),
        *dict(raw["per"] if isinstance(raw.get("per"), dict) else {}).values(),
    }
    return (
        ranged(raw)
        and raw.get("per") != "session"
        and names <= {None, "plan", "price", "vip"}
        and not isinstance(held, list)
    )


@share(0.2)
@given(draw=st.data())
def test_funnel(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    question = parse_question(bare(draw.draw(funnels(plan).filter(plainly_counted))))
    assert isinstance(question, Funnel)
    with built(plan) as data:
        rows = ask(data, question).rows
    found = [
        (r["people"], r.get("units", r["people"]), r["median_seconds"], r["median_seconds_from_previous"])
        for r in rows
    ]
    for a, b in zip(found, funnel_values(plan, question), strict=True):
        assert all(same(x, y) for x, y in zip(a, b, strict=True)), (a, b)
