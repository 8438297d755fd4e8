"""When a person's run of activity ends, so that the next event begins another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SessionRules:
    """A session ends after `timeout_minutes` without an event; optionally with the day or with another campaign."""

    timeout_minutes: int = 30
    split_at_midnight: bool = False
    """The first event of a day of the project's zone begins a session."""
    split_on_campaign: bool = False
    """So does an event whose campaign is not the session's."""
