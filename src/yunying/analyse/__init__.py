"""Shaped questions about people: trend, funnel, retention; each answered by folding ordered events."""

from __future__ import annotations

from typing import assert_never

from yunying.analyse import funnel, retention, trend
from yunying.analyse.overview import overview
from yunying.analyse.questions import (
    EventRef,
    Funnel,
    Question,
    Retention,
    Series,
    Trend,
    Window,
    parse_question,
    refuse,
)
from yunying.metrics import Answer, Behind
from yunying.store import Dataset

__all__ = [
    "EventRef",
    "Funnel",
    "Question",
    "Retention",
    "Series",
    "Trend",
    "Window",
    "ask",
    "overview",
    "parse_question",
    "people_behind",
    "refuse",
]


def ask(data: Dataset, question: Question) -> Answer:
    """The answer to a question on a project's newest data."""
    match question:
        case Trend():
            return trend.answer(data, question)
        case Funnel():
            return funnel.answer(data, question)
        case Retention():
            return retention.answer(data, question)
        case _:
            assert_never(question)


def people_behind(data: Dataset, question: Question, address: str) -> Behind:
    """Exactly the people behind the figure that the answer's row gave this address."""
    match question:
        case Trend():
            return trend.behind(data, question, address)
        case Funnel():
            return funnel.behind(data, question, address)
        case Retention():
            return retention.behind(data, question, address)
        case _:
            assert_never(question)
