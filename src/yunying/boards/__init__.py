"""Boards: tiles of figures on one page. What a board says, how it is looked at, what one can begin with."""

from yunying.boards.board import (
    Board,
    BoardTile,
    MetricTile,
    QuestionTile,
    TargetTile,
    TextTile,
    metrics_on,
)
from yunying.boards.look import Look, question_in

__all__ = [
    "Board",
    "BoardTile",
    "Look",
    "MetricTile",
    "QuestionTile",
    "TargetTile",
    "TextTile",
    "metrics_on",
    "question_in",
]
