"""Hot columns: rows merged into a day make the very columns that sorting it anew makes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.lake import add_events, open_dataset
from tests.support.profiles import share
from tests.support.projects import Plan, add_commit, add_merges, built, open_plan, plans

from yunying.store import Dataset, HotView
from yunying.store.arrow import read_mapped
from yunying.store.day_rows import DayReader


def folder_of(data: Dataset) -> Path:
    return data.lake.root.parent.parent


def views(data: Dataset) -> list[HotView]:
    return [data.hot.view(), data.hot.view(marked=True), data.hot.view().profiles, data.hot.view().said]


def load(view: HotView, chosen: set[str]) -> None:
    """Have everything made of these properties."""
    for prop in view.snapshot.properties:
        if prop.name in chosen:
            view.prepare(prop, view.days())


def same_as_anew(data: Dataset, plan: Plan, chosen: set[str], times: int) -> None:
    fresh = open_plan(plan, folder_of(data), cache=f"anew-{times}")
    for view, anew in zip(views(data), views(fresh), strict=True):
        load(view, chosen)
        load(anew, chosen)
        for file in sorted((folder_of(data) / f"anew-{times}").rglob("*.arrow")):
            kept = folder_of(data) / "cache" / file.relative_to(folder_of(data) / f"anew-{times}")
            ours, theirs = read_mapped(kept), read_mapped(file)
            assert ours is not None and theirs is not None and equal(ours, theirs), file


def equal(a: pa.Table, b: pa.Table) -> bool:
    """Equal in names, types, what they say of themselves and values. What lies under a null is nobody's business."""
    if "numbers" in a.column_names:
        return np.array_equal(a["numbers"].to_numpy(), b["numbers"].to_numpy(), equal_nan=True)
    return bool(a.equals(b, check_metadata=True))


@share(0.1)
@given(draw=st.data(), plan=plans(size=8))
def test_merged_days_equal_days_sorted_anew(draw: st.DataObject, plan: Plan) -> None:
    names = sorted({name for commit in plan.commits for name, _, _ in commit.properties})
    chosen = st.sets(st.sampled_from(names)) if names else st.just(set[str]())
    with built(Plan(plan.zone, plan.week_start, plan.anchor, plan.now, plan.commits[:1])) as first:
        data = first
        for times, commit in enumerate((*plan.commits[1:], *plan.commits)):
            if draw.draw(st.integers(0, 3)):
                same_as_anew(data, plan, draw.draw(chosen), times)
            if plan.merges and not draw.draw(st.integers(0, 3)):
                add_merges(data, [draw.draw(st.sampled_from(plan.merges))])
            if not draw.draw(st.integers(0, 5)):
                data = open_plan(plan, folder_of(data))  # another process
            add_commit(data, commit)
        same_as_anew(data, plan, set(names), 99)


def some_events(count: int, people: int, start: int, seed: int) -> pa.Table:
    random = np.random.default_rng(seed)
    return pa.table(
        {
            "person_id": random.integers(0, people, count).astype(np.int32),
            "event": pa.array(random.choice(["view", "buy"], count)),
            "time": pa.array(start + random.integers(0, 3_600_000_000, count)),
            "plan": pa.array(random.choice(["a", "b", "c"], count)),
        }
    )


def count_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each reading of a day takes from the lake."""
    read: list[int] = []
    plain = DayReader._read

    def noting(self: DayReader, files: list[object], schema: pa.Schema) -> pa.Table:
        table = plain(self, files, schema)  # type: ignore[arg-type]
        read.append(table.num_rows)
        return table

    monkeypatch.setattr(DayReader, "_read", noting)
    return read


def test_a_small_commit_reads_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = open_dataset(tmp_path)
    wanted = [("plan", "event", "text")]
    day = 18_000 * 86_400_000_000
    for i in range(3):
        add_events(data.lake, some_events(5_000, 900, day + i * 86_400_000_000, i), wanted)  # type: ignore[arg-type]
    load(data.hot.view(), {"plan"})
    read = count_reads(monkeypatch)
    add_events(data.lake, some_events(20, 900, day + 86_400_000_000, 9), wanted)  # type: ignore[arg-type]
    load(data.hot.view(), {"plan"})
    assert sum(read) == 40, "20 rows for the core, 20 for the property"


def test_a_merge_makes_anew_only_days_in_which_its_ids_occur(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = open_dataset(tmp_path)
    day = 18_000 * 86_400_000_000
    for i in range(4):
        events = some_events(1_000, 100, day + i * 86_400_000_000, i)
        if i == 2:
            mine = pa.array(np.full(1_000, 200, np.int32))
            events = events.set_column(0, "person_id", mine)
        add_events(data.lake, events.drop_columns(["plan"]))
    before = data.hot.view().days()
    add_merges(data, [(200, 5000)])
    after = data.hot.view().days()
    assert [a is b for a, b in zip(before, after, strict=True)] == [True, True, False, True]
    read = count_reads(monkeypatch)
    add_merges(data, [(200, 6000)])
    data.hot.view().days()
    assert read == [1_000]


def test_two_processes_making_one_day(tmp_path: Path) -> None:
    data = open_dataset(tmp_path)
    day = 18_000 * 86_400_000_000
    add_events(data.lake, some_events(2_000, 300, day, 0), [("plan", "event", "text")])
    several = [open_dataset(tmp_path) for _ in range(4)]
    barrier = threading.Barrier(len(several))

    def make(one: Dataset) -> list[int]:
        barrier.wait()
        load(one.hot.view(), {"plan"})
        return list(one.hot.view().days()[0].person)

    with ThreadPoolExecutor(len(several)) as pool:
        assert len({tuple(people) for people in pool.map(make, several)}) == 1
    assert not list((tmp_path / "cache").rglob("*.draft"))
