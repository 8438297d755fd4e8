"""From a project's definitions to the properties of people that follow from them."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from yunying.audience import (
    Defined,
    Ladder,
    LadderDefined,
    Likeness,
    LikenessDefined,
    Rfm,
    RfmDefined,
    Stage,
    StageDefined,
    TraitBody,
    TraitDefined,
    read_body,
)
from yunying.audience.tags import TAGS, TagsOf
from yunying.core import Refused
from yunying.store import Derived, Memberships
from yunying.workspace import Definition, DefinitionKind, Definitions, Remarks, TagsState

log = logging.getLogger("yunying.deriving")
READERS: dict[DefinitionKind, Callable[[str, Mapping[str, Any]], Defined]] = {
    "ladder": lambda key, body: LadderDefined(key, read_body(Ladder, body)),
    "rfm": lambda key, body: RfmDefined(key, read_body(Rfm, body)),
    "stage": lambda _, body: StageDefined(read_body(Stage, body)),
    "likeness": lambda key, body: LikenessDefined(key, read_body(Likeness, body)),
    "trait": lambda key, body: TraitDefined(key, read_body(TraitBody, body)),
}
"""A definition's key and body to what it says; each refuses a body that says nothing."""
DEFINITION_VERSION = 1
"""Goes up when the same definition on the same data would give other values."""
Members = Mapping[str, str]
"""Segments that definitions look at, with what is the same as long as the same people are in them."""


@dataclass(frozen=True)
class Read:
    """A definition that was read; `text` says all of it."""

    text: str
    defined: Defined

    @classmethod
    def of(cls, kind: DefinitionKind, key: str, body: Mapping[str, Any]) -> Read:
        """Refuses a body that says nothing."""
        text = json.dumps([DEFINITION_VERSION, kind, key, body], sort_keys=True, ensure_ascii=False)
        return cls(text, READERS[kind](key, body))


class _State(NamedTuple):
    definitions: object
    tags: TagsState
    members: Members
    read: Sequence[Read]
    derived: Mapping[str, Derived]


class Deriving:
    """Gives the derived properties of each project: the same mapping as long as its definitions say the same.

    Other processes change definitions too, so what there is is looked up each time: one small query.
    """

    def __init__(self, definitions: Definitions, remarks: Remarks) -> None:
        self._definitions = definitions
        self._remarks = remarks
        self._lock = threading.Lock()
        self._known: dict[str, _State] = {}

    def of(self, project_id: str, segments: Memberships) -> Mapping[str, Derived]:
        """By name. A definition that cannot be read any more, or that looks at itself, is left out."""
        definitions, tags = (
            self._definitions.state(project_id, list(READERS)),
            self._remarks.tags_state(project_id),
        )
        known = self._known.get(project_id)
        if known is None or known.definitions != definitions:
            read = self.read(project_id)
            known = _State(definitions, tags, {}, read, {})
        members = _members(segments, known.read)
        if not known.derived or (known.members, known.tags) != (members, tags):
            derived = derive(known.read, members, self._tags(project_id, tags))
            known = _State(definitions, tags, members, known.read, derived)
        with self._lock:
            # Two that found the same change at once go on with one mapping.
            there = self._known.get(project_id)
            if there is not None and there[:3] == known[:3]:
                return there.derived
            self._known[project_id] = known
        return known.derived

    def _tags(self, project_id: str, state: TagsState) -> TagsOf | None:
        """The tags of people, where there are any."""
        if not state.how_many:
            return None
        tags = [(one.person, one.tag) for one in self._remarks.tags(project_id)]
        return TagsOf(tags, f"{state.how_many} {state.newest}")

    def segments_behind(self, project_id: str, properties: Iterable[str]) -> frozenset[str]:
        """The segments that derived properties look at, also by way of each other."""
        known = self._known.get(project_id)
        owner = {d.prop.name: one for one in (known.read if known else ()) for d in one.defined.derived("")}
        found: set[str] = set()
        waiting, seen = set(properties), set[str]()
        while waiting:
            name = waiting.pop()
            seen.add(name)
            if name in owner:
                uses = owner[name].defined.uses
                found |= uses.segments
                waiting |= uses.properties - seen
        return frozenset(found)

    def read(self, project_id: str) -> list[Read]:
        """The project's definitions, and the stages everybody has as long as nobody defined others."""
        there = [one for one in self._definitions.all(project_id) if one.kind in READERS]
        found = [one for definition in there if (one := _read(definition)) is not None]
        if not any(definition.kind == "stage" for definition in there):
            found.append(Read.of("stage", "stage", {}))
        return found


def derive(read: Sequence[Read], members: Members, tags: TagsOf | None = None) -> Mapping[str, Derived]:
    """Properties by name. A version says all that the values follow from, but for the events."""
    owner: dict[str, int] = {}
    for i, one in enumerate(read):
        for derived in one.defined.derived(""):
            owner.setdefault(derived.prop.name, i)
    versions: dict[int, str | None] = {}

    def version(i: int) -> str | None:
        """None where it looks at itself."""
        if i not in versions:
            versions[i] = None
            uses = read[i].defined.uses
            needed = [version(owner[name]) for name in sorted(uses.properties) if name in owner]
            if None not in needed:
                parts = [read[i].text, *needed, *(f"{s} {members.get(s)}" for s in sorted(uses.segments))]
                parts += [tags.version] if tags is not None and TAGS in uses.properties else []
                versions[i] = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]
        return versions[i]

    found: dict[str, Derived] = {} if tags is None else {TAGS: tags}
    for i, one in enumerate(read):
        text = version(i)
        if text is not None:
            found |= {d.prop.name: d for d in one.defined.derived(text) if owner[d.prop.name] == i}
    return found


def require_sound(read: Sequence[Read], new: Read) -> None:
    """Refuse a definition that would look at itself, or whose property another one has. `new` is among `read`."""
    names = [d.prop.name for d in new.defined.derived("")]
    others = {TAGS} | {d.prop.name for one in read if one is not new for d in one.defined.derived("")}
    taken = next((name for name in names if name in others), None)
    if taken is not None:
        raise Refused(
            "definition_exists",
            f"There is another definition of {taken!r}; choose another key.",
            field="key",
            value=taken,
            name=taken,
        )
    if not set(names) <= derive(read, {}).keys():
        raise Refused(
            "definition_cycle",
            "Its rules look at a property that itself follows from this definition; choose another property.",
            field="body",
        )


def _read(definition: Definition) -> Read | None:
    try:
        return Read.of(definition.kind, definition.key, definition.body)  # type: ignore[arg-type]
    except (Refused, KeyError):
        log.warning("definition %s (%s) cannot be read", definition.id, definition.name, exc_info=True)
        return None


def _members(segments: Memberships, read: Sequence[Read]) -> Members:
    used = frozenset[str]().union(*(one.defined.uses.segments for one in read))
    if not used:
        return {}
    there = {name.removesuffix(".arrow"): f"{node} {at}" for name, node, at in segments.state(used)}
    return {segment: there.get(segment, "") for segment in used}
