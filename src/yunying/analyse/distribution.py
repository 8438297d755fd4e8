"""Distribution: which values a property has, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.analyse.frame import Frame
from yunying.analyse.grouping import columns, group_at, shown
from yunying.analyse.histogram import bar_of, checked_edges, round_edges
from yunying.analyse.questions import Distribution
from yunying.analyse.spread import Spread, different_people
from yunying.core import Refused
from yunying.metrics import (
    OTHER,
    Answer,
    Behind,
    Groups,
    Label,
    Marked,
    Selection,
    Selector,
    address,
    bad_address,
    check_size,
    find_property,
    make_groups,
    parse_address,
    reader,
    traits,
)
from yunying.metrics.texts import Labels
from yunying.store import Dataset, Property

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """What is counted, one entry each: its group, person and value: a number, or a code into `labels`. `unset[g]`: how
    many of group g have no value."""

    group: Ints
    person: Ints
    value: npt.NDArray[Any]
    labels: pa.Array | None
    unset: Ints


@dataclass(frozen=True)
class Folded:
    """A distribution answered: the place of each entry among the rows of its group."""

    frame: Frame
    question: Distribution
    prop: Property
    groups: Groups
    found: Found
    place: Ints
    edges: tuple[float, ...]
    """Of a number: where bars begin."""
    values: tuple[Label, ...]
    """Of a text: the values with a row of their own, and the name of the rest."""

    @property
    def places(self) -> int:
        """How many rows a group can have."""
        return len(self.edges) + 1 if self.found.labels is None else len(self.values)


def fold(data: Dataset, question: Distribution) -> Folded:
    """Collect the values and put each where it belongs."""
    frame = Frame.take(data, question.range, marked=question.marked)
    prop = _checked(find_property(frame.view, question.property, question.scope, "property"), question)
    selection = Selection(data, frame.view, [Selector.of(question.event, "event")], question.filters)
    marked = selection.mark_all(frame.load_range())
    groups = make_groups(data, frame.view, question.breakdown, marked, 1)
    found = _collect(frame, question, prop, marked, groups)
    if found.labels is None:
        given = None if question.edges is None else checked_edges(question.edges, ())
        edges = round_edges(found.value, question.bars) if given is None else given
        check_size(groups.count * (len(edges) + 1), "bars", "ask for fewer bars or groups")
        return Folded(frame, question, prop, groups, found, bar_of(found.value, edges), edges, ())
    place, values = _most_frequent(found.value, found.labels, question.top)
    return Folded(frame, question, prop, groups, found, place, (), values)


def _checked(prop: Property, question: Distribution) -> Property:
    """The property, if what is asked can be asked of it."""
    if prop.type == "time":
        raise Refused(
            "distribution_of_time",
            f"{prop.name!r} is a time: ask for a trend, or for intervals, to see when things happen.",
            field="property",
            property=prop.name,
        )
    number = prop.type == "number"
    if question.person_value is not None and (question.by == "events" or prop.scope == "person"):
        raise Refused(
            "person_value_not_wanted",
            "`person_value` says how events of a person become one value: it goes with `by` people and a property "
            "of events; leave it out.",
            field="person_value",
        )
    if question.person_value not in (None, "last") and not number:
        raise Refused(
            "property_not_numeric",
            f"{prop.name!r} is {prop.type}; of a person's values only the `last` can be taken.",
            field="person_value",
            property=prop.name,
            type=prop.type,
        )
    if question.edges is not None and not number:
        raise Refused(
            "edges_not_wanted",
            f"{prop.name!r} is {prop.type}: its values have rows of their own; leave `edges` out.",
            field="edges",
            property=prop.name,
            type=prop.type,
        )
    return prop


def _collect(
    frame: Frame, question: Distribution, prop: Property, marked: Sequence[Marked], groups: Groups
) -> Found:
    """Every event with its value, and by people one entry a group and person."""
    on_person = traits(frame.data, frame.view, prop) if prop.scope == "person" else None
    read = None if on_person else reader(frame.data, frame.view, prop)

    def of_day(m: Marked) -> tuple[Ints, Ints, npt.NDArray[Any], pa.Array]:
        rows = m.where(1)
        person = m.day.person[rows].astype(np.int64)
        group = groups.of_rows(m.day).at(rows).astype(np.int64) if groups.count > 1 else np.zeros_like(person)
        if read is None:
            return group, person, person[:0], None
        values = read(m.day)
        return group, person, (values.codes if values.coded else values.numbers)[rows], values.labels

    days = list(frame.view.map(of_day, marked))
    group, person = (np.concatenate([np.zeros(0, np.int64), *(d[i] for d in days)]) for i in range(2))
    if on_person is not None:
        if question.by == "people":
            group, person = _one_each(frame, group, person)
        value = (on_person.codes if on_person.coded else on_person.numbers)[person]
        return _set_only(group, person, value, on_person.labels if on_person.coded else None, groups.count)
    coded = prop.type != "number"
    labels = Labels()
    parts: list[npt.NDArray[Any]] = [np.zeros(0, np.int64 if coded else np.float64)]
    for *_, value, texts in days:
        if coded and prop.type == "text":
            first = labels.add(texts)
            parts.append(np.where(value < 0, np.int64(-1), value + np.int64(first)))
        else:
            parts.append(value)
    value = np.concatenate(parts)
    every = None
    if coded:
        encoded = labels.all().dictionary_encode()
        every = pa.array([False, True]) if prop.type == "boolean" else encoded.dictionary
        if prop.type == "text":
            value = np.append(encoded.indices.to_numpy(), -1).astype(np.int64)[value]
    if question.by == "people":
        group, person, value = _by_person(frame, question, group, person, value)
    return _set_only(group, person, value, every, groups.count)


def _one_each(frame: Frame, group: Ints, person: Ints) -> tuple[Ints, Ints]:
    """Different pairs of group and person."""
    pairs = np.unique(group * (frame.people + 1) + person)
    return pairs // (frame.people + 1), pairs % (frame.people + 1)


def _by_person(
    frame: Frame, question: Distribution, group: Ints, person: Ints, value: npt.NDArray[Any]
) -> tuple[Ints, Ints, npt.NDArray[Any]]:
    """One value a group and person, made from the events that have one; not set where none has."""
    size = frame.people + 1
    pair = group * size + person
    every = np.unique(pair)
    is_set = value >= 0 if value.dtype.kind == "i" else ~np.isnan(value)
    at = np.searchsorted(every, pair[is_set])
    values = value[is_set]
    made: npt.NDArray[Any] = np.full(len(every), -1 if value.dtype.kind == "i" else np.nan, value.dtype)
    match question.person_value:
        case "sum" | "avg":
            counts = np.bincount(at, minlength=len(every))
            sums = np.bincount(at, weights=values, minlength=len(every))
            if question.person_value == "avg":
                sums = sums / counts.clip(1)
            made = np.where(counts > 0, sums, np.nan)
        case "min" | "max":
            order = np.lexsort((values if question.person_value == "max" else -values, at))
            made[at[order]] = values[order]
        case _:
            # Events stand in order of time for each person, and of repeated places the last is kept.
            made[at] = values
    return every // size, every % size, made


def _set_only(
    group: Ints, person: Ints, value: npt.NDArray[Any], labels: pa.Array | None, groups: int
) -> Found:
    is_set = value >= 0 if labels is not None else ~np.isnan(value)
    unset = np.bincount(group[~is_set], minlength=groups)
    return Found(group[is_set], person[is_set], value[is_set], labels, unset)


def _most_frequent(codes: Ints, labels: pa.Array, top: int) -> tuple[Ints, tuple[Label, ...]]:
    """The place of each value, and the values by place: the most frequent, of equal ones the smaller, then the rest."""
    counts = np.bincount(codes, minlength=len(labels))
    table = pa.table({"code": np.arange(len(labels)), "value": labels, "n": counts})
    ranked = table.sort_by([("n", "descending"), ("value", "ascending")])
    # A value that is spelled like the name of the rest is part of it.
    chosen = [
        (code, value)
        for code, value, n in zip(*(ranked[c].to_pylist() for c in ("code", "value", "n")), strict=True)
        if n and value != OTHER
    ][:top]
    place = np.full(len(labels), len(chosen), np.int64)
    place[[code for code, _ in chosen]] = np.arange(len(chosen))
    return place[codes], (*(value for _, value in chosen), OTHER)


def answer(data: Dataset, question: Distribution) -> Answer:
    """A row of a number: `[breakdown], from, to, count, people, share, address`: from the first to the last
    bar that has any; a bar has its lower end and not its upper, and one without an end (`null`) has everything beyond.
    Of a text or boolean: `[breakdown], value, count, people, share, address`: the same values for each group, the most
    frequent first, `"$other"` for the rest. `count` is of events or people, as `by` says, `share` is of the group's.
    Round bars are all of one width (1, 2 or 5 times a power of ten, for whole numbers at least 1): the smallest of
    which at most `bars` hold all numbers but about a hundredth at either end, which may be beyond. `totals.rows`, for
    each group: `[breakdown], count, people, unset, [sum, mean, min, p10, p25, median, p75, p90, p95, p99, max],
    address`; `unset` is how many have no value, and these are in no other figure.
    """
    folded = fold(data, question)
    found, places, question = folded.found, folded.places, folded.question
    number = found.labels is None
    cell = found.group * places + folded.place
    cells = folded.groups.count * places
    counts = np.bincount(cell, minlength=cells)
    people = different_people(cell, found.person, cells)
    rows: list[dict[str, Any]] = []
    for g in _shown(folded):
        inside = counts[g * places : (g + 1) * places]
        whole = int(inside.sum())
        for p in _listed(folded, inside):
            n = int(inside[p])
            at = {**folded.groups.named(g), **_key(folded, p)}
            ends = (
                {
                    "from": folded.edges[p - 1] if p else None,
                    "to": folded.edges[p] if p < len(folded.edges) else None,
                }
                if number
                else {"value": folded.values[p]}
            )
            rows.append(
                {
                    **folded.groups.named(g),
                    **ends,
                    "count": n,
                    "people": int(people[g * places + p]),
                    "share": n / whole if whole else None,
                    "address": address(**at),
                }
            )
    return Answer(
        columns=columns(
            folded.groups,
            ("breakdown", "value"),
            *([("from", "number"), ("to", "number")] if number else [("value", "value")]),
            ("count", "number"),
            ("people", "number"),
            ("share", "rate"),
            ("address", "address"),
        ),
        rows=rows,
        totals={"rows": _totals(folded)},
        provenance=folded.frame.provenance(
            _definition(question), question.filters, incomplete=not folded.frame.range_known()
        ),
    )


_QUANTILES = {
    "min": 0.0, "p10": 0.1, "p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95, "p99": 0.99, "max": 1.0,
}  # fmt: skip


def _totals(folded: Folded) -> list[dict[str, Any]]:
    found, groups = folded.found, folded.groups
    counts = np.bincount(found.group, minlength=groups.count)
    people = different_people(found.group, found.person, groups.count)
    figures: dict[str, Sequence[float | None]] = {}
    if found.labels is None:
        spread = Spread.of(found.group, found.value, groups.count)
        figures = {"sum": spread.sums.tolist(), "mean": spread.means()}
        figures |= {name: spread.quantiles(share) for name, share in _QUANTILES.items()}
    return [
        {
            **groups.named(g),
            "count": int(counts[g]),
            "people": int(people[g]),
            "unset": int(found.unset[g]),
            **{name: values[g] for name, values in figures.items()},
            "address": address(total=True, **groups.named(g)),
        }
        for g in _shown(folded)
    ]


def _listed(folded: Folded, counts: Ints) -> Sequence[int]:
    """The places of a group that have a row."""
    if folded.found.labels is not None:
        own = len(folded.values) - 1
        return [*range(own), *([own] if counts[own] else [])]
    filled = np.flatnonzero(counts)
    return range(int(filled[0]), int(filled[-1]) + 1) if len(filled) else ()


def _key(folded: Folded, place: int) -> dict[str, Any]:
    return {"bar": int(place)} if folded.found.labels is None else {"value": folded.values[place]}


def _shown(folded: Folded) -> list[int]:
    """Groups that have rows."""
    counts = np.bincount(folded.found.group, minlength=folded.groups.count)
    return shown(folded.groups, counts + folded.found.unset > 0)


def behind(data: Dataset, question: Distribution, text: str) -> Behind:
    """The people of one row or of a group; by events, with the number of theirs."""
    at = parse_address(text, {"total", "breakdown", "bar", "value"})
    folded = fold(data, question)
    group = group_at(at, folded.groups, text)
    found = folded.found
    chosen = found.group == group
    if len({"total", "bar", "value"} & at.keys()) != 1 or at.get("total", True) is not True:
        raise bad_address(text)
    if "total" not in at:
        chosen &= folded.place == _place(folded, at, text)
    people, counts = np.unique(found.person[chosen], return_counts=True)
    return Behind(people, counts if question.by == "events" else None)


def _place(folded: Folded, at: dict[str, Any], text: str) -> int:
    if "bar" in at and folded.found.labels is None:
        place = at["bar"]
        if type(place) is int and 0 <= place <= len(folded.edges):
            return place
    elif "value" in at:
        for place, value in enumerate(folded.values):
            if type(value) is type(at["value"]) and value == at["value"]:
                return place
    raise bad_address(text)


def _definition(question: Distribution) -> str:
    how = f" ({question.person_value or 'last'} of each)" if question.by == "people" else ""
    return f"distribution of {question.property} over {question.by}{how}: {question.event.label}"
