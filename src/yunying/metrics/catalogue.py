"""What a project's data has: event names and properties, found by name or refused with near matches."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from yunying.core import Refused, microseconds_of
from yunying.store import Dataset, HotView, Property, Scope


def event_names(view: HotView) -> frozenset[str]:
    """Names of all events ever stored."""
    found: frozenset[str] = view.memo(
        "event_names", lambda: frozenset(name for day in view.days() for name in day.names)
    )
    return found


def people_count(view: HotView) -> int:
    """One more than the highest person id with an event."""
    count: int = view.memo("people", lambda: max((int(d.person[-1]) + 1 for d in view.days()), default=0))
    return count


def last_event(view: HotView) -> int | None:
    """Instant (µs UTC, to the ms) of the newest event."""

    def find() -> int | None:
        days = view.days()
        return (days[-1].start_ms + int(days[-1].ms.max())) * 1000 if days else None

    moment: int | None = view.memo("last_event", find)
    return moment


def known_until(data: Dataset, view: HotView) -> int:
    """Instant (µs UTC) until which data can be taken as complete: the newest event, and never after now."""
    now = microseconds_of(data.clock())
    last = last_event(view)
    return now if last is None else min(now, last)


def require_event(view: HotView, name: str | None, field: str) -> None:
    """Refuse an event that does not exist. None means any event."""
    known = event_names(view)
    if name is not None and name not in known:
        raise Refused(
            "unknown_event",
            f"There is no event {name!r} in this project{near(name, known)}.",
            field=field,
            event=name,
        )


def find_property(view: HotView, name: str, scope: Scope | None, field: str) -> Property:
    """The property of this name; without a scope the event's is preferred."""
    found = [p for p in view.snapshot.properties if p.name == name and scope in (None, p.scope)]
    if not found:
        known = {p.name for p in view.snapshot.properties if scope in (None, p.scope)}
        raise Refused(
            "unknown_property",
            f"There is no {scope + ' ' if scope else ''}property {name!r} in this project{near(name, known)}.",
            field=field,
            property=name,
        )
    return min(found, key=lambda p: p.scope)


def near(name: str, known: Iterable[str]) -> str:
    """`; did you mean …?` with the most similar names, or where to find them."""
    similar = difflib.get_close_matches(name, list(known), n=3, cutoff=0.6)
    if similar:
        return "; did you mean " + " or ".join(repr(s) for s in similar) + "?"
    return "; `yunying events` lists what there is"
