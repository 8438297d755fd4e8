"""LTV: what the people won in one period have paid by the time since they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.grouping import columns, group_at, shown
from yunying.analyse.questions import Amounts, Ltv
from yunying.core import Calendar, Refused, day_number, day_of
from yunying.kernels import ONE_GROUP, RowGroups, ltv_day
from yunying.metrics import (
    Answer,
    Behind,
    Bucket,
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

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_DAY = 86_400_000
_UNIT = {"day": _DAY, "week": 7 * _DAY, "month": 30 * _DAY}
"""Rolling ages, in ms."""
MAX_AGES = 1001
_NO_AMOUNT = np.zeros(0, np.float64)
_NO_AMOUNT.flags.writeable = False


@dataclass(frozen=True)
class Cohort:
    """The people won in one period: its label, how many ages have begun for them, and how many are over for all."""

    label: str
    begun: int
    over: int


@dataclass(frozen=True)
class Folded:
    """An LTV question answered person by person, and added up by (cohort, group, age)."""

    frame: Frame
    question: Ltv
    groups: Groups
    cohorts: list[Cohort]
    cohort: npt.NDArray[np.int32]
    """Each person's; negative where they were not won in the range."""
    group: npt.NDArray[np.int32]
    paid: npt.NDArray[np.int32]
    """The age at which each first paid; −1: never."""
    gross: Floats
    refunds: Floats

    @property
    def ages(self) -> int:
        """How many ages are told apart."""
        return int(self.gross.shape[2])


def fold(data: Dataset, question: Ltv) -> Folded:
    """Find out who was won when, and what they paid since."""
    _check_costs(question)
    frame = Frame.take(data, question.range, marked=question.marked)
    refs = [question.acquired, question.revenue, *([question.refunds] if question.refunds else [])]
    fields = ("acquired", "revenue", "refunds")
    selectors = [Selector.of(ref, field) for ref, field in zip(refs, fields, strict=False)]
    selection = Selection(data, frame.view, selectors, question.filters)
    revenue = _amounts(frame, question.revenue, "revenue")
    refund = _amounts(frame, question.refunds, "refunds") if question.refunds else None
    buckets = make_buckets(frame.days, question.cohort, data.calendar, frame.known_until)
    begun = [b for b in buckets.buckets if b.start <= frame.known_until]
    cohorts = [_cohort(frame, question, b) for b in begun]
    ages = max((c.begun for c in cohorts), default=0)
    first, last = day_number(frame.days.first), day_number(frame.days.last)
    marked = selection.mark_all(frame.load(None, None))
    winning = [m for m in marked if first <= m.day.number <= last]
    groups = make_groups(data, frame.view, question.breakdown, winning, 1)
    check_size(
        len(cohorts) * groups.count * ages, "ages", "ask for fewer ages, or longer ones, or fewer groups"
    )
    by_day = [buckets.first_of(m.day.number) if first <= m.day.number <= last else -1 for m in marked]
    return _walk(frame, question, groups, cohorts, marked, by_day, (revenue, refund), max(ages, 1))


def _check_costs(question: Ltv) -> None:
    for i, cost in enumerate(question.cost if isinstance(question.cost, list) else ()):
        if (cost.per_person is None) == (cost.total is None):
            raise Refused(
                "one_cost_wanted",
                f"cost.{i}: say what it cost, either `per_person` or in `total`.",
                field=f"cost.{i}",
            )
        if cost.group is not None and question.breakdown is None:
            raise Refused(
                "group_not_wanted",
                f"cost.{i}: there are no groups without a breakdown; leave `group` out, or add a breakdown.",
                field=f"cost.{i}.group",
            )


