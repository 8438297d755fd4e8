"""Code that is kept on disk stays right when several processes compile at once."""

from pathlib import Path
from typing import Any

import numpy as np
from pytest import MonkeyPatch

from yunying.kernels.compiled import compiled


def _double(x: Any) -> Any:
    return x + x


def _process() -> Any:
    """The function as another process would have it, with nothing compiled yet."""
    return compiled(_double)


def test_processes_that_compile_different_forms_at_once_load_their_own(
    tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setattr("numba.config.CACHE_DIR", str(tmp_path))
    one, other = _process(), _process()
    files = type(one._cache._cache_file)
    write = files._save_data

    def interrupted(self: Any, name: str, data: Any) -> None:
        # While the first is at its file, the other writes another form, to an index that it read while it was empty.
        with monkeypatch.context() as then:
            then.setattr(files, "_save_data", write)
            then.setattr(files, "_load_index", lambda self: {})
            other(np.array([2.5]))
        write(self, name, data)

    with monkeypatch.context() as now:
        now.setattr(files, "_save_data", interrupted)
        assert one(3) == 6

    for _ in range(2):
        fresh = _process()
        assert fresh(np.array([2.5])).tolist() == [5.0]
        assert fresh(3) == 6
    assert sum(fresh.stats.cache_hits.values()) == 2
    assert list(tmp_path.rglob("*.nbc"))


def test_code_of_an_older_source_is_not_loaded(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr("numba.config.CACHE_DIR", str(tmp_path))
    before = _process()
    before._cache._cache_file._source_stamp = ("older", 1)
    assert before(3) == 6
    now = _process()
    assert now(4) == 8
    assert not now.stats.cache_hits
