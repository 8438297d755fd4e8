"""Random tracking plans, with everything in them that a file could get wrong."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from yunying.collect.plan import KINDS, MODES, STATUSES, Description, Plan, PlanEvent, PlanProperty
from yunying.collect.plan.model import value_key

NASTY = (
    "a", "A", "on", "yes", "null", "~", "1", "01", "1.0", "2024-01-01", "true", " lead", "trail ",
    "\tx", "x\ty", "a\nb",
    "a\r\nb", "\r", "=1+1", "+1", "-1", "@x", "'=1", "''-x", "'", "''", '"', '""', '"a"', '"a',
    "a\"b\"", "a,b", "a;b",
    "用户", "用户属性", "(用户 people)", "(people)", "【用户】", "people", "[1]", "[", "{}", "#a", "a: b",
    "- a", "&a", "*a", "!a",
    "%a", "|", ">", "？", "、", "，", "a/b/c", "..", "中文 名", "😀", "\x00", "\x85", "\u2028", "\ufeff",
    "\ufffe", "_x0041_",
    "_x000D_", "\xa0x", "=x", "e\u0301", "事件名", "…", "1:成功", "\x1b[31m", "<a>&amp;</a>", "]]>",
    "a\\b", "\\u0041", "\U0010ffff",
)  # fmt: skip
_CHARACTERS = st.characters(exclude_categories=["Cs"])
_TEXTS = st.sampled_from(NASTY) | st.text(_CHARACTERS, max_size=12)
NAMES = _TEXTS.filter(bool)
_SCALARS: st.SearchStrategy[Any] = (
    _TEXTS | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
)
_OF_KIND: dict[str, st.SearchStrategy[Any]] = {
    "number": st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "text": _TEXTS,
    "time": st.sampled_from(("2024-01-01", "2024-01-01T00:00:00Z", "2024-01-01 10:00:00.123")),
    "list": _SCALARS,
    "any": _SCALARS,
}
_DESCRIPTIONS = st.builds(Description, zh=_TEXTS, en=_TEXTS)


@st.composite
def properties(draw: st.DrawFn, event: str, name: str) -> PlanProperty:
    """A property of this name."""
    kind = draw(st.sampled_from(KINDS))
    allowed = None
    if kind != "object" and draw(st.booleans()):
        values = st.lists(_OF_KIND[kind], min_size=1, max_size=4, unique_by=value_key)
        allowed = tuple(draw(values))
    return PlanProperty(
        event=event,
        name=name,
        type=kind,
        required=draw(st.booleans()),
        allowed=allowed,
        status=draw(st.sampled_from(STATUSES)),
        description=draw(_DESCRIPTIONS),
        learned=draw(st.booleans()),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan."""
    events = [
        PlanEvent(
            name=name,
            status=draw(st.sampled_from(STATUSES)),
            mode=draw(st.sampled_from(MODES)),
            owner=draw(_TEXTS),
            description=draw(_DESCRIPTIONS),
            learned=draw(st.booleans()),
        )
        for name in draw(st.lists(NAMES, max_size=4, unique=True))
    ]
    found = [
        draw(properties(event, name))
        for event in (*(e.name for e in events), "")
        for name in draw(st.lists(NAMES, max_size=4, unique=True))
    ]
    return Plan.of(events, found)
