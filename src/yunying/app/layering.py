"""Layers of people: ladders, stages and RFM, defined once and then properties of people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yunying.app.asking import TERMINAL, Asking
from yunying.app.datasets import Datasets
from yunying.app.deriving import Deriving, Read, require_sound
from yunying.app.layer_preview import preview
from yunying.app.traits import Traits
from yunying.audience import (
    DIMENSIONS,
    LAYERS_KINDS,
    STAGE_KEY,
    TEMPLATES,
    Layers,
    Likeness,
    LikenessDefined,
    Rfm,
    Stage,
    advice,
    find_template,
    free_key,
    main_property,
    read_body,
    read_layers,
    under_key,
    write_body,
)
from yunying.core import Conflict, NotFound, Refused
from yunying.metrics import event_names, require_event
from yunying.store.ledger import Definition
from yunying.workspace import Project, Workspace

MONTH = 30
"""Days to the date that a composition is compared with, where nothing else is said."""


class Layering:
    """Use-cases of ladders, stages and RFM."""

    def __init__(
        self, workspace: Workspace, datasets: Datasets, deriving: Deriving, asking: Asking, uses: Traits
    ) -> None:
        self._workspace = workspace
        self._definitions = workspace.definitions
        self._datasets = datasets
        self._deriving = deriving
        self._asking = asking
        self._uses = uses

    def all(self, project: Project, *, deleted: bool = False) -> list[dict[str, Any]]:
        """Every definition of layers; the stages are always among those that are not deleted."""
        there = [d for d in self._definitions.all(project.id, deleted=deleted) if d.kind in LAYERS_KINDS]
        shown = [self._wire(one) for one in there if _readable(one)]
        if not deleted and not any(one["kind"] == "stage" for one in shown):
            shown.append(_everybodys_stages())
        return shown

    def get(self, project: Project, text: str) -> dict[str, Any]:
        """One by its id, key or property; `stage` are the stages."""
        for one in self.all(project):
            if text in (one["id"], one["key"], one["property"]):
                return one
        raise NotFound(
            "unknown_definition",
            "There are no such layers in this project; choose one from the list.",
            field="definition",
            value=text,
        )

    def create(
        self,
        project: Project,
        name: str,
        layers: Layers,
        *,
        key: str | None = None,
        description: str = "",
        by: str | None,
    ) -> dict[str, Any]:
        """Keep layers: from then on they are a property of people."""
        there = self._definitions.all(project.id, layers.kind)
        if layers.kind == "stage" and there:
            raise Conflict("stage_exists", "The project has stages of its own already; change these instead.")
        chosen = STAGE_KEY if layers.kind == "stage" else key or free_key(layers.kind, {d.key for d in there})
        self._check(project, chosen, layers, by=by)
        made = self._definitions.create(
            project.id, layers.kind, chosen, name, write_body(layers), description=description, by=by
        )
        return self._wire(made)

    def change(
        self,
        project: Project,
        text: str,
        *,
        name: str | None = None,
        description: str | None = None,
        layers: Layers | None = None,
        version: int | None = None,
        by: str | None,
    ) -> dict[str, Any]:
        """Make a new version; the stages that everybody has become the project's own by it."""
        known = self.get(project, text)
        if known["version"] == 0:
            if layers is None or layers.kind != "stage":
                layers = Stage()
            return self.create(project, name or known["name"], layers, description=description or "", by=by)
        if layers is not None:
            if layers.kind != known["kind"]:
                raise Refused(
                    "other_kind", f"This is of kind {known['kind']!r}; make a new one.", field="layers.kind"
                )
            self._check(project, known["key"], layers, by=by)
        changed = self._definitions.change(
            project.id,
            known["id"],
            name=name,
            description=description,
            body=None if layers is None else write_body(layers),
            version=version,
            by=by,
        )
        return self._wire(changed)

    def delete(self, project: Project, text: str, *, by: str | None) -> None:
        """Take layers away; refused where something looks at them. Without stages of its own a project has those that
        everybody has.
        """
        known = self.get(project, text)
        if known["version"] == 0:
            raise Refused(
                "stage_stays", "The stages are always there; change them instead.", field="definition"
            )
        if known["kind"] != "stage":
            names = [d.prop.name for d in under_key(known["key"], known["layers"]).derived("")]
            used = [
                use for name in names for use in self._uses.used_by(project, name) if use["id"] != known["id"]
            ]
            if used:
                raise Conflict(
                    "layers_used",
                    f"These layers are used by {', '.join(repr(u['name']) for u in used[:5])}; change these first.",
                    used_by=used,
                )
        self._definitions.delete(project.id, known["id"], by=by)

    def restore(self, project: Project, definition_id: str, *, by: str | None) -> dict[str, Any]:
        """Bring deleted layers back."""
        return self._wire(self._definitions.restore(project.id, definition_id, by=by))

    def versions(self, project: Project, text: str) -> list[dict[str, Any]]:
        """Everything that layers said, the newest first."""
        known = self.get(project, text)
        if known["version"] == 0:
            return []
        return [
            {
                "version": one.version,
                "name": one.name,
                "layers": read_layers({**one.body, "kind": known["kind"]}),
                "at": one.at,
                "by": self._workspace.members.name_of(one.by),
            }
            for one in self._definitions.versions(project.id, known["id"])
        ]

    def labels(self, project: Project) -> dict[str, Any]:
        """What people read for the values of layers and groups, and for properties that have a name of their own."""
        shown = self.all(project)
        values = {label["value"]: label["names"] for one in shown for label in one["labels"]}
        properties = {name: text for one in shown if one["version"] > 0 for name, text in _named(one)}
        for one in self._definitions.all(project.id, "likeness"):
            try:
                groups = LikenessDefined(one.key, read_body(Likeness, one.body))
            except Refused:
                continue  # one that cannot be read has no values either
            values |= groups.labels()
            properties[groups.name] = one.name
        return {"values": values, "properties": properties}

    def templates(self, project: Project) -> list[dict[str, Any]]:
        """Ladders to begin with, and the project's events that look as if they played each role."""
        events = event_names(self._datasets.of(project).hot.view())
        return [
            {
                "key": template.key,
                "names": template.names,
                "text": template.text,
                "roles": [{"key": role.key, "names": role.names, "any": role.any} for role in template.roles],
                "events": template.guess(events),
            }
            for template in TEMPLATES
        ]

    def from_template(
        self, project: Project, key: str, events: dict[str, str | None]
    ) -> list[dict[str, Any]]:
        """The ladders of a template with these events in its roles; nothing is kept."""
        view = self._datasets.of(project).hot.view()
        for role, event in events.items():
            require_event(view, event, f"events.{role}")
        ladders = find_template(key).ladders(events)
        return [
            {"key": key, "names": names, "layers": read_layers({"kind": "ladder", **body})}
            for key, names, body in ladders
        ]

    def preview(self, project: Project, layers: Layers, *, by: str | None) -> dict[str, Any]:
        """How many people are where, by layers that need not be kept."""
        return self._asking.run(project, lambda data: preview(data, layers), member=by or TERMINAL).result()

    def _check(self, project: Project, key: str, layers: Layers, *, by: str | None) -> None:
        """Refuse layers that look at themselves, whose property is taken, or that cannot be computed."""
        new = Read.of(layers.kind, key, write_body(layers))
        names = {d.prop.name for d in new.defined.derived("")}
        others = [
            one
            for one in self._deriving.read(project.id)
            # The one that is changed has the very same properties.
            if {d.prop.name for d in one.defined.derived("")} != names
        ]
        require_sound([*others, new], new)
        self.preview(project, layers, by=by)

    def _wire(self, definition: Definition) -> dict[str, Any]:
        layers = read_layers({**definition.body, "kind": definition.kind})
        return {
            "id": definition.id,
            "key": definition.key,
            "name": definition.name,
            "description": definition.description,
            "version": definition.version,
            "created_by": self._workspace.members.name_of(definition.created_by),
            "created_at": definition.created_at,
            "updated_at": definition.updated_at,
            **_said(definition.key, layers),
        }


def _said(key: str, layers: Layers) -> dict[str, Any]:
    told = advice(layers)
    labels = under_key(key, layers).labels()
    return {
        "kind": layers.kind,
        "property": main_property(key, layers),
        "layers": layers,
        "labels": [
            {"value": value, "names": names, "advice": told.get(value)} for value, names in labels.items()
        ],
    }


def _named(shown: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield shown["property"], shown["name"]
    if isinstance(shown["layers"], Rfm):
        for one in DIMENSIONS:
            yield f"{shown['property']}_{one}", f"{shown['name']} · {one.upper()}"


def _everybodys_stages() -> dict[str, Any]:
    return {
        "id": STAGE_KEY,
        "key": STAGE_KEY,
        "name": "Lifecycle stages",
        "description": "",
        "version": 0,
        "created_by": None,
        "created_at": None,
        "updated_at": None,
        **_said(STAGE_KEY, Stage()),
    }


def _readable(definition: Definition) -> bool:
    try:
        read_layers({**definition.body, "kind": definition.kind})
    except Refused:
        return False
    return True
