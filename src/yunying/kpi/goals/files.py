"""Goals as YAML, to be kept and reviewed beside the plan they belong to.

goals:
  q4_growth:
    name: {zh: 四季度增长, en: Growth in Q4}
    from: 2026-10-01
    to: 2026-12-31
    key_results:
    - {metric: gmv, target: 1000000, pace: forecast}
"""

from __future__ import annotations

from collections.abc import Mapping

from yunying.audience import read_body
from yunying.kpi.files import read_definitions, write_definitions
from yunying.kpi.goals.definition import Goal


def write_goals(goals: Mapping[str, Goal]) -> str:
    """A file that says all of them."""
    return write_definitions("goals", goals)


def read_goals(text: str) -> dict[str, Goal]:
    """The goals of a file by key; refuses what is none, naming the first wrong place."""
    found = read_definitions(text, "goals", "bad_goals_file", "`q4_growth: {name: …, from: …, to: …}`")
    return {key: read_body(Goal, body, f"goals.{key}") for key, body in found.items()}
