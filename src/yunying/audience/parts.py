"""Everybody divided by what is known of them: by each property, by what they did and when. Parts have addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.core import Refused
from yunying.metrics import (
    Trait,
    activity,
    address,
    all_properties,
    bad_address,
    find_property,
    habits,
    parse_address,
    trait_values,
    traits,
    values_at,
)
from yunying.store import Dataset, HotView, Property, PropertyType, Values

Group = Literal["property", "derived", "origin", "activity", "value", "event", "hour", "weekday"]
Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Hides = Callable[[str], bool]
"""Whether nobody is to see the values of a property of people."""
MOST_VALUES = 100
"""Values of one property that are looked at: those of the most people, whoever they are."""
BINS = 5
"""Parts of equally many people that numbers and times are divided into."""
_SAMPLE = 100_000
_OWN = 20
_WORTH = "worth"
_DAYS = "days"


@dataclass(frozen=True)
class Value:
    """One part: a `value`, or what is from `least` to `most` (of a time ISO 8601 UTC)."""

    value: Any
    least: Any
    most: Any
    address: str


@dataclass(frozen=True)
class Division:
    """Everybody by one thing. `codes` index `values` by person id, −1 where a person is in none of them; `numbers`
    are what was divided, where it is numbers or times. `other` values were too many to be looked at.
    """

    group: Group
    name: str
    type: PropertyType
    values: list[Value]
    codes: Ints
    numbers: npt.NDArray[np.float64] | None = None
    other: int = 0


def nothing(_: str) -> bool:
    """Hides no property."""
    return False


def properties_of(view: HotView, hides: Hides = nothing) -> list[Property]:
    """Properties of people, but for those that nobody is to see."""
    return [p for p in all_properties(view) if p.scope == "person" and not hides(p.name)]


def divisions(
    data: Dataset, view: HotView, *, worth: Trait | None = None, hides: Hides = nothing
) -> Iterator[Division]:
    """By every property, by activity, by `worth` where it is given, by hour and by weekday. Properties of which nearly
    everybody has a value of their own, or all the same, divide nobody and are left out."""
    known = activity(view).count > 0
    for prop in properties_of(view, hides):
        found = _of_values(
            _group(view, prop), prop.name, {"property": prop.name}, traits(data, view, prop), known
        )
        if len(found.values) > 1:
            yield found
    if worth is not None:
        values = trait_values(data, view, worth)
        yield _of_values(
            "value", worth.property or worth.event or worth.measure, {_WORTH: True}, values, known
        )
    own = habits(data, view)
    days = np.where(known, own.days.astype(np.float64), np.nan)
    yield _of_values("activity", "days", {_DAYS: True}, numeric(days), known)
    clock: tuple[tuple[Group, Ints, int], ...] = (("hour", own.hour, 24), ("weekday", own.weekday, 7))
    for group, codes, size in clock:
        parts = [Value(i, None, None, address(**{group: i})) for i in range(size)]
        yield Division(group, group, "number", parts, codes)


def who_are_at(
    data: Dataset, view: HotView, text: str, *, worth: Trait | None = None, hides: Hides = nothing
) -> Mask:
    """By person id, who is in the part at an address."""
    at = parse_address(
        text, {"property", "value", "least", "most", "event", "hour", "weekday", _WORTH, _DAYS}
    )
    known = np.asarray(activity(view).count > 0)
    match at:
        case {"property": str(name), **rest} if not hides(name):
            values = traits(data, view, find_property(view, name, "person", "address"))
            return known & _matching(values, rest, text)
        case {"worth": True, **rest} if worth is not None:
            return known & _matching(trait_values(data, view, worth), rest, text)
        case {"days": True, **rest}:
            return known & _matching(numeric(habits(data, view).days.astype(np.float64)), rest, text)
        case {"event": str(name)} if len(at) == 1 and name in habits(data, view).events:
            own = habits(data, view)
            return own.who_did(own.events.index(name))
        case {"hour": int(hour)} if len(at) == 1:
            return np.asarray(habits(data, view).hour == hour)
        case {"weekday": int(weekday)} if len(at) == 1:
            return np.asarray(habits(data, view).weekday == weekday)
    raise bad_address(text)


def _matching(values: Values, at: dict[str, Any], text: str) -> Mask:
    match at:
        case {"value": None} if len(at) == 1:
            return ~values.is_set
        case {"value": wanted} if len(at) == 1 and values.coded:
            labels = values.labels.to_pylist()
            return np.asarray(values.codes == (labels.index(wanted) if wanted in labels else len(labels)))
        case {"least": int() | float() as least, "most": int() | float() as most} if (
            len(at) == 2 and not values.coded
        ):
            return np.asarray((values.numbers >= least) & (values.numbers <= most))
    raise bad_address(text)


def _group(view: HotView, prop: Property) -> Group:
    if prop.name in ("$first_seen", "$last_seen", "$events"):
        return "activity"
    if prop.name in view.derived:
        return "derived"
    return "origin" if prop.name.startswith("$first_") else "property"


def numeric(numbers: npt.NDArray[np.float64], kind: PropertyType = "number") -> Values:
    """Numbers, or times, as values."""
    return Values(kind, np.zeros(0, np.int32), pa.array([], pa.string()), numbers)


def _of_values(group: Group, name: str, at: dict[str, Any], values: Values, known: Mask) -> Division:
    return (_by_label if values.coded else _by_size)(group, name, at, values, known)


def _by_label(group: Group, name: str, at: dict[str, Any], values: Values, known: Mask) -> Division:
    codes = np.where(known, values.codes, -1)
    counts = np.bincount(codes[codes >= 0], minlength=len(values.labels))
    people, different = int(counts.sum()), int((counts > 0).sum())
    if different > _OWN and different * 2 > people:
        return Division(group, name, values.type, [], codes)
    order = np.argsort(-counts, kind="stable")[: min(different, MOST_VALUES)]
    place = np.full(len(counts) + 1, -1, np.int32)
    place[order] = np.arange(len(order))
    labels = values.labels.take(pa.array(order)).to_pylist()
    found = [Value(label, None, None, address(**at, value=label)) for label in labels]
    other = different - len(order)
    division = Division(group, name, values.type, found, place[codes], None, other)
    return _with_unset(division, at, known & ~values.is_set)


def _by_size(group: Group, name: str, at: dict[str, Any], values: Values, known: Mask) -> Division:
    numbers = np.where(known, values.numbers, np.nan)
    some = numbers[~np.isnan(numbers)]
    if not len(some):
        return Division(group, name, values.type, [], np.full(len(numbers), -1, np.int32))
    edges = _edges(some)
    at_most = np.searchsorted(edges, some, side="left").astype(np.int32)
    order = np.argsort(at_most, kind="stable")
    ends = np.cumsum(np.bincount(at_most, minlength=len(edges) + 1))
    ordered, place = some[order], np.full(len(edges) + 1, -1, np.int32)
    found: list[Value] = []
    for i, (low, high) in enumerate(zip([0, *ends], ends, strict=False)):
        if low < high:
            bounds = np.array([ordered[low:high].min(), ordered[low:high].max()])
            least, most = values_at(Values(values.type, values.codes, values.labels, bounds), np.arange(2))
            place[i] = len(found)
            own = address(**at, least=_whole(bounds[0]), most=_whole(bounds[1]))
            found.append(Value(None, least, most, own))
    codes = np.full(len(numbers), -1, np.int32)
    codes[~np.isnan(numbers)] = place[at_most]
    return _with_unset(
        Division(group, name, values.type, found, codes, numbers), at, known & np.isnan(numbers)
    )


def _edges(some: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The greatest of each part but the last. Where there are few different numbers each is a part of its own."""
    sample = some[:: -(-len(some) // _SAMPLE)]
    different = np.unique(sample)
    if len(different) <= BINS + 2:
        return different[:-1]
    points = np.quantile(sample, np.arange(1, BINS) / BINS, method="inverted_cdf")
    return np.unique(points)


def _whole(number: np.float64) -> int | float:
    return int(number) if number.is_integer() and abs(number) < 2**62 else float(number)


def _with_unset(division: Division, at: dict[str, Any], unset: Mask) -> Division:
    """With those of whom it is not known as the last part."""
    if not division.values or not unset.any():
        return division
    codes = np.where(unset, len(division.values), division.codes).astype(np.int32)
    unknown = Value(None, None, None, address(**at, value=None))
    return replace(division, values=[*division.values, unknown], codes=codes)


def require_both(inside: int, outside: int) -> None:
    """Refuse to compare nobody, or with nobody."""
    if not inside:
        raise Refused("nobody_behind", "Nobody is in this segment by now; there is nothing to compare.")
    if not outside:
        raise Refused("nobody_else", "Everybody is in this segment; there is nobody to compare them with.")
