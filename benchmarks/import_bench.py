"""How fast a large Parquet file becomes events: rows a second, processor seconds, peak memory.

`python benchmarks/import_bench.py [ROWS]` makes a skewed log of ROWS events (20 million unless told otherwise; one
person for every 40 events, 20 event names, 90 days, one number), imports it into an empty project and prints the
figures as one line of JSON. Everything lies in a temporary folder that is removed at the end.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yunying.collect import Mapping, run_import
from yunying.core import Calendar
from yunying.store.lake import EventLake
from yunying.store.people import People

_START = 1_735_689_600_000  # 2025-01-01 UTC, ms
_DAYS = 90
_SHARES = np.array([30, 20, 12, 8, 6, 5, 4, 3, 2, 2, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5]) / 100
_SLICE = 1 << 20


def make_events(rows: int, path: Path) -> None:
    """Write the log, in order of time, person as text."""
    rng = np.random.default_rng(7)
    moments = np.sort(_START + rng.integers(0, _DAYS * 86_400_000, rows))
    names = pa.array([f"event_{i:02d}" for i in range(_SHARES.size)])
    writer = None
    for start in range(0, rows, _SLICE):
        count = min(_SLICE, rows - start)
        event = rng.choice(_SHARES.size, count, p=_SHARES).astype(np.int8)
        person = (rows // 40 * rng.beta(0.7, 2.0, count)).astype(np.int32)
        table = pa.table(
            {
                "person": pc.binary_join_element_wise("user_", pa.array(person).cast(pa.string()), ""),
                "event": pa.DictionaryArray.from_arrays(pa.array(event), names),
                "time": pa.array(moments[start : start + count], pa.timestamp("ms", "UTC")),
                "amount": pa.array(np.where(event == 7, rng.gamma(2, 30, count), 0.0)),
            }
        )
        if writer is None:
            writer = pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()


def measure(path: Path, home: Path) -> dict[str, float]:
    """Import `path` into an empty lake under `home`."""
    lake, people = EventLake(home / "events"), People(home / "ids")
    mapping = Mapping(person="person", time="time", event="event")
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = time.perf_counter()
    result = run_import(
        lake,
        people,
        path,
        mapping,
        import_id="bench",
        name=path.name,
        calendar=Calendar("UTC"),
        staging=home / "staging" / "bench",
        errors_file=None,
    )
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "rows": result.loaded,
        "people": result.new_people,
        "seconds": round(seconds, 2),
        "rows_per_second": round(result.loaded / seconds),
        "processor_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        "peak_memory_gb": round(after.ru_maxrss / (1 << 20 if sys.platform != "darwin" else 1 << 30), 2),
    }


def main() -> None:
    """Make the file in another process, so that its memory is not counted; then import."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000_000
    with tempfile.TemporaryDirectory(prefix="yunying-bench-") as folder:
        path = Path(folder) / "events.parquet"
        maker = multiprocessing.get_context("spawn").Process(target=make_events, args=(rows, path))
        maker.start()
        maker.join()
        print(json.dumps(measure(path, Path(folder))))


if __name__ == "__main__":
    main()
