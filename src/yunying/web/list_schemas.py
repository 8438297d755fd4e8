"""What goes over the wire about segments and annotations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from yunying.web.schemas import Count, Label, Question, Request, View
from yunying.workspace import AnnotationKind

Description = Annotated[str, Field(max_length=2000)]
Said = Annotated[str, Field(min_length=1, max_length=500)]


class NewSegment(Request):
    """The people behind a figure, to be kept under a name.

    `address` is that of the figure; a question that is itself a list of people needs none.
    """

    name: Label
    description: Description = ""
    question: Question
    address: Annotated[str, Field(max_length=2000)] | None = None


class SegmentChange(Request):
    """What to change of a segment; keys left out stay, and so do its people."""

    name: Label | None = None
    description: Description | None = None


class Segment(View):
    """A named list of people. `size` is how many they were when it was made from data of `data_version`.

    `created_by` is the name of a member, null for the terminal.
    """

    id: str
    name: str
    description: str
    kind: Literal["frozen"]
    size: Count
    question: Question
    address: str | None
    data_version: int
    created_by: str | None
    created_at: datetime
    deleted_at: datetime | None


class Segments(View):
    """Segments, the newest first."""

    segments: list[Segment]


class NewAnnotation(Request):
    """Something that happened: on a day of the project's zone or at an instant, one of the two."""

    text: Said
    kind: AnnotationKind = "other"
    day: date | None = None
    at: AwareDatetime | None = None


class AnnotationChange(Request):
    """What to change of an annotation; keys left out stay, a day takes the place of an instant and vice versa."""

    text: Said | None = None
    kind: AnnotationKind | None = None
    day: date | None = None
    at: AwareDatetime | None = None


class Annotation(View):
    """An annotation. `day` is where it belongs on a chart; `at` is null where only the day is known."""

    id: str
    text: str
    kind: AnnotationKind
    day: date
    at: datetime | None
    created_by: str | None
    created_at: datetime
    updated_at: datetime


class Annotations(View):
    """Annotations in order of time."""

    annotations: list[Annotation]
