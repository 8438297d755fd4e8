"""Trend: events, people and properties over time. Counts are folds; sums and percentiles go through DuckDB."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.formulas import Parsed, letters, parse_formula
from yunying.analyse.frame import Frame
from yunying.analyse.measures import Cells, Measured, count_cells, person_cells, value_cells
from yunying.analyse.questions import Formula, Series, Trend
from yunying.analyse.rolling import first_ever, known_day, last_days, people_so_far, rolling_cells, so_far
from yunying.core import Refused, day_number
from yunying.metrics import (
    Answer,
    Behind,
    Bucket,
    Buckets,
    Compare,
    Days,
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

_ROLLING = ("rolling_people", "stickiness")
_COUNTS = ("events", "people", "events_per_person", *_ROLLING)


@dataclass(frozen=True)
class Prepared:
    """A trend checked against the project: what its answer and its lists of people are both made from."""

    frame: Frame
    question: Trend
    labels: list[str]
    values: list[Reader | None]
    buckets: Buckets
    marked: list[Marked]
    earlier: list[Marked]
    """Days before the range that rolling windows reach."""
    groups: Groups
    formulas: list[Parsed]

    @property
    def hourly(self) -> bool:
        """Whether buckets are shorter than a day."""
        return self.question.interval == "hour"


def prepare(data: Dataset, question: Trend) -> Prepared:
    """The question over its range."""
    frame = Frame.take(data, question.range, marked=question.marked)
    values = [_values(frame, s, i) for i, s in enumerate(question.series)]
    formulas = [
        parse_formula(f.formula, [letters(k) for k in range(len(question.series))], f"formulas.{i}.formula")
        for i, f in enumerate(question.formulas)
    ]
    _check_lines(question)
    buckets = make_buckets(frame.days, question.interval, data.calendar, frame.known_until)
    earlier, marked = _mark(frame, question, frame.days)
    groups = make_groups(data, frame.view, question.breakdown, marked, (1 << len(question.series)) - 1)
    labels = _labels([*question.series, *question.formulas])
    return Prepared(frame, question, labels, values, buckets, marked, earlier, groups, formulas)


def prepare_before(now: Prepared, compare: Compare) -> Prepared:
    """The same over the range compared with, of the same state of the data and in the same groups."""
    frame, question = now.frame, now.question
    days = frame.days.compared(compare)
    buckets = make_buckets(days, question.interval, frame.data.calendar, frame.known_until)
    earlier, marked = _mark(frame, question, days)
    return replace(now, buckets=buckets, marked=marked, earlier=earlier)


def _mark(frame: Frame, question: Trend, days: Days) -> tuple[list[Marked], list[Marked]]:
    """The days before a range that rolling windows reach, and those of the range."""
    selectors = [Selector.of(s, f"series.{i}") for i, s in enumerate(question.series)]
    selection = Selection(frame.data, frame.view, selectors, question.filters)
    first, last = day_number(days.first), day_number(days.last)
    reach = first - max((window(s) - 1 for s in question.series if s.measure in _ROLLING), default=0)
    firsts = sum(1 << i for i, s in enumerate(question.series) if s.first_ever)
    marked = selection.mark_all(frame.load(None if firsts else reach, last))
    if firsts:
        if len(selectors) == 1 and question.breakdown is None and question.series[0].property is None:
            marked = [m.once(firsts).marked for m in marked]  # of a day only the first can be the first ever
        marked = first_ever(frame, marked, firsts)
    return (
        [m for m in marked if reach <= m.day.number < first],
        [m for m in marked if m.day.number >= first],
    )


def window(series: Series) -> int:
    """Days of the rolling window."""
    return series.days or (7 if series.measure == "rolling_people" else 30)


def answer(data: Dataset, question: Trend) -> Answer:
    """A row: `bucket, series, [breakdown], value, [smoothed], [previous, previous_address], complete, [parts],
    address`. `bucket` is the first day of the bucket, for hours its local time with offset. A bucket is not `complete`
    where it reaches outside of the range or past the newest event of the project. `totals.series` has the figure over
    the whole range for each line and group: people in it are counted once, so it is not the sum of the buckets. Values
    of a breakdown are those with the most matching events over all series; the rest is `"$other"`, and `null` means
    not set. A bucket without events has 0 events, people and sum, and no (`null`) average, extreme or percentile.

    A rolling window ends with the bucket's last day, in the running bucket with the newest day there is data of; over
    the whole range `rolling_people` are the people of the range. Days that have not come are in no `stickiness`. The
    list behind a rolling figure is everybody in its window, behind `stickiness` everybody in the bucket. A formula
    counts nobody itself: its `address` is `null`, and `parts` (there where a question has formulas) are the addresses
    of its series' figures. `smoothed` begins with the first bucket that has enough before it in the range.
    """
    now = prepare(data, question)
    size = len(now.buckets) * now.groups.count * (len(question.series) + len(question.formulas))
    check_size(size, "interval", "choose a longer interval, or fewer series or groups")
    before = prepare_before(now, question.compare) if question.compare else None
    rows: list[dict[str, Any]] = []
    totals: list[dict[str, Any]] = []
    for line in _lines(now, before):
        for g in _shown(now.groups, line.now, line.before):
            rows.extend(_rows(now, before, line, g))
            totals.append(_total(now, line, g))
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
    if "previous" in at and question.compare:
        this = prepare_before(this, question.compare)
    bucket = None if label is None else this.buckets.index(label)
    if label is not None and bucket is None:
        raise bad_address(text)
    group = this.groups.index(at["breakdown"]) if "breakdown" in at else 0
    if group is None:
        raise bad_address(text)
    counts = np.zeros(this.frame.people, np.int64)
    for marked in _days_behind(this, i, bucket):
        rows = np.flatnonzero(_in_cell(this, marked, i, group, bucket))
        counts += np.bincount(marked.day.person[rows], minlength=this.frame.people)
    people = np.flatnonzero(counts)
    return Behind(people, counts[people])


def _days_behind(this: Prepared, i: int, bucket: int | None) -> list[Marked]:
    """The days on which a figure's events are."""
    series = this.question.series[i]
    if bucket is None:
        return this.marked
    if series.measure == "rolling_people":
        end = last_days(this.buckets, known_day(this.frame))[bucket]
        return [m for m in (*this.earlier, *this.marked) if end - window(series) < m.day.number <= end]
    first_of = this.buckets.first_of
    if this.hourly or series.cumulative:
        return [m for m in this.marked if first_of(m.day.number) <= bucket]
    return [m for m in this.marked if first_of(m.day.number) == bucket]


