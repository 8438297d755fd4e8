"""Lists of people, and finding somebody in them; the index that this needs is kept up to date in the background."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from yunying.app.datasets import Datasets
from yunying.app.masking import Veil
from yunying.audience.finding import Finder, Place, forget, refresh
from yunying.core import Settings
from yunying.metrics import Sort, list_people
from yunying.store import Dataset
from yunying.workspace import Project, Workspace

LOOK_EVERY = 3.0
"""Seconds between two looks for what is new; people that changed meanwhile are looked at by the search itself."""
log = logging.getLogger("yunying.finding")


class Finding:
    """Use-cases of finding people."""

    def __init__(self, settings: Settings, workspace: Workspace, datasets: Datasets) -> None:
        self._settings = settings
        self._workspace = workspace
        self._datasets = datasets
        self._finder = Finder()

    def people(
        self,
        project: Project,
        search: str | None,
        sort: Sort = "last_seen",
        order: Literal["asc", "desc"] = "desc",
        limit: int = 50,
        offset: int = 0,
        *,
        tag: str | None = None,
        veil: Veil | None = None,
    ) -> dict[str, Any]:
        """A page of everybody, or of who is found; whoever has exactly this id stands first. What `veil` hides is found
        only when it is typed in whole.

        `index` says how much of the index was there (1: all of it) and whether it lacked what came lately.
        """
        data = self._datasets.of(project)
        tagged = None if tag is None else self._tagged(project, data, tag)
        if search is None or not search.strip():
            return list_people(data, sort, order, limit, offset, among=tagged) | {"index": None}
        found = self._finder.find(data, self._place(project), search, _hidden(data, veil))
        among = found.people
        if tagged is not None:
            among = among & np.pad(tagged, (0, max(0, len(among) - len(tagged))))[: len(among)]
        first = (
            found.exactly if found.exactly is None or among[found.exactly : found.exactly + 1].any() else None
        )
        listed = list_people(data, sort, order, limit, offset, among=among, first=first)
        return listed | {"index": {"share": found.share, "behind": found.behind}}

    def refresh(
        self, project: Project, *, wait: float = 0.0, said: Callable[[float], None] | None = None
    ) -> bool:
        """Bring a project's index up to date; False where somebody else is at it."""
        return refresh(self._datasets.of(project), self._place(project), wait=wait, said=said)

    def forget(self, project: Project, numbers: list[int]) -> None:
        """Take somebody who is erased out of the index."""
        forget(self._place(project), numbers)

    def keep(self) -> threading.Thread:
        """Keep all indexes up to date until the process ends, on a thread of its own."""
        thread = threading.Thread(target=self._forever, name="finding", daemon=True)
        thread.start()
        return thread

    def _forever(self) -> None:
        checked: set[str] = set()
        while True:
            try:
                for project in self._workspace.projects.all():
                    # Files are read through once by each process: later they can only be damaged by somebody else.
                    place, first = self._place(project), project.id not in checked
                    if refresh(self._datasets.of(project), place, check=first):
                        checked.add(project.id)
            except Exception:  # one project's trouble must not end the care for others
                log.exception("An index of people could not be brought up to date")
            time.sleep(LOOK_EVERY)

    def _tagged(self, project: Project, data: Dataset, tag: str) -> npt.NDArray[np.bool_]:
        """By person id, who has a tag."""
        numbers = [one.person for one in self._workspace.remarks.tags(project.id) if one.tag == tag]
        people = data.people.identity().people(np.array(numbers, np.int32))
        found = np.zeros(int(people.max()) + 1 if len(people) else 0, np.bool_)
        found[people] = True
        return found

    def _place(self, project: Project) -> Place:
        return Place(self._settings.cache(project.id) / "search", self._settings.home / "locks", project.id)


def _hidden(data: Dataset, veil: Veil | None) -> frozenset[str] | None:
    """Properties of people whose values are masked; None where nothing is."""
    if veil is None or veil.lifted:
        return None
    properties = data.lake.snapshot().properties
    return frozenset(p.name for p in properties if p.scope == "person" and veil.hides(p.name, "person"))
