"""Sources: where a project's events come from, each with the write key that its programs send."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence

from sqlalchemy import select

from yunying.core import Clock, NotFound, Refused, new_id
from yunying.store.ledger import Ledger, Source
from yunying.workspace.audit import Audit

KINDS = (
    "api",
    "segment",
    "rudderstack",
    "posthog",
    "sensors",
    "mixpanel",
    "amplitude",
    "ga4",
)
"""Which SDK a source is meant for: decides what its page shows. Any key works with every protocol."""


class Sources:
    """Makes and finds sources."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def of_project(self, project_id: str, *, archived: bool = True) -> Sequence[Source]:
        """A project's sources, oldest first."""
        with self._ledger.read() as tx:
            query = select(Source).where(Source.project_id == project_id).order_by(Source.id)
            if not archived:
                query = query.where(Source.archived_at.is_(None))
            return tx.scalars(query).all()

    def get(self, project_id: str, source_id: str) -> Source:
        """The source with this id."""
        with self._ledger.read() as tx:
            return self._get(tx.get(Source, source_id), project_id)

    def with_key(self, write_key: str) -> Source | None:
        """The source that this write key belongs to, archived or not."""
        with self._ledger.read() as tx:
            return tx.scalar(select(Source).where(Source.write_key == write_key))

    def all(self) -> Sequence[Source]:
        """Every source of every project."""
        with self._ledger.read() as tx:
            return tx.scalars(select(Source)).all()

    def create(
        self, project_id: str, name: str, kind: str, *, debug: bool = False, by: str | None = None
    ) -> Source:
        """Make a source with a new write key. Its name is unique in the project: events are told apart by it."""
        tidy = unicodedata.normalize("NFC", name).strip()
        if not tidy or len(tidy) > 200:
            raise Refused("name_empty", "A source needs a name of up to 200 characters.", field="name")
        if kind not in KINDS:
            raise Refused(
                "unknown_kind",
                f"There is no kind of source {kind!r}; use one of {', '.join(KINDS)}.",
                field="kind",
                value=kind,
            )
        with self._ledger.write() as tx:
            # By Python: SQLite knows the case of ASCII letters only.
            taken = tx.scalars(select(Source.name).where(Source.project_id == project_id))
            if tidy.casefold() in {one.casefold() for one in taken}:
                raise Refused(
                    "source_exists",
                    f"There is already a source {tidy!r} in this project; choose another name.",
                    field="name",
                    value=tidy,
                )
            source = Source(
                id=new_id("src"),
                project_id=project_id,
                name=tidy,
                kind=kind,
                write_key=secrets.token_hex(16),
                debug=debug,
                created_at=self._clock(),
                archived_at=None,
            )
            tx.add(source)
            self._audit.record(tx, "source.created", tidy, by=by, project=project_id, source=source.id)
        return source

    def change(
        self,
        project_id: str,
        source_id: str,
        *,
        debug: bool | None = None,
        archived: bool | None = None,
        by: str | None = None,
    ) -> Source:
        """Switch debugging, or archive a source: its key is refused from then on, its events stay."""
        with self._ledger.write() as tx:
            source = self._get(tx.get(Source, source_id), project_id)
            if debug is not None and debug != source.debug:
                source.debug = debug
                action = "source.debug_on" if debug else "source.debug_off"
                self._audit.record(tx, action, source.name, by=by, project=project_id, source=source.id)
            if archived is not None and archived != (source.archived_at is not None):
                source.archived_at = self._clock() if archived else None
                action = "source.archived" if archived else "source.restored"
                self._audit.record(tx, action, source.name, by=by, project=project_id, source=source.id)
        return source

    def _get(self, source: Source | None, project_id: str) -> Source:
        if source is None or source.project_id != project_id:
            raise NotFound(
                "unknown_source",
                "There is no such source in this project; choose one from the list of sources.",
                field="source",
            )
        return source
