"""Segments: the people behind a figure kept as a list of their own."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from yunying.analyse import PeopleList, Question, parse_question, write_question
from yunying.app.asking import TERMINAL, Asking
from yunying.app.datasets import Datasets
from yunying.app.refreshing import PEOPLE, Refreshing, people_of
from yunying.app.uploaded import match_list
from yunying.audience import in_order
from yunying.core import Conflict, NotFound, Refused
from yunying.metrics import Behind, activity, references
from yunying.store import Dataset, Memberships
from yunying.store.ledger import Segment, SegmentVersion
from yunying.store.membership import ascending
from yunying.store.membership_log import Change
from yunying.workspace import Project, SegmentKind, Workspace, new_segment_id

Ints = npt.NDArray[np.int32]


class Segmenting:
    """Use-cases of segments."""

    def __init__(
        self, workspace: Workspace, datasets: Datasets, asking: Asking, refreshing: Refreshing
    ) -> None:
        self._workspace = workspace
        self._datasets = datasets
        self._asking = asking
        self._refreshing = refreshing

    def create(
        self,
        project: Project,
        name: str,
        question: Question,
        address: str | None,
        *,
        dynamic: bool = False,
        description: str = "",
        by: str | None,
    ) -> Segment:
        """Keep exactly the people that the figure at `address` counts; a question that is a list needs none.

        A dynamic segment is asked again whenever something changed, and may be empty.
        """
        segments = self._workspace.segments
        segments.check_name(project.id, name)
        address = _whole(question, address)
        data = self._datasets.of(project)
        version = data.lake.snapshot().version
        people = self._ask(project, question, address, by)
        if not len(people) and not dynamic:
            raise Refused(
                "nobody_behind", "Nobody is behind this figure; there is nothing to keep.", field="address"
            )
        segment = self._keep(
            project,
            people,
            name,
            kind="dynamic" if dynamic else "frozen",
            description=description,
            question=write_question(question),
            address=address,
            data_version=version,
            by=by,
        )
        if dynamic:
            self._refreshing.refresh(project, segment.id, forced=True)
            return segments.get(project.id, segment.id)
        return segment

    def change(
        self,
        project: Project,
        segment_id: str,
        name: str | None = None,
        description: str | None = None,
        *,
        question: Question | None = None,
        address: str | None = None,
        kind: SegmentKind | None = None,
        by: str | None,
    ) -> Segment:
        """Rename or describe a segment, give it another definition, or let it be kept fresh or no longer."""
        segments = self._workspace.segments
        segment = segments.get(project.id, segment_id)
        if question is None and kind == "dynamic" and segment.question is None:
            raise Refused(
                "list_is_frozen",
                "An uploaded list has no rule by which it could be kept fresh; upload it anew instead.",
                field="kind",
            )
        people, took = None, 0.0
        if question is not None:
            address = _whole(question, address)
            # No segment may look at itself, and the question must have an answer, before anything is changed.
            needs = self._refreshing.needs(
                project, (s for s in segments.all(project.id) if s.question is not None)
            )
            in_order(needs | {segment_id: self._refreshing.looked_at(project, question)})
            began = time.perf_counter()
            people = self._ask(project, question, address, by)
            took = round((time.perf_counter() - began) * 1000, 1)
        changed = segments.change(
            project.id,
            segment_id,
            name,
            description,
            question=None if question is None else write_question(question),
            address=address,
            kind=None if kind == segment.kind else kind,
            by=by,
        )
        if people is not None:
            self._refreshing.keep(project, changed, people, took)
        elif changed.kind == "dynamic" and segment.kind != "dynamic":
            self._refreshing.refresh(project, segment_id, forced=True)
        return segments.get(project.id, segment_id)

    def upload(
        self,
        project: Project,
        name: str,
        path: Path,
        *,
        file: str,
        column: str | None = None,
        id_property: str | None = None,
        description: str = "",
        by: str | None,
    ) -> Segment:
        """Keep the people of a list of ids, or of values of a property, with what became of them. `file` is what it
        was called where it came from."""
        self._workspace.segments.check_name(project.id, name)
        found = self._asking.run(
            project,
            lambda data: match_list(data, path, name=file, column=column, by=id_property),
            member=by or TERMINAL,
        ).result()
        if not len(found.people):
            raise Refused(
                "nobody_found",
                f"None of the {found.given:,} ids of the list is known in this project; see whether it is the right "
                "column and the right kind of id.",
                field="file",
                given=found.given,
            )
        return self._keep(
            project,
            found.people,
            name,
            kind="frozen",
            description=description,
            question=None,
            address=None,
            upload=found.report(),
            data_version=self._datasets.of(project).lake.snapshot().version,
            by=by,
        )

    def keep_people(
        self,
        project: Project,
        people: npt.NDArray[np.integer[Any]],
        name: str,
        description: str,
        *,
        by: str | None,
    ) -> Segment:
        """Keep people who are behind no figure under a name; `description` says where they come from."""
        return self._keep(
            project,
            np.unique(people).astype(np.int32),
            name,
            kind="frozen",
            description=description,
            question=None,
            address=None,
            data_version=self._datasets.of(project).lake.snapshot().version,
            by=by,
        )

    def used_by(self, project: Project, segment_id: str) -> list[dict[str, Any]]:
        """What needs a segment: other segments, saved questions, definitions, targets that are kept in step with it."""
        found: list[dict[str, Any]] = []
        segments = self._workspace.segments.all(project.id)
        for other, needs in self._refreshing.needs(
            project, (s for s in segments if s.question is not None)
        ).items():
            if segment_id in needs and other != segment_id:
                found.append({"kind": "segment", "id": other, "name": _named(segments, other)})
        for saved in self._workspace.saved.all(project.id):
            if segment_id in references(parse_question(saved.question)).segments:
                found.append({"kind": "question", "id": saved.id, "name": saved.name})
        for definition in self._workspace.definitions.all(project.id):
            if f'"{segment_id}"' in json.dumps(definition.body):
                found.append({"kind": definition.kind, "id": definition.id, "name": definition.name})
        for push in self._workspace.pushes.all(project.id):
            if push.segment_id == segment_id and push.mode == "in_step":
                target = self._workspace.targets.get(project.id, push.target_id)
                found.append({"kind": "push", "id": target.id, "name": target.name})
        return found

    def delete(self, project: Project, segment_id: str, *, by: str | None) -> None:
        """Take a segment away: nothing can be asked of it until it is restored. Refused where something looks at it."""
        self._workspace.segments.get(project.id, segment_id)
        used = self.used_by(project, segment_id)
        if used:
            names = ", ".join(repr(one["name"]) for one in used[:5])
            raise Conflict(
                "segment_used",
                f"This segment is used by {names}{' and others' if len(used) > 5 else ''}; change these first.",
                used_by=used,
            )
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
        marked = segment.question is not None and parse_question(segment.question).marked
        data = self._datasets.of(project)
        kept = data.segments.people(segment_id)
        return still_there(data, np.zeros(0, np.int32) if kept is None else kept, marked=marked), marked

    def changes(self, project: Project, segment_id: str, limit: int) -> list[Change]:
        """When it changed, the newest first."""
        self._workspace.segments.get(project.id, segment_id)
        return self._datasets.of(project).segments.log.of(segment_id, limit)

    def moved(
        self, project: Project, segment_id: str, position: int, way: Literal["entered", "left"]
    ) -> Behind:
        """Who entered or left with one change."""
        data = self._datasets.of(project)
        self._workspace.segments.get(project.id, segment_id)
        if not any(c.position == position for c in data.segments.log.after(position - 1, 1, segment_id)):
            raise NotFound(
                "unknown_change", "This segment has no such change.", field="position", value=position
            )
        entered, gone = data.segments.log.people(position)
        return still_there(data, entered if way == "entered" else gone)

    def keep_moved(
        self,
        project: Project,
        segment_id: str,
        position: int,
        way: Literal["entered", "left"],
        name: str,
        *,
        by: str | None,
    ) -> Segment:
        """Keep who entered or left with one change; the description says where they come from."""
        self._workspace.segments.check_name(project.id, name)
        people = self.moved(project, segment_id, position, way).people
        if not len(people):
            raise Refused("nobody_behind", "Nobody is behind this figure; there is nothing to keep.")
        of = self._workspace.segments.get(project.id, segment_id).name
        said = {"entered": f"Entered / 进入「{of}」", "left": f"Left / 离开「{of}」"}[way]
        return self.keep_people(project, people, name, said, by=by)

    def overlap(self, project: Project, segment_ids: Sequence[str]) -> list[tuple[tuple[str, ...], Ints]]:
        """Everybody who is in any of some segments, by exactly which of them; the most people first."""
        members = [self.people(project, segment_id)[0].people for segment_id in segment_ids]
        size = max((int(people[-1]) + 1 for people in members if len(people)), default=0)
        bits = np.zeros(size, np.int32)
        for i, people in enumerate(members):
            bits[people] |= 1 << i
        parts = [(int(b), np.flatnonzero(bits == b).astype(np.int32)) for b in np.unique(bits) if b]
        parts.sort(key=lambda part: -len(part[1]))
        return [(tuple(s for i, s in enumerate(segment_ids) if b >> i & 1), people) for b, people in parts]

    def in_exactly(self, project: Project, segment_ids: Sequence[str], wanted: Sequence[str]) -> Behind:
        """Who is in exactly these of some segments."""
        for part, people in self.overlap(project, segment_ids):
            if set(part) == set(wanted):
                return Behind(people.astype(np.int64))
        return Behind(np.zeros(0, np.int64))

    def wire(self, project: Project, segment: Segment) -> dict[str, Any]:
        """A segment as it is shown: with the name of who made it, and whether it is up to date."""
        return _fields(segment) | {
            "created_by": self._workspace.members.name_of(segment.created_by),
            "fresh": self._refreshing.fresh(project, segment),
        }

    def version_wire(self, version: SegmentVersion) -> dict[str, Any]:
        """A version as it is shown."""
        fields = {c.key: getattr(version, c.key) for c in SegmentVersion.__table__.columns}
        return fields | {"by": self._workspace.members.name_of(version.by)}

    def _ask(self, project: Project, question: Question, address: str, by: str | None) -> Ints:
        """Everybody behind a figure, ascending."""
        asked = self._asking.run(
            project, lambda data: people_of(data, question, address), member=by or TERMINAL
        )
        return asked.result()

    def _keep(self, project: Project, people: Ints, name: str, **fields: Any) -> Segment:
        """People first: a segment that is in the list has them, whatever is killed when."""
        data = self._datasets.of(project)
        segment_id = new_segment_id()
        data.segments.keep(segment_id, people)
        try:
            return self._workspace.segments.create(project.id, segment_id, name, size=len(people), **fields)
        except BaseException:
            data.segments.remove(segment_id)
            raise


def still_there(data: Dataset, kept: Ints, *, marked: bool = False) -> Behind:
    """People of a list as they are today: merged ones once, and nobody whose events are gone."""
    view = data.hot.view(marked=marked)
    counts = activity(view).count
    people = ascending(view.identity.people(kept))
    people = people[people < len(counts)]
    return Behind(people[counts[people] > 0].astype(np.int64))


def _whole(question: Question, address: str | None) -> str:
    if address is None and isinstance(question, PeopleList):
        return PEOPLE
    if address is None:
        raise Refused(
            "address_wanted",
            "Say whose list it is: the `address` of a row of the question's answer.",
            field="address",
        )
    return address


def _named(segments: Sequence[Segment], segment_id: str) -> str:
    return next(s.name for s in segments if s.id == segment_id)


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
