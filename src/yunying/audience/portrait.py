"""Portraits (画像): what people of a segment are like beside everybody else.

Of each thing by which people can be divided: how many inside and outside are in each part, and how much more, or
less, likely those inside are to be there (`lift`, the ratio of the two shares). The lift's 95 % interval is Katz's, by
the logarithm; where a part has nobody inside or nobody outside, a half is added to each count (Pettigrew, Gart and
Thomas). p is that of the two by two table, q is p corrected for everything that was looked at, by Benjamini and
Hochberg. Which values are looked at follows from how many of all people have them, never from who is inside, so that
looking at the most frequent ones alone makes nothing seem surer than it is.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse import associate, false_discovery
from yunying.audience.parts import Division, Hides, Value, divisions, nothing, numeric, require_both
from yunying.metrics import Trait, activity, address, habits, values_at
from yunying.store import Dataset, HotView

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
LIKELY_FALSE = 0.05
"""Values whose q is above this do not stand out: of those that do, at most so many are to be expected by chance."""
MOST_SHOWN = 20
_Z = 1.959963984540054


@dataclass(frozen=True)
class _Counted:
    """A division and how many people inside and outside are in each of its parts."""

    division: Division
    inside: Longs
    outside: Longs


def portrait(
    data: Dataset,
    view: HotView,
    people: npt.NDArray[np.integer[Any]],
    *,
    worth: Trait | None = None,
    hides: Hides = nothing,
) -> dict[str, Any]:
    """`people, others`: how many there are. `parts`: one a division (`group, name, type, other, quantiles, strength,
    values`), those that differ most first; `over` and `under`: the values that stand out, the strongest first.

    A value has `value`, or `least` and `most`; `inside, outside` (people), `share_inside, share_outside` (of all people
    inside and outside), `lift, lift_low, lift_high, p, q, strength, address`. `strength` is how far the end of the
    interval that is nearer to 1 is from it, as a logarithm; 0 where the interval holds 1. Refuses nobody and everybody.
    """
    known = np.asarray(activity(view).count > 0)
    within = np.zeros(len(known), np.bool_)
    within[people[people < len(known)]] = True
    within &= known
    inside, outside = int(within.sum()), int((known & ~within).sum())
    require_both(inside, outside)
    counted = [_count(one, within, known) for one in divisions(data, view, worth=worth, hides=hides)]
    counted.append(_events(data, view, within, known))
    parts = [_part(one, inside, outside, within) for one in counted]
    _correct(parts)
    for part in parts:
        part["strength"] = max((v["strength"] for v in part["values"] if v["q"] is not None), default=0.0)
    parts.sort(key=lambda part: -part["strength"])
    out = [
        {"group": part["group"], "name": part["name"], "type": part["type"], **value}
        for part in parts
        for value in part["values"]
        if value["strength"] > 0 and value["q"] is not None and value["q"] <= LIKELY_FALSE
    ]
    out.sort(key=lambda value: -value["strength"])
    return {
        "people": inside,
        "others": outside,
        "over": [value for value in out if value["lift"] > 1][:MOST_SHOWN],
        "under": [value for value in out if value["lift"] < 1][:MOST_SHOWN],
        "parts": parts,
    }


def _count(division: Division, within: Mask, known: Mask) -> _Counted:
    size = len(division.values)
    there = known & (division.codes >= 0)
    everybody = np.bincount(division.codes[there], minlength=size)
    inside = np.bincount(division.codes[there & within], minlength=size)
    return _Counted(division, inside, everybody - inside)


def _events(data: Dataset, view: HotView, within: Mask, known: Mask) -> _Counted:
    """Who has ever done what: one division, whose parts share people."""
    own = habits(data, view)
    inside, outside = np.zeros((2, len(own.events)), np.int64)
    others = known & ~within
    for i in range(len(own.events)):
        did = own.who_did(i)
        inside[i], outside[i] = int((did & within).sum()), int((did & others).sum())
    values = [Value(name, None, None, address(event=name)) for name in own.events]
    return _Counted(Division("event", "event", "text", values, np.zeros(0, np.int32)), inside, outside)


def _part(counted: _Counted, people: int, others: int, within: Mask) -> dict[str, Any]:
    division, a, b = counted.division, counted.inside, counted.outside
    lift, low, high = lifts(a, people, b, others)
    strength = np.maximum(0, np.maximum(np.log(low), -np.log(high)))
    values = [
        {
            **asdict(value),
            "inside": int(a[i]),
            "outside": int(b[i]),
            "share_inside": int(a[i]) / people,
            "share_outside": int(b[i]) / others,
            "lift": float(lift[i]),
            "lift_low": float(low[i]),
            "lift_high": float(high[i]),
            "p": associate((int(a[i]), people - int(a[i])), (int(b[i]), others - int(b[i])))["p"],
            "strength": float(strength[i]),
        }
        for i, value in enumerate(division.values)
        if a[i] + b[i]
    ]
    return {
        "group": division.group,
        "name": division.name,
        "type": division.type,
        "other": division.other,
        "quantiles": _quantiles(division, within),
        "values": values,
    }


def lifts(a: Longs, people: int, b: Longs, others: int) -> tuple[Floats, Floats, Floats]:
    """Ratios of a/people to b/others, and the ends of their 95 % intervals."""
    half = np.where((a == 0) | (b == 0), 0.5, 0.0)
    with_it, without, inside, outside = a + half, b + half, people + half, others + half
    middle = np.log(with_it / inside) - np.log(without / outside)
    spread = _Z * np.sqrt(np.maximum(0, 1 / with_it - 1 / inside + 1 / without - 1 / outside))
    return np.exp(middle), np.exp(middle - spread), np.exp(middle + spread)


def _correct(parts: list[dict[str, Any]]) -> None:
    """Give every value its q."""
    values = [value for part in parts for value in part["values"]]
    for value, q in zip(values, false_discovery([v["p"] for v in values]), strict=True):
        value["q"] = q


def _quantiles(division: Division, within: Mask) -> dict[str, Any] | None:
    """Of numbers and times: quartiles inside and outside, null where none has any."""
    if division.numbers is None:
        return None
    found: dict[str, Any] = {}
    for side, who in (("inside", within), ("outside", ~within)):
        numbers = division.numbers[who]
        numbers = numbers[~np.isnan(numbers)]
        if not len(numbers):
            found[side] = None
            continue
        points = np.quantile(numbers, [0.25, 0.5, 0.75], method="inverted_cdf")
        shown = values_at(numeric(points, division.type), np.arange(3))
        found[side] = dict(zip(("q1", "median", "q3"), shown, strict=True))
    return found
