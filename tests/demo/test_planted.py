"""What is planted can be found in the data, where docs/demo.md says; and people behave like people."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from yunying.demo import EVENT_PROPERTIES, EVENTS, PERSON_PROPERTIES, planted

Sql = Callable[[str], list[tuple[Any, ...]]]

UNTIL = date(2026, 8, 16)  # for what needs no events
GUIDE = Path(__file__).parents[2] / "docs" / "demo.md"

ACTIVATED = """
    (SELECT s.*, s.time + INTERVAL 1 DAY > f.at AS activated FROM events s
        LEFT JOIN (SELECT distinct_id, min(time) AS at FROM events WHERE event = 'follow_author' GROUP BY 1) f
        USING (distinct_id) WHERE s.event = 'sign_up' AND s.channel != 'incentive_wall')
    """


def z_score(hits_a: int, of_a: int, hits_b: int, of_b: int) -> float:
    """How many standard errors the rate of a lies above the rate of b."""
    pooled = (hits_a + hits_b) / (of_a + of_b)
    return (hits_a / of_a - hits_b / of_b) / sqrt(pooled * (1 - pooled) * (1 / of_a + 1 / of_b))


def test_checkout_fault_on_ios_for_three_days(sql: Sql) -> None:
    rates = {
        (platform, fault): (paid, orders, failed)
        for platform, fault, paid, orders, failed in sql("""
            WITH orders AS (SELECT order_id, any_value(platform) AS platform,
                    min(day) FILTER (event = 'checkout') AS day,
                    count(*) FILTER (event = 'pay_order') AS paid,
                    count(*) FILTER (error_code = 'gateway_timeout') AS failed
                FROM events WHERE event IN ('checkout', 'pay_order', 'payment_failed') GROUP BY order_id)
            SELECT platform, day BETWEEN before(12) AND before(10), sum(paid)::INT, count(*), sum(failed)::INT
            FROM orders GROUP BY ALL
            """)
    }
    paid, orders, failed = rates["iOS", True]
    usually_paid, usual_orders, usually_failed = rates["iOS", False]
    assert z_score(usually_paid, usual_orders, paid, orders) > 5
    assert paid / orders < 0.5
    assert failed / orders > 10 * usually_failed / usual_orders
    for platform in ("Android", "Mini Program"):
        assert abs(z_score(*rates[platform, True][:2], *rates[platform, False][:2])) < 4


def test_fault_lasts_exactly_three_days(sql: Sql, until: date) -> None:
    days = sql("""
        SELECT day FROM events WHERE event = 'payment_failed' AND platform = 'iOS'
        GROUP BY day HAVING count(*) FILTER (error_code = 'gateway_timeout') >= 4 ORDER BY day
        """)
    assert [day for (day,) in days] == [until - timedelta(days=n) for n in (12, 11, 10)]


def test_fake_sign_ups_are_a_burst_by_one_device_and_never_return(sql: Sql, until: date, people: int) -> None:
    [(fakes, nights, devices, versions, first_hour, last_hour)] = sql("""
        SELECT count(*), list(DISTINCT day ORDER BY day), list(DISTINCT device_model),
            list(DISTINCT app_version), min(hour(time)), max(hour(time))
        FROM events WHERE event = 'sign_up' AND channel = 'incentive_wall'
        """)
    assert fakes == round(0.08 * people)
    assert nights == [until - timedelta(days=n) for n in (95, 94, 88, 87, 81)]
    assert (devices, versions) == (["generic_x86"], ["2.9.0"])
    assert 2 <= first_hour <= last_hour <= 4
    later = sql("""
        SELECT event, count(*), max(e.time - s.time) < INTERVAL 1 MINUTE FROM events e
        JOIN (SELECT distinct_id, time FROM events WHERE channel = 'incentive_wall') s USING (distinct_id)
        GROUP BY event ORDER BY event
        """)
    assert later == [("app_open", fakes, True), ("sign_up", fakes, True)]
    others = sql("SELECT count(*) FROM events WHERE device_model = 'generic_x86' AND event = 'view_content'")
    assert others == [(0,)]


def test_release_lifts_activation_on_android_only(sql: Sql) -> None:
    rates = {
        (platform, after): (hits, people)
        for platform, after, hits, people in sql(f"""
            SELECT platform, day >= before(60), count(*) FILTER (activated), count(*) FROM {ACTIVATED}
            GROUP BY ALL
            """)
    }
    (after, people_after), (before, people_before) = rates["Android", True], rates["Android", False]
    assert z_score(after, people_after, before, people_before) > 5
    assert 0.12 < after / people_after - before / people_before < 0.30
    for platform in ("iOS", "Mini Program"):
        assert abs(z_score(*rates[platform, True], *rates[platform, False])) < 4


def test_activation_raises_retention(sql: Sql) -> None:
    rates: dict[bool, float] = dict(
        sql(f"""
            SELECT coalesce(activated, FALSE), avg(CAST(EXISTS (SELECT 1 FROM events e
                WHERE e.distinct_id = s.distinct_id AND e.day = s.day + 7) AS INTEGER))
            FROM {ACTIVATED} s WHERE s.day <= before(7) GROUP BY 1
            """)
    )
    assert rates[True] > 2 * rates[False]


def test_promotion_lifts_then_leaves_a_hangover(sql: Sql) -> None:
    [(usual, promotion, hangover, carts, usual_carts)] = sql("""
        SELECT count(*) FILTER (event = 'pay_order' AND day BETWEEN before(65) AND before(45)) / 21,
            count(*) FILTER (event = 'pay_order' AND day BETWEEN before(40) AND before(38)) / 3,
            count(*) FILTER (event = 'pay_order' AND day BETWEEN before(37) AND before(34)) / 4,
            count(*) FILTER (event = 'add_to_cart' AND day BETWEEN before(44) AND before(41)) / 4,
            count(*) FILTER (event = 'add_to_cart' AND day BETWEEN before(65) AND before(45)) / 21
        FROM events
        """)
    assert promotion > 3 * usual
    assert hangover < 0.85 * usual
    assert carts > 1.6 * usual_carts
    outside = sql("""
        SELECT count(*) FROM events WHERE event = 'checkout' AND promotion IS NOT NULL
            AND day NOT BETWEEN before(40) AND before(38)
        """)
    assert outside == [(0,)]


def test_channels_differ_in_quality(sql: Sql) -> None:
    kept: dict[str, float] = dict(
        sql("""
            SELECT s.channel, avg(CAST(EXISTS (SELECT 1 FROM events e
                WHERE e.distinct_id = s.distinct_id AND e.day BETWEEN s.day + 1 AND s.day + 7) AS INTEGER))
            FROM events s WHERE s.event = 'sign_up' AND s.day <= before(7) GROUP BY 1
            """)
    )
    assert kept["referral"] > kept["app_store"] > kept["short_video_ads"] > kept["incentive_wall"] == 0
    assert kept["referral"] > 1.6 * kept["short_video_ads"]


def test_evenings_and_weekends_are_busy(sql: Sql) -> None:
    hours: dict[int, int] = dict(sql("SELECT hour(time), count(*) FROM events GROUP BY 1"))
    assert max(hours, key=lambda hour: hours[hour]) in (20, 21, 22)
    assert hours[4] < hours[21] / 20
    week: dict[int, int] = dict(
        sql("SELECT isodow(day), count(*) FROM events WHERE event = 'app_open' GROUP BY 1")
    )
    assert min(week[6], week[7]) > max(week[day] for day in (1, 2, 3, 4))


def test_activity_is_heavy_tailed(sql: Sql) -> None:
    [(median, top, share)] = sql("""
        WITH n AS (SELECT count(*) AS n FROM events GROUP BY distinct_id)
        SELECT median(n), quantile_cont(n, 0.99),
            sum(n) FILTER (n >= (SELECT quantile_cont(n, 0.9) FROM n)) / sum(n) FROM n
        """)
    assert top > 15 * median
    assert share > 0.4


def _names(question: Any) -> set[str]:
    """Every event and property a question speaks of."""
    if isinstance(question, dict):
        own = {value for key, value in question.items() if key in ("event", "property")}
        return own.union(*(_names(value) for value in question.values()))
    if isinstance(question, list):
        return set().union(*(_names(entry) for entry in question))
    return set()


def test_planted_speaks_of_what_there_is() -> None:
    for item in planted(UNTIL):
        assert item.first <= item.last <= UNTIL
        assert _names(item.question) <= set(EVENTS) | set(EVENT_PROPERTIES) | set(PERSON_PROPERTIES)
        assert json.loads(json.dumps(item.question)) == item.question


@pytest.mark.parametrize("item", planted(UNTIL), ids=lambda item: item.key)
def test_the_guide_gives_the_days_of_what_is_planted(item: Any) -> None:
    def offset(days: int) -> str:
        return f"D−{days}" if days else "D"

    first, last = (offset((UNTIL - day).days) for day in (item.first, item.last))
    assert f"| `{item.key}` | {first} | {last} |" in GUIDE.read_text(encoding="utf-8")


def test_the_guide_names_every_event_and_property() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    missing = [n for n in (*EVENTS, *EVENT_PROPERTIES, *PERSON_PROPERTIES) if f"| `{n}` |" not in text]
    assert missing == []


def test_the_guide_asks_the_planted_questions() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    last = re.search(r"carry the dates for D = (\d{4}-\d\d-\d\d)", text)
    assert last is not None
    questions = [json.loads(found) for found in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]
    for item in planted(date.fromisoformat(last[1])):
        assert item.question in questions
    for question in questions:
        assert _names(question) <= set(EVENTS) | set(EVENT_PROPERTIES) | set(PERSON_PROPERTIES)
