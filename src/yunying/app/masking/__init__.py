"""Sensitive values: which there are, who sees them, and how they are shown to everybody else.

Nothing below this room knows of masks: rows, answers and documents are masked where they leave the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from yunying.app.datasets import Datasets
from yunying.app.masking.masks import HIDDEN, mask, mask_id
from yunying.app.masking.recognise import by_name, by_values, guess
from yunying.app.masking.seals import Seals
from yunying.app.masking.sensitive import Kinds, Sensitive
from yunying.app.masking.veil import Veil
from yunying.core import Clock, Refused, Settings
from yunying.workspace import Project, Workspace, may

__all__ = [
    "HIDDEN",
    "Grant",
    "Kinds",
    "Masking",
    "Seals",
    "Sensitive",
    "Veil",
    "by_name",
    "by_values",
    "guess",
    "mask",
    "mask_id",
]


_UNMASKED = timedelta(minutes=15)
_SHORTEST_REASON = 2


@dataclass(frozen=True)
class Grant:
    """That a member may see one person's values until then; `token` shows it."""

    token: str
    until: datetime


class Masking:
    """Gives everybody their veil."""

    def __init__(self, settings: Settings, workspace: Workspace, datasets: Datasets, clock: Clock) -> None:
        self.sensitive = Sensitive(workspace, datasets, clock)
        self._workspace = workspace
        self._clock = clock
        self._seals = Seals(settings.home)

    def for_role(self, project: Project, role: str) -> Veil:
        """The veil of members of a role."""
        return self._veil(project, lifted=may(role, "see_sensitive"))

    def unmask(self, project: Project, person: int, reason: str, *, by: str) -> Grant:
        """Let a member see one person's values for a while; why is in the audit log."""
        said = reason.strip()
        if len(said) < _SHORTEST_REASON:
            raise Refused(
                "reason_wanted",
                "Say why you need to see this person's values; it is kept in the audit log.",
                field="reason",
            )
        until = (self._clock() + _UNMASKED).replace(microsecond=0)
        self._workspace.audit.note("person.unmask", str(person), by=by, project=project.id, reason=said)
        token = self._seals.seal(until.isoformat(), project.id, "unmask", by, str(person))
        return Grant(token, until)

    def for_person(self, project: Project, role: str, person: int, token: str | None, *, by: str) -> Veil:
        """The veil of a member before one person, lifted where they were let see that person's values."""
        if token is not None and may(role, "unmask"):
            until = self._seals.open(token, project.id, "unmask", by, str(person))
            if until is not None and self._clock() < datetime.fromisoformat(until):
                return self._veil(project, lifted=True)
        return self.for_role(project, role)

    def at_terminal(self, project: Project, *, masked: bool = False) -> Veil:
        """The veil of the owner of the machine: none, unless they want one."""
        return self._veil(project, lifted=not masked)

    def for_push(self, project: Project, *, lifted: bool) -> Veil:
        """The veil of what is sent outside."""
        return self._veil(project, lifted=lifted)

    def _veil(self, project: Project, *, lifted: bool) -> Veil:
        return Veil(lambda: self.sensitive.of(project), self._seals, project.id, lifted=lifted)
