"""Who works with what: members and sign-in, projects, sources, saved questions, uploads, jobs, the audit log."""

from __future__ import annotations

from dataclasses import dataclass

from yunying.core import Clock
from yunying.store.ledger import Job, Ledger, Member, Project, SavedQuestion, Source, Upload
from yunying.workspace.attempts import Attempts
from yunying.workspace.audit import Audit
from yunying.workspace.jobs import JobKind, Jobs
from yunying.workspace.members import OWNER, Members
from yunying.workspace.passwords import Passwords
from yunying.workspace.projects import Projects
from yunying.workspace.saved import SavedQuestions
from yunying.workspace.sessions import Opened, Sessions
from yunying.workspace.sources import KINDS as SOURCE_KINDS
from yunying.workspace.sources import Sources
from yunying.workspace.uploads import Uploads

__all__ = [
    "OWNER",
    "SOURCE_KINDS",
    "Job",
    "JobKind",
    "Jobs",
    "Member",
    "Opened",
    "Passwords",
    "Project",
    "SavedQuestion",
    "Source",
    "Upload",
    "Workspace",
    "open_workspace",
]


@dataclass(frozen=True)
class Workspace:
    """The services of this room."""

    audit: Audit
    members: Members
    sessions: Sessions
    projects: Projects
    saved: SavedQuestions
    uploads: Uploads
    jobs: Jobs
    sources: Sources


def open_workspace(ledger: Ledger, clock: Clock, passwords: Passwords | None = None) -> Workspace:
    """The services over a ledger."""
    audit = Audit(ledger, clock)
    attempts = Attempts(ledger, clock)
    checked = passwords or Passwords()
    return Workspace(
        audit=audit,
        members=Members(ledger, clock, audit, checked, attempts),
        sessions=Sessions(ledger, clock, audit, checked, attempts),
        projects=Projects(ledger, clock, audit),
        saved=SavedQuestions(ledger, clock, audit),
        uploads=Uploads(ledger, clock),
        jobs=Jobs(ledger, clock, audit),
        sources=Sources(ledger, clock, audit),
    )