def _in_cell(this: Prepared, marked: Marked, i: int, group: int, bucket: int | None) -> npt.NDArray[np.bool_]:
    """Rows of one of `_days_behind` that are in a cell."""
    rows = marked.rows(1 << i)
    if bucket is not None and this.hourly:
        hour = this.buckets.first_of(marked.day.number) + marked.day.ms // 3_600_000
        rows &= hour <= bucket if this.question.series[i].cumulative else hour == bucket
    values = this.values[i]
    if values is not None:
        rows &= values(marked.day).is_set
    if this.groups.count > 1:
        rows &= this.groups.of_rows(marked.day).are(group)
    return rows


@dataclass(frozen=True)
class _Line:
    """A line of the answer: a series, or a formula over some."""

    label: str
    now: Measured
    before: Measured | None
    series: int | None
    """Its number; None of a formula."""
    parts: tuple[int, ...]
    """The series of a formula."""


def _lines(now: Prepared, before: Prepared | None) -> list[_Line]:
    """What is shown: series that are not hidden, then formulas."""
    series = now.question.series
    formulas = list(zip(now.formulas, now.labels[len(series) :], strict=True))
    needed = {i for i, s in enumerate(series) if not s.hidden} | {i for f, _ in formulas for i in f.series}
    cells = {i: _measure(now, i) for i in needed}
    earlier = {i: _measure(before, i) for i in needed} if before else {}
    shown = [
        _Line(now.labels[i], cells[i], earlier.get(i), i, ()) for i, s in enumerate(series) if not s.hidden
    ]
    return shown + [
        _Line(
            label, _combined(formula, cells), _combined(formula, earlier) if before else None, None,
            tuple(formula.series),
        )
        for formula, label in formulas
    ]  # fmt: skip


def _combined(formula: Parsed, cells: dict[int, Measured]) -> Measured:
    """A formula's figures from those of its series."""
    parts = [cells[i] for i in formula.series]
    # Of series that it does not name anything will do.
    of = [cells.get(i, parts[0]) for i in range(formula.series[-1] + 1)]
    return Measured(
        values=formula.values([c.values for c in of]),
        totals=formula.values([c.totals for c in of]),
        found=np.logical_or.reduce([c.found for c in parts]),
        whole=False,
    )


def _measure(this: Prepared, i: int) -> Measured:
    series = this.question.series[i]
    values = this.values[i]
    cells = Cells(this.frame, this.marked, this.buckets, this.groups, this.hourly, 1 << i)
    if series.measure in _ROLLING:
        return rolling_cells(cells, this.earlier, window(series), ratio=series.measure == "stickiness")
    if series.per_person:
        return person_cells(cells, series.per_person, values)
    if series.cumulative and series.measure == "people":
        return people_so_far(cells)
    measured = (
        count_cells(cells, series.measure) if values is None else value_cells(cells, series.measure, values)
    )
    return so_far(measured) if series.cumulative else measured


