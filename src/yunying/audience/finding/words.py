"""What a value of a person is found by, and what a search looks for.

A text is found by its beginning and by the beginning of what follows from each of its words on: after a space or a
sign, at each Chinese character, at digits that follow letters. Upper and lower case, width, accents and spaces make
no difference. Short texts with Chinese characters are also found by pinyin, whole and by first letters, in every
reading a character has; phone numbers by E.164, by the number without its country, and by their last four digits.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.audience.finding import phones
from yunying.kernels import frozen
from yunying.kernels.words import MOST_WORDS, Readings, characters_of, spell_words, split_words

Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
_SPACES = r"[\x00-\x20\x7f\pZ]+"
_MARKS = r"\p{Mn}+"
_LAST = "\x01"
"""Begins the token of a number's last digits: they are found as a whole only."""
_LAST_DIGITS = 4
_NO_BYTES = np.zeros(0, np.uint8)


class Tokens(NamedTuple):
    """What texts are found by: token `j` is `data[bounds[j]:bounds[j + 1]]`, and stands for the whole of the text of
    number `text[j]`; where that is negative, for what follows from a later word of the text `~text[j]` on.
    """

    bounds: Ints
    data: Bytes
    text: Ints


@dataclass(frozen=True)
class Sought:
    """What a search looks for: tokens that begin so, or are so."""

    beginnings: tuple[bytes, ...]
    wholes: tuple[bytes, ...]

    @property
    def all(self) -> tuple[bytes, ...]:
        """Tokens that are so, whether or not others begin so."""
        return self.beginnings + self.wholes


def normal(texts: pa.Array) -> pa.Array:
    """Texts without what makes no difference when they are looked for."""
    texts = texts.cast(pa.string())
    if not pc.all(pc.string_is_ascii(texts)).as_py():
        texts = pc.replace_substring_regex(pc.utf8_normalize(texts, "NFKD"), _MARKS, "")
    return pc.utf8_trim(pc.replace_substring_regex(pc.utf8_lower(texts), _SPACES, " "), " ")


def tokens_of(texts: pa.Array, region: str | None, *, phone: bool = False) -> Tokens:
    """What each text is found by; `phone` where they are said to be phone numbers."""
    plain = normal(pc.fill_null(texts, ""))
    bounds, data = _parts(plain)
    found = [_split(bounds, data), *_spelt(bounds, data)]
    numbers = phones.numbers_of(plain, region, trusted=phone)
    last = pc.binary_join_element_wise(
        _LAST, pc.utf8_slice_codeunits(numbers.international, -_LAST_DIGITS), ""
    )
    national = pc.if_else(pc.equal(numbers.national, plain), pa.scalar(None, pa.string()), numbers.national)
    found += [_as_tokens(column) for column in (numbers.international, national, last)]
    return _together(found)


def sought(text: str, region: str | None) -> Sought | None:
    """What to look for where somebody typed `text`; None where there is nothing in it."""
    plain = normal(pa.array([text], pa.string()))[0].as_py()
    if not plain:
        return None
    closed = plain.replace(" ", "")
    digits = phones.typed(plain, region)
    beginnings = [closed, closed.replace("'", "").replace("’", ""), *digits]
    wholes = [_LAST + d for d in digits[:1] if len(d) == _LAST_DIGITS]
    return Sought(
        tuple(b.encode() for b in dict.fromkeys(beginnings) if b), tuple(w.encode() for w in wholes)
    )


def _parts(texts: pa.Array) -> tuple[Ints, Bytes]:
    """Where each text ends, and their bytes."""
    _, offsets, data = texts.buffers()
    if not len(texts):
        return frozen(np.zeros(1, np.int32)), frozen(_NO_BYTES)
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return frozen(bounds), frozen(_NO_BYTES if data is None else np.frombuffer(data, np.uint8))


def _split(bounds: Ints, data: Bytes) -> Tokens:
    count, size = split_words(bounds, data, *_room(0, 0))
    ends, text, out = _room(count, size)
    split_words(bounds, data, ends, text, out)
    return _tokens(ends, text, out)


def _spelt(bounds: Ints, data: Bytes) -> list[Tokens]:
    """By whole syllables, by first letters, and from the beginning by one syllable and first letters."""
    seen = np.zeros(0x40000, np.bool_)
    characters_of(bounds, data, seen)
    if not seen.any():
        return []
    whole, letters = (_readings(np.flatnonzero(seen), whole=w) for w in (True, False))
    found = []
    for head, rest, most in ((whole, whole, MOST_WORDS), (letters, letters, MOST_WORDS), (whole, letters, 1)):
        count, size = spell_words(bounds, data, head, rest, most, *_room(0, 0))
        ends, text, out = _room(count, size)
        spell_words(bounds, data, head, rest, most, ends, text, out)
        found.append(_tokens(ends, text, out))
    return found


def _readings(characters: npt.NDArray[np.int64], *, whole: bool) -> Readings:
    """Syllables, or their first letters, of these code points in the form that `spell_words` reads."""
    first, said = np.zeros(0x40001, np.int32), []
    for code in characters.tolist():
        readings = readings_of(chr(code))
        some = readings if whole else tuple(dict.fromkeys(r[0] for r in readings))
        first[code + 1] = len(some)
        said += [s.encode() for s in some]
    ends = np.cumsum([len(s) for s in said], dtype=np.int32) if said else np.zeros(0, np.int32)
    return np.cumsum(first, dtype=np.int32), ends, np.frombuffer(b"".join(said), np.uint8)


@cache
def readings_of(character: str) -> tuple[str, ...]:
    """Every syllable a character is read as, without tones, the usual one first; `ü` in each way people type it."""
    library = _pypinyin()
    found: list[str] = []
    for syllable in library.pinyin(character, style=library.Style.NORMAL, heteronym=True, errors="ignore")[
        :1
    ]:
        for said in syllable:
            typed = [said.replace("v", other) for other in ("v", "u", "yu")] if "v" in said else [said]
            found += [t for t in typed if t.isascii() and t.isalpha()]
    return tuple(dict.fromkeys(found))


@cache
def _pypinyin() -> Any:
    """Loaded by whoever looks for people, without its phrases, which take a second: they say which reading a character
    has in a word, and here every one is looked for.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    return import_module("pypinyin")


def _as_tokens(texts: pa.Array) -> Tokens:
    """One token a text that is not null."""
    texts = texts.cast(pa.string())
    rows = np.flatnonzero(pc.is_valid(texts)).astype(np.int32)
    bounds, data = _parts(texts.take(pa.array(rows)))
    return Tokens(bounds, data, rows)


def _room(tokens: int, size: int) -> tuple[npt.NDArray[np.int64], Ints, Bytes]:
    return np.empty(tokens, np.int64), np.empty(tokens, np.int32), np.empty(size, np.uint8)


def _tokens(ends: npt.NDArray[np.int64], text: Ints, data: Bytes) -> Tokens:
    return Tokens(np.concatenate([[0], ends]).astype(np.int32), data, text)


def _together(parts: list[Tokens]) -> Tokens:
    sizes = np.cumsum([0, *(int(p.bounds[-1] - p.bounds[0]) for p in parts)])
    bounds = [p.bounds[1:] - p.bounds[0] + at for p, at in zip(parts, sizes[:-1], strict=True)]
    data = [p.data[p.bounds[0] : p.bounds[-1]] for p in parts]
    return Tokens(
        np.concatenate([[0], *bounds]).astype(np.int32),
        np.concatenate(data),
        np.concatenate([p.text for p in parts]),
    )
