"""Through which channels people can be reached, and why not: of everybody at once, or of a few.

Somebody is reached through a channel where a property holds a valid contact (`contacts`) and no property says that
they do not want to be (`consent`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.audience.consent import Channel, consent_of, refused
from yunying.audience.contacts import Contact, contact_of
from yunying.audience.finding.changes import as_texts
from yunying.audience.finding.phones import numbers_of
from yunying.audience.finding.words import normal
from yunying.store import Property, Values

CHANNELS: tuple[Channel, ...] = get_args(Channel)
Status = Literal["reachable", "refused", "invalid", "missing", "unknown"]
STATUSES: tuple[Status, ...] = get_args(Status)
"""`missing`: no contact is known of this person; `unknown`: of nobody in the project."""
_REACHABLE, _REFUSED, _INVALID, _MISSING, _UNKNOWN = range(5)
_CONTACT: dict[Channel, Contact] = {
    "email": "email",
    "sms": "phone",
    "push": "push",
    "wecom": "wecom",
    "wechat": "wechat",
}
_EMAIL = r"^[^@\s,;<>\"]{1,64}@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)*\.[^@\s,;<>\"'.\d]{2,}$"


@dataclass(frozen=True)
class Reach:
    """One channel. By person: `status` is a place in `STATUSES`, `because` one in `properties` (−1: none) and names the
    property that holds the contact, or that says no.
    """

    channel: Channel
    status: npt.NDArray[np.int8]
    because: npt.NDArray[np.int32]
    properties: tuple[str, ...]


def reach(
    properties: Sequence[Property], values: Callable[[Property], Values], people: int, region: str | None
) -> list[Reach]:
    """Every channel of so many people; `values` gives a person property with one row each."""
    known = [p for p in properties if p.scope == "person"]
    wishes = [(p, consent) for p in known if (consent := consent_of(p.name)) is not None]
    found = []
    for channel in CHANNELS:
        contacts = [p for p in known if contact_of(p.name) == _CONTACT[channel]]
        names = (*(p.name for p in contacts), *(p.name for p, _ in wishes))
        status = np.full(people, _MISSING if contacts else _UNKNOWN, np.int8)
        because = np.full(people, -1, np.int32)
        for i, prop in enumerate(contacts):
            there, valid = _looks(channel, values(prop), region)
            better = np.where(valid, _REACHABLE, np.where(there, _INVALID, _MISSING)).astype(np.int8)
            rows = better < status
            status[rows], because[rows] = better[rows], i
        for i, (prop, consent) in enumerate(wishes, len(contacts)):
            if consent.channel in (None, channel):
                rows = refused(consent, channel, values(prop)) & (status == _REACHABLE)
                status[rows], because[rows] = _REFUSED, i
        found.append(Reach(channel, status, because, names))
    return found


def _looks(
    channel: Channel, values: Values, region: str | None
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Who has such a contact, and whose is valid."""
    texts = as_texts(values) if not values.coded else values
    labels = texts.labels.cast(pa.string())
    plain = normal(labels)
    match channel:
        case "email":
            fine = pc.match_substring_regex(plain, _EMAIL)
        case "sms":
            fine = pc.is_valid(numbers_of(plain, region, trusted=True).international)
        case _:
            fine = pc.not_equal(plain, "")
    there = np.append(pc.not_equal(plain, "").to_numpy(zero_copy_only=False), False)
    valid = np.append(fine.to_numpy(zero_copy_only=False), False)
    return there[texts.codes].astype(np.bool_), valid[texts.codes].astype(np.bool_)
