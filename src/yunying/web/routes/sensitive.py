"""Sensitive properties, and seeing one person's values all the same."""

from typing import Annotated

from fastapi import APIRouter, Path

from yunying import metrics
from yunying.web import privacy_schemas as wire
from yunying.web.access import needs
from yunying.web.data_schemas import Profile
from yunying.web.deps import AppDep, DataDep, MemberDep, ProjectDep

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
    data: DataDep,
    person_id: Annotated[int, Path(ge=0, le=2**31 - 1)],
    body: wire.Reason,
) -> wire.Unmasked:
    """See one person's values as they are, for a while. Who did and why is in the audit log."""
    found = metrics.profile(data, person_id)
    grant = app.masking.unmask(project, person_id, body.reason, by=member.id)
    return wire.Unmasked(profile=Profile.model_validate(found), grant=grant.token, until=grant.until)
