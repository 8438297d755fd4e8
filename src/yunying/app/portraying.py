"""What people of a segment, or behind a figure, are like beside everybody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yunying.analyse import Question
from yunying.app.asking import TERMINAL, Asking, Pending
from yunying.app.refreshing import people_of
from yunying.app.segmenting import Segmenting
from yunying.audience import Hides, portrait, who_are_at
from yunying.core import Refused
from yunying.metrics import Behind, Trait, list_behind
from yunying.store import Dataset
from yunying.workspace import Project

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Whose:
    """The people who are meant: those of a segment, or those behind a figure (of a list, without an address)."""

    segment: str | None = None
    question: Question | None = None
    address: str | None = None

    def __post_init__(self) -> None:
        if (self.segment is None) == (self.question is None):
            raise Refused(
                "whose_wanted",
                "Say whose: a `segment`, or a `question` and the `address` of one of its figures.",
            )


class Portraying:
    """Use-cases of portraits."""

    def __init__(self, asking: Asking, segmenting: Segmenting) -> None:
        self._asking = asking
        self._segmenting = segmenting

    def portrait(
        self, project: Project, whose: Whose, worth: Trait | None, hides: Hides, *, member: str = TERMINAL
    ) -> Pending[dict[str, Any]]:
        """The portrait of people beside everybody else. `worth` is what a person's worth is, where it is wanted."""

        def work(data: Dataset) -> dict[str, Any]:
            people, marked = self.people(project, data, whose)
            view = data.hot.view(marked=marked)
            return portrait(data, view, people, worth=worth, hides=hides)

        return self._asking.run(project, work, member=member)

    def list_part(
        self,
        project: Project,
        whose: Whose,
        worth: Trait | None,
        hides: Hides,
        part: str,
        limit: int,
        offset: int,
        *,
        member: str = TERMINAL,
    ) -> Pending[dict[str, Any]]:
        """Who of them is in the part at an address of their portrait, a page at a time."""

        def work(data: Dataset) -> dict[str, Any]:
            people, marked = self.people(project, data, whose)
            there = who_are_at(data, data.hot.view(marked=marked), part, worth=worth, hides=hides)
            return list_behind(data, Behind(people[there[people]]), limit, offset, marked=marked)

        return self._asking.run(project, work, member=member)

    def people(self, project: Project, data: Dataset, whose: Whose) -> tuple[Longs, bool]:
        """Who is meant, ascending, and whether they are to be looked up with marked events too."""
        if whose.question is None:
            behind, marked = self._segmenting.people(project, whose.segment or "")
            return behind.people, marked
        return people_of(data, whose.question, whose.address).astype(np.int64), whose.question.marked
