"""Which properties are sensitive, by what they are called and by what their values look like.

Better one too many than one too few: what is recognised counts as sensitive until somebody says that it is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from yunying.store import PropertyType, Scope
from yunying.workspace import SensitiveKind

_SHARE = 0.5
"""Of the values looked at, how many must be of one of the kinds."""

_PHONES = frozenset(
    {"phone", "phones", "cellphone", "telephone", "mobile", "tel", "msisdn", "shouji", "shoujihao", "dianhua"}
)
_EMAILS = frozenset({"email", "emails", "mail", "youxiang"})
_ADDRESSES = frozenset({"address", "addr", "dizhi", "street"})
_NO_HOMES = frozenset(
    {"ip", "mac", "web", "url", "site", "page", "wallet", "contract", "host", "server", "node"}
)
_NAMES = frozenset({
    "realname", "truename", "fullname", "firstname", "lastname", "givenname", "familyname", "surname", "username",
    "contactname", "receivername", "recipientname", "consignee", "customername", "buyername", "membername",
    "holdername", "cardholder", "xingming",
})  # fmt: skip
_ID_NUMBERS = frozenset({
    "idcard", "idnumber", "idno", "idcardno", "identitycard", "identityno", "nationalid", "citizenid", "passport",
    "passportno", "ssn", "certno", "shenfenzheng", "shenfenzhenghao", "sfz",
})  # fmt: skip
_COUNTING = frozenset({"number", "numbers", "num", "no", "nr"})
_CHINESE: tuple[tuple[SensitiveKind, re.Pattern[str]], ...] = (
    ("email", re.compile(r"(邮箱|电子邮件|邮件地址|邮箱地址)$")),
    ("phone", re.compile(r"(手机|电话)(号|号码)?$|联系方式$")),
    ("id_number", re.compile(r"(身份证|护照|证件)(号|号码)?$|证件编号$")),
    ("name", re.compile(r"姓名$|真名$|^(收货人|收件人|联系人)$")),
    ("address", re.compile(r"(?<!IP)(?<!ip)(?<!MAC)(?<!页面)(?<!网页)(?<!链接)(?<!网络)地址$|住址$")),
)
_NAMED_OTHERWISE = re.compile(
    r"(?:^|[^a-z])(?:order|trade|trans|transaction|txn|sn|serial|invoice|receipt|waybill|tracking|sku|barcode|price|"
    r"amount|fee|time|timestamp|ts|date|version|build|count|imei)(?:$|[^a-z])|订单|单号|流水|编号|编码|条码|批次|金额|"
    r"价格|时间|日期|版本"
)
"""Names of what has as many digits as a phone or ID number and is none."""

_EMAIL = re.compile(r"[^\s@,;<>\"']{1,64}@[^\s@,;<>\"']+\.[^\s@,;<>\"'.]{2,}")
_MOBILE = re.compile(r"(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}")
_LANDLINE = re.compile(r"0\d{2,3}-\d{7,8}|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}")
_ABROAD = re.compile(r"(?:\+|00)[1-9][\d ()-]{6,18}\d")
_ID = re.compile(r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def by_name(name: str, scope: Scope, kind: PropertyType) -> SensitiveKind | None:
    """The kind that a property of this name has; None where it says nothing. Only texts and numbers can be any."""
    if kind not in ("text", "number"):
        return None
    found = _named(name, scope)
    return None if kind == "number" and found not in ("phone", "id_number") else found


def _named(name: str, scope: Scope) -> SensitiveKind | None:
    for said, pattern in _CHINESE:
        if pattern.search(name.strip()):
            return said
    words = re.findall(r"[a-z0-9]+", _spaced(name))
    if not words:
        return None
    if {"".join(words[-n:]) for n in (1, 2, 3)} & _ID_NUMBERS:
        return "id_number"
    if len(words) > 1 and words[-1] in _COUNTING:
        words.pop()
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in _PHONES:
        return "phone"
    if last in _EMAILS or (last in _ADDRESSES and before in _EMAILS):
        return "email"
    if {"".join(words[-n:]) for n in (1, 2)} & _ID_NUMBERS:
        return "id_number"
    if last in _ADDRESSES:
        return None if before in _NO_HOMES else "address"
    if last in _NAMES or before + last in _NAMES or (words == ["name"] and scope == "person"):
        return "name"
    return None


def _spaced(name: str) -> str:
    """`orderId` as `order id`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()


def by_values(name: str, values: Sequence[Any]) -> SensitiveKind | None:
    """The kind that most of these values have, where half of them have any."""
    found: dict[SensitiveKind, int] = {}
    seen = 0
    for value in values:
        if value is None or isinstance(value, bool) or not str(value).strip():
            continue
        seen += 1
        if (kind := guess_named(name, value)) is not None:
            found[kind] = found.get(kind, 0) + 1
    if not seen or sum(found.values()) / seen < _SHARE:
        return None
    return max(found, key=lambda kind: found[kind])


def guess_named(name: str, value: Any) -> SensitiveKind | None:
    """What a value of a property looks like, unless its name says that it is something else."""
    kind = guess(value)
    if kind in ("phone", "id_number") and _NAMED_OTHERWISE.search(_spaced(name)):
        return None
    return kind


def guess(value: Any) -> SensitiveKind | None:
    """What a value looks like: an e-mail address, a phone number, a Chinese ID number with its check digit."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float):
        if not value.is_integer():
            return None
        value = int(value)
    text = str(value).strip()
    if not 7 <= len(text) <= 254:
        return "email" if _EMAIL.fullmatch(text) else None
    if _EMAIL.fullmatch(text):
        return "email"
    if _MOBILE.fullmatch(text):
        return "phone"
    if isinstance(value, str) and (_LANDLINE.fullmatch(text) or _ABROAD.fullmatch(text)):
        return "phone"
    return "id_number" if _ID.fullmatch(text) and _checked(text) else None


def _checked(text: str) -> bool:
    """Whether the last digit follows from the others (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text[:17], strict=True))
    return _CHECKS[total % 11] == text[17].upper()
