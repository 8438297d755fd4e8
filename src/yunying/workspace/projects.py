"""Projects: each has its own lake and its own calendar."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Transaction

from yunying.core import Calendar, Clock, NotFound, Refused, Weekday, new_id
from yunying.store.ledger import Ledger, Project
from yunying.workspace.audit import Audit

DEMO = "demo"


class Projects:
    """Makes and finds projects."""

    def __init__(self, ledger: Ledger, clock: Clock, audit: Audit) -> None:
        self._ledger = ledger
        self._clock = clock
        self._audit = audit

    def all(self) -> Sequence[Project]:
        """All projects, by name."""
        with self._ledger.read() as tx:
            return tx.scalars(select(Project).order_by(Project.name)).all()

    def get(self, project_id: str) -> Project:
        """The project with this id."""
        with self._ledger.read() as tx:
            project = tx.get(Project, project_id)
        if project is None:
            raise NotFound(
                "unknown_project",
                f"There is no project {project_id!r}; choose one of the list of projects.",
                field="project",
                value=project_id,
            )
        return project

    def find(self, name_or_id: str) -> Project:
        """The project with this name, or else with this id."""
        wanted = _tidy(name_or_id)
        with self._ledger.read() as tx:
            found = tx.scalars(select(Project).where(or_(Project.name == wanted, Project.id == wanted))).all()
            names = [] if found else tx.scalars(select(Project.name).order_by(Project.name)).all()
        for project in sorted(found, key=lambda p: p.name != wanted):
            return project
        hint = (
            f"projects are: {', '.join(names)}."
            if names
            else "make one with `yunying project create NAME --timezone ZONE`."
        )
        raise NotFound(
            "unknown_project",
            f"There is no project {name_or_id!r}; {hint}",
            field="project",
            value=name_or_id,
        )

    def create(
        self,
        name: str,
        timezone: str,
        *,
        week_start: Weekday = "monday",
        currency: str = "CNY",
        by: str | None = None,
    ) -> Project:
        """Make a project; names are unique."""
        tidy = _tidy(name)
        if not tidy:
            raise Refused("name_empty", "A project needs a name; give it one.", field="name")
        if not re.fullmatch(r"[A-Z]{3}", currency):
            raise Refused(
                "unknown_currency",
                f"A currency is an ISO 4217 code of three capital letters such as CNY, not {currency!r}.",
                field="currency",
                value=currency,
            )
        Calendar(timezone, week_start)
        with self._ledger.write() as tx:
            if tx.scalar(select(Project.id).where(Project.name == tidy)) is not None:
                raise Refused(
                    "project_exists",
                    f"There is already a project {tidy!r}; use it or choose another name.",
                    field="name",
                    value=tidy,
                )
            return self._add(tx, tidy, timezone, week_start, currency, by=by, simulated=False)

    def ensure_demo(self, timezone: str, currency: str, *, by: str | None = None) -> Project:
        """The simulated project, made if it is missing.

        The moment it is made is the moment its events end, and stays so: loading again adds nothing.
        """
        with self._ledger.write() as tx:
            project = tx.scalar(select(Project).where(Project.simulated).order_by(Project.id).limit(1))
            if project is not None:
                return project
            taken = set(tx.scalars(select(Project.name)))
            name = next(n for n in (DEMO, *(f"{DEMO} {i}" for i in range(2, 10_000))) if n not in taken)
            project = self._add(tx, name, timezone, "monday", currency, by=by, simulated=True)
            project.simulated_at = project.created_at
            return project

    def _add(
        self,
        tx: Transaction,
        name: str,
        timezone: str,
        week_start: Weekday,
        currency: str,
        *,
        by: str | None,
        simulated: bool,
    ) -> Project:
        project = Project(
            id=new_id("prj"),
            name=name,
            timezone=timezone,
            week_start=week_start,
            currency=currency,
            simulated=simulated,
            simulated_at=None,
            created_at=self._clock(),
        )
        tx.add(project)
        self._audit.record(tx, "project.created", name, by=by, project=project.id)
        return project


def _tidy(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()
