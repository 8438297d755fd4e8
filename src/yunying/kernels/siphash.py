"""SipHash-2-4 with 128-bit output over columns: one digest per value, in two arrays of 64 bits.

Chosen because it is specified, has published test vectors, is as good for two-word keys as for long text, and
runs on a column's raw buffers without making a single object. Digests go into event ids, so neither the
function nor its use may ever change.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from yunying.kernels.compiled import compiled

UInt64s = npt.NDArray[np.uint64]

_C0 = np.uint64(0x736F6D6570736575)
_C1 = np.uint64(0x646F72616E646F6D)
_C2 = np.uint64(0x6C7967656E657261)
_C3 = np.uint64(0x7465646279746573)
_EE = np.uint64(0xEE)
_DD = np.uint64(0xDD)
_S8 = np.uint64(8)
_S56 = np.uint64(56)
_R13 = np.uint64(13)
_R16 = np.uint64(16)
_R17 = np.uint64(17)
_R21 = np.uint64(21)
_R32 = np.uint64(32)
_R43 = np.uint64(43)
_R47 = np.uint64(47)
_R48 = np.uint64(48)
_R51 = np.uint64(51)


@compiled(inline="always")
def _round(v0, v1, v2, v3):  # type: ignore[no-untyped-def]  # numba infers machine integers
    v0 += v1
    v1 = (v1 << _R13) | (v1 >> _R51)
    v1 ^= v0
    v0 = (v0 << _R32) | (v0 >> _R32)
    v2 += v3
    v3 = (v3 << _R16) | (v3 >> _R48)
    v3 ^= v2
    v0 += v3
    v3 = (v3 << _R21) | (v3 >> _R43)
    v3 ^= v0
    v2 += v1
    v1 = (v1 << _R17) | (v1 >> _R47)
    v1 ^= v2
    v2 = (v2 << _R32) | (v2 >> _R32)
    return v0, v1, v2, v3


@compiled(inline="always")
def _absorb(v0, v1, v2, v3, word):  # type: ignore[no-untyped-def]
    v3 ^= word
    v0, v1, v2, v3 = _round(v0, v1, v2, v3)
    v0, v1, v2, v3 = _round(v0, v1, v2, v3)
    v0 ^= word
    return v0, v1, v2, v3


@compiled(inline="always")
def _finish(v0, v1, v2, v3):  # type: ignore[no-untyped-def]
    v2 ^= _EE
    for _ in range(4):
        v0, v1, v2, v3 = _round(v0, v1, v2, v3)
    low = v0 ^ v1 ^ v2 ^ v3
    v1 ^= _DD
    for _ in range(4):
        v0, v1, v2, v3 = _round(v0, v1, v2, v3)
    return low, v0 ^ v1 ^ v2 ^ v3


@compiled
def hash_bytes(
    offsets: npt.NDArray[np.int32],
    data: npt.NDArray[np.uint8],
    key0: np.uint64,
    key1: np.uint64,
    low: UInt64s,
    high: UInt64s,
) -> None:
    """Digest of `data[offsets[i]:offsets[i + 1]]` for each i, into `low` and `high`."""
    for i in range(low.size):
        start = np.int64(offsets[i])
        length = np.int64(offsets[i + 1]) - start
        v0 = _C0 ^ key0
        v1 = _C1 ^ key1 ^ _EE
        v2 = _C2 ^ key0
        v3 = _C3 ^ key1
        end = start + (length // 8) * 8
        for at in range(start, end, 8):
            word = np.uint64(0)
            for k in range(8):
                word |= np.uint64(data[at + k]) << (np.uint64(k) * _S8)
            v0, v1, v2, v3 = _absorb(v0, v1, v2, v3, word)
        word = np.uint64(length) << _S56
        for k in range(length - (end - start)):
            word |= np.uint64(data[end + k]) << (np.uint64(k) * _S8)
        v0, v1, v2, v3 = _absorb(v0, v1, v2, v3, word)
        low[i], high[i] = _finish(v0, v1, v2, v3)


@compiled
def hash_integers(
    values: npt.NDArray[np.int64], key0: np.uint64, key1: np.uint64, low: UInt64s, high: UInt64s
) -> None:
    """Digest of each integer's eight little-endian bytes, into `low` and `high`."""
    last = np.uint64(8) << _S56
    for i in range(values.size):
        v0 = _C0 ^ key0
        v1 = _C1 ^ key1 ^ _EE
        v2 = _C2 ^ key0
        v3 = _C3 ^ key1
        v0, v1, v2, v3 = _absorb(v0, v1, v2, v3, np.uint64(values[i]))
        v0, v1, v2, v3 = _absorb(v0, v1, v2, v3, last)
        low[i], high[i] = _finish(v0, v1, v2, v3)
