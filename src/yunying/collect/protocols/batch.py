"""`/batch`, which two protocols have: Amplitude sends `events` there, PostHog's mobile SDKs `batch`."""

from __future__ import annotations

from yunying.collect.protocols import amplitude, posthog
from yunying.collect.protocols.port import Protocol, Request, Route


def _whose(request: Request) -> Protocol:
    body = request.json
    return amplitude.PROTOCOL if isinstance(body, dict) and "events" in body else posthog.PROTOCOL


PROTOCOL = Protocol(
    "batch",
    (Route("/batch"),),
    lambda request: _whose(request).key(request),
    lambda request: _whose(request).count(request),
    lambda request: _whose(request).decode(request),
    lambda request, count: _whose(request).answer(request, count),
)
