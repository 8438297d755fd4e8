"""How often each property is set on each event, lately and before: a share that drops is a sender that broke."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from yunying.metrics.catalogue import open_view
from yunying.store import Dataset, HotView, quote_name

_LATELY = timedelta(days=1)
_BEFORE = timedelta(days=8)
_MOST_EVENTS = 30
_FEWEST = 50
"""Events that both times must have had: of fewer a share says little."""
_CHANGE = 0.2


@dataclass(frozen=True)
class FillRate:
    """Share of an event's occurrences that have a property: of the last day, and of the seven before it."""

    event: str
    property: str
    lately: float
    before: float
    events: int


def changed_fill_rates(data: Dataset) -> list[FillRate]:
    """Properties whose share changed by a fifth or more, the largest change first."""
    view = data.hot.view()
    found: list[FillRate] = view.memo("fill_rates", lambda: _compare(data, view))
    return found


def _compare(data: Dataset, view: HotView) -> list[FillRate]:
    properties = [p for p in view.snapshot.properties if p.scope == "event"]
    if not properties or not view.numbers:
        return []
    counts = ", ".join(
        "count(" + " OR ".join(f"{quote_name(c.column)} IS NOT NULL" for c in p.columns) + " OR NULL)"
        for p in properties
    )
    now = data.clock()
    with open_view(data, view) as sql:
        rows = sql.execute(
            f"SELECT event, time >= $lately AS lately, count(*) AS n, {counts} FROM events "
            "WHERE time >= $before GROUP BY ALL ORDER BY n DESC LIMIT $limit",
            {"lately": now - _LATELY, "before": now - _BEFORE, "limit": 2 * _MOST_EVENTS},
        ).fetchall()
    lately = {row[0]: row[2:] for row in rows if row[1]}
    found = []
    for event, is_late, count, *filled in rows:
        late = lately.get(event)
        if is_late or late is None or min(count, late[0]) < _FEWEST:
            continue
        for prop, before, after in zip(properties, filled, late[1:], strict=True):
            rate = FillRate(event, prop.name, after / late[0], before / count, late[0])
            if abs(rate.lately - rate.before) >= _CHANGE:
                found.append(rate)
    return sorted(found, key=lambda r: -abs(r.lately - r.before))
