"""Text of any of the usual encodings becomes UTF-8, block by block."""

from __future__ import annotations

import codecs
import io
import re

from charset_normalizer import from_bytes

from yunying.collect.files.sources import Stream
from yunying.core import Refused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_RARER = ["cp1252", "cp1250", "cp1251", "big5hkscs", "cp932", "cp949"]
_HEAD = 1 << 16
_BLOCK = 1 << 20


def normalise(encoding: str) -> str:
    """The codec's own name; refuses what is not a text encoding."""
    try:
        info = codecs.lookup(encoding)
        if not info._is_text_encoding:
            raise LookupError(encoding)
    except (LookupError, ValueError):
        raise Refused(
            "unknown_encoding",
            f"There is no text encoding {encoding!r}; use utf-8, utf-16 or gb18030, for example.",
            field="encoding",
            value=encoding,
        ) from None
    # GB2312 and GBK files hold characters beyond their standard; GB18030 reads all three.
    return "gb18030" if info.name in ("gb2312", "gbk") else info.name


def detect(head: bytes) -> str | None:
    """Encoding of a text that begins so; None when all of it is ASCII and so says nothing."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    if (wide := _utf16_without_mark(head)) is not None:
        return wide
    if head.isascii():
        return None
    if _decode(head, "utf-8") is not None:
        return "utf-8"
    text = _decode(head, "gb18030")
    if text is not None:
        foreign = [c for c in text if ord(c) > 127]
        if len(_HAN.findall(text)) >= 0.7 * len(foreign):
            return "gb18030"
    best = from_bytes(head, cp_isolation=_RARER).best()
    return best.encoding if best is not None else "cp1252"


class Utf8(io.RawIOBase):
    """A stream decoded from `encoding` (or from what its bytes turn out to be) and given out as UTF-8.

    Bytes that are not of the encoding become U+FFFD and are counted in `replaced`. A text that is ASCII at
    first decides its encoding at the first block that is not.
    """

    def __init__(self, stream: Stream, encoding: str | None) -> None:
        super().__init__()
        self._stream = stream
        self._head = stream.read(_HEAD)
        self.encoding = normalise(encoding) if encoding else detect(self._head)
        self.replaced = 0
        self.produced = 0
        """Bytes of UTF-8 so far."""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._pending = b""
        self._ended = False
        _refuse_binary(self._head, self.encoding)

    @property
    def fraction(self) -> float:
        """How much of the file was read."""
        return self._stream.fraction

    def readable(self) -> bool:
        """It is only read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes of UTF-8; fewer only at the end."""
        parts = [self._pending]
        have = len(self._pending)
        while not self._ended and (size < 0 or have < size):
            part = self._block()
            self.produced += len(part)
            parts.append(part)
            have += len(part)
        whole = b"".join(parts)
        if size < 0:
            self._pending = b""
            return whole
        self._pending = whole[size:]
        return whole[:size]

    def _block(self) -> bytes:
        raw = self._head or self._stream.read(_BLOCK)
        self._head = b""
        self._ended = not raw
        if self.encoding is None:
            if raw.isascii():
                return raw
            # All before was ASCII, so this block begins with a whole character.
            self.encoding = detect(raw) or "utf-8"
        if self._decoder is None:
            self._decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        text = self._decoder.decode(raw, final=self._ended)
        self.replaced += text.count("\ufffd")
        return text.encode("utf-8", "replace")


def _utf16_without_mark(head: bytes) -> str | None:
    sample = head[: len(head) // 2 * 2]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    for encoding, many, few in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if many > 0.05 * half and many > 8 * few:
            text = _decode(sample, encoding)
            if text is not None and ("\n" in text or b"\n" not in sample):
                return encoding
    return None


def _decode(head: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(head)
    except UnicodeDecodeError:
        return None


def _refuse_binary(head: bytes, encoding: str | None) -> None:
    text = codecs.getincrementaldecoder(encoding or "utf-8")("replace").decode(head)
    strange = len(_CONTROL.findall(text)) + text.count("\ufffd")
    if strange > max(0.1 * len(text), 8):
        raise Refused(
            "not_text",
            "The file does not hold text. CSV, TSV, JSON Lines, Parquet and XLSX can be imported; "
            "if it is text, say its encoding.",
            field="encoding" if encoding else None,
        )
