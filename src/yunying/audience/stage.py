"""Lifecycle stages (生命周期阶段): new, growing, mature, dormant, lost, returned. Each person is in exactly one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Self

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from yunying.audience.defined import Names, coded
from yunying.metrics import (
    AnyEvents,
    Marked,
    References,
    Selection,
    Selector,
    Strict,
    people_count,
    references,
    standing_day,
)
from yunying.store import Dataset, Derived, HotView, Property, Values, derived_property

Days = Annotated[int, Field(ge=1, le=1000)]
STAGE = "$stage"
STAGES: dict[str, Names] = {
    f"{STAGE}_{name}": Names(zh=zh, en=en)
    for name, zh, en in (
        ("new", "新用户", "New"),
        ("growing", "成长", "Growing"),
        ("mature", "成熟", "Mature"),
        ("returned", "回流", "Returned"),
        ("dormant", "沉睡", "Dormant"),
        ("lost", "流失", "Lost"),
    )
}
_NEW, _GROWING, _MATURE, _RETURNED, _DORMANT, _LOST = range(6)
_NEVER = np.iinfo(np.int32).min


class Stage(Strict):
    """What the stages mean. Days are days of the project's zone; activity of today is 0 days ago.

    Asked in this order, the first that holds: `lost`, nothing for `lost_after` days; `dormant`, nothing for
    `dormant_after`; `new`, the first activity less than `new_days` ago; `returned`, less than `returned_days` ago they
    came back after they had been dormant; `mature`, active on at least `mature_days` of the last `period` days; and
    `growing`, who is none of these. People without any such activity are in no stage.
    """

    kind: Literal["stage"] = "stage"
    activity: AnyEvents = Field(
        default_factory=lambda: AnyEvents.model_validate({"event": None, "filters": []}),
        description="What counts as being active; by default any event.",
    )
    new_days: Days = 7
    dormant_after: Days = 14
    lost_after: Days = 60
    returned_days: Days = 14
    period: Days = 28
    mature_days: Days = 8

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.new_days <= self.dormant_after < self.lost_after:
            raise ValueError(
                "the days must rise: new_days at most dormant_after, and that less than lost_after, or nobody could "
                "be in one of the stages"
            )
        if self.returned_days > self.dormant_after:
            raise ValueError("returned_days is at most dormant_after: who sleeps again is dormant")
        if self.mature_days > self.period:
            raise ValueError("mature_days is at most period: a person has one active day a day")
        return self


@dataclass(frozen=True)
class StageDefined:
    """The project's stages."""

    stage: Stage

    @property
    def uses(self) -> References:
        """What the activity looks at."""
        return references(self.stage.activity)

    def derived(self, version: str) -> list[Derived]:
        """The property that says who is where."""
        return [StageOf(self.stage, version)]

    def labels(self) -> dict[str, Names]:
        """In the order of a life."""
        return STAGES


@dataclass(frozen=True)
class StageOf:
    """Who is in which stage: a text property of people."""

    stage: Stage
    version: str

    @property
    def prop(self) -> Property:
        """`$stage`."""
        return derived_property(STAGE, "text")

    def values(self, data: Dataset, view: HotView) -> Values:
        """Everybody's stage; not set of people without activity."""
        today, known = standing_day(data, view), _History.of(data, view, self.stage)
        stage = self.stage
        silent, age, back = (
            today - days.astype(np.int64) for days in (known.last, known.first, known.returned)
        )
        at = np.select(
            [
                known.last == _NEVER,
                silent >= stage.lost_after,
                silent >= stage.dormant_after,
                age < stage.new_days,
                back < stage.returned_days,
                known.recent >= stage.mature_days,
            ],
            [-1, _LOST, _DORMANT, _NEW, _RETURNED, _MATURE],
            _GROWING,
        )
        return coded(list(STAGES), at)


def facts(data: Dataset, view: HotView, stage: Stage, person: int) -> dict[str, int]:
    """What puts a person into their stage: days since the first and the last activity (0 is today), since they came
    back, where they did, and on how many of the last days of the `period` they were active.
    """
    today, known = standing_day(data, view), _History.of(data, view, stage)
    if person >= len(known.last) or known.last[person] == _NEVER:
        return {}
    found = {
        "first_active": today - int(known.first[person]),
        "last_active": today - int(known.last[person]),
        "active_days": int(known.recent[person]),
        "period": stage.period,
    }
    returned = int(known.returned[person])
    return found if returned == _NEVER else found | {"returned": today - returned}


@dataclass(frozen=True)
class _History:
    """By person id: day numbers of the first and the last activity and of the last return, `_NEVER` where there is
    none, and on how many of the last days of the period they were active."""

    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    returned: npt.NDArray[np.int32]
    recent: npt.NDArray[np.int32]

    @classmethod
    def of(cls, data: Dataset, view: HotView, stage: Stage) -> Self:
        today = standing_day(data, view)
        first, last, returned = np.full((3, people_count(view)), _NEVER, np.int32)
        recent = np.zeros(len(first), np.int32)
        selection = Selection(data, view, [Selector.of(stage.activity, "activity")])
        for marked in selection.mark_all(view.days(None, today)):
            number, who = marked.day.number, _active(marked)
            before = last[who]
            first[who[before == _NEVER]] = number
            # Dormant at the end of the day before, and back on this one.
            returned[
                who[(before != _NEVER) & (number - 1 - before.astype(np.int64) >= stage.dormant_after)]
            ] = number
            last[who] = number
            if number > today - stage.period:
                recent[who] += 1
        return cls(first, last, returned, recent)


def _active(marked: Marked) -> npt.NDArray[np.int32]:
    """People with a matching event on a day, each once."""
    if not (marked.lut & np.uint32(1)).any():
        return np.zeros(0, np.int32)
    part = marked.once(1).marked
    found = part.day.person[part.rows(1)]
    return np.asarray(found[np.diff(found, prepend=-1) != 0])
