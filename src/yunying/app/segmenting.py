"""Segments: the people behind a figure kept as a list of their own."""

from __future__ import annotations

from typing import Any

import numpy as np

from yunying.analyse import PeopleList, Question, parse_question, write_question
from yunying.app.asking import TERMINAL, Asking
from yunying.app.datasets import Datasets
from yunying.core import Refused
from yunying.metrics import Behind, activity
from yunying.metrics import address as make_address
from yunying.store import Memberships
from yunying.store.ledger import Segment
from yunying.workspace import Project, Workspace, new_segment_id


class Segmenting:
    """Use-cases of segments."""

    def __init__(self, workspace: Workspace, datasets: Datasets, asking: Asking) -> None:
        self._workspace = workspace
        self._datasets = datasets
        self._asking = asking

    def create(
        self,
        project: Project,
        name: str,
        question: Question,
        address: str | None,
        *,
        description: str = "",
        by: str | None,
    ) -> Segment:
        """Keep exactly the people that the figure at `address` counts; a question that is a list needs none."""
        segments = self._workspace.segments
        segments.check_name(project.id, name)
        if address is None and isinstance(question, PeopleList):
            address = make_address(people="all")
        if address is None:
            raise Refused(
                "address_wanted",
                "Say whose list it is: the `address` of a row of the question's answer.",
                field="address",
            )
        data = self._datasets.of(project)
        version = data.lake.snapshot().version
        asked = self._asking.people(
            project, question, address, lambda _, behind: behind.people, member=by or TERMINAL
        )
        people = asked.result()
        if not len(people):
            raise Refused(
                "nobody_behind", "Nobody is behind this figure; there is nothing to keep.", field="address"
            )
        segment_id = new_segment_id()
        # People first: a segment that is in the list has them, whatever is killed when.
        data.segments.keep(segment_id, people.astype(np.int32))
        try:
            return segments.create(
                project.id,
                segment_id,
                name,
                description=description,
                size=len(people),
                question=write_question(question),
                address=address,
                data_version=version,
                by=by,
            )
        except BaseException:
            data.segments.remove(segment_id)
            raise

    def delete(self, project: Project, segment_id: str, *, by: str | None) -> None:
        """Take a segment away: nothing can be asked of it until it is restored."""
        self._workspace.segments.delete(project.id, segment_id, by=by)
        data = self._datasets.of(project)
        _move(segment_id, data.segments, deleted_segments(data.segments))

    def restore(self, project: Project, segment_id: str, *, by: str | None) -> Segment:
        """Bring a deleted segment back with the people it had."""
        data = self._datasets.of(project)
        restored = self._workspace.segments.restore(project.id, segment_id, by=by)
        _move(segment_id, deleted_segments(data.segments), data.segments)
        return restored

    def people(self, project: Project, segment_id: str) -> tuple[Behind, bool]:
        """Who is in a segment by now, and whether they are to be looked up with marked events too.

        People who have become one since are one; those who were erased are gone.
        """
        segment = self._workspace.segments.get(project.id, segment_id)
        marked = parse_question(segment.question).marked
        data = self._datasets.of(project)
        kept = data.segments.people(segment_id)
        view = data.hot.view(marked=marked)
        counts = activity(view).count
        people = np.unique(view.identity.people(np.zeros(0, np.int32) if kept is None else kept))
        people = people[people < len(counts)]
        return Behind(people[counts[people] > 0].astype(np.int64)), marked

    def wire(self, segment: Segment) -> dict[str, Any]:
        """A segment as it is shown, with the name of who made it."""
        return _fields(segment) | {"created_by": self._workspace.members.name_of(segment.created_by)}


def deleted_segments(segments: Memberships) -> Memberships:
    """Who is in the segments that were deleted and can be restored."""
    return Memberships(segments.folder / "deleted")


def _move(segment_id: str, source: Memberships, target: Memberships) -> None:
    people = source.people(segment_id)
    if people is not None:
        target.keep(segment_id, people)
        source.remove(segment_id)


def _fields(segment: Segment) -> dict[str, Any]:
    return {column.key: getattr(segment, column.key) for column in Segment.__table__.columns}
