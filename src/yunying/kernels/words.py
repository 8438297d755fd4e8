"""Texts taken apart into what people type to find them, and the order of many short texts.

A text is bytes of UTF-8 without control characters, its words separated by single spaces. Texts lie one after another
in `data`; `bounds[i]` to `bounds[i + 1]` is the text `i`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Ints

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.int64]
UInt64s = npt.NDArray[np.uint64]
Readings = tuple[Ints, Ints, Bytes]

SPACE, OTHER, LETTER, DIGIT, HAN = 0, 1, 2, 3, 4
MOST_WORDS = 16
"""From so many words of a text on it is found, its beginning included."""
WHOLE, LATER = 600, 64
"""So many bytes of a text count from its beginning, and from a later word."""
SPELT = 12
"""Texts of so many characters are also found by how they are pronounced."""
MOST_SPELLINGS = 16
"""Ways in which a word with characters of several readings is spelt; beyond them each has its first reading."""


@compiled(inline="always")
def _decode(data: Bytes, at: int) -> tuple[int, int]:
    """`(code point, bytes it takes)`."""
    first = data[at]
    if first < 0x80:
        return int(first), 1
    if first < 0xE0:
        return (int(first & 0x1F) << 6) | int(data[at + 1] & 0x3F), 2
    if first < 0xF0:
        return (int(first & 0x0F) << 12) | (int(data[at + 1] & 0x3F) << 6) | int(data[at + 2] & 0x3F), 3
    high = (int(first & 0x07) << 18) | (int(data[at + 1] & 0x3F) << 12)
    return high | (int(data[at + 2] & 0x3F) << 6) | int(data[at + 3] & 0x3F), 4


@compiled(inline="always")
def _kind(code: int) -> int:
    if code < 0x80:
        if 0x61 <= code <= 0x7A or 0x41 <= code <= 0x5A:
            return LETTER
        if 0x30 <= code <= 0x39:
            return DIGIT
        return SPACE if code == 0x20 else OTHER
    if 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF or code == 0x3007:
        return HAN
    if 0x20000 <= code <= 0x3FFFF:
        return HAN
    if 0x2000 <= code <= 0x206F or 0x3000 <= code <= 0x303F or 0xA0 <= code <= 0xBF:
        return OTHER
    return LETTER


@compiled
def _starts(data: Bytes, low: int, high: int, found: Ints) -> int:
    """Where a text's words begin, its own beginning first; returns how many. Each character of Chinese is a word, and
    so are the digits that end a word of letters."""
    count, at, before, pure = 0, low, SPACE, False
    while at < high and count < found.size:
        code, width = _decode(data, at)
        kind = _kind(code)
        begins = at == low
        if kind >= LETTER:
            if HAN in (kind, before) or before < LETTER:
                begins, pure = True, kind == LETTER
            elif kind == DIGIT and before == LETTER:
                if pure:
                    end = at
                    while end < high and 0x30 <= data[end] <= 0x39:
                        end += 1
                    begins = end == high or _kind(_decode(data, end)[0]) in (SPACE, OTHER, HAN)
                pure = False
        if begins:
            found[count] = at
            count += 1
        before, at = kind, at + width
    return count


@compiled
def split_words(bounds: Ints, data: Bytes, ends: Longs, text: Ints, out: Bytes) -> tuple[int, int]:
    """What each text is found by: itself, and what follows from each of its words on, without spaces.

    `(number of tokens, their bytes)`; token `j` ends in `out` at `ends[j]`. `text[j]` is the text's number where it is
    the whole of it, and `~` of that (negative) where it is from a later word on. With `ends` empty they are only
    counted.
    """
    found = np.empty(MOST_WORDS, np.int32)
    tokens = size = 0
    for i in range(bounds.size - 1):
        low, high = bounds[i], bounds[i + 1]
        for j in range(_starts(data, low, high, found)):
            most = size + (WHOLE if j == 0 else LATER)
            at = found[j]
            while at < high and size < most:
                if data[at] != 0x20:
                    if ends.size:
                        out[size] = data[at]
                    size += 1
                at += 1
            if ends.size:
                ends[tokens], text[tokens] = size, ~i if j else i
            tokens += 1
    return tokens, size


@compiled
def characters_of(bounds: Ints, data: Bytes, seen: npt.NDArray[np.bool_]) -> None:
    """Mark the Chinese characters, by code point, that occur in texts short enough to be spelt."""
    for i in range(bounds.size - 1):
        if not _is_spelt(data, bounds[i], bounds[i + 1]):
            continue
        at = bounds[i]
        while at < bounds[i + 1]:
            code, width = _decode(data, at)
            if _kind(code) == HAN:
                seen[code] = True
            at += width


@compiled
def _is_spelt(data: Bytes, low: int, high: int) -> bool:
    characters, han, at = 0, False, low
    while at < high:
        code, width = _decode(data, at)
        kind = _kind(code)
        han |= kind == HAN
        characters += kind != SPACE
        if characters > SPELT:
            return False
        at += width
    return han


@compiled
def spell_words(
    bounds: Ints,
    data: Bytes,
    head: Readings,
    rest: Readings,
    most: int,
    ends: Longs,
    text: Ints,
    out: Bytes,
) -> tuple[int, int]:
    """Like `split_words`: how short texts with Chinese characters are pronounced, from each of `most` words on.

    `head` says how the first character is read and `rest` how others are, in whole or by first letters: `(first, end,
    bytes)`; the readings of the character `c` are `first[c]` to `first[c + 1]`, and reading `r` ends at `end[r]`.
    """
    found = np.empty(most, np.int32)
    units, count, chosen = np.empty((3, SPELT), np.int32)
    tokens = size = 0
    for i in range(bounds.size - 1):
        low, high = bounds[i], bounds[i + 1]
        if not _is_spelt(data, low, high):
            continue
        for j in range(_starts(data, low, high, found)):
            length, ways, han, at = 0, 1, False, found[j]
            while at < high:
                code, width = _decode(data, at)
                at += width
                kind = _kind(code)
                if kind < LETTER or (kind == LETTER and code >= 0x80):
                    continue
                known = 0
                if kind == HAN:
                    first = rest[0] if length else head[0]
                    known = first[code + 1] - first[code]
                    if known == 0:
                        continue
                    han = True
                units[length] = code
                count[length] = known if known and ways * known <= MOST_SPELLINGS else 1
                ways *= count[length]
                length += 1
            if not han:
                continue
            for way in range(ways):
                left = way
                for u in range(length):
                    chosen[u], left = left % count[u], left // count[u]
                    if units[u] < 0x80:
                        if ends.size:
                            out[size] = units[u]
                        size += 1
                        continue
                    first, end, said = rest if u else head
                    reading = first[units[u]] + chosen[u]
                    for k in range(end[reading - 1] if reading else 0, end[reading]):
                        if ends.size:
                            out[size] = said[k]
                        size += 1
                if ends.size:
                    ends[tokens], text[tokens] = size, ~i if j else i
                tokens += 1
    return tokens, size


@compiled
def mark_people(values: Ints, bounds: Ints, people: Ints, found: npt.NDArray[np.bool_]) -> None:
    """Mark everybody who has one of these values: `people[bounds[v]:bounds[v + 1]]` have the value `v`, or `~v`."""
    seen = np.zeros(bounds.size - 1, np.bool_)
    for i in range(values.size):
        value = values[i] if values[i] >= 0 else ~values[i]
        if seen[value]:
            continue
        seen[value] = True
        for j in range(bounds[value], bounds[value + 1]):
            if people[j] < found.size:
                found[people[j]] = True


@compiled(inline="always")
def _key(bounds: Ints, data: Bytes, text: int, depth: int) -> np.uint64:
    """Eight bytes of a text from `depth` on, in order; past its end they are 0, which no text holds."""
    key = np.uint64(0)
    at, high = bounds[text] + depth, bounds[text + 1]
    for _ in range(8):
        key <<= np.uint64(8)
        if at < high:
            key |= np.uint64(data[at])
        at += 1
    return key


@compiled
def sort_texts(bounds: Ints, data: Bytes, order: Ints) -> None:
    """Put `order`, numbers of texts, into the order of their bytes: quicksort by eight of them at a time."""
    keys = np.empty(order.size, np.uint64)
    stack = [(0, order.size, 0, False)]
    while stack:
        low, high, depth, keyed = stack.pop()
        if high - low < 2:
            continue
        if not keyed:
            for i in range(low, high):
                keys[i] = _key(bounds, data, order[i], depth)
        if high - low <= 24:
            _insert(bounds, data, order, keys, low, high, depth)
            continue
        pivot = _middle(keys[low], keys[(low + high) // 2], keys[high - 1])
        left, at, right = low, low, high
        while at < right:
            if keys[at] < pivot:
                keys[at], keys[left] = keys[left], keys[at]
                order[at], order[left] = order[left], order[at]
                left += 1
                at += 1
            elif keys[at] > pivot:
                right -= 1
                keys[at], keys[right] = keys[right], keys[at]
                order[at], order[right] = order[right], order[at]
            else:
                at += 1
        stack.append((low, left, depth, True))
        stack.append((right, high, depth, True))
        if pivot & np.uint64(0xFF):  # else all of them have ended
            stack.append((left, right, depth + 8, False))


@compiled(inline="always")
def _middle(a: np.uint64, b: np.uint64, c: np.uint64) -> np.uint64:
    if a > b:
        a, b = b, a
    return max(a, min(b, c))


@compiled
def _insert(bounds: Ints, data: Bytes, order: Ints, keys: UInt64s, low: int, high: int, depth: int) -> None:
    for i in range(low + 1, high):
        key, text, at = keys[i], order[i], i
        while at > low and (
            keys[at - 1] > key
            or (keys[at - 1] == key and _follows(bounds, data, order[at - 1], text, depth + 8))
        ):
            keys[at], order[at] = keys[at - 1], order[at - 1]
            at -= 1
        keys[at], order[at] = key, text


@compiled
def _follows(bounds: Ints, data: Bytes, one: int, other: int, depth: int) -> bool:
    """Whether the first text stands behind the other; they are alike up to `depth`."""
    at, end = bounds[one] + depth, bounds[one + 1]
    beside, last = bounds[other] + depth, bounds[other + 1]
    while at < end and beside < last:
        if data[at] != data[beside]:
            return bool(data[at] > data[beside])
        at += 1
        beside += 1
    return bool(at < end and beside >= last)
