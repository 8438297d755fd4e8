"""Tags that members put to people, as a property of people: a list of words, in the order in which they were put."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yunying.metrics import people_count
from yunying.store import Dataset, HotView, Property, Values, derived_property

TAGS = "$tags"


@dataclass(frozen=True)
class TagsOf:
    """`$tags`: JSON, so that a condition `contains "\"vip\""` finds this tag and no other."""

    tags: Sequence[tuple[int, str]]
    """Numbers of ids and what was put to them."""
    version: str

    @property
    def prop(self) -> Property:
        """Its name and type."""
        return derived_property(TAGS, "text")

    def values(self, data: Dataset, view: HotView) -> Values:
        """Not set of people without tags."""
        del data
        held: dict[int, list[str]] = {}
        people = view.identity.people(np.array([number for number, _ in self.tags], np.int32)).tolist()
        for person, (_, tag) in zip(people, self.tags, strict=True):
            theirs = held.setdefault(person, [])
            if tag not in theirs:
                theirs.append(tag)
        texts = np.full(people_count(view), None, object)
        for person, theirs in held.items():
            if person < len(texts):
                texts[person] = json.dumps(theirs, ensure_ascii=False)
        encoded = pa.array(texts, pa.string()).dictionary_encode()
        return Values("text", encoded.indices.fill_null(-1).to_numpy(), encoded.dictionary, np.zeros(0))
