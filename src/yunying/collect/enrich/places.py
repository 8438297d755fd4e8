"""Countries, regions and cities of addresses, from database files (MMDB) that a team puts into a folder."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

import maxminddb

from yunying.collect.enrich.addresses import Address

log = logging.getLogger("yunying.geo")

Names = Literal["en", "zh-CN"]
_LOOK_AGAIN = 5.0
"""Seconds between looks at the folder."""
_LONGEST = 200


class Place(NamedTuple):
    """Where an address is; empty where that is not known."""

    country: str = ""
    region: str = ""
    city: str = ""


@dataclass(frozen=True)
class GeoFile:
    """A file of the folder: what it holds, or what is wrong with it."""

    name: str
    kind: str | None = None
    made_at: datetime | None = None
    problem: str | None = None


@dataclass
class _Open:
    stamp: tuple[int, int, int]
    file: GeoFile
    reader: maxminddb.Reader | None
    ip_version: int = 6


class Geo:
    """Looks places up; files that come, change or go are noticed by themselves. For one thread.

    Of several files the first by name that knows a place is the one believed. A file that cannot be read is told
    of by `files` and in the log, and what was there before it stays in use.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._open: dict[str, _Open] = {}
        self._looked = -_LOOK_AGAIN
        self._version = 0

    @property
    def version(self) -> int:
        """Goes up when places may have become others."""
        now = self._clock()
        if now - self._looked >= _LOOK_AGAIN:
            self._looked = now
            self._look()
        return self._version

    def files(self) -> list[GeoFile]:
        """The files of the folder, in the order in which they are asked; none where there is no place to find."""
        self._looked = self._clock()
        self._look()
        return [self._open[name].file for name in sorted(self._open)]

    def place(self, address: Address, names: Names = "en") -> Place | None:
        """Where an address is, with names in a language (in the other where that has none)."""
        if not address.is_global:
            return None
        for name in sorted(self._open):
            held = self._open[name]
            if held.reader is None or address.version > held.ip_version:
                continue
            try:
                place = _read(held.reader.get(address), names)
            except (maxminddb.InvalidDatabaseError, ValueError, OSError) as error:
                self._say(held, f"it is damaged: {error}")
                continue
            if place is not None:
                return place
        return None

    def _look(self) -> None:
        try:
            found = {p.name: p for p in self._folder.glob("*.mmdb") if p.is_file()}
        except OSError:
            found = {}
        for name in self._open.keys() - found.keys():
            del self._open[name]
            self._version += 1
        for name, path in found.items():
            try:
                about = path.stat()
            except OSError:
                continue
            stamp = (about.st_mtime_ns, about.st_size, about.st_ino)
            held = self._open.get(name)
            if held is None or held.stamp != stamp:
                self._load(path, stamp, held)

    def _load(self, path: Path, stamp: tuple[int, int, int], held: _Open | None) -> None:
        try:
            reader = _reader(path)
            about = reader.metadata()
            reader.get("1.1.1.1")
        except (maxminddb.InvalidDatabaseError, OSError, ValueError, OverflowError, MemoryError) as error:
            kept = held.file if held else GeoFile(path.name)
            self._open[path.name] = _Open(
                stamp, kept, held.reader if held else None, held.ip_version if held else 6
            )
            self._say(self._open[path.name], f"it cannot be read: {error}")
            return
        made = datetime.fromtimestamp(about.build_epoch, UTC)
        file = GeoFile(path.name, about.database_type, made)
        self._open[path.name] = _Open(stamp, file, reader, about.ip_version)
        self._version += 1
        log.info("places come from %s (%s of %s)", path.name, about.database_type, made.date())

    def _say(self, held: _Open, problem: str) -> None:
        if held.file.problem != problem:
            held.file = replace(held.file, problem=problem)
            log.warning("%s: %s; put a whole file in its place", held.file.name, problem)


def _reader(path: Path) -> maxminddb.Reader:
    """A reader over a copy of our own: a file overwritten in place would be pulled from under a mapped one."""
    with tempfile.TemporaryDirectory(prefix="yunying-geo-") as folder:
        copy = Path(shutil.copyfile(path, Path(folder) / path.name))
        # The mapping outlives the copy's name.
        return maxminddb.open_database(copy)


def _read(record: Any, names: Names) -> Place | None:
    """A record as the common databases write it: nested with names by language, or flat texts."""
    if not isinstance(record, dict):
        return None
    divisions = record.get("subdivisions")
    division = divisions[0] if isinstance(divisions, list) and divisions else None
    place = Place(
        _flat(record, "country_name", "country_long") or _name(record.get("country"), names),
        _name(division, names) or _flat(record, "region", "region_name", "stateprov", "province"),
        _name(record.get("city"), names) or _flat(record, "city_name"),
    )
    return place if any(place) else None


def _name(node: Any, names: Names) -> str:
    if isinstance(node, str):
        return node[:_LONGEST]
    texts = node.get("names") if isinstance(node, dict) else None
    if not isinstance(texts, dict):
        return ""
    for language in (names, "zh-CN", "en"):
        if isinstance(text := texts.get(language), str) and text:
            return text[:_LONGEST]
    return ""


def _flat(record: dict[str, Any], *keys: str) -> str:
    return next((v[:_LONGEST] for k in keys if isinstance(v := record.get(k), str) and v), "")
