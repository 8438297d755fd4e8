"""Doing queued jobs: one at a time, reported at most four times a second, stopped when asked."""

from __future__ import annotations

import logging
import time

from yunying.app.imports import Imports, Stage, Watch
from yunying.core import YunyingError
from yunying.workspace import Job, Jobs

_REPORT_EVERY = 0.25
_WAIT_FOR_WRITER = 600.0
log = logging.getLogger("yunying.worker")


class Runner:
    """Takes jobs from the queue and sees each to its end."""

    def __init__(self, jobs: Jobs, imports: Imports) -> None:
        self._jobs = jobs
        self._imports = imports

    def run_next(self) -> bool:
        """Do the job that has waited longest; False when there is none."""
        job = self._jobs.claim()
        if job is None:
            return False
        report = _Report(self._jobs, job.id)
        try:
            result = self._imports.run(job, Watch(report.progress, report.cancelled, _WAIT_FOR_WRITER))
        except YunyingError as error:
            self._fail(job, error, cancelled=report.stop)
        except Exception as error:
            # Whatever a job dies of must be told to whoever waits for it, and must not end the worker.
            log.exception("Job %s failed", job.id)
            self._fail(job, _internal(error), cancelled=report.stop)
        else:
            self._jobs.finish(job.id, "done", result=result.model_dump(mode="json"))
            self._imports.let_go(job)
        return True

    def _fail(self, job: Job, error: YunyingError, *, cancelled: bool) -> None:
        if cancelled:
            self._jobs.finish(job.id, "cancelled")
        else:
            self._jobs.finish(job.id, "failed", error=error.as_wire()["error"])


class _Report:
    """Writes progress to the ledger and learns from it whether to stop."""

    def __init__(self, jobs: Jobs, job_id: str) -> None:
        self._jobs = jobs
        self._job_id = job_id
        self._last = 0.0
        self._stage: Stage | None = None
        self._share: float | None = None
        self.stop = False

    def progress(self, stage: Stage, share: float | None, rows: int) -> None:
        del rows
        changed = stage != self._stage
        self._stage, self._share = stage, share
        self._write(at_once=changed)

    def cancelled(self) -> bool:
        self._write(at_once=False)
        return self.stop

    def _write(self, *, at_once: bool) -> None:
        now = time.monotonic()
        if at_once or now - self._last >= _REPORT_EVERY:
            self._last = now
            self.stop = self._jobs.report(self._job_id, self._stage, self._share) or self.stop


def _internal(error: Exception) -> YunyingError:
    return YunyingError(
        "internal_error",
        f"The work failed unexpectedly ({type(error).__name__}: {error}); details are on the terminal of "
        "`yunying serve`.",
    )
