"""Sensitive properties, and seeing one person's values all the same."""

from typing import Annotated

from fastapi import APIRouter, Path

from yunying.web import privacy_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep
from yunying.web.person_schemas import Profile

router = APIRouter(prefix="/projects/{project_id}", tags=["privacy"])


@router.get("/sensitive", dependencies=[needs("see_data")])
def list_sensitive(app: AppDep, project: ProjectDep) -> wire.SensitiveList:
    """Properties that are sensitive, and those that look so and are not."""
    return wire.SensitiveList.model_validate({"properties": app.masking.sensitive.listed(project)})


@router.put("/sensitive", dependencies=[needs("mark_sensitive")])
def put_sensitive(
    app: AppDep, project: ProjectDep, member: MemberDep, body: wire.SensitiveDecision
) -> wire.SensitiveList:
    """Say that a property is sensitive, or that it is not."""
    sensitive = app.masking.sensitive
    sensitive.decide(project, body.scope, body.name, body.kind, sensitive=body.sensitive, by=member.id)
    return wire.SensitiveList.model_validate({"properties": sensitive.listed(project)})


@router.post("/people/{person_id}/unmask", dependencies=[needs("unmask")])
def unmask_person(
    app: AppDep,
    project: ProjectDep,
    member: MemberDep,
    person_id: Annotated[int, Path(ge=0, le=2**31 - 1)],
    body: wire.Reason,
) -> wire.Unmasked:
    """See one person's values as they are, for a while. Who did and why is in the audit log."""
    app.privacy.ids_of(project, person_id)
    grant = app.masking.unmask(project, person_id, body.reason, by=member.id)
    veil = app.masking.for_person(project, member.role, person_id, grant.token, by=member.id)
    found = app.profiling.profile(project, person_id, veil)
    return wire.Unmasked(profile=Profile.model_validate(found), grant=grant.token, until=grant.until)
