"""What the documentation of each protocol shows reaches the lake, once for each id, and as one person."""

from __future__ import annotations

from typing import Any
from urllib.request import Request, urlopen

import orjson
import pytest
from tests.protocols.bodies import AMPLITUDE, GA4, MIXPANEL, MIXPANEL_PEOPLE, POSTHOG, SEGMENT, SENSORS
from tests.protocols.harness import Server

BODIES: dict[str, Any] = {
    "/v1/batch": SEGMENT,
    "/batch/": POSTHOG,
    "/sa": SENSORS,
    "/track": MIXPANEL,
    "/engage": MIXPANEL_PEOPLE,
    "/2/httpapi": AMPLITUDE,
    "/mp/collect": GA4,
}


@pytest.mark.parametrize("path", sorted(BODIES))
def test_stored(path: str, server: Server) -> None:
    body = BODIES[path]
    # The key of the examples is none of ours; that of the header goes before it.
    headers = {"X-Write-Key": server.write_key, "Content-Type": "application/json"}
    for _ in range(2):
        with urlopen(Request(server.address + path, orjson.dumps(body), headers)) as answer:  # noqa: S310  # ours
            assert answer.status < 300
    said = server.records()
    step = server.process()
    assert (step.requests, step.events, step.refused) == (2, len(said), 0)
    # Its id or its time tells that the second is the first once more.
    known = [record for record in said if record.event_id is not None or record.time is not None]
    assert step.stored.duplicates == len(known) // 2
    assert step.stored.stored == len(said) - step.stored.duplicates
    # Whoever is linked to u-17, explicitly or as somebody nobody knew yet, is u-17 from now on.
    assert step.stored.merged == len({link.other for record in said for link in record.links})
