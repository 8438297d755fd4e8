"""Phone numbers in every spelling as one: E.164 and the number without its country.

`phonenumbers` knows the rules of every country and takes 50 µs for a number. What is plainly a number of its country,
which almost all are, is told by the same rules in columns; only the rest is asked one by one. Both say the same.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import numpy as np
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc

_BETWEEN = r"[\s().\-/·‐-―]+"
_HEAD = r"^[+(\s.\-]*[0-9]"
_SHAPE = r"^\+?[0-9]{5,17}$"
_NEVER = "[^\\s\\S]"
_FORMAT = phonenumbers.PhoneNumberFormat.E164


class Numbers(NamedTuple):
    """Digits of numbers, null for what is none: with the country's code, and without it."""

    international: pa.Array
    national: pa.Array


def numbers_of(texts: pa.Array, region: str | None, *, trusted: bool) -> Numbers:
    """The phone numbers that texts (normal, see `words`) are. `trusted` texts are said to be such: they need not be of
    the kind that only phones have.
    """
    rows = np.flatnonzero(pc.fill_null(pc.match_substring_regex(texts, _HEAD), False))
    plain = pc.replace_substring_regex(texts.take(pa.array(rows)), _BETWEEN, "")
    shaped = pc.match_substring_regex(plain, _SHAPE)
    rows, plain = rows[shaped.to_numpy(zero_copy_only=False)], plain.filter(shaped)
    found = _numbers(plain, region, trusted=trusted)
    place = np.full(len(texts), -1, np.int64)
    place[rows] = np.arange(len(rows))
    where = pa.array(place, mask=place < 0)
    return Numbers(found.international.take(where), found.national.take(where))


def _numbers(plain: pa.Array, region: str | None, *, trusted: bool) -> Numbers:
    nothing = pa.nulls(len(plain), pa.string())
    found = Numbers(nothing, nothing)
    for code in _codes_in(plain):
        found = _filled(found, _abroad(plain, code))
    if region is not None:
        found = _filled(found, _at_home(plain, region, mobile_only=not trusted))
    if trusted:
        found = _filled(found, _one_by_one(plain, found, region))
    return found


def typed(text: str, region: str | None) -> list[str]:
    """The digits that a text somebody typed may be the beginning of; empty where it is no number."""
    plain = re.sub(_BETWEEN, "", text)
    if not re.fullmatch(r"\+?[0-9]{3,17}", plain):
        return []
    digits = plain.lstrip("+")
    found = [digits]
    rules = _rules(region) if region else None
    if rules is not None and not plain.startswith("+"):
        abroad = re.match(rules.international_prefix or _NEVER, digits)
        if abroad:
            found.append(digits[abroad.end() :])
        if rules.national_prefix and digits.startswith(rules.national_prefix):
            found.append(digits[len(rules.national_prefix) :])
    parsed = _parse(plain, region)
    if parsed is not None:
        found += [parsed.international, parsed.national]
    return list(dict.fromkeys(f for f in found if len(f) >= 3))


class _Parsed(NamedTuple):
    international: str
    national: str


def _parse(plain: str, region: str | None) -> _Parsed | None:
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    digits = phonenumbers.format_number(number, _FORMAT).removeprefix("+")
    return _Parsed(digits, digits.removeprefix(str(number.country_code)))


def _one_by_one(plain: pa.Array, found: Numbers, region: str | None) -> Numbers:
    rows = np.flatnonzero(pc.is_null(found.international))
    parsed = [_parse(text, region) for text in plain.take(pa.array(rows)).to_pylist()]
    columns = []
    for part in range(2):
        values = np.full(len(plain), None, object)
        values[rows] = [None if p is None else p[part] for p in parsed]
        columns.append(pa.array(values, pa.string()))
    return Numbers(*columns)


def _filled(found: Numbers, more: Numbers) -> Numbers:
    return Numbers(*(pc.coalesce(a, b) for a, b in zip(found, more, strict=True)))


def _codes_in(plain: pa.Array) -> list[int]:
    """The country codes that occur in numbers written with a plus."""
    heads = pc.utf8_slice_codeunits(plain.filter(pc.starts_with(plain, "+")), 1, 4).unique().to_pylist()
    known = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return sorted({int(h[:n]) for h in heads for n in (1, 2, 3) if h and int(h[:n]) in known})


def _abroad(plain: pa.Array, code: int) -> Numbers:
    """Numbers of one country that are written with a plus and its code."""
    rest = pc.if_else(
        pc.starts_with(plain, f"+{code}"),
        pc.utf8_slice_codeunits(plain, 1 + len(str(code))),
        pa.scalar(None, pa.string()),
    )
    national = _plain_ones(rest, _rules(phonenumbers.region_code_for_country_code(code)), mobile_only=False)
    return Numbers(_joined(code, national), national)


def _at_home(plain: pa.Array, region: str, *, mobile_only: bool) -> Numbers:
    """Numbers of a region as people there write them, with or without the country's code."""
    rules = _rules(region)
    if rules is None:
        return Numbers(pa.nulls(len(plain), pa.string()), pa.nulls(len(plain), pa.string()))
    code = str(rules.country_code)
    national = _plain_ones(plain, rules, mobile_only=mobile_only)
    rest = pc.if_else(
        pc.starts_with(plain, code), pc.utf8_slice_codeunits(plain, len(code)), pa.scalar(None, pa.string())
    )
    # Only where the whole is no number of the country is its beginning the country's code.
    whole = pc.fill_null(pc.match_substring_regex(plain, f"^(?:{_any(rules)})$"), False)
    rest = pc.if_else(whole, pa.scalar(None, pa.string()), rest)
    national = pc.coalesce(national, _plain_ones(rest, rules, mobile_only=mobile_only))
    return Numbers(_joined(rules.country_code, national), national)


def _plain_ones(digits: pa.Array, rules: phonenumbers.PhoneMetadata | None, *, mobile_only: bool) -> pa.Array:
    """Those that are a whole number of the country and begin with nothing that could be left out."""
    nothing = pa.scalar(None, pa.string())
    pattern = None if rules is None else (_mobile(rules) if mobile_only else _any(rules))
    if rules is None or not pattern:
        return pa.nulls(len(digits), pa.string())
    plain = pc.match_substring_regex(digits, f"^(?:{pattern})$")
    for prefix in (rules.national_prefix_for_parsing, rules.international_prefix):
        if prefix:
            plain = pc.and_not(plain, pc.match_substring_regex(digits, f"^(?:{prefix})"))
    return pc.if_else(pc.fill_null(plain, False), digits, nothing)


def _joined(code: int | None, national: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(str(code), national, "")


@cache
def _rules(region: str) -> phonenumbers.PhoneMetadata | None:
    return phonenumbers.PhoneMetadata.metadata_for_region(region)


def _any(rules: phonenumbers.PhoneMetadata) -> str:
    pattern = rules.general_desc.national_number_pattern if rules.general_desc else None
    return pattern or _NEVER


def _mobile(rules: phonenumbers.PhoneMetadata) -> str | None:
    pattern: str | None = rules.mobile.national_number_pattern if rules.mobile else None
    return pattern
