"""Small array helpers: drawing from weights, and working on groups that lie one after another."""

from collections.abc import Sequence
from dataclasses import Field, fields
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]
Rng = np.random.Generator

SECOND = 1_000  # times are milliseconds since the first local midnight of the simulation
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Record = TypeVar("Record", bound=_Dataclass)


def draw(rng: Rng, weights: Sequence[float] | NDArray[Any], size: int) -> Codes:
    """`size` indexes drawn with probability in proportion to `weights`."""
    edges = np.cumsum(np.asarray(weights, np.float64))
    drawn = np.searchsorted(edges, rng.random(size) * edges[-1], side="right")
    return np.asarray(drawn, np.int32)


def chance(rng: Rng, probability: float | NDArray[Any], size: int) -> Mask:
    """Which of `size` trials succeed."""
    return np.asarray(rng.random(size) < probability, np.bool_)


def position(counts: Ints) -> Ints:
    """The place of each element in its group (0, 1, …), for groups of these sizes laid end to end."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0, dtype=np.int64) - np.repeat(ends - counts, counts)


def running_sum(values: Floats, counts: Ints) -> Floats:
    """The running sum of `values` that begins again in each group."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    starts = np.cumsum(counts) - counts
    return np.asarray(total[1:] - np.repeat(total[starts], counts), np.float64)


def same_as_previous(values: NDArray[Any]) -> Mask:
    """Whether each element equals the one before it (the first never does)."""
    same = np.zeros(len(values), np.bool_)
    same[1:] = values[1:] == values[:-1]
    return same


def take(record: Record, index: NDArray[Any]) -> Record:
    """The rows `index` of a dataclass whose fields are arrays of one length."""
    return type(record)(**{f.name: getattr(record, f.name)[index] for f in fields(record)})


def stack(records: Sequence[Record]) -> Record:
    """Dataclasses of arrays, one after another, as one."""
    first = records[0]
    joined = {f.name: np.concatenate([getattr(r, f.name) for r in records]) for f in fields(first)}
    return type(first)(**joined)
