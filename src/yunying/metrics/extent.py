"""How far a project's data goes: its event names, its people, and until when it is known."""

from __future__ import annotations

from yunying.core import microseconds_of
from yunying.store import Dataset, HotView


def event_names(view: HotView) -> frozenset[str]:
    """Names of all events ever stored: also of those that an earlier state does not have yet."""
    whole = view.newest
    found: frozenset[str] = whole.memo(
        "event_names", lambda: frozenset(name for day in whole.days() for name in day.names)
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
