"""What goes over the wire: every request and response of the HTTP API, and nothing else.

The OpenAPI document, and from it the console's types, are generated from these classes. Requests refuse
unknown keys; responses have no optional keys, a value that may be missing is `null`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, WrapValidator
from typing_extensions import TypeAliasType

from yunying.analyse import Question as AnyQuestion
from yunying.analyse import parse_question
from yunying.workspace import Permission, Role

Question = TypeAliasType(
    "Question", Annotated[AnyQuestion, WrapValidator(lambda raw, _: parse_question(raw))]
)
"""A question; what is not one is refused in the same words as at the terminal."""
PropertyValue = str | int | float | bool | None
PropertyScope = Literal["event", "person"]
PropertyKind = Literal["number", "boolean", "time", "text"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
JobKind = Literal["import", "dry_run", "demo"]
JobStatus = Literal["queued", "running", "done", "failed", "cancelled"]
JobStage = Literal["reading", "sorting", "writing", "preparing"]

Label = Annotated[str, Field(min_length=1, max_length=200)]
Count = Annotated[int, Field(ge=0)]


class Request(BaseModel):
    """A body that came from outside: a key we do not know is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid")


class View(BaseModel):
    """A body that goes out, read from the attributes of the thing it shows."""

    model_config = ConfigDict(from_attributes=True)


# Errors


class ErrorDetail(View):
    """One clear sentence, a stable code, and the place in the input that was wrong."""

    code: str
    message: str
    field: str | None
    params: dict[str, Any]


class ErrorBody(View):
    """The one shape of every error."""

    error: ErrorDetail


# Sign-in


class Credentials(Request):
    """Name and password of a member."""

    name: Annotated[str, Field(max_length=200)]
    password: Annotated[str, Field(max_length=1000)]


class PasswordChange(Request):
    """The password in use and the one that takes its place."""

    current: Annotated[str, Field(max_length=1000)]
    new: Annotated[str, Field(max_length=1000)]


class Member(View):
    """Who is signed in, and everything they may do."""

    id: str
    name: str
    must_change_password: bool
    role: Role
    permissions: list[Permission]


class Session(View):
    """The state of the browser's session; `csrf` goes back in `X-CSRF-Token` with every change."""

    signed_in: bool
    member: Member | None
    csrf: str | None
    version: str


# Projects


class NewProject(Request):
    """A project to make."""

    name: Label
    timezone: Annotated[str, Field(min_length=1, max_length=100)]
    week_start: Weekday = "monday"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code")] = "CNY"


class Project(View):
    """A project: its own lake, its own calendar."""

    id: str
    name: str
    timezone: str
    week_start: Weekday
    currency: str
    simulated: bool
    created_at: datetime


class Projects(View):
    """All projects, by name."""

    projects: list[Project]


# Questions and answers


class AnswerColumn(View):
    """Name and type of one column of an answer."""

    name: str
    type: str


class DayRange(View):
    """First and last day, both included, in the project's zone."""

    from_: Annotated[date, Field(alias="from")]
    to: date

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)


class Provenance(View):
    """Where a figure comes from: definition, range, zone, and how fresh the data was."""

    project: str
    timezone: str
    week_start: Weekday
    range: DayRange
    definition: str
    definition_version: int
    filters: list[str]
    data_version: int
    known_until: datetime | None
    events_read: Count
    computed_ms: float
    incomplete: bool
    cached: Annotated[bool, Field(description="Found for an earlier asker, on the same data.")]


class EarlierAnswer(View):
    """What the same question says of the range it is compared with; `question` opens the people of its rows."""

    question: dict[str, Any]
    rows: list[dict[str, Any]]
    totals: dict[str, Any]
    provenance: Provenance


class Answer(View):
    """Rows in long form, one record a row, each with the address of the people behind it."""

    columns: list[AnswerColumn]
    rows: list[dict[str, Any]]
    totals: dict[str, Any]
    provenance: Provenance
    before: EarlierAnswer | None = None


class Asked(RootModel[Question]):
    """The body of `ask`: a question as it is."""


class PeopleBehind(Request):
    """A question and the address of one of its figures."""

    question: Question
    address: Annotated[str, Field(max_length=2000)]
    limit: Annotated[int, Field(ge=1, le=1000)] = 50
    offset: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class ListOfPeople(Request):
    """A question and the address of the figure whose people are wanted, all of them."""

    question: Question
    address: Annotated[str, Field(max_length=2000)]


class ToExplain(Request):
    """A question, and perhaps the address of one of its figures."""

    question: Question
    address: Annotated[str, Field(max_length=2000)] | None = None


class Explanation(View):
    """How an answer is computed. `sql` gives the same rows over the view `events` of the lake; `people_sql` lists the
    people behind the address, null where none was given."""

    provenance: Provenance
    sql: str
    people_sql: str | None


class PersonRow(View):
    """One line of a people list; `count` is the number of matching events behind the figure."""

    person_id: int
    distinct_id: str
    first_seen: datetime | None
    last_seen: datetime | None
    events: Count
    properties: dict[str, PropertyValue]
    count: int | None = None


class People(View):
    """A page of a people list; `total` is the length of the whole list."""

    total: Count
    people: list[PersonRow]


class SearchIndex(View):
    """What a search could look through: `share` is how much of the index is made (1: all of it), `behind` says that it
    lacks some of what came lately.
    """

    share: Annotated[float, Field(ge=0, le=1)]
    behind: bool


class FoundPeople(People):
    """A page of everybody, or of who is found; `index` is null where nothing was searched for."""

    index: SearchIndex | None


class SparkPoint(View):
    """One bucket of a sparkline."""

    bucket: date
    value: float | None
    complete: bool


class Tile(View):
    """One figure of the overview and the door to the people behind it."""

    key: Literal["active", "new", "returning", "events"]
    value: float
    previous: float | None
    spark: list[SparkPoint]
    question: Question
    address: str


class Freshness(View):
    """How recent the data is."""

    last_event_at: datetime | None
    last_import_at: datetime | None
    data_version: int
    events: Count
    people: Count
    state: Literal["ok", "quiet", "empty"]


class Overview(View):
    """The first page of the day."""

    tiles: list[Tile]
    freshness: Freshness


class NewSaved(Request):
    """A question to keep under a name."""

    name: Label
    question: Question


class SavedChange(Request):
    """What to change of a saved question; keys left out stay."""

    name: Label | None = None
    question: Question | None = None


class Saved(View):
    """A saved question. `own` is whether the member who asks saved it; `created_by` is a member's name."""

    id: str
    name: str
    question: Question
    created_at: datetime
    updated_at: datetime
    created_by: str | None
    own: bool


class SavedList(View):
    """Saved questions, the last changed first."""

    saved: list[Saved]


class Recent(View):
    """A question that was asked lately."""

    question: Question
    asked_at: datetime


class RecentList(View):
    """A member's recent questions, the last asked first."""

    recent: list[Recent]
