"""What is left of a request from which somebody's records were erased: the others, as they were decoded.

{"count": 3, "records": [[1, {"record": {...}}], [2, {"refusal": {...}}]]}

Each with its place and the id it was given, so that reading it again says of them what the request said. Nobody sends
this; it has no address.
"""

from __future__ import annotations

from typing import NoReturn

import msgspec

from yunying.collect.protocols.port import Answer, Protocol, Request
from yunying.collect.records import ERASED, Decoded, Record, Refusal
from yunying.core import Refused


class _Kept(msgspec.Struct, omit_defaults=True):
    record: Record | None = None
    refusal: Refusal | None = None


class _Body(msgspec.Struct):
    count: int
    records: list[tuple[int, _Kept]]


_DECODER = msgspec.json.Decoder(_Body)
_GONE = Refusal(ERASED, "This record was erased at its person's request.", None)


def encode(count: int, kept: dict[int, Record | Refusal]) -> bytes:
    """The body that holds these records of `count`, by their places."""
    records = [
        (place, _Kept(record=r) if isinstance(r, Record) else _Kept(refusal=r))
        for place, r in sorted(kept.items())
    ]
    return msgspec.json.encode(_Body(count, records))


def _decode(request: Request) -> Decoded:
    body = _DECODER.decode(request.content)
    records: list[Record | Refusal] = [_GONE] * body.count
    for place, kept in body.records:
        records[place] = kept.record or kept.refusal or _GONE
    return Decoded(records)


def _refuse(request: Request) -> NoReturn:
    del request
    raise Refused("unknown_protocol", "Nobody sends this.")


def _answer(request: Request, count: int) -> Answer:
    del request
    return Answer.json({"accepted": count})


PROTOCOL = Protocol("kept", (), _refuse, _refuse, _decode, _answer)
