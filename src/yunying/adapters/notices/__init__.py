"""Places that notices go to: mailboxes, group chats, programs. Nothing here knows of projects or the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from yunying.adapters.allowed import AllowList
from yunying.adapters.notices.bots import Slack, Telegram
from yunying.adapters.notices.chats import DingTalk, Feishu, WeCom
from yunying.adapters.notices.hook import Hook
from yunying.adapters.notices.mail import Mail
from yunying.adapters.notices.port import Courier, Notice, Said
from yunying.core import Clock, Refused

ChannelKind = Literal["email", "webhook", "wecom", "dingtalk", "feishu", "slack", "telegram"]
CHANNEL_KINDS: tuple[ChannelKind, ...] = get_args(ChannelKind)

_COURIERS: Mapping[str, Callable[[Said, AllowList, Clock], Courier]] = {
    "email": Mail,
    "webhook": Hook,
    "wecom": WeCom,
    "dingtalk": DingTalk,
    "feishu": Feishu,
    "slack": Slack,
    "telegram": Telegram,
}

__all__ = ["CHANNEL_KINDS", "ChannelKind", "Courier", "Notice", "Said", "courier_of"]


def courier_of(kind: str, said: Said, allowed: AllowList, clock: Clock) -> Courier:
    """The place that was said, as it is reached; Refused where something of it is wrong or not allowed."""
    if kind not in _COURIERS:
        raise Refused(
            "unknown_kind",
            f"There is no kind of channel {kind!r}; use one of {', '.join(CHANNEL_KINDS)}.",
            field="kind",
            value=kind,
        )
    return _COURIERS[kind](said, allowed, clock)
