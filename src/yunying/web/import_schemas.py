"""What goes over the wire about files: uploads, imports, and the jobs that do them.

Mapping, preview and result are the importer's own values: they mean the same here, at the terminal and in it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from yunying.collect import ImportResult, Mapping
from yunying.web.schemas import Count, ErrorDetail, JobKind, JobStage, JobStatus, Request, View


class Upload(View):
    """A file that has arrived whole."""

    upload_id: str
    name: str
    size: Count


class NewImport(Request):
    """An uploaded file and how to read it; a dry run reads everything and stores nothing."""

    upload_id: str
    mapping: Mapping
    dry_run: bool = False


class Job(View):
    """Work done in the background."""

    id: str
    kind: JobKind
    project_id: str
    name: str
    status: JobStatus
    stage: JobStage | None
    progress: Annotated[float, Field(ge=0, le=1)] | None
    result: ImportResult | None
    error: ErrorDetail | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class Imports(View):
    """Imports of a project, the newest first."""

    imports: list[Job]


class Jobs(View):
    """Jobs running, waiting, or ended within the last hour."""

    jobs: list[Job]


class Health(View):
    """Answers that the program is up.

    `preparing` is how much of the engine is compiled (0 to 1) while it is, at the first start after an installation:
    questions asked meanwhile wait. Null when all is ready.
    """

    status: str
    version: str
    preparing: float | None
