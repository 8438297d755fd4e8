"""Ids that are one person: joining, undoing, and reading a list that grows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.profiles import share

from yunying.store.identity import Identity
from yunying.store.merges import Kind, Merge, Merges

PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=25)


def naive(pairs: list[tuple[int, int]], count: int = 13) -> list[int]:
    people = list(range(count))
    for one, into in pairs:
        people = [people[into] if p == people[one] else p for p in people]
    return people


@share(0.1)
@given(pairs=PAIRS)
def test_joining_is_as_by_hand(pairs: list[tuple[int, int]]) -> None:
    identity = Identity()
    for pair in pairs:
        identity.join(*pair)
    people = naive(pairs)
    assert identity.people(np.arange(13, dtype=np.int32)).tolist() == people
    assert [identity.person(i) for i in range(13)] == people
    for number in range(13):
        same = [i for i in range(13) if people[i] == people[number]]
        members = identity.members(number)
        assert members[0] == people[number]
        assert sorted(members) == same
        assert identity.size(number) == len(same)
    assert identity.moved().tolist() == [i for i in range(13) if people[i] != i]


def test_a_copy_is_independent() -> None:
    first = Identity()
    first.join(1, 2)
    second = first.copy()
    second.join(3, 2)
    assert first.person(3) == 3
    assert second.person(3) == 2
    assert second.version > first.version


def merge(number: int, kind: Kind, one: int = 0, into: int = 0, undoes: int | None = None) -> Merge:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Merge(number, kind, at, one, into, f"i{one}", f"i{into}", "identify", "web", undoes)


@share(0.05)
@given(data=st.data(), pairs=PAIRS.filter(bool))
def test_the_list_of_merges_makes_the_same_people_however_it_is_read(
    data: st.DataObject, pairs: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("merges")
    writer, reader = Merges(root), Merges(root)
    held: list[tuple[int, int] | None] = []
    for pair in pairs:
        undoable = [i for i, p in enumerate(held) if p is not None]
        chosen = data.draw(st.sampled_from([None, *undoable]))
        if chosen is not None:
            writer.append([merge(writer.count(), "undo", *(held[chosen] or (0, 0)), undoes=chosen)])
            held[chosen] = None
            held.append(None)
        writer.append([merge(writer.count(), "merge", *pair)])
        held.append(pair)
        if len(held) % 3:
            assert reader.count() == len(held)
    expected = naive([p for p in held if p is not None])
    for merges in (writer, reader, Merges(root)):
        assert [merges.identity().person(i) for i in range(13)] == expected


def test_a_reader_keeps_the_people_it_began_with(tmp_path: Path) -> None:
    merges = Merges(tmp_path / "merges")
    before = merges.identity()
    merges.append([merge(0, "merge", 1, 2)])
    after = merges.identity()
    assert (before.person(1), after.person(1)) == (1, 2)
    merges.append([merge(1, "undo", 1, 2, undoes=0)])
    assert merges.identity().person(1) == 1
    assert after.person(1) == 2
    assert merges.was_undone((1, 2))
    assert not merges.is_known(1)
