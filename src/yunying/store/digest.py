"""128-bit digests of columns: what makes two values, two people or two events the same one."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.kernels.interning import intern, look_up, rebuild
from yunying.kernels.siphash import hash_bytes, hash_integers

UInt64s = npt.NDArray[np.uint64]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]


class Digests(NamedTuple):
    """The two halves of one digest per row; both are 0 where the value is missing."""

    low: UInt64s
    high: UInt64s


def digest_texts(values: pa.Array, name: str) -> Digests:
    """Digest of each text of a column (string, or dictionary of strings), keyed by what the column means."""
    if pa.types.is_dictionary(values.type):
        of_values = digest_texts(values.dictionary, name)
        missing = values.indices.is_null().to_numpy(zero_copy_only=False)
        at = pc.fill_null(values.indices, 0).to_numpy(zero_copy_only=False)
        if len(values.dictionary) == 0:
            return Digests(np.zeros(len(values), np.uint64), np.zeros(len(values), np.uint64))
        return _zero(Digests(of_values.low[at], of_values.high[at]), missing)
    if values.type != pa.string():
        values = values.cast(pa.string())
    low, high = np.empty(len(values), np.uint64), np.empty(len(values), np.uint64)
    _, offsets, data = values.buffers()
    if len(values):
        bounds = np.frombuffer(offsets, np.int32)[values.offset : values.offset + len(values) + 1]
        content = np.frombuffer(data if data is not None else b"", np.uint8)
        hash_bytes(bounds, content, *_key(name), low, high)
    digests = Digests(low, high)
    return _zero(digests, values.is_null().to_numpy(zero_copy_only=False)) if values.null_count else digests


def digest_integers(values: Int64s, name: str) -> Digests:
    """Digest of each integer, keyed by what the column means."""
    low, high = np.empty(values.size, np.uint64), np.empty(values.size, np.uint64)
    hash_integers(np.ascontiguousarray(values, np.int64), *_key(name), low, high)
    return Digests(low, high)


class Interner:
    """Numbers distinct keys densely, in order of first appearance; grows as it must."""

    def __init__(self) -> None:
        self.count = 0
        self._slots = np.full(1024, -1, np.int32)
        self._low = np.empty(512, np.uint64)
        self._high = np.empty(512, np.uint64)

    def copy(self) -> Interner:
        """An independent one that knows the same keys."""
        other = Interner()
        other.count = self.count
        other._slots, other._low, other._high = self._slots.copy(), self._low.copy(), self._high.copy()
        return other

    def number(self, keys: Digests) -> tuple[Int32s, Int64s]:
        """`(number of each key, rows at which keys appeared that were new)`."""
        self._reserve(keys.low.size)
        numbers = np.empty(keys.low.size, np.int32)
        first_rows = np.empty(keys.low.size, np.int64)
        before = self.count
        self.count = int(
            intern(keys.low, keys.high, self._slots, self._low, self._high, before, numbers, first_rows)
        )
        return numbers, first_rows[: self.count - before]

    def find(self, keys: Digests) -> Int32s:
        """Number of each key, -1 where it is not known."""
        numbers = np.empty(keys.low.size, np.int32)
        look_up(keys.low, keys.high, self._slots, self._low, self._high, numbers)
        return numbers

    def _reserve(self, more: int) -> None:
        most = self.count + more
        if most > self._low.size:
            size = max(most, self._low.size * 3 // 2)
            self._low, self._high = _grown(self._low, size), _grown(self._high, size)
        if most * 2 > self._slots.size:
            self._slots = np.full(1 << (most * 2).bit_length(), -1, np.int32)
            rebuild(self._slots, self._low, self.count)


def _grown(values: UInt64s, size: int) -> UInt64s:
    grown = np.empty(size, np.uint64)
    grown[: values.size] = values
    return grown


def _zero(digests: Digests, where: npt.NDArray[np.bool_]) -> Digests:
    digests.low[where] = 0
    digests.high[where] = 0
    return digests


def _key(name: str) -> tuple[np.uint64, np.uint64]:
    words = np.frombuffer(hashlib.blake2b(name.encode(), digest_size=16).digest(), "<u8")
    return words[0], words[1]
