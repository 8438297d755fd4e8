"""Which properties of people say how they can be reached, by their names: products name them differently."""

from __future__ import annotations

import re
from typing import Literal

Contact = Literal["phone", "email", "push", "wecom", "wechat"]
_SEPARATORS = re.compile(r"[\s_\-.$]+")
_NAMES: dict[Contact, tuple[str, ...]] = {
    "phone": (
        "phone", "mobile", "mobilephone", "mobilenumber", "phonenumber", "phoneno", "cellphone", "telephone", "tel",
        "手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式",
    ),
    "email": ("email", "mail", "emailaddress", "邮箱", "电子邮箱", "邮件", "电子邮件", "邮箱地址"),
    "push": (
        "pushtoken", "devicetoken", "pushid", "registrationid", "jpushid", "fcmtoken", "apnstoken", "getuicid",
        "推送标识",
    ),
    "wecom": ("wecom", "wecomid", "wecomuserid", "externaluserid", "wecomexternaluserid", "企业微信", "企微"),
    "wechat": ("openid", "wechatopenid", "wxopenid", "微信openid"),
}  # fmt: skip


def contact_of(name: str) -> Contact | None:
    """What sort of contact a property of this name holds; case, `$` and separators make no difference."""
    plain = plain_name(name)
    return next((kind for kind, names in _NAMES.items() if plain in names), None)


def plain_name(name: str) -> str:
    """A property's name without what people write differently."""
    return _SEPARATORS.sub("", name).lower()
