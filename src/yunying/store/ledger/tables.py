"""What the ledger keeps: members, sessions, projects, sources, plans, questions, segments, definitions,
sensitive properties, jobs, who did what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Double, ForeignKey, Index, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from yunying.core import Weekday
from yunying.store.ledger.types import Instant
from yunying.store.schema import Scope


class Base(DeclarativeBase):
    """Names of constraints are fixed, so that a migration can speak of them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it as a plain class attribute)
        datetime: Instant,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class Member(Base):
    """Somebody who may sign in, unless `disabled_at` is set. Where no role is said it is the least one."""

    __tablename__ = "members"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool]
    created_at: Mapped[datetime]
    role: Mapped[str] = mapped_column(String(12), server_default="viewer")
    disabled_at: Mapped[datetime | None]


class Session(Base):
    """A browser that is signed in. Only a hash of its token is kept."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Attempt(Base):
    """A try to sign in that has not succeeded."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("ix_sign_in_attempts_name_at", "name", "at"),
        Index("ix_sign_in_attempts_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]


class Project(Base):
    """A project: its own lake and calendar. `simulated_at` is when its events were made up."""

    __tablename__ = "projects"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    timezone: Mapped[str] = mapped_column(String(100))
    week_start: Mapped[Weekday] = mapped_column(String(9))
    currency: Mapped[str] = mapped_column(String(3))
    simulated: Mapped[bool]
    simulated_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SavedQuestion(Base):
    """A question worth keeping. `created_by` is null for the terminal and for what is older than roles."""

    __tablename__ = "saved_questions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    question: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(String(32))


class RecentQuestion(Base):
    """A question that a member asked lately. `digest` tells questions apart; one asked again moves up."""

    __tablename__ = "recent_questions"

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    question: Mapped[dict[str, Any]]
    asked_at: Mapped[datetime]


class Segment(Base):
    """A named list of people. Who they are lies beside the lake; here is where the list comes from.

    `question` and `address` name the figure whose people they are; the address is null where the question is itself
    a list. Of a frozen one they were taken once; a dynamic one is asked again and again: `refreshed_state` tells the
    state of everything it follows from, when it was last made in `refreshed_ms`. An uploaded list has no question
    but says in `upload` what it was made of. `deleted_at` is set while it is deleted: it can be restored.
    """

    __tablename__ = "segments"
    __table_args__ = (Index("ix_segments_project_id_id", "project_id", "id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(12))
    size: Mapped[int] = mapped_column(BigInteger)
    question: Mapped[dict[str, Any] | None]
    address: Mapped[str | None] = mapped_column(Text)
    upload: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column(server_default="1")
    data_version: Mapped[int] = mapped_column(BigInteger)
    refreshed_at: Mapped[datetime | None]
    refreshed_ms: Mapped[float | None]
    refreshed_state: Mapped[str | None] = mapped_column(String(64))
    refresh_error: Mapped[dict[str, Any] | None]
    created_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class SegmentVersion(Base):
    """What a segment was at one time. Versions are only ever added."""

    __tablename__ = "segment_versions"

    segment_id: Mapped[str] = mapped_column(ForeignKey("segments.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    question: Mapped[dict[str, Any] | None]
    address: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]
    by: Mapped[str | None] = mapped_column(String(32))


class Definition(Base):
    """Something computed of people, defined once: a trait, a ladder, an RFM, … `kind` says what `body` is.

    `key` is what questions call it by; among those of a kind that are not deleted it is given once in a project.
    """

    __tablename__ = "definitions"
    __table_args__ = (Index("ix_definitions_project_id_kind", "project_id", "kind"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]]
    version: Mapped[int]
    created_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class DefinitionVersion(Base):
    """What a definition said at one time. Versions are only ever added."""

    __tablename__ = "definition_versions"

    definition_id: Mapped[str] = mapped_column(
        ForeignKey("definitions.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    body: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    by: Mapped[str | None] = mapped_column(String(32))


class Annotation(Base):
    """Something that happened, to be drawn on charts: on a day of the project's zone, or at an instant."""

    __tablename__ = "annotations"
    __table_args__ = (Index("ix_annotations_project_id_id", "project_id", "id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    day: Mapped[date | None]
    at: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(12))
    created_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Upload(Base):
    """A file that has arrived whole. Its name is a label, never a path."""

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]


class Job(Base):
    """Work done in the background by the worker process."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ix_jobs_status_id", "status", "id"),
        Index("ix_jobs_project_id_id", "project_id", "id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str | None] = mapped_column(String(20))
    progress: Mapped[float | None]
    payload: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    attempts: Mapped[int]
    cancel_requested: Mapped[bool]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Source(Base):
    """Where events come from: a write key that programs send with them.

    The key is no secret (every page that uses it shows it), so it is kept as it is.
    """

    __tablename__ = "sources"
    __table_args__ = (Index("ix_sources_project_id_name", "project_id", "name", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    write_key: Mapped[str] = mapped_column(String(80), unique=True)
    debug: Mapped[bool]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class PlannedEvent(Base):
    """An event of a project's tracking plan."""

    __tablename__ = "plan_events"

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    status: Mapped[str] = mapped_column(String(12))
    mode: Mapped[str] = mapped_column(String(8))
    owner: Mapped[str] = mapped_column(String(200))
    description_zh: Mapped[str] = mapped_column(Text)
    description_en: Mapped[str] = mapped_column(Text)
    learned: Mapped[bool]
    updated_at: Mapped[datetime]


class PlannedProperty(Base):
    """A property of an event of a tracking plan; of people where `event` is empty."""

    __tablename__ = "plan_properties"

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    event: Mapped[str] = mapped_column(String(255), primary_key=True)
    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    type: Mapped[str] = mapped_column(String(10))
    required: Mapped[bool]
    allowed: Mapped[list[Any] | None]
    status: Mapped[str] = mapped_column(String(12))
    description_zh: Mapped[str] = mapped_column(Text)
    description_en: Mapped[str] = mapped_column(Text)
    learned: Mapped[bool]
    updated_at: Mapped[datetime]


class CollectRules(Base):
    """How a project takes events in: sessions, channels, marks, privacy. What is absent has its default."""

    __tablename__ = "collect_rules"

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    rules: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class SensitiveProperty(Base):
    """A property whose values say who somebody is, or one that looks so and does not.

    `found` says how it was found (`name` or `values`), null where a member marked it by hand; `sensitive` is false
    once somebody said that it is not. `decided_by` is that member, null where nobody has decided (or the terminal).
    """

    __tablename__ = "sensitive_properties"

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    scope: Mapped[Scope] = mapped_column(String(6), primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    sensitive: Mapped[bool]
    found: Mapped[str | None] = mapped_column(String(6))
    decided_by: Mapped[str | None] = mapped_column(String(32))
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class PersonNote(Base):
    """What a member wrote about a person. `person` is the number of an id, and follows merges when it is read.

    `deleted_at` is set while it is deleted: it can be restored.
    """

    __tablename__ = "person_notes"
    __table_args__ = (Index("ix_person_notes_project_id_person", "project_id", "person"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    person: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class PersonTag(Base):
    """A word that a member put to a person, likewise. Numbers are never given twice, so that their count and the newest
    of them tell one state of a project's tags from another.
    """

    __tablename__ = "person_tags"
    __table_args__ = (
        Index("ix_person_tags_project_id_person_tag", "project_id", "person", "tag", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    person: Mapped[int]
    tag: Mapped[str] = mapped_column(String(100))
    created_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]


class Target(Base):
    """A place outside that segments are pushed to.

    `address` is for people to read: without passwords and tokens. `sealed` is everything that is needed to reach it,
    secrets too, sealed with the key of the home.
    """

    __tablename__ = "targets"
    __table_args__ = (Index("ix_targets_project_id_name", "project_id", "name", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12))
    address: Mapped[str] = mapped_column(Text)
    sealed: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]


class Push(Base):
    """One segment at one target: what of its people is sent, and how far that has come.

    `set_by` is who said what is sent: their role decides whether values go as they are (`unmasked`, with a `reason`).
    `requested` asks for everybody once more; `reached` tells the state of the segment that the target has whole, and
    `position` the last change of it in the feed of changes. `sequence` numbers what was sent; `pending` is the digest
    of what was sent last and not acknowledged. `attempts` have failed one after another, the next is due at `next_at`.
    """

    __tablename__ = "pushes"
    __table_args__ = (Index("ix_pushes_segment_id_target_id", "segment_id", "target_id", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    segment_id: Mapped[str] = mapped_column(ForeignKey("segments.id", ondelete="CASCADE"))
    target_id: Mapped[str] = mapped_column(ForeignKey("targets.id", ondelete="CASCADE"))
    mode: Mapped[str] = mapped_column(String(8))
    properties: Mapped[list[Any]]
    unmasked: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(Text)
    requested: Mapped[bool]
    reached: Mapped[str | None] = mapped_column(String(64))
    position: Mapped[int] = mapped_column(BigInteger)
    sequence: Mapped[int] = mapped_column(BigInteger)
    pending: Mapped[str | None] = mapped_column(String(64))
    delivered: Mapped[int] = mapped_column(BigInteger)
    waiting: Mapped[int] = mapped_column(BigInteger)
    attempts: Mapped[int]
    next_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    last_error: Mapped[dict[str, Any] | None]
    set_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]


class Channel(Base):
    """Where notices go: a mailbox, a group chat, a program.

    `address` is for people to read, `sealed` is everything that is needed to reach it, sealed with the key of the
    home. `outcome` is what came of the last try (`fine`, `failed`, `refused`, `unsure`), null before the first;
    `failures` have come one after another, the first of them at `failing_since`.
    """

    __tablename__ = "channels"
    __table_args__ = (Index("ix_channels_project_id_name", "project_id", "name", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12))
    address: Mapped[str] = mapped_column(Text)
    sealed: Mapped[str] = mapped_column(Text)
    paused: Mapped[bool]
    outcome: Mapped[str | None] = mapped_column(String(12))
    failures: Mapped[int]
    failing_since: Mapped[datetime | None]
    last_error: Mapped[dict[str, Any] | None]
    last_delivered_at: Mapped[datetime | None]
    created_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]


class Message(Base):
    """One notice for one channel. `key` is given once in a channel, so that no notice is queued twice.

    `state` is `queued`, `sending`, `sent`, `failed`, or `unsure` where it may have arrived and may not. It is due at
    `next_at`, at once where that is null; `queued_at` is when it last began to wait. The picture is dropped once the
    message is sent.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_channel_id_key", "channel_id", "key", unique=True),
        Index("ix_messages_state", "state", "next_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel_id: Mapped[str] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    image: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int]
    next_at: Mapped[datetime | None]
    last_error: Mapped[dict[str, Any] | None]
    created_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class FactEntry(Base):
    """A figure of a day that no event carries. Entries are only ever added: the newest one of a day and its
    dimensions holds, the ones before it are what was said earlier. `dimensions` is JSON text with sorted keys; a
    `value` of null takes the figure back.
    """

    __tablename__ = "fact_entries"
    __table_args__ = (
        Index("ix_fact_entries_project_id_fact_day", "project_id", "fact", "day"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    fact: Mapped[str] = mapped_column(String(60))
    day: Mapped[date]
    dimensions: Mapped[str] = mapped_column(Text)
    value: Mapped[float | None] = mapped_column(Double)
    at: Mapped[datetime]
    by: Mapped[str | None] = mapped_column(String(32))


class GoalCheckIn(Base):
    """What somebody said of a goal (a definition), or of one of its key results, and its figure then."""

    __tablename__ = "goal_check_ins"
    __table_args__ = (Index("ix_goal_check_ins_project_id_goal_id", "project_id", "goal_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    goal_id: Mapped[str] = mapped_column(String(32))
    key_result: Mapped[str | None] = mapped_column(String(60))
    comment: Mapped[str] = mapped_column(Text)
    confidence: Mapped[str | None] = mapped_column(String(6))
    value: Mapped[float | None] = mapped_column(Double)
    at: Mapped[datetime]
    by: Mapped[str | None] = mapped_column(String(32))


class AuditEntry(Base):
    """Who did what, when. Entries are only ever added; `member_id` is null for the terminal."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    member_id: Mapped[str | None] = mapped_column(String(32))
    project_id: Mapped[str | None] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]]


class Alert(Base):
    """Periods of a rule and a slice that were out of order, on one side, and what became of it.

    `slice` is the value as JSON; `first`, `last`, `worst` are labels of periods, figures those of the worst. Alerts
    that share a cause have one `group_id`, the id of the one that names them. `held` says why nobody was told.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        Index("uq_alerts_episode", "rule_id", "slice", "side", "first", unique=True),
        Index("ix_alerts_project_id_state", "project_id", "state"),
        Index("ix_alerts_group_id", "group_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    rule_id: Mapped[str] = mapped_column(String(32))
    rule_name: Mapped[str] = mapped_column(String(200))
    metric: Mapped[str] = mapped_column(String(60))
    slice: Mapped[str] = mapped_column(Text)
    first: Mapped[str] = mapped_column(String(40))
    last: Mapped[str] = mapped_column(String(40))
    worst: Mapped[str] = mapped_column(String(40))
    first_day: Mapped[date]
    last_day: Mapped[date]
    side: Mapped[int]
    value: Mapped[float] = mapped_column(Double)
    expected: Mapped[float | None] = mapped_column(Double)
    low: Mapped[float | None] = mapped_column(Double)
    high: Mapped[float | None] = mapped_column(Double)
    over: Mapped[bool]
    state: Mapped[str] = mapped_column(String(12))
    snoozed_until: Mapped[date | None]
    owner: Mapped[str | None] = mapped_column(String(200))
    cause: Mapped[str] = mapped_column(Text)
    group_id: Mapped[str] = mapped_column(String(32))
    told_at: Mapped[datetime | None]
    held: Mapped[str | None] = mapped_column(String(12))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class AlertNote(Base):
    """What was done about an alert, by whom; null is the program itself or the terminal. Only ever added."""

    __tablename__ = "alert_notes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    alert_id: Mapped[str] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by: Mapped[str | None] = mapped_column(String(32))
    did: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)


class RuleLook(Base):
    """When a rule was last looked at, up to which period, and why it could not be."""

    __tablename__ = "rule_looks"

    rule_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    looked_at: Mapped[datetime]
    reached: Mapped[str | None] = mapped_column(String(40))
    error: Mapped[dict[str, Any] | None]
