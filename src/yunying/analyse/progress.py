"""How far each unit of a funnel got: what the funnel and everything that builds on it share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.questions import Funnel
from yunying.analyse.units import make_units
from yunying.core import Refused, day_number
from yunying.kernels import EACH_STEP, FIRST_TOUCH, LAST_TOUCH, UNREAD, any_order_day, chains_day, funnel_day
from yunying.metrics import MAX_SELECTORS, Days, Groups, Marked, Selection, Selector, make_groups
from yunying.metrics.filters import Events
from yunying.store import Dataset, Day

Mask = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]
_NO_FLAGS = np.zeros(0, np.uint8)
_DAY_MS = 86_400_000
_EVERYTHING = Events(event=None, filters=[])


@dataclass(frozen=True)
class Progress:
    """How far each unit got. `reached[u]` has bit s for step s + 1; times in ms, valid where it is reached.

    `took[u, s]` since the first step, `took_last[u, s]` since the last required one, `between[u]` what the question's
    `times` ask for. `group[u]` of those who entered; with `attribute: each_step` `group[u, s]`. `stamp[u, s]`
    (where asked for) numbers the event by which the step was reached: see `Walker.first_rows`.
    """

    person: Longs
    reached: npt.NDArray[np.uint32]
    took: Longs
    took_last: Longs
    between: Longs
    group: npt.NDArray[np.int32]
    stamp: Longs

    def at(self, step: int, group: int | None = None) -> Mask:
        """Which units reached a step (from 1), of one group or of all."""
        mask: Mask = (self.reached & np.uint32(1 << (step - 1))) != 0
        if group is None:
            return mask
        own = self.group if self.group.ndim == 1 else self.group[:, step - 1]
        mask &= own == group
        return mask

    def within(self, group: int) -> Progress:
        """The units of one group that got anywhere, where a unit belongs to one: far fewer to look at than all."""
        units = np.flatnonzero((self.group == group) & (self.reached != 0))
        return Progress(
            self.person[units],
            self.reached[units],
            self.took[units],
            self.took_last[units],
            self.between[units],
            self.group[units],
            self.stamp[units] if len(self.stamp) else self.stamp,
        )

    def people(self, units: Mask) -> npt.NDArray[np.int64]:
        """The distinct people of some units, in order."""
        listed = self.person[units]  # in order, because units are
        people: Longs = listed[np.diff(listed, prepend=-1) != 0]
        return people


class Walker:
    """A funnel on one state of a project, ready to be walked: over its whole range, or by entry over some days."""

    def __init__(self, data: Dataset, question: Funnel, *, stamps: bool = False) -> None:
        check(question)
        self.data, self.question, self._stamps = data, question, stamps
        self.frame = Frame.take(data, question.range, marked=question.marked)
        selectors = [Selector.of(s, f"steps.{i}") for i, s in enumerate(question.steps)]
        selectors += [Selector.of(x, f"exclude.{i}") for i, x in enumerate(question.exclude)]
        if question.order == "strict":
            selectors.append(Selector((_EVERYTHING,), "steps"))
        selection = Selection(data, self.frame.view, selectors, question.filters)
        first, last = day_number(self.frame.days.first), day_number(self.frame.days.last)
        self.last_entry = last
        self.marked = selection.mark_all(self.frame.load(first, self._last_day(last)))
        entering = [m for m in self.marked if m.day.number <= last]
        self.groups = make_groups(data, self.frame.view, question.breakdown, entering, self._counted())
        self.units = make_units(data, self.frame.view, question, self.marked, self.frame.people)
        rows = np.cumsum([0, *(m.day.rows for m in self.marked)])
        self.first_rows = {m.day.number: int(n) for m, n in zip(self.marked, rows, strict=False)}
        """By day number: how many rows earlier days have. A row's stamp is this and its place in the day."""

    def _last_day(self, entry: int) -> int:
        """The last day on which a conversion of somebody who entered by day `entry` can end."""
        natural = self.question.window.natural_days
        if natural is not None:
            return entry + natural - 1
        return entry + -(-self.question.window.milliseconds // _DAY_MS) + 1

    def known(self, days: Days) -> bool:
        """Whether everything that decides the conversion of those who enter on these days has arrived."""
        after, natural = day_number(days.last) + 1, self.question.window.natural_days
        calendar = self.data.calendar
        if natural is not None:
            return calendar.day_start(after + natural - 1) <= self.frame.known_until
        return calendar.day_start(after) + self.question.window.milliseconds * 1000 <= self.frame.known_until

    def moments(self, stamps: Longs) -> Longs:
        """When the events with these stamps occurred (ms); 0 where there is none (−1)."""
        found = np.zeros(len(stamps), np.int64)
        for m in self.marked:
            place = stamps - self.first_rows[m.day.number]
            own = (place >= 0) & (place < m.day.rows) & (stamps >= 0)
            found[own] = m.day.ms[place[own]].astype(np.int64) + m.day.start_ms
        return found

    def deadlines(self, began: Longs) -> Longs:
        """The last moment (ms) of the windows of chains that began at these."""
        natural = self.question.window.natural_days
        if natural is None:
            return began + self.question.window.milliseconds
        last = np.zeros(len(began), np.int64)
        for m in self.marked:
            own = began >= m.day.start_ms
            last[own] = self.data.calendar.day_start(m.day.number + natural) // 1000 - 1
        return last

    def _counted(self) -> int:
        """The selectors whose events decide which values get a group of their own."""
        question = self.question
        if question.attribute == "step":
            any_order = question.order == "any"
            return (1 << len(question.steps)) - 1 if any_order else 1 << (question.attribute_step - 1)
        return (1 << len(question.steps)) - 1

    def walk(self, days: Days | None = None) -> Progress:
        """Walk every unit through the steps; entries on `days` only (those of the question by default)."""
        chosen = days or self.frame.days
        first, last = day_number(chosen.first), day_number(chosen.last)
        marked = [m for m in self.marked if first <= m.day.number <= self._last_day(last)]
        if self.question.order == "any":
            return self._walk_any_order(marked, last)
        return self._walk_plain(marked, last) if self._plain() else self._walk_chains(marked, last)

    def _plain(self) -> bool:
        """Whether nothing is asked for but ordered steps of people within elapsed time."""
        q, span = self.question, self.question.times_span
        plain = q.order == "ordered" and not q.exclude and q.hold is None and q.per == "person"
        plain = plain and not any(s.optional for s in q.steps) and q.window.natural_days is None
        plain = plain and q.attribute == "step" and q.attribute_step == 1 and not self._stamps
        return plain and (span is None or span[0] == 1 or span[0] == span[1] - 1)

    def _walk_plain(self, marked: list[Marked], last: int) -> Progress:
        people, steps = self.frame.people, len(self.question.steps)
        level, took, took_last, group = _results(people, steps)
        by_day = [
            self.groups.of_rows(m.day) if m.day.number <= last or self.groups.count == 1 else UNREAD
            for m in marked
        ]

        def walk(low: int, high: int) -> None:
            chain = np.full((high - low, 2 * steps), -1, np.int64)
            chain_group = np.zeros((high - low, steps), np.int32)
            reached_group = np.zeros((high - low, steps), np.int32)
            for m, rows in zip(marked, by_day, strict=True):
                funnel_day(
                    m.day.person, m.day.ms, m.day.event, m.lut, m.gate, rows, m.day.start_ms, steps,
                    self.question.window.milliseconds, m.day.number <= last, low, high,
                    chain, chain_group, level[low:high], took[low:high], took_last[low:high], reached_group,
                )  # fmt: skip
            furthest = np.maximum(level[low:high].astype(np.int64) - 1, 0)
            group[low:high] = np.take_along_axis(reached_group, furthest[:, None], axis=1)[:, 0]

        self.data.each_slice(walk, people, width=steps * 3)
        reached = ((np.uint64(1) << level.astype(np.uint64)) - np.uint64(1)).astype(np.uint32)
        between = took[:, 0]
        if span := self.question.times_span:
            between = (took if span[0] == 1 else took_last)[:, span[1] - 1]
        return Progress(self.units.person, reached, took, took_last, between, group, _no_stamps(steps))

    def _walk_chains(self, marked: list[Marked], last: int) -> Progress:
        question, units, steps = self.question, self.units, len(self.question.steps)
        before = np.array([question.before(s + 1) - 1 for s in range(steps)], np.int32)
        spans = np.array([[a - 1, b - 1] for a, b in map(question.span, question.exclude)], np.int32)
        spans = spans.reshape(-1, 2)
        strict, grouped = question.order == "strict", self.groups.count > 1
        attribute = _ATTRIBUTES.get(question.attribute, question.attribute_step - 1)
        mark = question.times.from_ - 1 if question.times else 0
        count = len(units.person)
        _, took, took_last, group_of = _results(count, steps, by_step=True)
        reached, since_mark = np.zeros(count, np.uint32), np.zeros((count, steps), np.int64)
        stamps = np.zeros((count if self._stamps else 0, steps), np.int64)
        touches = grouped and attribute in (FIRST_TOUCH, LAST_TOUCH)
        rows = [self.groups.of_rows(m.day) for m in marked]
        flags = [self.groups.is_set(m.day) if touches else _flags(m.day, grouped) for m in marked]

        def walk(low: int, high: int) -> None:
            own, keys = _bounds(units.first_unit, low, high), _bounds(units.first_key, low, high)
            width = keys.stop - keys.start
            chain = np.full((width, 5 * steps), -1, np.int64)
            chain_group = np.full((width if grouped else 1, steps), -1, np.int32)
            killed = np.full((width, len(spans)), -1, np.int64)
            killed_all = np.full((own.stop - own.start if question.hold else 1, len(spans)), -1, np.int64)
            latest = np.full(own.stop - own.start if strict else 1, -1, np.int64)
            for m, group, is_set in zip(marked, rows, flags, strict=True):
                chains_day(
                    m.day.person, m.day.ms, m.day.event, m.lut, m.gate, units.unit_of(m.day), units.key_of(m.day),
                    group, is_set, m.day.start_ms, self.first_rows[m.day.number], before, units.held, spans, strict,
                    attribute, mark, question.window.milliseconds, self._earliest(m.day), m.day.number <= last,
                    low, high, own.start, keys.start, chain, chain_group, killed, killed_all, latest,
                    reached[own], took[own], took_last[own], since_mark[own], stamps[own if len(stamps) else slice(0)],
                    group_of[own],
                )  # fmt: skip

        self._each_slice(walk, 8 * steps)
        between = since_mark[:, question.times_span[1] - 1] if question.times_span else since_mark[:, 0]
        group = self._groups_of(reached, group_of)
        return Progress(units.person, reached, took, took_last, between, group, stamps)

    def _walk_any_order(self, marked: list[Marked], last: int) -> Progress:
        question, units, steps = self.question, self.units, len(self.question.steps)
        each_step = question.attribute == "each_step"
        count = len(units.person)
        _, took, took_last, group_of = _results(count, steps, by_step=True)
        reached = np.zeros(count, np.uint32)
        stamps = np.zeros((count if self._stamps else 0, steps), np.int64)
        rows = [self.groups.of_rows(m.day) for m in marked]

        def walk(low: int, high: int) -> None:
            own, keys = _bounds(units.first_unit, low, high), _bounds(units.first_key, low, high)
            width = keys.stop - keys.start
            slots = np.full((width, 3 * steps), -1, np.int64)
            slot_group, entry_group = np.zeros((width, steps), np.int32), np.zeros(width, np.int32)
            entry, killed = np.full((2, width), -1, np.int64), np.full(width, -1, np.int64)
            killed_all = np.full(own.stop - own.start, -1, np.int64)
            for m, group in zip(marked, rows, strict=True):
                any_order_day(
                    m.day.person, m.day.ms, m.day.event, m.lut, m.gate, units.unit_of(m.day), units.key_of(m.day),
                    group, m.day.start_ms, self.first_rows[m.day.number], steps, units.held, each_step,
                    question.window.milliseconds, self._earliest(m.day), m.day.number <= last, low, high,
                    own.start, keys.start, slots, slot_group, entry, entry_group, killed, killed_all,
                    reached[own], took[own], stamps[own if len(stamps) else slice(0)], group_of[own],
                )  # fmt: skip

        self._each_slice(walk, 6 * steps)
        between = took[:, question.times_span[1] - 1] if question.times_span else took[:, 0]
        group = self._groups_of(reached, group_of)
        return Progress(units.person, reached, took, took_last, between, group, stamps)

    def _each_slice(self, walk: Callable[[int, int], None], width: int) -> None:
        # As many cells a person as keys there are for each.
        people = self.frame.people
        self.data.each_slice(walk, people, width=width * max(1, -(-self.units.keys // max(people, 1))))

    def _earliest(self, day: Day) -> int:
        """The first moment at which a chain that may still go on on this day can have begun (ms)."""
        natural = self.question.window.natural_days
        return 0 if natural is None else self.data.calendar.day_start(day.number - natural + 1) // 1000

    def _groups_of(
        self, reached: npt.NDArray[np.uint32], group_of: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.int32]:
        """Each unit's group: of the chain that took it furthest, or with `each_step` of each step."""
        several = self.question.breakdown if isinstance(self.question.breakdown, list) else None
        unset = self.groups.index(None if several is None else [None] * len(several))
        group_of[group_of < 0] = self.groups.count - 1 if unset is None else unset
        if self.question.attribute == "each_step":
            return group_of
        furthest = np.zeros(len(reached), np.int64)
        for s in range(group_of.shape[1]):
            furthest[(reached >> np.uint32(s) & np.uint32(1)) != 0] = s
        return np.take_along_axis(group_of, furthest[:, None], axis=1)[:, 0]


_ATTRIBUTES = {"first_touch": FIRST_TOUCH, "last_touch": LAST_TOUCH, "each_step": EACH_STEP}


def _results(
    units: int, steps: int, *, by_step: bool = False
) -> tuple[npt.NDArray[np.int8], Longs, Longs, npt.NDArray[np.int32]]:
    return (
        np.zeros(units, np.int8),
        np.zeros((units, steps), np.int64),
        np.zeros((units, steps), np.int64),
        np.zeros((units, steps) if by_step else units, np.int32),
    )


def _no_stamps(steps: int) -> Longs:
    return np.zeros((0, steps), np.int64)


def _flags(day: Day, grouped: bool) -> npt.NDArray[np.uint8]:
    return np.zeros(day.rows, np.uint8) if grouped else _NO_FLAGS


def _bounds(first: Longs, low: int, high: int) -> slice:
    return slice(int(first[low]), int(first[high]))


def check(question: Funnel) -> None:
    """Refuse options that cannot be meant together, naming the field."""
    steps = len(question.steps)
    selectors = steps + len(question.exclude) + (question.order == "strict")
    if selectors > MAX_SELECTORS:
        raise Refused(
            "too_many_steps",
            f"Steps and exclusions are {selectors} together, more than {MAX_SELECTORS}; leave some out.",
            field="exclude",
        )
    _check_steps(question, steps)
    for i, x in enumerate(question.exclude):
        check_span(question, question.span(x), f"exclude.{i}")
    if question.times_span is not None:
        check_span(question, question.times_span, "times", optional_end=True)
    if isinstance(question.hold, list) and len(question.hold) != steps:
        raise Refused(
            "wrong_number_of_properties",
            f"`hold` names {len(question.hold)} properties for {steps} steps; name one, or one for each step.",
            field="hold",
        )
    if question.attribute_step > steps:
        raise _no_step(question.attribute_step, steps, "attribute_step")
    if question.order == "any":
        _check_any_order(question)


def _check_steps(question: Funnel, steps: int) -> None:
    for i in {0, steps - 1}:
        if question.steps[i].optional:
            raise Refused(
                "step_must_be_required",
                f"Step {i + 1} is the {'last' if i else 'first'} one and cannot be optional; leave it out instead.",
                field=f"steps.{i}.optional",
            )


def check_span(question: Funnel, span: tuple[int, int], field: str, *, optional_end: bool = False) -> None:
    """Refuse two steps that are not there, not required, or not one before the other."""
    field = f"{field}." if field else ""
    steps = len(question.steps)
    for name, step in zip(("from", "to"), span, strict=True):
        if step > steps:
            raise _no_step(step, steps, f"{field}{name}")
        if question.steps[step - 1].optional and not (optional_end and name == "to"):
            raise Refused(
                "step_is_optional",
                f"Step {step} is optional, so there may be nothing to count from; name a required step.",
                field=f"{field}{name}",
            )
    if span[0] >= span[1]:
        raise Refused(
            "steps_out_of_order",
            f"Step {span[0]} does not come before step {span[1]}; name two steps, the earlier one first.",
            field=f"{field}to",
        )


def _check_any_order(question: Funnel) -> None:
    wrong = [(f"exclude.{i}.from", x.from_ or x.to) for i, x in enumerate(question.exclude)]
    wrong += [(f"steps.{i}.optional", s.optional) for i, s in enumerate(question.steps)]
    wrong.append(("times.from", question.times is not None and question.times.from_ > 1))
    wrong.append(("attribute", question.attribute in ("first_touch", "last_touch")))
    wrong.append(("attribute_step", question.attribute == "step" and question.attribute_step > 1))
    for field, is_wrong in wrong:
        if is_wrong:
            raise Refused(
                "no_order_of_steps",
                "Steps in any order have no step before or after another; leave this out, or ask for ordered steps.",
                field=field,
            )


def _no_step(step: int, steps: int, field: str) -> Refused:
    return Refused(
        "no_such_step", f"There is no step {step}; the funnel has {steps}.", field=field, step=step
    )


def shown(groups: Groups, progress: Progress) -> Sequence[int]:
    """Every group that has people; the single group even without."""
    if not groups.apart:
        return [0]
    if progress.group.ndim == 1:
        return [g for g in range(groups.count) if progress.at(1, g).any()]
    steps = range(1, progress.group.shape[1] + 1)
    return [g for g in range(groups.count) if any(progress.at(s, g).any() for s in steps)]
