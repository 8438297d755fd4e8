"""The change of a ratio, taken apart by slice into mix and rate.

The ratio of everything is the mean of the slices' ratios, weighted by their shares of the denominator. It changes
because shares change (mix) and because slices' own ratios do (rate). Taking each at the mean of the two periods
(Marshall and Edgeworth's way) leaves no remainder, and neither period is the base.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class MixAndRate:
    """By slice; `mix.sum() + rate.sum()` is the change of the ratio."""

    mix: Floats
    rate: Floats

    @property
    def effect(self) -> Floats:
        """Both together."""
        return self.mix + self.rate


def mix_and_rate(top: Floats, bottom: Floats, top_now: Floats, bottom_now: Floats) -> MixAndRate:
    """Of numerators and denominators by slice in the earlier and the later period; whole denominators are not zero.

    A slice that is new or gone has no ratio of its own in one period: there the other one's stands in, so that all
    of its effect is mix. A numerator over nothing (which no share weighs) is rate.
    """
    weight, weight_now = bottom / bottom.sum(), bottom_now / bottom_now.sum()
    whole, whole_now = top.sum() / bottom.sum(), top_now.sum() / bottom_now.sum()
    with np.errstate(all="ignore"):
        ratio, ratio_now = top / bottom, top_now / bottom_now
    here, here_now = bottom != 0, bottom_now != 0
    ratio, ratio_now = (
        np.where(here, ratio, np.where(here_now, ratio_now, 0.0)),
        np.where(here_now, ratio_now, np.where(here, ratio, 0.0)),
    )
    middle = (whole + whole_now) / 2
    mix = (weight_now - weight) * ((ratio + ratio_now) / 2 - middle)
    rate = (weight_now + weight) / 2 * (ratio_now - ratio)
    stray = np.where(here_now, 0.0, top_now) / bottom_now.sum() - np.where(here, 0.0, top) / bottom.sum()
    return MixAndRate(mix, rate + stray)
