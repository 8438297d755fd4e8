"""What tests know of each kind of question: one file a kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from tests.support import agree
from tests.support.kinds import (
    attribution,
    distribution,
    drivers,
    frequency,
    funnel,
    interval,
    lifecycle,
    ltv,
    migration,
    path,
    people,
    retention,
    sessions,
    stickiness,
    trend,
)
from tests.support.kinds.attribution import attributions
from tests.support.kinds.distribution import distributions
from tests.support.kinds.drivers import random_drivers
from tests.support.kinds.frequency import frequencies
from tests.support.kinds.funnel import funnels
from tests.support.kinds.interval import intervals
from tests.support.kinds.lifecycle import lifecycles
from tests.support.kinds.ltv import ltvs
from tests.support.kinds.migration import migrations
from tests.support.kinds.path import paths
from tests.support.kinds.people import people_lists
from tests.support.kinds.retention import retentions
from tests.support.kinds.sessions import sessions_asked
from tests.support.kinds.stickiness import stickinesses
from tests.support.kinds.trend import trends
from tests.support.projects import Plan
from tests.support.questions import Raw

from yunying.analyse import (
    KINDS,
    Attribution,
    Distribution,
    Drivers,
    Frequency,
    Funnel,
    Lifecycle,
    Ltv,
    Migration,
    Path,
    PeopleList,
    Question,
    Retention,
    Sessions,
    Stickiness,
    TimeBetween,
    Trend,
)
from yunying.analyse.reference import Reference
from yunying.metrics import Answer
from yunying.store import Dataset


@dataclass(frozen=True)
class Proof:
    """A kind: random raw questions about a plan, and what must hold between an answer's figures and their lists."""

    name: str
    random: Callable[[Plan], st.SearchStrategy[Raw]]
    check: Callable[[agree.Lists, Any], None]


PROOFS: dict[type[Any], Proof] = {
    Trend: Proof("trend", trends, trend.check),
    Funnel: Proof("funnel", funnels, funnel.check),
    Retention: Proof("retention", retentions, retention.check),
    Lifecycle: Proof("lifecycle", lifecycles, lifecycle.check),
    Stickiness: Proof("stickiness", stickinesses, stickiness.check),
    Frequency: Proof("frequency", frequencies, frequency.check),
    Path: Proof("path", paths, path.check),
    Attribution: Proof("attribution", attributions, attribution.check),
    Drivers: Proof("drivers", random_drivers, drivers.check),
    PeopleList: Proof("people", people_lists, people.check),
    TimeBetween: Proof("interval", intervals, interval.check),
    Distribution: Proof("distribution", distributions, distribution.check),
    Sessions: Proof("sessions", sessions_asked, sessions.check),
    Migration: Proof("migration", migrations, migration.check),
    Ltv: Proof("ltv", ltvs, ltv.check),
}
assert set(PROOFS) == {kind.model for kind in KINDS}, "every kind is tested"


def questions(plan: Plan) -> st.SearchStrategy[Raw]:
    """Questions of any kind."""
    return st.one_of(*(kind.random(plan) for kind in PROOFS.values()))


def check(data: Dataset, reference: Reference, question: Question) -> Answer:
    """The engine's answer, having found it right in every respect."""
    return agree.check(data, reference, question, PROOFS[type(question)].check)
