"""The stream as people watch it: what arrived, what it was decoded into, and what became of it."""

from __future__ import annotations

from typing import Any

import msgspec

from yunying.app.datasets import Datasets
from yunying.app.masking import Veil
from yunying.app.streams import Stream, Streams
from yunying.collect.records import Record, Refusal
from yunying.collect.stream import decode, to_request
from yunying.collect.stream.event_ids import RecordIds
from yunying.collect.stream.guards import happened
from yunying.core import NotFound, YunyingError, instant_of
from yunying.metrics import stored_event
from yunying.store.landing import Landed
from yunying.workspace import Project, Workspace

_SHOWN = 4_000
"""Characters of a body that are shown."""
_LOOKED_THROUGH = 2_000


class Live:
    """Use-cases of the live page."""

    def __init__(self, streams: Streams, datasets: Datasets, workspace: Workspace) -> None:
        self._streams = streams
        self._datasets = datasets
        self._workspace = workspace

    def newest(
        self,
        project: Project,
        veil: Veil,
        *,
        after: int | None = None,
        source: str | None = None,
        person: str | None = None,
        event: str | None = None,
        limit: int = 100,
    ) -> dict[str, Any]:
        """The latest records that arrived, newest first, of requests after a position where one is given."""
        stream = self._streams.of(project)
        sources = {s.id: s.name for s in self._workspace.sources.of_project(project.id)}
        wanted = (source,) if source else ()
        processed = stream.processed()
        items: list[dict[str, Any]] = []
        last = stream.log.last()
        for landed in stream.log.newest(_LOOKED_THROUGH if person or event else limit, wanted):
            if after is not None and landed.position <= after:
                break
            refused = {r.place: r for r in stream.quarantine.of_request(landed.position)}
            ids = RecordIds(landed.position)
            found = []
            for place, record in enumerate(decode(landed, self._streams.routes)):
                item = _item(landed, place, record, ids, sources)
                if not _about(item["distinct_id"] or "", person, veil) or (event and event != item["event"]):
                    continue
                item["status"] = _status(landed, place, record, refused, processed)
                if place in refused:
                    item["code"], item["message"] = refused[place].code, refused[place].message
                found.append(_veiled(item, record, veil))
            items += reversed(found)
            if len(items) >= limit:
                break
        return {"position": last, "processed": processed, "items": items[:limit]}

    def one(self, project: Project, veil: Veil, position: int, place: int) -> dict[str, Any]:
        """One record as it was received, as it was decoded, and as it is stored."""
        stream = self._streams.of(project)
        landed = stream.log.at(position)
        records = [] if landed is None else decode(landed, self._streams.routes)
        if landed is None or place >= len(records):
            raise NotFound(
                "unknown_record", "This record is not in the landing log any more.", position=position
            )
        record, ids = records[place], RecordIds(position)
        event_id = None
        for at, earlier in enumerate(records[: place + 1]):
            event_id = ids.of(earlier, at) if isinstance(earlier, Record) else None
        refused = next((r for r in stream.quarantine.of_request(position) if r.place == place), None)
        return {
            "received": _received(landed, veil),
            "decoded": veil.document(msgspec.to_builtins(record)),
            "refused": None
            if refused is None
            else {"code": refused.code, "message": veil.refusal(refused.raw, refused.message)[1]},
            "stored": None if event_id is None else self._stored(stream, landed, record, event_id, veil),
        }

    def _stored(
        self, stream: Stream, landed: Landed, record: Record | Refusal, event_id: str, veil: Veil
    ) -> dict[str, Any] | None:
        if isinstance(record, Refusal):
            return None
        data = self._datasets.of(stream.project)
        found = stored_event(data, event_id, happened(record, landed.received_at))
        return None if found is None else veil.record(found)


def _item(
    landed: Landed, place: int, record: Record | Refusal, ids: RecordIds, sources: dict[str, str]
) -> dict[str, Any]:
    refusal = record if isinstance(record, Refusal) else None
    known = record if isinstance(record, Record) else None
    return {
        "position": landed.position,
        "place": place,
        "received_at": instant_of(landed.received_at),
        "source": sources.get(landed.source, landed.source),
        "protocol": landed.protocol,
        "event": record.event,
        "distinct_id": None if known is None else known.distinct_id,
        "time": None if known is None else _moment(happened(known, landed.received_at)),
        "event_id": None if known is None else ids.of(known, place),
        "profile": known is not None and known.profile,
        "code": None if refusal is None else refusal.code,
        "message": None if refusal is None else refusal.message,
    }


def _status(
    landed: Landed, place: int, record: Record | Refusal, refused: dict[int, Any], processed: int
) -> str:
    if place in refused or isinstance(record, Refusal):
        return "refused"
    return "stored" if landed.position <= processed else "waiting"


def _about(distinct_id: str, wanted: str | None, veil: Veil) -> bool:
    """Whether an id has a part of what is wanted; where ids may be masked, it must be the whole."""
    return not wanted or (wanted in distinct_id if veil.lifted else wanted == distinct_id)


def _veiled(item: dict[str, Any], record: Record | Refusal, veil: Veil) -> dict[str, Any]:
    if item["distinct_id"] is not None:
        item["distinct_id"] = veil.id(item["distinct_id"])
    if item["message"] is not None:
        item["message"] = veil.refusal(msgspec.to_builtins(record), item["message"])[1]
    return item


def _received(landed: Landed, veil: Veil) -> dict[str, Any]:
    head = landed.head
    try:
        text = to_request(landed).content.decode()
    except (YunyingError, UnicodeDecodeError):
        text = landed.body.decode("latin-1")
    text = veil.body(text)
    query = {name: value for name, value in head["query"].items() if name not in ("data", "ext")}
    return {
        "position": landed.position,
        "received_at": instant_of(landed.received_at),
        "protocol": landed.protocol,
        "method": head["method"],
        "path": head["path"],
        "query": veil.document(query),
        "headers": veil.document(head["headers"]),
        "body": text[:_SHOWN],
        "cut": len(text) > _SHOWN,
        "size": len(landed.body),
    }


def _moment(microseconds: int) -> Any:
    try:
        return instant_of(microseconds)
    except OverflowError:
        return None
