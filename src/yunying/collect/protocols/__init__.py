"""The protocols that programs may speak to us, and which of them answers at an address."""

from yunying.collect.protocols import amplitude, batch, ga4, kept, mixpanel, own, posthog, segment, sensors
from yunying.collect.protocols.port import (
    MAX_BODY,
    MAX_EVENTS,
    MAX_UNPACKED,
    Answer,
    Protocol,
    Request,
    Route,
    common_key,
    too_large,
)
from yunying.collect.protocols.routing import Routes

PROTOCOLS: tuple[Protocol, ...] = (
    own.PROTOCOL,
    segment.PROTOCOL,
    posthog.PROTOCOL,
    sensors.PROTOCOL,
    mixpanel.PROTOCOL,
    amplitude.PROTOCOL,
    ga4.PROTOCOL,
    batch.PROTOCOL,
    kept.PROTOCOL,
)
"""Adding a protocol is adding its module here."""

__all__ = [
    "MAX_BODY",
    "MAX_EVENTS",
    "MAX_UNPACKED",
    "PROTOCOLS",
    "Answer",
    "Protocol",
    "Request",
    "Route",
    "Routes",
    "common_key",
    "too_large",
]
