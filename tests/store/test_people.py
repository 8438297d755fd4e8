"""Dense ids: each distinct id one number, in order of appearance, kept only when committed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yunying.kernels.ordering import stable_order
from yunying.store.digest import Interner, digest_integers, digest_texts
from yunying.store.people import People


def test_numbers_in_order_of_appearance(tmp_path: Path) -> None:
    people = People(tmp_path)
    assert (people.count, people.find("a")) == (0, None)
    assert people.resolve(pa.array(["b", "a", "b", "张三"])).tolist() == [0, 1, 0, 2]
    chunks = pa.chunked_array([pa.array(["new"]).dictionary_encode(), pa.array(["a"]).dictionary_encode()])
    assert people.resolve(chunks).tolist() == [3, 1]
    for reader in (people, People(tmp_path)):
        assert reader.count == 4
        assert reader.distinct_ids(np.array([3, 0, 2], np.int32)) == ["new", "b", "张三"]
        assert (reader.find("张三"), reader.find("A"), reader.find("")) == (2, None, None)


def test_another_process_adds(tmp_path: Path) -> None:
    one, two = People(tmp_path), People(tmp_path)
    one.resolve(pa.array(["a"]))
    assert two.resolve(pa.array(["b", "a"])).tolist() == [1, 0]
    assert one.find("b") == 1


def test_what_is_not_committed_is_not_kept(tmp_path: Path) -> None:
    people = People(tmp_path)
    people.resolve(pa.array(["a"]))
    assignment = people.assigning()
    assert assignment.resolve(pa.array(["x", "a"])).tolist() == [1, 0]
    assert (assignment.first, assignment.fresh, assignment.distinct_ids().to_pylist()) == (1, 1, ["a", "x"])
    assert people.find("x") is None
    assignment.commit()
    assignment.commit()
    assert (people.find("x"), people.count) == (1, 2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=30), max_size=5)
)
def test_any_ids(tmp_path_factory: pytest.TempPathFactory, batches: list[list[str]]) -> None:
    people = People(tmp_path_factory.mktemp("ids"))
    known: dict[str, int] = {}
    for batch in batches:
        expected = [known.setdefault(text, len(known)) for text in batch]
        assert people.resolve(pa.array(batch, pa.string())).tolist() == expected
    assert people.distinct_ids(np.arange(len(known), dtype=np.int32)) == list(known)


def test_published_vectors_of_siphash() -> None:
    """SipHash-2-4-128 of the bytes 0…14 and of nothing, key 0…15 (vectors.h of the reference implementation)."""
    from yunying.kernels.siphash import hash_bytes

    low, high = np.zeros(2, np.uint64), np.zeros(2, np.uint64)
    key = np.frombuffer(bytes(range(16)), np.uint64)
    offsets = np.frombuffer(np.array([0, 15, 15], np.int32).tobytes(), np.int32)
    hash_bytes(offsets, np.frombuffer(bytes(range(15)), np.uint8), key[0], key[1], low, high)
    found = [(a.tobytes() + b.tobytes()).hex() for a, b in zip(low, high, strict=True)]
    assert found == ["5493e99933b0a8117e08ec0f97cfc3d9", "a3817f04ba25a8e66df67214c7550293"]


def test_digests_do_not_depend_on_layout() -> None:
    texts = pa.array(["x", None, "", "longer than eight bytes", "x"])
    plain = digest_texts(texts, "name")
    for same in (texts.dictionary_encode(), pa.concat_arrays([pa.array(["zz"]), texts]).slice(1)):
        other = digest_texts(same, "name")
        assert (other.low.tolist(), other.high.tolist()) == (plain.low.tolist(), plain.high.tolist())
    assert (plain.low[1], plain.high[1]) == (0, 0)
    assert plain.low[0] == plain.low[4] != plain.low[2] != 0
    assert digest_texts(texts, "other name").low[0] != plain.low[0]
    assert digest_integers(np.array([1, 2]), "n").low[0] != digest_integers(np.array([1, 2]), "n").low[1]
    assert digest_texts(pa.array([None], pa.string()).dictionary_encode(), "n").low.tolist() == [0]


def test_interner_grows() -> None:
    interner = Interner()
    for start in range(0, 50_000, 10_000):
        keys = digest_integers(np.arange(start + 5000), "k")
        numbers, first = interner.number(keys)
        assert numbers.tolist() == list(range(start + 5000))
        assert first.size == (5000 if start == 0 else 10_000)
    assert interner.copy().find(digest_integers(np.array([7, 10**9]), "k")).tolist() == [7, -1]


@given(st.lists(st.integers(0, 2**62), max_size=200), st.data())
def test_stable_order(keys: list[int], data: st.DataObject) -> None:
    few = (
        [k % 7 << data.draw(st.sampled_from([0, 11, 40])) for k in keys] if data.draw(st.booleans()) else keys
    )
    rows = data.draw(st.permutations(range(len(keys)))) if keys else []
    rows = rows[: data.draw(st.integers(0, len(rows)))]
    order = stable_order(np.array(few, np.int64), np.array(rows, np.int64))
    assert order.tolist() == sorted(rows, key=lambda r: few[r])
