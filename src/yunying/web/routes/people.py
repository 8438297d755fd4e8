"""Finding people and reading one person's history."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from yunying import metrics
from yunying.web.access import needs
from yunying.web.data_schemas import Profile, Timeline
from yunying.web.deps import AppDep, DataDep, PersonVeilDep, ProjectDep, VeilDep
from yunying.web.schemas import FoundPeople

router = APIRouter(prefix="/projects/{project_id}/people", tags=["people"])

PersonId = Annotated[int, Path(ge=0, le=2**31 - 1)]


@router.get("", dependencies=[needs("see_people")])
def list_people(
    app: AppDep,
    veil: VeilDep,
    project: ProjectDep,
    search: Annotated[
        str | None,
        Query(max_length=200, description="An id, e-mail, phone, name in characters or pinyin, any text"),
    ] = None,
    sort: Literal["last_seen", "first_seen", "events", "distinct_id"] = "last_seen",
    order: Literal["asc", "desc"] = "desc",
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> FoundPeople:
    """People of the project, a page at a time; of a search whoever has exactly this id stands first."""
    found = app.finding.people(project, search, sort, order, limit, offset, veil=veil)
    return FoundPeople.model_validate(veil.people(found))


@router.get("/{person_id}", dependencies=[needs("see_people")])
def get_person(data: DataDep, veil: PersonVeilDep, person_id: PersonId) -> Profile:
    """Everything known of one person."""
    return Profile.model_validate(veil.profile(metrics.profile(data, person_id)))


@router.get("/{person_id}/timeline", dependencies=[needs("see_people")])
def get_timeline(
    data: DataDep,
    veil: PersonVeilDep,
    person_id: PersonId,
    before: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    event: Annotated[str | None, Query(max_length=1000)] = None,
) -> Timeline:
    """A person's events, the newest first."""
    found = metrics.timeline(data, person_id, before, limit, event)
    return Timeline.model_validate(found | {"events": [veil.record(one) for one in found["events"]]})
