"""A rule on the past: when it would have spoken, which known incidents it would have caught, and how late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yunying.watch.rule import WatchInterval
from yunying.watch.series import Side, Verdict

_REST = 2
"""Periods in order after which the same figure out of order is another episode."""
_MONTH = 30.0
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0}


@dataclass(frozen=True)
class Episode:
    """Periods out of order that belong together: `began` is the first, `spoke` the one with which it spoke, `ended`
    the last, each a verdict; `worst` is the one farthest from what was expected. Days are inclusive."""

    began: Verdict
    spoke: Verdict
    ended: Verdict
    worst: Verdict

    @property
    def side(self) -> Side:
        """Above (1) or below (−1)."""
        return self.began.side


@dataclass(frozen=True)
class Incident:
    """Something known to have happened, on these days (inclusive)."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Caught:
    """Whether an incident was caught, and how many days after its first day (0: the same day's figure)."""

    incident: Incident
    days_late: int | None


@dataclass(frozen=True)
class Tried:
    """How a rule did. `false_a_month` counts episodes that touch no incident, for each 30 days that were judged; it
    is None where no incident is known, since nobody can tell then."""

    judged: int
    caught: tuple[Caught, ...]
    false_alarms: int
    false_a_month: float | None
    spoken_a_month: float


def episodes(verdicts: Iterable[Verdict]) -> list[Episode]:
    """What a rule would have told, once an episode. One side of the band is one episode, the other another."""
    found: list[Episode] = []
    run: list[Verdict] = []
    rest = 0
    for one in verdicts:
        if one.state == "out":
            if run and one.side != run[-1].side:
                _close(found, run)
                run = []
            run.append(one)
            rest = 0
        elif run and one.state != "incomplete":
            rest += 1
            if rest > _REST:
                _close(found, run)
                run, rest = [], 0
    _close(found, run)
    return found


def _close(found: list[Episode], run: Sequence[Verdict]) -> None:
    spoke = next((one for one in run if one.spoken), None)
    if spoke is not None:
        found.append(Episode(run[0], spoke, run[-1], max(run, key=_distance)))


def _distance(one: Verdict) -> float:
    end = one.high if one.side > 0 else one.low
    return 0.0 if one.value is None or end is None else abs(one.value - end)


def tried(
    by_slice: Sequence[Sequence[Verdict]], incidents: Sequence[Incident], interval: WatchInterval
) -> Tried:
    """How a rule did on the past, by the verdicts of each slice."""
    spoken = [one for verdicts in by_slice for one in episodes(verdicts)]
    judged = max((sum(one.state in ("fine", "out") for one in verdicts) for verdicts in by_slice), default=0)
    span = 7 if interval == "week" else 1
    caught = tuple(Caught(incident, _late(incident, by_slice, span)) for incident in incidents)
    false = sum(not any(_touch(one, incident, span) for incident in incidents) for one in spoken)
    months = judged * _DAYS[interval] / _MONTH
    return Tried(
        judged=judged,
        caught=caught,
        false_alarms=false,
        false_a_month=false / months if incidents and months else None,
        spoken_a_month=len(spoken) / months if months else 0.0,
    )


def _late(incident: Incident, by_slice: Sequence[Sequence[Verdict]], span: int) -> int | None:
    """Days from the first of an incident to the last of the first period in it with which the rule spoke."""
    ends = [
        one.day + timedelta(days=span - 1)
        for verdicts in by_slice
        for one in verdicts
        if one.spoken and incident.first <= one.day + timedelta(days=span - 1) and one.day <= incident.last
    ]
    return max(0, (min(ends) - incident.first).days) if ends else None


def _touch(episode: Episode, incident: Incident, span: int) -> bool:
    last = episode.ended.day + timedelta(days=span - 1)
    return episode.began.day <= incident.last and last >= incident.first


def ongoing(episode: Episode, verdicts: Sequence[Verdict]) -> bool:
    """Whether the newest judged periods still belong to an episode."""
    rest = 0
    for one in reversed(verdicts):
        if one.label == episode.ended.label:
            return rest <= _REST
        rest += one.state not in ("incomplete",)
    return False
