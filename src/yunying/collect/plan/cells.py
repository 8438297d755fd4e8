"""What stands in the cells of a spreadsheet of a tracking plan, written so that it is read back exactly.

- Words of the plan are written in both languages (`数值 number`) and read in many: 数值, 整数, int, NUMBER, ….
- A text that a spreadsheet would run as a formula gets an apostrophe in front.
- A text that a cell would not keep (spaces around it, control characters) is written as a JSON string.
- Allowed values are separated by commas; where one of them would not survive that, they are a JSON list.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

_FORMULA = re.compile("'*[=+\\-@\uff1d\uff0b\uff0d\uff20]")  # in either width
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufeff\ufff0-\uffff]|_x[0-9A-Fa-f]{4}_"
)
_SEPARATORS = re.compile(r"[,，、;；|\n]")
_CODED = re.compile(r"(-?\d+(?:\.\d+)?)\s*[:：=＝\-－—]\s*\D.*", re.DOTALL)
"""A number with its meaning, as in `1:成功` and `2-失败`."""

TYPES: dict[str, tuple[str, ...]] = {
    "number": (
        "数值", "数字", "数值型", "整数", "整型", "长整型", "浮点", "浮点数", "浮点型", "小数", "金额",
        "int", "integer", "long", "bigint", "float", "double", "decimal", "numeric",
    ),
    "boolean": ("布尔", "布尔值", "布尔型", "bool", "是否"),
    "text": ("文本", "字符串", "字符", "字符型", "文字", "string", "str", "varchar", "char"),
    "time": ("时间", "日期", "日期时间", "时间戳", "datetime", "date", "timestamp"),
    "list": ("列表", "数组", "集合", "字符串集合", "字符串数组", "array", "set", "对象组", "objectarray"),
    "object": ("对象", "字典", "json", "map", "dict", "struct"),
    "any": ("任意", "不限", "unknown"),
}  # fmt: skip
"""Words for kinds of values; the first is the one that is written."""
STATUSES: dict[str, tuple[str, ...]] = {
    "planned": ("计划", "计划中", "规划中", "待开发", "开发中", "待上线", "未上线", "待埋点", "todo"),
    "live": ("已上线", "上线", "在用", "使用中", "生效", "启用", "正常", "已埋点", "active", "enabled"),
    "deprecated": ("已废弃", "废弃", "已弃用", "弃用", "下线", "已下线", "停用", "obsolete"),
    "blocked": ("已屏蔽", "屏蔽", "禁用", "已禁用", "拉黑", "disabled"),
}
MODES: dict[str, tuple[str, ...]] = {
    "observe": ("观察", "仅标记", "宽松"),
    "enforce": ("强校验", "强制", "拦截", "隔离", "严格", "strict"),
}
YES_NO: dict[str, tuple[str, ...]] = {
    "yes": ("是", "必填", "必传", "必选", "y", "true", "1", "√", "✓", "required"),
    "no": ("否", "非必填", "非必传", "选填", "可选", "n", "false", "0", "×", "optional", "不必填"),
}
_PEOPLE = "(用户 people)"
_PEOPLE_WORDS = frozenset(("用户people", "用户", "用户属性", "用户表", "people", "person", "user", "users"))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text as words are compared: one width, lower case, nothing but letters, digits and signs of their own."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\s()\[\]{}:_\-/*'\"【】]+", "", folded)


def word(code: str, vocabulary: Mapping[str, tuple[str, ...]]) -> str:
    """A word of the plan in both languages."""
    return f"{vocabulary[code][0]} {code}"


def code_of(text: str, vocabulary: Mapping[str, tuple[str, ...]]) -> str:
    """The word that is meant; a `ValueError` that lists what would do."""
    wanted = plain(text)
    for code, others in vocabulary.items():
        if wanted in (code, plain(others[0]) + code) or wanted in map(plain, others):
            return code
    known = ", ".join(f"{others[0]} ({code})" for code, others in vocabulary.items())
    raise ValueError(f"{text!r} is not known here; use one of {known}.")


def text_of(cell: Any) -> str:
    """What a cell says, without the spaces around it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))  # spreadsheets keep every number as a decimal
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell).strip()


def written(text: str) -> str:
    """A text as it stands in a cell."""
    if text != text.strip() or _UNSAFE.search(text) or (text.startswith('"') and text.endswith('"')):
        return _ascii(text)
    return f"'{text}" if _FORMULA.match(text) else text


def read(text: str) -> str:
    """A text from a cell that `text_of` has read."""
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        try:
            return str(json.loads(text))
        except ValueError:
            return text
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def written_event(name: str) -> str:
    """The name of an event in a cell; empty: people."""
    if not name:
        return _PEOPLE
    return _ascii(name) if _is_people(name) else written(name)


def read_event(text: str) -> str:
    """The event that a cell names; empty: people."""
    return "" if _is_people(text) else read(text)


def written_allowed(values: Iterable[Any] | None, kind: str) -> str:
    """Allowed values in one cell."""
    if values is None:
        return ""
    listed = list(values)
    if kind in ("number", "boolean"):
        return written(", ".join(json.dumps(v) for v in listed))
    if all(isinstance(v, str) and _is_simple(v) for v in listed) and not listed[0].startswith("["):
        return written(", ".join(listed))
    text = json.dumps(listed, ensure_ascii=False)
    return _ascii(listed) if _UNSAFE.search(text) else text


def read_allowed(text: str, kind: str) -> tuple[list[Any] | None, bool]:
    """`(allowed values, whether numbers came with their meanings)`; a `ValueError` says what is wrong."""
    text = read(text)
    if not text:
        return None, False
    if text.startswith("["):
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            values = None
        if isinstance(values, list):
            return values, False
    parts = [part.strip() for part in _SEPARATORS.split(text)]
    parts = [part for part in parts if part]
    if kind == "boolean":
        return [code_of(part, YES_NO) == "yes" for part in parts], False
    if kind == "number":
        coded = [_CODED.fullmatch(part) for part in parts]
        return [_number(m[1] if m else part) for m, part in zip(coded, parts, strict=True)], any(coded)
    return parts, False


def _number(text: str) -> int | float:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{text!r} is no number; a property of type number allows numbers only.")
    return value


def _is_simple(text: str) -> bool:
    return bool(text) and text == text.strip() and not _SEPARATORS.search(text) and not _UNSAFE.search(text)


def _is_people(text: str) -> bool:
    bracketed = re.fullmatch(r"[(（【\[].*[)）】\]]", text) is not None
    words = plain(text)
    return words in _PEOPLE_WORDS and (bracketed or words in ("用户属性", "用户表"))


def _ascii(value: Any) -> str:
    # `_x0041_` is how a workbook writes a character it has no other way to write.
    return json.dumps(value).replace("_x", "\\u005fx")
