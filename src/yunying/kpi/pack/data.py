"""Reads what the pack is made from: YAML beside this module."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml


def read_data(name: str) -> list[dict[str, Any]]:
    """The records of one file."""
    text = files("yunying.kpi.pack").joinpath("standard", f"{name}.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found
