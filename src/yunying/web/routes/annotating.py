"""Annotations: what happened, to be drawn on charts."""

from typing import Any

from fastapi import APIRouter, Response

from yunying.app import App
from yunying.core import Calendar
from yunying.web import list_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep
from yunying.workspace import Annotation, Project

router = APIRouter(prefix="/projects/{project_id}/annotations", tags=["annotations"])


@router.get("", dependencies=[needs("ask")])
def list_annotations(app: AppDep, project: ProjectDep) -> wire.Annotations:
    """A project's annotations in order of time."""
    shown = [_wire(app, project, a) for a in app.workspace.annotations.all(project.id)]

    def when(one: dict[str, Any]) -> tuple[Any, ...]:
        return one["day"], one["at"].timestamp() if one["at"] else 0.0, one["id"]

    return wire.Annotations.model_validate({"annotations": sorted(shown, key=when)})


@router.post("", dependencies=[needs("annotate")])
def create_annotation(
    app: AppDep, member: MemberDep, project: ProjectDep, body: wire.NewAnnotation
) -> wire.Annotation:
    """Note that something happened."""
    made = app.workspace.annotations.create(
        project.id, body.text, body.kind, day=body.day, at=body.at, by=member.id
    )
    return wire.Annotation.model_validate(_wire(app, project, made))


@router.patch("/{annotation_id}", dependencies=[needs("annotate")])
def change_annotation(
    app: AppDep, member: MemberDep, project: ProjectDep, annotation_id: str, body: wire.AnnotationChange
) -> wire.Annotation:
    """Say it in other words, or that it happened at another time."""
    changed = app.workspace.annotations.change(
        project.id, annotation_id, text=body.text, kind=body.kind, day=body.day, at=body.at, by=member.id
    )
    return wire.Annotation.model_validate(_wire(app, project, changed))


@router.delete("/{annotation_id}", status_code=204, dependencies=[needs("annotate")])
def delete_annotation(app: AppDep, member: MemberDep, project: ProjectDep, annotation_id: str) -> Response:
    """Forget an annotation."""
    app.workspace.annotations.delete(project.id, annotation_id, by=member.id)
    return Response(status_code=204)


def _wire(app: App, project: Project, annotation: Annotation) -> dict[str, Any]:
    day = annotation.day
    if annotation.at is not None:
        day = Calendar(project.timezone, project.week_start).today(annotation.at)
    return {
        "id": annotation.id,
        "text": annotation.text,
        "kind": annotation.kind,
        "day": day,
        "at": annotation.at,
        "created_by": app.workspace.members.name_of(annotation.created_by),
        "created_at": annotation.created_at,
        "updated_at": annotation.updated_at,
    }
