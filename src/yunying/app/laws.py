"""What a project's records are held against just now: its rules, its tracking plan, its sources."""

from __future__ import annotations

import time

from yunying.collect.enrich import Enricher, Geo, staff_in
from yunying.collect.plan import Checker, Learner, Plans
from yunying.collect.rules import Rules, RulesStore
from yunying.collect.stream import OLDEST, Laws, Sources
from yunying.core import day_number
from yunying.store import Dataset

_LOOK_EVERY = 1.0
_MINUTE = 60_000_000


class LawBook:
    """Keeps one project's laws, and looks once a second whether somebody changed them."""

    def __init__(
        self, project_id: str, data: Dataset, rules: RulesStore, plans: Plans, geo: Geo, sources: Sources
    ) -> None:
        self._project_id = project_id
        self._data = data
        self._rules = rules
        self._plans = plans
        self._geo = geo
        self._sources = sources
        self._looked = 0.0
        self._versions: tuple[str, str] | None = None
        self._laws: Laws | None = None
        self.rules = Rules()

    def look_again(self) -> None:
        """Whoever asks for the laws next gets those of this moment: somebody has just changed them, and says so."""
        self._looked = 0.0

    def now(self) -> Laws:
        """The laws in force."""
        if self._laws is None or time.monotonic() - self._looked > _LOOK_EVERY:
            self._looked = time.monotonic()
            self._laws = self._look()
        return self._laws

    def keep_learned(self) -> None:
        """Add to the plan what was learned from the records held against the laws."""
        if self._laws is not None and (learned := self._laws.learner.take()):
            self._plans.add_learned(self._project_id, learned)

    def _look(self) -> Laws:
        self.keep_learned()  # a learner that is replaced must not forget what it noted
        before, known = self._laws, self._versions
        version, rules = self._rules.current(self._project_id)
        versions = (version, self._plans.version(self._project_id))
        if before is not None and versions == known:
            return before
        enricher = before.enricher if before is not None else None
        if enricher is None or known is None or known[0] != version:
            enricher = Enricher(rules, self._geo, self._staff(enricher, rules))
        plan = self._plans.get(self._project_id)
        earliest = OLDEST
        if rules.starts_on is not None:
            earliest = self._data.calendar.day_start(day_number(rules.starts_on))
        self._versions, self.rules = versions, rules
        return Laws(
            checker=Checker(plan),
            learner=Learner(plan),
            enricher=enricher,
            origin=self._sources,
            future=rules.future_minutes * _MINUTE,
            earliest=earliest,
        )

    def _staff(self, before: Enricher | None, rules: Rules) -> list[tuple[str, str]]:
        """Who is known to be of the team by their e-mail address; searched for anew where the rules say so anew."""
        if before is not None and before.rules.staff.email_domains == rules.staff.email_domains:
            return before.staff
        return staff_in(self._data.lake, rules.staff)
