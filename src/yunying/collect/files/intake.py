"""First half of an import: chunks stream by, unusable rows are set aside, the others are staged by day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from yunying.collect.arrays import Bools, Int64s, bools_of, decoded, is_text, texts_of, trimmed
from yunying.collect.files.event_ids import GivenIds
from yunying.collect.files.mapping import Mapping
from yunying.collect.files.readers.base import Chunk
from yunying.collect.files.rejects import Rejects
from yunying.collect.files.staging import Staging
from yunying.collect.files.times import TimeReader
from yunying.collect.files.values import Kind, PropertyColumn, is_nothing
from yunying.collect.files.where import Where
from yunying.store.digest import Digests, UInt64s, digest_integers, digest_texts
from yunying.store.people import Assignment, person_digests


class Usable:
    """The usable rows of a chunk, their people known; what is left to do needs no order."""

    def __init__(
        self, chunk: Chunk, times: Int64s, people: Digests, person: Int64s, event: pa.Array | None
    ) -> None:
        self.chunk = chunk
        self.times = times
        self.people = people
        self.person = person
        self.event = event


class Intake:
    """Takes in the chunks of one file, in order."""

    def __init__(
        self,
        mapping: Mapping,
        times: TimeReader,
        where: Where | None,
        inferred: frozenset[Kind],
        assignment: Assignment,
        rejects: Rejects,
        staging: Staging,
        given: GivenIds | None,
    ) -> None:
        self.properties: dict[str, PropertyColumn] = {}
        self.rows = self.filtered = self.staged = 0
        self.first_time: int | None = None
        self.last_time: int | None = None
        self._mapping = mapping
        self._times = times
        self._where = where
        self._inferred = inferred
        self._assignment = assignment
        self._rejects = rejects
        self._staging = staging
        self._given = given
        self._events = _EventNames(mapping.event_name)

    def columns_of(self, chunk_columns: Sequence[str]) -> list[str]:
        """Columns whose values are kept as properties, of those a chunk has."""
        named = {*self._mapping.property_columns(chunk_columns), *self._mapping.person_properties}
        return [c for c in chunk_columns if c in named]

    def sift(self, chunk: Chunk) -> Usable:
        """Set unusable rows aside and number the people of the others."""
        self.rows += len(chunk.rows) + len(chunk.rejected)
        self._rejects.add_rows(chunk.rejected)
        if self._where is not None:
            kept = self._where.mask(chunk)
            self.filtered += int(kept.size - kept.sum())
            chunk = chunk.keep(kept)
        chunk, times, person, event = self._without_bad(chunk)
        self._rejects.flush()
        if times.size:
            first, last = int(times.min()), int(times.max())
            self.first_time = first if self.first_time is None else min(first, self.first_time)
            self.last_time = last if self.last_time is None else max(last, self.last_time)
        people = person_digests(person)
        numbers = self._assignment.resolve_digested(person, people)
        return Usable(chunk, times, people, numbers.astype(np.int64), event)

    def stage(self, usable: Usable) -> None:
        """Find each row's digest and put it on disk under its day."""
        chunk, times = usable.chunk, usable.times
        if times.size == 0:
            return
        low, high = usable.people.low.copy(), usable.people.high.copy()
        staged = {"person": pa.array(usable.person.astype(np.int32)), "time": pa.array(times)}
        _add(low, high, digest_integers(times, "time"))
        if usable.event is None:
            _add(low, high, self._events.constant)
        else:
            _add(low, high, digest_texts(usable.event, "event"))
            staged["event"] = usable.event
        for name in self.columns_of(list(chunk.columns)):
            column = self.properties.get(name)
            if column is None:
                column = self.properties[name] = PropertyColumn(name, self._inferred, self._times.zone)
            values = column.prepare(chunk.columns[name])
            _add(low, high, _digest(values, f"property:{name}", self._times))
            staged[f"p:{name}"] = values
        staged["low"], staged["high"] = pa.array(low), pa.array(high)
        if self._mapping.id is not None and self._given is not None:
            ids = decoded(trimmed(texts_of(chunk.column(self._mapping.id))))
            positions = np.arange(self.staged, self.staged + times.size)
            self._given.add(positions, ids)
            staged["id"], staged["position"] = ids, pa.array(positions)
        self.staged += times.size
        self._staging.write(staged, times)

    def _without_bad(self, chunk: Chunk) -> tuple[Chunk, Int64s, pa.Array, pa.Array | None]:
        mapping = self._mapping
        person = trimmed(texts_of(chunk.column(mapping.person)))
        times = self._times.read(chunk.column(mapping.time))
        event = None if mapping.event is None else _dictionary(trimmed(texts_of(chunk.column(mapping.event))))
        bad = np.zeros(len(chunk.rows), np.bool_)
        checks: list[tuple[str, str, Bools]] = [
            ("missing_person", mapping.person, is_nothing(person)),
            ("missing_time", mapping.time, ~times.given),
            ("unreadable_time", mapping.time, ~times.ok),
            ("time_out_of_range", mapping.time, ~times.in_range),
        ]
        if event is not None and mapping.event is not None:
            checks.append(("missing_event", mapping.event, is_nothing(event)))
        for reason, column, unusable in checks:
            wrong = unusable & ~bad
            if wrong.any():
                bad |= wrong
                values = chunk.column(column).filter(pa.array(wrong))
                self._rejects.add(chunk.rows[wrong], column, values, reason)
        microseconds = times.microseconds
        if bad.any():
            good = ~bad
            chosen = pa.array(good)
            chunk, microseconds, person = chunk.keep(good), microseconds[good], person.filter(chosen)
            event = None if event is None else event.filter(chosen)
        return chunk, microseconds, person, event


class _EventNames:
    def __init__(self, name: str | None) -> None:
        text = pa.array([(name or "").strip()])
        self.constant = digest_texts(text, "event")


def _dictionary(texts: pa.Array) -> pa.Array:
    return texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()


def _digest(values: pa.Array, name: str, times: TimeReader) -> Digests:
    if is_text(values.type):
        return digest_texts(values, name)
    if pa.types.is_timestamp(values.type) or pa.types.is_date(values.type):
        digests = digest_integers(times.read(values).microseconds, name)
        missing = ~bools_of(values.is_valid())
        digests.low[missing] = 0
        digests.high[missing] = 0
        return digests
    return digest_texts(texts_of(values), name)


def _add(low: UInt64s, high: UInt64s, digests: Digests) -> None:
    low += digests.low
    high += digests.high
