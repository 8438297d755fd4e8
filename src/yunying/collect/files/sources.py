"""Where bytes come from: plain, gzip or zstd, from a path or a pipe, with an eye on the disk."""

from __future__ import annotations

import gzip
import io
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import pyarrow as pa

from yunying.core import Failed, NotFound, Refused

Compression = Literal["gzip", "zstd"]

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_SUFFIXES = {".gz": "gzip", ".gzip": "gzip", ".zst": "zstd", ".zstd": "zstd"}
_COPY = 4 << 20
_KEEP_FREE = 512 << 20


@dataclass(frozen=True)
class Source:
    """A file on disk, its name where it came from, and how its first bytes say it is compressed."""

    path: Path
    name: str
    compression: Compression | None
    size: int

    @classmethod
    def at(cls, path: Path, name: str | None = None) -> Source:
        """Look at a file."""
        try:
            with path.open("rb") as file:
                head = file.read(4)
            size = path.stat().st_size
        except FileNotFoundError:
            raise NotFound("no_such_file", f"There is no file {str(path)!r}.", path=str(path)) from None
        except OSError as error:
            raise Refused(
                "unreadable_file", f"{str(path)!r} cannot be read: {error.strerror}.", path=str(path)
            ) from None
        compression: Compression | None = None
        if head.startswith(_GZIP):
            compression = "gzip"
        elif head == _ZSTD:
            compression = "zstd"
        return cls(path, name or path.name, compression, size)

    @property
    def plain_name(self) -> str:
        """Its name without the ending of its compression, e.g. `orders.csv` for `orders.csv.gz`."""
        plain = Path(self.name.replace("\\", "/")).name
        return plain.rsplit(".", 1)[0] if Path(plain).suffix.lower() in _SUFFIXES else plain

    @contextmanager
    def open(self) -> Iterator[Stream]:
        """Read it decompressed, from the start."""
        with self.path.open("rb") as raw:
            yield Stream(self, raw)

    def head(self, size: int) -> bytes:
        """Its first bytes, decompressed."""
        with self.open() as stream:
            return stream.read(size)

    def random_access(self, folder: Path) -> Path:
        """A path to its decompressed content, made in `folder` where needed."""
        if self.compression is None:
            return self.path
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / "decompressed"
        with self.open() as stream, target.open("wb") as sink:
            _copy(stream, sink, folder)
        return target


class Stream(io.RawIOBase):
    """Decompressed bytes of a source; knows how far into the file it is."""

    def __init__(self, source: Source, raw: BinaryIO) -> None:
        super().__init__()
        self._raw = raw
        self._size = max(source.size, 1)
        self._inner: BinaryIO
        if source.compression == "gzip":
            self._inner = gzip.GzipFile(fileobj=raw)  # type: ignore[assignment]  # reads like any binary file
        elif source.compression == "zstd":
            # Arrow's reader, for it notices a stream that breaks off.
            self._inner = pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd")
        else:
            self._inner = raw

    @property
    def fraction(self) -> float:
        """How much of the file was read."""
        return min(1.0, self._raw.tell() / self._size)

    def readable(self) -> bool:
        """It is only read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; fewer only at the end."""
        parts = []
        try:
            while size != 0:
                part = self._inner.read(size if size > 0 else _COPY)
                if not part:
                    break
                parts.append(part)
                size -= len(part) if size > 0 else 0
        except (EOFError, OSError, zlib.error) as error:
            raise damaged(f"its compressed data breaks off or is damaged ({error})") from None
        return parts[0] if len(parts) == 1 else b"".join(parts)


def spool(pipe: BinaryIO, folder: Path, name: str) -> Source:
    """Keep what comes through a pipe as a file in `folder`: detection and two passes need to go back."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "input"
    with target.open("wb") as sink:
        _copy(pipe, sink, folder)
    return Source.at(target, name)


def check_free_space(folder: Path) -> None:
    """Stop before the disk is full: other programs, the ledger among them, need room too."""
    if shutil.disk_usage(folder).free < _KEEP_FREE:
        raise Failed(
            "disk_full",
            f"Less than {_KEEP_FREE >> 20} MB are free on the disk of {folder}; make room and try again.",
            folder=str(folder),
        )


def damaged(why: str) -> Refused:
    """The refusal for a file that is not what it should be."""
    return Refused("damaged_file", f"The file cannot be read: {why}.", why=why)


def _copy(source: BinaryIO | Stream, sink: BinaryIO, folder: Path) -> None:
    while block := source.read(_COPY):
        check_free_space(folder)
        sink.write(block)
