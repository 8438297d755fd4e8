"""One person's page."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from yunying.web import person_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, PersonVeilDep, ProjectDep

router = APIRouter(prefix="/projects/{project_id}/people/{person_id}", tags=["people"])

_SEE, _CHANGE = [needs("see_people")], [needs("change_people")]
PersonId = Annotated[int, Path(ge=0, le=2**31 - 1)]
NoteId = Annotated[str, Path(max_length=32)]
TagPath = Annotated[str, Path(max_length=200)]


@router.get("", dependencies=_SEE)
def get_person(app: AppDep, project: ProjectDep, veil: PersonVeilDep, person_id: PersonId) -> wire.Profile:
    """Everything known of one person."""
    return wire.Profile.model_validate(app.profiling.profile(project, person_id, veil))


@router.get("/timeline", dependencies=_SEE)
def get_timeline(
    app: AppDep,
    project: ProjectDep,
    veil: PersonVeilDep,
    person_id: PersonId,
    before: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    event: Annotated[str | None, Query(max_length=1000)] = None,
) -> wire.Timeline:
    """A person's events, the newest first, and the sessions they were in."""
    found = app.profiling.timeline(project, person_id, before, limit, event, veil)
    return wire.Timeline.model_validate(found)


@router.get("/ids", dependencies=_SEE)
def get_ids(app: AppDep, project: ProjectDep, veil: PersonVeilDep, person_id: PersonId) -> wire.SeenIds:
    """A person's ids, and when each was seen."""
    return wire.SeenIds.model_validate({"ids": app.profiling.ids(project, person_id, veil)})


@router.get("/history", dependencies=_SEE)
def get_history(
    app: AppDep,
    project: ProjectDep,
    veil: PersonVeilDep,
    person_id: PersonId,
    name: Annotated[str | None, Query(max_length=1000, description="Of one property only")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> wire.PropertyHistory:
    """Changes of a person's properties, the newest first."""
    return wire.PropertyHistory.model_validate(app.profiling.history(project, person_id, name, limit, veil))


@router.get("/standing", dependencies=_SEE)
def get_standing(
    app: AppDep, project: ProjectDep, veil: PersonVeilDep, person_id: PersonId
) -> wire.PersonStanding:
    """Layers, stages, classes and groups of a person with why; their traits; segments they are or were in."""
    return wire.PersonStanding.model_validate(app.profiling.standing(project, person_id, veil))


@router.get("/worth", dependencies=_SEE)
def get_worth(
    app: AppDep,
    project: ProjectDep,
    veil: PersonVeilDep,
    person_id: PersonId,
    property_: Annotated[
        str | None, Query(alias="property", max_length=1000, description="A numeric property of events")
    ] = None,
    event: Annotated[str | None, Query(max_length=1000, description="Of events of one name only")] = None,
) -> wire.PersonWorth:
    """What a person is worth: the sum of a property, by default of the one that looks like what they paid."""
    return wire.PersonWorth.model_validate(app.profiling.worth(project, person_id, property_, event, veil))


@router.get("/channels", dependencies=_SEE)
def get_channels(app: AppDep, project: ProjectDep, person_id: PersonId) -> wire.PersonReach:
    """Through which channels a person can be reached, and why not."""
    return wire.PersonReach.model_validate({"channels": app.profiling.reach(project, person_id)})


@router.get("/messages", dependencies=_SEE)
def get_messages(
    app: AppDep,
    project: ProjectDep,
    veil: PersonVeilDep,
    person_id: PersonId,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> wire.PersonMessages:
    """What a person was sent, and what became of it."""
    found = app.profiling.messages(project, person_id, limit, veil)
    return wire.PersonMessages.model_validate({"messages": found})


@router.get("/notes", dependencies=_SEE)
def list_notes(
    app: AppDep, project: ProjectDep, veil: PersonVeilDep, person_id: PersonId
) -> wire.PersonNotes:
    """What members wrote about a person."""
    return wire.PersonNotes.model_validate({"notes": app.profiling.notes(project, person_id, veil)})


@router.post("/notes", dependencies=_CHANGE)
def write_note(
    app: AppDep,
    project: ProjectDep,
    member: MemberDep,
    veil: PersonVeilDep,
    person_id: PersonId,
    body: wire.NewPersonNote,
) -> wire.PersonNote:
    """Write about a person."""
    made = app.profiling.note(project, person_id, body.text, veil, by=member.id)
    return wire.PersonNote.model_validate(made)


@router.delete("/notes/{note_id}", status_code=204, dependencies=_CHANGE)
def delete_note(
    app: AppDep, project: ProjectDep, member: MemberDep, person_id: PersonId, note_id: NoteId
) -> None:
    """Take a note away; `restore` brings it back."""
    app.profiling.delete_note(project, person_id, note_id, by=member.id)


@router.post("/notes/{note_id}/restore", dependencies=_CHANGE)
def restore_note(
    app: AppDep,
    project: ProjectDep,
    member: MemberDep,
    veil: PersonVeilDep,
    person_id: PersonId,
    note_id: NoteId,
) -> wire.PersonNote:
    """Bring a note back."""
    found = app.profiling.restore_note(project, person_id, note_id, veil, by=member.id)
    return wire.PersonNote.model_validate(found)


@router.put("/tags/{tag}", dependencies=_CHANGE)
def put_tag(
    app: AppDep,
    project: ProjectDep,
    member: MemberDep,
    veil: PersonVeilDep,
    person_id: PersonId,
    tag: TagPath,
) -> wire.PersonTags:
    """Put a tag to a person."""
    return wire.PersonTags(tags=app.profiling.tag(project, person_id, tag, veil, by=member.id))


@router.delete("/tags/{tag}", dependencies=_CHANGE)
def delete_tag(
    app: AppDep,
    project: ProjectDep,
    member: MemberDep,
    veil: PersonVeilDep,
    person_id: PersonId,
    tag: TagPath,
) -> wire.PersonTags:
    """Take a tag from a person; putting it again brings it back."""
    return wire.PersonTags(tags=app.profiling.untag(project, person_id, tag, veil, by=member.id))
