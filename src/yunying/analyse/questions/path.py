"""Path: what people do after an event, or before it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag

from yunying.analyse.questions.base import Asked, EventRef
from yunying.metrics import Range, Strict, Text, Window


class SameSession(Strict):
    """As long as the session of the anchor."""

    session: Literal[True]


class Split(Strict):
    """An event whose nodes are told apart by one of its properties: each is called `event: value`."""

    event: Text
    property: Text = Field(
        description="A property of the event; where it is not set the node is the event's."
    )


class Rename(Strict):
    """A rule that changes what nodes are called; nodes that are called the same are one."""

    match: Text = Field(
        min_length=1, max_length=1000, description="A regular expression (RE2) that may match anywhere."
    )
    to: Text = Field(
        max_length=200,
        description=r"What each match is replaced by; `\1` is its first group, `\0` all of it.",
    )


def _bound(raw: Any) -> str:
    return "session" if (isinstance(raw, dict) and "session" in raw) or hasattr(raw, "session") else "window"


class Path(Asked):
    """What people do after an event (the anchor), or before it, step by step.

    The anchor is step 0. Every later event that passes the filters and is not cleaned away is the next step. Of equal
    nodes in a row the one nearest to the anchor counts, unless `collapse` is off. Anchors lie inside the range, and so
    do the events of their paths, except that a window reaches past its end (backward: before its beginning).
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "path",
                    "anchor": {"event": "A_SUBMITTED"},
                    "steps": 4,
                    "top": 5,
                    "within": {"value": 7, "unit": "day"},
                    "rename": [{"match": "^W_.*", "to": "work item"}],
                    "range": {"from": "2011-10-01", "to": "2012-02-29"},
                },
                {
                    "kind": "path",
                    "anchor": {"event": "$pageview"},
                    "per": "session",
                    "split": [{"event": "$pageview", "property": "$path"}],
                    "range": {"last": 30},
                },
            ]
        },
    )

    kind: Literal["path"]
    anchor: EventRef = Field(description="Where paths begin (backward: end).")
    direction: Literal["forward", "backward"] = Field(
        "forward", description="After the anchor, or before it."
    )
    steps: int = Field(5, ge=1, le=20, description="How many steps besides the anchor.")
    top: int = Field(
        10,
        ge=1,
        le=50,
        description="How many nodes of each step get a row of their own: those on the most paths.",
    )
    per: Literal["person", "session"] = Field(
        "person",
        description=(
            "One path a person, from their first anchor in the range; or one a session, from its first anchor, "
            "which then ends with the session."
        ),
    )
    within: (
        Annotated[
            Annotated[SameSession, Tag("session")] | Annotated[Window, Tag("window")], Discriminator(_bound)
        ]
        | None
    ) = Field(None, description="How far from the anchor: its session, a window, or (null) all of the range.")
    collapse: bool = Field(True, description="Count equal nodes in a row once.")
    only: list[EventRef] = Field(
        default_factory=list, max_length=15, description="Leave out all events but these (and the anchor)."
    )
    exclude: list[EventRef] = Field(
        default_factory=list, max_length=15, description="Leave these events out (never the anchor)."
    )
    split: list[Split] = Field(
        default_factory=list,
        max_length=20,
        description="Events told apart by a property, such as pages by path.",
    )
    rename: list[Rename] = Field(
        default_factory=list, max_length=20, description="Rules for what nodes are called, applied in order."
    )
    range: Range = Field(description="When anchors happen.")
