"""What goes over the wire about segments and annotations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from yunying.web.schemas import Count, Label, Question, Request, View
from yunying.workspace import AnnotationKind, SegmentKind

Description = Annotated[str, Field(max_length=2000)]
Said = Annotated[str, Field(min_length=1, max_length=500)]


class NewSegment(Request):
    """The people behind a figure, to be kept under a name.

    `address` is that of the figure; a question that is itself a list of people needs none. A `dynamic` segment is
    asked again whenever something changed, so its question had better be about the last days; a frozen one never.
    """

    name: Label
    description: Description = ""
    question: Question
    address: Annotated[str, Field(max_length=2000)] | None = None
    dynamic: bool = False


class SegmentChange(Request):
    """What to change of a segment; keys left out stay. Another `question` (with its `address`) makes a version."""

    name: Label | None = None
    description: Description | None = None
    question: Question | None = None
    address: Annotated[str, Field(max_length=2000)] | None = None
    kind: SegmentKind | None = None


class UploadedList(View):
    """What became of an uploaded list: how many ids it had, how many different ones, how many of these nobody has,
    and the first of those (`examples`). `by` is what the ids are: `distinct_id` or the name of a property.
    """

    file: str
    column: str
    by: str
    given: Count
    different: Count
    unknown: Count
    examples: list[str]


class RefreshError(View):
    """Why a segment could not be made."""

    code: str
    message: str


class Segment(View):
    """A named list of people. `size` is how many they were when it was made from data of `data_version`.

    `created_by` is the name of a member, null for the terminal. Of a dynamic one `refreshed_at` and `refreshed_ms`
    say when it was last made and how long that took, `refresh_error` why it could not be made since, and `fresh`
    whether it is what it would be if it were made now. `upload` is of uploaded lists, which have no question.
    """

    id: str
    name: str
    description: str
    kind: SegmentKind
    size: Count
    question: Question | None
    address: str | None
    upload: UploadedList | None
    version: int
    refreshed_at: datetime | None
    refreshed_ms: float | None
    refresh_error: RefreshError | None
    fresh: bool
    data_version: int
    created_by: str | None
    created_at: datetime
    deleted_at: datetime | None


class MovedSegment(Request):
    """A name for people who entered or left."""

    name: Label


class SegmentUse(View):
    """Something that looks at a segment."""

    kind: str
    id: str
    name: str


class SegmentUses(View):
    """Everything that looks at a segment."""

    used_by: list[SegmentUse]


class SegmentVersion(View):
    """What a segment was at one time; `by` is the name of a member, null for the terminal."""

    version: int
    name: str
    question: Question | None
    address: str | None
    at: datetime
    by: str | None


class SegmentVersions(View):
    """Versions of a segment, the newest first."""

    versions: list[SegmentVersion]


class SegmentMove(View):
    """One refresh that changed a segment: how many entered and left, how many were in it afterwards.

    `position` goes up with time over all segments of a project.
    """

    position: int
    segment: str
    at: datetime
    size: Count
    entered: Count
    left: Count


class SegmentMoves(View):
    """Changes of segments."""

    changes: list[SegmentMove]


class SegmentsRefreshed(View):
    """What a refresh did: segments looked at, made anew, changed, failed; and how long it took."""

    looked: Count
    made: Count
    changed: Count
    failed: Count
    seconds: float


class OverlapWanted(Request):
    """Segments to compare."""

    segments: Annotated[list[str], Field(min_length=2, max_length=12)]


class OverlapPart(View):
    """People who are in exactly these of the segments."""

    segments: list[str]
    people: Count


class Overlap(View):
    """Everybody who is in any of the segments, in parts that share nobody; the largest first."""

    parts: list[OverlapPart]


class OverlapPeople(OverlapWanted):
    """One part: those who are in exactly `in` of the segments."""

    in_: Annotated[list[str], Field(alias="in", min_length=1, max_length=12)]
    limit: Annotated[int, Field(ge=1, le=1000)] = 50
    offset: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


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
