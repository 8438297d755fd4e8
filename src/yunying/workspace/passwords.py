"""Passwords: how they are made, judged and checked."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from yunying.core import Refused

MINIMUM = 10
_WORDLESS = "abcdefghjkmnpqrstuvwxyz23456789"  # no letters that look alike: it is read off a terminal


class Passwords:
    """argon2id, two at a time at most: each costs 64 MB and a flood of sign-ins must not take the machine."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = threading.BoundedSemaphore(2)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe(16))

    def hash(self, password: str) -> str:
        """What is stored of a password."""
        with self._turns:
            return self._hasher.hash(_canonical(password))

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether this is the password. An unknown name (None) costs as much time as a known one."""
        with self._turns:
            try:
                self._hasher.verify(stored or self._nobody, _canonical(password))
            except (VerifyMismatchError, VerificationError, InvalidHashError):
                return False
            return stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with weaker settings than today's."""
        return self._hasher.check_needs_rehash(stored)


def one_time_password() -> str:
    """Four groups of four characters, about 79 bits."""
    return "-".join("".join(secrets.choice(_WORDLESS) for _ in range(4)) for _ in range(4))


def judge(new: str, name: str, *, field: str = "new") -> None:
    """Refuse a password that would not protect anything."""
    if len(new) < MINIMUM:
        raise Refused(
            "password_too_short",
            f"The new password must have at least {MINIMUM} characters; choose a longer one.",
            field=field,
            minimum=MINIMUM,
        )
    if name.casefold() in new.casefold() and len(new) < 2 * MINIMUM:
        raise Refused(
            "password_holds_name",
            "The new password must not contain the sign-in name; choose another one.",
            field=field,
        )
    if len(set(new)) < 4:
        raise Refused(
            "password_too_simple",
            "The new password repeats the same few characters; choose a more varied one.",
            field=field,
        )


def _canonical(password: str) -> str:
    # The same password typed on another keyboard may arrive composed differently.
    return unicodedata.normalize("NFKC", password)
