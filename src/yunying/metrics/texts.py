"""Texts of many days under one numbering."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.store import Day, HotView

Ints = npt.NDArray[np.int32]
_NO_TEXT = pa.array([], pa.string())


class Labels:
    """Texts met so far; the codes of later ones go on counting."""

    def __init__(self) -> None:
        self._parts: list[pa.Array] = []
        self.count = 0

    def add(self, texts: pa.Array) -> int:
        """Keep texts; returns the code of the first."""
        first = self.count
        self._parts.append(texts.cast(pa.string()))
        self.count += len(texts)
        return first

    def all(self) -> pa.Array:
        """Every text, by code."""
        if len(self._parts) > 1:
            self._parts = [pa.concat_arrays(self._parts)]
        return self._parts[0] if self._parts else _NO_TEXT


def text_codes(view: HotView, days: list[Day], names: tuple[str, ...]) -> tuple[pa.Array, list[Ints]]:
    """Of each event the first of these properties that is set and not empty, as codes into texts of all days."""
    labels = Labels()
    found = [np.full(day.rows, -1, np.int32) for day in days]
    for name in names:
        for prop in view.snapshot.properties:
            if prop.name != name or prop.scope != "event":
                continue
            for codes, values in zip(found, view.prepare(prop, days), strict=True):
                rows = np.flatnonzero(values.is_set & (codes < 0))
                if values.type == "text":
                    own, texts = values.codes[rows], values.labels
                else:
                    encoded = values.texts(rows).dictionary_encode()
                    own, texts = encoded.indices.to_numpy(), encoded.dictionary
                empty = pc.index(texts, "").as_py()
                codes[rows] = np.where(own == empty, -1, own + np.int32(labels.add(texts)))
    encoded = labels.all().dictionary_encode()
    place = np.append(encoded.indices.to_numpy(), np.int32(-1)).astype(np.int32)
    return encoded.dictionary, [place[codes] for codes in found]
