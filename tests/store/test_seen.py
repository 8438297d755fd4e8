"""Ids that were stored: exact over flushes, restarts and a lost cache, forgotten after 30 days."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.profiles import share

from yunying.store.digest import Digests, digest_texts
from yunying.store.lake import Snapshot
from yunying.store.seen import SeenIds

NOW = datetime(2026, 3, 1, tzinfo=UTC)
NOTHING = Snapshot(Path("nowhere"), -1, (), (), False)
BATCHES = st.lists(st.lists(st.integers(0, 40).map(str), max_size=20), max_size=12)


def fresh(ids: SeenIds, batch: list[str]) -> list[str]:
    mask = ids.fresh(pa.array(batch, pa.string()))
    return [text for text, new in zip(batch, mask.tolist(), strict=True) if new]


@share(0.1)
@given(batches=BATCHES, data=st.data())
def test_exactly_the_first_of_each_is_fresh(
    batches: list[list[str]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("seen")
    ids = SeenIds(folder)
    ids.catch_up(NOTHING, NOW)
    known: set[str] = set()
    for commit, batch in enumerate(batches):
        expected = [text for i, text in enumerate(batch) if text not in known and text not in batch[:i]]
        assert fresh(ids, batch) == expected
        ids.add(pa.array(expected, pa.string()), commit, NOW)
        known.update(batch)
        if data.draw(st.booleans()):
            ids.flush(NOW)
            if data.draw(st.booleans()):
                ids = SeenIds(folder)
                ids.catch_up(NOTHING, NOW)
    assert fresh(ids, sorted(known)) == []


def test_files_of_a_day_are_put_together_and_old_days_go(tmp_path: Path) -> None:
    ids = SeenIds(tmp_path)
    ids.catch_up(NOTHING, NOW)
    for i in range(30):
        ids.add(pa.array([f"a{i}"]), i, NOW)
        ids.flush(NOW)
    assert len(list(tmp_path.glob("*.npy"))) < 10
    assert fresh(ids, [f"a{i}" for i in range(31)]) == ["a30"]
    later = NOW + timedelta(days=40)
    ids.add(pa.array(["b"]), 31, later)
    ids.flush(later)
    assert fresh(ids, ["a0", "b"]) == ["a0"]


def test_two_writers_in_turn_lose_nothing(tmp_path: Path) -> None:
    one, two = SeenIds(tmp_path), SeenIds(tmp_path)
    for ids in (one, two):
        ids.catch_up(NOTHING, NOW)
    one.add(pa.array(["x"]), 1, NOW)
    two.add(pa.array(["y"]), 2, NOW)
    one.flush(NOW)
    two.flush(NOW)
    again = SeenIds(tmp_path)
    again.catch_up(NOTHING, NOW)
    assert fresh(again, ["x", "y", "z"]) == ["z"]


def test_halves_of_digests_that_are_the_same_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_low_half(texts: pa.Array, key: str) -> Digests:
        digests = digest_texts(texts, key)
        return Digests(digests.low * 0 + 7, digests.high)

    monkeypatch.setattr("yunying.store.seen.digest_texts", one_low_half)
    ids = SeenIds(tmp_path)
    ids.catch_up(NOTHING, NOW)
    ids.add(pa.array(["a", "b", "c"]), 1, NOW)
    ids.flush(NOW)
    assert fresh(ids, ["a", "d", "c", "e", "d"]) == ["d", "e"]
    shutil.rmtree(tmp_path)
