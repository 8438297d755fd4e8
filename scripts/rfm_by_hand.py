"""RFM of the rows of a CSV file in plain Python, by the words of `audience/rfm.py`: what the product must find.

Knows nothing of the product. Money is added up exactly.
"""

from __future__ import annotations

import csv
import gzip
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

NAMES = {
    (True, True): "value",
    (True, False): "develop",
    (False, True): "keep",
    (False, False): "winback",
}


@dataclass(frozen=True)
class Bought:
    """One row: who bought, on which day, in which order, for how much."""

    who: str
    day: date
    order: str
    amount: Fraction


@dataclass(frozen=True)
class Found:
    """People and money by class, and people by score of R and F."""

    people: dict[str, int]
    amount: dict[str, float]
    cells: dict[tuple[int, int], int]


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, which may be packed."""
    with gzip.open(path, "rt", newline="") if path.suffix == ".gz" else path.open(newline="") as file:
        yield from csv.DictReader(file)


def rfm(bought: list[Bought], today: date, bins: int) -> Found:
    """Scores by quantiles; a score is high where it is above the mean of everybody's."""
    last: dict[str, date] = {}
    orders: dict[str, set[str]] = {}
    spent: dict[str, Fraction] = {}
    for one in bought:
        last[one.who] = max(last.get(one.who, one.day), one.day)
        orders.setdefault(one.who, set()).add(one.order)
        spent[one.who] = spent.get(one.who, Fraction()) + one.amount
    r = _scores({who: -(today - day).days for who, day in last.items()}, bins)
    f = _scores({who: len(numbers) for who, numbers in orders.items()}, bins)
    m = _scores(spent, bins)
    high = [_above_mean(score) for score in (r, f, m)]
    group = {
        who: f"$rfm_{'important' if high[2](who) else 'general'}_{NAMES[high[0](who), high[1](who)]}"
        for who in last
    }
    money: dict[str, Fraction] = {}
    for who, name in group.items():
        money[name] = money.get(name, Fraction()) + spent[who]
    return Found(
        dict(Counter(group.values())),
        {name: float(amount) for name, amount in money.items()},
        dict(Counter((r[who], f[who]) for who in last)),
    )


def _scores(values: Mapping[str, int | Fraction], bins: int) -> dict[str, int]:
    """1 + the bins that fit into the share of people who do worse."""
    ordered = sorted(values.values())
    return {who: 1 + bins * bisect_left(ordered, value) // len(ordered) for who, value in values.items()}


def _above_mean(scores: Mapping[str, int]) -> Callable[[str], bool]:
    mean = Fraction(sum(scores.values()), len(scores))
    return lambda who: scores[who] > mean
