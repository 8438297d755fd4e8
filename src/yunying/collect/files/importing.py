"""From a file to events in the lake, all or nothing.

Two passes. The first streams the file once: it sets unusable rows aside, numbers the people, finds each row's
digest and stages the rows on disk by UTC day (`intake`). Only then is every column's type known. The second goes
day by day, two days at a time: it drops what the lake has already, sorts, and writes files (`settling`). They
become visible by one commit. Whatever kills the program before that leaves only files that nobody sees, which
the next import removes.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, Literal

import pyarrow as pa

from yunying.collect.arrays import texts_of
from yunying.collect.files.event_ids import GivenIds
from yunying.collect.files.intake import Intake
from yunying.collect.files.lake_columns import Target, needs_overflow, plan_targets
from yunying.collect.files.mapping import Mapping
from yunying.collect.files.notes import MANY_EVENTS, notes_of
from yunying.collect.files.readers import Chunk, Reader, join, open_reader
from yunying.collect.files.readers.batches import BatchReader
from yunying.collect.files.rejects import Rejects
from yunying.collect.files.result import EventCount, ImportResult, LoadedProperty
from yunying.collect.files.settling import Settler
from yunying.collect.files.sources import Source, spool
from yunying.collect.files.staging import Staging, remove_orphans, transaction
from yunying.collect.files.time_texts import day_order_of
from yunying.collect.files.times import TimeReader
from yunying.collect.files.where import Where
from yunying.core import Calendar, Clock, Failed, instant_of, utc_now
from yunying.store.lake import EventLake
from yunying.store.people import People

Stage = Literal["reading", "sorting", "writing"]
Progress = Callable[[Stage, float | None, int], None]

_CHUNK_ROWS = 1 << 19
_CHUNK_BYTES = 128 << 20
_WRITERS = 2


class ImportCancelled(Failed):
    """Whoever asked for the import took it back; nothing of it is kept."""

    def __init__(self) -> None:
        super().__init__("cancelled", "The import was cancelled; nothing of it was kept.")


def run_import(
    lake: EventLake,
    people: People,
    source: Path | BinaryIO,
    mapping: Mapping,
    *,
    import_id: str,
    name: str,
    calendar: Calendar,
    staging: Path,
    errors_file: Path | None,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    clock: Clock = utc_now,
) -> ImportResult:
    """Import a file. `staging` is this import's own folder; the caller holds `writer_lock`.

    A pipe is kept on disk first: what it holds is detected from its head, and may have to be read twice.
    """
    with Staging(staging, lake) as folder:
        found = Source.at(source, name) if isinstance(source, Path) else spool(source, staging, name)
        _, reader = open_reader(found, staging, mapping.format, mapping.encoding, mapping.delimiter)
        work = _Import(lake, people, reader, mapping, folder, import_id, calendar, progress, cancelled)
        return work.run(errors_file, dry_run, clock)


def import_batches(
    lake: EventLake,
    people: People,
    batches: Iterable[pa.RecordBatch],
    mapping: Mapping,
    *,
    import_id: str,
    calendar: Calendar,
    staging: Path,
    errors_file: Path | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    clock: Clock = utc_now,
) -> ImportResult:
    """Import typed batches that some program makes, the same way as a file."""
    with Staging(staging, lake) as folder:
        reader = BatchReader(batches)
        work = _Import(lake, people, reader, mapping, folder, import_id, calendar, progress, cancelled)
        return work.run(errors_file, dry_run, clock)


class _Import:
    """One import at work."""

    def __init__(
        self,
        lake: EventLake,
        people: People,
        reader: Reader,
        mapping: Mapping,
        staging: Staging,
        import_id: str,
        calendar: Calendar,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._lake = lake
        self._people = people
        self._reader = reader
        self._mapping = mapping
        self._staging = staging
        self._import_id = import_id
        self._zone = mapping.timezone or calendar.timezone
        self._progress = progress
        self._cancelled = cancelled
        columns = [h.name for h in reader.heads]
        mapping.check(columns, open_ended=reader.open_ended)
        self._where = None
        if mapping.where and mapping.where.strip():
            self._where = Where(mapping.where, columns, open_ended=reader.open_ended)

    def run(self, errors_file: Path | None, dry_run: bool, clock: Clock) -> ImportResult:
        """Both passes and the commit."""
        received_at = clock()
        remove_orphans(self._lake)
        times = self._time_reader()
        assignment = self._people.assigning()
        given = None if self._mapping.id is None else GivenIds(self._staging.root)
        with Rejects(errors_file) as rejects:
            intake = Intake(
                self._mapping,
                times,
                self._where,
                self._reader.inferred,
                assignment,
                rejects,
                self._staging,
                given,
            )
            self._take_in(intake)
        if self._where is not None:
            self._where.close()
        snapshot = self._lake.snapshot()
        targets, new = plan_targets(self._mapping, intake.properties, snapshot)
        overflow = needs_overflow(targets) and not snapshot.has_overflow
        self._report("sorting", None, intake.staged)
        if given is not None:
            given.settle(snapshot)
        settler = Settler(
            self._staging,
            snapshot,
            targets,
            assignment.distinct_ids(),
            assignment.first,
            root=None if dry_run else self._lake.root,
            sequence=self._lake.next_sequence() + (1 if new or overflow else 0),
            import_id=self._import_id,
            event_name=self._mapping.event_name if self._mapping.event is None else None,
            given=given,
            received_at=received_at,
        )
        try:
            self._settle(settler, intake.staged)
            self._check_cancelled()
            if settler.outcome.files:
                assignment.commit()
                if new or overflow:
                    self._lake.add_columns(new, overflow=overflow)
                self._lake.commit(transaction(self._import_id), sorted(settler.outcome.files))
        except BaseException:
            for file in settler.outcome.files:
                (self._lake.root / file.path).unlink(missing_ok=True)
            raise
        return _result(self._reader, self._mapping, intake, rejects, settler, targets, times)

    def _time_reader(self) -> TimeReader:
        times = TimeReader(self._zone, self._mapping.time_format)
        if times.needs_day_order and self._reader.rereadable:
            column = self._mapping.time
            with closing(self._reader.chunks([column])) as chunks:
                times.day_order, _ = day_order_of(texts_of(c.column(column)) for c in chunks)
        return times

    def _take_in(self, intake: Intake) -> None:
        chunks = join(self._reader.chunks(self._wanted()), _CHUNK_ROWS, _CHUNK_BYTES)
        staged: Future[None] | None = None
        with ThreadPoolExecutor(2) as pool:
            for chunk in _ahead(chunks, pool):
                self._check_cancelled()
                usable = intake.sift(chunk)
                if staged is not None:
                    staged.result()
                staged = pool.submit(intake.stage, usable)
                self._report("reading", chunk.fraction, intake.rows)
            if staged is not None:
                staged.result()

    def _wanted(self) -> set[str] | None:
        mapping = self._mapping
        if mapping.properties is None:
            return None
        named = {mapping.person, mapping.time, *mapping.properties, *mapping.person_properties}
        named |= {c for c in (mapping.event, mapping.id) if c is not None}
        return named | set(self._where.columns if self._where is not None else ())

    def _settle(self, settler: Settler, rows: int) -> None:
        days = self._staging.days()
        with ThreadPoolExecutor(_WRITERS) as pool:
            waiting = [pool.submit(settler.settle, day) for day in days]
            try:
                for done, future in enumerate(waiting, 1):
                    future.result()
                    self._check_cancelled()
                    settled = settler.outcome.loaded + settler.outcome.duplicates
                    self._report("writing", done / len(days), min(settled, rows))
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _report(self, stage: Stage, fraction: float | None, rows: int) -> None:
        if self._progress is not None:
            self._progress(stage, fraction, rows)

    def _check_cancelled(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise ImportCancelled


def _ahead(chunks: Generator[Chunk], pool: ThreadPoolExecutor) -> Iterator[Chunk]:
    """Each chunk while the next one is being read."""
    coming = pool.submit(next, chunks, None)
    try:
        while (chunk := coming.result()) is not None:
            coming = pool.submit(next, chunks, None)
            yield chunk
    finally:
        wait([coming])
        chunks.close()


def _result(
    reader: Reader,
    mapping: Mapping,
    intake: Intake,
    rejects: Rejects,
    settler: Settler,
    targets: list[Target],
    times: TimeReader,
) -> ImportResult:
    outcome = settler.outcome
    notes = [*reader.notes, *notes_of(mapping, intake, times, outcome.events)]
    return ImportResult(
        rows=intake.rows,
        loaded=outcome.loaded,
        duplicates=outcome.duplicates,
        filtered=intake.filtered,
        bad=rejects.total,
        new_people=settler.new_people,
        first_time=None if intake.first_time is None else instant_of(intake.first_time),
        last_time=None if intake.last_time is None else instant_of(intake.last_time),
        events=[EventCount(name=n, count=c) for n, c in outcome.events.most_common(MANY_EVENTS)],
        properties=[
            LoadedProperty(name=t.column.name, scope=t.column.scope, type=t.column.type, mixed=t.source.mixed)
            for t in targets
        ],
        bad_reasons=rejects.reasons,
        bad_sample=rejects.sample,
        notes=notes,
    )
