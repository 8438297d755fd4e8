"""Sealed texts: what is masked must still be named, so that its people can be opened without showing it; and what
opens targets outside must be kept so that nobody reads it.

A sealed text is the same as long as what it says is (so addresses of pages stay), says nothing to whoever has it, and
opens only for the purpose it was sealed for. The key lies in the home folder; who loses it loses links and must add
targets anew, but no data.
"""

from __future__ import annotations

import base64
import binascii
import os
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

PREFIX = "sealed:"
_KEY_BITS = 512


class Seals:
    """Seals and opens texts with the key of one home."""

    def __init__(self, home: Path) -> None:
        self._path = home / "seal.key"

    def seal(self, text: str, *purpose: str, shown: str = "") -> str:
        """`sealed:…`, with `shown` for people to read in front of what only we can."""
        sealed = self._cipher.encrypt(text.encode(), [part.encode() for part in purpose])
        return f"{PREFIX}{shown}:{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"

    def open(self, text: str, *purpose: str) -> str | None:
        """What a text says that was sealed for this purpose; None where it was not."""
        if not text.startswith(PREFIX):
            return None
        token = text.rpartition(":")[2]
        try:
            sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
            return self._cipher.decrypt(sealed, [part.encode() for part in purpose]).decode()
        except (InvalidTag, ValueError, binascii.Error):
            return None

    @cached_property
    def _cipher(self) -> AESSIV:
        return AESSIV(self._key())

    def _key(self) -> bytes:
        """The key, made at its first use; of several processes that make it at once all take the same."""
        if not self._path.exists():
            making = self._path.with_name(f"{self._path.name}.{os.getpid()}")
            making.touch(mode=0o600)
            making.write_bytes(AESSIV.generate_key(_KEY_BITS))
            try:
                os.link(making, self._path)
            except FileExistsError:
                pass
            finally:
                making.unlink()
        return self._path.read_bytes()
