"""Attribution: which touches deserve the credit for conversions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from yunying.analyse.frame import Frame
from yunying.analyse.questions import Attribution
from yunying.analyse.questions.attribution import Model
from yunying.core import Refused, day_number
from yunying.kernels import count_rows_day, credit_journeys, place_rows_day
from yunying.kernels.rows import matching_rows
from yunying.metrics import (
    OTHER,
    Answer,
    AnyOf,
    Behind,
    Condition,
    Events,
    Filter,
    Groups,
    Label,
    Marked,
    Reader,
    Selection,
    Selector,
    address,
    bad_address,
    find_property,
    make_groups,
    parse_address,
    reader,
)
from yunying.store import Dataset, Property

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
NO_TOUCH = "$none"
_MODELS: tuple[str, ...] = get_args(Model)
"""In the order of the kernel's numbers."""
_DAY = 86_400_000
_NO_GROUPS = np.zeros(0, np.int32)
_NO_NUMBERS = np.zeros(0)
_NO_NUMBERS.flags.writeable = False  # as what is read: kernels are compiled for it
_ALL = -1


@dataclass(frozen=True)
class Touches:
    """What touches are called; the last label is that of no touch. `place` has the label of each of the `groups`, or
    without a breakdown of each touch asked for.
    """

    labels: tuple[Label, ...]
    groups: Groups | None
    place: Ints

    def index(self, label: object) -> int | None:
        """The group of a label; None where there is none."""
        wanted = json.dumps(label)
        return next((g for g, known in enumerate(self.labels) if json.dumps(known) == wanted), None)


@dataclass(frozen=True)
class Part:
    """Touches and conversions of one day: its `rows`, the `group` of each (none without a breakdown), and what every
    row of the day is worth (nothing where nobody asks).
    """

    marked: Marked
    rows: Ints
    group: Ints
    worth: Floats


@dataclass(frozen=True)
class Credited:
    """What every model gives to every touch; shapes as in `credit_journeys`."""

    frame: Frame
    touches: Touches
    credit: Floats
    people: Longs
    assisted: Longs
    steps: Longs
    totals: Floats
    seen: Longs
    """Touches of each group inside the range."""
    hit: npt.NDArray[np.uint8]


