"""From templates and a project's own events to metrics."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from yunying.audience import read_body, write_body
from yunying.kpi.metric import Metric
from yunying.kpi.pack.roles import PackMapping, checked
from yunying.kpi.pack.standard import Standard, parts_of, role_names, standards

TAG = "standard"
"""Borne by every metric that was made from the pack."""


@dataclass(frozen=True)
class Pack:
    """What a mapping yields: metrics by key, and of each other standard one which roles (`pay`, `pay.amount`) are
    missing."""

    metrics: Mapping[str, Metric]
    missing: Mapping[str, tuple[str, ...]]


def instantiate(mapping: PackMapping, currency: str | None = None, own: Collection[str] = ()) -> Pack:
    """The standard metrics that a project can have. `own` are keys of metrics it has besides, which others may be
    made from."""
    checked(mapping)
    found = _Found(mapping, frozenset(own))
    lacks = {key: found.of(key)[1] for key in standards()}
    made = {
        key: _metric(standards()[key], found.of(key)[0], mapping, currency)
        for key, without in lacks.items()
        if not without
    }
    return Pack(made, {key: without for key, without in lacks.items() if without})


@dataclass
class _Found:
    """The template that is taken for each standard metric."""

    mapping: PackMapping
    own: frozenset[str]
    _known: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = field(default_factory=dict)

    def of(self, key: str) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The first template that lacks nothing, or else the one that lacks least, and what it lacks."""
        if key not in self._known:
            templates = [(body, self._lacks(body)) for body in standards()[key].is_]
            self._known[key] = min(templates, key=lambda one: len(one[1]))
        return self._known[key]

    def _lacks(self, template: dict[str, Any]) -> tuple[str, ...]:
        wanted = [name for name in role_names(template) if not _has(self.mapping, name)]
        parts = [name for key in parts_of(template) if key not in self.own for name in self.of(key)[1]]
        return tuple(dict.fromkeys([*wanted, *parts]))


def _has(mapping: PackMapping, name: str) -> bool:
    role, _, prop = name.partition(".")
    if role in mapping.facts:
        return True
    return role in mapping.roles and (not prop or prop in mapping.roles[role].properties)


def _metric(
    standard: Standard, template: dict[str, Any], mapping: PackMapping, currency: str | None
) -> Metric:
    body = {
        "name": standard.name.model_dump(),
        "description": standard.description.model_dump(),
        "unit": standard.unit,
        "good": standard.good,
        "tags": [TAG, standard.field],
        "over": standard.over,
        "currency": currency if standard.unit == "money" else None,
        "is": _filled(template, mapping),
    }
    return read_body(Metric, body, f"metrics.{standard.key}")


def _filled(template: Any, mapping: PackMapping) -> Any:
    """The template with a project's own names in place of roles."""
    if isinstance(template, list):
        return [_filled(one, mapping) for one in template]
    if isinstance(template, str) and template.startswith("@"):
        role, _, prop = template[1:].partition(".")
        return mapping.roles[role].properties[prop] if prop else mapping.facts[role]
    if not isinstance(template, dict):
        return template
    event = template.get("event")
    filled = {name: _filled(value, mapping) for name, value in template.items() if name != "event"}
    if isinstance(event, str):
        mapped = write_body(mapping.roles[event[1:]])
        filled |= {name: mapped[name] for name in ("event", "filters", "or") if name in mapped}
        filled.setdefault("event", None)
    return filled
