"""Which ids are one person, as people see it and change it: the list of merges, a merge by hand, its undoing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from yunying import collect
from yunying.app.datasets import Datasets
from yunying.collect.stream import MANUAL
from yunying.collect.stream.linking import Asked, follow
from yunying.core import Clock, NotFound, Refused, Settings
from yunying.metrics import profile
from yunying.store import Dataset
from yunying.store.identity import Identity
from yunying.store.ledger import Ledger
from yunying.store.merges import Kind, Merge
from yunying.store.rows import count_events
from yunying.workspace import Project, Workspace

_WAIT = 60.0
_MOST_IDS = 2**31
"""Somebody who merges by hand has looked; the limit is against programs."""


class Merging:
    """Use-cases of identity."""

    def __init__(
        self, settings: Settings, clock: Clock, ledger: Ledger, workspace: Workspace, datasets: Datasets
    ) -> None:
        self._locks = settings.home / "locks"
        self._clock = clock
        self._ledger = ledger
        self._workspace = workspace
        self._datasets = datasets

    def show(self, project: Project, distinct_id: str) -> dict[str, Any]:
        """A person by any of their ids: what is known of them, and why their ids are theirs."""
        data = self._datasets.of(project)
        person = self._datasets.of(project).people.identity().person(_number(data, distinct_id, "id"))
        try:
            known = profile(data, person)
        except NotFound:  # nothing but profile rows, or nothing any more
            known = {
                "person_id": person,
                "distinct_ids": data.people.ids_of(person),
                "events": 0,
                "properties": [],
            }
        members = set(data.people.identity().members(person))
        entries = [e for e in data.people.merges.entries() if {e.from_number, e.into_number} & members]
        return known | {"merges": self._wire(data, entries)}

    def entries(
        self,
        project: Project,
        *,
        limit: int = 50,
        before: int | None = None,
        kind: Kind | None = None,
        search: str = "",
        person: int | None = None,
        whole: bool = False,
    ) -> dict[str, Any]:
        """A page of the list of merges, newest first: of a kind, with a part of an id or a `whole` one, about a person.

        `before` is the number of an entry.
        """
        data = self._datasets.of(project)
        members = None if person is None else set(data.people.identity().members(person))
        part = search.lower()
        chosen = [
            e
            for e in data.people.merges.entries()
            if (kind is None or e.kind == kind)
            and any(
                part == i.lower() if whole and part else part in i.lower() for i in (e.from_id, e.into_id)
            )
            and (members is None or e.from_number in members or e.into_number in members)
        ]
        page = [e for e in reversed(chosen) if before is None or e.number < before][:limit]
        return {"total": len(chosen), "merges": self._wire(data, page)}

    def preview(self, project: Project, from_id: str, into_id: str) -> dict[str, Any]:
        """Whom a merge would make one."""
        data = self._datasets.of(project)
        pair = _pair(data, from_id, into_id)
        return _sides(data, data.people.identity(), *pair)

    def merge(self, project: Project, from_id: str, into_id: str, *, by: str | None) -> dict[str, Any]:
        """Make the person of one id part of the person of another; every answer knows it at once."""
        data = self._datasets.of(project)
        pair = _pair(data, from_id, into_id)
        with collect.writer_lock(self._locks, project.id, timeout=_WAIT):
            asked = Asked(*pair, from_id, into_id, MANUAL, True, self._name(by), self._clock())
            entries = follow(data.people.merges, [asked], _MOST_IDS)
            data.people.merges.append(entries)
        if not entries:
            raise Refused("same_person", "Both ids are one person already.", field="into_id")
        self._record("person.merge", project, entries[0].number, by)
        return self._wire(data, entries)[0]

    def preview_undo(self, project: Project, number: int) -> dict[str, Any]:
        """Who would be two people again."""
        data = self._datasets.of(project)
        entry = self._merge(data, number)
        return _sides(data, data.people.merges.without(number), entry.from_number, entry.into_number)

    def undo(self, project: Project, number: int, *, by: str | None) -> dict[str, Any]:
        """Take a merge back: its people are apart again, in all that happened before and after."""
        data = self._datasets.of(project)
        merges = data.people.merges
        with collect.writer_lock(self._locks, project.id, timeout=_WAIT):
            entry = self._merge(data, number)
            undo = Merge(
                number=merges.count(),
                kind="undo",
                at=self._clock(),
                from_number=entry.from_number,
                into_number=entry.into_number,
                from_id=entry.from_id,
                into_id=entry.into_id,
                reason=MANUAL,
                source=self._name(by),
                undoes=number,
            )
            merges.append([undo])
        self._record("person.unmerge", project, number, by)
        return self._wire(data, [undo])[0]

    def _merge(self, data: Dataset, number: int) -> Merge:
        entries = data.people.merges.entries()
        if not 0 <= number < len(entries) or entries[number].kind != "merge":
            raise NotFound("unknown_merge", f"There is no merge {number}.", field="number")
        if number in data.people.merges.undone():
            raise Refused("already_undone", f"Merge {number} was taken back already.", field="number")
        return entries[number]

    def _wire(self, data: Dataset, entries: Sequence[Merge]) -> list[dict[str, Any]]:
        undone, identity = data.people.merges.undone(), data.people.identity()
        return [
            {k: v for k, v in asdict(e).items() if k not in ("from_number", "into_number")}
            | {"undone": e.number in undone, "person_id": identity.person(e.into_number)}
            for e in entries
        ]

    def _name(self, by: str | None) -> str:
        return self._workspace.members.name_of(by) or "terminal"

    def _record(self, action: str, project: Project, number: int, by: str | None) -> None:
        # Numbers only: what the audit log says must not name anybody who is erased later.
        with self._ledger.write() as tx:
            self._workspace.audit.record(tx, action, str(number), by=by, project=project.id)


def _number(data: Dataset, distinct_id: str, field: str) -> int:
    number = data.people.number(distinct_id)
    if number is None:
        raise NotFound("unknown_person", f"Nobody has the id {distinct_id!r}.", field=field)
    return number


def _pair(data: Dataset, from_id: str, into_id: str) -> tuple[int, int]:
    pair = _number(data, from_id, "from_id"), _number(data, into_id, "into_id")
    identity = data.people.identity()
    if identity.person(pair[0]) == identity.person(pair[1]):
        raise Refused("same_person", "Both ids are one person already.", field="into_id")
    return pair


def _sides(data: Dataset, identity: Identity, from_number: int, into_number: int) -> dict[str, Any]:
    people = [identity.person(n) for n in (from_number, into_number)]
    members = [identity.members(p) for p in people]
    counts = count_events(data.lake.snapshot(), {n for some in members for n in some})
    return {
        name: {
            "person_id": person,
            "ids": data.people.texts(some),
            "events": sum(counts[n] for n in some),
        }
        for name, person, some in zip(("from", "into"), people, members, strict=True)
    }
