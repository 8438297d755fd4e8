"""Events as blocks of arrays, one block an event name, and their way into record batches in order of time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from yunying.demo.arrays import Ints
from yunying.demo.events import EVENTS, SCHEMA
from yunying.demo.sessions import Sessions

Column = NDArray[Any]
_BATCH = 131_072


@dataclass(frozen=True)
class Block:
    """Events of one name. Text columns hold codes (-1 is null), times are ms, other columns hold values."""

    event: str
    person: Ints
    time: Ints
    session: Ints | None = None  # what happens in a session carries its platform, app version and device
    columns: dict[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True)
class Rows:
    """All events of a simulation, in order of time; arrays name the block and the row in it."""

    blocks: Sequence[Block]
    block: NDArray[np.int8]
    row: NDArray[np.int32]
    time: Ints

    def __len__(self) -> int:
        return len(self.time)


def in_order_of_time(blocks: Sequence[Block], end: int) -> Rows:
    """The events of the blocks before `end`, sorted. At equal times the order of the blocks decides."""
    time = np.concatenate([b.time for b in blocks])
    block = np.repeat(np.arange(len(blocks), dtype=np.int8), [len(b) for b in blocks])
    row = np.concatenate([np.arange(len(b), dtype=np.int32) for b in blocks])
    order = np.argsort(time, kind="stable")
    order = order[: np.searchsorted(time[order], end)]
    return Rows(blocks, block[order], row[order], time[order])


def batches(
    rows: Rows, sessions: Sessions, texts: Mapping[str, pa.StringArray], zero_us: int, id_prefix: str
) -> Iterator[pa.RecordBatch]:
    """The rows as record batches. `texts` says what the codes of each text column mean."""
    names = pa.array([b.event for b in rows.blocks], pa.string())
    for begin in range(0, len(rows), _BATCH):
        part = slice(begin, begin + _BATCH)
        size = len(rows.time[part])
        columns: dict[str, Column] = {}
        person = np.empty(size, np.int64)
        for index, block in enumerate(rows.blocks):
            mine = np.flatnonzero(rows.block[part] == index)
            if not len(mine):
                continue
            source = rows.row[part][mine]
            person[mine] = block.person[source]
            for name, values in _with_context(block, sessions, source).items():
                column = columns.setdefault(name, _empty(name, size))
                column[mine] = values
        arrays = {
            "event_id": _event_ids(id_prefix, begin, size),
            "event": names.take(pa.array(rows.block[part])),
            "time": pa.array(zero_us + rows.time[part] * 1000).cast(SCHEMA.field("time").type),
            "distinct_id": texts["distinct_id"].take(pa.array(person)),
        }
        for field_ in SCHEMA:
            if field_.name not in arrays:
                arrays[field_.name] = _arrow(field_, columns.get(field_.name), size, texts, zero_us)
        yield pa.record_batch([arrays[name] for name in SCHEMA.names], schema=SCHEMA)


def check(blocks: Sequence[Block]) -> None:
    """Refuse a block that the catalogue does not know: a slip here would be a silent hole in the data."""
    for block in blocks:
        unknown = set(block.columns) - set(SCHEMA.names)
        if block.event not in EVENTS or unknown:
            raise ValueError(f"{block.event} with {sorted(unknown)} is not in the catalogue of the demo.")


def _with_context(block: Block, sessions: Sessions, source: NDArray[np.int32]) -> dict[str, Column]:
    found = {name: column[source] for name, column in block.columns.items()}
    if block.session is not None:
        session = block.session[source]
        found["platform"] = sessions.platform[session]
        found["app_version"] = sessions.version[session]
        found["device_model"] = sessions.device[session]
    return found


def _empty(name: str, size: int) -> Column:
    kind = SCHEMA.field(name).type
    if pa.types.is_string(kind):
        return np.full(size, -1, np.int32)
    if pa.types.is_floating(kind):
        return np.full(size, np.nan)
    return np.full(size, -1, np.int64)


def _arrow(
    field_: pa.Field, column: Column | None, size: int, texts: Mapping[str, pa.StringArray], zero_us: int
) -> pa.Array:
    if column is None:
        return pa.nulls(size, field_.type)
    if pa.types.is_string(field_.type):
        return texts[field_.name].take(pa.array(column, mask=column < 0))
    if pa.types.is_floating(field_.type):
        return pa.array(column, mask=np.isnan(column))
    if pa.types.is_timestamp(field_.type):
        return pa.array(zero_us + column * 1000, mask=column < 0).cast(field_.type)
    return pa.array(column == 1, mask=column < 0)


def _event_ids(prefix: str, begin: int, size: int) -> pa.Array:
    number = pc.utf8_lpad(pc.cast(pa.array(np.arange(begin, begin + size)), pa.string()), 8, "0")
    return pc.binary_join_element_wise(pa.scalar(prefix), number, "-")