def fold(data: Dataset, question: Attribution, wanted: tuple[int, Label] | None = None) -> Credited:
    """Credit every conversion; whom the `wanted` model (`_ALL`: any) credits to a touch is marked in `hit`."""
    frame = Frame.take(data, question.range, marked=question.marked)
    value = _value(frame, question)
    selectors = [Selector.of(question.conversion, "conversion")]
    selectors += [Selector.of(touch, f"touches.{i}") for i, touch in enumerate(question.touches)]
    direct_bit = 0
    if (direct := _direct(frame, question)) is not None:
        direct_bit = 1 << len(selectors)
        selectors.append(direct)
    selection = Selection(data, frame.view, selectors, question.filters)
    first, last = day_number(frame.days.first), day_number(frame.days.last)
    reach = -(-question.window.milliseconds // _DAY) + 1
    marked = selection.mark_all(frame.load(first - reach, last))
    touch_bits = ((1 << len(question.touches)) - 1) << 1
    inside = [m for m in marked if m.day.number >= first]
    touches = _touches(data, frame, question, inside, touch_bits)
    matter = _who_matters(frame, question, touches, inside)

    def take(m: Marked) -> Part:
        found, count = matching_rows(m.day.event, m.lut & np.uint32(touch_bits | 1), m.gate, 0, m.day.rows)
        rows = found[:count]
        rows = rows.copy() if matter is None else rows[matter[m.day.person[rows]]]
        group = _NO_GROUPS if touches.groups is None or not count else touches.groups.of_rows(m.day).at(rows)
        return Part(m, rows, group, _NO_NUMBERS if value is None or not count else value(m.day).numbers)

    parts = list(frame.view.map(take, marked))
    converted = _converted_before(data, frame, question, first - reach - 1)
    return _credit(frame, question, touches, touch_bits, direct_bit, parts, converted, wanted)


def _who_matters(
    frame: Frame, question: Attribution, touches: Touches, inside: Sequence[Marked]
) -> npt.NDArray[np.bool_] | None:
    """Who converts inside the range, where nothing is asked of others; None where everybody matters.

    The Markov model needs the journeys that led nowhere. How many touches there were is known from making groups.
    """
    if touches.groups is None or "markov" in question.models:
        return None
    matter = np.zeros(frame.people, np.bool_)
    for m in inside:
        matter[m.day.person[m.where(1)]] = True
    return matter


def _value(frame: Frame, question: Attribution) -> Reader | None:
    """How to read what conversions are worth; None where nobody asks."""
    if question.value is None:
        return None
    prop = find_property(frame.view, question.value, "event", "value")
    if prop.type != "number":
        raise Refused(
            "property_not_numeric",
            f"{prop.name!r} is {prop.type}; what a conversion is worth must be a number.",
            field="value",
            property=prop.name,
            type=prop.type,
        )
    return reader(frame.data, frame.view, prop)


def _direct(frame: Frame, question: Attribution) -> Selector | None:
    """Rows whose touch is direct, where that is said of a property: also of values without a group of their own."""
    if "last_non_direct" not in question.models or question.breakdown is None:
        return None
    breakdown = question.breakdown
    first = breakdown[0] if isinstance(breakdown, list) else breakdown
    if first.property is None:
        return None
    name, scope = first.property, first.scope
    prop = find_property(frame.view, name, scope, "breakdown.property")
    values = [v for v in question.direct if v is not None and _can_be(v, prop)]
    tests: list[Filter] = []
    if values:
        tests.append(Condition(property=name, scope=scope, op="in", value=values))
    if None in question.direct:
        tests.append(Condition(property=name, scope=scope, op="is not set", value=None))
    return (
        Selector((Events(event=None, filters=[AnyOf.model_validate({"or": tests})]),), "direct")
        if tests
        else None
    )


def _can_be(value: object, prop: Property) -> bool:
    """Whether a property can have this value."""
    if prop.type == "text":
        return True
    is_boolean = isinstance(value, bool)
    return is_boolean if prop.type == "boolean" else isinstance(value, int | float) and not is_boolean


def _touches(
    data: Dataset, frame: Frame, question: Attribution, marked: list[Marked], touch_bits: int
) -> Touches:
    if question.breakdown is None:
        labels = [touch.label for touch in question.touches]
        for i, label in enumerate(labels):
            if label == NO_TOUCH:
                raise Refused(
                    "reserved_name",
                    f"{NO_TOUCH} is what conversions without a touch are credited to; choose another name.",
                    field=f"touches.{i}.name",
                )
        names = list(dict.fromkeys(labels))
        return Touches((*names, NO_TOUCH), None, np.array([names.index(n) for n in labels], np.int32))
    groups = make_groups(data, frame.view, question.breakdown, marked, touch_bits)
    # A value that is spelled like the name of no touch is one of all others: the two could not be told apart.
    kept = [label for label in groups.labels[:-1] if label != NO_TOUCH]
    place = np.full(groups.count, len(kept), np.int32)
    for i, own in enumerate(kept):
        place[groups.labels.index(own)] = i
    return Touches((*kept, OTHER, NO_TOUCH), groups, place)


def _direct_groups(question: Attribution, touches: Touches) -> npt.NDArray[np.bool_]:
    """Which groups are direct, where touches are told apart by what was asked for."""
    if question.breakdown is not None:
        return np.zeros(len(touches.labels), np.bool_)
    return np.array([label in question.direct for label in touches.labels])


def _converted_before(data: Dataset, frame: Frame, question: Attribution, last: int) -> npt.NDArray[np.uint8]:
    """Who converted on the days up to `last`."""
    selection = Selection(
        data, frame.view, [Selector.of(question.conversion, "conversion")], question.filters
    )
    converted = np.zeros(frame.people, np.uint8)
    for m in selection.mark_all(frame.load(None, last)):
        if m.lut.any():
            part = m.taken(1).marked
            converted[part.day.person[part.rows(1)]] = 1
    return converted


def _credit(
    frame: Frame,
    question: Attribution,
    touches: Touches,
    touch_bits: int,
    direct_bit: int,
    parts: Sequence[Part],
    converted: npt.NDArray[np.uint8],
    wanted: tuple[int, Label] | None,
) -> Credited:
    groups, models = len(touches.labels) - 1, np.array([_MODELS.index(m) for m in question.models], np.int32)
    hit = np.zeros(frame.people, np.uint8)

    model, touch = wanted or (len(models), None)
    watched = touches.index(touch)
    direct = _direct_groups(question, touches)
    first, last = day_number(frame.days.first), day_number(frame.days.last)

    def walk(low: int, high: int) -> tuple[Any, ...]:
        begin, seen = np.zeros(high - low + 1, np.int64), np.zeros(groups, np.int64)
        for part in parts:
            count_rows_day(part.marked.day.person, part.rows, low, high, begin[1:])
        np.cumsum(begin, out=begin)
        following, size = begin[:-1].copy(), begin[-1]
        time, kind, group = np.empty(size, np.int64), np.empty(size, np.uint8), np.zeros(size, np.int32)
        value = np.zeros(size)
        for part in parts:
            m = part.marked
            place_rows_day(
                m.day.person, m.day.ms, m.day.event, m.lut, m.gate, part.rows, part.group, touches.place, part.worth,
                m.day.start_ms, first <= m.day.number <= last, touch_bits, direct_bit, direct, low, high,
                following, time, kind, group, value, seen,
            )  # fmt: skip
        credit, people = np.zeros((len(models), groups + 1, 3)), np.zeros((len(models), groups + 1), np.int64)
        assisted, steps = np.zeros(groups, np.int64), np.zeros((groups + 3, groups + 3), np.int64)
        totals = np.zeros(4)
        credit_journeys(
            begin, time, kind, group, value, converted[low:high],
            question.window.milliseconds, question.consume, models, question.position.first, question.position.last,
            float(question.half_life.milliseconds), credit, people, assisted, steps, totals,
            model, -1 if watched is None else watched, hit[low:high],
        )  # fmt: skip
        return credit, people, assisted, steps, totals, seen

    sums = zip(*frame.data.each_slice(walk, frame.people), strict=True)
    credit, people, assisted, steps, totals, seen = (sum(part) for part in sums)
    if touches.groups is not None:
        seen = np.bincount(touches.place, weights=touches.groups.rows, minlength=groups).astype(np.int64)
    return Credited(frame, touches, credit, people, assisted, steps, totals, seen, hit)


def removal_effects(steps: Longs) -> Floats:
    """By how much the chance of converting falls when each group is lost; `steps` as in `credit_journeys`."""
    groups = len(steps) - 3
    start, conversion = groups, groups + 1
    left = steps.sum(axis=1, keepdims=True)
    chance = np.divide(steps, left, out=np.zeros(steps.shape), where=left > 0)
    within = chance[:groups, :groups]
    whole = _converting(within, chance[:groups, conversion], chance[start, :groups])
    effects = np.zeros(groups)
    if not whole:
        return effects
    for g in np.flatnonzero(left[:groups, 0]):
        others = np.arange(groups) != g
        rest = _converting(
            within[np.ix_(others, others)],
            chance[:groups, conversion][others],
            chance[start, :groups][others],
        )
        effects[g] = 1 - rest / whole
    return np.maximum(effects, 0.0)


def _converting(within: Floats, converts: Floats, starts: Floats) -> float:
    """The chance to get from the start to a conversion."""
    return float(starts @ np.linalg.solve(np.eye(len(within)) - within, converts)) if len(within) else 0.0


def answer(data: Dataset, question: Attribution) -> Answer:
    """A row a model and touch: `touch` (`$other`: all other values, `$none`: no touch), `model`, `conversions` and
    `value` credited (null without a `value`), `share` of all conversions, `assisted` (conversions that it took part in
    and another touch ended; the same under every model), `new` (credit for people's first conversion ever), `returning`
    (for later ones), `touches` (how many there were inside the range), `people` (who has a conversion that it is given
    credit for; under models that share credit, that it took part in), `address`. `totals.all` sums up.
    """
    folded = fold(data, question)
    conversions, value, new, people = folded.totals.tolist()
    rows = []
    for m, model in enumerate(question.models):
        credit = folded.credit[m]
        if model == "markov":
            credit = _by_removal(folded, credit)
        for g in _shown(folded):
            none = g == len(folded.touches.labels) - 1
            rows.append(
                {
                    "touch": folded.touches.labels[g],
                    "model": model,
                    "conversions": float(credit[g, 0]),
                    "value": None if question.value is None else float(credit[g, 1]),
                    "share": float(credit[g, 0]) / conversions if conversions else None,
                    "assisted": 0 if none else int(folded.assisted[g]),
                    "new": float(credit[g, 2]),
                    "returning": float(credit[g, 0] - credit[g, 2]),
                    "touches": 0 if none else int(folded.seen[g]),
                    "people": int(folded.people[m, g]),
                    "address": address(touch=folded.touches.labels[g], model=model),
                }
            )
    total = {
        "conversions": int(conversions),
        "value": None if question.value is None else value,
        "new": int(new),
        "returning": int(conversions - new),
        "people": int(people),
        "address": address(all=True),
    }
    return Answer(
        columns=_COLUMNS,
        rows=rows,
        totals={"all": [total]},
        provenance=folded.frame.provenance(
            _definition(question), question.filters, incomplete=not folded.frame.range_known()
        ),
    )


def _by_removal(folded: Credited, credit: Floats) -> Floats:
    """Conversions with touches in proportion to the touches' removal effects; those without as they are."""
    effects = removal_effects(folded.steps)
    whole = effects.sum()
    touched = np.array([*folded.totals[:3]]) - credit[-1]
    shared = np.outer(effects / whole if whole else effects, touched)
    return np.vstack([shared, credit[-1:]])


def _shown(folded: Credited) -> list[int]:
    """Every group but that of all other values where it is empty."""
    every = list(range(len(folded.touches.labels)))
    other = len(every) - 2
    if folded.touches.groups is not None and not folded.seen[other] and not folded.people[:, other].any():
        every.remove(other)
    return every


def behind(data: Dataset, question: Attribution, text: str) -> Behind:
    """The people with a conversion that a model credits to a touch, or with any conversion."""
    at = parse_address(text, {"touch", "model", "all"})
    if at.keys() == {"all"} and at["all"] is True:
        return Behind(np.flatnonzero(fold(data, question, (_ALL, None)).hit))
    if at.keys() != {"touch", "model"} or at["model"] not in question.models:
        raise bad_address(text)
    folded = fold(data, question, (question.models.index(at["model"]), at["touch"]))
    if folded.touches.index(at["touch"]) is None:
        raise bad_address(text)
    return Behind(np.flatnonzero(folded.hit))


_COLUMNS = [
    {"name": name, "type": kind}
    for name, kind in (
        ("touch", "value"),
        ("model", "text"),
        ("conversions", "number"),
        ("value", "number"),
        ("share", "rate"),
        ("assisted", "number"),
        ("new", "number"),
        ("returning", "number"),
        ("touches", "number"),
        ("people", "number"),
        ("address", "address"),
    )
]


def _definition(question: Attribution) -> str:
    window = f"{question.window.value} {question.window.unit}(s)"
    parts = question.breakdown if isinstance(question.breakdown, list) else [question.breakdown]
    by = " by " + ", ".join(b.property or f"segment {b.segment}" for b in parts if b) if parts[0] else ""
    return f"{', '.join(question.models)} attribution of {question.conversion.label} to touches{by} within {window}"
