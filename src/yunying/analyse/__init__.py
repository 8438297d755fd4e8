"""Shaped questions about people, each answered by folding ordered events: `questions/` says what can be asked,
a file a kind answers it, and `reference/` answers it once more in plain SQL."""

from yunying.analyse.kinds import KINDS, ask, people_behind
from yunying.analyse.overview import overview
from yunying.analyse.questions import (
    EventRef,
    Frequency,
    Funnel,
    KeptValue,
    Lifecycle,
    Question,
    Retention,
    Series,
    Stickiness,
    Trend,
    Window,
    parse_question,
    refuse,
    write_question,
)

__all__ = [
    "KINDS",
    "EventRef",
    "Frequency",
    "Funnel",
    "KeptValue",
    "Lifecycle",
    "Question",
    "Retention",
    "Series",
    "Stickiness",
    "Trend",
    "Window",
    "ask",
    "overview",
    "parse_question",
    "people_behind",
    "refuse",
    "write_question",
]
