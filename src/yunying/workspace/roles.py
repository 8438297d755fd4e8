"""What members may do. This table is the whole of it: every route names one of these permissions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from yunying.core import Denied

Role = Literal["owner", "analyst", "operator", "viewer"]
ROLES: tuple[Role, ...] = get_args(Role)

Permission = Literal[
    "ask",
    "see_people",
    "see_data",
    "save_questions",
    "change_questions",
    "annotate",
    "change_segments",
    "change_people",
    "export_people",
    "push_segments",
    "change_definitions",
    "change_plan",
    "import",
    "manage_sources",
    "manage_targets",
    "manage_channels",
    "mark_sensitive",
    "unmask",
    "see_sensitive",
    "erase",
    "manage_projects",
    "manage_members",
    "see_audit",
]


@dataclass(frozen=True)
class Right:
    """Who may do something; `does` completes "may …"."""

    permission: Permission
    does: str
    roles: tuple[Role, ...]


_ALL = ROLES
_STAFF: tuple[Role, ...] = ("owner", "analyst", "operator")

RIGHTS: tuple[Right, ...] = (
    Right("ask", "look at figures, ask questions and take answers away as files", _ALL),
    Right("see_people", "look at lists of people and at one person's page", _ALL),
    Right("save_questions", "keep questions of their own", _ALL),
    Right("see_data", "look at sources, the live stream, refused events and imports", _STAFF),
    Right("change_questions", "change and delete questions that others saved", _STAFF),
    Right("annotate", "note on charts what happened", _STAFF),
    Right("change_segments", "make, change and delete segments", _STAFF),
    Right("export_people", "take lists of people away as files", _STAFF),
    Right("push_segments", "push segments to targets outside", ("owner", "operator")),
    Right(
        "change_people", "merge people and take merges back, tag them and write notes", ("owner", "operator")
    ),
    Right("change_definitions", "define traits, layers and other computed properties", ("owner", "analyst")),
    Right("change_plan", "change the tracking plan", ("owner", "analyst")),
    Right("import", "bring files of events in and load the demo", ("owner", "analyst")),
    Right(
        "manage_sources",
        "make sources, set collecting rules and settle what was refused",
        ("owner", "analyst"),
    ),
    Right("manage_targets", "say to which targets outside segments may go", ("owner",)),
    Right("manage_channels", "say to which channels notices go, and try them", ("owner",)),
    Right("mark_sensitive", "say which properties are sensitive", ("owner", "analyst")),
    Right("unmask", "see one person's sensitive values, giving a reason", ("owner", "operator")),
    Right("see_sensitive", "see sensitive values everywhere, also in files", ("owner",)),
    Right("erase", "erase a person, or take away everything known of them", ("owner",)),
    Right("manage_projects", "make projects", ("owner",)),
    Right("manage_members", "invite members and change what they may do", ("owner",)),
    Right("see_audit", "read the audit log", ("owner",)),
)
_OF = {right.permission: right for right in RIGHTS}


def may(role: str, permission: Permission) -> bool:
    """Whether members of a role may do something; nobody has a role that is not known."""
    return role in _OF[permission].roles


def permissions_of(role: str) -> list[Permission]:
    """Everything that members of a role may do, in the order of the table."""
    return [right.permission for right in RIGHTS if role in right.roles]


def require(role: str, permission: Permission) -> None:
    """Refuse (403) what members of a role may not do, and say who may."""
    if may(role, permission):
        return
    right = _OF[permission]
    raise Denied(
        "not_allowed",
        f"Only members with the role {' or '.join(right.roles)} may {right.does}; ask one of them.",
        status=403,
        permission=permission,
        roles=list(right.roles),
    )
