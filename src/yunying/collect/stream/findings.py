"""What is wrong with a request, said to whoever is debugging it: refusals, and shapes that hint at mistakes."""

from __future__ import annotations

from typing import Any

from yunying.collect.protocols import Protocol, Request
from yunying.collect.records import Refusal
from yunying.collect.stream import guards


def findings(request: Request, protocol: Protocol) -> list[dict[str, Any]]:
    """One entry for each record that will be refused: its place in the request, the reason's code, a sentence."""
    found = []
    for place, record in enumerate(protocol.decode(request).records):
        refusal = (
            record if isinstance(record, Refusal) else guards.refusal_of(record) or guards.too_big(record)
        )
        if refusal is not None:
            found.append({"place": place, "code": refusal.code, "message": refusal.message})
    return found
