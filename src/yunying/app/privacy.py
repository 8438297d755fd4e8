"""What somebody may ask of us: everything that is known of them, and that it be erased."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from yunying import collect
from yunying.app.datasets import Datasets
from yunying.app.finding import Finding
from yunying.app.holders import Holders
from yunying.app.merging import Merging
from yunying.app.segmenting import deleted_segments
from yunying.app.streams import Stream, Streams
from yunying.collect import erasing
from yunying.core import Clock, Failed, NotFound, Settings, instant_of
from yunying.store import Memberships
from yunying.store.lake import EventLake
from yunying.store.ledger import Ledger
from yunying.store.people import People
from yunying.store.removing import remove_people, rows_naming
from yunying.store.rows import rows_of
from yunying.workspace import Project, Workspace

_WAIT = 600.0
_DAY = timedelta(days=1)
Counts = dict[str, int]


class Privacy:
    """Use-cases of a person's rights. `merging` holds those of their identity."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        ledger: Ledger,
        workspace: Workspace,
        datasets: Datasets,
        streams: Streams,
        finding: Finding,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._ledger = ledger
        self._workspace = workspace
        self._datasets = datasets
        self._streams = streams
        self._finding = finding
        self._holders = Holders(settings, workspace)
        self.merging = Merging(settings, clock, ledger, workspace, datasets)

    def ids_of(self, project: Project, person_id: int) -> list[str]:
        """Every id of a person, none of them erased."""
        people = self._datasets.of(project).people
        ids = [i for i in people.ids_of(person_id) if i] if person_id < people.count else []
        if not ids:
            raise NotFound("unknown_person", f"There is no person {person_id}.", field="person_id")
        return ids

    def export(self, project: Project, distinct_id: str, *, by: str | None) -> Iterator[bytes]:
        """All that is known of a person, as one JSON document in pieces."""
        known = self.merging.show(project, distinct_id)
        self._audit("person.export", project, distinct_id, by, {})
        return self._pieces(project, known)

    def erase(self, project: Project, distinct_id: str, *, by: str | None) -> dict[str, Any]:
        """Erase a person by any of their ids; returns the receipt. Calling it again after a kill finishes it."""
        intent = self._folder(project) / f"{_hash(distinct_id)[:32]}.json"
        if not intent.exists():
            people = People(self._settings.lake(project.id) / "ids")
            if people.number(distinct_id) is None:
                raise NotFound("unknown_person", f"Nobody has the id {distinct_id!r}.", field="distinct_id")
            _keep(intent, {"id": distinct_id, "by": by, "ids": [], "numbers": [], "removed": {}, "days": []})
        return _Erasure(self, project, intent).finish()

    def resume(self, stream: Stream) -> None:
        """Finish what a kill interrupted."""
        folder = self._folder(stream.project)
        for intent in folder.glob("*.json") if folder.is_dir() else ():
            _Erasure(self, stream.project, intent).finish()

    def _folder(self, project: Project) -> Path:
        return self._settings.home / "erasing" / project.id

    def _audit(
        self, action: str, project: Project, distinct_id: str, by: str | None, details: dict[str, Any]
    ) -> None:
        with self._ledger.write() as tx:
            self._workspace.audit.record(tx, action, _hash(distinct_id), by=by, project=project.id, **details)

    def _pieces(self, project: Project, known: dict[str, Any]) -> Iterator[bytes]:
        data, stream = self._datasets.of(project), self._streams.of(project)
        ids = frozenset(known["distinct_ids"])
        numbers = data.people.identity().members(known["person_id"])
        head = {"project": project.name, "exported_at": self._clock(), "ids": sorted(ids)}
        head |= {name: known[name] for name in ("properties", "merges")}
        remarks = self._workspace.remarks
        head["notes"] = [{"at": n.created_at, "text": n.text} for n in remarks.notes(project.id, numbers)]
        head["tags"] = [{"at": t.created_at, "tag": t.tag} for t in remarks.tags(project.id, numbers)]
        yield _json(head)[:-1]
        yield from _list("events", rows_of(data.lake.snapshot(), numbers))
        yield from _list("requests", self._requests(stream, ids))
        refused = (r for r in stream.quarantine.all() if erasing.refusal_says(r, ids))
        yield from _list(
            "quarantine",
            (
                {"received_at": instant_of(r.received_at), "code": r.code, "message": r.message, "raw": r.raw}
                for r in refused
            ),
        )
        yield b"}\n"

    def _requests(self, stream: Stream, ids: frozenset[str]) -> Iterator[dict[str, Any]]:
        for landed in erasing.requests(stream.log):
            records = erasing.records_of(landed, ids, self._streams.routes)
            if records:
                yield {
                    "received_at": instant_of(landed.received_at),
                    "protocol": landed.protocol,
                    "ip": landed.head.get("ip"),
                    "headers": landed.head.get("headers"),
                    "records": records,
                }


