"""Clients of systems outside: where segments are pushed to, where notices go. Nothing here knows of projects,
segments or the ledger."""

from yunying.adapters.allowed import AllowList
from yunying.adapters.notices import CHANNEL_KINDS, ChannelKind, Courier, Notice, courier_of
from yunying.adapters.port import Delivery, Member, Outlet
from yunying.adapters.posting import Unsure
from yunying.adapters.signing import new_secret, sign
from yunying.adapters.sql import SqlTable, read_sql_url, shown_url
from yunying.adapters.webhook import Webhook, body_of, read_web_url, shown_web_url

__all__ = [
    "CHANNEL_KINDS",
    "AllowList",
    "ChannelKind",
    "Courier",
    "Delivery",
    "Member",
    "Notice",
    "Outlet",
    "SqlTable",
    "Unsure",
    "Webhook",
    "body_of",
    "courier_of",
    "new_secret",
    "read_sql_url",
    "read_web_url",
    "shown_url",
    "shown_web_url",
    "sign",
]
