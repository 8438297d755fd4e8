"""Sessions: how many, how long, how deep, with what they begin and end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yunying.analyse.frame import Frame
from yunying.analyse.grouping import bucket_of, columns, group_at, shown
from yunying.analyse.questions import Sessions
from yunying.analyse.spread import Spread, different_people
from yunying.core import day_number
from yunying.kernels import first_match_day
from yunying.metrics import (
    OTHER,
    Answer,
    Behind,
    Buckets,
    Groups,
    Label,
    Selection,
    Selector,
    SessionTable,
    address,
    bad_address,
    check_size,
    make_buckets,
    make_groups,
    parse_address,
    session_table,
)
from yunying.store import Dataset

Ints = npt.NDArray[np.int64]
_TOPS = ("entry_page", "exit_page", "entry_event", "exit_event")


@dataclass(frozen=True)
class Folded:
    """The sessions that count: places in the table, with the bucket and group of each."""

    frame: Frame
    question: Sessions
    buckets: Buckets
    groups: Groups
    table: SessionTable
    chosen: Ints
    bucket: Ints
    group: Ints


def fold(data: Dataset, question: Sessions) -> Folded:
    """Find the sessions of the range that match."""
    frame = Frame.take(data, question.range, marked=question.marked)
    selection = Selection(data, frame.view, [Selector.of(question.event, "event")], question.filters)
    buckets = make_buckets(frame.days, question.interval, data.calendar, frame.known_until)
    table = session_table(data, frame.view)
    first, last = day_number(frame.days.first), day_number(frame.days.last)
    low, high = _begun_before(table, first), _begun_before(table, last + 1)
    # Of sessions that began inside the range, events after it count too.
    ends = data.calendar.day_at(int(table.ended[low:high].max()) * 1000) if high > low else last
    marked = selection.mark_all(frame.load(first, max(ends, last)))
    groups = make_groups(data, frame.view, question.breakdown, [m for m in marked if m.day.number <= last], 1)
    check_size(len(buckets) * groups.count, "interval", "choose a longer interval or fewer groups")
    found = np.full(high - low, -1, np.int32)
    for m in marked:
        group = groups.of_rows(m.day)
        first_match_day(table.rows[m.day.number], m.day.event, m.lut, m.gate, group, low, high, found)
    chosen = low + np.flatnonzero(found >= 0)
    return Folded(
        frame, question, buckets, groups, table, chosen,
        bucket_of(table.started[chosen], buckets.buckets), found[chosen - low].astype(np.int64),
    )  # fmt: skip


def _begun_before(table: SessionTable, day: int) -> int:
    """How many sessions began on days before this one."""
    for number, count in table.before.items():
        if number >= day:
            return count
    return len(table.started)


def answer(data: Dataset, question: Sessions) -> Answer:
    """A row: `bucket, [breakdown], sessions, people, sessions_per_person, mean_seconds, median_seconds,
    events_per_session, pageviews_per_session, bounced, bounce_rate, complete, address, bounced_address`. A session
    lasts from its first to its last event, and is bounced where it has one event at most apart from leaving pages.
    `totals.rows` has the same over the whole range for each group. `totals.entry_page`, `exit_page`, `entry_event` and
    `exit_event` list with what most sessions begin and end, all groups together: `value, sessions, share, people,
    bounce_rate, address`; `"$other"` is the rest, `null` sessions without one. The people's numbers are of sessions.
    """
    folded = fold(data, question)
    size = folded.groups.count
    rows = _rows(folded, folded.bucket * size + folded.group, len(folded.buckets))
    return Answer(
        columns=columns(
            folded.groups,
            ("bucket", "time" if question.interval == "hour" else "day"),
            ("breakdown", "value"),
            *_FIGURES,
            ("complete", "boolean"),
            ("address", "address"),
            ("bounced_address", "address"),
        ),
        rows=rows,
        totals={"rows": _rows(folded, folded.group, None), **{name: _top(folded, name) for name in _TOPS}},
        provenance=folded.frame.provenance(
            f"sessions by {question.interval}: {question.event.label}",
            question.filters,
            incomplete=any(not b.complete for b in folded.buckets.buckets),
        ),
    )


_FIGURES = (
    ("sessions", "number"),
    ("people", "number"),
    ("sessions_per_person", "number"),
    ("mean_seconds", "seconds"),
    ("median_seconds", "seconds"),
    ("events_per_session", "number"),
    ("pageviews_per_session", "number"),
    ("bounced", "number"),
    ("bounce_rate", "rate"),
)


def _rows(folded: Folded, cell: Ints, buckets: int | None) -> list[dict[str, Any]]:
    """Figures by bucket and group, or by group alone."""
    table, chosen, size = folded.table, folded.chosen, folded.groups.count
    cells = (buckets or 1) * size if buckets is not None else size
    sessions = np.bincount(cell, minlength=cells)
    people = different_people(cell, table.person[chosen], cells)
    spread = Spread.of(cell, (table.ended[chosen] - table.started[chosen]) / 1000, cells)
    means, medians = spread.means(), spread.quantiles(0.5)
    events, pageviews, bounced = (
        np.bincount(cell, weights=values[chosen], minlength=cells)
        for values in (table.events, table.pageviews, table.bounced)
    )
    rows: list[dict[str, Any]] = []
    for g in _shown(folded):
        group = folded.groups.named(g)
        for b in range(buckets) if buckets is not None else (None,):
            c = g if b is None else b * size + g
            n = int(sessions[c])
            bucket = None if b is None else folded.buckets.buckets[b]
            at = {"total": True} if bucket is None else {"bucket": bucket.label}
            rows.append(
                {
                    **({} if bucket is None else {"bucket": bucket.label}),
                    **group,
                    "sessions": n,
                    "people": int(people[c]),
                    "sessions_per_person": n / int(people[c]) if n else None,
                    "mean_seconds": means[c],
                    "median_seconds": medians[c],
                    "events_per_session": float(events[c]) / n if n else None,
                    "pageviews_per_session": float(pageviews[c]) / n if n else None,
                    "bounced": int(bounced[c]),
                    "bounce_rate": int(bounced[c]) / n if n else None,
                    **({} if bucket is None else {"complete": bucket.complete}),
                    "address": address(**at, **group),
                    "bounced_address": address(**at, **group, bounced=True),
                }
            )
    return rows


@dataclass(frozen=True)
class _Ranked:
    """The most frequent texts of sessions: the place of each session, and the text of each place."""

    place: Ints
    values: tuple[Label, ...]


def _rank(folded: Folded, name: str) -> _Ranked:
    labels, codes = folded.table.texts[name]
    mine = codes[folded.chosen].astype(np.int64)
    counts = np.bincount(mine + 1, minlength=len(labels) + 1)
    texts = pa.concat_arrays([pa.nulls(1, pa.string()), labels.cast(pa.string())])
    ranked = pa.table({"code": np.arange(len(texts)), "value": texts, "n": counts}).sort_by(
        [("n", "descending"), ("value", "ascending")]
    )
    # A text that is spelled like the name of the rest is part of it.
    own = [
        (code, value)
        for code, value, n in zip(*(ranked[c].to_pylist() for c in ("code", "value", "n")), strict=True)
        if n and value != OTHER
    ][: folded.question.top]
    place = np.full(len(texts), len(own), np.int64)
    place[[code for code, _ in own]] = np.arange(len(own))
    return _Ranked(place[mine + 1], (*(value for _, value in own), OTHER))


def _top(folded: Folded, name: str) -> list[dict[str, Any]]:
    ranked, table, chosen = _rank(folded, name), folded.table, folded.chosen
    places = len(ranked.values)
    sessions = np.bincount(ranked.place, minlength=places)
    people = different_people(ranked.place, table.person[chosen], places)
    bounced = np.bincount(ranked.place, weights=table.bounced[chosen], minlength=places)
    return [
        {
            "value": value,
            "sessions": int(sessions[p]),
            "share": int(sessions[p]) / len(chosen),
            "people": int(people[p]),
            "bounce_rate": int(bounced[p]) / int(sessions[p]),
            "address": address(**{name: value}),
        }
        for p, value in enumerate(ranked.values)
        if sessions[p]
    ]


def _shown(folded: Folded) -> list[int]:
    """Groups that have rows."""
    return shown(folded.groups, np.bincount(folded.group, minlength=folded.groups.count) > 0)


def behind(data: Dataset, question: Sessions, text: str) -> Behind:
    """The people of one figure, and how many of its sessions each has."""
    at = parse_address(text, {"total", "bucket", "breakdown", "bounced", *_TOPS})
    folded = fold(data, question)
    tops = [name for name in _TOPS if name in at]
    if tops:
        chosen = _of_top(folded, tops[0], at, text)
    else:
        group = group_at(at, folded.groups, text)
        if len({"total", "bucket"} & at.keys()) != 1 or any(
            at.get(k, True) is not True for k in ("total", "bounced")
        ):
            raise bad_address(text)
        chosen = folded.group == group
        if "bucket" in at:
            bucket = folded.buckets.index(at["bucket"])
            if bucket is None:
                raise bad_address(text)
            chosen &= folded.bucket == bucket
        if "bounced" in at:
            chosen &= folded.table.bounced[folded.chosen]
    people, counts = np.unique(folded.table.person[folded.chosen[chosen]], return_counts=True)
    return Behind(people.astype(np.int64), counts)


def _of_top(folded: Folded, name: str, at: dict[str, Any], text: str) -> npt.NDArray[np.bool_]:
    ranked = _rank(folded, name)
    if len(at) != 1 or at[name] not in ranked.values:
        raise bad_address(text)
    chosen: npt.NDArray[np.bool_] = ranked.place == ranked.values.index(at[name])
    return chosen
