"""Events sent to a project as programs send them, without a server in between."""

from __future__ import annotations

from typing import Any

import orjson

from yunying.app import App
from yunying.collect.protocols import Request
from yunying.collect.stream.requests import to_landing
from yunying.core import microseconds_of
from yunying.workspace import Project


def send(app: App, project: Project, source: str, *events: dict[str, Any], process: bool = True) -> int:
    """One request of our own protocol into the landing log, and on to the lake; returns its position."""
    stream = app.streams.of(project)
    request = Request(
        method="POST",
        path="/v1/events",
        query={},
        headers={"content-type": "application/json", "user-agent": "Mozilla/5.0 (X11; Linux x86_64)"},
        body=orjson.dumps(list(events)),
        ip="10.0.0.1",
        received_at=microseconds_of(app.clock()),
    )
    position = stream.log.append([to_landing(request, source, "own", len(events))])
    if process:
        assert stream.step() is not None
    return position
