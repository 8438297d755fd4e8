"""Metric trees."""

from typing import Any

from fastapi import APIRouter, Request, Response

from yunying.analyse import parse_question
from yunying.app.masking import Veil
from yunying.web import tree_schemas as wire
from yunying.web.access import needs
from yunying.web.answering import answered
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep

router = APIRouter(prefix="/projects/{project_id}", tags=["trees"])
_ASK, _DEFINE = [needs("ask")], [needs("change_definitions")]


@router.get("/trees", dependencies=_ASK)
def list_trees(app: AppDep, project: ProjectDep, deleted: bool = False) -> wire.AllTrees:
    """A project's metric trees, or those that were deleted and can be restored."""
    return wire.AllTrees.model_validate({"trees": app.trees.all(project, deleted=deleted)})


@router.post("/trees", dependencies=_DEFINE)
def apply_trees(
    app: AppDep, member: MemberDep, project: ProjectDep, body: wire.TreesToApply
) -> wire.TreesApplied:
    """Define trees, or change those there are; all of them or none."""
    done = app.trees.apply(project, body.trees, version=body.version, by=member.id)
    return wire.TreesApplied.model_validate({"trees": done})


@router.get("/tree-templates", dependencies=_ASK)
def list_tree_templates(app: AppDep, project: ProjectDep) -> wire.TreeTemplates:
    """Trees to begin with."""
    return wire.TreeTemplates.model_validate({"templates": app.trees.templates(project)})


@router.post("/tree-templates/begin", dependencies=_DEFINE)
def begin_tree(app: AppDep, member: MemberDep, project: ProjectDep, body: wire.TreeToBegin) -> wire.TreeBegun:
    """Define a tree from a template, and the metrics that it brings."""
    done = app.trees.begin(project, body.template, body.key, body.chosen, by=member.id)
    return wire.TreeBegun.model_validate(done)


@router.get("/trees/{tree}", dependencies=_ASK)
def get_tree(app: AppDep, project: ProjectDep, tree: str) -> wire.OneTree:
    """One tree by its key, with everything it said."""
    return wire.OneTree.model_validate(app.trees.get(project, tree))


@router.delete("/trees/{tree}", dependencies=_DEFINE)
def delete_tree(app: AppDep, member: MemberDep, project: ProjectDep, tree: str) -> wire.DefinedTree:
    """Take a tree away; it can be restored by its id."""
    return wire.DefinedTree.model_validate(app.trees.delete(project, tree, by=member.id))


@router.post("/trees/{tree_id}/restore", dependencies=_DEFINE)
def restore_tree(app: AppDep, member: MemberDep, project: ProjectDep, tree_id: str) -> wire.DefinedTree:
    """Bring a deleted tree back."""
    return wire.DefinedTree.model_validate(app.trees.restore(project, tree_id, by=member.id))


@router.post("/trees/{tree}/reading", response_model=wire.TreeRead, dependencies=_ASK)
async def read_tree(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    tree: str,
    body: wire.TreeWanted,
) -> Response:
    """Every node in two periods, and what each moved the root (or a chosen node) by."""

    def show(found: dict[str, Any]) -> wire.TreeRead:
        nodes = [
            node | {name: _masked(veil, node[name]) for name in ("before", "now")} for node in found["nodes"]
        ]
        return wire.TreeRead.model_validate(found | {"nodes": nodes})

    return await answered(
        request,
        lambda: app.trees.read(
            project, tree, body.period, body.against, body.node, body.method, by=member.id
        ),
        show,
    )


def _masked(veil: Veil, figure: dict[str, Any]) -> dict[str, Any]:
    people = [
        {
            "question": veil.question(door["question"]),
            "address": veil.address(parse_question(door["question"]), door["address"]),
        }
        for door in figure["people"]
    ]
    return figure | {"people": people}
