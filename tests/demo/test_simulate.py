"""The simulated events are repeatable, complete, in order, and nobody acts before the cause."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from yunying.demo import (
    DAYS,
    EVENT_PROPERTIES,
    EVENTS,
    PERSON_PROPERTIES,
    SCHEMA,
    TIMEZONE,
    prepare,
    simulate,
)

Sql = Callable[[str], list[tuple[Any, ...]]]

SMALL = 400
UNTIL = date(2026, 8, 16)


def small(seed: int = 7, until: date = UNTIL, now: datetime | None = None) -> pa.Table:
    return pa.Table.from_batches(list(simulate(seed, SMALL, until, now)), SCHEMA)


def test_same_arguments_same_events() -> None:
    assert small().equals(small())


def test_other_seed_or_day_other_events() -> None:
    assert not small().equals(small(seed=8))
    other = small(until=UNTIL + timedelta(days=1))
    assert not set(small()["event_id"].to_pylist()) & set(other["event_id"].to_pylist())


def test_a_simulation_can_be_read_again_and_knows_its_size() -> None:
    simulation = prepare(people=SMALL, until=UNTIL)
    first, second = (pa.Table.from_batches(list(simulation)) for _ in range(2))
    assert first.equals(second)
    assert len(simulation) == first.num_rows


def test_now_cuts_the_future_and_leaves_the_past_as_it_is() -> None:
    now = datetime(UNTIL.year, UNTIL.month, UNTIL.day, 15, 30, tzinfo=ZoneInfo(TIMEZONE))
    whole, cut = small(), small(now=now)
    assert 0 < cut.num_rows < whole.num_rows
    assert cut.equals(whole.slice(0, cut.num_rows))
    assert cut["time"][-1].as_py() < now <= whole["time"][cut.num_rows].as_py()


def test_without_a_day_it_ends_now() -> None:
    batches = list(simulate(people=50))
    last = batches[-1]["time"][-1].as_py()
    assert last <= datetime.now(UTC)
    assert last > datetime.now(UTC) - timedelta(days=20)


@pytest.mark.parametrize("people", [1, 2, 12, 13])
def test_a_handful_of_people_is_enough(people: int) -> None:
    table = pa.Table.from_batches(list(simulate(people=people, until=UNTIL)), SCHEMA)
    assert pc.sum(pc.equal(table["event"], "sign_up")).as_py() == people


def test_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        simulate(people=0)


def test_schema_and_catalogue(events: pa.Table) -> None:
    assert events.schema.equals(SCHEMA)
    assert not set(EVENT_PROPERTIES) & set(PERSON_PROPERTIES)
    assert set(events["event"].unique().to_pylist()) == set(EVENTS)
    for name in EVENT_PROPERTIES | PERSON_PROPERTIES:
        assert events[name].null_count < events.num_rows, f"{name} is never filled"
    for name in ("event_id", "event", "time", "distinct_id"):
        assert events[name].null_count == 0


def test_event_ids_are_unique(events: pa.Table) -> None:
    assert pc.count_distinct(events["event_id"]).as_py() == events.num_rows


def test_in_order_of_time_and_inside_the_range(events: pa.Table, until: date) -> None:
    micros = events["time"].cast(pa.int64()).to_numpy()
    assert (micros[1:] >= micros[:-1]).all()
    zone = ZoneInfo(TIMEZONE)
    first = until - timedelta(days=DAYS - 1)
    begin = datetime(first.year, first.month, first.day, tzinfo=zone)
    end = datetime(until.year, until.month, until.day, tzinfo=zone) + timedelta(days=1)
    assert begin <= events["time"][0].as_py()
    assert events["time"][-1].as_py() < end


def test_size(sql: Sql, people: int) -> None:
    [(found, rows, days)] = sql(
        "SELECT count(DISTINCT distinct_id), count(*), count(DISTINCT day) FROM events"
    )
    assert found == people
    assert 50 < rows / people < 100
    assert days == DAYS


def test_one_sign_up_each_and_nothing_before_it(sql: Sql, people: int) -> None:
    assert sql("SELECT count(*) FROM events WHERE event = 'sign_up'") == [(people,)]
    assert (
        sql("""
        SELECT distinct_id FROM events GROUP BY distinct_id
        HAVING min(time) < min(time) FILTER (event = 'sign_up') OR count(*) FILTER (event = 'sign_up') != 1
        """)
        == []
    )


def test_everybody_is_marked_as_simulated(sql: Sql) -> None:
    assert sql("SELECT DISTINCT simulated FROM events WHERE event = 'sign_up'") == [(True,)]


def test_invited_people_come_after_their_inviters_invitation(sql: Sql, people: int) -> None:
    [(invited, explained)] = sql("""
        SELECT count(*), count(i.time) FROM events s
        LEFT JOIN events i ON i.event = 'invite' AND i.invite_code = s.invite_code
            AND i.distinct_id = s.inviter_id AND i.time < s.time
        WHERE s.event = 'sign_up' AND s.channel = 'referral'
        """)
    assert invited == explained
    assert 0.05 < invited / people < 0.30
    assert sql("SELECT count(*) FROM events WHERE inviter_id IS NOT NULL AND channel != 'referral'") == [(0,)]


@pytest.mark.parametrize(
    ("later", "earlier", "key"),
    [
        ("pay_order", "checkout", "order_id"),
        ("payment_failed", "checkout", "order_id"),
        ("refund_order", "pay_order", "order_id"),
        ("group_message", "join_group", "group_id"),
        ("add_to_cart", "view_item", "item_id"),
        ("like_content", "view_content", "content_id"),
        ("comment_content", "view_content", "content_id"),
        ("share", "view_content", "content_id"),
        ("follow_author", "view_content", "content_id"),
    ],
)
def test_the_cause_comes_first(sql: Sql, later: str, earlier: str, key: str) -> None:
    """Each later event has an earlier one of the same person about the same thing."""
    [(count, orphans)] = sql(f"""
        WITH first AS (SELECT distinct_id, {key}, min(time) AS at FROM events
            WHERE event = '{earlier}' GROUP BY ALL)
        SELECT count(*), count(*) FILTER (f.at IS NULL OR f.at >= e.time)
        FROM events e LEFT JOIN first f USING (distinct_id, {key}) WHERE e.event = '{later}'
        """)
    assert count > 0
    assert orphans == 0


def test_an_order_is_paid_and_refunded_at_most_once(sql: Sql) -> None:
    assert (
        sql("""
        SELECT order_id, event FROM events WHERE event IN ('checkout', 'pay_order', 'refund_order')
        GROUP BY ALL HAVING count(*) > 1
        """)
        == []
    )
    assert sql("SELECT count(*) FROM events WHERE event = 'pay_order' AND NOT amount > 0") == [(0,)]


def test_content_is_out_before_it_is_viewed_and_authors_do_not_follow_themselves(sql: Sql) -> None:
    [(early,)] = sql("""
        SELECT count(*) FROM events v JOIN events p ON p.event = 'publish_content'
            AND p.content_id = v.content_id WHERE v.event = 'view_content' AND v.time < p.time
        """)
    assert early == 0
    assert sql("SELECT count(*) FROM events WHERE event = 'follow_author' AND author_id = distinct_id") == [
        (0,)
    ]
    [(unpublished,)] = sql("""
        SELECT count(DISTINCT content_id) FROM events WHERE author_id != 'official'
            AND content_id NOT IN (SELECT content_id FROM events WHERE event = 'publish_content')
        """)
    assert unpublished == 0


def test_levels_rise_one_event_at_a_time(sql: Sql) -> None:
    rows = sql("""
        SELECT list(new_level ORDER BY time) FROM events WHERE event = 'level_up' GROUP BY distinct_id
        """)
    assert rows
    for (levels,) in rows:
        assert levels[0] >= 2
        assert all(low < high for low, high in pairwise(levels))
    assert sql("SELECT count(*) FROM events WHERE event = 'level_up' AND level != new_level") == [(0,)]


def test_check_in_streaks_are_what_the_days_say(sql: Sql) -> None:
    [(wrong,)] = sql("""
        WITH days AS (SELECT distinct_id, day, streak_days,
                day - CAST(row_number() OVER (PARTITION BY distinct_id ORDER BY day) AS INTEGER) AS run
            FROM events WHERE event = 'check_in'),
        counted AS (SELECT streak_days, row_number() OVER (PARTITION BY distinct_id, run ORDER BY day) AS n
            FROM days)
        SELECT count(*) FROM counted WHERE n != streak_days
        """)
    assert wrong == 0
