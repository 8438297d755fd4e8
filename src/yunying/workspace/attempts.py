"""How often somebody may try to sign in."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select

from yunying.core import Clock, TooMany
from yunying.store.ledger import Attempt, Ledger

WINDOW = timedelta(minutes=15)
PER_NAME = 10
PER_ADDRESS = 30


class Attempts:
    """Counts tries by name and by address over the last quarter of an hour.

    A try is counted before the password is looked at, so that many at once cannot slip through together.
    """

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock

    def admit(self, name: str, address: str) -> None:
        """Count a try, or refuse it when there were too many."""
        now = self._clock()
        key = name.casefold()
        with self._ledger.write() as tx:
            tx.execute(delete(Attempt).where(Attempt.at <= now - WINDOW))

            def wait(which: ColumnElement[bool], limit: int) -> float:
                newest = select(Attempt.at).where(which).order_by(Attempt.at.desc()).limit(limit)
                times = tx.scalars(newest).all()
                return 0.0 if len(times) < limit else _seconds_until(times[-1] + WINDOW, now)

            seconds = max(wait(Attempt.name == key, PER_NAME), wait(Attempt.address == address, PER_ADDRESS))
            if seconds > 0:
                retry_after = math.ceil(seconds)
                minutes = math.ceil(retry_after / 60)
                raise TooMany(
                    "too_many_attempts",
                    f"Too many attempts to sign in; wait {minutes} min and try again.",
                    retry_after=retry_after,
                )
            tx.add(Attempt(name=key, address=address, at=now))

    def forget(self, name: str, address: str | None = None) -> None:
        """The try succeeded (from this address), or the password was reset (every address)."""
        with self._ledger.write() as tx:
            mine = delete(Attempt).where(Attempt.name == name.casefold())
            tx.execute(mine if address is None else mine.where(Attempt.address == address))


def _seconds_until(instant: datetime, now: datetime) -> float:
    return max(0.0, (instant - now).total_seconds())
