"""Drivers: what those who converted did more, or less, than the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.association import associate, false_discovery
from yunying.analyse.progress import Walker, check_span
from yunying.analyse.questions import Drivers
from yunying.core import Refused
from yunying.kernels import drivers_day
from yunying.metrics import (
    Answer,
    Behind,
    Breakdown,
    Events,
    Groups,
    Marked,
    Selection,
    Selector,
    address,
    bad_address,
    check_size,
    make_groups,
    parse_address,
)
from yunying.store import Dataset

Longs = npt.NDArray[np.int64]
_NEVER = np.iinfo(np.int64).max
_WORD = 63
_EVERYTHING = Events(event=None, filters=[])


@dataclass(frozen=True)
class Item:
    """Something that can be done: an event, or an event with a value of the property of this number."""

    event: str | None
    prop: int | None = None
    value: Any = None

    @property
    def parts(self) -> dict[str, Any]:
        """Its parts of an address."""
        return {"event": self.event} if self.prop is None else {"property": self.prop, "value": self.value}


@dataclass(frozen=True)
class Spans:
    """Of each person: between which stamps and until when (ms) what they do counts; `begin` −1: not at all."""

    begin: Longs
    end: Longs
    deadline: Longs
    converted: npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Prepared:
    """The people of a question with their spans, and everything that can be done in them."""

    walker: Walker
    spans: Spans
    marked: list[Marked]
    items: list[Item]
    groups: list[Groups]

    @property
    def counted(self) -> npt.NDArray[np.bool_]:
        """Everybody who counts."""
        return self.spans.begin >= 0

    def codes(self, marked: Marked, only: int | None = None) -> npt.NDArray[np.int32]:
        """What each row of a day is, by property, the event first; only one item where one is named (it is then 0)."""
        place = {item.event: i for i, item in enumerate(self.items) if item.prop is None}
        names = np.array([place.get(name, -1) for name in marked.day.names], np.int32)
        rows = [names[marked.day.event]]
        for number, groups in enumerate(self.groups):
            own = {item.value: i for i, item in enumerate(self.items) if item.prop == number}
            lookup = np.array(
                [-1 if v is None else own.get(v, -1) for v in groups.labels[:-1]] + [-1], np.int32
            )
            rows.append(lookup[groups.of_rows(marked.day).at(np.arange(marked.day.rows))])
        found = np.stack(rows).astype(np.int32)
        return found if only is None else np.where(found == only, 0, -1).astype(np.int32)


def prepare(data: Dataset, question: Drivers) -> Prepared:
    """Walk the funnel, and find what there is to do."""
    walker = _walker(data, question)
    view = walker.frame.view
    selection = Selection(data, view, [Selector((_EVERYTHING,), "")], question.filters)
    marked = selection.mark_all([m.day for m in walker.marked])
    entering = [m for m in marked if m.day.number <= walker.last_entry]
    names = sorted({name for m in marked for name in m.day.names})
    items = [Item(name) for name in names]
    groups = []
    for i, prop in enumerate(question.properties):
        breakdown = Breakdown.model_validate(
            {"property": prop.property, "scope": prop.scope, "top": prop.top}
        )
        groups.append(make_groups(data, view, breakdown, entering, 1, f"properties.{i}"))
        items += [Item(None, i, label) for label in groups[-1].labels[:-1] if label is not None]
    check_size(len(items), "properties", "name fewer properties or values")
    return Prepared(walker, _spans(walker, question), marked, items, groups)


def _walker(data: Dataset, question: Drivers) -> Walker:
    try:
        walker = Walker(data, question.whole_funnel(), stamps=True)
    except Refused as refused:
        if refused.field and refused.field.split(".")[0] in ("steps", "exclude", "hold", "window"):
            refused.field = f"funnel.{refused.field}"
        raise
    check_span(walker.question, question.span, "")
    return walker


def _spans(walker: Walker, question: Drivers) -> Spans:
    first, last = question.span
    progress = walker.walk()
    entered, converted = progress.at(first), progress.at(last)
    begin = np.where(entered, progress.stamp[:, first - 1], -1)
    began = walker.moments(begin) - progress.took[:, first - 1]
    return Spans(
        begin=begin,
        end=np.where(converted, progress.stamp[:, last - 1], _NEVER),
        deadline=walker.deadlines(began),
        converted=converted.astype(np.uint8),
    )


def _count(prepared: Prepared, only: int | None = None) -> tuple[Longs, npt.NDArray[np.bool_]]:
    """People by (converted, item) and, where one item is named, who did it."""
    walker, spans = prepared.walker, prepared.spans
    items = len(prepared.items) if only is None else 1
    words = -(-items // _WORD)
    codes = [prepared.codes(m, only) for m in prepared.marked]
    did = np.zeros(walker.frame.people, np.bool_)

    def work(low: int, high: int) -> Longs:
        seen, counts = np.zeros((high - low, words), np.int64), np.zeros((2, items), np.int64)
        for m, own in zip(prepared.marked, codes, strict=True):
            drivers_day(
                m.day.person, m.day.ms, m.day.event, m.lut, m.gate, own, m.day.start_ms,
                walker.first_rows[m.day.number], low, high, spans.begin[low:high], spans.end[low:high],
                spans.deadline[low:high], spans.converted[low:high], seen, counts,
            )  # fmt: skip
        if only is not None:
            did[low:high] = seen[:, 0] != 0
        return counts

    parts = walker.data.each_slice(work, walker.frame.people, width=words)
    return np.sum([np.zeros((2, items), np.int64), *parts], axis=0), did


def answer(data: Dataset, question: Drivers) -> Answer:
    """A row for each event, and each value of a property, that somebody who counts did: `event, property, value,
    converted_with, converted_without, other_with, other_without, converted_share, other_share, odds_ratio, odds_low,
    odds_high, p, q, test`, and an address for each of the four counts.

    The shares are of those who converted, and of the others, who did it. Odds ratios above 1 go with converting. Their
    95 % interval is by the logarithm, with a half added to each count where one is 0; p is two-sided, by Fisher's
    exact test where an expected count is below 5 and by χ² otherwise (`test`); q is p corrected for how many rows
    there are (Benjamini and Hochberg). They are null where everybody or nobody converted, or did it. Rows with the
    greatest difference of shares come first. `totals.rows`: `people, converted, others` with an address each.
    """
    prepared = prepare(data, question)
    spans = prepared.spans
    counts, _ = _count(prepared)
    converted = int(np.count_nonzero(prepared.counted & (spans.converted == 1)))
    others = int(np.count_nonzero(prepared.counted)) - converted
    found = [
        (i, int(counts[1, i]), int(counts[0, i])) for i in range(len(prepared.items)) if counts[:, i].any()
    ]
    found.sort(key=lambda one: (-abs(one[1] * others - one[2] * converted), one[0]))
    rows = []
    for i, a, c in found:
        item = prepared.items[i]
        rows.append(
            {
                "event": item.event,
                "property": None if item.prop is None else question.properties[item.prop].property,
                "value": item.value,
                "converted_with": a,
                "converted_without": converted - a,
                "other_with": c,
                "other_without": others - c,
                "converted_share": a / converted if converted else None,
                "other_share": c / others if others else None,
                **associate((a, c), (converted - a, others - c)),
                **{
                    f"{name}_{how}_address": address(**item.parts, converted=is_converted, did=did)
                    for name, is_converted in (("converted", True), ("other", False))
                    for how, did in (("with", True), ("without", False))
                },
            }
        )
    for row, q in zip(rows, false_discovery([row["p"] for row in rows]), strict=True):
        row["q"] = q
    columns = _columns()
    total = {
        "people": converted + others,
        "converted": converted,
        "others": others,
        "address": address(all=True),
        "converted_address": address(converted=True),
        "others_address": address(converted=False),
    }
    walker = prepared.walker
    return Answer(
        columns=columns,
        rows=[{column["name"]: row[column["name"]] for column in columns} for row in rows],
        totals={"rows": [total]},
        provenance=walker.frame.provenance(
            f"what was done between step {question.span[0]} and step {question.span[1]} of: "
            + " → ".join(step.label for step in question.funnel.steps),
            question.filters,
            incomplete=not walker.known(walker.frame.days),
        ),
    )


def behind(data: Dataset, question: Drivers, text: str) -> Behind:
    """Those who converted or did not, and did something or did not."""
    at = parse_address(text, {"event", "property", "value", "converted", "did", "all"})
    if any(name in at and not isinstance(at[name], bool) for name in ("converted", "did")) or not (
        (at.keys() == {"all"} and at["all"] is True) or ("converted" in at and "all" not in at)
    ):
        raise bad_address(text)
    prepared = prepare(data, question)
    chosen = prepared.counted
    if "converted" in at:
        chosen = chosen & (prepared.spans.converted == at["converted"])
    if at.keys() - {"all", "converted"}:
        wanted = {name: value for name, value in at.items() if name not in ("converted", "did")}
        index = next((i for i, item in enumerate(prepared.items) if _same(item.parts, wanted)), None)
        if index is None or "did" not in at:
            raise bad_address(text)
        _, did = _count(prepared, index)
        chosen = chosen & (did == at["did"])
    return Behind(np.flatnonzero(chosen))


def _same(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return a.keys() == b.keys() and all(type(a[k]) is type(b[k]) and a[k] == b[k] for k in a)


def _columns() -> list[dict[str, str]]:
    columns = [("event", "text"), ("property", "text"), ("value", "value")]
    columns += [(f"{name}_{how}", "number") for name in ("converted", "other") for how in ("with", "without")]
    columns += [("converted_share", "rate"), ("other_share", "rate")]
    columns += [(name, "number") for name in ("odds_ratio", "odds_low", "odds_high", "p", "q")]
    columns.append(("test", "text"))
    columns += [
        (f"{n}_{how}_address", "address") for n in ("converted", "other") for how in ("with", "without")
    ]
    return [{"name": name, "type": kind} for name, kind in columns]
