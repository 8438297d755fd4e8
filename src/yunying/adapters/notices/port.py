"""What is told to people or programs, and what every place that takes it can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from yunying.core import Refused, YunyingError

Said = Mapping[str, str]
"""What somebody said of a place, field by field; with its secrets."""


@dataclass(frozen=True)
class Notice:
    """One thing told: `title` is one line, `text` is plain, with line breaks; `link` is where to read on. `id` is the
    same however often it is sent."""

    id: str
    title: str
    text: str
    link: str | None = None
    image_png: bytes | None = None


class Courier(Protocol):
    """A place as it is reached. No error holds a secret.

    `knows_ids`: what comes twice under one id is taken once, so that it may be sent again where nobody can say
    whether it has arrived.
    """

    knows_ids: bool
    address: str

    def send(self, notice: Notice) -> YunyingError | None:
        """Returns once it was acknowledged: what of it did not arrive, or nothing.

        Refused where it will never be taken like this, Failed where it was surely not taken, Unsure where it may
        have been.
        """


def field(said: Said, name: str, what: str, *, most: int = 500) -> str:
    """A field that must be there, on one line."""
    text = said.get(name, "").strip()
    if not text or len(text) > most or not text.isprintable():
        raise Refused(
            "field_wanted", f"{what} is wanted: one line of up to {most} characters.", field=name, most=most
        )
    return text


def cut(text: str, most: int) -> str:
    """Text of at most so many bytes of UTF-8, with an ellipsis where it was longer."""
    raw = text.encode()
    if len(raw) <= most:
        return text
    return raw[: max(most - 3, 0)].decode(errors="ignore") + "…"
