"""The tracking plan (埋点方案): what a project's events are meant to be, and what of that is so."""

from yunying.collect.plan.changes import Change, Difference, difference
from yunying.collect.plan.check import Checker, Code, Problem
from yunying.collect.plan.drafts import Draft, Mistake, apply
from yunying.collect.plan.formats import (
    LARGEST,
    MEDIA_TYPES,
    PLAN_FORMATS,
    PlanFormat,
    format_of,
    read_plan,
    too_large,
    write_plan,
)
from yunying.collect.plan.learn import Learned, Learner, learn, with_learned
from yunying.collect.plan.model import (
    KINDS,
    MODES,
    PEOPLE,
    STATUSES,
    Allowed,
    Description,
    Kind,
    Mode,
    Plan,
    PlanEvent,
    PlanProperty,
    Status,
)
from yunying.collect.plan.plans import Brought, Plans

__all__ = [
    "KINDS",
    "LARGEST",
    "MEDIA_TYPES",
    "MODES",
    "PEOPLE",
    "PLAN_FORMATS",
    "STATUSES",
    "Allowed",
    "Brought",
    "Change",
    "Checker",
    "Code",
    "Description",
    "Difference",
    "Draft",
    "Kind",
    "Learned",
    "Learner",
    "Mistake",
    "Mode",
    "Plan",
    "PlanEvent",
    "PlanFormat",
    "PlanProperty",
    "Plans",
    "Problem",
    "Status",
    "apply",
    "difference",
    "format_of",
    "learn",
    "read_plan",
    "too_large",
    "with_learned",
    "write_plan",
]
