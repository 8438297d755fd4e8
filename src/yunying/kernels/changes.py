"""Fold of what was said of people's properties, where not every word of it states the value."""

from __future__ import annotations

import numpy as np

from yunying.kernels.compiled import compiled
from yunying.kernels.types import Floats, Ints, Levels

UNSET, SET, SET_ONCE, ADD = 0, 1, 2, 3


@compiled
def apply_codes(person: Ints, op: Levels, code: Ints, state: Ints) -> None:
    """Coded values in order: `state[person]` is the code that holds, −1 where the property is not set."""
    for i in range(person.size):
        who = person[i]
        if op[i] == UNSET:
            state[who] = -1
        elif op[i] == SET or (op[i] == SET_ONCE and state[who] < 0):
            state[who] = code[i]


@compiled
def apply_numbers(person: Ints, op: Levels, number: Floats, state: Floats) -> None:
    """Numbers in order: `state[person]` is the value that holds, NaN where the property is not set."""
    for i in range(person.size):
        who = person[i]
        if op[i] == UNSET:
            state[who] = np.nan
        elif op[i] == SET or (op[i] == SET_ONCE and np.isnan(state[who])):
            state[who] = number[i]
        elif op[i] == ADD:
            state[who] = number[i] if np.isnan(state[who]) else state[who] + number[i]
