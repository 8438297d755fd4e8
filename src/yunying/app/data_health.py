"""Whether data arrives and becomes answers: counts at each station, lag, silence, refusals.

Green is checked end to end: a source is called well only when a question, asked just now, counts events of it. One
that has fallen silent is told from one that is merely slow by its own rhythm: how many events the same hours of
earlier weeks brought.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Literal

from yunying.analyse import ask, parse_question
from yunying.app.datasets import Datasets
from yunying.app.streams import PROGRESS, TROUBLE, Stream, Streams
from yunying.core import YunyingError, instant_of, microseconds_of
from yunying.store.quarantine import HOUR, Flow
from yunying.workspace import Project, Source, Workspace

State = Literal["new", "refused", "stuck", "behind", "silent", "refusing", "quiet", "ok", "archived"]
"""`new`: nothing came yet. `refused`: all that came was refused. `stuck`: the processor stands still. `behind`: events
wait for more than a minute. `silent`: quiet against its own rhythm. `refusing`: more than one in twenty is refused.
`quiet`: nothing for a day. `ok`: a question counts its newest events."""
_WORST = ("stuck", "behind", "silent", "refused", "refusing", "quiet", "new", "ok", "archived")
_DAY = 24 * HOUR
_WEEKS = 4
_MISSED = 10
"""Events that should have come and did not make a silence: by chance alone it would be one in 20,000."""
_LATE = 60.0
_REFUSED_SHARE = 0.05
_DEAD = timedelta(seconds=30)


@dataclass(frozen=True)
class SourceHealth:
    """One source's way from received to answered, over the last 24 hours unless said otherwise."""

    id: str
    name: str
    kind: str
    debug: bool
    state: State
    accepted: int
    stored: int
    profiles: int
    duplicates: int
    refused: int
    marked: int
    waiting: int
    answered: int
    """Events that a question over yesterday and today counts, asked just now."""
    ever: int
    """Events accepted since it was made."""
    last_received_at: datetime | None
    lag_seconds: float | None
    """How long the oldest event that is not stored yet has waited."""
    usual: float | None
    """Median of what earlier days brought, at the same stage of the day."""
    missed: float | None
    """Events that its rhythm lets expect since the last one came."""
    hours: list[dict[str, Any]]


class DataHealth:
    """Looks projects' streams over."""

    def __init__(self, streams: Streams, datasets: Datasets, workspace: Workspace) -> None:
        self._streams = streams
        self._datasets = datasets
        self._workspace = workspace

    def of(self, project: Project) -> dict[str, Any]:
        """Everything about a project's stream."""
        stream, now = self._streams.of(project), self._streams.clock()
        notes = stream.quarantine.notes()
        processed = stream.processed()
        backlog = stream.log.backlog(processed)
        stuck = backlog.requests > 0 and _stands_still(notes, now)
        flows = stream.quarantine.flow_by_hour(microseconds_of(now) - _WEEKS * 7 * _DAY, processed)
        totals = stream.quarantine.totals(processed)
        sources = [
            self._source(
                project, stream, source, [f for f in flows if f.source == source.id], totals, now, stuck
            )
            for source in self._workspace.sources.of_project(project.id)
        ]
        states = [s.state for s in sources if s.state != "archived"]
        trouble = notes.get(TROUBLE)
        progress = notes.get(PROGRESS)
        still = trouble is not None and (progress is None or (progress[1].get("moved_at") or 0) < trouble[0])
        maintenance = notes.get("maintenance")
        return {
            "state": min(states, key=_WORST.index, default="new"),
            "sources": [asdict(s) for s in sources],
            "log": {
                "waiting": backlog.events,
                "oldest_waiting_at": None if backlog.oldest is None else instant_of(backlog.oldest),
                "bytes": stream.log.size(),
                "position": stream.log.last(),
                "processed": processed,
            },
            "processor": {
                "seen_at": None if progress is None else instant_of(progress[0]),
                "error": trouble[1]["error"] if trouble is not None and still else None,
                "error_at": instant_of(trouble[0]) if trouble is not None and still else None,
            },
            "maintenance": None
            if maintenance is None
            else {"at": instant_of(maintenance[0]), "error": maintenance[1].get("error")},
            "quarantined": stream.quarantine.count(),
            "geo": [asdict(f) for f in self._streams.geo.files()],
        }

    def _source(
        self,
        project: Project,
        stream: Stream,
        source: Source,
        flows: list[Flow],
        totals: dict[str, Flow],
        now: datetime,
        stuck: bool,
    ) -> SourceHealth:
        instant = microseconds_of(now)
        recent = [f for f in flows if f.hour > instant - _DAY]
        sums = {name: sum(getattr(f, name) for f in recent) for name in _SUMS}
        ever = totals.get(source.id)
        waiting = stream.log.waiting(stream.processed(), source.id)
        newest = max(
            (t for t in (ever.newest if ever else None, waiting.newest) if t is not None), default=None
        )
        lag = None if waiting.oldest is None else max(0.0, (instant - waiting.oldest) / 1e6)
        missed = None if newest is None else _expected(flows, newest, instant)
        answered = self._answered(project, source) if ever and ever.stored else 0
        state = _state(source, sums, ever, lag, missed, answered, stuck=stuck)
        return SourceHealth(
            id=source.id,
            name=source.name,
            kind=source.kind,
            debug=source.debug,
            state=state,
            **sums,
            waiting=waiting.events,
            answered=answered,
            ever=ever.accepted if ever else 0,
            last_received_at=None if newest is None else instant_of(newest),
            lag_seconds=lag,
            usual=_usual(flows, instant),
            missed=missed,
            hours=_hours(recent, instant),
        )

    def _answered(self, project: Project, source: Source) -> int:
        """What a question counts of a source, yesterday and today."""
        data = self._datasets.of(project)
        question = {
            "kind": "trend",
            "series": [{"event": None}],
            "range": {"last": 2, "unit": "day"},
            "filters": [{"property": "$source", "op": "=", "value": source.name}],
            "marked": True,
        }
        try:
            answer = ask(data, parse_question(question))
        except YunyingError:
            return 0  # no event bears the name of a source yet
        return int(answer.totals["series"][0]["value"] or 0)


