"""Trend: events, people and properties over time. Counts are folds; sums and percentiles go through DuckDB."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.measures import Cells, Measured, count_cells, value_cells
from yunying.analyse.questions import Series, Trend
from yunying.core import Refused
from yunying.metrics import (
    Answer,
    Behind,
    Bucket,
    Buckets,
    Groups,
    Marked,
    Reader,
    Selection,
    Selector,
    address,
    bad_address,
    check_size,
    find_property,
    make_buckets,
    make_groups,
    parse_address,
    reader,
)
from yunying.store import Dataset

_COUNTS = ("events", "people", "events_per_person")


@dataclass(frozen=True)
class Prepared:
    """A trend checked against the project: what its answer and its lists of people are both made from."""

    frame: Frame
    question: Trend
    labels: list[str]
    values: list[Reader | None]
    buckets: Buckets
    marked: list[Marked]
    groups: Groups

    @property
    def hourly(self) -> bool:
        """Whether buckets are shorter than a day."""
        return self.question.interval == "hour"


def prepare(data: Dataset, question: Trend) -> Prepared:
    """The question over its range."""
    frame = Frame.take(data, question.range, marked=question.marked)
    values = [_values(frame, s, i) for i, s in enumerate(question.series)]
    selection = _selection(frame, question)
    buckets = make_buckets(frame.days, question.interval, data.calendar, frame.known_until)
    marked = selection.mark_all(frame.load_range())
    groups = make_groups(data, frame.view, question.breakdown, marked, (1 << len(question.series)) - 1)
    return Prepared(frame, question, _labels(question.series), values, buckets, marked, groups)


def prepare_before(now: Prepared) -> Prepared:
    """The same over the range of equal length before it, of the same state of the data and in the same groups."""
    frame, question = now.frame, now.question
    days = frame.days.before()
    buckets = make_buckets(days, question.interval, frame.data.calendar, frame.known_until)
    marked = _selection(frame, question).mark_all(frame.load_range(days))
    return replace(now, buckets=buckets, marked=marked)


def _selection(frame: Frame, question: Trend) -> Selection:
    selectors = [Selector.of(s, f"series.{i}") for i, s in enumerate(question.series)]
    return Selection(frame.data, frame.view, selectors, question.filters)


def answer(data: Dataset, question: Trend) -> Answer:
    """A row: `bucket, series, [breakdown], value, [previous, previous_address], complete, address`. `bucket`
    is the first day of the bucket, for hours its local time with offset. A bucket is not `complete` where it reaches
    outside of the range or past the newest event of the project. `totals.series` has the figure over the whole range
    for each series and group: people in it are counted once, so it is not the sum of the buckets. Values of a breakdown
    are those with the most matching events over all series; the rest is `"$other"`, and `null` means not set. A bucket
    without events has 0 events, people and sum, and no (`null`) average, extreme or percentile.
    """
    now = prepare(data, question)
    size = len(now.buckets) * now.groups.count * len(question.series)
    check_size(size, "interval", "choose a longer interval, or fewer series or groups")
    before = prepare_before(now) if question.compare else None
    rows: list[dict[str, Any]] = []
    totals: list[dict[str, Any]] = []
    for i in range(len(question.series)):
        cells = _measure(now, i)
        earlier = _measure(before, i) if before else None
        for g in _shown(now.groups, cells, earlier):
            rows.extend(_rows(now, before, i, g, cells, earlier))
            totals.append(_total(now, i, g, cells, earlier))
    return Answer(
        columns=_columns(question),
        rows=rows,
        totals={"series": totals},
        provenance=now.frame.provenance(
            _definition(question),
            question.filters,
            incomplete=any(not b.complete for b in now.buckets.buckets),
        ),
    )


def behind(data: Dataset, question: Trend, text: str) -> Behind:
    """The people of one cell or total, and how many of the counted events each has."""
    at = parse_address(text, {"series", "bucket", "breakdown", "previous"})
    i, label = at.get("series"), at.get("bucket")
    if not isinstance(i, int) or isinstance(i, bool) or not 0 <= i < len(question.series):
        raise bad_address(text)
    if at.get("previous", True) is not True or ("previous" in at and not question.compare):
        raise bad_address(text)
    if ("breakdown" in at) != (question.breakdown is not None):
        raise bad_address(text)
    this = prepare(data, question)
    if "previous" in at:
        this = prepare_before(this)
    bucket = None if label is None else this.buckets.index(label)
    if label is not None and bucket is None:
        raise bad_address(text)
    group = this.groups.index(at["breakdown"]) if "breakdown" in at else 0
    if group is None:
        raise bad_address(text)
    counts = np.zeros(this.frame.people, np.int64)
    for marked in this.marked:
        rows = np.flatnonzero(_in_cell(this, marked, i, group, bucket))
        counts += np.bincount(marked.day.person[rows], minlength=this.frame.people)
    people = np.flatnonzero(counts)
    return Behind(people, counts[people])


def _in_cell(this: Prepared, marked: Marked, i: int, group: int, bucket: int | None) -> npt.NDArray[np.bool_]:
    first = this.buckets.first_of(marked.day.number)
    if bucket is not None and not this.hourly and first != bucket:
        return np.zeros(marked.day.rows, np.bool_)
    rows = marked.rows(1 << i)
    if bucket is not None and this.hourly:
        rows &= first + marked.day.ms // 3_600_000 == bucket
    values = this.values[i]
    if values is not None:
        rows &= values(marked.day).is_set
    if this.groups.count > 1:
        rows &= this.groups.of_rows(marked.day) == group
    return rows


def _measure(this: Prepared, i: int) -> Measured:
    series = this.question.series[i]
    values = this.values[i]
    cells = Cells(this.frame, this.marked, this.buckets, this.groups, this.hourly, 1 << i)
    if values is None:
        return count_cells(cells, series.measure)
    return value_cells(cells, series.measure, values)


def _values(frame: Frame, series: Series, i: int) -> Reader | None:
    """How to read what a series is computed from; None where it only counts."""
    if series.measure in _COUNTS:
        if series.property is not None:
            raise Refused(
                "property_not_wanted",
                f"series.{i}: {series.measure!r} counts events or people and takes no property; leave it out.",
                field=f"series.{i}.property",
            )
        return None
    if series.property is None:
        raise Refused(
            "property_wanted",
            f"series.{i}: {series.measure!r} needs the `property` to compute it from.",
            field=f"series.{i}.property",
            measure=series.measure,
        )
    prop = find_property(frame.view, series.property, "event", f"series.{i}.property")
    if prop.type != "number":
        raise Refused(
            "property_not_numeric",
            f"{prop.name!r} is {prop.type}; {series.measure!r} needs a number.",
            field=f"series.{i}.property",
            property=prop.name,
            type=prop.type,
        )
    return reader(frame.data, frame.view, prop)


def _labels(series: Sequence[Series]) -> list[str]:
    """Names of the series, made different where two would be the same."""
    labels: list[str] = []
    for i, s in enumerate(series):
        same = [t for t in series if t.label == s.label]
        label = s.label
        if len(same) > 1 and len({t.measure for t in same}) == len(same):
            label = f"{s.label} ({s.measure})"
        elif len(same) > 1:
            label = f"{s.label} #{i + 1}"
        labels.append(label)
    return labels


def _shown(groups: Groups, cells: Measured, earlier: Measured | None) -> list[int]:
    """Groups to show: every value of its own, and the others where there are any."""
    if not groups.apart:
        return [0]
    other = groups.count - 1
    some = cells.found[other] or (earlier is not None and earlier.found[other])
    return [*range(other), *([other] if some else [])]


def _rows(
    now: Prepared, before: Prepared | None, i: int, g: int, cells: Measured, earlier: Measured | None
) -> list[dict[str, Any]]:
    group = now.groups.named(g)
    rows = []
    for b, bucket in enumerate(now.buckets.buckets):
        row: dict[str, Any] = {"bucket": bucket.label, "series": now.labels[i], **group}
        row["value"] = cells.value(b, g)
        if before and earlier:
            matching = _matching(before.buckets, b)
            row["previous"] = earlier.value(b, g) if matching else None
            row["previous_address"] = (
                address(series=i, bucket=matching.label, **group, previous=True) if matching else None
            )
        row["complete"] = bucket.complete
        row["address"] = address(series=i, bucket=bucket.label, **group)
        rows.append(row)
    return rows


def _matching(buckets: Buckets, b: int) -> Bucket | None:
    # Months and shifted weeks may make one bucket more in one of the two ranges.
    return buckets.buckets[b] if b < len(buckets) else None


def _total(now: Prepared, i: int, g: int, cells: Measured, earlier: Measured | None) -> dict[str, Any]:
    group = now.groups.named(g)
    total: dict[str, Any] = {"series": now.labels[i], **group, "value": cells.total(g)}
    if earlier:
        total["previous"] = earlier.total(g)
        total["previous_address"] = address(series=i, **group, previous=True)
    total["address"] = address(series=i, **group)
    return total


def _columns(question: Trend) -> list[dict[str, str]]:
    columns = [("bucket", "time" if question.interval == "hour" else "day"), ("series", "text")]
    if question.breakdown:
        columns.append(("breakdown", "value"))
    columns.append(("value", "number"))
    if question.compare:
        columns += [("previous", "number"), ("previous_address", "address")]
    columns += [("complete", "boolean"), ("address", "address")]
    return [{"name": name, "type": kind} for name, kind in columns]


def _definition(question: Trend) -> str:
    parts = []
    for s in question.series:
        what = s.measure if s.property is None else f"{s.measure} of {s.property}"
        parts.append(f"{what}: {s.events}")
    return f"trend by {question.interval}: " + "; ".join(parts)
