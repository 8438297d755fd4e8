"""The tracking plan: read, edit, export, import."""

from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Header, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from yunying.collect.plan import (
    LARGEST,
    MEDIA_TYPES,
    Brought,
    PlanEvent,
    PlanFormat,
    PlanProperty,
    read_plan,
    too_large,
    write_plan,
)
from yunying.collect.plan.model import LONGEST_NAME
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep
from yunying.web.plan_schemas import (
    EventPlan,
    PlanImport,
    PlannedEvent,
    PlannedProperty,
    PlanRemarks,
    TrackingPlan,
)

router = APIRouter(prefix="/projects/{project_id}/plan", tags=["plan"])

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {kind.split(";")[0]: {"schema": {}} for kind in MEDIA_TYPES.values()},
        "description": "The plan as a file",
    }
}
EventName = Annotated[str, Path(min_length=1, max_length=LONGEST_NAME)]


@router.get("", dependencies=[needs("ask")])
def get_plan(app: AppDep, project: ProjectDep) -> TrackingPlan:
    """The whole plan."""
    version = app.plans.version(project.id)
    plan = app.plans.get(project.id)
    return TrackingPlan.model_validate(
        {"version": version, "events": plan.events, "properties": plan.properties}
    )


@router.put("/events/{name:path}", dependencies=[needs("change_plan")])
def put_planned_event(
    app: AppDep, member: MemberDep, project: ProjectDep, name: EventName, body: EventPlan
) -> PlannedEvent:
    """Add an event to the plan or replace it; what was learned of it is confirmed by that."""
    event = PlanEvent(name=name, **dict(body))
    return PlannedEvent.model_validate(app.plans.put_event(project.id, event, by=member.id))


@router.delete("/events/{name:path}", status_code=204, dependencies=[needs("change_plan")])
def delete_planned_event(app: AppDep, member: MemberDep, project: ProjectDep, name: EventName) -> Response:
    """Remove an event and its properties from the plan."""
    app.plans.delete_event(project.id, name, by=member.id)
    return Response(status_code=204)


@router.put("/properties", dependencies=[needs("change_plan")])
def put_planned_property(
    app: AppDep, member: MemberDep, project: ProjectDep, body: PlanProperty
) -> PlannedProperty:
    """Add a property to an event of the plan (or to people: `event` is empty) or replace it.

    Whatever the body says of `learned`, the property is confirmed by this.
    """
    confirmed = body.model_copy(update={"learned": False})
    return PlannedProperty.model_validate(app.plans.put_property(project.id, confirmed, by=member.id))


@router.delete("/properties", status_code=204, dependencies=[needs("change_plan")])
def delete_planned_property(
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    name: Annotated[str, Query(max_length=LONGEST_NAME)],
    event: Annotated[str, Query(max_length=LONGEST_NAME, description="Empty: of people")] = "",
) -> Response:
    """Remove a property from the plan."""
    app.plans.delete_property(project.id, event, name, by=member.id)
    return Response(status_code=204)


@router.get("/export", response_class=Response, responses=_FILES, dependencies=[needs("ask")])
def export_plan(app: AppDep, project: ProjectDep, format: PlanFormat = "xlsx") -> Response:  # noqa: A002 (on the wire)
    """The plan as a file."""
    data = write_plan(app.plans.get(project.id), format)
    disposition = f'attachment; filename="tracking-plan.{format}"'
    return Response(data, media_type=MEDIA_TYPES[format], headers={"Content-Disposition": disposition})


@router.get("/remarks", dependencies=[needs("ask")])
def list_remarks(app: AppDep, project: ProjectDep) -> PlanRemarks:
    """What of the last seven days' events was not as planned and was taken all the same."""
    return PlanRemarks.model_validate({"remarks": app.streams.of(project).remarks()})


@router.post("/import", openapi_extra=_BODY, dependencies=[needs("change_plan")])
async def import_plan(
    app: AppDep,
    request: Request,
    member: MemberDep,
    project: ProjectDep,
    x_filename: Annotated[str, Header(description="Name of the file, percent-encoded UTF-8")],
    dry_run: bool = False,
    replace: Annotated[bool, Query(description="Remove what the file does not name")] = False,
) -> PlanImport:
    """Take a file into the plan, wholly or not at all; a dry run only says what it would do."""
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > LARGEST:
            raise too_large()

    def take() -> Brought:
        draft = read_plan(bytes(data), unquote(x_filename))
        return app.plans.bring(project.id, draft, replace=replace, dry_run=dry_run, by=member.id)

    brought = await run_in_threadpool(take)
    return PlanImport.model_validate(
        {
            "added": brought.difference.added,
            "changed": brought.difference.changed,
            "removed": brought.difference.removed,
            "errors": brought.mistakes,
            "ignored": brought.ignored,
            "applied": brought.applied,
        }
    )