def _walk(
    frame: Frame,
    question: Ltv,
    groups: Groups,
    cohorts: list[Cohort],
    marked: Sequence[Marked],
    by_day: Sequence[int],
    amounts: tuple[Reader, Reader | None],
    ages: int,
) -> Folded:
    people, shape = frame.people, (max([len(cohorts), *(c + 1 for c in by_day)]), groups.count, ages)
    cohort, paid = np.full((2, people), -1, np.int32)
    group = np.zeros(people, np.int32)
    unit = _UNIT[question.age] if question.counting == "rolling" else 0
    days: list[tuple[Marked, RowGroups, Floats, Floats, int, int]] = [
        (
            m,
            groups.of_rows(m.day) if c >= 0 else ONE_GROUP,
            _read(amounts[0], m, 2),
            _read(amounts[1], m, 4),
            _period(frame.data.calendar, m.day.number, question),
            c,
        )
        for m, c in zip(marked, by_day, strict=True)
    ]

    def walk(low: int, high: int) -> tuple[Floats, Floats]:
        gross, back = np.zeros(shape), np.zeros(shape)
        since = np.zeros(high - low, np.int64)
        for m, of, revenue, refund, period, c in days:
            ltv_day(
                m.day.person, m.day.ms, m.day.event, m.lut, m.gate, of, revenue, refund,
                m.day.start_ms, period, unit, c, low, high,
                since, cohort[low:high], group[low:high], paid[low:high], gross, back,
            )  # fmt: skip
        return gross, back

    parts = frame.data.each_slice(walk, people, width=5)
    gross = sum((g for g, _ in parts), start=np.zeros(shape))
    back = sum((b for _, b in parts), start=np.zeros(shape))
    return Folded(frame, question, groups, cohorts, cohort, group, paid, gross, back)


def _read(read: Reader | None, marked: Marked, bit: int) -> Floats:
    """Amounts by row; nothing on days without such events."""
    if read is None or not (marked.lut & np.uint32(bit)).any():
        return _NO_AMOUNT
    # Stored ones are mapped and so read-only; derived ones are made the same type for the kernel.
    amounts = read(marked.day).numbers.view()
    amounts.flags.writeable = False
    return amounts


def _amounts(frame: Frame, amounts: Amounts, field: str) -> Reader:
    prop = find_property(frame.view, amounts.property, "event", f"{field}.property")
    if prop.type != "number":
        raise Refused(
            "property_not_numeric",
            f"{prop.name!r} is {prop.type}; an amount needs a number.",
            field=f"{field}.property",
            property=prop.name,
            type=prop.type,
        )
    return reader(frame.data, frame.view, prop)


def _period(calendar: Calendar, day: int, question: Ltv) -> int:
    """The number of the day's period; the difference of two is how many periods lie between them."""
    if question.counting == "rolling":
        return 0
    start = calendar.period_start(day_of(day), question.age)
    if question.age == "month":
        return start.year * 12 + start.month
    return day_number(start) // (7 if question.age == "week" else 1)


def _cohort(frame: Frame, question: Ltv, bucket: Bucket) -> Cohort:
    """The cohort of a period: an age has begun once it can have for the first of its people, and is over once it is
    for all."""
    calendar, known = frame.data.calendar, frame.known_until
    most = MAX_AGES if question.ages is None else question.ages + 1
    if question.counting == "rolling":
        unit = _UNIT[question.age] * 1000
        begun = (known - bucket.start) // unit + 1
        over = (known - bucket.end) // unit
    else:
        first = calendar.period_start(day_of(bucket.start_day), question.age)
        last = calendar.period_start(
            calendar.next_period(day_of(bucket.start_day), question.cohort) - timedelta(days=1), question.age
        )
        begun, over = _passed(calendar, first, question, known), _passed(calendar, last, question, known) - 1
    complete = bucket.complete
    return Cohort(bucket.label, min(begun, most), min(over, most) if complete else 0)


def _passed(calendar: Calendar, start: date, question: Ltv, known: int) -> int:
    """How many periods from the one that starts on `start` have begun."""
    today = calendar.period_start(day_of(calendar.day_at(known)), question.age)
    first, last = (_period(calendar, day_number(d), question) for d in (start, today))
    return last - first + 1


