"""Sources and whether their events arrive."""

from fastapi import APIRouter

from yunying.metrics import changed_fill_rates
from yunying.web import stream_schemas as wire
from yunying.web.access import needs
from yunying.web.deps import AppDep, DataDep, MemberDep, ProjectDep

router = APIRouter(prefix="/projects/{project_id}", tags=["sources"])


@router.get("/sources", dependencies=[needs("see_data")])
def list_sources(app: AppDep, project: ProjectDep) -> wire.Sources:
    """A project's sources with their write keys."""
    sources = app.workspace.sources.of_project(project.id)
    return wire.Sources.model_validate({"address": app.streams.address(), "sources": list(sources)})


@router.post("/sources", dependencies=[needs("manage_sources")])
def create_source(app: AppDep, project: ProjectDep, member: MemberDep, body: wire.NewSource) -> wire.Source:
    """Make a source with a new write key."""
    source = app.workspace.sources.create(project.id, body.name, body.kind, debug=body.debug, by=member.id)
    return wire.Source.model_validate(source)


@router.patch("/sources/{source_id}", dependencies=[needs("manage_sources")])
def change_source(
    app: AppDep, project: ProjectDep, member: MemberDep, source_id: str, body: wire.SourceChange
) -> wire.Source:
    """Switch debugging, archive or restore."""
    source = app.workspace.sources.change(
        project.id, source_id, debug=body.debug, archived=body.archived, by=member.id
    )
    return wire.Source.model_validate(source)


@router.get("/data-health", dependencies=[needs("see_data")])
def data_health(app: AppDep, project: ProjectDep) -> wire.DataHealth:
    """Every source's way from received to answered."""
    return wire.DataHealth.model_validate(app.health.of(project))


@router.get("/data-health/fill-rates", dependencies=[needs("see_data")])
def fill_rates(data: DataDep) -> wire.FillRates:
    """Properties that events bring much more or less often than in the week before."""
    return wire.FillRates.model_validate({"changes": changed_fill_rates(data)})
