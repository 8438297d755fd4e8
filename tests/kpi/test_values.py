"""Every type of metric equals the same figure counted event by event."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.support.projects import Commit, Plan, add_commit, open_plan

from yunying.analyse import ask, parse_question, people_behind
from yunying.audience import read_body
from yunying.core import NotFound, Refused
from yunying.kpi import Desk, FactTable, Metric, Recorded, Wanted, expression_of, values_of
from yunying.metrics import Breakdown, Condition, Days, known_until
from yunying.store import Dataset

FIRST, COUNT = date(2021, 3, 1), 30  # a Monday
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Event:
    person: int
    event: str
    time: int
    amount: float | None
    city: str | None

    @property
    def day(self) -> date:
        return datetime.fromtimestamp(self.time / 1e6, UTC).astimezone(ZONE).date()


def _log() -> list[Event]:
    pick = random.Random(7)  # noqa: S311
    start = int(datetime(2021, 3, 1, tzinfo=ZONE).timestamp())
    return sorted(
        (
            Event(
                pick.randrange(9),
                pick.choice(("visit", "visit", "view", "pay")),
                (start + pick.randrange(COUNT * 86_400)) * 1_000_000,
                pick.choice((None, 5.0, 20.0, -3.0)),
                pick.choice(("上海", "北京", None)),
            )
            for _ in range(400)
        ),
        key=lambda one: one.time,
    )


LOG = _log()
COSTS = [
    Recorded(FIRST + timedelta(days=i), {"channel": channel}, 10.0 * i + k)
    for i in range(COUNT)
    for k, channel in enumerate(("ads", "mail"))
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    rows = tuple((one.person, one.event, one.time, one.amount, one.city) for one in LOG)
    wanted: Any = (("amount", "event", "number"), ("city", "event", "text"))
    plan = Plan("Asia/Shanghai", "monday", FIRST, datetime(2022, 1, 1, tzinfo=UTC), ())
    data = open_plan(plan, tmp_path_factory.mktemp("values"))
    add_commit(data, Commit(wanted, rows))
    return data


def desk(data: Dataset) -> Desk:
    return Desk(
        ask=lambda question: ask(data, question),
        calendar=data.calendar,
        now=data.clock(),
        known_until=known_until(data, data.hot.view()),
        facts=lambda name: FactTable(COSTS if name == "cost" else []),
    )


def metric(**raw: Any) -> Metric:
    further: dict[str, Any] = {k: raw.pop(k) for k in ("over", "filters") if k in raw}
    whole: dict[str, Any] = {"name": {"zh": "数", "en": "figure"}, "is": raw}
    return read_body(Metric, whole | further)


BACK: dict[str, Any] = {"return": {"event": "pay"}}
METRICS: dict[str, Metric] = {
    "visits": metric(type="count", event="visit"),
    "visitors": metric(type="people", event="visit"),
    "dau": metric(type="people", event=None, over="daily_average"),
    "newcomers": metric(type="people", event=None, first_ever=True),
    "gmv": metric(type="sum", event="pay", property="amount"),
    "payers": metric(type="people", event="pay"),
    "order_value": metric(type="average", event="pay", property="amount"),
    "typical_order": metric(type="percentile", event="pay", property="amount", at=90),
    "arppu": metric(type="ratio", of="gmv", by="payers"),
    "spend": metric(type="formula", formula="(gmv - 2 * payers) / visitors"),
    "conversion": metric(
        type="conversion",
        steps=[{"event": "visit"}, {"event": "pay"}],
        window={"value": 2, "unit": "day"},
    ),
    "kept": metric(type="retention", at=1, cohort="every", start={"event": "visit"}, **BACK),
    "sticky": metric(type="stickiness", event=None, days=7),
    "so_far": metric(type="cumulative", of="payers"),
    "weekly": metric(type="rolling", of="dau", days=7),
    "rolling_arppu": metric(type="rolling", of="arppu", days=3),
    "cost": metric(type="fact", fact="cost"),
    "stock": metric(type="fact", fact="cost", where={"channel": ["mail"]}, sum_over_days=False),
    "shanghai": metric(
        type="ratio", of="gmv", by="visits", filters=[{"property": "city", "op": "=", "value": "上海"}]
    ),
}


def of(first: date, last: date, event: str | None = None) -> list[Event]:
    return [one for one in LOG if first <= one.day <= last and event in (None, one.event)]


def people(events: list[Event]) -> int:
    return len({one.person for one in events})


def total(events: list[Event]) -> float:
    return sum(one.amount for one in events if one.amount is not None)


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def over(top: float, bottom: float) -> float | None:
    return top / bottom if bottom else None


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def converted(first: date, last: date) -> float | None:
    entered = {one.person for one in of(first, last, "visit")}
    done = {
        one.person
        for one in of(first, last, "visit")
        if any(
            p.person == one.person and 0 < p.time - one.time <= 2 * 86_400 * 10**6
            for p in LOG
            if p.event == "pay"
        )
    }
    return over(len(done), len(entered))


def kept(first: date, last: date) -> float | None:
    pairs = {(one.person, one.day) for one in of(first, last, "visit")}
    pairs = {pair for pair in pairs if pair[1] + timedelta(days=1) < LOG[-1].day}
    back = {(one.person, one.day - timedelta(days=1)) for one in LOG if one.event == "pay"}
    return over(len(pairs & back), len(pairs))


def percentile(first: date, last: date) -> float | None:
    values = sorted(one.amount for one in of(first, last, "pay") if one.amount is not None)
    if not values:
        return None
    at = (len(values) - 1) * 0.9
    low = math.floor(at)
    return values[low] + (values[min(low + 1, len(values) - 1)] - values[low]) * (at - low)


def firsts(first: date, last: date) -> int:
    seen = {one.person: one.day for one in reversed(LOG)}
    return sum(first <= day <= last for day in seen.values())


def sticky(first: date, last: date) -> float | None:
    days = days_of(first, last)
    return over(
        sum(people(of(day, day)) for day in days),
        sum(people(of(day - timedelta(days=6), day)) for day in days),
    )


START = FIRST + timedelta(days=7)
END = FIRST + timedelta(days=20)
REFERENCE: dict[str, Callable[[date, date], float | None]] = {
    "visits": lambda a, b: len(of(a, b, "visit")),
    "visitors": lambda a, b: people(of(a, b, "visit")),
    "dau": lambda a, b: mean([people(of(day, day)) for day in days_of(a, b)]),
    "newcomers": firsts,
    "gmv": lambda a, b: total(of(a, b, "pay")),
    "payers": lambda a, b: people(of(a, b, "pay")),
    "order_value": lambda a, b: over(
        total(of(a, b, "pay")), sum(one.amount is not None for one in of(a, b, "pay"))
    ),
    "typical_order": percentile,
    "arppu": lambda a, b: over(total(of(a, b, "pay")), people(of(a, b, "pay"))),
    "spend": lambda a, b: over(
        total(of(a, b, "pay")) - 2 * people(of(a, b, "pay")), people(of(a, b, "visit"))
    ),
    "conversion": converted,
    "kept": kept,
    "sticky": sticky,
    "so_far": lambda a, b: people(of(START, b, "pay")),
    "weekly": lambda a, b: people(of(b - timedelta(days=6), b)),
    "rolling_arppu": lambda a, b: over(
        total(of(b - timedelta(days=2), b, "pay")), people(of(b - timedelta(days=2), b, "pay"))
    ),
    "cost": lambda a, b: sum(one.value for one in COSTS if a <= one.day <= b),
    "stock": lambda a, b: next(
        one.value for one in COSTS if one.day == b and one.dimensions["channel"] == "mail"
    ),
    "shanghai": lambda a, b: over(
        total([one for one in of(a, b, "pay") if one.city == "上海"]),
        len([one for one in of(a, b, "visit") if one.city == "上海"]),
    ),
}


@pytest.mark.parametrize("interval", ["day", "week"])
def test_metrics_are_what_counting_by_hand_gives(data: Dataset, interval: Any) -> None:
    wanted = Wanted(Days(START, END), interval)
    found = values_of(desk(data), wanted, [expression_of(one, METRICS) for one in METRICS.values()])
    length = 1 if interval == "day" else 7
    for (key, column), reference in zip(
        zip(METRICS, found, strict=True), (REFERENCE[key] for key in METRICS), strict=True
    ):
        starts = days_of(START, END)[::length]
        expected = [reference(day, day + timedelta(days=length - 1)) for day in starts]
        got = [None if math.isnan(v) else v for v in column.values[:, 0].tolist()]
        assert got == [None if v is None else pytest.approx(v) for v in expected], key
        whole = reference(START, END)
        assert whole is not None
        assert column.totals[0] == pytest.approx(whole), key
        assert column.complete.all(), key


def test_each_figure_opens_the_people_that_it_counts(data: Dataset) -> None:
    wanted = Wanted(Days(START, END), "week")
    keys = [key for key in METRICS if key not in ("cost", "stock", "kept", "rolling_arppu")]
    found = dict(
        zip(
            keys,
            values_of(desk(data), wanted, [expression_of(METRICS[key], METRICS) for key in keys]),
            strict=True,
        )
    )
    for column in found.values():
        assert column.doors
        for door in column.doors:
            question = parse_question(door.question)
            for text in (*(row[0] for row in door.cells), door.totals[0]):
                assert text is not None
                people_behind(data, question, text)
    for key in ("visitors", "payers", "weekly", "so_far"):
        door = found[key].doors[0]
        question = parse_question(door.question)
        for b, row in enumerate(door.cells):
            assert row[0] is not None
            assert len(people_behind(data, question, row[0]).people) == found[key].values[b, 0], key


def test_a_breakdown_is_of_one_property_in_all_parts(data: Dataset) -> None:
    wanted = Wanted(Days(START, END), "week", breakdown=Breakdown.model_validate({"property": "city"}))
    (column,) = values_of(desk(data), wanted, [expression_of(METRICS["arppu"], METRICS)])
    assert set(column.labels) >= {"上海", "北京", None}
    for city in ("上海", "北京", None):
        pays = [one for one in of(START, END, "pay") if one.city == city]
        assert column.totals[column.labels.index(city)] == pytest.approx(total(pays) / people(pays))
    (cost,) = values_of(
        desk(data),
        Wanted(Days(START, END), breakdown=Breakdown.model_validate({"property": "channel", "top": 1})),
        [expression_of(METRICS["cost"], METRICS)],
    )
    assert cost.labels == ("mail", "$other")


def test_filters_hold_for_all_parts(data: Dataset) -> None:
    only = Condition.model_validate({"property": "city", "op": "=", "value": "上海"})
    wanted = Wanted(Days(START, END), filters=(only,))
    (column,) = values_of(desk(data), wanted, [expression_of(METRICS["arppu"], METRICS)])
    pays = [one for one in of(START, END, "pay") if one.city == "上海"]
    assert column.totals[0] == pytest.approx(total(pays) / people(pays))


@pytest.mark.parametrize(
    ("raw", "error", "code"),
    [
        ({"type": "ratio", "of": "gmv", "by": "nothing"}, NotFound, "unknown_metric"),
        ({"type": "formula", "formula": "gmv / (visits"}, Refused, "bad_formula"),
        ({"type": "formula", "formula": "gmv / nothing"}, NotFound, "unknown_metric"),
        ({"type": "rolling", "of": "typical_order", "days": 7}, Refused, "metric_not_of"),
        ({"type": "rolling", "of": "weekly", "days": 7}, Refused, "metric_not_of"),
        ({"type": "cumulative", "of": "typical_order"}, Refused, "metric_not_of"),
        ({"type": "ratio", "of": "itself", "by": "gmv"}, Refused, "metric_cycle"),
    ],
)
def test_what_cannot_be_computed_is_refused(raw: Any, error: type[Exception], code: str) -> None:
    itself = metric(**raw)
    with pytest.raises(error) as caught:
        expression_of(itself, METRICS | {"itself": itself})
    assert caught.value.code == code  # type: ignore[attr-defined]
