"""A made-up product's event log: sessions of skewed length by people of skewed activity, 24 events, 10 properties.

Days are made one by one, so a log of any size takes the same memory; the same size and seed give the same log.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

DAYS = 90
FIRST_DAY = date(2025, 1, 6)
LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)
EVENTS_PER_PERSON = 40
_SESSION = 7.5
"""Events of a session on average."""
_DAY = 86_400_000

EVENTS = (
    "app_open", "page_view", "search", "item_view", "add_cart", "checkout", "purchase", "share", "sign_up",
    "push_open", "coupon_view", "coupon_claim", "review_read", "review_write", "favourite", "follow", "live_enter",
    "live_leave", "message_send", "refund_ask", "help_open", "settings_open", "log_in", "error_seen",
)  # fmt: skip
_SHARES = np.array(
    [0, 30, 12, 18, 6, 3.2, 2, 1.5, 0.8, 2, 3, 1.5, 4, 0.5, 2, 1, 2.5, 2.2, 3, 0.2, 0.6, 0.8, 1.7, 0.5]
)
_SHARES /= _SHARES.sum()
_HOURS = np.array([2, 1, 1, 1, 1, 2, 3, 5, 6, 6, 6, 7, 8, 7, 6, 6, 6, 7, 8, 10, 11, 11, 9, 5]) / 135

Ints = npt.NDArray[np.int64]
SCHEMA = pa.schema(
    {
        "person": pa.string(),
        "event": pa.string(),
        "time": pa.timestamp("ms", "UTC"),
        "channel": pa.string(),
        "platform": pa.string(),
        "app_version": pa.string(),
        "country": pa.string(),
        "city": pa.string(),
        "member": pa.bool_(),
        "page": pa.string(),
        "item": pa.string(),
        "amount": pa.float64(),
        "duration": pa.float64(),
    }
)


def write_log(file: Path, rows: int, seed: int = 7) -> None:
    """Write about `rows` events as Parquet, in order of time. A person has no two at one moment."""
    rng = np.random.default_rng(seed)
    people = max(rows // EVENTS_PER_PERSON, 100)
    with pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        for day in range(DAYS):
            writer.write_table(_day(rng, day, rows // DAYS, people), row_group_size=1_000_000)


def write_day(file: Path, rows: int, day: int, people: int, seed: int) -> None:
    """Write about `rows` more events of one day (0 is the first), by the people of a log of that many."""
    pq.write_table(_day(np.random.default_rng(seed), day, rows, people), file)


def _day(rng: np.random.Generator, day: int, rows: int, people: int) -> pa.Table:
    sessions = max(int(rows / _SESSION), 1)
    # Half of the people are there from the start, the others come day by day; few of them are busy.
    known = people // 2 + people // 2 * (day + 1) // DAYS
    busy = (known * rng.beta(0.7, 2.0, sessions)).astype(np.int64)
    newest = rng.integers(people // 2 + people // 2 * day // DAYS, max(known, people // 2 + 1), sessions)
    of_session = np.where(rng.random(sessions) < 0.08, newest, busy)
    length = rng.geometric(1 / _SESSION, sessions)
    starts = rng.choice(24, sessions, p=_HOURS) * 3_600_000 + rng.integers(0, 3_600_000, sessions)

    session = np.repeat(np.arange(sessions), length)
    first = np.cumsum(length) - length
    gap = (rng.exponential(40_000, len(session)) + 1).astype(np.int64)
    gap[first] = 0
    run = np.cumsum(gap)
    time = starts[session] + run - run[first][session]
    person = of_session[session]
    event = rng.choice(len(EVENTS), len(session), p=_SHARES)
    event[first] = 0
    fresh = np.where(length > 1, first + 1, first)[of_session == newest]
    event[fresh] = EVENTS.index("sign_up")

    kept = np.flatnonzero(time < _DAY)
    order = kept[np.lexsort((time[kept], person[kept]))]
    same = (np.diff(person[order], prepend=-1) == 0) & (np.diff(time[order], prepend=-1) == 0)
    order = order[~same]
    order = order[np.argsort(time[order], kind="stable")]
    return _table(rng, day, person[order], event[order], time[order], session[order])


def _table(
    rng: np.random.Generator, day: int, person: Ints, event: Ints, time: Ints, session: Ints
) -> pa.Table:
    count = len(person)
    start = int(datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC).timestamp() * 1000)
    person_hash = person * 2_654_435_761 % 2**32
    session_hash = (session * 40_503 + day * 7919) * 2_654_435_761 % 2**32
    bought = event == EVENTS.index("purchase")
    seen = np.isin(event, [EVENTS.index(e) for e in ("item_view", "add_cart", "purchase", "favourite")])
    amount = np.round(rng.gamma(2, 30, count), 2)
    columns = [
        _texts("user-{:09d}", int(person.max()) + 1, person),
        pa.DictionaryArray.from_arrays(event.astype(np.int32), pa.array(EVENTS)).cast(pa.string()),
        pa.array(start + day * _DAY + time).cast(pa.timestamp("ms", "UTC")),
        _choice(
            session_hash, ("direct", "search", "wechat", "douyin", "xiaohongshu", "ads", "email", "push")
        ),
        _choice(person_hash // 7, ("ios", "android", "web")),
        _texts("5.{}", 12, session_hash // 11 % 12),
        _texts("country {:02d}", 20, np.minimum(person_hash // 13 % 40, 19)),
        _texts("city {:03d}", 300, person_hash // 17 % 300),
        pa.array(person_hash % 10 == 0),
        _texts("/page/{}", 200, (rng.zipf(1.4, count) - 1) % 200),
        _masked(_texts("item-{:05d}", 10_000, (rng.zipf(1.3, count) - 1) % 10_000), ~seen),
        pa.array(amount, mask=~bought),
        pa.array(np.round(rng.exponential(30, count), 1)),
    ]
    return pa.table(columns, schema=SCHEMA)


def _texts(pattern: str, count: int, codes: Ints) -> pa.Array:
    return pa.array([pattern.format(i) for i in range(count)]).take(pa.array(codes))


def _choice(codes: Ints, values: tuple[str, ...]) -> pa.Array:
    return pa.array(values).take(pa.array(codes % len(values)))


def _masked(values: pa.Array, missing: npt.NDArray[np.bool_]) -> pa.Array:
    return pc.if_else(pa.array(missing), pa.scalar(None, pa.string()), values)
