"""Who is found by a text, told value by value from what is documented: slow, and easy to believe."""

from __future__ import annotations

import re
import unicodedata
from itertools import product

import phonenumbers
import pypinyin

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDS, _LATER, _SPELT, _WAYS = 16, 64, 12, 16


def plain(text: str) -> str:
    """What makes no difference taken away."""
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
    return " ".join(text.lower().split())


def is_word(character: str) -> bool:
    return character.isalnum()


def starts(text: str) -> list[int]:
    """Where words begin."""
    return [i for i in range(len(text)) if i == 0 or begins_word(text, i)][:_WORDS]


def begins_word(text: str, at: int) -> bool:
    """Whether a character begins one: after a sign, at each character of Chinese, at digits that end it."""
    if not is_word(text[at]):
        return False
    before = text[at - 1]
    if _HAN.match(text[at]) or _HAN.match(before) or not is_word(before):
        return True
    letters = re.search(r"(?:^|[^a-z0-9])[a-z]+$", _latin(text[:at]))
    return letters is not None and re.match(r"[0-9]+(?:$|[^a-z0-9])", _latin(text[at:])) is not None


def _latin(text: str) -> str:
    """Characters of Chinese end a word of letters."""
    return _HAN.sub(" ", text)


def spellings(text: str, *, begins: bool) -> set[str]:
    """How a text is pronounced: in full, by first letters, and where it begins by a syllable and first letters."""
    if not _HAN.search(text):
        return set()
    found = set()
    for wholes in ((True, True), (False, False), *([(True, False)] if begins else [])):
        units, ways = list[list[str]](), 1
        for c in text:
            if _HAN.match(c):
                options = readings(c)
                if not wholes[1 if units else 0]:
                    options = list(dict.fromkeys(r[0] for r in options))
                if not options:
                    continue
                if ways * len(options) > _WAYS:
                    options = options[:1]
                ways *= len(options)
                units.append(options)
            elif is_word(c) and c.isascii():
                units.append([c])
        found |= {"".join(way) for way in product(*units)}
    return found


def readings(character: str) -> list[str]:
    found: list[str] = []
    for said in pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True)[0]:
        found += [said.replace("v", o) for o in ("v", "u", "yu")] if "v" in said else [said]
    return list(dict.fromkeys(f for f in found if f.isascii() and f.isalpha()))


def number_of(text: str, region: str, *, said: bool) -> tuple[str, str] | None:
    """With and without the country, where a text is a phone number."""
    digits = re.sub(r"[\s().\-/]+", "", text)
    if not re.fullmatch(r"\+?[0-9]{5,17}", digits):
        return None
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    if not said:
        # Anything may look like a number: only what is plainly one counts.
        plainly = re.fullmatch(r"(?:\+?86)?1[3-9][0-9]{9}", digits) and phonenumbers.is_valid_number(number)
        if not plainly:
            return None
    code = str(number.country_code)
    international = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]
    return international, international[len(code) :]


def is_found(value: str, query: str, region: str, *, said: bool = False, whole: bool = False) -> bool:
    """Whether a value of a person is found by what somebody typed; `whole`: it must be typed in whole."""
    text, sought = plain(value), plain(query).replace(" ", "")
    found: set[str] = set()
    for i, at in enumerate(starts(text)):
        rest = text[at:].replace(" ", "")
        if i == 0 or not whole:
            found.add(rest if i == 0 else rest.encode()[:_LATER].decode(errors="ignore"))
            found |= spellings_from(text, at)
    typed = {sought, sought.replace("'", "")}
    digits = re.sub(r"[\s().\-/]+", "", plain(query))
    last = False
    if number := number_of(text, region, said=said):
        found |= set(number)
        last = re.fullmatch(r"\+?[0-9]{4}", digits) is not None and number[0].endswith(digits[-4:])
    if re.fullmatch(r"\+?[0-9]{3,17}", digits):
        bare = digits.lstrip("+")
        typed |= {bare} | {bare[2:] for _ in "0" if not digits.startswith("+") and bare.startswith("00")}
        typed |= {bare[1:] for _ in "0" if not digits.startswith("+") and bare.startswith("0")}
        if parsed := number_of(digits, region, said=True):
            typed |= set(parsed)
        typed = {t for t in typed if len(t) >= 3} | {sought}
    matches = (f == t if whole else f.startswith(t) for f in found for t in typed if t)
    return last or any(matches)


def looks_telling(text: str, *, is_id: bool) -> bool:
    """Whether something in a text looks like an e-mail address or a number of some sort; ids count as a whole."""
    if not is_id:
        return re.search(r"\S@\S|[0-9][0-9 -]{6,}", text) is not None
    mobile = r"(86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}"
    numbers = rf"(\+|00)[0-9 ()-]{{8,}}|{mobile}|\(?[0-9]{{3,4}}\)?[-. ][0-9-. ]{{7,9}}|[0-9]{{15,18}}[xX]?"
    return re.fullmatch(rf"\S+@\S+|{numbers}", text.strip()) is not None


def spellings_from(text: str, at: int) -> set[str]:
    """Spellings of what follows from a word on, where the whole is short enough."""
    if len(text.replace(" ", "")) > _SPELT:
        return set()
    return spellings(text[at:], begins=at == 0)