def answer(data: Dataset, question: Ltv) -> Answer:
    """A row: `cohort` (first day of its period), `[breakdown], age, people, gross, refunds, value, per_person,
    payers, paying_rate, complete, address, payers_address`. `people` is the whole cohort; `value` is `gross` less
    `refunds`, all up to and with the age; `payers` are people with revenue above 0 by then. A cell is `complete` once
    the age is over for everybody the cohort can have; only ages that have begun are shown. `totals.ages` adds up
    cohorts at equal age: `[breakdown], age, cohorts` (how many), `people, gross, refunds, value, per_person, payers,
    paying_rate, complete, address, payers_address`: only those complete at it, or, where none is, all. With `cost`,
    `totals.payback` has `cohort, [breakdown], people, cost_per_person, cost, value, payback_age, address`: the first
    age shown at which the cohort's value has reached its cost, and the value by the last.
    """
    folded = fold(data, question)
    figures = _figures(folded)
    shown = _shown(folded)
    return Answer(
        columns=columns(
            folded.groups,
            ("cohort", "day"),
            ("breakdown", "value"),
            ("age", "number"),
            *_FIGURES,
            ("complete", "boolean"),
            ("address", "address"),
            ("payers_address", "address"),
        ),
        rows=[row for g in shown for c in range(len(folded.cohorts)) for row in _rows(folded, figures, c, g)],
        totals={
            "ages": [row for g in shown for row in _by_age(folded, figures, g)],
            "payback": [_payback(folded, figures, c, g) for g in shown for c in range(len(folded.cohorts))]
            if question.cost is not None
            else [],
        },
        provenance=folded.frame.provenance(
            _definition(question),
            question.filters,
            incomplete=any(c.over < c.begun for c in folded.cohorts),
        ),
    )


_FIGURES = (
    ("people", "number"),
    ("gross", "number"),
    ("refunds", "number"),
    ("value", "number"),
    ("per_person", "number"),
    ("payers", "number"),
    ("paying_rate", "rate"),
)


@dataclass(frozen=True)
class _Figures:
    """Cumulative figures by (cohort, group, age), and people by (cohort, group)."""

    people: Ints
    gross: Floats
    refunds: Floats
    payers: Ints

    def row(self, cells: Sequence[tuple[int, int]], age: int) -> dict[str, Any]:
        """The figures of some cohorts and groups together, at one age."""
        people = sum(int(self.people[c]) for c in cells)
        gross = float(sum(self.gross[(*c, age)] for c in cells))
        refunds = float(sum(self.refunds[(*c, age)] for c in cells))
        payers = sum(int(self.payers[(*c, age)]) for c in cells)
        return {
            "people": people,
            "gross": gross,
            "refunds": refunds,
            "value": gross - refunds,
            "per_person": (gross - refunds) / people if people else None,
            "payers": payers,
            "paying_rate": payers / people if people else None,
        }


def _figures(folded: Folded) -> _Figures:
    cohorts, groups, ages = folded.gross.shape
    won = folded.cohort >= 0
    cell = folded.cohort[won].astype(np.int64) * groups + folded.group[won]
    people = np.bincount(cell, minlength=cohorts * groups).reshape(cohorts, groups)
    paid = folded.paid[won]
    payers = np.bincount(cell[paid >= 0] * ages + paid[paid >= 0], minlength=cohorts * groups * ages)
    return _Figures(
        people,
        folded.gross.cumsum(axis=2),
        folded.refunds.cumsum(axis=2),
        payers.reshape(cohorts, groups, ages).cumsum(axis=2),
    )


def _rows(folded: Folded, figures: _Figures, c: int, g: int) -> list[dict[str, Any]]:
    cohort, group = folded.cohorts[c], folded.groups.named(g)
    return [
        {
            "cohort": cohort.label,
            **group,
            "age": age,
            **figures.row([(c, g)], age),
            "complete": age < cohort.over,
            "address": address(cohort=cohort.label, **group),
            "payers_address": address(cohort=cohort.label, **group, age=age, payers=True),
        }
        for age in range(cohort.begun)
    ]


