"""Formulas over named figures: numbers, `+ - * /`, parentheses and names, without anything else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yunying.core import Refused

Floats = npt.NDArray[np.float64]
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>[-+*/()]))", re.ASCII
)
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "negative": 3}
Step = float | int | str
"""Of a formula in postfix order: a number (float), a figure (int, its place among the names) or an operator."""


@dataclass(frozen=True)
class Parsed:
    """A formula in postfix order."""

    steps: tuple[Step, ...]

    @property
    def series(self) -> list[int]:
        """The figures it names, each once, in order of the names."""
        return sorted({step for step in self.steps if type(step) is int})

    def values(self, of: Sequence[Floats]) -> Floats:
        """Its value, element by element; NaN where a part is NaN or something is divided by zero."""
        stack: list[Floats] = []
        with np.errstate(all="ignore"):
            for step in self.steps:
                if step == "negative":
                    stack.append(-stack.pop())
                elif isinstance(step, str):
                    b, a = stack.pop(), stack.pop()
                    stack.append(_combine(step, a, b))
                else:
                    stack.append(of[step] if isinstance(step, int) else np.full_like(of[0], step))
        return np.where(np.isfinite(stack[0]), stack[0], np.nan)


def _combine(operator: str, a: Floats, b: Floats) -> Floats:
    match operator:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
    return np.where(b == 0, np.nan, a / b)


def letters(number: int) -> str:
    """The name of a series in formulas: A … Z, AA, AB …"""
    return chr(65 + number) if number < 26 else letters(number // 26 - 1) + letters(number % 26)


def parse_formula(text: str, names: Sequence[str], field: str, what: str = "series") -> Parsed:
    """The formula over figures of these names; refuses what is none, saying where it stops making sense."""
    places = {name: i for i, name in enumerate(names)}
    steps: list[Step] = []
    waiting: list[str] = []
    operand = True
    """Whether a number, name, sign or opening parenthesis comes next."""
    at = 0
    while text[at:].strip():
        token = _TOKEN.match(text, at)
        if token is None:
            raise _wrong(
                text, at, f"only numbers, names of {what}, + - * / and parentheses can be used", field
            )
        sign = token["sign"]
        if sign in (None, "(") and not operand:
            raise _wrong(text, at, "an operator is missing", field)
        if sign == ")" and (operand or "(" not in waiting):
            raise _wrong(text, at, "this parenthesis closes nothing", field)
        if sign in ("+", "*", "/") and operand and sign != "+":
            raise _wrong(text, at, f"{sign} has nothing before it", field)
        if token["number"]:
            steps.append(float(token["number"]))
        elif token["name"]:
            if token["name"] not in places:
                raise _wrong(
                    text, at, f"there is no {token['name']} among the {what} {_listed(names)}", field
                )
            steps.append(places[token["name"]])
        elif sign == "(":
            waiting.append(sign)
        elif sign == ")":
            while (operator := waiting.pop()) != "(":
                steps.append(operator)
        elif operand:
            if sign == "-":
                waiting.append("negative")
        else:
            while waiting and _BINDS.get(waiting[-1], 0) >= _BINDS[sign]:
                steps.append(waiting.pop())
            waiting.append(sign)
        operand = sign is not None and sign != ")"
        at = token.end()
    if operand or "(" in waiting:
        raise _wrong(text, len(text), "it ends too early", field)
    steps.extend(reversed(waiting))
    if not any(type(step) is int for step in steps):
        raise _wrong(text, 0, f"it names none of the {what}", field)
    return Parsed(tuple(steps))


def _listed(names: Sequence[str]) -> str:
    return f"{names[0]} to {names[-1]}" if len(names) > 5 else ", ".join(names)


def _wrong(text: str, at: int, why: str, field: str) -> Refused:
    return Refused(
        "bad_formula",
        f"{text!r} is no formula: {why} (at character {at + 1}). Write it like `100 * A / (A + B)`.",
        field=field,
        formula=text,
        at=at,
    )
