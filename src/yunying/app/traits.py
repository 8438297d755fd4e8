"""Computed traits of people: defined once, and then a property in every filter, breakdown, list and segment."""

from __future__ import annotations

from typing import Any

from yunying.analyse import parse_question
from yunying.app.asking import TERMINAL, Asking, Pending
from yunying.app.datasets import Datasets
from yunying.app.deriving import READERS, Deriving, Read, require_sound
from yunying.audience import TraitBody, trait_summary
from yunying.core import Conflict, Refused
from yunying.metrics import Trait, all_properties, references, trait_type, trait_values
from yunying.store import Dataset, PropertyType
from yunying.store.ledger import Definition
from yunying.workspace import Project, Workspace


class Traits:
    """Use-cases of traits."""

    def __init__(self, workspace: Workspace, datasets: Datasets, deriving: Deriving, asking: Asking) -> None:
        self._workspace = workspace
        self._datasets = datasets
        self._deriving = deriving
        self._asking = asking

    def all(self, project: Project, *, deleted: bool = False) -> list[dict[str, Any]]:
        """Every trait of a project, or those that were deleted and can be restored, as it is shown."""
        there = self._workspace.definitions.all(project.id, "trait", deleted=deleted)
        return [self.wire(one) for one in there]

    def get(self, project: Project, text: str) -> dict[str, Any]:
        """One by its id or its name."""
        return self.wire(self._workspace.definitions.find(project.id, "trait", text))

    def define(
        self, project: Project, name: str, trait: Trait, *, description: str = "", by: str | None
    ) -> dict[str, Any]:
        """Define a trait under a name that no property of people has."""
        tidy = name.strip()
        body = self._checked(project, tidy, trait)
        made = self._workspace.definitions.create(
            project.id, "trait", tidy, tidy, body, description=description, by=by
        )
        return self.wire(made)

    def change(
        self,
        project: Project,
        text: str,
        trait: Trait | None,
        description: str | None,
        *,
        version: int | None = None,
        by: str | None,
    ) -> dict[str, Any]:
        """Compute something else under the same name, or describe it; each change is a version.

        Refused where somebody else changed `version` meanwhile.
        """
        known = self._workspace.definitions.find(project.id, "trait", text)
        body = None if trait is None else self._checked(project, known.key, trait, known)
        changed = self._workspace.definitions.change(
            project.id, known.id, body=body, description=description, version=version, by=by
        )
        return self.wire(changed)

    def delete(self, project: Project, text: str, *, by: str | None) -> None:
        """Take a trait away; refused where something looks at it."""
        known = self._workspace.definitions.find(project.id, "trait", text)
        used = self.used_by(project, known.key)
        if used:
            raise Conflict(
                "trait_used",
                f"This trait is used by {', '.join(repr(one['name']) for one in used[:5])}; change these first.",
                used_by=used,
            )
        self._workspace.definitions.delete(project.id, known.id, by=by)

    def restore(self, project: Project, trait_id: str, *, by: str | None) -> dict[str, Any]:
        """Bring a deleted trait back; its name must still be free."""
        definitions = self._workspace.definitions
        for one in definitions.all(project.id, "trait", deleted=True):
            if one.id == trait_id:
                trait = Trait.model_validate({k: v for k, v in one.body.items() if k != "type"})
                self._checked(project, one.key, trait)
        return self.wire(definitions.restore(project.id, trait_id, by=by))

    def versions(self, project: Project, text: str) -> list[dict[str, Any]]:
        """Everything a trait said, the newest first."""
        known = self._workspace.definitions.find(project.id, "trait", text)
        return [
            {
                "version": one.version,
                "type": one.body["type"],
                "trait": {k: v for k, v in one.body.items() if k != "type"},
                "at": one.at,
                "by": self._workspace.members.name_of(one.by),
            }
            for one in self._workspace.definitions.versions(project.id, known.id)
        ]

    def used_by(self, project: Project, name: str) -> list[dict[str, str]]:
        """What looks at a property of people: segments, saved questions, definitions."""
        found = []
        for segment in self._workspace.segments.all(project.id):
            if segment.question and name in references(parse_question(segment.question)).properties:
                found.append({"kind": "segment", "id": segment.id, "name": segment.name})
        for saved in self._workspace.saved.all(project.id):
            if name in references(parse_question(saved.question)).properties:
                found.append({"kind": "question", "id": saved.id, "name": saved.name})
        for definition in self._workspace.definitions.all(project.id):
            if definition.kind not in READERS:
                uses = name in _named(definition.body)
            else:
                read = Read.of(definition.kind, definition.key, definition.body)
                uses = name in read.defined.uses.properties and definition.key != name
            if uses:
                found.append({"kind": definition.kind, "id": definition.id, "name": definition.name})
        return found

    def preview(self, project: Project, trait: Trait, *, member: str = TERMINAL) -> Pending[dict[str, Any]]:
        """What a trait would be: its type, of how many people it is set, and what its values are like."""

        def work(data: Dataset) -> dict[str, Any]:
            view = data.hot.view()
            return trait_summary(data, view, trait_values(data, view, trait))

        return self._asking.run(project, work, member=member)

    def wire(self, definition: Definition) -> dict[str, Any]:
        """A trait as it is shown."""
        body = dict(definition.body)
        kind = body.pop("type")
        return {
            "id": definition.id,
            "name": definition.key,
            "type": kind,
            "description": definition.description,
            "trait": body,
            "version": definition.version,
            "created_by": self._workspace.members.name_of(definition.created_by),
            "created_at": definition.created_at,
            "updated_at": definition.updated_at,
        }

    def _checked(
        self, project: Project, name: str, trait: Trait, known: Definition | None = None
    ) -> dict[str, Any]:
        view = self._datasets.of(project).hot.view()
        kind = trait_type(view, trait)
        if known is None and any(p.name == name and p.scope == "person" for p in all_properties(view)):
            raise Refused(
                "property_exists",
                f"People have a property {name!r} already; give the trait another name.",
                field="name",
                property=name,
            )
        body = _body(trait, kind)
        others = [
            one
            for one in self._deriving.read(project.id)
            if known is None or name not in {d.prop.name for d in one.defined.derived("")}
        ]
        new = Read.of("trait", name, body)
        require_sound([*others, new], new)
        self.preview(project, trait).result()  # what its conditions name must be there
        return body


def _body(trait: Trait, kind: PropertyType) -> dict[str, Any]:
    raw = trait.model_dump(mode="json", by_alias=True)
    return TraitBody.model_validate(raw | {"type": kind}).model_dump(mode="json", by_alias=True)


def _named(node: Any) -> set[str]:
    """Names of the properties that a definition, as JSON, looks at."""
    if isinstance(node, list):
        return set().union(*map(_named, node))
    if not isinstance(node, dict):
        return set()
    own = {node["property"]} if isinstance(node.get("property"), str) else set()
    return own.union(*map(_named, node.values()))
