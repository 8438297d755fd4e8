"""Guess a mapping from names of columns, in English and Chinese, and from what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from yunying.collect.files.mapping import Proposal
from yunying.store.schema import PropertyType

# Names without case, spaces and punctuation, the surest first.
_PERSON = (
    "distinctid", "userid", "customerid", "memberid", "personid", "clientid", "visitorid", "accountid", "uid",
    "openid", "unionid", "caseconceptname", "caseid", "masterid", "deviceid", "anonymousid", "user", "customer",
    "member", "person", "client", "visitor", "email", "phone", "mobile", "username",
    "用户id", "用户编号", "用户标识", "会员id", "会员编号", "会员号", "客户id", "客户编号", "客户号", "买家id",
    "买家会员名", "用户", "会员", "客户", "买家", "手机号", "手机号码", "设备id", "用户名",
)  # fmt: skip
_TIME = (
    "timestamp", "timetimestamp", "eventtime", "eventtimestamp", "time", "datetime", "occurredat", "createdat", "ts",
    "eventdate", "createtime", "ordertime", "orderdate", "invoicedate", "date", "day", "servertime", "logtime",
    "事件时间", "发生时间", "时间", "时间戳", "操作时间", "下单时间", "付款时间", "支付时间", "创建时间",
    "订单创建时间", "日期", "发生日期", "订单日期",
)  # fmt: skip
_EVENT = (
    "event", "eventname", "conceptname", "eventtype", "action", "activity", "activityname", "behavior", "behaviour",
    "behaviortype", "type", "事件", "事件名", "事件名称", "事件类型", "行为", "行为类型", "动作", "操作", "操作类型",
)  # fmt: skip
_ID = (
    "eventid", "insertid", "messageid", "eventuuid", "uuid", "logid", "recordid", "事件id", "唯一id", "流水号",
    "日志id",
)  # fmt: skip
_SURE_TIME = 0.8


@dataclass(frozen=True)
class Seen:
    """What the head of a file shows of one column."""

    name: str
    label: str
    type: PropertyType
    texts: pa.Array
    distinct: int
    filled: int
    times: float
    """Share of its values that can be read as times."""


def propose(columns: Sequence[Seen], file_name: str) -> Proposal:
    """The likeliest mapping; what cannot be guessed is None."""
    time = _by_name(columns, _TIME, lambda c: c.times >= _SURE_TIME) or _first(
        [c for c in columns if c.type == "time" and c.times >= _SURE_TIME]
    )
    free = [c for c in columns if c is not time]
    person = _by_name(free, _PERSON, lambda c: c.filled > 0) or _first(
        [c for c in free if _looks_like_person(c)]
    )
    free = [c for c in free if c is not person]
    event = _by_name(free, _EVENT, _looks_like_event)
    free = [c for c in free if c is not event]
    given_id = _by_name(free, _ID, lambda c: c.filled > 0 and c.distinct == c.filled)
    return Proposal(
        person=person.name if person else None,
        time=time.name if time else None,
        event=event.name if event else None,
        event_name=None if event else _event_of(file_name),
        id=given_id.name if given_id else None,
    )


def _plain(label: str) -> str:
    return re.sub(r"[\W_]+", "", label).lower()


def _by_name(columns: Sequence[Seen], names: Sequence[str], fits: Callable[[Seen], bool]) -> Seen | None:
    found = {_plain(c.label): c for c in reversed(columns) if fits(c)}
    return next((found[name] for name in names if name in found), None)


def _first(columns: Sequence[Seen]) -> Seen | None:
    return columns[0] if columns else None


def _looks_like_person(column: Seen) -> bool:
    """Named like an id, and some people come back."""
    named = re.search(r"(?:id|编号|号|标识)$", _plain(column.label)) is not None
    return named and column.type != "time" and column.distinct > 1 and column.filled > 0


def _looks_like_event(column: Seen) -> bool:
    return column.type == "text" and 0 < column.distinct <= max(50, column.filled // 5)


def _event_of(file_name: str) -> str:
    stem = re.sub(r"[^\w]+", "_", Path(file_name.replace("\\", "/")).name.split(".")[0]).strip("_").lower()
    return stem[:60] or "event"
