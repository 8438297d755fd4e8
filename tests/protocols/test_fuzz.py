"""Whatever is sent: a request that cannot be read is refused as one, a bad item as one, and nothing else happens."""

from __future__ import annotations

import copy
import gzip
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.protocols.bodies import (
    AMPLITUDE,
    BROWSER,
    GA4,
    MIXPANEL,
    MIXPANEL_PEOPLE,
    POSTHOG,
    ROUTES,
    SEGMENT,
    SENSORS,
    form,
    packed,
    request,
    zipped,
)

from yunying.collect.protocols import PROTOCOLS, Request
from yunying.collect.records import Decoded, Record, Refusal
from yunying.core import Refused

OWN = {"events": [{"event": "x", "distinct_id": "u", "time": 1, "person": {"set": {"a": 1}}, "merge": "b"}]}
VALID: dict[str, Any] = {
    "/v1/events": OWN,
    "/v1/batch": SEGMENT,
    "/v1/t": SEGMENT["batch"][0],
    "/batch/": POSTHOG,
    "/e/": POSTHOG["batch"],
    "/i/v1/analytics/events": POSTHOG,
    "/sa": SENSORS,
    "/track": MIXPANEL,
    "/engage": MIXPANEL_PEOPLE,
    "/groups": [{"$group_key": "company", "$group_id": "acme", "$set": {"a": 1}}],
    "/2/httpapi": AMPLITUDE,
    "/batch": AMPLITUDE,
    "/identify": {"identification": AMPLITUDE["events"]},
    "/groupidentify": {"identification": AMPLITUDE["events"]},
    "/mp/collect": GA4,
}
ITEMS: dict[str, Callable[[list[Any]], Any]] = {
    "/v1/events": lambda items: {"events": items},
    "/v1/batch": lambda items: {"batch": items},
    "/batch/": lambda items: {"batch": items},
    "/sa": lambda items: items,
    "/track": lambda items: items,
    "/engage": lambda items: items,
    "/2/httpapi": lambda items: {"events": items},
    "/mp/collect": lambda items: {"client_id": "c", "events": items},
}
GOOD: dict[str, Any] = {
    "/v1/events": OWN["events"][0],
    "/v1/batch": SEGMENT["batch"][0],
    "/batch/": POSTHOG["batch"][0],
    "/sa": SENSORS[0],
    "/track": MIXPANEL[0],
    "/engage": MIXPANEL_PEOPLE[0],
    "/2/httpapi": AMPLITUDE["events"][0],
    "/mp/collect": GA4["events"][0],
}
PATHS = sorted({route.path.replace("*", "wk") for protocol in PROTOCOLS for route in protocol.routes})

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
    | st.sampled_from(["", " ", "null", "0", "9" * 30, "1e400", "2026-13-45", 10**40, -0.0])
    | st.sampled_from(["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
)  # fmt: skip
names = st.text(max_size=6) | st.sampled_from(
    [
        "event",
        "properties",
        "distinct_id",
        "$set",
        "$add",
        "time",
        "context",
        "traits",
        "user_properties",
        "$unset",
    ]
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)


def _places(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Every container with every key of it."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        found.append((value, key))
        _places(value[key], found)
    return found


@st.composite
def spoiled(draw: st.DrawFn, value: Any) -> Any:
    """A valid body with something of it replaced or removed."""
    box = [copy.deepcopy(value)]
    for _ in range(draw(st.integers(1, 3))):
        container, key = draw(st.sampled_from(_places(box, [])))
        if isinstance(container, dict) and draw(st.booleans()):
            del container[key]
        else:
            container[key] = draw(values)
    return box[0]


def _survives(sent: Request) -> Decoded | None:
    found = ROUTES.find(sent.path)
    assert found is not None
    protocol, route = found
    if route.reply is not None:
        route.reply(sent, None)
        return None
    try:
        key = protocol.key(sent)
        count = protocol.count(sent)
    except Refused:
        return None
    assert key is None or isinstance(key, str)
    decoded = protocol.decode(sent)
    assert len(decoded.records) == count
    for one in decoded.records:
        assert isinstance(one, Record | Refusal)
        if isinstance(one, Record):
            assert one.event
            assert one.distinct_id
            assert isinstance(one.event_id, str | None)
            assert all(isinstance(link.other, str) and link.other != one.distinct_id for link in one.links)
            for instant in (one.time, one.sent):
                assert instant is None or -(2**63) <= instant < 2**63
    protocol.answer(sent, count)
    # Decoding is pure: the same bytes say the same.
    assert protocol.decode(sent) == decoded
    return decoded


@given(st.data())
def test_spoiled_bodies(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(VALID)))
    body = data.draw(spoiled(VALID[path]))
    content: Any = body
    headers = dict(data.draw(st.sampled_from([{}, BROWSER])))
    match data.draw(st.sampled_from(["json", "gzip", "form", "packed form"])):
        case "gzip":
            content = gzip.compress(json.dumps(body).encode())
            headers["content-encoding"] = "gzip"
        case "form":
            content = form(data=packed(body), api_key="wk", identification=json.dumps(body))
        case "packed form":
            content = form(data_list=zipped(body), gzip="1")
    _survives(request(path, content, headers=headers))


@given(st.data())
def test_no_good_neighbour_is_lost(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(ITEMS)))
    good, bad = GOOD[path], data.draw(spoiled(GOOD[path]) | values)
    alone = _survives(request(path, ITEMS[path]([good])))
    found = _survives(request(path, ITEMS[path]([good, bad, good])))
    assert alone is not None
    assert found is not None
    assert found.records[0] == found.records[2] == alone.records[0]
    assert isinstance(found.records[0], Record)


@given(
    st.sampled_from(PATHS),
    st.binary(max_size=64) | values.map(lambda v: json.dumps(v).encode()),
    st.sampled_from(
        ["", "?data=e30=", "?data=x", "?compression=gzip-js", "?compression=base64&_=x", "?verbose=1&ip=0"]
    ),
    st.sampled_from(["GET", "POST"]),
    st.sampled_from(["", "gzip", "deflate", "br", "zstd", "nonsense"]),
)
def test_anything_anywhere(path: str, body: bytes, query: str, method: str, encoding: str) -> None:
    headers = {"content-encoding": encoding} if encoding else {}
    _survives(request(path + query, body, method, headers))


@pytest.mark.parametrize("path", sorted(VALID))
@pytest.mark.parametrize(
    "deep",
    [b"[" * 200_000, b'{"a":' * 40_000, b"[" * 900 + b"]" * 900, b'{"events":' * 300 + b"1" + b"}" * 300],
)
def test_depth_costs_nothing(path: str, deep: bytes) -> None:
    begun = time.monotonic()
    _survives(request(path, deep))
    _survives(request(path, b'{"batch":[{"properties":' + deep + b"}]}"))
    _survives(request(path, form(data=deep.decode())))
    assert time.monotonic() - begun < 2
