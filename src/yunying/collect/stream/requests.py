"""A request as the landing log keeps it, and back."""

from __future__ import annotations

from yunying.collect.protocols import Request
from yunying.store.landing import Landed, Landing

KEPT_HEADERS = (
    "content-type", "content-encoding", "user-agent", "origin", "referer", "accept-language",
    "posthog-request-timestamp",
)  # fmt: skip
"""Headers that decoding may need. The others are not kept, least of all those that authorize."""


def to_landing(request: Request, source: str, protocol: str, events: int) -> Landing:
    """What is kept of a request."""
    head = {
        "method": request.method,
        "path": request.path,
        "query": dict(request.query),
        "headers": {name: request.headers[name] for name in KEPT_HEADERS if name in request.headers},
        "ip": request.ip,
    }
    return Landing(request.received_at, source, protocol, head, events, request.body)


def to_request(landed: Landed) -> Request:
    """The request again, as far as decoding can tell."""
    head = landed.head
    return Request(
        method=head["method"],
        path=head["path"],
        query=head["query"],
        headers=head["headers"],
        body=landed.body,
        ip=head["ip"],
        received_at=landed.received_at,
    )
