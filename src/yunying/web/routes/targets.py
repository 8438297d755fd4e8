"""Targets: places outside that segments are pushed to."""

from fastapi import APIRouter, Response

from yunying.app import NewTarget
from yunying.web import push_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep, ProjectDep

router = APIRouter(prefix="/projects/{project_id}/targets", tags=["targets"])


@router.get("", dependencies=[needs("push_segments")])
def list_targets(app: AppDep, project: ProjectDep) -> wire.Targets:
    """A project's targets and what is pushed there."""
    return wire.Targets.model_validate({"targets": app.pushing.targets(project)})


@router.post("", dependencies=[needs("manage_targets")])
def add_target(app: AppDep, member: MemberDep, project: ProjectDep, body: wire.NewTarget) -> wire.AddedTarget:
    """Add a target. Its secrets are kept sealed; one that is made here is told in this answer alone."""
    new = NewTarget(body.name, body.kind, body.url, body.secret or None, body.table)
    added = app.outlets.add(project, new, by=member.id)
    shown = app.pushing.target_wire(project, added.target, [])
    return wire.AddedTarget.model_validate({"target": shown, "secret": added.secret})


@router.post("/{target_id}/test", dependencies=[needs("push_segments")])
def test_target(app: AppDep, member: MemberDep, project: ProjectDep, target_id: str) -> wire.TargetTest:
    """Try a target: a webhook is sent a signed message that names nobody, a database is looked into."""
    tried = app.outlets.test(project, target_id, by=member.id)
    error = tried.error
    return wire.TargetTest(
        fine=error is None,
        code=None if error is None else error.code,
        message=tried.message,
        params={} if error is None else error.params,
        milliseconds=tried.milliseconds,
    )


@router.delete("/{target_id}", status_code=204, dependencies=[needs("manage_targets")])
def remove_target(app: AppDep, member: MemberDep, project: ProjectDep, target_id: str) -> Response:
    """Forget a target and its secret. Refused (409) as long as segments are kept in step there."""
    app.pushing.remove_target(project, target_id, by=member.id)
    return Response(status_code=204)
