"""A change taken apart adds up, equals counting by hand, and names a cause that was planted."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from tests.support.projects import Commit, Plan, add_commit, open_plan

from yunying.analyse import ask
from yunying.audience import read_body
from yunying.core import Refused
from yunying.kpi import Desk, FactTable, Metric, Metrics, explain_change, expression_of
from yunying.kpi.why.change import Change
from yunying.metrics import Days, known_until
from yunying.store import Dataset

FIRST, ZONE = date(2021, 3, 1), ZoneInfo("Asia/Shanghai")
BEFORE, NOW = (
    Days(FIRST, FIRST + timedelta(days=27)),
    Days(FIRST + timedelta(days=28), FIRST + timedelta(days=55)),
)
CITIES, SYSTEMS = ("上海", "北京", "广州", None), ("ios", "android")


@dataclass(frozen=True)
class Event:
    person: int
    event: str
    day: int
    amount: float
    city: str | None
    system: str


def log(broken: bool) -> list[Event]:
    """Who visits pays one time in two; later hardly anybody in Beijing on Android, where something is `broken`."""
    pick = random.Random(11)  # noqa: S311
    found = []
    for day in range(56):
        for _ in range(150):
            city, system = pick.choice(CITIES), pick.choice(SYSTEMS)
            person = pick.randrange(300)
            found.append(Event(person, "visit", day, 0.0, city, system))
            bad = broken and day >= 28 and city == "北京" and system == "android"
            if pick.random() < (0.1 if bad else 0.5):
                found.append(Event(person, "pay", day, pick.choice((5.0, 20.0)), city, system))
    return found


def dataset(events: list[Event], folder: Any) -> Dataset:
    start = int(datetime(2021, 3, 1, 12, tzinfo=ZONE).timestamp())
    data = open_plan(Plan("Asia/Shanghai", "monday", FIRST, datetime(2022, 1, 1, tzinfo=UTC), ()), folder)
    rows = tuple(
        (one.person, one.event, (start + one.day * 86_400 + i) * 1_000_000, one.amount, one.city, one.system)
        for i, one in enumerate(events)
    )
    properties: Any = (("amount", "event", "number"), ("city", "event", "text"), ("os", "event", "text"))
    add_commit(data, Commit(properties, rows))
    return data


def metric(**raw: Any) -> Metric:
    further = {k: raw.pop(k) for k in ("over",) if k in raw}
    return read_body(Metric, {"name": {"zh": "数", "en": "figure"}, "is": raw, **further})


METRICS: Metrics = {
    "gmv": metric(type="sum", event="pay", property="amount"),
    "visits": metric(type="count", event="visit"),
    "payers": metric(type="people", event="pay"),
    "dau": metric(type="people", event=None, over="daily_average"),
    "rate": metric(type="formula", formula="100 * pays / visits"),
    "pays": metric(type="count", event="pay"),
    "net": metric(type="formula", formula="gmv - 2 * pays"),
    "typical": metric(type="percentile", event="pay", property="amount"),
    "conversion": metric(
        type="conversion", steps=[{"event": "visit"}, {"event": "pay"}], window={"value": 1, "unit": "day"}
    ),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return dataset(log(True), tmp_path_factory.mktemp("broken"))


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return dataset(log(False), tmp_path_factory.mktemp("quiet"))


def explain(data: Dataset, key: str, dimensions: tuple[str, ...] = ("city", "os")) -> Change:
    desk = Desk(
        ask=lambda question: ask(data, question),
        calendar=data.calendar,
        now=data.clock(),
        known_until=known_until(data, data.hot.view()),
        facts=lambda name: FactTable([]),
    )
    return explain_change(desk, data, expression_of(METRICS[key], METRICS), BEFORE, NOW, dimensions)


@pytest.mark.parametrize("key", ["gmv", "visits", "payers", "dau", "rate", "net", "conversion"])
def test_contributions_of_a_dimension_add_up_to_the_change(broken: Dataset, key: str) -> None:
    found = explain(broken, key)
    assert found.change is not None
    assert [one.dimension for one in found.by_dimension] == ["city", "os"]
    for one in found.by_dimension:
        assert sum(part.contribution for part in one.parts) == pytest.approx(found.change, rel=1e-9, abs=1e-9)


def _sum(event: str) -> Callable[[list[Event]], float]:
    return lambda events: sum(one.amount for one in events if one.event == event)


def _rate(events: list[Event]) -> float:
    return 100 * sum(one.event == "pay" for one in events) / sum(one.event == "visit" for one in events)


@pytest.mark.parametrize(("key", "count"), [("gmv", _sum("pay")), ("rate", _rate)])
def test_figures_of_slices_are_what_counting_gives(
    broken: Dataset, key: str, count: Callable[[list[Event]], float]
) -> None:
    (cities, _) = explain(broken, key).by_dimension
    for part in cities.parts:
        of = [one for one in log(True) if one.city == part.value]
        assert part.before == pytest.approx(count([one for one in of if one.day < 28]))
        assert part.now == pytest.approx(count([one for one in of if one.day >= 28]))


@pytest.mark.parametrize("key", ["gmv", "pays", "rate"])
def test_a_planted_cause_comes_first(broken: Dataset, key: str) -> None:
    found = explain(broken, key)
    assert found.slices[0].values == {"city": "北京", "os": "android"}
    assert found.slices[0].effect < 0
    if key == "pays":
        events = [one for one in log(True) if one.event == "pay"]
        inside = [one for one in events if one.city == "北京" and one.system == "android"]
        before, now = (sum(one.day < 28 for one in part) for part in (events, inside))
        growth = (len(events) - len(inside) - before + now) / (before - now)
        assert found.slices[0].effect == pytest.approx(len(inside) - now - now * growth, rel=0.1)


def test_a_funnel_names_the_value_that_fell(broken: Dataset) -> None:
    found = explain(broken, "conversion")
    assert found.slices[0].values in ({"city": "北京"}, {"os": "android"})


@pytest.mark.parametrize("key", ["gmv", "visits", "rate", "dau"])
def test_nothing_stands_out_of_a_quiet_period(quiet: Dataset, key: str) -> None:
    found = explain(quiet, key)
    assert found.slices == ()
    assert found.steady == ("city", "os")


def test_what_does_not_add_up_is_refused(quiet: Dataset) -> None:
    with pytest.raises(Refused) as caught:
        explain(quiet, "typical")
    assert caught.value.code == "not_by_dimension"


def test_people_count_once_in_a_period(broken: Dataset) -> None:
    found = explain(broken, "payers")
    events = [one for one in log(True) if one.event == "pay"]
    assert found.before == len({one.person for one in events if one.day < 28})
    assert np.isclose(sum(part.now or 0 for part in found.by_dimension[0].parts), found.now or 0)
