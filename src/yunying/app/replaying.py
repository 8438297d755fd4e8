"""The landing log once more through the processor: into the same project, or into an empty one.

Into its own project only what is missing is added, such as what was refused before and is taken now. Into an empty
project the whole lake is made anew. What files brought is not in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from yunying.app.datasets import Datasets
from yunying.app.streams import Stream, Streams
from yunying.collect.stream import MANUAL, TRANSACTION
from yunying.collect.stream.linking import Asked, follow
from yunying.core import Refused, microseconds_of
from yunying.store.landing import Landed
from yunying.store.merges import Merge
from yunying.store.people import People
from yunying.workspace import Project, Workspace

_EVENTS = 40_000
_WAIT = 60.0
_MOST_IDS = 2**31
_EVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
Progress = Callable[[int, int, int], None]
"""Called with requests done, requests in all, events stored."""


@dataclass(frozen=True)
class Replayed:
    """What a replay did. `refused` were refused again."""

    requests: int = 0
    events: int = 0
    stored: int = 0
    duplicates: int = 0
    refused: int = 0


class Replaying:
    """The use-case of replaying."""

    def __init__(self, streams: Streams, datasets: Datasets, workspace: Workspace) -> None:
        self._streams = streams
        self._datasets = datasets
        self._workspace = workspace

    def replay(
        self,
        project: Project,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        into: Project | None = None,
        progress: Progress = lambda *_: None,
        by: str | None = None,
    ) -> Replayed:
        """Process what was received from `start` until before `end` once more. The log's position stays as it is."""
        stream, target = self._streams.of(project), self._streams.of(into or project)
        if target is not stream and self._datasets.of(target.project).lake.snapshot().rows:
            raise Refused(
                "project_not_empty",
                f"{target.project.name} has events; a lake is made anew in an empty project only.",
                field="into",
            )
        since, until = (microseconds_of(at or ever) for at, ever in zip((start, end), _EVER, strict=True))
        bounds = self._bounds(stream, since, until)
        done = Replayed()
        with stream.replaying(target) as again:
            for requests in _chunks(stream, bounds, since, until):
                step = again(requests, _WAIT)
                done = Replayed(
                    done.requests + step.requests,
                    done.events + step.events,
                    done.stored + step.stored.stored,
                    done.duplicates + step.stored.duplicates,
                    done.refused + step.refused,
                )
                progress(step.position - bounds[0] + 1, bounds[1] - bounds[0] + 1, done.stored)
        if target is not stream:
            with target.writing(_WAIT):
                self._merge_by_hand(self._people(stream), self._people(target))
        self._workspace.audit.note(
            "log.replayed",
            project.name,
            by=by,
            project=project.id,
            into=target.project.id,
            stored=done.stored,
        )
        return done

    def _bounds(self, stream: Stream, since: int, until: int) -> tuple[int, int]:
        """First and last position to replay; what was not processed yet comes to the lake by itself."""
        found = stream.log.positions_between(since, until)
        processed = self._datasets.of(stream.project).lake.position(TRANSACTION) or 0
        return (found[0], min(found[1], processed)) if found else (1, 0)

    def _people(self, stream: Stream) -> People:
        return self._datasets.of(stream.project).people

    def _merge_by_hand(self, source: People, target: People) -> None:
        """What people merged and took back themselves is in no request."""
        entries = source.merges.entries()
        for entry in (e for e in entries if e.reason == MANUAL):
            if entry.kind == "undo" and entry.undoes is not None:
                _undo(target, entries[entry.undoes], entry)
            elif entry.kind == "merge":
                _merge(target, entry)


def _merge(target: People, entry: Merge) -> None:
    other, into = target.number(entry.from_id), target.number(entry.into_id)
    if other is None or into is None:
        return
    asked = Asked(other, into, entry.from_id, entry.into_id, MANUAL, True, entry.source, entry.at)
    target.merges.append(follow(target.merges, [asked], _MOST_IDS))


def _undo(target: People, undone: Merge, entry: Merge) -> None:
    pair, gone = (undone.from_id, undone.into_id), target.merges.undone()
    for found in target.merges.entries():
        if found.kind == "merge" and (found.from_id, found.into_id) == pair and found.number not in gone:
            number = target.merges.count()
            undo = replace(found, kind="undo", at=entry.at, reason=MANUAL, source=entry.source)
            target.merges.append([replace(undo, number=number, undoes=found.number)])


def _chunks(stream: Stream, bounds: tuple[int, int], since: int, until: int) -> Iterator[list[Landed]]:
    after, last = bounds[0] - 1, bounds[1]
    while after < last:
        found = stream.log.read(after, events=_EVENTS, until=last)
        if not found:
            return
        after = found[-1].position
        # Where the clock was set back, positions between others may lie outside.
        chosen = [landed for landed in found if since <= landed.received_at < until]
        if chosen:
            yield chosen
