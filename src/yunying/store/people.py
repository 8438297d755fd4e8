"""Who is who: every distinct id that was ever sent has one dense person id."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Int32s = npt.NDArray[np.int32]


class People:
    """A project's ids. Reading needs no lock; writing is one writer at a time (the caller's lock)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def count(self) -> int:
        """Number of people known."""
        raise NotImplementedError

    def resolve(self, distinct_ids: pa.Array | pa.ChunkedArray) -> Int32s:
        """Person id of each distinct id; new ones are given the next numbers and committed."""
        raise NotImplementedError

    def distinct_ids(self, person_ids: Int32s) -> list[str]:
        """First distinct id of each person."""
        raise NotImplementedError

    def find(self, distinct_id: str) -> int | None:
        """The person with exactly this id."""
        raise NotImplementedError

    def search(self, text: str, limit: int) -> Int32s:
        """People whose id contains `text` (upper and lower case are the same)."""
        raise NotImplementedError
