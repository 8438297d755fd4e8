"""Groups by likeness, and people like a segment. What computes them is loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from yunying.app.asking import TERMINAL, Asking, Pending
from yunying.app.deriving import Deriving, Read, require_sound
from yunying.app.portraying import Portraying, Whose
from yunying.app.segmenting import Segmenting
from yunying.app.traits import Traits
from yunying.audience import Hides, Likeness, Names, property_name, read_body
from yunying.core import Conflict, NotFound, Refused
from yunying.metrics import rows_of
from yunying.store import Dataset
from yunying.store.ledger import Definition, Segment
from yunying.workspace import Project, Workspace


@dataclass(frozen=True)
class Alike:
    """Who is like whom: the people of a seed, and what is not to be looked at."""

    whose: Whose
    leave_out: Sequence[str]
    top: int


class Likening:
    """Use-cases of likeness."""

    def __init__(
        self,
        workspace: Workspace,
        deriving: Deriving,
        asking: Asking,
        portraying: Portraying,
        segmenting: Segmenting,
        uses: Traits,
    ) -> None:
        self._workspace = workspace
        self._deriving = deriving
        self._asking = asking
        self._portraying = portraying
        self._segmenting = segmenting
        self._uses = uses

    def propose(
        self, project: Project, features: Sequence[str], most: int, *, member: str = TERMINAL
    ) -> Pending[dict[str, Any]]:
        """Groups by some properties, or that there are none, with the figures that say so."""

        def work(data: Dataset) -> dict[str, Any]:
            found: dict[str, Any] = _learning("likeness_fit").propose(data, data.hot.view(), features, most)
            return found

        return self._asking.run(project, work, member=member)

    def keep(
        self, project: Project, key: str, name: str, likeness: Likeness, *, by: str | None
    ) -> dict[str, Any]:
        """Keep a model: its groups are a property of people, `$group_<key>`, from then on."""
        body = likeness.model_dump(mode="json", by_alias=True)
        new = Read.of("likeness", key, body)
        require_sound([*self._deriving.read(project.id), new], new)
        return self.wire(self._workspace.definitions.create(project.id, "likeness", key, name, body, by=by))

    def all(self, project: Project, *, deleted: bool = False) -> list[dict[str, Any]]:
        """The models that were kept, or those that were deleted and can be restored."""
        there = self._workspace.definitions.all(project.id, "likeness", deleted=deleted)
        return [self.wire(one) for one in there]

    def get(self, project: Project, text: str) -> dict[str, Any]:
        """One by its id, key or name."""
        return self.wire(self._workspace.definitions.find(project.id, "likeness", text))

    def rename(
        self,
        project: Project,
        text: str,
        name: str | None,
        groups: Mapping[str, Names],
        *,
        version: int | None = None,
        by: str | None,
    ) -> dict[str, Any]:
        """Other names for a model and some of its groups, by their keys; who is in which stays."""
        known = self._workspace.definitions.find(project.id, "likeness", text)
        likeness = read_body(Likeness, known.body)
        keys = [group.key for group in likeness.groups]
        for key in groups:
            if key not in keys:
                raise NotFound(
                    "unknown_group",
                    f"There is no group {key!r}; there are {', '.join(keys)}.",
                    field=f"groups.{key}",
                    value=key,
                )
        named = [
            group.model_copy(update={"names": groups.get(group.key, group.names)})
            for group in likeness.groups
        ]
        body = likeness.model_copy(update={"groups": named}).model_dump(mode="json", by_alias=True)
        changed = self._workspace.definitions.change(
            project.id, known.id, name=name, body=body if groups else None, version=version, by=by
        )
        return self.wire(changed)

    def delete(self, project: Project, text: str, *, by: str | None) -> None:
        """Take a model away; refused where something looks at its groups."""
        known = self._workspace.definitions.find(project.id, "likeness", text)
        used = self.used_by(project, known.id)
        if used:
            raise Conflict(
                "likeness_used",
                f"These groups are used by {', '.join(repr(one['name']) for one in used[:5])}; change these first.",
                used_by=used,
            )
        self._workspace.definitions.delete(project.id, known.id, by=by)

    def restore(self, project: Project, likeness_id: str, *, by: str | None) -> dict[str, Any]:
        """Bring a deleted model back."""
        return self.wire(self._workspace.definitions.restore(project.id, likeness_id, by=by))

    def used_by(self, project: Project, text: str) -> list[dict[str, str]]:
        """What looks at the groups of a model."""
        known = self.get(project, text)
        return [use for use in self._uses.used_by(project, known["property"]) if use["id"] != known["id"]]

    def describe(self, project: Project, text: str, *, member: str = TERMINAL) -> Pending[dict[str, Any]]:
        """How many people are in each group by now, and what sets it apart."""
        known = self._workspace.definitions.find(project.id, "likeness", text)
        likeness = read_body(Likeness, known.body)

        def work(data: Dataset) -> dict[str, Any]:
            found: dict[str, Any] = _learning("likeness_fit").describe(data, data.hot.view(), likeness)
            return found

        return self._asking.run(project, work, member=member)

    def wire(self, definition: Definition) -> dict[str, Any]:
        """A model as it is shown."""
        return {
            "id": definition.id,
            "key": definition.key,
            "name": definition.name,
            "property": property_name("$group", definition.key),
            "likeness": definition.body,
            "version": definition.version,
            "created_by": self._workspace.members.name_of(definition.created_by),
            "created_at": definition.created_at,
        }

    def look_alike(
        self,
        project: Project,
        alike: Alike,
        hides: Hides,
        limit: int,
        offset: int,
        *,
        member: str = TERMINAL,
    ) -> Pending[dict[str, Any]]:
        """The people most like a seed: how well that was checked, what it goes by, and a page of them with scores."""

        def show(data: Dataset, found: Any) -> dict[str, Any]:
            ids = found.people[: alike.top][offset : offset + limit]
            scores = found.scores[: alike.top][offset : offset + limit].tolist()
            people = rows_of(data, data.hot.view(), ids)
            return {
                "check": found.check,
                "weights": found.weights,
                "total": min(alike.top, len(found.people)),
                "people": [row | {"score": score} for row, score in zip(people, scores, strict=True)],
            }

        return self._rank(project, alike, hides, show, member)

    def keep_alike(
        self, project: Project, alike: Alike, hides: Hides, name: str, *, by: str | None
    ) -> Segment:
        """Keep the people most like a seed as a frozen segment, whose description says what it was made of."""
        self._workspace.segments.check_name(project.id, name)

        def take(_: Dataset, found: Any) -> Any:
            return replace(found, people=found.people[: alike.top], scores=found.scores[: alike.top])

        found = self._rank(project, alike, hides, take, by or TERMINAL).result()
        seed = alike.whose.segment
        of = "" if seed is None else f" 「{self._workspace.segments.get(project.id, seed).name}」"
        check = found.check
        return self._segmenting.keep_people(
            project,
            found.people,
            name,
            f"Look-alike / 相似人群{of}: AUC {check['auc']:.2f} ({check['auc_low']:.2f}–{check['auc_high']:.2f})",
            by=by,
        )

    def _rank(
        self,
        project: Project,
        alike: Alike,
        hides: Hides,
        show: Callable[[Dataset, Any], Any],
        member: str,
    ) -> Pending[Any]:
        def work(data: Dataset) -> Any:
            seeds, marked = self._portraying.people(project, data, alike.whose)
            if marked:
                raise Refused(
                    "marked_seed", "People with marked events alone are like nobody; choose others."
                )
            view = data.hot.view()
            found = _learning("lookalike").look_alike(
                data, view, seeds, leave_out=alike.leave_out, hides=hides
            )
            return show(data, found)

        return self._asking.run(project, work, member=member)


def _learning(module: str) -> Any:
    """A module that brings scikit-learn with it: start-up must not wait for that."""
    return import_module(f"yunying.audience.{module}")
