"""Metrics and metric trees as YAML, to be kept beside the code that sends the events.

metrics:
  gmv:
    name: {zh: 成交额, en: GMV}
    unit: money
    currency: CNY
    is: {type: sum, event: pay_order, property: amount}

Only `true` and `false` are truths and only digits are numbers: `on`, `no` and `1:30` stay text. Aliases are refused,
since a few bytes of them can stand for gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import yaml
from pydantic import BaseModel

from yunying.audience import read_body, write_body
from yunying.core import Refused
from yunying.kpi.metric import Metric
from yunying.kpi.tree.definition import Tree

_LARGEST = 2_000_000


class _Loader(yaml.SafeLoader):
    """YAML 1.2's core rules; no aliases."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}  # type: ignore[misc]

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("it uses an alias (`*name`); write things out")
        return super().compose_node(parent, index)


for _tag, _pattern, _first in (
    ("bool", "^(?:true|false)$", [*"tf"]),
    ("int", "^-?[0-9]+$", [*"-0123456789"]),
    ("float", r"^-?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$", [*"-.0123456789"]),
    ("null", "^(?:null|~|)$", [*"n~", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def write_metrics(metrics: Mapping[str, Metric]) -> str:
    """A file that says all of them."""
    return write_definitions("metrics", metrics)


def read_metrics(text: str) -> dict[str, Metric]:
    """The metrics of a file by key; refuses what is none, naming the first wrong place."""
    found = read_definitions(text, "metrics", "bad_metrics_file", "`gmv: {name: …, is: …}`")
    return {key: read_body(Metric, body, f"metrics.{key}") for key, body in found.items()}


def write_trees(trees: Mapping[str, Tree]) -> str:
    """A file that says all of them."""
    return write_definitions("trees", trees)


def read_trees(text: str) -> dict[str, Tree]:
    """The metric trees of a file by key; refuses what is none, naming the first wrong place."""
    found = read_definitions(text, "trees", "bad_trees_file", "`growth: {name: …, root: …}`")
    return {key: read_body(Tree, body, f"trees.{key}") for key, body in found.items()}


def write_definitions(what: str, bodies: Mapping[str, BaseModel]) -> str:
    """A file of definitions by key, under the word for what they are."""
    found: str = yaml.dump(
        {what: {key: write_body(body) for key, body in bodies.items()}},
        Dumper=yaml.SafeDumper,
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )
    return found


def read_definitions(text: str, what: str, code: str, like: str) -> dict[str, Any]:
    """What a file says by key under a word; refuses what is no such file, saying what one is `like`."""
    if len(text) > _LARGEST:
        raise Refused(
            "bad_yaml", f"The file is larger than {_LARGEST:,} characters; bring fewer {what} at once."
        )
    try:
        raw = yaml.load(text, Loader=_Loader)  # noqa: S506 (a safe loader with fewer rules)
    except RecursionError:
        raise Refused("bad_yaml", "The file is nested too deep.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        said = getattr(error, "problem", None) or str(error)
        place = f" at line {line}" if line else ""
        raise Refused("bad_yaml", f"The file cannot be read as YAML{place}: {said}.", line=line) from None
    if not isinstance(raw, dict) or not isinstance(raw.get(what), dict) or len(raw) > 1:
        raise Refused(
            code,
            f"A file of {what} says `{what}:` and under it each by its key, like {like}.",
            field=what,
        )
    return {str(key): body for key, body in raw[what].items()}
