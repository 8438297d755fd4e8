"""Which properties of a project are sensitive: recognised by name and by a look at their values, or marked by hand."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yunying.app.datasets import Datasets
from yunying.app.masking.masks import mask, mask_words
from yunying.app.masking.recognise import by_name, by_values
from yunying.core import Clock, Refused
from yunying.metrics import Computed, sample_values
from yunying.store import Dataset, PropertyType, Scope
from yunying.workspace import Found, Project, PropertyKey, SensitiveKind, Workspace, kind_of

_AGAIN = timedelta(minutes=10)
"""How often values are looked at anew while events arrive. New properties are looked at at once."""
_EXAMPLES = 3
_TAKEN = ("first", "last", "most_frequent", "least", "most")
"""Measures of traits whose values are values of the property."""


@dataclass(frozen=True)
class Kinds:
    """Kinds of sensitive properties at one moment. `kinds` has None where somebody said that it is not sensitive."""

    kinds: Mapping[PropertyKey, SensitiveKind | None]
    types: Mapping[PropertyKey, PropertyType]

    def of(self, name: str, scope: Scope | None = None) -> SensitiveKind | None:
        """The kind of a property; without a scope, of the event's or the person's, whichever is sensitive."""
        return next((kind for key in _keys(name, scope) if (kind := self._kind(key)) is not None), None)

    def shown(self, name: str, value: Any, scope: Scope | None = None) -> Any:
        """A value as it is shown where it must be masked: as its property says, else as it looks."""
        kind = self.of(name, scope)
        return self.unrecognised(name, value, scope) if kind is None else mask(kind, value)

    def unrecognised(self, name: str, value: Any, scope: Scope | None = None) -> Any:
        """A value of a property that is not sensitive: masked where it looks so, unless somebody said it is not."""
        return value if self._cleared(name, scope) else mask_words(name, value)

    def type_of(self, name: str, scope: Scope | None) -> PropertyType | None:
        """The type of a property in questions."""
        return next((self.types[key] for key in _keys(name, scope) if key in self.types), None)

    def _kind(self, key: PropertyKey) -> SensitiveKind | None:
        if key in self.kinds:
            return self.kinds[key]
        # Not written down: computed by a definition, or beyond the columns of the lake.
        scope, name = key
        return by_name(name, scope, self.types.get(key, "text"))

    def _cleared(self, name: str, scope: Scope | None) -> bool:
        return any(key in self.kinds and self.kinds[key] is None for key in _keys(name, scope))


def _keys(name: str, scope: Scope | None) -> list[PropertyKey]:
    return [("event", name), ("person", name)] if scope is None else [(scope, name)]


@dataclass(frozen=True)
class _Look:
    version: int
    at: datetime
    keys: frozenset[PropertyKey]


class Sensitive:
    """Use-cases of sensitive properties."""

    def __init__(self, workspace: Workspace, datasets: Datasets, clock: Clock) -> None:
        self._workspace = workspace
        self._datasets = datasets
        self._clock = clock
        self._lock = threading.Lock()
        self._looks: dict[str, _Look] = {}

    def of(self, project: Project) -> Kinds:
        """What is sensitive by now; properties that nobody has looked at yet are looked at first."""
        data = self._datasets.of(project)
        view = data.hot.view()
        types: dict[PropertyKey, PropertyType] = {(p.scope, p.name): p.type for p in view.snapshot.properties}
        self._look(project, data, types)
        known = self._workspace.sensitive.all(project.id)
        kinds = {(one.scope, one.name): kind_of(one) if one.sensitive else None for one in known}
        for key, kind in types.items():
            if kind not in ("text", "number"):
                kinds.setdefault(key, None)  # times, true and false say nothing
        found = Kinds(kinds, types)
        for one in view.derived.values():
            if isinstance(one, Computed) and one.trait.property and one.trait.measure in _TAKEN:
                types["person", one.prop.name] = one.prop.type
                if (source := found.of(one.trait.property, "event")) is not None:
                    kinds.setdefault(("person", one.prop.name), source)
        return found

    def listed(self, project: Project) -> list[dict[str, Any]]:
        """Everything that is or was taken for sensitive, with masked examples."""
        self.of(project)
        values = sample_values(self._datasets.of(project).lake.snapshot())
        found = []
        for one in self._workspace.sensitive.all(project.id):
            some = values.get((one.scope, one.name), [])[:_EXAMPLES]
            found.append(
                {
                    "scope": one.scope,
                    "name": one.name,
                    "kind": one.kind,
                    "sensitive": one.sensitive,
                    "found": one.found,
                    "decided": one.decided_at is not None,
                    "decided_by": self._workspace.members.name_of(one.decided_by),
                    "decided_at": one.decided_at,
                    "created_at": one.created_at,
                    "examples": [str(mask(kind_of(one), value)) for value in some],
                }
            )
        return found

    def decide(
        self,
        project: Project,
        scope: Scope,
        name: str,
        kind: SensitiveKind,
        *,
        sensitive: bool,
        by: str | None,
    ) -> None:
        """Say that a property is sensitive, or that it is not."""
        kinds = self.of(project)
        if (scope, name) not in kinds.types and (scope, name) not in kinds.kinds:
            raise Refused(
                "unknown_property",
                f"There is no {scope} property {name!r} in this project; `yunying events` lists what there is.",
                field="name",
                property=name,
            )
        self._workspace.sensitive.decide(project.id, (scope, name), kind, sensitive=sensitive, by=by)

    def _look(self, project: Project, data: Dataset, types: Mapping[PropertyKey, PropertyType]) -> None:
        snapshot, now = data.lake.snapshot(), self._clock()
        with self._lock:
            look = self._looks.get(project.id)
            if (
                look is not None
                and look.keys >= types.keys()
                and (look.version == snapshot.version or now < look.at + _AGAIN)
            ):
                return
            known = {(one.scope, one.name) for one in self._workspace.sensitive.all(project.id)}
            values = sample_values(snapshot)
            found: dict[PropertyKey, tuple[SensitiveKind, Found]] = {}
            for (scope, name), kind in types.items():
                if (scope, name) in known or kind not in ("text", "number"):
                    continue
                if (by := by_name(name, scope, kind)) is not None:
                    found[scope, name] = (by, "name")
                elif (by := by_values(name, values.get((scope, name), []))) is not None:
                    found[scope, name] = (by, "values")
            if found:
                self._workspace.sensitive.note_found(project.id, found)
            self._looks[project.id] = _Look(snapshot.version, now, frozenset(types))
