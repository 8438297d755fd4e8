"""How a sensitive value is shown to who may not see it: one function, a way for each kind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from yunying.app.masking.recognise import guess, guess_named
from yunying.workspace import SensitiveKind

HIDDEN = "***"
_HINT = re.compile(r"@|\d[\d -]{6,}")
_WORD = re.compile(r"[^\s,;:，；：、。\"'“”‘’（）()\[\]{}<>]+")
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_PROVINCE = re.compile(r"^.*?(?:特别行政区|自治区|自治州|省|市|区|县)")


def mask(kind: SensitiveKind, value: Any) -> Any:
    """A value masked; what is not set, and what is true or false, says nothing and stays.

    Lists (and texts that are lists as JSON) are masked item by item.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list):
        return [mask(kind, item) for item in value]
    if isinstance(value, dict):
        return {name: mask(kind, item) for name, item in value.items()}
    text = _written(value)
    if text.startswith("["):
        try:
            return json.dumps([mask(kind, item) for item in json.loads(text)], ensure_ascii=False)
        except ValueError:
            pass  # a text that happens to begin like a list
    return _WAYS[kind](text) if text.strip() else text


def mask_id(text: str) -> str:
    """An id that is a phone number, an e-mail address or an ID number, masked; any other as it is."""
    kind = guess(text)
    return text if kind is None else str(mask(kind, text))


def mask_words(name: str, value: Any) -> Any:
    """A value of a property that is not sensitive: where it, or a word of it, looks so all the same, that is masked."""
    kind = guess_named(name, value)
    if kind is not None:
        return mask(kind, value)
    if isinstance(value, str) and _HINT.search(value):
        return _WORD.sub(lambda word: _masked(name, word.group()), value)
    return value


def _masked(name: str, word: str) -> str:
    bare = word.rstrip(".。")
    kind = guess_named(name, bare)
    return word if kind is None else str(mask(kind, bare)) + word[len(bare) :]


def _written(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _phone(text: str) -> str:
    """138****5678, +86138****5678: the last four digits, and those before the four that are hidden."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < 8:
        return HIDDEN
    plus = "+" if text.lstrip().startswith("+") else ""
    return f"{plus}{digits[:-8]}****{digits[-4:]}"


def _email(text: str) -> str:
    """z***@example.com"""
    local, at, domain = text.strip().rpartition("@")
    return f"{local[:1]}{HIDDEN}@{domain}" if at and local else HIDDEN


def _name(text: str) -> str:
    """王*, Z***: the first character."""
    first = text.strip()[:1]
    return f"{first}*" if _CJK.match(first) else f"{first}{HIDDEN}"


def _id_number(text: str) -> str:
    """110101********1234 (place and the last four); of shorter numbers the last two."""
    bare = re.sub(r"\s", "", text)
    if len(bare) >= 15:
        return f"{bare[:6]}{'*' * 8}{bare[-4:]}"
    return f"{HIDDEN}{bare[-2:]}" if len(bare) >= 6 else HIDDEN


def _address(text: str) -> str:
    """北京市***: the first part; written the other way round, ***, Springfield: the last."""
    if _CJK.search(text):
        first = _PROVINCE.match(text)
        return f"{first.group()}{HIDDEN}" if first else HIDDEN
    _, comma, last = text.rpartition(",")
    return f"{HIDDEN}, {last.strip()}" if comma and not re.search(r"\d", last) else HIDDEN


def _other(_: str) -> str:
    return HIDDEN


_WAYS: dict[SensitiveKind, Callable[[str], str]] = {
    "phone": _phone,
    "email": _email,
    "name": _name,
    "id_number": _id_number,
    "address": _address,
    "other": _other,
}
