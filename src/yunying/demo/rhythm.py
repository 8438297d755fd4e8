"""When people do things: the day's hours, the week, the promotion, and how the product grows."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from yunying.demo import plan, world
from yunying.demo.arrays import DAY, HOUR, Floats, Ints, Mask, Rng, draw

_WEEKDAY_HOURS = (9, 4, 2, 1, 1, 3, 10, 24, 34, 30, 28, 33, 52, 42, 29, 28, 30, 38, 50, 66, 86, 92, 70, 32)
_WEEKEND_HOURS = (14, 7, 3, 2, 1, 2, 5, 12, 24, 38, 46, 48, 52, 50, 50, 52, 52, 52, 54, 66, 80, 86, 70, 38)
# Monday to Sunday.
_WEEK_ACTIVITY = np.array([0.95, 0.94, 0.95, 0.96, 1.02, 1.16, 1.12])
_WEEK_SHOPPING = np.array([0.94, 0.94, 0.96, 0.98, 1.04, 1.12, 1.08])


@dataclass(frozen=True)
class Rhythm:
    """What each day of the simulation multiplies; arrays have one entry a day."""

    first: date
    weekday: Ints
    activity: Floats
    shopping: Floats
    carting: Floats  # chance to put a viewed item in the cart, relative
    checkout: Floats  # chance that a filled cart is taken to the checkout
    discount: Floats  # of the promotion
    arrivals: Floats  # new people, by day, before the channel's own pattern

    @property
    def weekend(self) -> Mask:
        """Which days are Saturday or Sunday."""
        return self.weekday >= 5


def make_rhythm(rng: Rng, until: date) -> Rhythm:
    """The rhythm of the 180 days whose last is `until`."""
    days = np.arange(plan.DAYS)
    first = until - timedelta(days=plan.DAYS - 1)
    weekday = (first.weekday() + days) % 7

    def shaped(warm_up: float, promotion: float, hangover: float) -> Floats:
        values = np.ones(plan.DAYS)
        values[plan.WARM_UP[0] : plan.WARM_UP[1] + 1] = warm_up
        values[plan.PROMOTION[0] : plan.PROMOTION[1] + 1] = promotion
        low, high = plan.HANGOVER
        values[low : high + 1] = np.linspace(hangover, 1.0, high - low + 2)[:-1]
        return values

    discount = np.zeros(plan.DAYS)
    discount[plan.PROMOTION[0] : plan.PROMOTION[1] + 1] = 0.25
    noise = rng.lognormal(0.0, 0.035, (3, plan.DAYS))
    launch = 1.0 + 2.2 * np.exp(-days / 4.0)
    growth = np.linspace(0.8, 1.25, plan.DAYS)
    return Rhythm(
        first=first,
        weekday=weekday,
        activity=_WEEK_ACTIVITY[weekday] * shaped(1.12, 1.65, 0.84) * noise[0],
        shopping=_WEEK_SHOPPING[weekday] * shaped(1.35, 2.3, 0.55) * noise[1],
        carting=shaped(1.7, 1.35, 0.85),
        checkout=shaped(0.5, 1.45, 0.9),
        discount=discount,
        arrivals=launch * growth * _WEEK_ACTIVITY[weekday] * shaped(1.2, 2.0, 0.8) * noise[2],
    )


def arrival_days(rng: Rng, rhythm: Rhythm, channel: int, size: int) -> Ints:
    """The day on which each of `size` people arrives through `channel`."""
    weights = rhythm.arrivals.copy()
    if channel == world.KOL:
        weights *= 0.25
        for day in plan.KOL_DAYS:
            for after, force in enumerate((9.0, 5.0, 2.0, 1.0)):
                weights[min(day + after, plan.DAYS - 1)] += force
    elif channel == world.OFFLINE:
        weights *= np.where(rhythm.weekend, 3.0, 0.8)
    elif channel == world.SHORT_VIDEO_ADS:
        # Bought in flights of two weeks on, one week off at a third of the money.
        weights *= np.where(np.arange(plan.DAYS) % 21 < 14, 1.25, 0.42)
    return draw(rng, weights, size).astype(np.int64)


def clock(rng: Rng, weekend: Mask) -> Ints:
    """A time of day (ms) for each entry, by the hours people keep on working days and on weekends."""
    size = len(weekend)
    hour = np.where(weekend, draw(rng, _WEEKEND_HOURS, size), draw(rng, _WEEKDAY_HOURS, size))
    return hour.astype(np.int64) * HOUR + rng.integers(0, HOUR, size)


def day_of(time: Ints) -> Ints:
    """The day of the simulation a time falls on; times after the last day count as the last."""
    return np.minimum(time // DAY, plan.DAYS - 1)
