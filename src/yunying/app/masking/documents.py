"""Masking what no schema describes: requests as they came, and the sentences that speak of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from yunying.app.masking.masks import HIDDEN, mask, mask_id
from yunying.store import Scope

if TYPE_CHECKING:
    from yunying.app.masking.veil import Veil


def document(veil: Veil, value: Any) -> Any:
    """A whole document; what is masked in one place of it is masked where another repeats it."""
    shown = veiled(veil, value, None)
    said = dict(changes(value, shown))
    return _without(shown, said) if said else shown


def veiled(veil: Veil, value: Any, name: str | None, scope: Scope | None = None) -> Any:
    """Everything in it: what has the name of a sensitive property, and what looks like a sensitive value.

    `name` is what it is called where it stands in something else.
    """
    kind = None if name is None else veil.kinds.of(name, scope)
    if kind is not None:
        return mask(kind, value)
    if isinstance(value, dict):
        return {_key(key): veiled(veil, item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [veiled(veil, item, name) for item in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        read = veiled_text(veil, value, other="")
        if read:
            return read
    return veil.kinds.unrecognised(name or "", value, scope)


def veiled_text(veil: Veil, text: str, *, other: str = HIDDEN) -> str:
    """A text that is JSON, or a line of JSON each; what is neither cannot be looked into and is `other`."""
    for parts in ([text], text.splitlines()):
        try:
            read = [json.loads(part) for part in parts if part.strip()]
        except (ValueError, RecursionError):
            continue
        masked = [document(veil, value) for value in read]
        if masked == read:
            return text
        return "\n".join(json.dumps(value, ensure_ascii=False) for value in masked)
    return other


def changes(raw: Any, shown: Any) -> Iterator[tuple[str, str]]:
    """Texts of a document that were masked, and how each is shown."""
    if isinstance(raw, dict) and isinstance(shown, dict):
        for before, after in zip(raw.items(), shown.items(), strict=True):
            yield from changes(before[1], after[1])
    elif isinstance(raw, list | tuple) and isinstance(shown, list):
        for before, after in zip(raw, shown, strict=True):
            yield from changes(before, after)
    elif raw != shown and str(raw).strip():
        yield str(raw), str(shown)


def _without(value: Any, said: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(item, said) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item, said) for item in value]
    return without(value, said) if isinstance(value, str) else value


def without(text: str, said: dict[str, str]) -> str:
    """A text without values that are masked; a single character is no value to look for."""
    for value in sorted(said, key=len, reverse=True):
        if len(value) > 1:
            text = text.replace(value, said[value])
    return text


def _key(key: Any) -> Any:
    return mask_id(key) if isinstance(key, str) else key
