"""An import into a lake of the test's own, and the events back as plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from yunying.collect import ImportResult, Mapping, import_batches, run_import
from yunying.core import Calendar
from yunying.store.lake import EventLake
from yunying.store.people import People


@dataclass
class Desk:
    """A folder with one lake; `load` imports into it."""

    root: Path
    zone: str = "UTC"
    imports: int = 0

    def __post_init__(self) -> None:
        self.lake = EventLake(self.root / "events")
        self.people = People(self.root / "ids")

    @property
    def errors(self) -> Path:
        """The errors file of the last import."""
        return self.root / "errors.csv"

    def load(self, content: bytes | Path, name: str = "file.csv", **mapping: Any) -> ImportResult:
        """Import bytes under a file name; options not of the mapping are those of `run_import`."""
        options = {
            k: mapping.pop(k) for k in ("dry_run", "progress", "cancelled", "import_id") if k in mapping
        }
        self.imports += 1
        if isinstance(content, bytes):
            path = self.root / "input"
            path.write_bytes(content)
        else:
            path = content
        return run_import(
            self.lake,
            self.people,
            path,
            Mapping(**mapping),
            **{"import_id": f"imp_{self.imports}", **options},
            name=name,
            calendar=Calendar(self.zone),
            staging=self.root / "staging" / f"imp_{self.imports}",
            errors_file=self.errors,
        )

    def load_batches(self, batches: list[pa.RecordBatch], **mapping: Any) -> ImportResult:
        """Import batches."""
        self.imports += 1
        return import_batches(
            self.lake,
            self.people,
            batches,
            Mapping(**mapping),
            import_id=f"imp_{self.imports}",
            calendar=Calendar(self.zone),
            staging=self.root / "staging" / f"imp_{self.imports}",
        )

    def rows(self) -> list[dict[str, Any]]:
        """Every event of the lake, property columns under their original names, in (day, file, row) order."""
        snapshot = self.lake.snapshot()
        names = {c.column: (c.name if c.scope == "event" else f"person:{c.name}") for c in snapshot.columns}
        found = []
        for path in snapshot.paths():
            for row in pq.ParquetFile(path).read().to_pylist():
                kept = {names.get(k, k): v for k, v in row.items() if k not in names or v is not None}
                found.append(kept)
        return found

    def leftovers(self) -> list[Path]:
        """Files that no version of the lake names, and staging folders."""
        known = {str(p) for p in self.lake.snapshot().paths()}
        orphans = [p for p in self.lake.root.glob("day=*/*") if str(p) not in known]
        return orphans + list((self.root / "staging").glob("*"))
