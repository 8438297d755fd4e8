"""Events and properties found by name, or refused with near matches."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from yunying.core import Refused
from yunying.metrics.activity import BUILT_IN
from yunying.metrics.extent import event_names
from yunying.metrics.first_touch import first_touches
from yunying.metrics.sessions import SESSION_PROPERTIES
from yunying.store import HotView, Property, Scope


def all_properties(view: HotView) -> tuple[Property, ...]:
    """What was sent of events and people, then what is known of every person and session from events alone, then
    what follows from definitions.
    """
    derived = (one.prop for one in view.derived.values())
    return (*view.snapshot.properties, *BUILT_IN, *first_touches(view), *SESSION_PROPERTIES, *derived)


def require_event(view: HotView, name: str | None, field: str) -> None:
    """Refuse an event that does not exist. None means any event."""
    known = event_names(view)
    if name is not None and name not in known:
        raise Refused(
            "unknown_event",
            f"There is no event {name!r} in this project{near(name, known)}",
            field=field,
            event=name,
        )


def find_property(view: HotView, name: str, scope: Scope | None, field: str) -> Property:
    """The property of this name; without a scope the event's is preferred."""
    found = [p for p in all_properties(view) if p.name == name and scope in (None, p.scope)]
    if not found:
        known = {p.name for p in all_properties(view) if scope in (None, p.scope)}
        raise Refused(
            "unknown_property",
            f"There is no {scope + ' ' if scope else ''}property {name!r} in this project{near(name, known)}",
            field=field,
            property=name,
        )
    return min(found, key=lambda p: p.scope)


def near(name: str, known: Iterable[str]) -> str:
    """`; did you mean …?` with the most similar names, or where to find them."""
    similar = difflib.get_close_matches(name, list(known), n=3, cutoff=0.6)
    if similar:
        return "; did you mean " + " or ".join(repr(s) for s in similar) + "?"
    return "; `yunying events` lists what there is."
