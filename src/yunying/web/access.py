"""Which permission a route needs. Every route says so in its `dependencies`; a test walks all of them."""

from typing import Any

from fastapi import Depends

from yunying.web.deps import MemberDep
from yunying.workspace import Permission, require


class Needs:
    """Refuses (403) a member whose role has not the permission."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def __call__(self, member: MemberDep) -> None:
        """Let through or refuse."""
        require(member.role, self.permission)


class NeedsNone:
    """Says of a route that it needs no permission, and why not."""

    def __init__(self, why: str) -> None:
        self.why = why

    def __call__(self) -> None:
        """Let through."""


def needs(permission: Permission) -> Any:
    """For `dependencies`: members whose role has this permission."""
    return Depends(Needs(permission))


def open_because(why: str) -> Any:
    """For `dependencies`: no permission is needed."""
    return Depends(NeedsNone(why))
