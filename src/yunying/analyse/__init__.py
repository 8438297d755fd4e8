"""Shaped questions about people, each answered by folding ordered events: `questions/` says what can be asked,
a file a kind answers it, and `reference/` answers it once more in plain SQL."""

from yunying.analyse.kinds import KINDS, ask, people_behind
from yunying.analyse.overview import overview
from yunying.analyse.questions import (
    EventRef,
    Funnel,
    Question,
    Retention,
    Series,
    Trend,
    Window,
    parse_question,
    refuse,
    write_question,
)

__all__ = [
    "KINDS",
    "EventRef",
    "Funnel",
    "Question",
    "Retention",
    "Series",
    "Trend",
    "Window",
    "ask",
    "overview",
    "parse_question",
    "people_behind",
    "refuse",
    "write_question",
]
