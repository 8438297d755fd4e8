"""People as rows: the list of everybody, the list behind a figure, one person's profile and history."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.core import Refused, day_of, instant_of, microseconds_of
from yunying.kernels import least_people
from yunying.metrics.activity import activity
from yunying.metrics.answer import Behind
from yunying.metrics.names import require_event
from yunying.metrics.person_rows import sessions_of, stretches, view_with
from yunying.metrics.records import newest_first, of_person, wire_value
from yunying.metrics.said import Few
from yunying.metrics.traits import traits, traits_of
from yunying.store import Dataset, HotView, Property, Values

Sort = Literal["last_seen", "first_seen", "events", "distinct_id"]
Ids = npt.NDArray[np.int64]
_FEW = 200
"""Of so many people it is quicker to look up what was said of each than to fold what was said of everybody."""


_PAGES = 10_000
"""So many people into a list it is quicker to sort the whole of it."""


def list_people(
    data: Dataset,
    sort: Sort,
    order: Literal["asc", "desc"],
    limit: int,
    offset: int,
    *,
    among: npt.NDArray[np.bool_] | None = None,
    first: int | None = None,
) -> dict[str, Any]:
    """A page of everybody with an event, or of those `among` them (by person id); `first` stands before all."""
    view = data.hot.view()
    seen = activity(view)
    keep = seen.count > 0
    if among is not None:
        keep[: len(among)] &= among[: len(keep)]
        keep[len(among) :] = False
    ahead = np.zeros(0, np.int64)
    if first is not None and first < len(keep) and keep[first]:
        keep[first], ahead = False, np.array([first])
    upto = max(offset + limit - len(ahead), 0)
    if sort == "distinct_id":
        ids = np.flatnonzero(keep)
        names = pa.array(data.people.distinct_ids(ids.astype(np.int32)), pa.string())
        ids = ids[pc.sort_indices(names).to_numpy()]
        total, ids = len(ids), (ids[::-1] if order == "desc" else ids)
    else:
        keys = {"last_seen": seen.last, "first_seen": seen.first, "events": seen.count}[sort]
        total, ids = _least(keep, keys, -1 if order == "desc" else 1, upto)
    ids = np.concatenate([ahead, ids])
    return {"total": total + len(ahead), "people": rows_of(data, view, ids[offset : offset + limit])}


def _least(wanted: npt.NDArray[np.bool_], keys: Ids, sign: int, count: int) -> tuple[int, Ids]:
    """How many people are wanted, and the `count` of them with the least keys times `sign`, in order."""
    if count > _PAGES:
        ids = np.flatnonzero(wanted)
        return len(ids), ids[np.argsort(sign * keys[ids], kind="stable")][:count]
    people, least = np.empty((2, count), np.int64)
    total, held = least_people(wanted, keys, sign, people, least)
    order = np.lexsort((people[:held], least[:held]))
    return total, people[order]


def list_behind(
    data: Dataset, behind: Behind, limit: int, offset: int, *, marked: bool = False
) -> dict[str, Any]:
    """A page of the people behind a figure, with how many matching events each has."""
    ids = behind.people[offset : offset + limit]
    counts = None if behind.counts is None else behind.counts[offset : offset + limit]
    return {"total": len(behind.people), "people": rows_of(data, data.hot.view(marked=marked), ids, counts)}


def people_rows(data: Dataset, behind: Behind, *, marked: bool = False) -> list[dict[str, Any]]:
    """Everybody behind a figure."""
    return rows_of(data, data.hot.view(marked=marked), behind.people, behind.counts)


def rows_of(
    data: Dataset,
    view: HotView,
    ids: Ids,
    counts: npt.NDArray[np.int64] | None = None,
    *,
    properties: Sequence[Property] | None = None,
) -> list[dict[str, Any]]:
    """One row a person: id, first and last seen, events, current properties, matching events.

    `properties` says which of people's properties, by default all that were sent.
    """
    seen = activity(view)
    names = data.people.distinct_ids(ids.astype(np.int32))
    found: list[dict[str, Any]] = [{} for _ in ids]
    few = Few(np.unique(ids).astype(np.int32)) if len(ids) <= _FEW else None
    places = ids if few is None else np.searchsorted(few.people, ids)
    for prop in _person_properties(view) if properties is None else properties:
        values = traits(data, view, prop) if few is None else traits_of(data, view, prop, few)
        for row, value in zip(found, values_at(values, places), strict=True):
            if value is not None:
                row[prop.name] = value
    return [
        {
            "person_id": int(person),
            "distinct_id": name,
            "first_seen": _moment(seen.first[person]),
            "last_seen": _moment(seen.last[person]),
            "events": int(seen.count[person]),
            "properties": values_of,
            "count": None if counts is None else int(counts[i]),
        }
        for i, (person, name, values_of) in enumerate(zip(ids, names, found, strict=True))
    ]


def profile(data: Dataset, person_id: int) -> dict[str, Any]:
    """Everything known of one person."""
    view = view_with(data, person_id)
    row = rows_of(data, view, np.array([person_id]))[0]
    names: Counter[str] = Counter()
    days = []
    for part in stretches(view, person_id):
        done = part.names
        days.append({"day": day_of(part.day.number), "count": len(done)})
        names.update(done)
    return {
        "person_id": person_id,
        "distinct_ids": data.people.ids_of(person_id),
        "first_seen": row["first_seen"],
        "last_seen": row["last_seen"],
        "events": row["events"],
        "properties": [
            {"name": p.name, "value": row["properties"][p.name], "type": p.type}
            for p in _person_properties(view)
            if p.name in row["properties"]
        ],
        "activity": days,
        "top_events": [{"name": name, "count": count} for name, count in names.most_common(20)],
    }


def timeline(
    data: Dataset, person_id: int, before: str | None, limit: int, event: str | None
) -> dict[str, Any]:
    """A person's events, newest first. `next` is where the following page begins: a time and how many events
    of that very time were already shown.

    Each event says in which of the person's `sessions` it happened, whose numbers count from the first; the page has
    those that its events are of.
    """
    view = view_with(data, person_id)
    test = of_person(view, person_id)
    if event is not None:
        require_event(view, event, "event")
        test &= pc.field("event") == event
    moment, skip = _parse_cursor(before)
    days = [part.day.number for part in stretches(view, person_id)]
    shown: list[dict[str, Any]] = []
    following = None
    for record in newest_first(view, test, days, moment):
        at = microseconds_of(record["time"])
        if at == moment and skip > 0:
            skip -= 1
            continue
        if len(shown) == limit:
            last = microseconds_of(shown[-1]["time"])
            again = sum(microseconds_of(r["time"]) == last for r in shown)
            if last == moment:
                again += _parse_cursor(before)[1]
            following = f"{last}.{again}"
            break
        shown.append(record)
    return {"events": shown, "next": following} | _in_sessions(data, view, person_id, shown)


def _in_sessions(data: Dataset, view: HotView, person_id: int, shown: list[dict[str, Any]]) -> dict[str, Any]:
    """Note in each event the number of its session; these sessions, the newest first."""
    sessions = sessions_of(data, view, person_id)
    starts = np.array([one.started for one in sessions], np.int64)
    moments = np.array([microseconds_of(record["time"]) // 1000 for record in shown], np.int64)
    numbers = np.searchsorted(starts, moments, "right") - 1
    for record, number in zip(shown, numbers.tolist(), strict=True):
        record["session"] = number
    return {
        "sessions": [
            {
                "number": number,
                "started_at": instant_of(sessions[number].started * 1000),
                "ended_at": instant_of(sessions[number].ended * 1000),
                "events": sessions[number].events,
                "pageviews": sessions[number].pageviews,
                "entry_page": sessions[number].entry_page,
                "exit_page": sessions[number].exit_page,
                "entry_event": sessions[number].entry_event,
            }
            for number in sorted(set(numbers.tolist()), reverse=True)
        ]
    }


def _parse_cursor(text: str | None) -> tuple[int | None, int]:
    if text is None:
        return None, 0
    moment, _, skip = text.partition(".")
    try:
        return int(moment), int(skip or 0)
    except ValueError:
        raise Refused(
            "bad_cursor", "'before' must be the `next` of the page before.", field="before"
        ) from None


def _person_properties(view: HotView) -> list[Property]:
    return [p for p in view.snapshot.properties if p.scope == "person"]


def values_at(values: Values, ids: Ids) -> list[Any]:
    """Values of some rows as an answer has them: whole numbers without a fraction, times as ISO 8601 UTC."""
    if values.coded:
        codes = values.codes[ids]
        labels: list[Any] = values.labels.take(pa.array(codes, mask=codes < 0)).to_pylist()
        return labels
    numbers = values.numbers[ids].tolist()
    if values.type == "time":
        return [None if math.isnan(n) else wire_value(instant_of(int(n))) for n in numbers]
    return [None if math.isnan(n) else wire_value(n) for n in numbers]


def _moment(milliseconds: np.int64) -> datetime:
    return instant_of(int(milliseconds) * 1000)