class _Erasure:
    """One erasure on its way. Everything it does may be done again; ids lose their texts last, so until then a
    new beginning finds the same person.
    """

    def __init__(self, privacy: Privacy, project: Project, intent: Path) -> None:
        self._of = privacy
        self._project = project
        self._intent = intent
        self._state: dict[str, Any] = orjson.loads(intent.read_bytes())
        lake = privacy._settings.lake(project.id)
        # Objects of its own: those that answer questions go on doing so on their threads.
        self._lake, self._people = EventLake(lake / "events"), People(lake / "ids")
        self._stream = privacy._streams.of(project)
        self._routes = privacy._streams.routes
        self._until = 0, 0, 0
        self._snapshot = self._lake.snapshot()

    def finish(self) -> dict[str, Any]:
        """Take every step, verify, and write the receipt."""
        seen, positions = self._look_through(0)
        with collect.writer_lock(self._of._settings.home / "locks", self._project.id, timeout=_WAIT):
            before = self._ids
            self._resolve()
            after = seen if self._ids == before else 0
            positions = positions if after else []
            positions += self._look_through(after)[1]
            for step in (
                self._quarantine,
                lambda: self._landing(positions),
                self._rows,
                self._caches,
                self._segments,
                self._remarks,
                self._merges,
                self._texts,
                self._index,
            ):
                step()
                _keep(self._intent, self._state)
            # They may go on sending: what comes from now on is of somebody new.
            self._until = self._stream.log.last(), self._people.count, self._people.merges.count()
            self._snapshot = self._lake.snapshot()
        return self._receipt()

    @property
    def _ids(self) -> frozenset[str]:
        return frozenset(self._state["ids"])

    def _resolve(self) -> None:
        """Whom the id belongs to by now."""
        number = self._people.number(self._state["id"])
        if number is not None:
            members = self._people.identity().members(self._people.identity().person(number))
            texts = [t for t in self._people.texts(members) if t]
            self._state["ids"] = sorted({*self._state["ids"], *texts})
            self._state["numbers"] = sorted({*self._state["numbers"], *members})
            _keep(self._intent, self._state)

    def _look_through(self, after: int) -> tuple[int, list[int]]:
        """Positions of requests with their records: most are found before anybody has to wait."""
        if not self._ids:
            self._resolve()
        found, last = [], after
        for landed in erasing.requests(self._stream.log, after):
            last = landed.position
            if erasing.take_out(landed, self._ids, self._routes) is not None:
                found.append(last)
        return last, found

    def _count(self, **counts: int) -> None:
        for name, count in counts.items():
            self._state["removed"][name] = self._state["removed"].get(name, 0) + count

    def _quarantine(self) -> None:
        theirs = [
            (r.position, r.place) for r in self._stream.quarantine.all() if erasing.refusal_says(r, self._ids)
        ]
        self._stream.quarantine.erase(theirs)
        self._count(quarantined=len(theirs))

    def _landing(self, positions: list[int]) -> None:
        for start in range(0, len(positions), 500):
            some = [self._stream.log.at(p) for p in positions[start : start + 500]]
            taken = [erasing.take_out(r, self._ids, self._routes) for r in some if r is not None]
            self._stream.log.rewrite([t.request for t in taken if t is not None])
            self._count(
                requests=sum(t is not None for t in taken), records=sum(t.records for t in taken if t)
            )

    def _rows(self) -> None:
        removal = remove_people(self._lake, self._state["numbers"], self._of._clock())
        self._state["days"] = sorted({*self._state["days"], *(d.isoformat() for d in removal.days)})
        self._count(rows=removal.rows, files=removal.files)

    def _caches(self) -> None:
        folders = 0
        for text in self._state["days"]:
            day = date.fromisoformat(text)
            for local in (day - _DAY, day, day + _DAY):
                for folder in self._of._settings.cache(self._project.id).glob(f"*/*/{local.isoformat()}"):
                    shutil.rmtree(folder, ignore_errors=True)
                    folders += 1
        self._count(cached_days=folders)

    def _segments(self) -> None:
        kept = Memberships(self._of._settings.segments(self._project.id))
        count = 0
        for memberships in (kept, deleted_segments(kept)):
            for segment in memberships.all():
                people = memberships.people(segment)
                if people is not None and np.isin(people, self._state["numbers"]).any():
                    memberships.keep(segment, people[~np.isin(people, self._state["numbers"])])
                    count += 1
        self._count(segments=count, segment_changes=kept.log.erase(self._state["numbers"]))

    def _remarks(self) -> None:
        remarks = self._of._workspace.remarks
        self._count(remarks=remarks.erase(self._project.id, self._state["numbers"]))

    def _merges(self) -> None:
        self._count(merges=self._people.merges.erase(set(self._state["numbers"])))

    def _texts(self) -> None:
        self._count(ids=self._people.erase(self._state["numbers"]))

    def _index(self) -> None:
        # Last: an index that is being made must not read their texts any more.
        self._of._finding.forget(self._project, self._state["numbers"])

    def _receipt(self) -> dict[str, Any]:
        left, mentioned = self._search()
        if any(left.values()):
            raise Failed(
                "not_erased",
                "Something of this person is still there; run the same command again.",
                left=left,
            )
        receipt = {
            "id_hash": _hash(self._state["id"]),
            "at": self._of._clock().isoformat(),
            "by": self._state["by"],
            "removed": self._state["removed"],
            "verified": left,
            "mentioned": mentioned,
            "files": self._of._holders.files(self._project, self._ids),
        }
        self._of._audit(
            "person.erase", self._project, self._state["id"], self._state["by"], {"receipt": receipt}
        )
        size = self._intent.stat().st_size
        self._intent.write_bytes(b"\0" * size)
        self._intent.unlink()
        return receipt

    def _search(self) -> tuple[Counts, Counts]:
        """What is left of theirs, which must be nothing; and where others speak of them, which stays theirs."""
        ids, stream = self._ids, self._stream
        position, known, merged = self._until
        rows, in_rows = rows_naming(self._snapshot, ids, self._state["numbers"])
        records = in_requests = 0
        for landed in erasing.requests(stream.log, until=position):
            taken = erasing.take_out(landed, ids, self._routes)
            records += 0 if taken is None else taken.records + taken.links
            in_requests += erasing.mentions(landed, ids)
        people = People(self._people.root)
        left = {
            "rows": rows,
            "records": records,
            "quarantined": sum(
                r.position <= position and erasing.refusal_says(r, ids) for r in stream.quarantine.all()
            ),
            "ids": sum((n := people.number(i)) is not None and n < known for i in ids),
            "segment_changes": Memberships(self._of._settings.segments(self._project.id)).log.naming(
                self._state["numbers"]
            ),
            "merges": sum(bool({e.from_id, e.into_id} & ids) for e in people.merges.entries()[:merged]),
        }
        return left, {"rows": in_rows, "requests": in_requests}


def _keep(path: Path, state: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_suffix(".making")
    making.write_bytes(orjson.dumps(state))
    making.rename(path)


def _hash(distinct_id: str) -> str:
    return hashlib.sha256(distinct_id.encode()).hexdigest()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=_written).encode()


def _written(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _list(name: str, items: Iterator[Any]) -> Iterator[bytes]:
    yield f', "{name}": ['.encode()
    for i, item in enumerate(items):
        yield (b"" if i == 0 else b",\n") + _json(item)
    yield b"]"
