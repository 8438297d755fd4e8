"""What a board says: tiles on a grid of twelve columns, and the days and filters that hold for all of them."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from yunying.analyse import Question
from yunying.core import Interval
from yunying.kpi import MetricKey
from yunying.metrics import Breakdown, Compare, Filters, Last, Range, Strict, Text
from yunying.workspace import Role

COLUMNS = 12
MOST_TILES = 60
TileId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,20}$")]
View = Literal["chart", "table"]


class QuestionTile(Strict):
    """The answer to a question: one of its own, or one that was saved and is asked as it then stands."""

    type: Literal["question"]
    question: Question | None = None
    saved: Annotated[Text, Field(max_length=40)] | None = Field(None, description="A saved question's id.")
    view: View = "chart"

    @model_validator(mode="after")
    def _one(self) -> QuestionTile:
        if (self.question is None) == (self.saved is None):
            raise ValueError("give either a question or the id of a saved one")
        return self


class MetricTile(Strict):
    """A metric: its value over the range, its course, or both as a table."""

    type: Literal["metric"]
    metric: MetricKey
    interval: Interval = "day"
    breakdown: Breakdown | None = None
    shows: Literal["figure", "trend", "table"] = "figure"


class TargetTile(Strict):
    """A metric's value over the range beside the value it should have."""

    type: Literal["target"]
    metric: MetricKey
    target: float = Field(gt=0, le=1e15, allow_inf_nan=False)


class TextTile(Strict):
    """Words of the team in Markdown: headings, what to look at, what was decided."""

    type: Literal["text"]
    markdown: Annotated[Text, Field(max_length=10_000)]


Shown: TypeAlias = Annotated[QuestionTile | MetricTile | TargetTile | TextTile, Field(discriminator="type")]


class BoardTile(Strict):
    """A tile and its place: `x` columns from the left, `y` rows from the top, `w` wide, `h` high."""

    id: TileId
    x: int = Field(ge=0, lt=COLUMNS)
    y: int = Field(ge=0, le=10_000)
    w: int = Field(ge=1, le=COLUMNS)
    h: int = Field(ge=1, le=40)
    title: Annotated[Text, Field(max_length=200)] | None = Field(
        None, description="By default that of what it shows."
    )
    is_: Shown = Field(alias="is")

    @model_validator(mode="after")
    def _inside(self) -> BoardTile:
        if self.x + self.w > COLUMNS:
            raise ValueError(f"a tile ends within the {COLUMNS} columns of the grid")
        return self


class Board(Strict):
    """Tiles, and what holds for all of them. `inside` says which members see it; who made it and owners always do."""

    range: Range = Last(last=30, unit="day")
    compare: Compare | None = None
    filters: Filters
    tiles: list[BoardTile] = Field(default_factory=list, max_length=MOST_TILES)
    inside: Literal["everybody", "maker"] | Annotated[list[Role], Field(min_length=1, max_length=4)] = Field(
        "everybody", description="Everybody who may ask, only who made it, or these roles."
    )

    @model_validator(mode="after")
    def _told_apart(self) -> Board:
        ids = [tile.id for tile in self.tiles]
        if len(set(ids)) < len(ids):
            raise ValueError("two tiles have the same id")
        return self


def metrics_on(board: Board) -> set[str]:
    """Keys of the metrics that a board names."""
    return {tile.is_.metric for tile in board.tiles if isinstance(tile.is_, MetricTile | TargetTile)}
