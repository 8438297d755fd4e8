"""Computed traits: against plain loops, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.naive import Event, takes, timelines
from tests.support.profiles import share
from tests.support.projects import Plan, built, plans
from tests.support.questions import ranges
from tests.support.small import A_DAY, small_project

from yunying.core import Refused
from yunying.metrics import (
    Computed,
    Trait,
    people_count,
    resolve_range,
    trait_type,
    trait_values,
    traits,
    values_at,
)
from yunying.metrics.filters import AnyEvents

MEASURES = Trait.model_fields["measure"].annotation.__args__  # type: ignore[union-attr]
NUMERIC = ("sum", "average", "least", "most")
PLAIN = ("count", "days", "first_time", "last_time", "days_since_first", "days_since_last")


@st.composite
def some_traits(draw: st.DrawFn, plan: Plan) -> Trait:
    """Traits that the project can have."""
    own = {
        name: kind for (name, scope), kind in plan.properties.items() if scope == "event" and name != "混 合"
    }
    numbers = [name for name, kind in own.items() if kind == "number"]
    measures = [m for m in MEASURES if (m not in NUMERIC or numbers) and (m in PLAIN or own)]
    measure = draw(st.sampled_from(measures))
    raw: dict[str, Any] = {"measure": measure, "event": draw(st.sampled_from((None, *plan.events)))}
    if measure not in PLAIN:
        raw["property"] = draw(st.sampled_from(numbers if measure in NUMERIC else sorted(own)))
    if draw(st.booleans()):
        raw["range"] = draw(ranges(plan, 20))
    return Trait.model_validate(raw)


@share(1)
@given(draw=st.data())
def test_as_plain_loops_compute(draw: st.DataObject) -> None:
    plan = draw.draw(plans())
    if not plan.events:
        return
    trait = draw.draw(some_traits(plan))
    with built(plan) as data:
        view = data.hot.view()
        found = trait_values(data, view, trait)
        assert found.type == trait_type(view, trait)
        limits = resolve_range(trait.range, data.calendar, data.clock()) if trait.range else None
        today = data.calendar.today(data.clock())
        shown = values_at(found, np.arange(people_count(view)))
        for person, events in timelines(plan, marked=False).items():
            acts = [e for e in events if takes(_ref(trait), e)]
            acts = [e for e in acts if limits is None or limits.first <= e.day <= limits.last]
            expected = _naive(trait, acts, today)
            if found.type == "time":
                number = found.numbers[person]
                assert (None if np.isnan(number) else number) == expected
            elif isinstance(expected, float):
                assert shown[person] == pytest.approx(expected, rel=1e-9, abs=1e-9)
            else:
                assert shown[person] == expected


def _ref(trait: Trait) -> Any:
    return AnyEvents(event=trait.event, filters=[])


def _naive(trait: Trait, acts: list[Event], today: date) -> Any:
    values: list[Any] = [e.values.get(trait.property or "") for e in acts]
    values = [v for v in values if v is not None and v == v]  # noqa: PLR0124  NaN is not a value
    match trait.measure:
        case "count":
            return len(acts)
        case "days":
            return len({e.day for e in acts})
        case "sum":
            return float(sum(values))
        case "distinct":
            return len({str(v + 0.0) if isinstance(v, float) else v for v in values})
    if trait.measure in PLAIN:
        if not acts:
            return None
        act = acts[0] if "first" in trait.measure else acts[-1]
        return act.at * 1000.0 if "time" in trait.measure else (today - act.day).days
    if not values:
        return None
    match trait.measure:
        case "average":
            return fmean(values)
        case "least":
            return float(min(values))
        case "most":
            return float(max(values))
        case "first":
            return values[0]
        case "last":
            return values[-1]
    return min(values, key=lambda v: (-values.count(v), v))


def test_a_range_of_last_days_goes_with_the_day_that_is_looked_at(tmp_path: Path) -> None:
    data = small_project(tmp_path, [(0, "buy", 0), (0, "buy", 10), (1, "buy", A_DAY), (0, "view", 5 * A_DAY)])
    recent = Trait.model_validate({"measure": "count", "event": "buy", "range": {"last": 2}})
    assert trait_values(data, data.hot.view(), recent).numbers.tolist() == [0, 0]  # today is in 2030
    assert trait_values(data, data.hot.view().until(18_320), recent).numbers.tolist() == [2]
    assert trait_values(data, data.hot.view().until(18_322), recent).numbers.tolist() == [0, 1]
    since = Trait.model_validate({"measure": "days_since_last", "event": "buy"})
    assert trait_values(data, data.hot.view().until(18_322), since).numbers.tolist() == [2, 1]


def test_a_trait_whose_property_became_text(tmp_path: Path) -> None:
    data = small_project(tmp_path, [(0, "buy", 0, "a")], [("plan", "event", "text")])
    first = Trait.model_validate({"measure": "first", "event": "buy", "property": "plan"})
    as_number = data.deriving({"t": Computed.of("t", "number", first, "1")})
    view = as_number.hot.view()
    with pytest.raises(Refused) as refused:
        traits(as_number, view, view.derived["t"].prop)
    assert refused.value.code == "trait_type_changed"


REFUSED: list[tuple[Any, str]] = [
    ({"measure": "count", "event": "buy", "property": "plan"}, "property_not_wanted"),
    ({"measure": "sum", "event": "buy"}, "property_wanted"),
    ({"measure": "sum", "event": "buy", "property": "plan"}, "not_numeric"),
    ({"measure": "first", "event": "buy", "property": "x"}, "unknown_property"),
    ({"measure": "count", "event": "bye"}, "unknown_event"),
]


@pytest.mark.parametrize(("raw", "code"), REFUSED)
def test_refused(tmp_path: Path, raw: Any, code: str) -> None:
    data = small_project(tmp_path, [(0, "buy", 0, "a")], [("plan", "event", "text")])
    with pytest.raises(Refused) as refused:
        trait_values(data, data.hot.view(), Trait.model_validate(raw))
    assert refused.value.code == code
