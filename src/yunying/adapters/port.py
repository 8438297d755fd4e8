"""What is sent, and what every place that takes it can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Member:
    """A person as they are sent: `properties` by name, values as JSON has them."""

    person_id: int
    distinct_id: str
    properties: dict[str, Any]


@dataclass(frozen=True)
class Delivery:
    """A part of what must be done at a target so that it has the segment: take these in, let those go.

    Doing it twice is the same as doing it once. `id` is the same as long as the contents are; `sequence` rises with
    every other contents, so that whoever gets an old one late can tell. `complete` says that the target has the
    whole segment once this is done.
    """

    id: str
    sequence: int
    push: str
    segment: str
    segment_name: str
    mode: str
    entered: Sequence[Member]
    left: Sequence[int]
    complete: bool


class Outlet(Protocol):
    """A target as it is reached. Whatever goes wrong is a `YunyingError` whose sentence holds no secret."""

    def send(self, delivery: Delivery) -> None:
        """Returns once the target has acknowledged."""

    def test(self) -> str:
        """Try without sending anybody; a sentence that says what was found."""
