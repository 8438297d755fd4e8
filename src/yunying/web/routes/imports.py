"""Files in: upload, preview, import, and the jobs that do the work."""

from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse

from yunying.app.masking import Veil
from yunying.collect import Format, ImportResult, Preview
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep
from yunying.web.import_schemas import Imports, Job, Jobs, NewImport, Upload
from yunying.workspace import Job as Row

router = APIRouter(tags=["imports"])

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "Rows not taken"}
}


@router.post("/projects/{project_id}/uploads", openapi_extra=_BODY, dependencies=[needs("import")])
async def upload(
    app: AppDep,
    request: Request,
    project: ProjectDep,
    x_filename: Annotated[str, Header(description="Name of the file, percent-encoded UTF-8")],
) -> Upload:
    """Store a file; the body is the file as it is."""
    stored = await app.files.receive(project.id, unquote(x_filename), request.stream())
    return Upload(upload_id=stored.id, name=stored.name, size=stored.size)


@router.get("/projects/{project_id}/uploads/{upload_id}/preview", dependencies=[needs("import")])
def preview(
    app: AppDep,
    project: ProjectDep,
    veil: VeilDep,
    upload_id: str,
    format: Annotated[Format | None, Query()] = None,  # noqa: A002 (the name on the wire)
    encoding: Annotated[str | None, Query(max_length=40)] = None,
    delimiter: Annotated[str | None, Query(max_length=1)] = None,
    timezone: Annotated[str | None, Query(max_length=100)] = None,
) -> Preview:
    """First rows, detected types and a proposed mapping."""
    return veil.preview(app.imports.preview(project, upload_id, format, encoding, delimiter, timezone))


@router.post("/projects/{project_id}/imports", dependencies=[needs("import")])
def start_import(app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: NewImport) -> Job:
    """Import an uploaded file in the background, or try what importing it would do."""
    return _job(
        app.imports.start(project, body.upload_id, body.mapping, dry_run=body.dry_run, by=member.id), veil
    )


@router.get("/projects/{project_id}/imports", dependencies=[needs("see_data")])
def list_imports(app: AppDep, project: ProjectDep, veil: VeilDep) -> Imports:
    """Imports of a project, the newest first."""
    return Imports(imports=[_job(job, veil) for job in app.workspace.jobs.of_project(project.id)])


@router.get("/projects/{project_id}/imports/{job_id}", dependencies=[needs("see_data")])
def get_import(app: AppDep, project: ProjectDep, veil: VeilDep, job_id: str) -> Job:
    """One import."""
    return _job(app.workspace.jobs.get(project.id, job_id), veil)


@router.post("/projects/{project_id}/imports/{job_id}/cancel", dependencies=[needs("import")])
def cancel_import(app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, job_id: str) -> Job:
    """Stop an import; what it had read is discarded."""
    return _job(app.workspace.jobs.cancel(project.id, job_id, by=member.id), veil)


@router.get(
    "/projects/{project_id}/imports/{job_id}/errors",
    response_class=StreamingResponse,
    responses=_CSV,
    dependencies=[needs("import")],
)
def get_import_errors(app: AppDep, project: ProjectDep, veil: VeilDep, job_id: str) -> StreamingResponse:
    """The rows that were not taken, as CSV: row number, column, value, reason."""
    path = app.imports.errors_file(project.id, job_id)
    return StreamingResponse(
        veil.import_errors(path),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{job_id}-errors.csv"'},
    )


@router.get("/jobs", dependencies=[needs("ask")])
def list_jobs(app: AppDep, member: MemberDep) -> Jobs:
    """Jobs of all projects that wait, run, or ended within the last hour."""

    def veil(job: Row) -> Veil:
        return app.masking.for_role(app.workspace.projects.get(job.project_id), member.role)

    return Jobs(jobs=[_job(job, veil(job)) for job in app.workspace.jobs.recent()])


def _job(job: Row, veil: Veil) -> Job:
    shown = Job.model_validate(job)
    if shown.result is not None:
        shown.result = ImportResult.model_validate(veil.import_result(shown.result.model_dump()))
    return shown
