"""Segments: named lists of people."""

from typing import Annotated, Any, Literal
from urllib.parse import unquote

from anyio import to_thread
from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from yunying.app import App
from yunying.app.masking import Veil
from yunying.metrics import list_behind
from yunying.web import list_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, DataDep, MemberDep, ProjectDep, VeilDep
from yunying.web.downloads import FILES, FileKind, as_file
from yunying.web.schemas import People
from yunying.workspace import Project, Segment

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}

router = APIRouter(prefix="/projects/{project_id}/segments", tags=["segments"])


@router.get("", dependencies=[needs("ask")])
def list_segments(app: AppDep, project: ProjectDep, veil: VeilDep, deleted: bool = False) -> wire.Segments:
    """A project's segments, or those that were deleted and can be restored."""
    segments = app.workspace.segments.all(project.id, deleted=deleted)
    return wire.Segments(segments=[_shown(app, project, veil, s) for s in segments])


@router.post("", dependencies=[needs("change_segments")])
def create_segment(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.NewSegment
) -> wire.Segment:
    """Keep exactly the people behind a figure under a name, once or always anew."""
    segment = app.segmenting.create(
        project,
        body.name,
        veil.admit(body.question),
        None if body.address is None else veil.admit_address(body.address),
        dynamic=body.dynamic,
        description=body.description,
        by=member.id,
    )
    return _shown(app, project, veil, segment)


@router.post("/upload", openapi_extra=_BODY, dependencies=[needs("change_segments")])
async def upload_segment(
    app: AppDep,
    request: Request,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    name: Annotated[str, Query(min_length=1, max_length=200)],
    x_filename: Annotated[str, Header(description="Name of the file, percent-encoded UTF-8")],
    column: Annotated[str | None, Query(max_length=1000, description="By default the first.")] = None,
    by: Annotated[
        str | None, Query(max_length=1000, description="A text property of people; by default their ids.")
    ] = None,
    description: Annotated[str, Query(max_length=2000)] = "",
) -> wire.Segment:
    """Keep the people of a list of ids; the body is the file as it is (CSV, XLSX, …)."""
    stored = await app.files.receive(project.id, unquote(x_filename), request.stream())

    def keep() -> wire.Segment:
        try:
            segment = app.segmenting.upload(
                project,
                name,
                app.files.path(stored),
                file=stored.name,
                column=column,
                id_property=by,
                description=description,
                by=member.id,
            )
        finally:
            app.files.remove(stored.id)
        return _shown(app, project, veil, segment)

    return await to_thread.run_sync(keep)


@router.post("/refresh", dependencies=[needs("change_segments")])
def refresh_segments(app: AppDep, project: ProjectDep) -> wire.SegmentsRefreshed:
    """Make every dynamic segment anew that is not up to date."""
    return wire.SegmentsRefreshed.model_validate(app.refreshing.refresh(project))


@router.post("/overlap", dependencies=[needs("ask")])
def overlap(app: AppDep, project: ProjectDep, body: wire.OverlapWanted) -> wire.Overlap:
    """How many people are in which of some segments."""
    parts = app.segmenting.overlap(project, body.segments)
    return wire.Overlap(parts=[wire.OverlapPart(segments=list(s), people=len(p)) for s, p in parts])


@router.post("/overlap/people", dependencies=[needs("see_people")])
def overlap_people(
    app: AppDep, project: ProjectDep, data: DataDep, veil: VeilDep, body: wire.OverlapPeople
) -> People:
    """Who is in exactly these of the segments, a page at a time."""
    behind = app.segmenting.in_exactly(project, body.segments, body.in_)
    return People.model_validate(veil.people(list_behind(data, behind, body.limit, body.offset)))


