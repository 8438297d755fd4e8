"""Computed traits of people."""

from fastapi import APIRouter, Response

from yunying.web import trait_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep

router = APIRouter(prefix="/projects/{project_id}/traits", tags=["traits"])


@router.get("", dependencies=[needs("ask")])
def list_traits(app: AppDep, project: ProjectDep) -> wire.Traits:
    """A project's traits."""
    return wire.Traits.model_validate({"traits": app.traits.all(project)})


@router.post("", dependencies=[needs("change_definitions")])
def define_trait(app: AppDep, member: MemberDep, project: ProjectDep, body: wire.NewTrait) -> wire.Trait:
    """Define a trait."""
    made = app.traits.define(project, body.name, body.trait, description=body.description, by=member.id)
    return wire.Trait.model_validate(made)


@router.post("/preview", dependencies=[needs("ask")])
def try_trait(
    app: AppDep, member: MemberDep, project: ProjectDep, body: wire.TraitToTry
) -> wire.TraitSummary:
    """What a trait would be, before it is defined."""
    return wire.TraitSummary.model_validate(app.traits.preview(project, body.trait, by=member.id))


@router.patch("/{trait_id}", dependencies=[needs("change_definitions")])
def change_trait(
    app: AppDep, member: MemberDep, project: ProjectDep, trait_id: str, body: wire.TraitChange
) -> wire.Trait:
    """Compute something else under the same name, or describe it."""
    changed = app.traits.change(project, trait_id, body.trait, body.description, by=member.id)
    return wire.Trait.model_validate(changed)


@router.delete("/{trait_id}", status_code=204, dependencies=[needs("change_definitions")])
def delete_trait(app: AppDep, member: MemberDep, project: ProjectDep, trait_id: str) -> Response:
    """Take a trait away; refused (409) where something looks at it."""
    app.traits.delete(project, trait_id, by=member.id)
    return Response(status_code=204)
