"""What goes over the wire about who may do what, and who did it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yunying.web.schemas import Count, Label, Request, View
from yunying.workspace import Permission, Role


class RoleRights(View):
    """A role and everything that its members may do."""

    role: Role
    permissions: list[Permission]


class MemberRow(View):
    """A member. `invited` until they have chosen a password of their own; `disabled_at` while they may not sign in."""

    id: str
    name: str
    role: Role
    invited: bool
    created_at: datetime
    disabled_at: datetime | None


class Members(View):
    """Every member in the order of their invitation, and what each role may do."""

    members: list[MemberRow]
    roles: list[RoleRights]


class NewMember(Request):
    """A member to invite."""

    name: Label
    role: Role


class MemberChange(Request):
    """What is to be another way; null leaves it."""

    role: Role | None = None
    disabled: bool | None = None


class InvitedMember(View):
    """A member and their password for one sign-in: it is shown this once and kept nowhere."""

    member: MemberRow
    one_time_password: str


class AuditRow(View):
    """An entry. `member` is the name of whoever did it, null for the terminal; `project` a name, null where the action
    was about no project."""

    id: int
    at: datetime
    member: str | None
    project: str | None
    action: str
    subject: str
    details: dict[str, Any]


class AuditLog(View):
    """A page of the audit log, newest first; `before` asks for the following page. `actions` are all there are."""

    total: Count
    entries: list[AuditRow]
    before: int | None
    actions: list[str]
