"""The first page of the day: who was active, who is new, who came back, and how much happened."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse import trend
from yunying.analyse.questions import Trend
from yunying.core import instant_of, microseconds_of
from yunying.metrics import Days, activity, last_event
from yunying.store import Dataset

_QUIET_AFTER = 24 * 3_600_000_000
"""Without an event for this long (µs) the data is called quiet."""


def overview(data: Dataset, first: date, last: date) -> dict[str, Any]:
    """Tiles for `first`..`last` with the range before it, and how fresh the data is.

    New people have their first event ever in the range; returning people were active in it and are not new.
    A day's point of `new` and `returning` asks the same of that day.
    """
    days = Days(first, last)
    tiles = [_tile(data, key, days) for key in ("active", "new", "returning", "events")]
    by_key = {tile["key"]: tile for tile in tiles}
    for i, new in enumerate(_new_by_day(data, days)):
        by_key["new"]["spark"][i]["value"] = int(new)
        by_key["returning"]["spark"][i]["value"] = by_key["active"]["spark"][i]["value"] - int(new)
    return {"tiles": tiles, "freshness": _freshness(data)}


def _question(key: str, days: Days) -> Trend:
    """What a tile asks: it can be opened and asked on."""
    first, last = days.first.isoformat(), days.last.isoformat()
    conditions = {"new": ("between", [first, last]), "returning": ("<", first)}
    filters = []
    if key in conditions:
        op, value = conditions[key]
        filters.append({"property": "$first_seen", "scope": "person", "op": op, "value": value})
    return Trend.model_validate(
        {
            "kind": "trend",
            "series": [{"event": None, "measure": "events" if key == "events" else "people"}],
            "interval": "day",
            "range": {"from": first, "to": last},
            "filters": filters,
        }
    )


def _tile(data: Dataset, key: str, days: Days) -> dict[str, Any]:
    question = _question(key, days)
    now = trend.answer(data, question)
    before = trend.answer(data, _question(key, days.before()))
    total = now.totals["series"][0]
    return {
        "key": key,
        "value": total["value"],
        "previous": before.totals["series"][0]["value"],
        "spark": [{k: row[k] for k in ("bucket", "value", "complete")} for row in now.rows],
        "question": question,
        "address": total["address"],
    }


def _new_by_day(data: Dataset, days: Days) -> npt.NDArray[np.int64]:
    """How many people were first seen on each day."""
    seen = activity(data.hot.view())
    first = np.sort(seen.first[seen.count > 0])
    start = (days.first - date(1970, 1, 1)).days
    edges = [data.calendar.day_start(start + i) // 1000 for i in range(days.count + 1)]
    return np.diff(np.searchsorted(first, edges))


def _freshness(data: Dataset) -> dict[str, Any]:
    view = data.hot.view()
    newest = last_event(view)
    quiet = newest is not None and microseconds_of(data.clock()) - newest > _QUIET_AFTER
    return {
        "last_event_at": None if newest is None else instant_of(newest),
        "data_version": view.snapshot.version,
        "events": view.snapshot.rows,
        "people": int(np.count_nonzero(activity(view).count)),
        "state": "empty" if newest is None else "quiet" if quiet else "ok",
    }
