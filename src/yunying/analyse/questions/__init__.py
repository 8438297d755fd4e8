"""The questions one can ask, as values: one file a kind. `docs/questions.md` is made from these classes."""

from yunying.analyse.questions.attribution import Attribution
from yunying.analyse.questions.base import Apart, Asked, EventRef
from yunying.analyse.questions.distribution import Distribution
from yunying.analyse.questions.drivers import DriverProperty, Drivers
from yunying.analyse.questions.frequency import Frequency
from yunying.analyse.questions.funnel import (
    Exclusion,
    Funnel,
    FunnelShape,
    FunnelWindow,
    Step,
    Times,
    UnitProperty,
)
from yunying.analyse.questions.interval import TimeBetween
from yunying.analyse.questions.lifecycle import Lifecycle
from yunying.analyse.questions.ltv import Amounts, Cost, Ltv
from yunying.analyse.questions.migration import Migration
from yunying.analyse.questions.parse import KIND_NAMES, Question, parse_question, refuse, write_question
from yunying.analyse.questions.path import Path
from yunying.analyse.questions.people import PeopleList, PeopleSort, PersonColumn, PersonMeasure
from yunying.analyse.questions.retention import KeptValue, Retention
from yunying.analyse.questions.sessions import Sessions
from yunying.analyse.questions.stickiness import Stickiness
from yunying.analyse.questions.trend import Formula, Measure, PerPerson, Series, Trend
from yunying.metrics import Window

__all__ = [
    "KIND_NAMES",
    "Amounts",
    "Apart",
    "Asked",
    "Attribution",
    "Cost",
    "Distribution",
    "DriverProperty",
    "Drivers",
    "EventRef",
    "Exclusion",
    "Formula",
    "Frequency",
    "Funnel",
    "FunnelShape",
    "FunnelWindow",
    "KeptValue",
    "Lifecycle",
    "Ltv",
    "Measure",
    "Migration",
    "Path",
    "PeopleList",
    "PeopleSort",
    "PerPerson",
    "PersonColumn",
    "PersonMeasure",
    "Question",
    "Retention",
    "Series",
    "Sessions",
    "Step",
    "Stickiness",
    "TimeBetween",
    "Times",
    "Trend",
    "UnitProperty",
    "Window",
    "parse_question",
    "refuse",
    "write_question",
]
