"""Which properties of people say that somebody does, or does not, want to hear from us: by their names.

General ones count for every channel, others for the one they name: `unsubscribed`, `email_opt_in`, `sms_consent`,
`unsubscribed_push`, `marketing_consent`, `do_not_contact`, 退订, 短信授权, …
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from yunying.audience.contacts import plain_name
from yunying.store import Values

Channel = Literal["email", "sms", "push", "wecom", "wechat"]
_CHANNELS: dict[Channel, tuple[str, ...]] = {
    "email": ("email", "mail", "邮件", "邮箱"),
    "sms": ("sms", "phone", "mobile", "textmessage", "短信", "手机"),
    "push": ("push", "notification", "notifications", "apppush", "推送", "通知"),
    "wecom": ("wecom", "企业微信", "企微"),
    "wechat": ("wechat", "weixin", "wx", "微信", "公众号"),
}
_NO = (
    "unsubscribed", "unsubscribe", "optout", "optedout", "donotcontact", "donotdisturb", "dnd", "blocked", "disabled",
    "退订", "已退订", "拒收", "免打扰", "勿扰",
)  # fmt: skip
_YES = (
    "consent", "subscribed", "optin", "optedin", "enabled", "allowed", "accepts", "accepted", "marketing",
    "marketingconsent", "marketingoptin", "acceptsmarketing", "授权", "订阅", "同意", "同意营销", "接收",
)  # fmt: skip
_ONLY_OF_A_CHANNEL = ("enabled", "disabled", "allowed", "accepted", "接收", "同意")
_TRUE = ("true", "yes", "y", "1", "on", "是", "已授权", "同意", "granted", "subscribed")
_WORDS = re.compile(r"[^\w]+")
_FALSE = ("false", "no", "n", "0", "off", "否", "未授权", "拒绝", "denied", "unsubscribed")


class Consent(NamedTuple):
    """What a property is about: a channel, or all of them; and whether `true` says yes."""

    channel: Channel | None
    yes: bool


def consent_of(name: str) -> Consent | None:
    """What a property of this name says of somebody's wish; None where it says nothing of it."""
    plain = plain_name(name)
    for words, yes in ((_NO, False), (_YES, True)):
        if plain in words and plain not in _ONLY_OF_A_CHANNEL:
            return Consent(None, yes)
        for channel, called in _CHANNELS.items():
            if any(plain in (c + w, w + c, f"{c}marketing{w}") for c in called for w in words):
                return Consent(channel, yes)
    return None


def refused(consent: Consent, channel: Channel, values: Values) -> npt.NDArray[np.bool_]:
    """Who does not want to be written to through a channel, by what they said; who said nothing has not refused.

    A list may say of which channels: `unsubscribed` = `["email", "sms"]`.
    """
    if not values.coded:
        return np.asarray(values.numbers == (0.0 if consent.yes else 1.0))
    no = frozenset(_FALSE if consent.yes else (*_TRUE, "all", *_CHANNELS[channel]))
    labels = values.labels.cast("string").to_pylist()
    said_no = np.array([*(not no.isdisjoint(_WORDS.split(label.lower())) for label in labels), False])
    return np.asarray(said_no[values.codes])
