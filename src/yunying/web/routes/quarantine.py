"""What was refused."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from yunying.web import stream_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep

router = APIRouter(prefix="/projects/{project_id}/quarantine", tags=["quarantine"])
_Code = Annotated[str | None, Query(max_length=100)]
_Source = Annotated[str | None, Query(max_length=32)]
_AT_ONCE = 2_000


@router.get("", dependencies=[needs("see_data")])
def list_reasons(app: AppDep, project: ProjectDep, veil: VeilDep) -> wire.Quarantine:
    """Refusals by reason and source."""
    return wire.Quarantine.model_validate(app.refusals.reasons(project, veil))


@router.get("/records", dependencies=[needs("see_data")])
def list_refusals(
    app: AppDep,
    project: ProjectDep,
    veil: VeilDep,
    code: _Code = None,
    source: _Source = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    before: int | None = None,
) -> wire.Refusals:
    """Refused records, newest first."""
    found = app.refusals.newest(project, veil, code=code, source=source, limit=limit, before=before)
    return wire.Refusals.model_validate(found)


@router.get("/download", response_class=StreamingResponse, dependencies=[needs("see_data")])
def download_refusals(
    app: AppDep, project: ProjectDep, veil: VeilDep, code: _Code = None, source: _Source = None
) -> StreamingResponse:
    """All of them as JSON Lines."""
    return StreamingResponse(
        app.refusals.download(project, veil, code=code, source=source),
        media_type="application/x-ndjson",
        headers={"Content-Disposition": 'attachment; filename="quarantine.jsonl"'},
    )


@router.post("/replay", dependencies=[needs("manage_sources")])
def replay_refusals(app: AppDep, project: ProjectDep, member: MemberDep, body: wire.Chosen) -> wire.Replayed:
    """Process the requests of refused records again: what can be taken now is, once."""
    found = app.refusals.replay(project, code=body.code, source=body.source, at_most=_AT_ONCE, by=member.id)
    return wire.Replayed.model_validate(found)


@router.post("/dismiss", status_code=204, dependencies=[needs("manage_sources")])
def dismiss_refusals(app: AppDep, project: ProjectDep, member: MemberDep, body: wire.Chosen) -> Response:
    """Forget refusals; their requests stay in the landing log."""
    app.refusals.dismiss(project, code=body.code, source=body.source, by=member.id)
    return Response(status_code=204)
