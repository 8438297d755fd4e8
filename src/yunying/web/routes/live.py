"""The stream as it arrives."""

from typing import Annotated

from fastapi import APIRouter, Query

from yunying.web import stream_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, ProjectDep, VeilDep

router = APIRouter(prefix="/projects/{project_id}/live", tags=["live"])
_Wanted = Annotated[str | None, Query(max_length=255)]


@router.get("", dependencies=[needs("see_data")])
def list_live(
    app: AppDep,
    project: ProjectDep,
    veil: VeilDep,
    after: Annotated[int | None, Query(ge=0)] = None,
    source: _Wanted = None,
    person: _Wanted = None,
    event: _Wanted = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> wire.Live:
    """The latest records, newest first; with `after` only those of later requests."""
    found = app.live.newest(
        project, veil, after=after, source=source, person=person, event=event, limit=limit
    )
    return wire.Live.model_validate(found)


@router.get("/{position}/{place}", dependencies=[needs("see_data")])
def get_live(app: AppDep, project: ProjectDep, veil: VeilDep, position: int, place: int) -> wire.LiveRecord:
    """One record as received, as decoded, as stored."""
    return wire.LiveRecord.model_validate(app.live.one(project, veil, position, place))
