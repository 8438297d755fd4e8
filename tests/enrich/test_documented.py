"""What docs/collecting.md says of enrichment, channels and sessions is so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from yunying.analyse import parse_question
from yunying.collect.channels import DEFAULT_CHANNELS
from yunying.collect.enrich.urls import CLICK_IDS
from yunying.collect.rules import Rules
from yunying.metrics import SESSION_PROPERTIES

TEXT = (Path(__file__).parent.parent.parent / "docs" / "collecting.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def examples(title: str) -> list[Any]:
    return [json.loads(text) for text in re.findall(r"^```json\n(.*?)^```", section(title), re.M | re.S)]


def test_examples_can_be_used() -> None:
    (rules,) = examples("Channels")
    assert len(Rules.model_validate(rules).channel_rules) == 3
    questions = examples("Sessions")
    assert len(questions) == 2
    for question in questions:
        parse_question(question)


def test_nothing_is_left_unsaid() -> None:
    enrichment, channels, sessions = section("Enrichment"), section("Channels"), section("Sessions")
    assert all(f"`{name}`" in enrichment for name in CLICK_IDS)
    assert all(f"| `{name}` |" in enrichment for name in Rules.model_fields)
    assert all(f"`{rule.channel}`" in channels for rule in DEFAULT_CHANNELS)
    assert all(f"`{prop.name}`" in sessions for prop in SESSION_PROPERTIES)
