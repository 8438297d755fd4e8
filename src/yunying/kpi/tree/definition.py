"""A metric tree as it is defined: a metric, what it is made of, and what that is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from yunying.analyse import Parsed, parse_formula
from yunying.audience import Names
from yunying.core import Refused
from yunying.kpi.metric import MetricKey
from yunying.kpi.tree.contributions import MOST_PARTS, MOST_STATES
from yunying.kpi.tree.formula import bends
from yunying.metrics import Strict, Text

DEEPEST = 6
MOST_NODES = 60


class Branch(Strict):
    """A node: a metric, and by which formula its parts give it. A leaf has no parts."""

    metric: MetricKey
    owner: Text | None = Field(None, max_length=200, description="Who answers for it here.")
    formula: Annotated[Text, Field(min_length=1, max_length=500)] | None = Field(
        None, description="By `+ - * /`, numbers and parentheses over the keys of its parts."
    )
    parts: list[Branch] = Field(default_factory=list, max_length=MOST_PARTS)

    @model_validator(mode="after")
    def _formula_names_its_parts(self) -> Branch:
        if not self.parts:
            if self.formula is not None:
                raise ValueError(f"{self.metric} has a formula but no parts")
            return self
        keys = [part.metric for part in self.parts]
        if len(set(keys)) < len(keys):
            raise ValueError(f"{self.metric} has a part twice; a formula may name one part more than once")
        if self.formula is None:
            raise ValueError(f"{self.metric} has parts; say by which formula they give it")
        try:
            parsed = self.parsed
        except Refused as refused:
            raise ValueError(str(refused)) from None
        unnamed = [key for i, key in enumerate(keys) if i not in parsed.series]
        if unnamed:
            raise ValueError(f"the formula of {self.metric} leaves out its part {unnamed[0]}")
        return self

    @property
    def parsed(self) -> Parsed:
        """The formula over the values of its parts; a leaf has none."""
        return parse_formula(self.formula or "", [part.metric for part in self.parts], "formula", "its parts")


class Tree(Strict):
    """A metric tree: its root is the figure that is taken apart."""

    name: Names
    root: Branch

    @model_validator(mode="after")
    def _within_limits(self) -> Tree:
        if sum(1 for _ in branches(self.root)) > MOST_NODES:
            raise ValueError(f"a tree has {MOST_NODES} nodes at most; make two of it")
        _require_shape(self.root, (), 1)
        return self


def branches(root: Branch, above: str = "") -> Iterator[tuple[str, Branch]]:
    """Every node below and with `root` under its path (keys joined by dots), parents before their parts."""
    path = f"{above}.{root.metric}" if above else root.metric
    yield path, root
    for part in root.parts:
        yield from branches(part, path)


def metrics_of(tree: Tree) -> Iterator[str]:
    """Keys of the metrics that a tree names, each once."""
    yield from dict.fromkeys(branch.metric for _, branch in branches(tree.root))


def _require_shape(branch: Branch, above: tuple[str, ...], states: int) -> None:
    """`states`: in how many ways those who stand beside it and its parents come, below what is no straight line."""
    here = (*above, branch.metric)
    if branch.metric in above:
        raise ValueError(f"{' → '.join(here)}: a metric cannot be a part of itself")
    if len(here) > DEEPEST:
        raise ValueError(f"{' → '.join(here)}: a tree is {DEEPEST} levels deep at most")
    for i, part in enumerate(branch.parts):
        bent = states > 1 or bends(branch.parsed, i)
        # With the remainder a node has one part more than it says.
        below = states * 2 ** len(branch.parts) if bent else 1
        if below > MOST_STATES:
            raise ValueError(
                f"{' → '.join((*here, part.metric))}: there are too many parts at and below a division to take "
                "a change apart; make fewer of them"
            )
        _require_shape(part, here, below)
