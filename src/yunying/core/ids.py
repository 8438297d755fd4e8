"""Identifiers: short, sortable by time of making, safe in paths and URLs."""

from __future__ import annotations

import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no letters that look alike


def new_id(prefix: str) -> str:
    """`prefix_` + 10 characters of time (ms) + 8 random characters: later ids sort after earlier ones."""
    number = time.time_ns() // 1_000_000
    stamp = ""
    for _ in range(10):
        stamp = _ALPHABET[number & 31] + stamp
        number >>= 5
    return f"{prefix}_{stamp}" + "".join(secrets.choice(_ALPHABET) for _ in range(8))
