"""Who works with what: members, projects, sources, questions, segments, definitions,
targets and pushes, channels and messages, annotations, uploads, jobs, the audit log."""

from __future__ import annotations

from dataclasses import dataclass

from yunying.core import Clock
from yunying.store.ledger import (
    Alert,
    Annotation,
    Channel,
    Definition,
    DefinitionVersion,
    Job,
    Ledger,
    Member,
    Message,
    PersonNote,
    PersonTag,
    Project,
    Push,
    SavedQuestion,
    Segment,
    SensitiveProperty,
    Source,
    Target,
    Upload,
)
from yunying.workspace.alerts import Alerts, AlertState, Held, Occurrence
from yunying.workspace.annotations import AnnotationKind, Annotations
from yunying.workspace.attempts import Attempts
from yunying.workspace.audit import Audit, AuditPage
from yunying.workspace.channels import Channels, Outcome
from yunying.workspace.check_ins import CheckIns, Confidence
from yunying.workspace.definitions import DefinitionKind, Definitions
from yunying.workspace.fact_files import read_facts
from yunying.workspace.facts import Facts, FactValue, NewFact
from yunying.workspace.jobs import JobKind, Jobs
from yunying.workspace.members import OWNER, Invited, Members
from yunying.workspace.messages import Messages, MessageState
from yunying.workspace.passwords import Passwords
from yunying.workspace.projects import Projects
from yunying.workspace.pushes import Pushes, PushMode
from yunying.workspace.recent import RecentQuestions
from yunying.workspace.remarks import Remarks, TagsState, tidy_tag
from yunying.workspace.roles import RIGHTS, ROLES, Permission, Role, may, permissions_of, require
from yunying.workspace.saved import SavedQuestions
from yunying.workspace.segments import SegmentKind, Segments, new_segment_id
from yunying.workspace.sensitive import Found, PropertyKey, SensitiveKind, SensitiveProperties, kind_of
from yunying.workspace.sessions import Opened, Sessions
from yunying.workspace.sources import KINDS as SOURCE_KINDS
from yunying.workspace.sources import Sources
from yunying.workspace.targets import TARGET_KINDS, TargetKind, Targets
from yunying.workspace.uploads import Uploads

__all__ = [
    "OWNER",
    "RIGHTS",
    "ROLES",
    "SOURCE_KINDS",
    "TARGET_KINDS",
    "Alert",
    "AlertState",
    "Alerts",
    "Annotation",
    "AnnotationKind",
    "AuditPage",
    "Channel",
    "Channels",
    "CheckIns",
    "Confidence",
    "Definition",
    "DefinitionKind",
    "DefinitionVersion",
    "Definitions",
    "FactValue",
    "Facts",
    "Found",
    "Held",
    "Invited",
    "Job",
    "JobKind",
    "Jobs",
    "Member",
    "Message",
    "MessageState",
    "Messages",
    "NewFact",
    "Occurrence",
    "Opened",
    "Outcome",
    "Passwords",
    "Permission",
    "PersonNote",
    "PersonTag",
    "Project",
    "PropertyKey",
    "Push",
    "PushMode",
    "Pushes",
    "Remarks",
    "Role",
    "SavedQuestion",
    "Segment",
    "SegmentKind",
    "SensitiveKind",
    "SensitiveProperties",
    "SensitiveProperty",
    "Source",
    "TagsState",
    "Target",
    "TargetKind",
    "Targets",
    "Upload",
    "Workspace",
    "kind_of",
    "may",
    "new_segment_id",
    "open_workspace",
    "permissions_of",
    "read_facts",
    "require",
    "tidy_tag",
]


@dataclass(frozen=True)
class Workspace:
    """The services of this room."""

    audit: Audit
    members: Members
    sessions: Sessions
    projects: Projects
    saved: SavedQuestions
    recent: RecentQuestions
    segments: Segments
    definitions: Definitions
    annotations: Annotations
    alerts: Alerts
    check_ins: CheckIns
    sensitive: SensitiveProperties
    remarks: Remarks
    facts: Facts
    uploads: Uploads
    jobs: Jobs
    sources: Sources
    targets: Targets
    pushes: Pushes
    channels: Channels
    messages: Messages


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
        recent=RecentQuestions(ledger, clock),
        segments=Segments(ledger, clock, audit),
        definitions=Definitions(ledger, clock, audit),
        annotations=Annotations(ledger, clock, audit),
        alerts=Alerts(ledger, clock, audit),
        check_ins=CheckIns(ledger, clock, audit),
        sensitive=SensitiveProperties(ledger, clock, audit),
        remarks=Remarks(ledger, clock, audit),
        facts=Facts(ledger, clock, audit),
        uploads=Uploads(ledger, clock),
        jobs=Jobs(ledger, clock, audit),
        sources=Sources(ledger, clock, audit),
        targets=Targets(ledger, clock, audit),
        pushes=Pushes(ledger, clock, audit),
        channels=Channels(ledger, clock, audit),
        messages=Messages(ledger, clock, audit),
    )
