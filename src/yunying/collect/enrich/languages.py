"""Languages, written one way."""

from __future__ import annotations

import re

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<region>[a-z]{2}|\d{3}))?(?:[-_.@].{0,40})?",
    re.IGNORECASE,
)


def read_language(text: str) -> str:
    """`zh_cn`, `zh-CN,zh;q=0.9` and `zh_CN.UTF-8` are all `zh-CN`; what is no language stays as it is."""
    first = text.partition(",")[0].partition(";")[0].strip()
    tag = _TAG.fullmatch(first[:64])
    if tag is None:
        return text
    parts = (tag["language"].lower(), (tag["script"] or "").title(), (tag["region"] or "").upper())
    return "-".join(part for part in parts if part)
