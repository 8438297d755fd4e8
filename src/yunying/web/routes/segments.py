"""Segments: named lists of people."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from yunying.metrics import list_behind
from yunying.web import list_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, DataDep, MemberDep, ProjectDep
from yunying.web.downloads import FILES, FileKind, as_file
from yunying.web.schemas import People

router = APIRouter(prefix="/projects/{project_id}/segments", tags=["segments"])


@router.get("", dependencies=[needs("ask")])
def list_segments(app: AppDep, project: ProjectDep, deleted: bool = False) -> wire.Segments:
    """A project's segments, or those that were deleted and can be restored."""
    segments = app.workspace.segments.all(project.id, deleted=deleted)
    return wire.Segments.model_validate({"segments": [app.segmenting.wire(s) for s in segments]})


@router.post("", dependencies=[needs("change_segments")])
def create_segment(
    app: AppDep, member: MemberDep, project: ProjectDep, body: wire.NewSegment
) -> wire.Segment:
    """Keep exactly the people behind a figure under a name."""
    segment = app.segmenting.create(
        project, body.name, body.question, body.address, description=body.description, by=member.id
    )
    return wire.Segment.model_validate(app.segmenting.wire(segment))


@router.get("/{segment_id}", dependencies=[needs("ask")])
def get_segment(app: AppDep, project: ProjectDep, segment_id: str) -> wire.Segment:
    """One segment."""
    segment = app.workspace.segments.get(project.id, segment_id)
    return wire.Segment.model_validate(app.segmenting.wire(segment))


@router.patch("/{segment_id}", dependencies=[needs("change_segments")])
def change_segment(
    app: AppDep, member: MemberDep, project: ProjectDep, segment_id: str, body: wire.SegmentChange
) -> wire.Segment:
    """Rename a segment or describe it."""
    segment = app.workspace.segments.change(project.id, segment_id, body.name, body.description, by=member.id)
    return wire.Segment.model_validate(app.segmenting.wire(segment))


@router.delete("/{segment_id}", status_code=204, dependencies=[needs("change_segments")])
def delete_segment(app: AppDep, member: MemberDep, project: ProjectDep, segment_id: str) -> Response:
    """Take a segment away; it can be restored."""
    app.segmenting.delete(project, segment_id, by=member.id)
    return Response(status_code=204)


@router.post("/{segment_id}/restore", dependencies=[needs("change_segments")])
def restore_segment(app: AppDep, member: MemberDep, project: ProjectDep, segment_id: str) -> wire.Segment:
    """Bring a deleted segment back."""
    segment = app.segmenting.restore(project, segment_id, by=member.id)
    return wire.Segment.model_validate(app.segmenting.wire(segment))


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
    segment_id: str,
    format: FileKind = "xlsx",  # noqa: A002 (on the wire)
) -> StreamingResponse:
    """Everybody in a segment, with their properties, as a file."""
    return as_file(app.exporting.segment(project, segment_id, format, by=member.id), "segment", format)


@router.get("/{segment_id}/people", dependencies=[needs("see_people")])
def list_segment_people(
    app: AppDep,
    project: ProjectDep,
    data: DataDep,
    segment_id: str,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> People:
    """Who is in a segment, a page at a time."""
    behind, marked = app.segmenting.people(project, segment_id)
    return People.model_validate(list_behind(data, behind, limit, offset, marked=marked))
