"""Plans in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select
from tests.support.clock import HeldClock
from tests.support.plans import plans

from yunying.app import App
from yunying.collect.plan import (
    Draft,
    Learned,
    Plan,
    PlanEvent,
    PlanProperty,
    read_plan,
    write_plan,
)
from yunying.core import NotFound
from yunying.store.ledger import AuditEntry
from yunying.workspace import Project


def draft_of(plan: Plan) -> Draft:
    return read_plan(write_plan(plan, "yaml"), "plan.yaml")


@given(first=plans(), second=plans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_what_is_brought_is_kept_exactly(app: App, project: Project, first: Plan, second: Plan) -> None:
    for plan in (first, second, Plan()):
        before = app.plans.get(project.id)
        dry = app.plans.bring(project.id, draft_of(plan), replace=True, dry_run=True, by=None)
        assert repr(app.plans.get(project.id)) == repr(before)
        done = app.plans.bring(project.id, draft_of(plan), replace=True, by=None)
        assert (dry.applied, done.applied, dry.difference) == (False, True, done.difference)
        assert repr(app.plans.get(project.id)) == repr(plan)
        assert not app.plans.bring(project.id, draft_of(plan), replace=True, by=None).difference


def test_every_change_is_another_version(app: App, project: Project, clock: HeldClock) -> None:
    steps: list[Callable[[], object]] = [
        lambda: app.plans.put_event(project.id, PlanEvent(name="a"), by=None),
        lambda: app.plans.put_event(project.id, PlanEvent(name="a", mode="enforce"), by=None),
        lambda: app.plans.put_property(project.id, PlanProperty(event="a", name="x"), by=None),
        lambda: clock.go_on(timedelta(days=-3)),
        lambda: app.plans.put_property(project.id, PlanProperty(event="a", name="x", required=True), by=None),
        lambda: app.plans.put_property(project.id, PlanProperty(event="", name="x"), by=None),
        lambda: app.plans.add_learned(project.id, Learned(("b",), (("b", "y", "text"),))),
        lambda: app.plans.add_learned(project.id, Learned(("b",), (("b", "y", "text"),))),
        lambda: app.plans.delete_property(project.id, "", "x", by=None),
        lambda: app.plans.delete_event(project.id, "a", by=None),
    ]
    same = {3, 7}
    version = app.plans.version(project.id)
    for i, step in enumerate(steps):
        step()
        now = app.plans.version(project.id)
        assert (now == version) is (i in same), i
        version = now
    assert app.plans.get(project.id) == Plan.of(
        [PlanEvent(name="b", status="live", learned=True)],
        [PlanProperty(event="b", name="y", type="text", status="live", learned=True)],
    )


def test_plans_of_projects_are_apart(app: App, project: Project) -> None:
    other = app.workspace.projects.create("other", "UTC")
    before = app.plans.version(other.id)
    app.plans.put_event(project.id, PlanEvent(name="a"), by=None)
    assert app.plans.get(other.id) == Plan()
    assert app.plans.version(other.id) == before


def test_every_change_is_audited(app: App, project: Project) -> None:
    app.plans.put_event(project.id, PlanEvent(name="a"), by="m1")
    app.plans.put_event(project.id, PlanEvent(name="a", status="blocked"), by="m1")
    app.plans.put_property(project.id, PlanProperty(event="a", name="x"), by="m1")
    app.plans.put_property(project.id, PlanProperty(event="a", name="x", type="text"), by="m1")
    app.plans.delete_property(project.id, "a", "x", by="m1")
    app.plans.delete_event(project.id, "a", by="m1")
    app.plans.bring(project.id, draft_of(Plan.of([PlanEvent(name="b")], [])), by="m2")
    app.plans.bring(project.id, draft_of(Plan.of([PlanEvent(name="b")], [])), by="m2")
    app.plans.add_learned(project.id, Learned(("b", "c")))
    app.plans.add_learned(project.id, Learned(("b", "c")))
    with app.ledger.read() as tx:
        found = tx.scalars(select(AuditEntry).where(AuditEntry.action.like("plan.%")).order_by(AuditEntry.id))
        told = [(e.action, e.subject, e.member_id, e.project_id == project.id) for e in found]
    assert told == [
        ("plan.event_added", "a", "m1", True),
        ("plan.event_changed", "a", "m1", True),
        ("plan.property_added", "x", "m1", True),
        ("plan.property_changed", "x", "m1", True),
        ("plan.property_removed", "x", "m1", True),
        ("plan.event_removed", "a", "m1", True),
        ("plan.imported", project.id, "m2", True),
        ("plan.learned", project.id, None, True),
    ]


def test_what_is_not_there(app: App, project: Project) -> None:
    for call in (
        lambda: app.plans.delete_event(project.id, "a", by=None),
        lambda: app.plans.delete_property(project.id, "a", "x", by=None),
        lambda: app.plans.put_property(project.id, PlanProperty(event="a", name="x"), by=None),
    ):
        with pytest.raises(NotFound):
            call()


def test_without_replace_the_rest_stays(app: App, project: Project) -> None:
    app.plans.put_event(project.id, PlanEvent(name="a", mode="enforce", owner="x"), by=None)
    app.plans.put_event(project.id, PlanEvent(name="b"), by=None)
    draft = read_plan("事件名,事件说明\na,付款\nc,看\n".encode(), "plan.csv")
    brought = app.plans.bring(project.id, draft, by=None)
    assert [c.event for c in brought.difference.added] == ["c"]
    assert [(c.event, c.fields) for c in brought.difference.changed] == [("a", ("description",))]
    assert [c.event for c in brought.difference.removed] == ["b"]
    events = app.plans.get(project.id).by_event()
    assert sorted(events) == ["a", "b", "c"]
    # The file has no columns for these, so it does not undo them.
    assert (events["a"].mode, events["a"].owner, events["a"].description.zh) == ("enforce", "x", "付款")
