"""Through which channels the people of a segment, or behind a figure, can be reached; who they are, by channel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.app.asking import TERMINAL, Asking, Pending
from yunying.app.portraying import Portraying, Whose
from yunying.audience.consent import Channel
from yunying.audience.finding.regions import region_of
from yunying.audience.reach import STATUSES, Reach, Status, reach
from yunying.metrics import Behind, Few, list_behind, people_count, traits, traits_of
from yunying.store import Dataset, HotView
from yunying.workspace import Project

_FEW = 20_000
"""Up to so many people are looked at alone; of more everybody is, once for all that is asked of the same data."""


class Reaching:
    """Use-cases of reach by channel."""

    def __init__(self, asking: Asking, portraying: Portraying) -> None:
        self._asking = asking
        self._portraying = portraying

    def reach(self, project: Project, whose: Whose, *, member: str = TERMINAL) -> Pending[dict[str, Any]]:
        """How many of them stand how with each channel; the counts of a channel add up to `people`."""

        def work(data: Dataset) -> dict[str, Any]:
            people, marked = self._portraying.people(project, data, whose)
            found = _reach(data, data.hot.view(marked=marked), people)
            counts = [np.bincount(one.status, minlength=len(STATUSES)).tolist() for one in found]
            return {
                "people": len(people),
                "channels": [
                    {"channel": one.channel} | dict(zip(STATUSES, count, strict=True))
                    for one, count in zip(found, counts, strict=True)
                ],
            }

        return self._asking.run(project, work, member=member)

    def list_people(
        self,
        project: Project,
        whose: Whose,
        channel: Channel,
        status: Status,
        limit: int,
        offset: int,
        *,
        member: str = TERMINAL,
    ) -> Pending[dict[str, Any]]:
        """Exactly those of them whom such a count counts, a page at a time."""

        def work(data: Dataset) -> dict[str, Any]:
            people, marked = self._portraying.people(project, data, whose)
            found = _reach(data, data.hot.view(marked=marked), people)
            one = next(one for one in found if one.channel == channel)
            meant = people[one.status == STATUSES.index(status)]
            return list_behind(data, Behind(meant), limit, offset, marked=marked)

        return self._asking.run(project, work, member=member)


def _reach(data: Dataset, view: HotView, people: npt.NDArray[np.int64]) -> list[Reach]:
    """Every channel of these people."""
    properties, region = view.snapshot.properties, region_of(data.calendar.timezone)
    if len(people) <= _FEW:
        few = Few(people.astype(np.int32))
        return reach(properties, lambda prop: traits_of(data, view, prop, few), len(people), region)
    everybody: list[Reach] = view.memo(
        f"reach {region}",
        lambda: reach(properties, lambda prop: traits(data, view, prop), people_count(view), region),
    )
    return [replace(one, status=one.status[people], because=one.because[people]) for one in everybody]