@router.get("/changes", dependencies=[needs("ask")])
def list_changes(
    project: ProjectDep,
    data: DataDep,
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> wire.SegmentMoves:
    """A feed of what entered and left which segment, in order; `after` is the last position that was read."""
    del project
    return wire.SegmentMoves.model_validate({"changes": data.segments.log.after(after, limit)})


@router.get("/{segment_id}", dependencies=[needs("ask")])
def get_segment(app: AppDep, project: ProjectDep, veil: VeilDep, segment_id: str) -> wire.Segment:
    """One segment."""
    segment = app.workspace.segments.get(project.id, segment_id)
    return _shown(app, project, veil, segment)


@router.patch("/{segment_id}", dependencies=[needs("change_segments")])
def change_segment(
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    segment_id: str,
    body: wire.SegmentChange,
) -> wire.Segment:
    """Rename a segment, describe it, give it another definition, or let it be kept fresh or no longer."""
    segment = app.segmenting.change(
        project,
        segment_id,
        body.name,
        body.description,
        question=None if body.question is None else veil.admit(body.question),
        address=None if body.address is None else veil.admit_address(body.address),
        kind=body.kind,
        by=member.id,
    )
    return _shown(app, project, veil, segment)


@router.delete("/{segment_id}", status_code=204, dependencies=[needs("change_segments")])
def delete_segment(app: AppDep, member: MemberDep, project: ProjectDep, segment_id: str) -> Response:
    """Take a segment away; it can be restored. Refused (409) where something looks at it."""
    app.segmenting.delete(project, segment_id, by=member.id)
    return Response(status_code=204)


@router.post("/{segment_id}/restore", dependencies=[needs("change_segments")])
def restore_segment(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, segment_id: str
) -> wire.Segment:
    """Bring a deleted segment back."""
    segment = app.segmenting.restore(project, segment_id, by=member.id)
    return _shown(app, project, veil, segment)


@router.get(
    "/{segment_id}/export",
    response_class=StreamingResponse,
    responses=FILES,
    dependencies=[needs("export_people")],
)
def export_segment(
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    segment_id: str,
    format: FileKind = "xlsx",  # noqa: A002 (on the wire)
) -> StreamingResponse:
    """Everybody in a segment, with their properties, as a file."""
    return as_file(app.exporting.segment(project, segment_id, format, veil, by=member.id), "segment", format)


@router.get("/{segment_id}/people", dependencies=[needs("see_people")])
def list_segment_people(
    app: AppDep,
    project: ProjectDep,
    data: DataDep,
    veil: VeilDep,
    segment_id: str,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> People:
    """Who is in a segment, a page at a time."""
    behind, marked = app.segmenting.people(project, segment_id)
    return People.model_validate(veil.people(list_behind(data, behind, limit, offset, marked=marked)))


@router.post("/{segment_id}/refresh", dependencies=[needs("change_segments")])
def refresh_segment(app: AppDep, project: ProjectDep, veil: VeilDep, segment_id: str) -> wire.Segment:
    """Make a dynamic segment anew, with those that it looks at."""
    app.workspace.segments.get(project.id, segment_id)
    app.refreshing.refresh(project, segment_id, forced=True)
    segment = app.workspace.segments.get(project.id, segment_id)
    return _shown(app, project, veil, segment)


@router.get("/{segment_id}/uses", dependencies=[needs("ask")])
def list_uses(app: AppDep, project: ProjectDep, segment_id: str) -> wire.SegmentUses:
    """What looks at a segment, and would stop working without it."""
    app.workspace.segments.get(project.id, segment_id)
    return wire.SegmentUses.model_validate({"used_by": app.segmenting.used_by(project, segment_id)})


@router.get("/{segment_id}/versions", dependencies=[needs("ask")])
def list_versions(app: AppDep, project: ProjectDep, veil: VeilDep, segment_id: str) -> wire.SegmentVersions:
    """What a segment was at which time."""
    versions = app.workspace.segments.versions(project.id, segment_id)
    return wire.SegmentVersions.model_validate(
        {"versions": [veil.segment(app.segmenting.version_wire(version)) for version in versions]}
    )


@router.get("/{segment_id}/changes", dependencies=[needs("ask")])
def list_segment_changes(
    app: AppDep,
    project: ProjectDep,
    segment_id: str,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> wire.SegmentMoves:
    """When a segment changed, the newest first."""
    return wire.SegmentMoves.model_validate({"changes": app.segmenting.changes(project, segment_id, limit)})


@router.get("/{segment_id}/changes/{position}/{way}", dependencies=[needs("see_people")])
def list_moved(
    app: AppDep,
    project: ProjectDep,
    data: DataDep,
    veil: VeilDep,
    segment_id: str,
    position: Annotated[int, Path(ge=0, le=2**62)],
    way: Literal["entered", "left"],
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> People:
    """Who entered or left with one change, a page at a time."""
    behind = app.segmenting.moved(project, segment_id, position, way)
    return People.model_validate(veil.people(list_behind(data, behind, limit, offset)))


@router.post("/{segment_id}/changes/{position}/{way}", dependencies=[needs("change_segments")])
def keep_moved(
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    segment_id: str,
    position: Annotated[int, Path(ge=0, le=2**62)],
    way: Literal["entered", "left"],
    body: wire.MovedSegment,
) -> wire.Segment:
    """Keep who entered or left with one change as a frozen segment."""
    segment = app.segmenting.keep_moved(project, segment_id, position, way, body.name, by=member.id)
    return _shown(app, project, veil, segment)


def _shown(app: App, project: Project, veil: Veil, segment: Segment) -> wire.Segment:
    return wire.Segment.model_validate(veil.segment(app.segmenting.wire(project, segment)))
