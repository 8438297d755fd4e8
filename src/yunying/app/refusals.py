"""What was refused: why, samples, and once the cause is gone the same requests again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from yunying.app.masking import Veil
from yunying.app.streams import Stream, Streams
from yunying.core import instant_of
from yunying.store.landing import Landed
from yunying.store.quarantine import ReasonCount, Refused
from yunying.workspace import Project, Workspace

_AT_ONCE = 500
_WAIT = 60.0
_PAGE = 1_000


class Refusals:
    """Use-cases of the quarantine."""

    def __init__(self, streams: Streams, workspace: Workspace) -> None:
        self._streams = streams
        self._workspace = workspace

    def reasons(self, project: Project, veil: Veil) -> dict[str, Any]:
        """Counts by reason and source."""
        stream, names = self._streams.of(project), self._names(project)

        def said(reason: ReasonCount) -> str:
            newest = stream.quarantine.newest(code=reason.code, source=reason.source, limit=1)
            return veil.refusal(newest[0].raw if newest else None, reason.message)[1]

        return {
            "total": stream.quarantine.count(),
            "reasons": [
                {
                    "code": r.code,
                    "source_id": r.source,
                    "source": names.get(r.source, r.source),
                    "count": r.count,
                    "newest": instant_of(r.newest),
                    "message": said(r),
                }
                for r in stream.quarantine.reasons()
            ],
        }

    def newest(
        self,
        project: Project,
        veil: Veil,
        *,
        code: str | None = None,
        source: str | None = None,
        limit: int = 50,
        before: int | None = None,
    ) -> dict[str, Any]:
        """A page of refusals, newest first; a request's refusals are never divided between pages."""
        stream, names = self._streams.of(project), self._names(project)
        found = stream.quarantine.newest(code=code, source=source, limit=limit, before=before)
        following = None
        if len(found) == limit:
            following = found[-1].position
            first_of_last = [r for r in found if r.position != following]
            if first_of_last:
                found, following = first_of_last, first_of_last[-1].position
        return {"refusals": [_wire(r, names, veil) for r in found], "next": following}

    def download(
        self, project: Project, veil: Veil, *, code: str | None = None, source: str | None = None
    ) -> Iterator[bytes]:
        """All refusals as JSON Lines, newest first."""
        before: int | None = None
        while True:
            page = self.newest(project, veil, code=code, source=source, limit=_PAGE, before=before)
            for row in page["refusals"]:
                yield orjson.dumps(row) + b"\n"
            before = page["next"]
            if before is None:
                return

    def replay(
        self,
        project: Project,
        *,
        code: str | None = None,
        source: str | None = None,
        at_most: int | None = None,
        by: str | None = None,
    ) -> dict[str, int]:
        """Process requests with refusals again. What is stored already stays; what is refused again stays refused."""
        stream = self._streams.of(project)
        positions = stream.quarantine.positions(code=code, source=source)
        chosen = positions[:at_most]
        stored = refused = 0
        with stream.replaying() as again:
            for start in range(0, len(chosen), _AT_ONCE):
                requests = _requests(stream, chosen[start : start + _AT_ONCE])
                if requests:
                    step = again(requests, _WAIT)
                    stored, refused = stored + step.stored.stored, refused + step.refused
        self._workspace.audit.note(
            "quarantine.replayed",
            project.name,
            by=by,
            project=project.id,
            requests=len(chosen),
            stored=stored,
        )
        return {
            "requests": len(chosen),
            "stored": stored,
            "refused": refused,
            "left": len(positions) - len(chosen),
        }

    def dismiss(
        self, project: Project, *, code: str | None = None, source: str | None = None, by: str | None = None
    ) -> int:
        """Forget refusals; the requests stay in the landing log as long as any."""
        stream = self._streams.of(project)
        gone = stream.quarantine.dismiss(code=code, source=source)
        self._workspace.audit.note(
            "quarantine.dismissed", project.name, by=by, project=project.id, count=gone, code=code
        )
        return gone

    def _names(self, project: Project) -> dict[str, str]:
        return {s.id: s.name for s in self._workspace.sources.of_project(project.id)}


def _requests(stream: Stream, positions: list[int]) -> list[Landed]:
    """Those of the requests that the log still has."""
    return [landed for p in positions if (landed := stream.log.at(p)) is not None]


def _wire(refused: Refused, names: dict[str, str], veil: Veil) -> dict[str, Any]:
    raw, message = veil.refusal(refused.raw, refused.message)
    return {
        "position": refused.position,
        "place": refused.place,
        "source": names.get(refused.source, refused.source),
        "event": refused.event,
        "code": refused.code,
        "message": message,
        "received_at": instant_of(refused.received_at),
        "raw": raw,
    }
