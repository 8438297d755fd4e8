"""Where people came from: of each person the first value that their events have of a context property.

Derived when asked, like sessions: a late event or a merge changes it at once, and nothing of it is stored.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from yunying.kernels import first_and_last_day
from yunying.metrics.extent import people_count
from yunying.metrics.texts import text_codes
from yunying.store import Column, HotView, Property, Values

_OF = {
    f"$first_{name}": f"${name}"
    for name in (
        "channel", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "referrer_host", "path",
        "country", "region", "city", "device_type", "os", "browser", "language",
    )
}  # fmt: skip
FIRST_TOUCH = tuple(Property(name, "person", (Column(name, "person", "text", ""),)) for name in _OF)


def first_touches(view: HotView) -> tuple[Property, ...]:
    """Those whose context property some event was sent with."""
    sent = {p.name for p in view.snapshot.properties if p.scope == "event"}
    return tuple(p for p in FIRST_TOUCH if _OF[p.name] in sent)


def first_touch(view: HotView, prop: Property) -> Values:
    """Each person's value from the first event (by time, then arrival) on which it is set and not empty."""
    found: Values = view.memo(f"first touch {prop.name}", lambda: _fold(view, _OF[prop.name]))
    return found


def _fold(view: HotView, name: str) -> Values:
    days = view.days()
    labels, by_day = text_codes(view, days, (name,))
    first, last = np.full((2, people_count(view)), -1, np.int32)
    for day, codes in zip(days, by_day, strict=True):
        first_and_last_day(day.person, codes, first, last)
    encoded = labels.take(pa.array(first, mask=first < 0)).dictionary_encode()
    return Values("text", encoded.indices.fill_null(-1).to_numpy(), encoded.dictionary, np.zeros(0))
