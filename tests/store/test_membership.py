"""Who is in a segment is kept whole or not at all, and a damaged file is never taken for a smaller segment."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from yunying.core import Failed, Refused
from yunying.store import Memberships


def test_what_was_kept_is_read(tmp_path: Path) -> None:
    here, there = Memberships(tmp_path / "s"), Memberships(tmp_path / "s")
    assert here.people("seg_1") is None
    here.keep("seg_1", np.array([7, 3, 3], np.int32))
    here.keep("seg_2", np.array([], np.int32))
    for one in (here, there):
        assert [found.tolist() for s in one.all() if (found := one.people(s)) is not None] == [[3, 7], []]
    there.keep("seg_1", np.array([1], np.int32))
    found = here.people("seg_1")
    assert found is not None
    assert found.tolist() == [1]
    here.remove("seg_1")
    here.remove("seg_1")
    assert there.people("seg_1") is None
    assert there.all() == ["seg_2"]


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a.b", "x" * 101])
def test_only_names_can_be_ids(tmp_path: Path, name: str) -> None:
    segments = Memberships(tmp_path)
    assert segments.people(name) is None
    with pytest.raises(Refused):
        segments.keep(name, np.zeros(0, np.int32))


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    Memberships(tmp_path).keep("seg", np.arange(1000, dtype=np.int32))
    file = tmp_path / "seg.arrow"
    whole = file.read_bytes()
    middle = whole.index(np.arange(500, 510, dtype=np.int32).tobytes())
    changed = whole[:middle] + b"\xff" + whole[middle + 1 :]
    for content in (b"", whole[:-1], whole[: len(whole) // 2], changed, bytes(len(whole)), b"ARROW1"):
        file.write_bytes(content)
        with pytest.raises(Failed) as caught:
            Memberships(tmp_path).people("seg")
        assert caught.value.code == "segment_damaged"
    file.write_bytes(whole)
    assert Memberships(tmp_path).people("seg") is not None