def _by_age(folded: Folded, figures: _Figures, g: int) -> list[dict[str, Any]]:
    group = folded.groups.named(g)
    rows = []
    for age in range(max((c.begun for c in folded.cohorts), default=0)):
        chosen, complete = _equal(folded.cohorts, age)
        rows.append(
            {
                **group,
                "age": age,
                "cohorts": len(chosen),
                **figures.row([(c, g) for c in chosen], age),
                "complete": complete,
                "address": address(total=True, **group, age=age),
                "payers_address": address(total=True, **group, age=age, payers=True),
            }
        )
    return rows


def _equal(cohorts: Sequence[Cohort], age: int) -> tuple[list[int], bool]:
    """The cohorts to compare at an age: those for which it is over, or else all for which it has begun."""
    over = [c for c, cohort in enumerate(cohorts) if age < cohort.over]
    return over or [c for c, cohort in enumerate(cohorts) if age < cohort.begun], bool(over)


def _payback(folded: Folded, figures: _Figures, c: int, g: int) -> dict[str, Any]:
    cohort, group = folded.cohorts[c], folded.groups.named(g)
    people = int(figures.people[c, g])
    each, cost = _cost(folded.question, cohort.label, group, people)
    value = (figures.gross - figures.refunds)[c, g, : cohort.begun]
    reached = np.flatnonzero(value >= (np.inf if cost is None or not people else cost))
    return {
        "cohort": cohort.label,
        **group,
        "people": people,
        "cost_per_person": each,
        "cost": cost,
        "value": float(value[-1]),
        "payback_age": int(reached[0]) if len(reached) else None,
        "address": address(cohort=cohort.label, **group),
    }


def _cost(
    question: Ltv, cohort: str, group: dict[str, Any], people: int
) -> tuple[float | None, float | None]:
    """What each person of a cohort and group cost, and all of them; None where it is not said."""
    if not isinstance(question.cost, list):
        each = question.cost
        return each, None if each is None else each * people
    for cost in question.cost:
        fits = cost.cohort in (None, cohort) and (cost.group is None or _same(cost.group, group["breakdown"]))
        if fits and cost.total is not None:
            return cost.total / people if people else None, cost.total
        if fits and cost.per_person is not None:
            return cost.per_person, cost.per_person * people
    return None, None


def _same(a: object, b: object) -> bool:
    return isinstance(a, bool) == isinstance(b, bool) and a == b


def behind(data: Dataset, question: Ltv, text: str) -> Behind:
    """The people of a cohort, or of those compared at an age; all, or who paid by then."""
    at = parse_address(text, {"cohort", "total", "breakdown", "age", "payers"})
    age, payers = at.get("age"), "payers" in at
    if ("cohort" in at) == ("total" in at) or any(at.get(k, True) is not True for k in ("total", "payers")):
        raise bad_address(text)
    # A cohort's people are the same at every age; those compared at an age, and who paid by it, are not.
    if ("age" in at) != ("total" in at or payers) or ("age" in at and (type(age) is not int or age < 0)):
        raise bad_address(text)
    folded = fold(data, question)
    group = group_at(at, folded.groups, text)
    chosen = [c for c, cohort in enumerate(folded.cohorts) if cohort.label == at.get("cohort")]
    if "total" in at:
        chosen, _ = _equal(folded.cohorts, at["age"])
    if not chosen or (age is not None and age >= max(folded.cohorts[c].begun for c in chosen)):
        raise bad_address(text)
    people = np.isin(folded.cohort, chosen) & (folded.group == group)
    if payers:
        people &= (folded.paid >= 0) & (folded.paid <= at["age"])
    return Behind(np.flatnonzero(people))


def _shown(folded: Folded) -> list[int]:
    """Groups that have rows."""
    return shown(
        folded.groups, np.bincount(folded.group[folded.cohort >= 0], minlength=folded.groups.count) > 0
    )


def _definition(question: Ltv) -> str:
    less = f" less {question.refunds.property} of {question.refunds.label}" if question.refunds else ""
    return (
        f"ltv by {question.counting} {question.age}, {question.cohort} cohorts of {question.acquired.label}: "
        f"{question.revenue.property} of {question.revenue.label}{less}"
    )
