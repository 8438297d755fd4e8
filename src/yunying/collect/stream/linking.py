"""Which links between ids are followed. An id that belongs to somebody is never silently given to somebody else.

A device keeps its anonymous id when a second person signs in on it. So only an id that nobody is known by yet is
taken into a known person; two known people become one only where the sender says so explicitly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yunying.collect.stream.guards import is_shared
from yunying.store.merges import Merge, Merges

MANUAL = "manual"


@dataclass(frozen=True)
class Asked:
    """A link as it was asked for: `other` is the same person as `into`. Numbers are those of the two ids."""

    other: int
    into: int
    other_id: str
    into_id: str
    reason: str
    explicit: bool
    source: str
    at: datetime


def follow(merges: Merges, asked: Sequence[Asked], max_ids: int) -> list[Merge]:
    """New entries for the list of merges, in order; what is one person already makes none."""
    identity, count = merges.identity().copy(), merges.count()
    known: set[int] = set()
    refused: set[tuple[int, int]] = set()
    found: list[Merge] = []
    for link in asked:
        pair = (link.other, link.into)
        if identity.person(link.other) == identity.person(link.into):
            continue
        why = None
        if link.reason != MANUAL:
            if merges.was_undone(pair):
                continue  # somebody took this very merge back; programs go on repeating it
            if is_shared(link.other_id) or is_shared(link.into_id):
                why = "shared_id"
            elif not link.explicit and (link.other in known or merges.is_known(link.other)):
                why = "already_known"
        if why is None and identity.size(link.other) + identity.size(link.into) > max_ids:
            why = "too_many_ids"
        if why is not None and (pair in refused or merges.was_refused(pair)):
            continue
        found.append(
            Merge(
                number=count + len(found),
                kind="merge" if why is None else "refused",
                at=link.at,
                from_number=link.other,
                into_number=link.into,
                from_id=link.other_id,
                into_id=link.into_id,
                reason=link.reason if why is None else why,
                source=link.source,
            )
        )
        if why is None:
            identity.join(link.other, link.into)
            known.update(pair)
        else:
            refused.add(pair)
    return found
