"""Files in: upload, preview, import, and the jobs that do the work."""

from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import FileResponse

from yunying.collect import Format, Preview
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep
from yunying.web.import_schemas import Imports, Job, Jobs, NewImport, Upload

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
    upload_id: str,
    format: Annotated[Format | None, Query()] = None,  # noqa: A002 (the name on the wire)
    encoding: Annotated[str | None, Query(max_length=40)] = None,
    delimiter: Annotated[str | None, Query(max_length=1)] = None,
    timezone: Annotated[str | None, Query(max_length=100)] = None,
) -> Preview:
    """First rows, detected types and a proposed mapping."""
    return app.imports.preview(project, upload_id, format, encoding, delimiter, timezone)


@router.post("/projects/{project_id}/imports", dependencies=[needs("import")])
def start_import(app: AppDep, member: MemberDep, project: ProjectDep, body: NewImport) -> Job:
    """Import an uploaded file in the background, or try what importing it would do."""
    return Job.model_validate(
        app.imports.start(project, body.upload_id, body.mapping, dry_run=body.dry_run, by=member.id)
    )


@router.get("/projects/{project_id}/imports", dependencies=[needs("see_data")])
def list_imports(app: AppDep, project: ProjectDep) -> Imports:
    """Imports of a project, the newest first."""
    return Imports.model_validate({"imports": app.workspace.jobs.of_project(project.id)})


@router.get("/projects/{project_id}/imports/{job_id}", dependencies=[needs("see_data")])
def get_import(app: AppDep, project: ProjectDep, job_id: str) -> Job:
    """One import."""
    return Job.model_validate(app.workspace.jobs.get(project.id, job_id))


@router.post("/projects/{project_id}/imports/{job_id}/cancel", dependencies=[needs("import")])
def cancel_import(app: AppDep, member: MemberDep, project: ProjectDep, job_id: str) -> Job:
    """Stop an import; what it had read is discarded."""
    return Job.model_validate(app.workspace.jobs.cancel(project.id, job_id, by=member.id))


@router.get(
    "/projects/{project_id}/imports/{job_id}/errors",
    response_class=FileResponse,
    responses=_CSV,
    dependencies=[needs("import")],
)
def get_import_errors(app: AppDep, project: ProjectDep, job_id: str) -> FileResponse:
    """The rows that were not taken, as CSV: row number, column, value, reason."""
    path = app.imports.errors_file(project.id, job_id)
    return FileResponse(path, media_type="text/csv; charset=utf-8", filename=f"{job_id}-errors.csv")


@router.get("/jobs", dependencies=[needs("ask")])
def list_jobs(app: AppDep, _: MemberDep) -> Jobs:
    """Jobs of all projects that wait, run, or ended within the last hour."""
    return Jobs.model_validate({"jobs": app.workspace.jobs.recent()})
