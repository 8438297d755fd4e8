"""Jobs: long work that a separate process does, one at a time, and everybody can watch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session as Transaction

from yunying.core import Clock, NotFound, Refused, YunyingError, new_id
from yunying.store.ledger import Job, Ledger
from yunying.workspace.audit import Audit

JobKind = Literal["import", "dry_run", "demo"]
OPEN = ("queued", "running")
MAX_ATTEMPTS = 3
_RECENT = timedelta(hours=1)


class Jobs:
    """The queue, in the ledger: what is written here survives every process."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def add(
        self, kind: JobKind, project_id: str, name: str, payload: dict[str, Any], *, by: str | None
    ) -> Job:
        """Put work in the queue."""
        job = self._new(kind, project_id, name, payload, "queued")
        with self._ledger.write() as tx:
            tx.add(job)
            self._audit.record(tx, f"{kind}.queued", name, by=by, project=project_id, job=job.id)
        return job

    def add_once(
        self, kind: JobKind, project_id: str, name: str, payload: dict[str, Any], *, by: str | None
    ) -> Job:
        """Put work in the queue unless work of this kind already waits or runs for the project."""
        with self._ledger.read() as tx:
            waiting = tx.scalar(
                select(Job).where(Job.project_id == project_id, Job.kind == kind, Job.status.in_(OPEN))
            )
        return waiting or self.add(kind, project_id, name, payload, by=by)

    def add_done(
        self, job_id: str, kind: JobKind, project_id: str, name: str, result: dict[str, Any]
    ) -> None:
        """Note work that was done at the terminal, so that the history is whole."""
        job = self._new(kind, project_id, name, {}, "done")
        job.id, job.result, job.progress, job.ended_at = job_id, result, 1.0, job.created_at
        with self._ledger.write() as tx:
            tx.add(job)
            self._audit.record(tx, f"{kind}.done", name, by=None, project=project_id, job=job.id)

    def last_done(self, kind: JobKind, project_id: str) -> Job | None:
        """The newest job of this kind that came to its good end."""
        with self._ledger.read() as tx:
            return tx.scalar(
                select(Job)
                .where(Job.project_id == project_id, Job.kind == kind, Job.status == "done")
                .order_by(Job.id.desc())
                .limit(1)
            )

    def last_import_at(self, project_id: str) -> datetime | None:
        """When events last came in through an import."""
        with self._ledger.read() as tx:
            return tx.scalar(
                select(func.max(Job.ended_at)).where(
                    Job.project_id == project_id, Job.kind != "dry_run", Job.status == "done"
                )
            )

    def get(self, project_id: str, job_id: str) -> Job:
        """One job of a project."""
        with self._ledger.read() as tx:
            return _find(tx, project_id, job_id)

    def of_project(self, project_id: str, limit: int = 200) -> Sequence[Job]:
        """Imports of a project (dry runs are not history), the newest first."""
        with self._ledger.read() as tx:
            return tx.scalars(
                select(Job)
                .where(Job.project_id == project_id, Job.kind != "dry_run")
                .order_by(Job.id.desc())
                .limit(limit)
            ).all()

    def recent(self) -> Sequence[Job]:
        """Jobs that wait, run, or ended within the last hour, the newest first."""
        with self._ledger.read() as tx:
            return tx.scalars(
                select(Job)
                .where(or_(Job.status.in_(OPEN), Job.ended_at > self._clock() - _RECENT))
                .order_by(Job.id.desc())
                .limit(200)
            ).all()

    def cancel(self, project_id: str, job_id: str, *, by: str | None) -> Job:
        """Stop a job: at once if it still waits, else at its next report."""
        with self._ledger.write() as tx:
            job = _find(tx, project_id, job_id)
            if job.status not in OPEN:
                raise Refused(
                    "job_ended", "This job has already ended; there is nothing to stop.", status=job.status
                )
            job.cancel_requested = True
            if job.status == "queued":
                job.status, job.ended_at = "cancelled", self._clock()
            self._audit.record(tx, f"{job.kind}.cancelled", job.name, by=by, project=project_id, job=job.id)
        return job

    # What the worker does

    def take_back(self) -> None:
        """Queue again what a dead worker had begun; work that killed its worker several times has failed."""
        died = YunyingError(
            "worker_died", "The work was interrupted several times; see the terminal of `yunying serve`."
        ).as_wire()["error"]
        lost = update(Job).where(Job.status == "running")
        with self._ledger.write() as tx:
            tx.execute(
                lost.where(Job.cancel_requested).values(
                    status="cancelled", ended_at=self._clock(), stage=None
                )
            )
            tx.execute(
                lost.where(Job.attempts >= MAX_ATTEMPTS).values(
                    status="failed", error=died, ended_at=self._clock(), stage=None
                )
            )
            tx.execute(lost.values(status="queued", stage=None, progress=None))

    def claim(self) -> Job | None:
        """Take the job that has waited longest."""
        with self._ledger.read() as tx:
            if tx.scalar(select(Job.id).where(Job.status == "queued").limit(1)) is None:
                return None
        with self._ledger.write() as tx:
            job = tx.scalar(select(Job).where(Job.status == "queued").order_by(Job.id).limit(1))
            if job is None:
                return None
            job.status, job.attempts = "running", job.attempts + 1
            job.started_at = self._clock()
        return job

    def report(self, job_id: str, stage: str | None, progress: float | None) -> bool:
        """Say how far it is; returns whether somebody asked to stop."""
        with self._ledger.write() as tx:
            job = tx.get_one(Job, job_id)
            job.stage, job.progress = stage, progress
            return job.cancel_requested

    def finish(
        self,
        job_id: str,
        status: Literal["done", "failed", "cancelled"],
        *,
        result: dict[str, Any] | None = None,
        error: dict[str, Any] | None = None,
    ) -> None:
        """The end of a job."""
        with self._ledger.write() as tx:
            job = tx.get_one(Job, job_id)
            job.status, job.stage, job.result, job.error = status, None, result, error
            job.progress = 1.0 if status == "done" else job.progress
            job.ended_at = self._clock()
            self._audit.record(
                tx, f"{job.kind}.{status}", job.name, by=None, project=job.project_id, job=job.id
            )

    def _new(self, kind: str, project_id: str, name: str, payload: dict[str, Any], status: str) -> Job:
        return Job(
            id=new_id("imp"),
            kind=kind,
            project_id=project_id,
            name=name,
            status=status,
            stage=None,
            progress=None,
            payload=payload,
            result=None,
            error=None,
            attempts=0,
            cancel_requested=False,
            created_at=self._clock(),
            started_at=None,
            ended_at=None,
        )


def _find(tx: Transaction, project_id: str, job_id: str) -> Job:
    job = tx.get(Job, job_id)
    if job is None or job.project_id != project_id:
        raise NotFound(
            "unknown_job",
            "There is no such import in this project; choose one from the list of imports.",
            field="job_id",
            value=job_id,
        )
    return job
