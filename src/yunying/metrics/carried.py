"""Which properties the events of each name carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from yunying.core import instant_of
from yunying.metrics.catalogue import open_view, text_of, value_of
from yunying.metrics.extent import last_event
from yunying.store import Dataset, HotView

WITHIN = timedelta(days=90)
"""Before the newest event: what was sent earlier says little about what is sent now."""


@dataclass(frozen=True)
class Carried:
    """A property of events of one name: on how many of them it is set, and of numbers the largest."""

    name: str
    type: str
    filled: int
    largest: float | None


@dataclass(frozen=True)
class Carrying:
    """Events of one name within the newest days, with what they carry."""

    name: str
    count: int
    people: int
    properties: tuple[Carried, ...]


def carried(data: Dataset) -> tuple[Carrying, ...]:
    """All events of the newest 90 days, the most frequent first."""
    view = data.hot.view()
    found: tuple[Carrying, ...] = view.memo("carried", lambda: _read(data, view))
    return found


def _read(data: Dataset, view: HotView) -> tuple[Carrying, ...]:
    newest = last_event(view)
    if newest is None:
        return ()
    properties = [one for one in view.snapshot.properties if one.scope == "event"]
    asked = "".join(
        f", count({text_of(one)}), " + (f"max({value_of(one)})" if one.type == "number" else "null")
        for one in properties
    )
    with open_view(data, view) as sql:
        rows = sql.execute(
            f"select event, count(*), count(distinct person_id){asked} from events where time >= $since "
            "group by event order by 2 desc, 1",
            {"since": instant_of(newest) - WITHIN},
        ).fetchall()
    return tuple(
        Carrying(
            name,
            count,
            people,
            tuple(
                Carried(one.name, one.type, rest[2 * i], rest[2 * i + 1])
                for i, one in enumerate(properties)
                if rest[2 * i]
            ),
        )
        for name, count, people, *rest in rows
    )
