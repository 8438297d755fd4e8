"""Watching metrics: rules, what was out of order, and how a rule would have done on the past."""

from yunying.watch.judge import judge
from yunying.watch.reading import read_series
from yunying.watch.replay import Caught, Episode, Incident, Tried, episodes, ongoing, tried
from yunying.watch.rule import Bound, Change, Direction, Quiet, Rule, Season, WatchInterval, When
from yunying.watch.series import Series, Verdict

__all__ = [
    "Bound",
    "Caught",
    "Change",
    "Direction",
    "Episode",
    "Incident",
    "Quiet",
    "Rule",
    "Season",
    "Series",
    "Tried",
    "Verdict",
    "WatchInterval",
    "When",
    "episodes",
    "judge",
    "ongoing",
    "read_series",
    "tried",
]
