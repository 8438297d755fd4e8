"""How numbers spread, cell by cell: count, mean, extremes and quantiles that interpolate between neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """Numbers sorted within cells: those of cell c are `numbers[bounds[c]:bounds[c + 1]]`."""

    numbers: Floats
    bounds: Ints

    @classmethod
    def of(cls, cell: npt.NDArray[Any], numbers: npt.NDArray[Any], cells: int) -> Spread:
        """Numbers with the cell of each; a negative cell is none."""
        order = np.lexsort((numbers, cell)) if cells > 1 else np.argsort(numbers, kind="stable")
        ordered = cell[order]
        bounds = np.searchsorted(ordered, np.arange(cells + 1))
        return cls(np.asarray(numbers[order], np.float64), bounds)

    @property
    def counts(self) -> Ints:
        """How many numbers each cell has."""
        return np.diff(self.bounds)

    @property
    def sums(self) -> Floats:
        """Their sums."""
        cells = np.repeat(np.arange(len(self.bounds) - 1), self.counts)
        inside = self.numbers[self.bounds[0] : self.bounds[-1]]
        sums = np.bincount(cells, weights=inside, minlength=len(self.bounds) - 1)
        return sums.astype(np.float64)

    def means(self) -> list[float | None]:
        """Their means, None of nothing."""
        return [float(total) / int(n) if n else None for total, n in zip(self.sums, self.counts, strict=True)]

    def quantiles(self, share: float) -> list[float | None]:
        """Of each cell the number below which this share of its numbers lies; None of nothing."""
        found = self.at(share)
        return [None if np.isnan(x) else float(x) for x in found]

    def at(self, share: float) -> Floats:
        """As `quantiles`, NaN of nothing."""
        counts = self.counts
        if not len(self.numbers):
            return np.full(len(counts), np.nan)
        rank = (counts - 1).clip(0) * share
        low = np.floor(rank).astype(np.int64)
        first = np.minimum(self.bounds[:-1] + low, len(self.numbers) - 1)
        second = np.minimum(
            self.bounds[:-1] + np.minimum(low + 1, (counts - 1).clip(0)), len(self.numbers) - 1
        )
        a, b = self.numbers[first], self.numbers[second]
        with np.errstate(invalid="ignore"):
            return np.where(counts > 0, a + (b - a) * (rank - low), np.nan)


def medians(cell: Ints, person: npt.NDArray[Any], numbers: Floats) -> tuple[Ints, Ints, Floats]:
    """Each person's median in each cell: `(cells, people, medians)`, in order."""
    if not len(numbers):
        return cell[:0], cell[:0], numbers[:0]
    order = np.lexsort((numbers, person, cell))
    cell, person, numbers = cell[order], np.asarray(person[order], np.int64), numbers[order]
    begins = np.flatnonzero(np.r_[True, (cell[1:] != cell[:-1]) | (person[1:] != person[:-1])])
    spread = Spread(numbers, np.append(begins, len(numbers)))
    return cell[begins], person[begins], spread.at(0.5)


def different_people(cell: Ints, person: npt.NDArray[Any], cells: int) -> Ints:
    """How many different people each cell has."""
    if not len(cell):
        return np.zeros(cells, np.int64)
    people = int(person.max()) + 1
    return np.bincount(np.unique(cell * people + person) // people, minlength=cells)
