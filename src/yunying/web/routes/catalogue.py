"""What events there are, and what is known of each."""

from typing import Annotated

from fastapi import APIRouter, Query

from yunying import metrics
from yunying.web.access import needs
from yunying.web.data_schemas import Catalogue, EventDetail, Samples, Values
from yunying.web.deps import DataDep, VeilDep
from yunying.web.schemas import PropertyScope

router = APIRouter(prefix="/projects/{project_id}", tags=["events"])


@router.get("/events", dependencies=[needs("ask")])
def list_events(data: DataDep, veil: VeilDep) -> Catalogue:
    """Every event name and every property."""
    found = metrics.catalogue(data)
    return Catalogue.model_validate(found | {"properties": [veil.described(p) for p in found["properties"]]})


@router.get("/events/{name:path}/samples", dependencies=[needs("see_people")])
def list_samples(
    data: DataDep, veil: VeilDep, name: str, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> Samples:
    """The latest events of one name as they were stored."""
    return Samples.model_validate(
        {"samples": [veil.record(sample) for sample in metrics.samples(data, name, limit)]}
    )


@router.get("/events/{name:path}", dependencies=[needs("ask")])
def get_event(data: DataDep, veil: VeilDep, name: str) -> EventDetail:
    """One event name with its properties."""
    return EventDetail.model_validate(veil.event(metrics.describe_event(data, name)))


@router.get("/values", dependencies=[needs("ask")])
def list_values(
    data: DataDep,
    veil: VeilDep,
    name: Annotated[str, Query(alias="property", max_length=1000)],
    scope: PropertyScope = "event",
    search: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> Values:
    """Values of a property, the most frequent first; none of a sensitive one to whoever sees these masked."""
    found = metrics.property_values(data, name, scope, search, limit)
    return Values.model_validate({"values": veil.values(name, scope, found)})