def _check_lines(question: Trend) -> None:
    """Refuse options of series that do not go with their measures."""
    for i, s in enumerate(question.series):
        for name, given, measures in (
            ("days", s.days is not None, _ROLLING),
            ("per_person", s.per_person is not None, ("events", "sum")),
            ("cumulative", s.cumulative, ("events", "people", "sum")),
        ):
            if given and s.measure not in measures:
                raise Refused(
                    f"{name}_not_wanted",
                    f"series.{i}: `{name}` goes with {' and '.join(measures)}, not with {s.measure!r}; leave it out.",
                    field=f"series.{i}.{name}",
                    measure=s.measure,
                )
        if s.cumulative and s.per_person:
            raise Refused(
                "cumulative_not_wanted",
                f"series.{i}: figures over people do not add up; leave `cumulative` or `per_person` out.",
                field=f"series.{i}.cumulative",
            )
        if s.measure in _ROLLING and question.interval == "hour":
            raise Refused(
                "rolling_by_hour",
                f"series.{i}: {s.measure!r} counts whole days; choose an interval of a day or longer.",
                field="interval",
            )
    if not question.formulas and all(s.hidden for s in question.series):
        raise Refused(
            "nothing_shown",
            "Every series is hidden and there is no formula; show one, or add a formula.",
            field="series.0.hidden",
        )


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


def _labels(lines: Sequence[Series | Formula]) -> list[str]:
    """Names of the lines, made different where two would be the same."""
    labels: list[str] = []
    for i, s in enumerate(lines):
        same = [t for t in lines if t.label == s.label]
        measures = {t.measure for t in same if isinstance(t, Series)}
        label = s.label
        if isinstance(s, Series) and len(same) > 1 and len(measures) == len(same):
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


def _rows(now: Prepared, before: Prepared | None, line: _Line, g: int) -> list[dict[str, Any]]:
    group = now.groups.named(g)
    smoothed = _smoothed(line.now.values[:, g], now.question.smooth)
    rows = []
    for b, bucket in enumerate(now.buckets.buckets):
        row: dict[str, Any] = {"bucket": bucket.label, "series": line.label, **group}
        row["value"] = line.now.value(b, g)
        if now.question.smooth:
            row["smoothed"] = smoothed[b]
        if before and line.before:
            matching = _matching(before.buckets, b)
            row["previous"] = line.before.value(b, g) if matching else None
            row["previous_address"] = (
                _address(line, bucket=matching.label, **group, previous=True) if matching else None
            )
        row["complete"] = bucket.complete
        row |= _doors(now, line, bucket=bucket.label, **group)
        rows.append(row)
    return rows


def _smoothed(values: npt.NDArray[np.float64], width: int | None) -> list[float | None]:
    """Means of each bucket and those before it; None where there are too few or one has no value."""
    if width is None or width > len(values):
        return [None] * len(values)
    means = np.lib.stride_tricks.sliding_window_view(values, width).mean(axis=1)
    return [None] * (width - 1) + [None if np.isnan(mean) else float(mean) for mean in means]


def _address(line: _Line, **at: Any) -> str | None:
    """The address of a series' figure; a formula counts nobody itself."""
    return None if line.series is None else address(series=line.series, **at)


def _doors(now: Prepared, line: _Line, **at: Any) -> dict[str, Any]:
    """The address, and where there are formulas `parts`: the addresses of what one is computed from."""
    doors: dict[str, Any] = {}
    if now.question.formulas:
        doors["parts"] = [address(series=i, **at) for i in line.parts] if line.series is None else None
    return doors | {"address": _address(line, **at)}


def _matching(buckets: Buckets, b: int) -> Bucket | None:
    # Months and shifted weeks may make one bucket more in one of the two ranges.
    return buckets.buckets[b] if b < len(buckets) else None


def _total(now: Prepared, line: _Line, g: int) -> dict[str, Any]:
    group = now.groups.named(g)
    total: dict[str, Any] = {"series": line.label, **group, "value": line.now.total(g)}
    if line.before:
        total["previous"] = line.before.total(g)
        total["previous_address"] = _address(line, **group, previous=True)
    return total | _doors(now, line, **group)


def _columns(question: Trend) -> list[dict[str, str]]:
    columns = [("bucket", "time" if question.interval == "hour" else "day"), ("series", "text")]
    if question.breakdown:
        columns.append(("breakdown", "value"))
    columns.append(("value", "number"))
    if question.smooth:
        columns.append(("smoothed", "number"))
    if question.compare:
        columns += [("previous", "number"), ("previous_address", "address")]
    columns.append(("complete", "boolean"))
    if question.formulas:
        columns.append(("parts", "addresses"))
    columns.append(("address", "address"))
    return [{"name": name, "type": kind} for name, kind in columns]


def _definition(question: Trend) -> str:
    lines = [f"{_meaning(s)}: {s.events}" for s in question.series]
    lines += [f.formula for f in question.formulas]
    return f"trend by {question.interval}: " + "; ".join(lines)


def _meaning(series: Series) -> str:
    """What a series measures, in words."""
    what = series.measure if series.property is None else f"{series.measure} of {series.property}"
    if series.measure in _ROLLING:
        what += f" over {window(series)} days"
    if series.per_person:
        what = f"{series.per_person} per person of {what}"
    if series.cumulative:
        what = f"cumulative {what}"
    return f"{what}, first ever" if series.first_ever else what
