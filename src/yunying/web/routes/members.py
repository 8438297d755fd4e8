"""Who may sign in, and what they may do."""

from typing import Annotated, cast

from fastapi import APIRouter, Query

from yunying.web import access_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, MemberDep
from yunying.workspace import ROLES, Invited, Member, Role, permissions_of

router = APIRouter(tags=["members"])


@router.get("/members", dependencies=[needs("manage_members")])
def list_members(app: AppDep) -> wire.Members:
    """Every member, disabled ones too."""
    return wire.Members(
        members=[_row(member) for member in app.workspace.members.all()],
        roles=[wire.RoleRights(role=role, permissions=permissions_of(role)) for role in ROLES],
    )


@router.post("/members", dependencies=[needs("manage_members")])
def invite_member(app: AppDep, member: MemberDep, body: wire.NewMember) -> wire.InvitedMember:
    """Invite somebody; the answer has the password for their first sign-in."""
    return _invited(app.workspace.members.invite(body.name, body.role, by=member.id))


@router.patch("/members/{member_id}", dependencies=[needs("manage_members")])
def change_member(app: AppDep, member: MemberDep, member_id: str, body: wire.MemberChange) -> wire.MemberRow:
    """Give a member another role, keep them out, or let them in again."""
    members = app.workspace.members
    changed = members.get(member_id)
    if body.role is not None:
        changed = members.change_role(member_id, body.role, by=member.id)
    if body.disabled is not None:
        switch = members.disable if body.disabled else members.enable
        changed = switch(member_id, by=member.id)
    return _row(changed)


@router.post("/members/{member_id}/password", dependencies=[needs("manage_members")])
def reset_member_password(app: AppDep, member: MemberDep, member_id: str) -> wire.InvitedMember:
    """A new password for one sign-in; every session of the member ends."""
    return _invited(app.workspace.members.reset_password(member_id, by=member.id))


@router.get("/audit", dependencies=[needs("see_audit")])
def list_audit(
    app: AppDep,
    action: Annotated[
        str | None, Query(max_length=60, description="An action, or what several begin with: `member`")
    ] = None,
    member: Annotated[str | None, Query(max_length=32, description="A member's id, or `terminal`")] = None,
    project: Annotated[str | None, Query(max_length=32, description="A project's id")] = None,
    before: Annotated[int | None, Query(ge=0, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> wire.AuditLog:
    """Who did what, when."""
    audit = app.workspace.audit
    page = audit.page(action=action, member=member, project=project, before=before, limit=limit)
    members = {m.id: m.name for m in app.workspace.members.all()}
    projects = {p.id: p.name for p in app.workspace.projects.all()}
    entries = [
        wire.AuditRow(
            id=entry.id,
            at=entry.at,
            member=None if entry.member_id is None else members.get(entry.member_id, entry.member_id),
            project=None if entry.project_id is None else projects.get(entry.project_id, entry.project_id),
            action=entry.action,
            subject=entry.subject,
            details=entry.details,
        )
        for entry in page.entries
    ]
    return wire.AuditLog(total=page.total, entries=entries, before=page.before, actions=list(audit.actions()))


def _row(member: Member) -> wire.MemberRow:
    return wire.MemberRow(
        id=member.id,
        name=member.name,
        role=cast(Role, member.role),
        invited=member.must_change_password,
        created_at=member.created_at,
        disabled_at=member.disabled_at,
    )


def _invited(invited: Invited) -> wire.InvitedMember:
    return wire.InvitedMember(member=_row(invited.member), one_time_password=invited.password)
