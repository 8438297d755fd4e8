"""The ledger: what must never be lost or half done. SQLite embedded; types are portable to PostgreSQL."""

from yunying.store.ledger.migrate import current, migrate, newest
from yunying.store.ledger.tables import (
    Annotation,
    Attempt,
    AuditEntry,
    Base,
    CollectRules,
    Job,
    Member,
    PlannedEvent,
    PlannedProperty,
    Project,
    RecentQuestion,
    SavedQuestion,
    Segment,
    Session,
    Source,
    Upload,
)
from yunying.store.ledger.unit_of_work import Ledger, sqlite_engine

__all__ = [
    "Annotation",
    "Attempt",
    "AuditEntry",
    "Base",
    "CollectRules",
    "Job",
    "Ledger",
    "Member",
    "PlannedEvent",
    "PlannedProperty",
    "Project",
    "RecentQuestion",
    "SavedQuestion",
    "Segment",
    "Session",
    "Source",
    "Upload",
    "current",
    "migrate",
    "newest",
    "sqlite_engine",
]