_SUMS = ("accepted", "stored", "profiles", "duplicates", "refused", "marked")


def _state(
    source: Source,
    sums: dict[str, int],
    ever: Flow | None,
    lag: float | None,
    missed: float | None,
    answered: int,
    *,
    stuck: bool,
) -> State:
    if source.archived_at is not None:
        return "archived"
    if lag is not None and stuck:
        return "stuck"
    if lag is not None and lag > _LATE:
        return "behind"
    if ever is None:
        return "new"
    if ever.stored + ever.profiles + ever.duplicates == 0:
        return "refused"
    if missed is not None and missed >= _MISSED:
        return "silent"
    if sums["refused"] > _REFUSED_SHARE * max(1, sums["accepted"]):
        return "refusing"
    if not sums["accepted"] or not answered:
        return "quiet"
    return "ok"


def _stands_still(notes: dict[str, tuple[int, Any]], now: datetime) -> bool:
    progress = notes.get(PROGRESS)
    return progress is None or now - instant_of(progress[0]) > _DEAD


def _expected(flows: list[Flow], since: int, now: int) -> float | None:
    """How many events the same hours of the weeks before brought, on the median; None without a week of history."""
    if not flows or min(f.hour for f in flows) > since - 7 * _DAY:
        return None
    by_hour = {f.hour: f.accepted for f in flows}
    oldest = min(by_hour)
    found, at = 0.0, since
    while at < now:
        hour = at // HOUR * HOUR
        end = min(hour + HOUR, now)
        earlier = [
            by_hour.get(hour - week * 7 * _DAY, 0)
            for week in range(1, _WEEKS + 1)
            if hour - week * 7 * _DAY >= oldest
        ]
        if earlier:
            found += median(earlier) * (end - at) / HOUR
        at = end
    return found


def _usual(flows: list[Flow], now: int) -> float | None:
    """Median of the events of each of the seven days before the last 24 hours."""
    days = [
        sum(f.accepted for f in flows if now - (d + 1) * _DAY < f.hour <= now - d * _DAY) for d in range(1, 8)
    ]
    return float(median(days)) if any(days) else None


def _hours(flows: list[Flow], now: int) -> list[dict[str, Any]]:
    """The last 24 hours, each with its counts, empty ones too."""
    by_hour = {f.hour: f for f in flows}
    last = now // HOUR * HOUR
    found = []
    for hour in range(last - 23 * HOUR, last + HOUR, HOUR):
        flow = by_hour.get(hour)
        found.append(
            {
                "hour": instant_of(hour),
                "accepted": flow.accepted if flow else 0,
                "stored": flow.stored + flow.profiles if flow else 0,
                "refused": flow.refused if flow else 0,
            }
        )
    return found
