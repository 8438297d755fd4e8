"""Two sorted runs of rows made one, in time proportional to their lengths."""

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Ints, Longs


@compiled
def merge_rows(person: Ints, time: Longs, new_person: Ints, new_time: Longs) -> Ints:
    """The order of both runs together, each sorted by (person, time): row i of the second is `len(person) + i`.

    Of rows with equal person and time those of the first run come first.
    """
    old, new = len(person), len(new_person)
    order = np.empty(old + new, np.int32)
    i = j = 0
    for k in range(old + new):
        first = j == new or (
            i < old and (person[i] < new_person[j] or (person[i] == new_person[j] and time[i] <= new_time[j]))
        )
        order[k] = i if first else old + j
        i += first
        j += not first
    return order
