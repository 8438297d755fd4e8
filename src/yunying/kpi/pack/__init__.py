"""The standard pack: metrics that every team needs, over roles that a project maps its own events to."""

from yunying.kpi.pack.instantiate import TAG, Pack, instantiate
from yunying.kpi.pack.propose import Proposal, Seen, SeenEvent, SeenProperty, Suggested, propose
from yunying.kpi.pack.roles import Mapped, PackMapping, Role, checked, roles
from yunying.kpi.pack.standard import FIELDS, Standard, needs_of, standards

__all__ = [
    "FIELDS",
    "TAG",
    "Mapped",
    "Pack",
    "PackMapping",
    "Proposal",
    "Role",
    "Seen",
    "SeenEvent",
    "SeenProperty",
    "Standard",
    "Suggested",
    "checked",
    "instantiate",
    "needs_of",
    "propose",
    "roles",
    "standards",
]
