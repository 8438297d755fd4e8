"""Uploaded lists of ids: who of the project is meant, and which ids nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yunying.collect import read_list
from yunying.core import Refused
from yunying.metrics import activity, find_property, people_count, traits
from yunying.store import Dataset

Ints = npt.NDArray[np.int32]
SHOWN = 1000
"""Unknown ids that are kept with a list, to be looked at."""


@dataclass(frozen=True)
class Uploaded:
    """What became of a list: the people, ascending; how many ids it had, how many different ones, how many of these
    nobody has, and the first of those.
    """

    file: str
    column: str
    by: str
    people: Ints
    given: int
    different: int
    unknown: int
    examples: list[str]

    def report(self) -> dict[str, Any]:
        """What is kept with the segment."""
        return {
            "file": self.file,
            "column": self.column,
            "by": self.by,
            "given": self.given,
            "different": self.different,
            "unknown": self.unknown,
            "examples": self.examples,
        }


def match_list(data: Dataset, path: Path, *, name: str, column: str | None, by: str | None) -> Uploaded:
    """The people of a list of distinct ids, or of values of a text property of people (`by`).

    Somebody without events is unknown: there is nothing that could be asked of them.
    """
    chosen, ids = read_list(path, column, name=name)
    wanted = pc.unique(ids)
    view = data.hot.view()
    people_known = people_count(view)
    if by is None:
        numbers = data.people.numbers(wanted)
        people = view.identity.people(np.maximum(numbers, 0))
        seen = np.append(activity(view).count > 0, False)
        found = (numbers >= 0) & seen[np.minimum(people, people_known)]
        chosen_people = np.unique(people[found])
    else:
        prop = find_property(view, by, "person", "by")
        values = traits(data, view, prop)
        if not values.coded:
            raise Refused(
                "text_property_wanted",
                f"{by!r} is {prop.type}; a list can name people by their ids or by a text property.",
                field="by",
                property=by,
                type=prop.type,
            )
        place = pc.index_in(values.labels.cast(pa.string()), value_set=wanted)
        of_person = (
            np.where(
                values.codes >= 0, pc.fill_null(place, -1).to_numpy(zero_copy_only=False)[values.codes], -1
            )
            if len(values.labels)
            else np.full(len(values.codes), -1)
        )
        of_person = np.where(activity(view).count > 0, of_person, -1)
        found = np.zeros(len(wanted), np.bool_)
        found[of_person[of_person >= 0]] = True
        chosen_people = np.flatnonzero(of_person >= 0)
    missing = wanted.filter(pa.array(~found))
    return Uploaded(
        file=name,
        column=chosen,
        by=by or "distinct_id",
        people=chosen_people.astype(np.int32),
        given=len(ids),
        different=len(wanted),
        unknown=len(missing),
        examples=missing.slice(0, SHOWN).to_pylist(),
    )
