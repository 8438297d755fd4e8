"""Layers of people: ladders, stages, RFM."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from yunying.app.masking import Veil
from yunying.audience import Layers, read_layers, write_body
from yunying.web import layer_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep

router = APIRouter(prefix="/projects/{project_id}/layers", tags=["layers"])
_ASK, _DEFINE = [needs("ask")], [needs("change_definitions")]
At = Annotated[date | None, Query(description="At whose end; by default today.")]


@router.get("", dependencies=_ASK)
def list_layers(app: AppDep, project: ProjectDep, veil: VeilDep, deleted: bool = False) -> wire.AllLayers:
    """A project's layers, or those that were deleted and can be restored."""
    return wire.AllLayers(layers=[_shown(veil, one) for one in app.layering.all(project, deleted=deleted)])


@router.post("", dependencies=_DEFINE)
def define_layers(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.NewLayers
) -> wire.DefinedLayers:
    """Define layers."""
    made = app.layering.create(
        project,
        body.name,
        _admitted(veil, body.layers),
        key=body.key,
        description=body.description,
        by=member.id,
    )
    return _shown(veil, made)


@router.get("/labels", dependencies=_ASK)
def get_labels(app: AppDep, project: ProjectDep) -> wire.Labels:
    """What people read for the values of layers."""
    return wire.Labels.model_validate(app.layering.labels(project))


@router.get("/templates", dependencies=_ASK)
def list_templates(app: AppDep, project: ProjectDep) -> wire.LayersTemplates:
    """Ladders to begin with, by kind of product."""
    return wire.LayersTemplates.model_validate({"templates": app.layering.templates(project)})


@router.post("/templates/{template}", dependencies=_ASK)
def fill_template(
    app: AppDep, project: ProjectDep, template: str, body: wire.TemplateEvents
) -> wire.TemplateLadders:
    """The ladders of a template with events in its roles; nothing is kept."""
    return wire.TemplateLadders.model_validate(
        {"ladders": app.layering.from_template(project, template, body.events)}
    )


@router.post("/preview", dependencies=_ASK)
def try_layers(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.LayersToTry
) -> wire.TriedLayers:
    """How many people would be where, before anything is kept."""
    tried = app.layering.preview(project, _admitted(veil, body.layers), by=member.id)
    for part in tried["parts"]:
        part["question"] = part["question"] and veil.question(part["question"])
    return wire.TriedLayers.model_validate(tried)


@router.get("/cross", dependencies=_ASK)
def cross_layers(
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    rows: str,
    columns: str,
    at: At = None,
) -> wire.LayersCross:
    """Two definitions in one table, such as the two sides of a market."""
    found = app.layer_figures.cross(project, rows, columns, at, by=member.id)
    found |= {"row": _shown(veil, found["row"]), "column": _shown(veil, found["column"])}
    return wire.LayersCross.model_validate(found)


@router.get("/{layers_id}", dependencies=_ASK)
def get_layers(app: AppDep, project: ProjectDep, veil: VeilDep, layers_id: str) -> wire.DefinedLayers:
    """One definition, by its id, key or property."""
    return _shown(veil, app.layering.get(project, layers_id))


@router.patch("/{layers_id}", dependencies=_DEFINE)
def change_layers(
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    layers_id: str,
    body: wire.LayersChange,
) -> wire.DefinedLayers:
    """Rename, describe or redefine layers."""
    changed = app.layering.change(
        project,
        layers_id,
        name=body.name,
        description=body.description,
        layers=None if body.layers is None else _admitted(veil, body.layers),
        version=body.version,
        by=member.id,
    )
    return _shown(veil, changed)


@router.delete("/{layers_id}", status_code=204, dependencies=_DEFINE)
def delete_layers(app: AppDep, member: MemberDep, project: ProjectDep, layers_id: str) -> Response:
    """Take layers away; refused (409) where something looks at them."""
    app.layering.delete(project, layers_id, by=member.id)
    return Response(status_code=204)


@router.post("/{layers_id}/restore", dependencies=_DEFINE)
def restore_layers(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, layers_id: str
) -> wire.DefinedLayers:
    """Bring deleted layers back."""
    return _shown(veil, app.layering.restore(project, layers_id, by=member.id))


@router.get("/{layers_id}/versions", dependencies=_ASK)
def list_layers_versions(
    app: AppDep, project: ProjectDep, veil: VeilDep, layers_id: str
) -> wire.LayersVersions:
    """Everything that layers said, the newest first."""
    versions = [one | _masked(veil, one["layers"]) for one in app.layering.versions(project, layers_id)]
    return wire.LayersVersions.model_validate({"versions": versions})


@router.get("/{layers_id}/composition", dependencies=_ASK)
def get_composition(
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    layers_id: str,
    at: At = None,
    before: Annotated[date | None, Query(description="By default 30 days earlier.")] = None,
) -> wire.LayerComposition:
    """How many people are where at the end of a day, and what changed since an earlier one."""
    found = app.layer_figures.composition(project, layers_id, at, before, by=member.id)
    return wire.LayerComposition.model_validate(found | {"definition": _shown(veil, found["definition"])})


def _admitted(veil: Veil, layers: Layers) -> Layers:
    """Layers as they are meant: masked values in their rules opened."""
    return read_layers(veil.admit_definition({**write_body(layers), "kind": layers.kind}))


def _masked(veil: Veil, layers: Layers) -> dict[str, Any]:
    return {"layers": read_layers(veil.question({**write_body(layers), "kind": layers.kind}))}


def _shown(veil: Veil, found: dict[str, Any]) -> wire.DefinedLayers:
    return wire.DefinedLayers.model_validate(found | _masked(veil, found["layers"]))
