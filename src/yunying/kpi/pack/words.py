"""How alike a name that a project uses is to the names that something is often called by."""

from __future__ import annotations

import re
from collections.abc import Sequence

EXACT, PARTLY, INSIDE = 0.95, 0.75, 0.6
"""The very name; its words among others; its letters within a longer name."""
_STEP = 0.005
"""Each further synonym is less probable than the one before it."""
_LEAST_INSIDE = 5
"""Letters that a synonym needs to be looked for within words: `zhifu` in `yonghuzhifu`, but no `pay` in `display`."""


def words_of(name: str) -> list[str]:
    """The words of a name, small: `payOrder`, `pay_order` and `Pay Order` are `pay`, `order`."""
    split = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return [word for word in re.split(r"[^0-9a-z\u4e00-\u9fff]+", split.lower()) if word]


def likeness(name: str, words: Sequence[str], zh: Sequence[str], never: Sequence[str] = ()) -> float:
    """From 0 to 0.95 how probable a name means what `words` and parts of Chinese names `zh` mean. 0 where it has one
    of the words `never`."""
    own = words_of(name)
    joined = "".join(own)
    if any(word in own or (_is_chinese(word) and word in name) for word in never):
        return 0.0
    found = [0.0]
    for i, word in enumerate(words):
        parts = words_of(word)
        if "".join(parts) == joined:
            found.append(EXACT - i * _STEP)
        elif any(own[k : k + len(parts)] == parts for k in range(len(own))):
            found.append(PARTLY - i * _STEP)
        elif len(word) >= _LEAST_INSIDE and word in joined:
            found.append(INSIDE - i * _STEP)
    for i, part in enumerate(zh):
        if part == name:
            found.append(EXACT - i * _STEP)
        elif part in name:
            found.append(PARTLY - i * _STEP)
    return max(found)


def _is_chinese(word: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in word)
