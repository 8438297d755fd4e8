"""Small Arrow files that many processes map into memory."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pyarrow as pa

_NAME = b"made as"


def write_mapped(path: Path, table: pa.Table) -> None:
    """Write `table`, and what its schema says, as one record batch; the file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Processes and threads may make the same file at the same time, each its own draft of it.
    draft = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.draft")
    whole = table.combine_chunks().replace_schema_metadata(
        {**(table.schema.metadata or {}), _NAME: path.name}
    )
    with pa.OSFile(str(draft), "wb") as sink, pa.ipc.new_file(sink, whole.schema) as writer:
        writer.write_table(whole)
    draft.replace(path)


def read_mapped(path: Path) -> pa.Table | None:
    """The table, its memory being the file itself; None where there is no such file, or it was cut or is another."""
    try:
        with pa.memory_map(str(path)) as source:
            table = pa.ipc.open_file(source).read_all()
    except (pa.ArrowInvalid, OSError):
        return None
    return table if (table.schema.metadata or {}).get(_NAME) == path.name.encode() else None
