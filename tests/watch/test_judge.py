"""What a rule says of series whose incidents are known: planted drops caught, quiet series left alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from yunying.audience import read_body
from yunying.core import Refused
from yunying.watch import Incident, Rule, Series, episodes, judge, ongoing, tried

FIRST = date(2026, 3, 2)  # a Monday
WEEK = np.array([1.0, 1.0, 1.0, 1.05, 1.2, 1.4, 1.3])
SEASON = {"type": "season", "once_in": 200}


def rule(when: dict[str, Any], **further: Any) -> Rule:
    return read_body(Rule, {"name": "Orders", "metric": "orders", "when": when, **further})


def series(values: Any, **further: Any) -> Series:
    values = np.asarray(values, np.float64)
    days = tuple(FIRST + timedelta(days=i) for i in range(len(values)))
    return Series(
        **{
            "interval": "day",
            "labels": tuple(day.isoformat() for day in days),
            "days": days,
            "values": values,
            "complete": np.ones(len(values), np.bool_),
            "base": values,
            "noise": "count",
            **further,
        }
    )


def orders(seed: int, days: int = 180, size: float = 400) -> Any:
    """Counts with the rhythm of a week, a trend and more noise than chance alone makes."""
    rng = np.random.default_rng(seed)
    mean = size * WEEK[np.arange(days) % 7] * np.exp(0.002 * np.arange(days)) * rng.lognormal(0, 0.06, days)
    return rng.poisson(mean).astype(float)


def states(when: dict[str, Any], values: Any, **further: Any) -> list[str]:
    return [one.state for one in judge(rule(when, **further), series(values))]


def test_quiet_series_are_left_alone_as_often_as_the_rule_says() -> None:
    judged = out = 0
    for seed in range(40):
        found = judge(rule(SEASON), series(orders(seed)))
        judged += sum(one.state in ("fine", "out") for one in found)
        out += sum(one.state == "out" for one in found)
    assert judged == 40 * (180 - 14)
    assert 0.25 < out / judged * 200 < 2.5


def test_planted_drops_are_caught_on_their_day() -> None:
    caught = on_day = 0
    for seed in range(40):
        values = orders(seed)
        values[150:153] *= 0.6
        found = judge(rule(SEASON | {"direction": "down"}), series(values))
        at = tried(
            [found], [Incident("fault", FIRST + timedelta(days=150), FIRST + timedelta(days=152))], "day"
        )
        late = at.caught[0].days_late
        caught += late is not None
        on_day += late == 0
    assert caught == 40
    assert on_day >= 38


def test_each_period_is_told_from_those_before_it_alone() -> None:
    values = orders(1)
    whole = judge(rule(SEASON), series(values))
    assert judge(rule(SEASON), series(values[:120])) == whole[:120]


def test_what_is_not_complete_is_never_judged() -> None:
    values = np.full(30, 100.0)
    values[-1] = 3
    complete = np.ones(30, np.bool_)
    complete[-1] = False
    for when in (SEASON, {"type": "bound", "below": 50}, {"type": "change", "share": 0.2}):
        assert judge(rule(when), series(values, complete=complete))[-1].state == "incomplete"
        assert judge(rule(when), series(values))[-1].state == "out"


def test_small_counts_are_guarded() -> None:
    halves = [4.0, 2.0, 5.0, 3.0, 4.0, 5.0, 2.0, 2.0, 5.0, 2.0, 4.0, 2.0, 4.0, 5.0]
    change = {"type": "change", "share": 0.3}
    assert "out" not in states(change, halves)
    assert states(change, [value * 100 for value in halves])[7:].count("out") >= 5
    below = {"type": "bound", "below": 10}
    assert set(states(below, halves, at_least=20)) == {"small"}
    # What fell to nothing is not small: enough was expected.
    assert states(change, [500.0] * 7 + [0.0], at_least=100)[-1] == "out"


def test_a_share_is_as_sure_as_what_it_is_of() -> None:
    share = np.full(40, 0.30)
    share[30] = 0.45
    for behind, state in ((20.0, "fine"), (2000.0, "out")):
        base = np.full(40, behind)
        found = judge(rule({"type": "change", "share": 0.2}), series(share, base=base, noise="share"))
        assert found[30].state == state
        assert found[29].state == "fine"


def test_a_row_is_wanted_where_the_rule_says_so() -> None:
    values = [100.0, 9, 100, 9, 9, 9, 100]
    found = judge(rule({"type": "bound", "below": 50}, **{"for": 2}), series(values))
    assert [one.spoken for one in found] == [False, False, False, False, True, True, False]
    (episode,) = episodes(found)
    assert (episode.began.label, episode.spoke.label, episode.ended.label) == (
        "2026-03-03",
        "2026-03-06",
        "2026-03-07",
    )
    assert ongoing(episode, found)


def test_two_sides_are_two_episodes_and_rest_parts_them() -> None:
    values = [100.0, 9, 9, 300, 100, 100, 300, 100, 100, 100, 300]
    found = judge(rule({"type": "bound", "below": 50, "above": 200}), series(values))
    assert [(one.began.label[-2:], one.ended.label[-2:], one.side) for one in episodes(found)] == [
        ("03", "04", -1),
        ("05", "08", 1),
        ("12", "12", 1),
    ]
    first = episodes(found)[0]
    assert first.worst.value == 9
    assert not ongoing(first, found)


def test_incidents_caught_missed_and_false_alarms() -> None:
    values = np.full(60, 100.0)
    values[[20, 21, 40]] = 10
    found = judge(rule({"type": "bound", "below": 50}), series(values))
    day = [FIRST + timedelta(days=i) for i in range(60)]
    done = tried([found], [Incident("a", day[18], day[22]), Incident("b", day[50], day[52])], "day")
    assert [one.days_late for one in done.caught] == [2, None]
    assert (done.false_alarms, done.false_a_month, done.spoken_a_month) == (1, 0.5, 1.0)
    assert tried([found], [], "day").false_a_month is None


def test_hours_are_told_from_the_same_hour_of_days_before() -> None:
    hours = [(day, hour) for day in range(40) for hour in range(24)]
    rng = np.random.default_rng(3)
    values = np.array([rng.poisson(20 if hour < 6 else 400) for _, hour in hours], np.float64)
    values[-3] = 90.0
    days = tuple(FIRST + timedelta(days=day) for day, _ in hours)
    labels = tuple(f"{days[i]}T{hour:02}:00+08:00" for i, (_, hour) in enumerate(hours))
    complete = np.ones(len(hours), np.bool_)
    watched = series(values, interval="hour", days=days, labels=labels, complete=complete)
    found = judge(rule(SEASON, interval="hour"), watched)
    assert found[-3].state == "out"
    assert found[-24 + 3].expected == pytest.approx(20, abs=5)
    week_before = {"type": "change", "against": "week_before", "share": 0.5}
    change = judge(rule(week_before, interval="hour", at_least=100), watched)
    assert change[-3].state == "out"
    assert sum(one.state == "out" for one in change[-24:]) == 1


def test_weeks_are_told_from_weeks_before() -> None:
    rng = np.random.default_rng(5)
    values = rng.normal(5000, 120, 30)
    values[25] = 3500
    days = tuple(FIRST + timedelta(days=7 * i) for i in range(30))
    found = judge(
        rule(SEASON, interval="week"),
        series(values, interval="week", days=days, labels=tuple(map(str, days)), noise="other"),
    )
    assert [one.state for one in found[:5]] == ["unknown"] * 5
    assert found[25].state == "out"
    assert sum(one.state == "out" for one in found) <= 2


def test_a_holiday_that_is_known_widens_what_is_in_order() -> None:
    values = orders(9, 60)
    values[40:43] *= 0.5
    off = {FIRST + timedelta(days=i): "Qingming" for i in range(40, 43)}
    usual = judge(rule(SEASON), series(values))
    known = judge(rule(SEASON), series(values), off)
    assert usual[40].state == "out"
    assert known[40].low is not None
    assert usual[40].low is not None
    assert known[40].low < usual[40].low


@pytest.mark.parametrize(
    "when",
    [
        {"type": "bound"},
        {"type": "bound", "above": 1, "below": 2},
        {"type": "change"},
        {"type": "change", "share": 0.1, "amount": 3},
        {"type": "season", "once_in": 2},
    ],
)
def test_rules_that_say_nothing_are_refused(when: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        rule(when)
    assert refused.value.code == "bad_definition"
