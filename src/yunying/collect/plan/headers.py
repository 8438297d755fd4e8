"""What the columns of a team's spreadsheet are called, in the ways they are called in practice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from yunying.collect.plan.cells import plain, read

Scope = Literal["event", "property"]
Field = tuple[Scope, str]

# In the order in which they are written. `event` and `property` name the thing itself.
COLUMNS: dict[Field, tuple[str, str]] = {
    ("event", "event"): (
        "事件名 event",
        "event eventname eventkey eventid eventcode 事件英文名 事件英文变量名 事件英文名称 事件变量名 事件编码 "
        "事件标识 事件标识符 事件id 事件key 事件code",
    ),
    ("event", "status"): ("事件状态 event status", "事件状态 状态 上线状态 埋点状态 eventstatus status"),
    ("event", "mode"): ("校验方式 mode", "校验方式 校验模式 模式 mode enforcement"),
    ("event", "owner"): ("负责人 owner", "负责人 责任人 对接人 产品负责人 owner"),
    ("event", "zh"): (
        "事件说明 event description (zh)",
        "事件显示名 事件显示名称 事件中文名 事件中文名称 事件说明 事件描述 事件含义 触发时机 触发条件 上报时机 "
        "eventdescriptionzh eventdisplaynamezh",
    ),
    ("event", "en"): (
        "事件英文说明 event description (en)",
        "事件英文说明 事件英文描述 eventdescription eventdisplayname trigger",
    ),
    ("event", "learned"): ("事件自动发现 event learned", "eventlearned 事件自动发现"),
    ("property", "property"): (
        "属性名 property",
        "property propertyname propertykey propertyid parameter 属性英文名 属性英文变量名 属性英文名称 属性变量名 "
        "属性编码 属性标识 属性标识符 属性id 属性key 参数名 参数 字段名 字段",
    ),
    ("property", "type"): (
        "属性类型 type",
        "属性类型 属性值类型 属性数据类型 数据类型 值类型 参数类型 字段类型 类型 type propertytype datatype valuetype",
    ),
    ("property", "required"): (
        "是否必填 required",
        "是否必填 必填 是否必传 必传 是否必选 必选 required isrequired mandatory",
    ),
    ("property", "allowed"): (
        "取值范围 allowed values",
        "取值范围 属性取值范围 枚举值 枚举 可选值 允许值 取值 allowed allowedvalues enum values options",
    ),
    ("property", "status"): ("属性状态 property status", "属性状态 propertystatus"),
    ("property", "zh"): (
        "属性说明 property description (zh)",
        "属性显示名 属性显示名称 属性中文名 属性中文名称 属性说明 属性描述 属性含义 属性值说明 属性值示例 "
        "属性值示例或说明 参数说明 字段说明 propertydescriptionzh propertydisplaynamezh",
    ),
    ("property", "en"): (
        "属性英文说明 property description (en)",
        "属性英文说明 属性英文描述 propertydescription propertydisplayname",
    ),
    ("property", "learned"): ("属性自动发现 property learned", "propertylearned 属性自动发现"),
}
_KNOWN: dict[str, Field] = {
    name: found for found, (written, names) in COLUMNS.items() for name in (plain(written), *names.split())
}
# These name the thing itself, unless another column does: then they are what people call it.
_WEAK: dict[str, Scope] = {
    "事件": "event",
    "事件名": "event",
    "事件名称": "event",
    "属性": "property",
    "属性名": "property",
    "属性名称": "property",
}
# These say something of whatever a row is about.
_REMARKS = {
    "说明": "zh",
    "描述": "zh",
    "备注": "zh",
    "含义": "zh",
    "显示名": "zh",
    "中文名": "zh",
} | dict.fromkeys(("description", "displayname", "comment", "comments", "remark", "notes"), "en")
_JOINED = frozenset((("event", "zh"), ("event", "en"), ("property", "zh"), ("property", "en")))


@dataclass
class Header:
    """Which column is what. A description may be spread over several columns."""

    places: dict[Field, list[int]]
    labels: list[str]
    ignored: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    of_people: bool = False

    def label(self, of: Field) -> str:
        """What the file calls a field."""
        places = self.places.get(of)
        return self.labels[places[0]] if places else of[1]


def header_of(cells: Sequence[str]) -> Header | None:
    """A row as a header; None where it names neither events nor properties."""
    labels = [read(cell) for cell in cells]
    keys = [_key(label) for label in labels]
    fields: dict[int, Field] = {i: _KNOWN[key] for i, key in enumerate(keys) if key in _KNOWN}
    named = set(fields.values())
    for i, key in enumerate(keys):
        scope = _WEAK.get(key)
        if scope is not None and i not in fields:
            fields[i] = (scope, "zh") if (scope, scope) in named else (scope, scope)
            named.add(fields[i])
    if not named & {("event", "event"), ("property", "property")}:
        return None
    about: Scope = "property" if ("property", "property") in named else "event"
    for i, key in enumerate(keys):
        if key in _REMARKS and i not in fields:
            fields[i] = (about, _REMARKS[key])
    header = Header(places={}, labels=labels)
    header.of_people = ("event", "event") not in named and any("用户属性" in label for label in labels)
    for i, label in enumerate(labels):
        found = fields.get(i)
        if found is None:
            header.ignored += [label] if label else []
        elif found in header.places and found not in _JOINED:
            header.twice.append(label)
        else:
            header.places.setdefault(found, []).append(i)
    return header


def _key(label: str) -> str:
    whole = plain(label)
    if whole in _KNOWN:
        return whole
    # 属性名(必填), 事件属性显示名, 用户属性英文名
    bare = plain(re.sub(r"[(（\[【].*?[)）\]】]", "", label))
    return re.sub("(?:事件|用户)属性", "属性", bare)
