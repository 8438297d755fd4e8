"""Computed traits of people."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from yunying.app.masking import Veil
from yunying.metrics import Trait
from yunying.web import trait_schemas as wire
from yunying.web.access import needs
from yunying.web.answering import answered
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep

router = APIRouter(prefix="/projects/{project_id}/traits", tags=["traits"])


@router.get("", dependencies=[needs("ask")])
def list_traits(app: AppDep, project: ProjectDep, veil: VeilDep, deleted: bool = False) -> wire.Traits:
    """A project's traits, or those that were deleted and can be restored."""
    return wire.Traits(traits=[_shown(veil, one) for one in app.traits.all(project, deleted=deleted)])


@router.post("", dependencies=[needs("change_definitions")])
def define_trait(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.NewTrait
) -> wire.Trait:
    """Define a trait."""
    trait = _admitted(veil, body.trait)
    made = app.traits.define(project, body.name, trait, description=body.description, by=member.id)
    return _shown(veil, made)


@router.post("/preview", response_model=wire.TraitSummary, dependencies=[needs("see_people")])
async def try_trait(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    body: wire.TraitToTry,
) -> Response:
    """What a trait would be, before it is defined."""
    trait = await run_in_threadpool(_admitted, veil, body.trait)
    return await answered(
        request,
        lambda: app.traits.preview(project, trait, member=member.id),
        lambda found: wire.TraitSummary.model_validate(veil.trait_summary(trait, found)),
    )


@router.get("/{trait_id}", dependencies=[needs("ask")])
def get_trait(app: AppDep, project: ProjectDep, veil: VeilDep, trait_id: str) -> wire.Trait:
    """One trait, by its id or its name."""
    return _shown(veil, app.traits.get(project, trait_id))


@router.patch("/{trait_id}", dependencies=[needs("change_definitions")])
def change_trait(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, trait_id: str, body: wire.TraitChange
) -> wire.Trait:
    """Compute something else under the same name, or describe it."""
    trait = None if body.trait is None else _admitted(veil, body.trait)
    changed = app.traits.change(
        project, trait_id, trait, body.description, version=body.version, by=member.id
    )
    return _shown(veil, changed)


@router.delete("/{trait_id}", status_code=204, dependencies=[needs("change_definitions")])
def delete_trait(app: AppDep, member: MemberDep, project: ProjectDep, trait_id: str) -> Response:
    """Take a trait away; refused (409) where something looks at it."""
    app.traits.delete(project, trait_id, by=member.id)
    return Response(status_code=204)


@router.post("/{trait_id}/restore", dependencies=[needs("change_definitions")])
def restore_trait(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, trait_id: str
) -> wire.Trait:
    """Bring a deleted trait back."""
    return _shown(veil, app.traits.restore(project, trait_id, by=member.id))


@router.get("/{trait_id}/uses", dependencies=[needs("ask")])
def list_trait_uses(app: AppDep, project: ProjectDep, trait_id: str) -> wire.TraitUses:
    """What looks at a trait, and would stop working without it."""
    name = app.traits.get(project, trait_id)["name"]
    return wire.TraitUses.model_validate({"used_by": app.traits.used_by(project, name)})


@router.get("/{trait_id}/versions", dependencies=[needs("ask")])
def list_trait_versions(app: AppDep, project: ProjectDep, veil: VeilDep, trait_id: str) -> wire.TraitVersions:
    """What a trait was at which time."""
    versions = app.traits.versions(project, trait_id)
    return wire.TraitVersions.model_validate(
        {"versions": [one | {"trait": veil.question(one["trait"])} for one in versions]}
    )


def _admitted(veil: Veil, trait: Trait) -> Trait:
    raw = trait.model_dump(mode="json", by_alias=True)
    return Trait.model_validate(veil.admit_definition(raw))


def _shown(veil: Veil, trait: dict[str, Any]) -> wire.Trait:
    return wire.Trait.model_validate(trait | {"trait": veil.question(trait["trait"])})
