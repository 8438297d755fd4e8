"""What a home holds, counted with SQLite, Delta Lake and Parquet alone: none of our readers takes part."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.exceptions import TableNotFoundError
from tests.torture.serving import Served, Source


@dataclass
class Verdict:
    """The lake against what was acknowledged."""

    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """In the lake, though nobody sent them."""
    by_source: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """Of each source: acknowledged, in the lake, stored as the processor counted it."""

    @property
    def right(self) -> bool:
        """Nothing is lost, nothing is there twice, and the counts say so too."""
        counted = all(lake == stored for _, lake, stored in self.by_source.values())
        return counted and not (self.lost or self.doubled or self.unknown)


def landed(home: Path, project: str) -> int:
    """Position of the newest request in the landing log."""
    newest = 0
    for file in (home / "landing" / project).glob("[0-9]*.sqlite"):
        with closing(sqlite3.connect(file, timeout=30)) as db:
            newest = max(newest, db.execute("SELECT coalesce(max(position), 0) FROM requests").fetchone()[0])
    return newest


def processed(home: Path, project: str) -> int:
    """Position that the lake's last commit carries."""
    try:
        return DeltaTable(str(home / "lake" / project / "events")).transaction_version("landing") or 0
    except TableNotFoundError:
        return 0


def until_processed(served: Served, project: str, seconds: float = 120.0) -> float:
    """Wait until everything that is in the log is in the lake; returns how long that took."""
    began = time.monotonic()
    last = landed(served.home, project)
    while processed(served.home, project) < last:
        waited = time.monotonic() - began
        assert waited < seconds, f"{processed(served.home, project)} of {last}\n{served.words()[-6000:]}"
        assert served.alive(), served.words()[-4000:]
        time.sleep(0.1)
    return time.monotonic() - began


def events(home: Path, project: str) -> pa.Table:
    """Every row of the lake: its id and the source it came from."""
    table = DeltaTable(str(home / "lake" / project / "events"))
    names = {f.metadata.get("name"): f.name for f in table.schema().fields}
    columns = ["event_id", names["$source"]]
    files = [pq.read_table(path, columns=columns, partitioning=None) for path in _paths(table)]
    return pa.concat_tables(files).rename_columns(["event_id", "source"])


def files(home: Path, project: str) -> list[str]:
    """The lake's files."""
    return _paths(DeltaTable(str(home / "lake" / project / "events")))


def merges(home: Path, project: str) -> list[int]:
    """Numbers of the entries in the list of merges."""
    try:
        table = DeltaTable(str(home / "lake" / project / "merges"))
    except TableNotFoundError:
        return []
    found: list[int] = []
    for path in _paths(table):
        found += pq.read_table(path, columns=["number"])["number"].to_pylist()
    return sorted(found)


def ids(home: Path, project: str) -> pa.Table:
    """Every distinct id with its number."""
    table = DeltaTable(str(home / "lake" / project / "ids"))
    return pa.concat_tables([pq.read_table(path) for path in _paths(table)])


def counted(home: Path, project: str) -> Counter[str]:
    """Rows of each source as the processor counted them."""
    with closing(sqlite3.connect(home / "landing" / project / "state.sqlite", timeout=30)) as db:
        rows = db.execute("SELECT source, sum(stored) + sum(profiles) FROM flow GROUP BY source").fetchall()
    return Counter(dict(rows))


def quarantined(home: Path, project: str) -> dict[str, int]:
    """Refusals by reason."""
    with closing(sqlite3.connect(home / "landing" / project / "state.sqlite", timeout=30)) as db:
        return dict(db.execute("SELECT code, count(*) FROM refused GROUP BY code").fetchall())


def judge(
    home: Path, acknowledged: dict[str, set[str]], doubtful: set[str], sources: Iterable[Source]
) -> Verdict:
    """Compare the lake with what was acknowledged, by name of the source."""
    sources = list(sources)
    (project,) = {source.project for source in sources}
    table = events(home, project)
    times = Counter(table["event_id"].to_pylist())
    per_source = Counter(table["source"].to_pylist())
    stored = counted(home, project)
    every = set().union(*acknowledged.values())
    verdict = Verdict(len(every))
    verdict.lost = sorted(every - times.keys())
    verdict.doubled = sorted(i for i, n in times.items() if n > 1)
    verdict.unknown = sorted(times.keys() - every - doubtful)
    for source in sources:
        sent = len(acknowledged.get(source.name, ()))
        verdict.by_source[source.name] = (sent, per_source[source.name], stored[source.id])
    numbers = merges(home, project)
    assert numbers == list(range(len(numbers))), "the list of merges has gaps or says something twice"
    known = ids(home, project)
    assert sorted(known["person_id"].to_pylist()) == list(range(known.num_rows)), "numbers of ids have gaps"
    assert len(set(known["distinct_id"].to_pylist())) == known.num_rows, "an id has two numbers"
    return verdict


def _paths(table: DeltaTable) -> list[str]:
    return [path.removeprefix("file://") for path in table.file_uris()]
