"""Computed traits of people."""

from typing import Any

from fastapi import APIRouter, Response

from yunying.app.masking import Veil
from yunying.metrics import Trait
from yunying.web import trait_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep

router = APIRouter(prefix="/projects/{project_id}/traits", tags=["traits"])


@router.get("", dependencies=[needs("ask")])
def list_traits(app: AppDep, project: ProjectDep, veil: VeilDep) -> wire.Traits:
    """A project's traits."""
    return wire.Traits(traits=[_shown(veil, one) for one in app.traits.all(project)])


@router.post("", dependencies=[needs("change_definitions")])
def define_trait(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.NewTrait
) -> wire.Trait:
    """Define a trait."""
    trait = _admitted(veil, body.trait)
    made = app.traits.define(project, body.name, trait, description=body.description, by=member.id)
    return _shown(veil, made)


@router.post("/preview", dependencies=[needs("ask")])
def try_trait(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.TraitToTry
) -> wire.TraitSummary:
    """What a trait would be, before it is defined."""
    trait = _admitted(veil, body.trait)
    return wire.TraitSummary.model_validate(
        veil.trait_summary(trait, app.traits.preview(project, trait, by=member.id))
    )


@router.patch("/{trait_id}", dependencies=[needs("change_definitions")])
def change_trait(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, trait_id: str, body: wire.TraitChange
) -> wire.Trait:
    """Compute something else under the same name, or describe it."""
    trait = None if body.trait is None else _admitted(veil, body.trait)
    return _shown(veil, app.traits.change(project, trait_id, trait, body.description, by=member.id))


@router.delete("/{trait_id}", status_code=204, dependencies=[needs("change_definitions")])
def delete_trait(app: AppDep, member: MemberDep, project: ProjectDep, trait_id: str) -> Response:
    """Take a trait away; refused (409) where something looks at it."""
    app.traits.delete(project, trait_id, by=member.id)
    return Response(status_code=204)


def _admitted(veil: Veil, trait: Trait) -> Trait:
    raw = trait.model_dump(mode="json", by_alias=True)
    return Trait.model_validate(veil.admit_definition(raw))


def _shown(veil: Veil, trait: dict[str, Any]) -> wire.Trait:
    return wire.Trait.model_validate(trait | {"trait": veil.question(trait["trait"])})
