"""What goes over the wire about files: uploads, previews, imports, and the jobs that do them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from yunying.web.schemas import (
    Count,
    ErrorDetail,
    FileFormat,
    JobKind,
    JobStage,
    JobStatus,
    NameCount,
    Property,
    PropertyKind,
    Request,
    View,
)


class Upload(View):
    """A file that has arrived whole."""

    upload_id: str
    name: str
    size: Count


class Mapping(Request):
    """Which column of a file means what. `properties: null` takes every column not used otherwise."""

    person: str
    time: str
    event: str | None = None
    event_name: str | None = None
    id: str | None = None
    properties: list[str] | None = None
    person_properties: list[str] = []
    timezone: str | None = None
    time_format: str | None = None
    where: str | None = None
    format: FileFormat | None = None
    encoding: str | None = None
    delimiter: Annotated[str | None, Field(max_length=1)] = None


class Note(View):
    """Something worth knowing that is not an error."""

    code: str
    message: str
    params: dict[str, Any]


class PreviewColumn(View):
    """A column of the file as it was read; `label` is its header as written."""

    name: str
    label: str
    type: PropertyKind
    samples: list[str]
    filled: Count
    mixed: bool


class Preview(View):
    """The first rows of a file and what we take them for."""

    format: FileFormat
    compression: str | None
    encoding: str | None
    delimiter: str | None
    columns: list[PreviewColumn]
    rows: list[list[str | None]]
    row_estimate: int | None
    proposed: Mapping
    notes: list[Note]


class NewImport(Request):
    """An uploaded file and how to read it; a dry run reads everything and stores nothing."""

    upload_id: str
    mapping: Mapping
    dry_run: bool = False


class BadReason(View):
    """Why rows were not taken, and how many."""

    reason: str
    count: Count


class BadRow(View):
    """One row that was not taken."""

    row: int
    column: str
    value: str | None
    reason: str


class ImportResult(View):
    """What an import did (or would do): `rows` = loaded + duplicates + filtered + bad."""

    rows: Count
    loaded: Count
    duplicates: Count
    filtered: Count
    bad: Count
    new_people: Count
    first_time: datetime | None
    last_time: datetime | None
    events: list[NameCount]
    properties: list[Property]
    bad_reasons: list[BadReason]
    bad_sample: list[BadRow]
    notes: list[Note]


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
    """Answers that the program is up."""

    status: str
    version: str
