"""What goes over the wire about boards."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from yunying import boards, metrics
from yunying.web.metric_schemas import MetricValues
from yunying.web.schemas import Answer, ErrorDetail, Label, Request, View

Description = Annotated[str, Field(max_length=2000)]


class NewBoard(Request):
    """A board to make."""

    name: Label
    description: Description = ""
    board: boards.Board


class BoardChange(Request):
    """What to change of a board; keys left out stay. Each change is a version; `version` is the one that was looked
    at: the change is refused (409) where somebody else was faster."""

    name: Label | None = None
    description: Description | None = None
    board: boards.Board | None = None
    version: int | None = None


class KeptBoard(View):
    """A board. `own`: whoever asks may change it; `keeps`: they also say who sees it. `created_by` is a member's name,
    null for the terminal."""

    id: str
    name: str
    description: str
    board: boards.Board
    version: int
    own: bool
    keeps: bool
    created_by: str | None
    created_at: dt.datetime
    updated_at: dt.datetime


class Boards(View):
    """Boards in the order they were made."""

    boards: list[KeptBoard]


class BoardVersion(View):
    """What a board was at one time."""

    version: int
    name: str
    board: boards.Board
    at: dt.datetime
    by: str | None


class BoardVersions(View):
    """Everything a board was, the newest first."""

    versions: list[BoardVersion]


class BoardLook(Request):
    """How a board is looked at: these days, these filters and this comparison in place of its own (keys left out: as it
    says itself), and which of its tiles are wanted (by default all)."""

    range: metrics.Range | None = None
    filters: Annotated[list[metrics.Filter], Field(max_length=100)] | None = None
    compare: metrics.Compare | None = None
    compared: Annotated[
        bool, Field(description="Off where nothing is compared, whatever the board says.")
    ] = True
    tiles: Annotated[list[str], Field(max_length=60)] | None = None


class TileAnswer(View):
    """What a tile shows: the `question` as it was asked and its `answer`, or the `values` of a metric and, where
    something is compared, those `before`; nothing for text. `error` says why it shows nothing: others still do."""

    id: str
    question: dict[str, Any] | None
    answer: Answer | None
    values: MetricValues | None
    before: MetricValues | None
    error: ErrorDetail | None


class BoardAnswers(View):
    """What the tiles show, in the order of the board."""

    tiles: list[TileAnswer]
