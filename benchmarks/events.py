"""A synthetic event log: skewed activity, 20 event names, 90 days, text ids, one number."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DAYS = 90
FIRST_DAY = "2025-01-01"
LAST_DAY = "2025-03-31"
_SHARES = np.array([30, 20, 12, 8, 6, 5, 4, 3, 2, 2, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5]) / 100
_PER_PERSON = 40


def write_events(path: Path, rows: int, seed: int = 7) -> None:
    """Write `rows` events in order of time as Parquet: person (text), event, time, amount."""
    rng = np.random.default_rng(seed)
    people = max(rows // _PER_PERSON, 1)
    start = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp() * 1000)
    time = np.sort(start + rng.integers(0, DAYS * 86_400_000, rows))
    names = pa.array([f"event_{i:02d}" for i in range(20)])
    ids = pa.array([f"user-{i:08d}" for i in range(people)])
    schema = pa.schema(
        {
            "person": pa.string(),
            "event": pa.string(),
            "time": pa.timestamp("ms", "UTC"),
            "amount": pa.float64(),
        }
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for at in range(0, rows, 1_000_000):
            count = min(1_000_000, rows - at)
            # A beta distribution: few people are busy, most are not.
            person = (people * rng.beta(0.7, 2.0, count)).astype(np.int64)
            event = rng.choice(20, count, p=_SHARES)
            amount = np.where(event == 7, np.round(rng.gamma(2, 30, count), 2), 0.0)
            writer.write_table(
                pa.table(
                    [
                        ids.take(pa.array(person)),
                        names.take(pa.array(event)),
                        pa.array(time[at : at + count], pa.timestamp("ms", "UTC")),
                        pa.array(amount, mask=event != 7),
                    ],
                    schema=schema,
                )
            )
