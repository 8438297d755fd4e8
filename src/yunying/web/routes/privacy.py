"""Who is who, and what somebody may ask of us."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse

from yunying.core import Refused
from yunying.web import privacy_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep

router = APIRouter(prefix="/projects/{project_id}", tags=["privacy"])
_PersonId = Annotated[int, Path(ge=0, le=2**31 - 1)]
_Number = Annotated[int, Path(ge=0, le=2**62)]


@router.get("/merges", dependencies=[needs("see_people")])
def list_merges(
    app: AppDep,
    project: ProjectDep,
    veil: VeilDep,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    before: Annotated[int | None, Query(ge=0, le=2**62)] = None,
    kind: wire.MergeKind | None = None,
    search: Annotated[str, Query(max_length=1000, description="A part of one of the two ids")] = "",
    person: Annotated[int | None, Query(ge=0, le=2**31 - 1, description="Only about this person")] = None,
) -> wire.Merges:
    """The list of merges, newest first."""
    found = app.privacy.merging.entries(
        project, limit=limit, before=before, kind=kind, search=search, person=person, whole=not veil.lifted
    )
    return wire.Merges.model_validate(found | {"merges": [veil.merge(one) for one in found["merges"]]})


@router.post("/merges", dependencies=[needs("change_people")])
def merge_people(
    app: AppDep, project: ProjectDep, member: MemberDep, veil: VeilDep, body: wire.NewMerge
) -> wire.Merge | wire.MergePreview:
    """Merge two people, or see whom that would be."""
    merging = app.privacy.merging
    from_id = body.from_id or app.privacy.ids_of(project, body.from_person or 0)[0]
    into_id = body.into_id or app.privacy.ids_of(project, body.into_person or 0)[0]
    if body.dry_run:
        return wire.MergePreview.model_validate(veil.sides(merging.preview(project, from_id, into_id)))
    return wire.Merge.model_validate(veil.merge(merging.merge(project, from_id, into_id, by=member.id)))


@router.post("/merges/{number}/undo", dependencies=[needs("change_people")])
def undo_merge(
    app: AppDep, project: ProjectDep, member: MemberDep, veil: VeilDep, number: _Number, body: wire.Undo
) -> wire.Merge | wire.MergePreview:
    """Take a merge back, or see who would be apart."""
    merging = app.privacy.merging
    if body.dry_run:
        return wire.MergePreview.model_validate(veil.sides(merging.preview_undo(project, number)))
    return wire.Merge.model_validate(veil.merge(merging.undo(project, number, by=member.id)))


@router.get("/people/{person_id}/export", response_class=StreamingResponse, dependencies=[needs("erase")])
def export_person(
    app: AppDep, project: ProjectDep, member: MemberDep, person_id: _PersonId
) -> StreamingResponse:
    """Everything known of a person, as one JSON document."""
    ids = app.privacy.ids_of(project, person_id)
    return StreamingResponse(
        app.privacy.export(project, ids[0], by=member.id),
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="person-{person_id}.json"'},
    )


@router.post("/people/{person_id}/erase", dependencies=[needs("erase")])
def erase_person(
    app: AppDep, project: ProjectDep, member: MemberDep, person_id: _PersonId, body: wire.Erasure
) -> wire.Receipt:
    """Erase a person, for good; the receipt says what was removed from where."""
    if body.confirm not in app.privacy.ids_of(project, person_id):
        raise Refused(
            "not_confirmed", "This is none of the person's ids; nothing was erased.", field="confirm"
        )
    return wire.Receipt.model_validate(app.privacy.erase(project, body.confirm, by=member.id))
