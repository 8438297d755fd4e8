"""Bringing events in: what the console queues, what the terminal does at once, and the demo."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from yunying import collect, demo
from yunying.app.datasets import Datasets
from yunying.app.files import UploadFiles
from yunying.collect import Format, ImportResult, Mapping, Preview
from yunying.core import Clock, NotFound, Settings, new_id
from yunying.workspace import Job, Project, Workspace

Stage = Literal["reading", "sorting", "writing", "preparing"]
Progress = Callable[[Stage, float | None, int], None]
DEMO_MAPPING = Mapping(
    person="distinct_id",
    time="time",
    event="event",
    id="event_id",
    properties=tuple(demo.EVENT_PROPERTIES),
    person_properties=tuple(demo.PERSON_PROPERTIES),
)
DEMO_CURRENCY = "CNY"


@dataclass(frozen=True)
class Watch:
    """How whoever asked for an import follows it and stops it."""

    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    wait: float = 30.0
    """Seconds to wait for whoever is writing to the project."""


class Imports:
    """Use-cases around imports. One import at a time writes to a project; the lock ends with its process."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        workspace: Workspace,
        datasets: Datasets,
        files: UploadFiles,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._workspace = workspace
        self._datasets = datasets
        self._files = files

    # Asked for by the console, done by the worker

    def preview(
        self,
        project: Project,
        upload_id: str,
        format: Format | None,  # noqa: A002 (the word people use for it)
        encoding: str | None,
        delimiter: str | None,
        timezone: str | None,
    ) -> Preview:
        """The head of an uploaded file and what we take it for."""
        upload = self._workspace.uploads.get(project.id, upload_id)
        return collect.preview(
            self._files.path(upload),
            name=upload.name,
            format=format,
            encoding=encoding,
            delimiter=delimiter,
            timezone=timezone or project.timezone,
        )

    def start(self, project: Project, upload_id: str, mapping: Mapping, *, dry_run: bool, by: str) -> Job:
        """Queue an import of an uploaded file."""
        upload = self._workspace.uploads.get(project.id, upload_id)
        self._files.path(upload)
        return self._workspace.jobs.add(
            "dry_run" if dry_run else "import",
            project.id,
            upload.name,
            {"upload_id": upload.id, "mapping": mapping.model_dump(mode="json")},
            by=by,
        )

    def start_demo(self, *, by: str | None) -> Job:
        """Have the simulated project loaded: the job that waits, runs, or did it before, or else a new one."""
        project = self.demo_project(by=by)
        done = self._workspace.jobs.last_done("demo", project.id)
        return done or self._workspace.jobs.add_once("demo", project.id, project.name, {}, by=by)

    def run(self, job: Job, watch: Watch) -> ImportResult:
        """Do a queued job. Done again after a crash it adds what is missing, nothing twice."""
        project = self._workspace.projects.get(job.project_id)
        if job.kind == "demo":
            return self._load_demo(project, job.id, watch)
        upload = self._workspace.uploads.get(project.id, job.payload["upload_id"])
        mapping = Mapping.model_validate(job.payload["mapping"])
        path, dry_run = self._files.path(upload), job.kind == "dry_run"
        return self._import(project, path, mapping, job.id, upload.name, watch, dry_run=dry_run)

    def let_go(self, job: Job) -> None:
        """An import that is done needs its upload no more; a dry run is usually followed by the import."""
        if job.kind == "import":
            self._files.remove(job.payload["upload_id"])

    def errors_file(self, project_id: str, job_id: str) -> Path:
        """The rows an import did not take, as CSV."""
        job = self._workspace.jobs.get(project_id, job_id)
        path = self._errors(job.id)
        if not path.exists():
            raise NotFound(
                "no_errors_file", "This import has no file of errors: every row was taken.", field="job_id"
            )
        return path

    # Done at once, in this process

    def import_file(
        self,
        project: Project,
        source: Path | BinaryIO,
        mapping: Mapping,
        *,
        name: str,
        watch: Watch,
        dry_run: bool = False,
        errors: Path | None = None,
    ) -> ImportResult:
        """Import a file now. `errors` is where the rows that were not taken are also written."""
        import_id = new_id("imp")
        result = self._import(project, source, mapping, import_id, name, watch, dry_run=dry_run)
        if errors is not None and self._errors(import_id).exists():
            shutil.copyfile(self._errors(import_id), errors)
        if not dry_run:
            self._workspace.jobs.add_done(
                import_id, "import", project.id, name, result.model_dump(mode="json")
            )
        return result

    def load_demo(self, project: Project, watch: Watch) -> ImportResult | None:
        """Load the simulated project now; None when it already is."""
        if self._workspace.jobs.last_done("demo", project.id) is not None:
            return None
        import_id = new_id("imp")
        result = self._load_demo(project, import_id, watch)
        self._workspace.jobs.add_done(
            import_id, "demo", project.id, project.name, result.model_dump(mode="json")
        )
        return result

    def demo_project(self, *, by: str | None = None) -> Project:
        """The simulated project, made if it is missing."""
        return self._workspace.projects.ensure_demo(demo.TIMEZONE, DEMO_CURRENCY, by=by)

    def _import(
        self,
        project: Project,
        source: Path | BinaryIO,
        mapping: Mapping,
        import_id: str,
        name: str,
        watch: Watch,
        *,
        dry_run: bool,
    ) -> ImportResult:
        data = self._datasets.of(project)
        with self._writing(project, import_id, watch.wait) as staging:
            result = collect.run_import(
                data.lake,
                data.people,
                source,
                mapping,
                import_id=import_id,
                name=name,
                calendar=data.calendar,
                staging=staging,
                errors_file=self._errors(import_id),
                dry_run=dry_run,
                progress=watch.progress,
                cancelled=watch.cancelled,
                clock=self._clock,
            )
        if not dry_run:
            self._prepare(project, watch.progress)
        return result

    def _load_demo(self, project: Project, import_id: str, watch: Watch) -> ImportResult:
        data = self._datasets.of(project)
        with self._writing(project, import_id, watch.wait) as staging:
            simulation = demo.prepare(now=project.simulated_at or project.created_at)
            result = collect.import_batches(
                data.lake,
                data.people,
                simulation,
                DEMO_MAPPING,
                import_id=import_id,
                calendar=data.calendar,
                staging=staging,
                progress=watch.progress,
                cancelled=watch.cancelled,
                clock=self._clock,
            )
        self._prepare(project, watch.progress)
        return result

    @contextmanager
    def _writing(self, project: Project, import_id: str, wait: float) -> Iterator[Path]:
        staging = self._settings.home / "staging" / import_id
        self._errors(import_id).parent.mkdir(parents=True, exist_ok=True)
        with collect.writer_lock(self._settings.home / "locks", project.id, timeout=wait):
            staging.mkdir(parents=True, exist_ok=True)
            self._datasets.folder(project).mkdir(parents=True, exist_ok=True)
            try:
                yield staging
            finally:
                shutil.rmtree(staging, ignore_errors=True)

    def _prepare(self, project: Project, progress: Progress | None) -> None:
        """Make the columns every question reads, so that the first one need not."""
        view = self._datasets.of(project).hot.view()
        rows = view.snapshot.rows
        view.days(progress=None if progress is None else lambda done: progress("preparing", done, rows))

    def _errors(self, import_id: str) -> Path:
        return self._settings.home / "errors" / f"{import_id}.csv"
