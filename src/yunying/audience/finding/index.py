"""The index on disk: which parts it has, and which state of the project they say.

    <folder>/state.json                 what follows below; replaced as a whole
             part_….tokens.arrow        see `parts`
             part_….people.arrow
             epoch_….who.arrow          people of whom this epoch says everything

             erasures                   how often somebody was taken out: who began to write before must not publish

A cache: the folder can be deleted at any time. One process at a time makes parts; the state is replaced under a lock
of its own, which is held for a moment only. Whoever reads opens what the state names, and looks once more where a
file went meanwhile.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from filelock import FileLock

from yunying.audience.finding.parts import (
    File,
    OpenPart,
    Part,
    describe,
    path_of,
    read_part,
    without,
    write_part,
)
from yunying.audience.finding.words import Sought
from yunying.core import new_id
from yunying.store.arrow import read_mapped, write_mapped
from yunying.store.identity import Identity

FORMAT = 1
Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Epoch:
    """A later look at some people: what earlier epochs say of them holds no more."""

    number: int
    name: str
    people: int
    file: File


@dataclass(frozen=True)
class State:
    """What the index says, and of which moment."""

    format: int
    region: str | None
    schema: dict[str, str]
    """Properties of people and their types."""
    version: int
    """Of the lake."""
    recent: list[str]
    """Paths of the lake's newest files that are in the index: a commit may show after one that was begun later."""
    entries: int
    """How many entries the list of merges had."""
    ids: int
    """Ids below this number are in the index."""
    parts: list[Part]
    epochs: list[Epoch]
    share: float = 1.0
    """How much of it is there while it is made for the first time; then 1."""

    @property
    def whole(self) -> bool:
        """Whether every property is in it."""
        return self.share >= 1.0


class Look(NamedTuple):
    """What was said of people at one time: it holds of `people`, whatever earlier looks say of them."""

    people: Ints
    parts: list[OpenPart]


class Index:
    """One state of the index, mapped into memory."""

    def __init__(self, state: State, ids: list[OpenPart], looks: list[Look]) -> None:
        self.state = state
        self._ids = ids
        self._looks = looks

    def find(
        self,
        wanted: Sought,
        identity: Identity,
        people: int,
        hidden: Collection[str] | None,
        later: Later | None = None,
    ) -> Mask:
        """By person id below `people`, who is found; `hidden` is as in `OpenPart.mark`. `later` is what became known of
        some people since.
        """
        found = np.zeros(people, np.bool_)
        for look in self._looks if later is None else [*self._looks, later.look]:
            found[look.people[look.people < people]] = False
            for part in look.parts:
                part.mark(wanted, identity, found, hidden)
        for part in self._ids if later is None else [*self._ids, *later.ids]:
            part.mark(wanted, identity, found, hidden)
        return found

    def numbers(self, token: bytes, later: Later | None) -> Ints:
        """Numbers of the ids that are this token."""
        parts = self._ids if later is None else [*self._ids, *later.ids]
        return np.concatenate([np.zeros(0, np.int32), *(part.numbers(token) for part in parts)])


class Later(NamedTuple):
    """What became known since the index was written: everything of some people, and new ids."""

    look: Look
    ids: list[OpenPart]


def read_state(folder: Path) -> State | None:
    """What the index says; None where there is none, or it is damaged or of another version of the program."""
    try:
        state = msgspec.json.decode((folder / "state.json").read_bytes(), type=State)
    except (OSError, msgspec.DecodeError):
        return None
    return state if state.format == FORMAT else None


def open_index(folder: Path, state: State) -> Index | None:
    """The index in a state; None where a file is gone or was cut."""
    parts = []
    for part in state.parts:
        tables = read_part(folder, part)
        if tables is None:
            return None
        parts.append(OpenPart(part.about, tables))
    looks = [Look(np.zeros(0, np.int32), [])]
    for epoch in state.epochs:
        who = who_of(folder, epoch)
        if who is None:
            return None
        looks.append(Look(who, []))
    place = {epoch.number: i for i, epoch in enumerate(state.epochs, start=1)} | {0: 0}
    for one in parts:
        if one.about.property is not None:
            looks[place[one.about.epoch]].parts.append(one)
    return Index(state, [one for one in parts if one.about.property is None], looks)


def write_epoch(folder: Path, number: int, people: Ints) -> Epoch:
    """Put on disk of whom an epoch says everything; `people` ascending."""
    name = new_id("epoch")
    path = path_of(folder, name, "who")
    write_mapped(path, pa.table({"person": people}))
    return Epoch(number, name, len(people), describe(path))


def who_of(folder: Path, epoch: Epoch) -> Ints | None:
    """Of whom an epoch says everything, ascending; None where the file is gone or was cut."""
    table = read_mapped(path_of(folder, epoch.name, "who"))
    if table is None or table.num_rows != epoch.people:
        return None
    who: Ints = table["person"].to_numpy()
    return who


def publish(folder: Path, lock: Path, state: State, erasures: int) -> bool:
    """Let this be what the index says, and delete what it does not name. False where somebody was erased since
    `erasures` were counted: what was made meanwhile may hold their texts, and is deleted too.
    """
    with FileLock(lock):
        if count_erasures(folder) != erasures:
            known = read_state(folder)
            sweep(folder, set() if known is None else _named(known))
            return False
        _replace(folder, state)
    return True


def take_out(folder: Path, lock: Path, numbers: Ints) -> None:
    """Take these ids, and what was said of people of these numbers, out of every file."""
    if not folder.is_dir():
        return
    with FileLock(lock):
        (folder / "erasures").write_text(str(count_erasures(folder) + 1), encoding="utf-8")
        state = read_state(folder)
        index = None if state is None else [(part, read_part(folder, part)) for part in state.parts]
        if state is None or index is None or any(tables is None for _, tables in index):
            sweep(folder, None)
            return
        parts = []
        for part, tables in index:
            left = None if tables is None else without(tables, numbers, part.about.first)
            parts.append(part if left is None else write_part(folder, part.about, left))
        _replace(folder, replace(state, parts=parts))


def count_erasures(folder: Path) -> int:
    """How often somebody was taken out."""
    try:
        return int((folder / "erasures").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0


def _replace(folder: Path, state: State) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"state.{os.getpid()}-{threading.get_ident()}.draft"
    with draft.open("wb") as file:
        file.write(msgspec.json.encode(state))
    draft.replace(folder / "state.json")
    sweep(folder, _named(state))


def _named(state: State) -> set[str]:
    parts = {f"{p.name}.{what}.arrow" for p in state.parts for what in p.files}
    return parts | {f"{e.name}.who.arrow" for e in state.epochs}


def sweep(folder: Path, named: set[str] | None) -> None:
    """Delete files that are not named; None: the state too."""
    if named is None:
        (folder / "state.json").unlink(missing_ok=True)
    for path in folder.glob("*"):
        if path.suffix in (".arrow", ".draft") and path.name not in (named or ()):
            path.unlink(missing_ok=True)


def is_sound(folder: Path, state: State) -> bool:
    """Whether every file is byte for byte what was written. Reads them all."""
    files = [(path_of(folder, p.name, what), file) for p in state.parts for what, file in p.files.items()]
    files += [(path_of(folder, e.name, "who"), e.file) for e in state.epochs]
    return all(path.is_file() and describe(path) == file for path, file in files)
