"""The questions one can ask, as values: one file a kind. `docs/questions.md` is made from these classes."""

from yunying.analyse.questions.base import Apart, Asked, EventRef, Window
from yunying.analyse.questions.frequency import Frequency
from yunying.analyse.questions.funnel import Funnel
from yunying.analyse.questions.lifecycle import Lifecycle
from yunying.analyse.questions.parse import KIND_NAMES, Question, parse_question, refuse, write_question
from yunying.analyse.questions.retention import KeptValue, Retention
from yunying.analyse.questions.stickiness import Stickiness
from yunying.analyse.questions.trend import Measure, Series, Trend

__all__ = [
    "KIND_NAMES",
    "Apart",
    "Asked",
    "EventRef",
    "Frequency",
    "Funnel",
    "KeptValue",
    "Lifecycle",
    "Measure",
    "Question",
    "Retention",
    "Series",
    "Stickiness",
    "Trend",
    "Window",
    "parse_question",
    "refuse",
    "write_question",
]
