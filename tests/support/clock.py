"""A clock that a test holds."""

from __future__ import annotations

from datetime import datetime, timedelta


class HeldClock:
    """Stands still until it is told to go on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by
