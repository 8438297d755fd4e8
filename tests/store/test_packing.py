"""Small files put together: every answer stays the same, for readers of before and of after."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yunying import metrics
from yunying.core import Calendar
from yunying.store import ARRIVAL, Dataset, open_sql
from yunying.store.lake import EventLake, LakeFile, Snapshot
from yunying.store.lake_files import STREAM, file_name, write_events
from yunying.store.merges import Merge
from yunying.store.packing import exchange, find_run, pack, sweep
from yunying.store.removing import remove_people
from yunying.store.schema import FIXED, MARK, TIME, plan_columns
from yunying.store.seen import SeenIds, commit_of

DAY = datetime(2026, 3, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
Row = tuple[int, int, str, dict[str, Any], str | None]
"""Number of the id, seconds of the day, event, properties, mark."""


def add_commit(lake: EventLake, rows: list[Row], parts: int = 1) -> None:
    """Commit rows in their order of arrival, as one file or several."""
    names = sorted({name for row in rows for name in row[3]})
    kinds = {n: next(r[3][n] for r in rows if n in r[3]) for n in names}
    wanted: Any = [(n, "event", "number" if isinstance(kinds[n], float) else "text", "set") for n in names]
    columns, new = plan_columns(lake.snapshot().columns, wanted)
    lake.add_columns(new, marks=any(r[4] for r in rows) and not lake.snapshot().has_marks)
    sequence = lake.next_sequence()
    files = []
    for part in range(parts):
        some = rows[part * len(rows) // parts : (part + 1) * len(rows) // parts]
        at = [int(DAY.timestamp() + r[1]) * 1_000_000 for r in some]
        table = pa.table(
            {
                "event_id": [f"{sequence}.{part}.{i}" for i in range(len(some))],
                "event": [r[2] for r in some],
                "time": pa.array(at, TIME),
                "received_at": pa.array(at, TIME),
                "distinct_id": [f"id-{r[0]}" for r in some],
                "person_id": pa.array([r[0] for r in some], pa.int32()),
            },
            schema=FIXED,
        )
        for name, column in zip(names, columns, strict=True):
            table = table.append_column(
                column.field(), pa.array([r[3].get(name) for r in some], column.field().type)
            )
        if any(r[4] for r in some):
            table = table.append_column(MARK, pa.array([r[4] for r in some], pa.string()))
        order = np.lexsort((np.array(at), np.array([r[0] for r in some])))
        name = file_name(sequence, STREAM, part)
        files.append(write_events(lake.root, DAY.date(), name, table.take(pa.array(order))))
    lake.commit("test", files)


def everything(data: Dataset, snapshot: Snapshot | None = None) -> list[Any]:
    """Every row as questions see it: in SQL, and in hot columns with all properties."""
    found: list[Any] = []
    chosen = snapshot or data.lake.snapshot()
    for marked in (False, True):
        with closing(open_sql(chosen, 1, data.people.identity(), marked=marked)) as sql:
            columns = [
                "person_id",
                "epoch_us(time)",
                "event",
                "event_id",
                *(c.column for c in chosen.columns),
            ]
            rows = sql.execute(
                f"SELECT {', '.join(columns)} FROM statements ORDER BY person_id, time, {', '.join(ARRIVAL)}"
            ).fetchall()
            found.append(rows)
    if snapshot is None:
        for view in (data.hot.view(), data.hot.view(marked=True), data.hot.view().profiles):
            for day in view.days():
                found.append((day.number, day.person.tolist(), day.ms.tolist()))
                found.append([day.names[i] for i in day.event.tolist()])
                for prop in view.snapshot.properties:
                    values = view.values(prop, day)
                    found.append(values.texts(np.arange(day.rows)).to_pylist())
    return found


def open_data(folder: Path) -> Dataset:
    return Dataset.open("test", Calendar("UTC"), folder / "lake", folder / "cache", threads=2)


def pack_all(lake: EventLake, now: datetime = NOW) -> int:
    """Pack until nothing is left to do."""
    done = 0
    while run := find_run(lake.snapshot(), now):
        assert exchange(lake, run, pack(lake.snapshot(), run), now)
        done += 1
    return done


ROWS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from((0, 1, 1, 2, 3)),
        st.sampled_from(("view", "buy", "支付")),
        st.dictionaries(st.sampled_from(("a", "b")), st.sampled_from((1.5, 2.0)), max_size=2)
        | st.dictionaries(st.sampled_from(("c", "d")), st.sampled_from(("x", "中", "")), max_size=2),
        st.sampled_from((None, None, None, "bot", "profile")),
    ),
    min_size=1,
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6)
@given(
    commits=st.lists(ROWS, min_size=2, max_size=8),
    cuts=st.lists(st.integers(0, 100), min_size=1, max_size=4),
    merges=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=3),
)
def test_any_runs_keep_every_row_in_its_order(
    tmp_path_factory: pytest.TempPathFactory,
    commits: list[list[Row]],
    cuts: list[int],
    merges: list[tuple[int, int]],
) -> None:
    data = open_data(tmp_path_factory.mktemp("packing"))
    data.people.resolve(pa.array([f"id-{i}" for i in range(6)]))
    for rows in commits:
        add_commit(data.lake, rows)
    pairs = [(a, b) for a, b in merges if a != b]
    data.people.merges.append(
        [Merge(i, "merge", NOW, a, b, f"id-{a}", f"id-{b}", "test", "test") for i, (a, b) in enumerate(pairs)]
    )
    before, old = everything(data), data.lake.snapshot()
    rows_before = everything(data, old)
    for cut in cuts:  # packed files are packed again, with whatever neighbours they have
        files = data.lake.snapshot().files
        if len(files) < 2:
            break
        start = cut % (len(files) - 1)
        run = list(files[start : start + 2 + cut % 3])
        assert exchange(data.lake, run, pack(data.lake.snapshot(), run), NOW)
        assert everything(data) == before
    assert everything(data, old) == rows_before, "who began before goes on reading what there was"
    fresh = open_data(data.lake.root.parent.parent)
    assert everything(fresh) == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6)
@given(commits=st.lists(ROWS, min_size=3, max_size=6), merges=st.permutations(range(6)))
def test_somebody_taken_out_of_packed_files(
    tmp_path_factory: pytest.TempPathFactory, commits: list[list[Row]], merges: list[int]
) -> None:
    """The order of the others stays that of arrival, in files packed before, after, or never."""
    folder = tmp_path_factory.mktemp("removing")
    found = []
    for name in ("plain", "packed"):
        data = open_data(folder / name)
        data.people.resolve(pa.array([f"id-{i}" for i in range(6)]))
        for rows in commits:
            add_commit(data.lake, rows)
        (a, b), (c, d) = merges[:2], merges[1:3]
        data.people.merges.append(
            [
                Merge(i, "merge", NOW, x, y, "", "", "test", "test")
                for i, (x, y) in enumerate([(a, b), (c, d)])
            ]
        )
        if name == "packed":
            for size in (2, 2):
                run = list(data.lake.snapshot().files[:size])
                if len(run) > 1:
                    assert exchange(data.lake, run, pack(data.lake.snapshot(), run), NOW)
        gone = merges[3]
        remove_people(data.lake, {gone}, NOW)
        on_disk = {p.relative_to(data.lake.root).as_posix() for p in data.lake.root.glob("day=*/*.parquet")}
        assert on_disk == {f.path for f in data.lake.snapshot().files}
        if name == "packed" and len(files := data.lake.snapshot().files) > 1:
            assert exchange(data.lake, files, pack(data.lake.snapshot(), files), NOW)
        timelines = [
            [(e["time"], e["event_id"]) for e in metrics.timeline(data, p, None, 100, None)["events"]]
            for p in sorted({int(p) for d in data.hot.view().days() for p in d.person})
        ]
        found.append((everything(data), timelines))
    assert found[0] == found[1]


def test_a_day_of_few_files_stays(tmp_path: Path) -> None:
    lake = EventLake(tmp_path)
    for i in range(15):
        add_commit(lake, [(0, i, "view", {}, None)])
    assert not find_run(lake.snapshot(), NOW)
    add_commit(lake, [(0, 20, "view", {}, None)])
    assert len(find_run(lake.snapshot(), NOW)) == 16
    assert (pack_all(lake), len(lake.snapshot().files)) == (1, 1)
    assert commit_of(lake.snapshot().files[0]) == lake.snapshot().version - 1


def test_a_day_long_past_becomes_one_file(tmp_path: Path) -> None:
    lake = EventLake(tmp_path)
    for i in range(3):
        add_commit(lake, [(0, i, "view", {}, None)])
    later = datetime.now(UTC) + timedelta(days=3)
    assert not find_run(lake.snapshot(), NOW)
    assert (pack_all(lake, later), len(lake.snapshot().files)) == (1, 1)


def test_files_of_one_commit_go_together(tmp_path: Path) -> None:
    lake = EventLake(tmp_path)
    rows: list[Row] = [(p, 0, f"e{p}", {}, None) for p in range(8)]
    for _ in range(15):
        add_commit(lake, rows[:1])
    add_commit(lake, rows, parts=4)
    files = list(lake.snapshot().files)
    snapshot = Snapshot(lake.root, 0, tuple(files[:17]), (), False)
    assert len(find_run(snapshot, NOW)) == 17
    large = LakeFile(files[18].day, files[18].path, files[18].rows, 200 * 1024**2)
    snapshot = Snapshot(lake.root, 0, (*files[:18], large), (), False)
    assert not find_run(snapshot, NOW), "its last commit lies partly in a file that stays as it is"


def test_a_run_that_changed_is_left_alone(tmp_path: Path) -> None:
    lake = EventLake(tmp_path)
    for i in range(16):
        add_commit(lake, [(0, i, "view", {}, None)])
    run = find_run(lake.snapshot(), NOW)
    packed = pack(lake.snapshot(), run)
    lake.commit("other", [], removed=run[:1])
    assert not exchange(lake, run, packed, NOW)
    assert not (lake.root / packed.path).exists()
    assert len(lake.snapshot().files) == 15


def test_what_was_replaced_goes_after_its_time(tmp_path: Path) -> None:
    lake = EventLake(tmp_path)
    for i in range(16):
        add_commit(lake, [(0, i, "view", {}, None)])
    old = lake.snapshot()
    written = lake.root / "day=2026-03-01" / file_name(lake.next_sequence() + 2, STREAM, 0)
    pack_all(lake)
    written.write_bytes(b"a step at work")
    assert sweep(lake, NOW + timedelta(minutes=59)) == 0
    assert all(Path(p).exists() for p in old.paths())
    assert sweep(lake, NOW + timedelta(minutes=60)) == 16
    assert not any(Path(p).exists() for p in old.paths())
    assert len(everything(open_data(tmp_path.parent)) or [0]) and written.exists()
    assert pq.read_table(lake.root / lake.snapshot().files[0].path, partitioning=None).num_rows == 16


def test_ids_seen_stay_exact(tmp_path: Path) -> None:
    lake, now = EventLake(tmp_path / "lake"), NOW
    seen = SeenIds(tmp_path / "seen")
    ids = []
    for i in range(40):
        add_commit(lake, [(0, i, "view", {}, None)])
        ids.append(f"{lake.snapshot().version}.0.0")
        if i % 3 == 0:
            seen.catch_up(lake.snapshot(), now)
        if i == 20:
            seen.flush(now)
        if i % 16 == 15:
            pack_all(lake)
    wanted = pa.array([*ids, "new"])
    for other in (seen, SeenIds(tmp_path / "seen"), SeenIds(tmp_path / "empty")):
        other.catch_up(lake.snapshot(), now)
        assert other.fresh(wanted).tolist() == [False] * 40 + [True]
