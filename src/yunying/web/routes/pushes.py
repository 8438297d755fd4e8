"""Pushes: segments on their way to targets outside."""

from fastapi import APIRouter, Response

from yunying.app import App, Wanted
from yunying.web import push_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep
from yunying.workspace import Project, Push

router = APIRouter(prefix="/projects/{project_id}", tags=["pushes"])


@router.get("/segments/{segment_id}/pushes", dependencies=[needs("ask")])
def list_pushes(app: AppDep, project: ProjectDep, segment_id: str) -> wire.Pushes:
    """Where a segment is pushed to, and how far that has come."""
    return wire.Pushes.model_validate({"pushes": app.pushing.of_segment(project, segment_id)})


@router.post("/segments/{segment_id}/pushes/preview", dependencies=[needs("push_segments")])
def preview_push(
    app: AppDep, project: ProjectDep, veil: VeilDep, segment_id: str, body: wire.PushSample
) -> wire.PushPreview:
    """What would be sent, of the first people."""
    found = app.pushing.preview(project, segment_id, body.properties, veil)
    return wire.PushPreview.model_validate(found)


@router.post("/segments/{segment_id}/pushes", dependencies=[needs("push_segments")])
def set_up_push(
    app: AppDep, member: MemberDep, project: ProjectDep, segment_id: str, body: wire.NewPush
) -> wire.Push:
    """Send everybody of a segment to a target, once or kept in step; what was said before of the two is replaced."""
    wanted = Wanted(body.mode, body.properties, body.unmasked, body.reason)
    push = app.pushing.set_up(project, segment_id, body.target, wanted, role=member.role, by=member.id)
    return _shown(app, project, push)


@router.post("/pushes/{push_id}/now", dependencies=[needs("push_segments")])
def push_now(app: AppDep, member: MemberDep, project: ProjectDep, push_id: str) -> wire.Push:
    """Send everybody once more, at once."""
    return _shown(app, project, app.pushing.request(project, push_id, by=member.id))


@router.delete("/pushes/{push_id}", status_code=204, dependencies=[needs("push_segments")])
def stop_push(app: AppDep, member: MemberDep, project: ProjectDep, push_id: str) -> Response:
    """Send nothing more; what the target has stays there."""
    app.pushing.stop(project, push_id, by=member.id)
    return Response(status_code=204)


def _shown(app: App, project: Project, push: Push) -> wire.Push:
    target = app.workspace.targets.get(project.id, push.target_id)
    return wire.Push.model_validate(app.pushing.wire(project, push, target))
