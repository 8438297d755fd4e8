"""Names for the arrays that kernels take."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int32]
Longs: TypeAlias = npt.NDArray[np.int64]
Counts: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.uint8]
Bits: TypeAlias = npt.NDArray[np.uint32]
Levels: TypeAlias = npt.NDArray[np.int8]
Events: TypeAlias = npt.NDArray[np.int16] | npt.NDArray[np.int32]
Floats: TypeAlias = npt.NDArray[np.float64]
Words: TypeAlias = npt.NDArray[np.uint64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Shorts: TypeAlias = npt.NDArray[np.int16]
T = TypeVar("T", bound=np.generic)


class RowGroups(NamedTuple):
    """The group of each row of a day: `lookup[codes[i]]`, where code −1 takes the last of `lookup`.

    Both are empty where there is only one group. Nothing is looked up but of rows that count: most never are.
    """

    codes: Ints
    lookup: Ints

    def at(self, rows: npt.NDArray[np.integer[Any]]) -> Ints:
        """The groups of some rows."""
        if not len(self.lookup):
            return np.zeros(len(rows), np.int32)
        found: Ints = self.lookup[self.codes[rows]]
        return found

    def are(self, group: int) -> npt.NDArray[np.bool_]:
        """Which rows are in a group, where there are several."""
        found: npt.NDArray[np.bool_] = (self.lookup == group)[self.codes]
        return found

    def of(self, rows: npt.NDArray[np.integer[Any]]) -> RowGroups:
        """The same of some rows alone."""
        return RowGroups(frozen(self.codes[rows]), self.lookup) if len(self.lookup) else self


def frozen(array: npt.NDArray[T]) -> npt.NDArray[T]:
    """The array, not to be written to: as hot columns are, so that kernels are compiled for one kind of them."""
    view = array.view()
    view.flags.writeable = False
    return view


_NOTHING = frozen(np.zeros(0, np.int32))
ONE_GROUP = RowGroups(_NOTHING, _NOTHING)
"""Where there is only one group."""
UNREAD = RowGroups(_NOTHING, frozen(np.zeros(1, np.int32)))
"""Of a day of whose rows no group is asked, though there are several."""
