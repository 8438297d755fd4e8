"""What every protocol is decoded into: one record for each thing that was said.

Names and property names that begin with `$` are ours: `$pageview`, `$url`, `$utm_source`, `$ip`, … A decoder puts
what its protocol knows of the context under those names, so that nothing after it asks who sent it.
"""

from __future__ import annotations

from typing import Any

import msgspec

PROFILE = "$profile"
"""Event name of a record that only describes or identifies a person, where its protocol has none."""
PAGEVIEW = "$pageview"
SCREEN = "$screen"

CONTEXT = (
    "$url", "$path", "$title", "$referrer", "$user_agent", "$ip", "$language", "$timezone",
    "$utm_source", "$utm_medium", "$utm_campaign", "$utm_term", "$utm_content",
    "$os", "$os_version", "$browser", "$browser_version", "$device", "$device_type", "$device_id",
    "$brand", "$model", "$screen_width", "$screen_height", "$app", "$app_version",
    "$country", "$region", "$city", "$lib", "$lib_version", "$channel", "$source", "$session_key",
)  # fmt: skip
"""Context properties that decoders and enrichment use; others are kept under the names they were sent with."""


class Changes(msgspec.Struct):
    """What a record says of its person's properties. Applied in this order: unset, set, set once, add, append."""

    set: dict[str, Any] = {}
    set_once: dict[str, Any] = {}
    add: dict[str, float] = {}
    append: dict[str, list[Any]] = {}
    unset: list[str] = []
    delete: bool = False
    """Forget every property of the person first."""


class Link(msgspec.Struct, frozen=True):
    """`other` is the same person as the record's `distinct_id`, says the sender by `reason` (`identify`, …).

    Where `explicit`, two people that both are known already become one; else only somebody not known yet is
    taken into a known person.
    """

    other: str
    reason: str
    explicit: bool = False


class Record(msgspec.Struct):
    """One event, or one statement about a person. Instants are µs since the epoch, UTC, by the sender's clock."""

    event: str
    distinct_id: str
    properties: dict[str, Any]
    time: int | None = None
    """When it happened; None: when it was received."""
    sent: int | None = None
    """When it was sent, by the same clock as `time`: tells how wrong that clock is."""
    event_id: str | None = None
    person: Changes | None = None
    links: tuple[Link, ...] = ()
    profile: bool = False
    """Describes or identifies a person; it is nothing they did, and counts in no figure."""
    device: bool = False
    """The request came from the person's own device, so its address and user agent are theirs."""


class Refusal(msgspec.Struct):
    """Something in a request that cannot become a record; its neighbours do."""

    code: str
    message: str
    raw: Any
    event: str | None = None


ERASED = "erased"
"""Code of what stands in the place of a record that was erased: nothing is made of it, its neighbours keep theirs."""


class Decoded(msgspec.Struct):
    """What a request said, in the order it was said."""

    records: list[Record | Refusal]
