"""An import's own folder: batches of rows on disk between reading and writing, and cleaning up after a kill.

A batch is an uncompressed Arrow file that is mapped, not loaded, sorted by UTC day (rows of a day in file order).
Nothing here is ever seen by a reader of the lake; a folder whose import is gone is deleted by the next one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.collect.arrays import Int64s
from yunying.collect.civil import DAY
from yunying.collect.files.sources import check_free_space
from yunying.kernels.ordering import stable_order
from yunying.store.lake import EventLake
from yunying.store.lake_files import OTHER_WRITERS, writer_of

_OWNER = "lake"
_MAPPED = 8  # batches kept mapped between days; what was read of them counts as memory


@dataclass(frozen=True)
class Batch:
    """One staged file; `days[i]` is in rows `starts[i]` to `starts[i + 1]`."""

    path: Path
    days: npt.NDArray[np.int32]
    starts: Int64s


class Staging:
    """The folder of one import into one lake."""

    def __init__(self, root: Path, lake: EventLake) -> None:
        self.root = root
        self.batches: list[Batch] = []
        self._lake = lake
        self._open = lru_cache(maxsize=_MAPPED)(_open)

    def __enter__(self) -> Staging:
        self.root.parent.mkdir(parents=True, exist_ok=True)
        _clean_folders(self.root.parent, self._lake)
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir()
        (self.root / _OWNER).write_text(str(self._lake.root.absolute()), encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.cache_clear()
        shutil.rmtree(self.root, ignore_errors=True)

    def write(self, columns: dict[str, pa.Array], times: Int64s) -> None:
        """Stage rows; `times` decides their days."""
        if times.size == 0:
            return
        check_free_space(self.root)
        days = (times // DAY).astype(np.int64)
        if np.any(days[1:] < days[:-1]):
            order = stable_order(days - days.min(), np.arange(days.size))
            days = days[order]
            chosen = pa.array(order)
            columns = {name: values.take(chosen) for name, values in columns.items()}
        starts = np.concatenate([[0], np.flatnonzero(days[1:] != days[:-1]) + 1, [days.size]])
        path = self.root / f"{len(self.batches):06d}.arrow"
        batch = pa.record_batch(columns)
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
            writer.write_batch(batch)
        self.batches.append(Batch(path, days[starts[:-1]].astype(np.int32), starts.astype(np.int64)))

    def days(self) -> list[int]:
        """Every UTC day (days since 1970) that was staged, in order."""
        if not self.batches:
            return []
        return [int(d) for d in np.unique(np.concatenate([b.days for b in self.batches]))]

    def day(self, number: int) -> Iterator[pa.RecordBatch]:
        """The rows of a day in file order, one slice for each batch that has some."""
        for batch in self.batches:
            at = int(np.searchsorted(batch.days, number))
            if at < batch.days.size and batch.days[at] == number:
                start, stop = int(batch.starts[at]), int(batch.starts[at + 1])
                yield self._open(batch.path).slice(start, stop - start)


def remove_orphans(lake: EventLake) -> None:
    """Delete files of imports that were killed before their commit. The caller is the only writer."""
    if not lake.root.is_dir():
        return
    known = {lake_file.path for lake_file in lake.snapshot().files}
    for path in lake.root.glob("day=*/*.parquet"):
        relative = path.relative_to(lake.root).as_posix()
        writer = writer_of(path.name)
        # What other writers left out of the lake may still be read by somebody: it is theirs to remove.
        if relative in known or writer in OTHER_WRITERS:
            continue
        if not lake.committed(transaction(writer)):
            path.unlink(missing_ok=True)


def transaction(import_id: str) -> str:
    """The name by which the lake remembers an import."""
    return f"import:{import_id}"


def _open(path: Path) -> pa.RecordBatch:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).get_batch(0)


def _clean_folders(parent: Path, lake: EventLake) -> None:
    """Remove what imports into this lake left behind; folders of other lakes may be at work."""
    for folder in parent.iterdir():
        owner = folder / _OWNER
        if owner.is_file() and owner.read_text(encoding="utf-8") == str(lake.root.absolute()):
            shutil.rmtree(folder, ignore_errors=True)
