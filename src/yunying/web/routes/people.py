"""Lists of people, and finding somebody in them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from yunying.web.access import needs
from yunying.web.deps import AppDep, ProjectDep, VeilDep
from yunying.web.person_schemas import TagCounts
from yunying.web.schemas import FoundPeople

router = APIRouter(prefix="/projects/{project_id}", tags=["people"])


@router.get("/people", dependencies=[needs("see_people")])
def list_people(
    app: AppDep,
    veil: VeilDep,
    project: ProjectDep,
    search: Annotated[
        str | None,
        Query(max_length=200, description="An id, e-mail, phone, name in characters or pinyin, any text"),
    ] = None,
    tag: Annotated[str | None, Query(max_length=200, description="Only people with this tag")] = None,
    sort: Literal["last_seen", "first_seen", "events", "distinct_id"] = "last_seen",
    order: Literal["asc", "desc"] = "desc",
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> FoundPeople:
    """People of the project, a page at a time; of a search whoever has exactly this id stands first."""
    found = app.finding.people(project, search, sort, order, limit, offset, tag=tag, veil=veil)
    return FoundPeople.model_validate(veil.people(found))


@router.get("/tags", dependencies=[needs("see_people")])
def list_tags(app: AppDep, veil: VeilDep, project: ProjectDep) -> TagCounts:
    """Tags that members put to people, with how many have each."""
    return TagCounts.model_validate({"tags": app.profiling.all_tags(project, veil)})
