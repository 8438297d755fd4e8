"""How a node's formula depends on one of its parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from yunying.analyse import Parsed

Floats = npt.NDArray[np.float64]


def with_remainder(formula: Parsed) -> Parsed:
    """The formula with one part more, which is added: what the node has beyond what its parts give."""
    more = max(formula.series) + 1
    return Parsed((*formula.steps, more, "+"))


def without_remainder(formula: Parsed) -> Parsed:
    """Undoes `with_remainder`."""
    return Parsed(formula.steps[:-2])


def bends(formula: Parsed, part: int) -> bool:
    """Whether a part's influence on the node depends on the part itself: it is a divisor, or times itself."""
    stack: list[float] = []
    for step in formula.steps:
        if isinstance(step, str):
            if step == "negative":
                continue
            b, a = stack.pop(), stack.pop()
            if step == "/":
                stack.append(a if b == 0 else 2)
            else:
                stack.append(a + b if step == "*" else max(a, b))
        else:
            stack.append(1 if type(step) is int and step == part else 0)
    return stack[0] > 1


def slope(formula: Parsed, of: Sequence[Floats], part: int) -> Floats:
    """By how much the node moves when a part that does not bend moves by one; NaN where something is divided by zero.
    (Exactly: a difference of two values would lose what they share.)"""
    zero = np.zeros_like(of[0])
    stack: list[tuple[Floats, Floats]] = []
    with np.errstate(all="ignore"):
        for step in formula.steps:
            if isinstance(step, str):
                b, b_slope = stack.pop()
                if step == "negative":
                    stack.append((-b, -b_slope))
                    continue
                a, a_slope = stack.pop()
                if step == "*":
                    stack.append((a * b, a_slope * b + a * b_slope))
                elif step == "/":
                    stack.append((a / b, a_slope / b))
                else:
                    sign = 1.0 if step == "+" else -1.0
                    stack.append((a + sign * b, a_slope + sign * b_slope))
            elif isinstance(step, int):
                # What stands at the part itself is in no slope.
                stack.append((zero, zero + 1) if step == part else (of[step], zero))
            else:
                stack.append((zero + step, zero))
    return np.where(np.isfinite(stack[0][1]), stack[0][1], np.nan)


def signs(formula: Parsed) -> dict[int, int] | None:
    """Of a product or quotient of its parts how often each is a factor (less than 0: a divisor); None of another."""
    stack: list[dict[int, int] | None] = []
    for step in formula.steps:
        if isinstance(step, str):
            b = stack.pop()
            if step in ("negative", "+", "-") or b is None:
                return None
            a = stack.pop()
            if a is None:
                return None
            sign = 1 if step == "*" else -1
            stack.append({k: a.get(k, 0) + sign * b.get(k, 0) for k in (*a, *b)})
        elif isinstance(step, int):
            stack.append({step: 1})
        else:
            stack.append({} if step > 0 else None)
    return stack[0]


def addends(formula: Parsed) -> dict[int, float] | None:
    """Of a sum or difference of its parts how often each is added; None of another formula."""
    stack: list[dict[int, float]] = []
    for step in formula.steps:
        if isinstance(step, str):
            if step in ("*", "/"):
                return None
            b = stack.pop()
            if step == "negative":
                stack.append({k: -v for k, v in b.items()})
                continue
            a = stack.pop()
            sign = 1.0 if step == "+" else -1.0
            stack.append({k: a.get(k, 0.0) + sign * b.get(k, 0.0) for k in (*a, *b)})
        elif isinstance(step, int):
            stack.append({step: 1.0})
        else:
            stack.append({})
    return stack[0]
