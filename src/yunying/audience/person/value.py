"""What a person is worth: the sum of a numeric property of what they did."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from yunying.audience.contacts import plain_name
from yunying.core import Refused, instant_of
from yunying.metrics import stretches, view_with
from yunying.store import Dataset

_AMOUNTS = (
    "revenue", "paidamount", "payamount", "actualamount", "实付金额", "支付金额", "实付", "amount", "orderamount",
    "totalamount", "订单金额", "金额", "gmv", "total", "totalprice", "总价", "value", "price", "价格",
)  # fmt: skip
_PAYING = re.compile(
    r"pay|paid|purchase|order|buy|bought|checkout|recharge|subscri|donat|支付|付款|购买|下单|充值|订阅|成交|成单"
)
_NOT_PAYING = re.compile(
    r"refund|cancel|fail|return|click|view|cart|退款|取消|失败|退货|点击|浏览|加购|unsub"
)
_SURELY = re.compile(r"pay|paid|purchase|recharge|支付|付款|购买|充值|成交")


@dataclass(frozen=True)
class Worth:
    """The sum of `property` over a person's events (of one name, or all that have it)."""

    property: str
    event: str | None
    total: float
    count: int
    first_at: datetime | None
    last_at: datetime | None


def guess_worth(properties: Iterable[tuple[str | None, str]]) -> tuple[str | None, str] | None:
    """Of numeric properties (the event's name or None, the property's) the one that says what somebody paid."""
    best: tuple[tuple[int, int, str, str], tuple[str | None, str]] | None = None
    for event, name in properties:
        plain = plain_name(name)
        if plain not in _AMOUNTS:
            continue
        lowered = (event or "").lower()
        if event is not None and (not _PAYING.search(lowered) or _NOT_PAYING.search(lowered)):
            continue
        how = 2 if event is None else (0 if _SURELY.search(lowered) else 1)
        rank = how, _AMOUNTS.index(plain), lowered, name
        if best is None or rank < best[0]:
            best = rank, (event, name)
    return None if best is None else best[1]


def worth(data: Dataset, person: int, property_: str, event: str | None = None) -> Worth:
    """What a person's events add up to."""
    view = view_with(data, person)
    prop = next((p for p in view.snapshot.properties if (p.scope, p.name) == ("event", property_)), None)
    if prop is None or prop.type != "number":
        raise Refused(
            "number_wanted",
            f"{property_!r} is no numeric property of events; choose one that is.",
            field="property",
            property=property_,
        )
    totals, moments = [], []
    for part in stretches(view, person):
        if event is not None and event not in part.day.names:
            continue
        rows = np.arange(part.rows.start, part.rows.stop)
        numbers = view.values(prop, part.day).numbers[rows]
        counts = ~np.isnan(numbers)
        if event is not None:
            counts &= part.day.event[part.rows] == part.day.names.index(event)
        totals += numbers[counts].tolist()
        moments += part.moments[counts].tolist()
    ends = (instant_of(moments[0] * 1000), instant_of(moments[-1] * 1000)) if moments else (None, None)
    return Worth(property_, event, math.fsum(totals), len(totals), *ends)
