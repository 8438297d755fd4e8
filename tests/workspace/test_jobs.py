"""The queue: order, cancelling, what becomes of the work of a dead worker."""

from datetime import timedelta

import pytest
from tests.support.clock import HeldClock

from yunying.app import App
from yunying.core import NotFound, Refused
from yunying.workspace import Project
from yunying.workspace.jobs import MAX_ATTEMPTS


def test_jobs_are_done_in_the_order_they_came(app: App, project: Project) -> None:
    jobs = app.workspace.jobs
    first = jobs.add("import", project.id, "a.csv", {}, by=None)
    second = jobs.add("import", project.id, "b.csv", {}, by=None)
    claimed = jobs.claim()
    assert claimed is not None
    assert (claimed.id, claimed.status, claimed.attempts) == (first.id, "running", 1)
    assert not jobs.report(first.id, "reading", 0.5)
    seen = jobs.get(project.id, first.id)
    assert (seen.stage, seen.progress) == ("reading", 0.5)
    jobs.finish(first.id, "done", result={"rows": 1})
    next_one = jobs.claim()
    assert next_one is not None
    assert next_one.id == second.id
    assert jobs.claim() is None


def test_a_waiting_job_is_cancelled_at_once_a_running_one_when_it_reports(app: App, project: Project) -> None:
    jobs = app.workspace.jobs
    running = jobs.add("import", project.id, "a.csv", {}, by=None)
    jobs.claim()
    waiting = jobs.add("import", project.id, "b.csv", {}, by=None)
    assert jobs.cancel(project.id, waiting.id, by=None).status == "cancelled"
    assert jobs.cancel(project.id, running.id, by=None).status == "running"
    assert jobs.report(running.id, "sorting", None)
    jobs.finish(running.id, "cancelled")
    with pytest.raises(Refused, match="already ended"):
        jobs.cancel(project.id, running.id, by=None)


def test_a_dead_workers_job_is_queued_again_but_not_for_ever(app: App, project: Project) -> None:
    jobs = app.workspace.jobs
    job = jobs.add("import", project.id, "a.csv", {}, by=None)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        claimed = jobs.claim()
        assert claimed is not None
        assert claimed.attempts == attempt
        jobs.take_back()
    ended = jobs.get(project.id, job.id)
    assert ended.status == "failed"
    assert ended.error is not None
    assert ended.error["code"] == "worker_died"
    assert jobs.claim() is None


def test_a_dead_workers_cancelled_job_stays_cancelled(app: App, project: Project) -> None:
    jobs = app.workspace.jobs
    job = jobs.add("import", project.id, "a.csv", {}, by=None)
    jobs.claim()
    jobs.cancel(project.id, job.id, by=None)
    jobs.take_back()
    assert jobs.get(project.id, job.id).status == "cancelled"


def test_lists(app: App, project: Project, clock: HeldClock) -> None:
    jobs = app.workspace.jobs
    old = jobs.add("import", project.id, "old.csv", {}, by=None)
    jobs.claim()
    jobs.finish(old.id, "done")
    clock.go_on(timedelta(hours=2))
    dry = jobs.add("dry_run", project.id, "new.csv", {}, by=None)
    assert [j.id for j in jobs.recent()] == [dry.id]
    assert [j.id for j in jobs.of_project(project.id)] == [old.id]
    other = app.workspace.projects.create("other", "UTC")
    with pytest.raises(NotFound):
        jobs.get(other.id, old.id)


def test_the_demo_is_queued_once(app: App) -> None:
    assert app.imports.start_demo(by="m").id == app.imports.start_demo(by="m").id
