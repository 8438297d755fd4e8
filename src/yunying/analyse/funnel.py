"""Funnel: how many people get through steps within a window, and how long it takes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.durations import bar_edges, quantiles
from yunying.analyse.progress import Mask, Progress, Walker, shown
from yunying.analyse.questions import Funnel
from yunying.core import Interval, day_of
from yunying.metrics import (
    Answer,
    Behind,
    Bucket,
    Buckets,
    Days,
    address,
    bad_address,
    check_size,
    make_buckets,
    parse_address,
)
from yunying.store import Dataset

Row = dict[str, Any]


def answer(data: Dataset, question: Funnel) -> Answer:
    """A row: `step` (from 1), `event, [breakdown], people, [units], from_first, from_previous, median_seconds,
    median_seconds_from_previous, address, dropped_address`. Rates are shares between 0 and 1. `dropped_address` opens
    those who reached the step before (the last required one) and not this one. `totals.rows` sums up each group. With
    a breakdown, a person belongs to one group, by the chain that took them furthest (see `attribute`).

    With `per`, `units` are the sessions or values counted, `people` (and the lists) the distinct people they are of;
    rates and times are of units, and `dropped_address` lists whoever has a unit that dropped out.

    With `order: any`, row k tells who did k different steps; its `event` is `k of n`, and there is no
    `median_seconds_from_previous`.

    With `attribute: each_step` a row's people are those whose event of that step has the value; rates are shares of
    everybody at the first step or the step before, whatever their value, and those who dropped out are in the group
    of the step they came from.

    `totals.times` (with `times`): bars of `[breakdown], from_seconds, to_seconds, people, [units], address`: how many
    took at least `from_seconds` and less than `to_seconds` between the two steps, in the chain that first reached
    the later one. `totals.quantiles`: `[breakdown], people, [units], p10, p25, p50, p75, p90, address`, in seconds.

    `totals.trend` (with `interval`): `bucket, [breakdown], entered, converted, [entered_units, converted_units], rate,
    complete, address, converted_address`: the funnel asked for each period alone, so that a person who entered in
    two of them is in both. A period is complete if all of it is in the range and the windows of all who entered in
    it are over.
    """
    walker = Walker(data, question)
    progress = walker.walk()
    groups = list(shown(walker.groups, progress))
    rows: list[Row] = []
    totals: list[Row] = []
    for g in groups:
        of_group = _steps(walker, progress, g)
        rows += of_group
        first, last = of_group[0], of_group[-1]
        totals.append(
            {
                **walker.groups.named(g),
                "entered": first["people"],
                "converted": last["people"],
                **(
                    {"entered_units": first["units"], "converted_units": last["units"]}
                    if "units" in first
                    else {}
                ),
                "rate": last["from_first"],
                "median_seconds": last["median_seconds"],
            }
        )
    found: dict[str, Any] = {"rows": totals}
    if question.times_span is not None:
        found["times"], found["quantiles"] = _times(walker, progress, groups, question.times_span[1])
    if question.interval is not None:
        buckets = _buckets(walker, question.interval)
        check_size(len(buckets) * len(groups), "interval", "choose a longer interval or fewer values")
        found["trend"] = list(_trend(walker, groups, buckets))
    return Answer(
        columns=_columns(question),
        rows=rows,
        totals=found,
        provenance=walker.frame.provenance(
            _definition(question), question.filters, incomplete=not walker.known(walker.frame.days)
        ),
    )


def behind(data: Dataset, question: Funnel, text: str) -> Behind:
    """The people who reached a step, or who reached the one before and not this one; in a period, or in a time."""
    at = parse_address(text, {"step", "breakdown", "dropped", "bucket", "took_from", "took_to"})
    step, dropped = at.get("step"), "dropped" in at
    took = (at.get("took_from"), at.get("took_to"))
    if not isinstance(step, int) or isinstance(step, bool) or not 1 <= step <= len(question.steps):
        raise bad_address(text)
    if dropped and (at["dropped"] is not True or step == 1 or took != (None, None)):
        raise bad_address(text)
    if ("breakdown" in at) != (question.breakdown is not None):
        raise bad_address(text)
    if took != (None, None) and (
        question.times_span is None or step != question.times_span[1] or not all(map(_is_time, took))
    ):
        raise bad_address(text)
    walker = Walker(data, question)
    group = walker.groups.index(at["breakdown"]) if "breakdown" in at else 0
    if group is None:
        raise bad_address(text)
    progress = walker.walk(_days_of(walker, at["bucket"], text) if "bucket" in at else None)
    chosen = _group(walker, group)
    units = progress.at(step, chosen)
    if dropped:
        units = progress.at(question.before(step), chosen) & ~progress.at(step)
    low, high = took
    if low is not None and high is not None:
        units &= (progress.between >= low) & (progress.between < high)
    return Behind(progress.people(units))


def _is_time(milliseconds: object) -> bool:
    return type(milliseconds) is int and abs(milliseconds) < 2**62


def _group(walker: Walker, group: int) -> int | None:
    """The group to count in; None where there is only one."""
    return group if walker.groups.apart else None


def _counts(question: Funnel, progress: Progress, units: Mask) -> dict[str, int]:
    """How many people, and units where these are others."""
    if question.per == "person":
        return {"people": int(np.count_nonzero(units))}
    return {"people": len(progress.people(units)), "units": int(np.count_nonzero(units))}


def _steps(walker: Walker, progress: Progress, g: int) -> list[Row]:
    """The rows of one group."""
    question, group = walker.question, walker.groups.named(g)
    of_all = None if question.attribute == "each_step" else _group(walker, g)
    if of_all is not None:
        progress = progress.within(of_all)
    any_order = question.order == "any"
    rows: list[Row] = []
    for step, ref in enumerate(question.steps, 1):
        reached = progress.at(step, _group(walker, g))
        units = int(np.count_nonzero(reached))
        previous = question.before(step)
        rows.append(
            {
                "step": step,
                "event": f"{step} of {len(question.steps)}" if any_order else ref.label,
                **group,
                **_counts(question, progress, reached),
                "from_first": _rate(units, progress.at(1, of_all)),
                "from_previous": _rate(units, progress.at(previous or 1, of_all)),
                "median_seconds": _median(progress.took[reached, step - 1]) if previous else None,
                "median_seconds_from_previous": _median(progress.took_last[reached, step - 1])
                if previous and not any_order
                else None,
                "address": address(step=step, **group),
                "dropped_address": address(step=step, **group, dropped=True) if previous else None,
            }
        )
    return rows


def _times(walker: Walker, progress: Progress, groups: list[int], step: int) -> tuple[list[Row], list[Row]]:
    """Bars and quantiles of the time up to a step."""
    question = walker.question
    everybody = progress.between[progress.at(step)]
    bars: list[Row] = []
    summaries: list[Row] = []
    edges = bar_edges(int(everybody.min()), int(everybody.max())) if len(everybody) else ()
    for g in groups:
        group, reached = walker.groups.named(g), progress.at(step, _group(walker, g))
        summaries.append(
            {
                **group,
                **_counts(question, progress, reached),
                **quantiles(progress.between[reached]),
                "address": address(step=step, **group),
            }
        )
        for low, high in pairwise(edges):
            inside = reached & (progress.between >= low) & (progress.between < high)
            bars.append(
                {
                    **group,
                    "from_seconds": low / 1000,
                    "to_seconds": high / 1000,
                    **_counts(question, progress, inside),
                    "address": address(step=step, **group, took_from=low, took_to=high),
                }
            )
    return bars, summaries


def _trend(walker: Walker, groups: list[int], buckets: Buckets) -> Iterator[Row]:
    """The conversion of each period by itself."""
    question, last = walker.question, len(walker.question.steps)
    for bucket in buckets.buckets:
        days = _clipped(walker, buckets, bucket)
        progress = walker.walk(days)
        complete = bucket.complete and walker.known(days)
        for g in groups:
            group, chosen = walker.groups.named(g), _group(walker, g)
            entered, converted = progress.at(1, chosen), progress.at(last, chosen)
            people = [_counts(question, progress, units) for units in (entered, converted)]
            units = (
                {}
                if question.per == "person"
                else {"entered_units": people[0]["units"], "converted_units": people[1]["units"]}
            )
            whole = progress.at(1) if question.attribute == "each_step" else entered
            yield {
                "bucket": bucket.label,
                **group,
                "entered": people[0]["people"],
                "converted": people[1]["people"],
                **units,
                "rate": _rate(int(np.count_nonzero(converted)), whole),
                "complete": complete,
                "address": address(step=1, bucket=bucket.label, **group),
                "converted_address": address(step=last, bucket=bucket.label, **group),
            }


def _buckets(walker: Walker, interval: Interval) -> Buckets:
    return make_buckets(walker.frame.days, interval, walker.data.calendar, walker.frame.known_until)


def _clipped(walker: Walker, buckets: Buckets, bucket: Bucket) -> Days:
    """The days of a period that are in the range."""
    first, days = day_of(bucket.start_day), walker.frame.days
    last = walker.data.calendar.next_period(first, buckets.interval) - timedelta(days=1)
    return Days(max(first, days.first), min(last, days.last))


def _days_of(walker: Walker, label: object, text: str) -> Days:
    if walker.question.interval is None or not isinstance(label, str):
        raise bad_address(text)
    buckets = _buckets(walker, walker.question.interval)
    index = buckets.index(label)
    if index is None:
        raise bad_address(text)
    return _clipped(walker, buckets, buckets.buckets[index])


def _rate(part: int, whole: Mask) -> float | None:
    of = int(np.count_nonzero(whole))
    return part / of if of else None


def _median(milliseconds: npt.NDArray[np.int64]) -> float | None:
    return float(np.median(milliseconds)) / 1000 if len(milliseconds) else None


def _columns(question: Funnel) -> list[dict[str, str]]:
    columns = [("step", "number"), ("event", "text")]
    if question.breakdown:
        columns.append(("breakdown", "value"))
    columns.append(("people", "number"))
    if question.per != "person":
        columns.append(("units", "number"))
    columns += [
        ("from_first", "rate"),
        ("from_previous", "rate"),
        ("median_seconds", "seconds"),
        ("median_seconds_from_previous", "seconds"),
        ("address", "address"),
        ("dropped_address", "address"),
    ]
    return [{"name": name, "type": kind} for name, kind in columns]


_JOINED = {"ordered": " → ", "strict": " ⇒ ", "any": " + "}


def _definition(question: Funnel) -> str:
    """The question in a line."""
    steps = _JOINED[question.order].join(f"({s.label})" if s.optional else s.label for s in question.steps)
    window = f"{question.window.value} {question.window.unit.replace('_', ' ')}(s)"
    parts = [f"funnel within {window}: {steps}"]
    if question.order != "ordered":
        parts.append("strict order" if question.order == "strict" else "any order")
    parts += [
        f"without {x.label} between {a} and {b}" for x in question.exclude for a, b in [question.span(x)]
    ]
    if question.hold is not None:
        held = question.hold if isinstance(question.hold, str) else " = ".join(question.hold)
        parts.append(f"same {held}")
    if question.per != "person":
        parts.append("per session" if question.per == "session" else f"per {question.per.property}")
    return "; ".join(parts)
