"""Named metrics, and measured facts."""

from typing import Any

from fastapi import APIRouter, Request, Response

from yunying.app.masking import Veil
from yunying.audience import read_body, write_body
from yunying.kpi import Metric, read_metrics, write_metrics
from yunying.metrics import Filter
from yunying.web import metric_schemas as wire
from yunying.web.access import needs
from yunying.web.answering import answered
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep
from yunying.workspace import NewFact, read_facts

router = APIRouter(prefix="/projects/{project_id}", tags=["metrics"])
_ASK, _DEFINE = [needs("ask")], [needs("change_definitions")]


@router.get("/metrics", dependencies=_ASK)
def list_metrics(app: AppDep, project: ProjectDep, veil: VeilDep) -> wire.AllMetrics:
    """A project's metrics."""
    return wire.AllMetrics(
        metrics=[wire.DefinedMetric.model_validate(_shown(veil, one)) for one in app.measuring.all(project)]
    )


@router.post("/metrics", dependencies=_DEFINE)
def apply_metrics(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.MetricsToApply
) -> wire.AllApplied:
    """Define metrics, or change those there are; all of them or none."""
    wanted = {key: _admitted(veil, metric) for key, metric in body.metrics.items()}
    return wire.AllApplied.model_validate({"metrics": app.measuring.apply(project, wanted, by=member.id)})


@router.post("/metrics/preview", response_model=wire.MetricValues, dependencies=_ASK)
async def try_metric(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    body: wire.MetricTried,
) -> Response:
    """What a metric would be, before it is defined or changed."""
    return await answered(
        request,
        lambda: app.measuring.preview(
            project,
            body.key,
            _admitted(veil, body.metric),
            body.range,
            body.interval,
            _filters(veil, body.filters),
            body.breakdown,
            by=member.id,
        ),
        lambda found: _values(veil, body, found),
    )


@router.post("/metrics/to-yaml", dependencies=_ASK)
def write_metrics_file(project: ProjectDep, body: wire.MetricsToApply) -> wire.MetricText:
    """Metrics as the file that says them; nothing is kept."""
    return wire.MetricText(text=write_metrics(body.metrics))


@router.post("/metrics/from-yaml", dependencies=_ASK)
def read_metrics_file(project: ProjectDep, body: wire.MetricFile) -> wire.ReadMetrics:
    """The metrics that a file says; nothing is kept."""
    return wire.ReadMetrics(metrics=read_metrics(body.text))


@router.post("/metrics/{metric_id}/restore", dependencies=_DEFINE)
def restore_metric(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, metric_id: str
) -> wire.DefinedMetric:
    """Bring a deleted metric back, by its id."""
    restored = app.measuring.restore(project, metric_id, by=member.id)
    return wire.DefinedMetric.model_validate(_shown(veil, restored))


@router.get("/metrics/{metric}", dependencies=_ASK)
def get_metric(app: AppDep, project: ProjectDep, veil: VeilDep, metric: str) -> wire.OneMetric:
    """One metric by its key, with everything it said and what is made from it."""
    found = _shown(veil, app.measuring.get(project, metric))
    found["versions"] = [one | {"metric": veil.question(one["metric"])} for one in found["versions"]]
    return wire.OneMetric.model_validate(found)


@router.delete("/metrics/{metric}", status_code=204, dependencies=_DEFINE)
def delete_metric(app: AppDep, member: MemberDep, project: ProjectDep, metric: str) -> Response:
    """Take a metric away; refused (409) where another is made from it."""
    app.measuring.delete(project, metric, by=member.id)
    return Response(status_code=204)


@router.post("/metrics/{metric}/values", response_model=wire.MetricValues, dependencies=_ASK)
async def get_metric_values(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    metric: str,
    body: wire.ValuesWanted,
) -> Response:
    """What a metric was, by bucket and over the whole range."""
    return await answered(
        request,
        lambda: app.measuring.values(
            project,
            metric,
            body.range,
            body.interval,
            _filters(veil, body.filters),
            body.breakdown,
            by=member.id,
        ),
        lambda found: _values(veil, body, found),
    )


@router.post("/metrics/{metric}/explain", response_model=wire.MetricChange, dependencies=_ASK)
async def explain_metric(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    metric: str,
    body: wire.ReasonsWanted,
) -> Response:
    """Why a metric moved between two periods."""

    def named(values: dict[str, Any]) -> dict[str, Any]:
        return {name: veil.value(name, value) for name, value in values.items()}

    def apart(one: dict[str, Any]) -> dict[str, Any]:
        parts = [part | {"value": veil.value(one["dimension"], part["value"])} for part in one["parts"]]
        return one | {"parts": parts}

    def show(found: dict[str, Any]) -> wire.MetricChange:
        slices = [
            one | {"values": named(one["values"]), "also": [named(values) for values in one["also"]]}
            for one in found["slices"]
        ]
        return wire.MetricChange.model_validate(
            found | {"by_dimension": [apart(one) for one in found["by_dimension"]], "slices": slices}
        )

    return await answered(
        request,
        lambda: app.measuring.explain(
            project,
            metric,
            body.period,
            body.against,
            body.dimensions,
            _filters(veil, body.filters),
            by=member.id,
        ),
        show,
    )


@router.get("/facts", dependencies=_ASK)
def list_facts(app: AppDep, project: ProjectDep) -> wire.FactNames:
    """The measured facts of a project."""
    return wire.FactNames(facts=app.workspace.facts.names(project.id))


@router.get("/facts/{name}", dependencies=_ASK)
def get_fact(app: AppDep, project: ProjectDep, name: str) -> wire.FactValues:
    """A fact as it stands, by day."""
    values = app.workspace.facts.values(project.id, name)
    return wire.FactValues(
        name=name,
        values=[wire.FactValue(date=one.day, dimensions=one.dimensions, value=one.value) for one in values],
    )


@router.post("/facts", dependencies=[needs("import")])
def take_facts(app: AppDep, member: MemberDep, project: ProjectDep, body: wire.NewFacts) -> wire.FactsTaken:
    """Take figures in, all or none. Those that are known change nothing; another value corrects the one there was."""
    facts = [NewFact(one.name, one.date, one.dimensions, one.value) for one in body.facts]
    return wire.FactsTaken.model_validate(app.workspace.facts.take(project.id, facts, by=member.id)._asdict())


@router.post("/facts/file", dependencies=[needs("import")])
def take_facts_file(
    app: AppDep, member: MemberDep, project: ProjectDep, body: wire.FactsFile
) -> wire.FactsTaken:
    """Take the figures of a CSV file in, all or none; bringing the same file again changes nothing."""
    taken = app.workspace.facts.take(project.id, read_facts(body.text), by=member.id)
    return wire.FactsTaken.model_validate(taken._asdict())


@router.post("/facts/{name}/history", dependencies=_ASK)
def get_fact_history(app: AppDep, project: ProjectDep, name: str, body: wire.FactAsked) -> wire.FactHistory:
    """Everything that was said of one figure, the newest first."""
    said = app.workspace.facts.history(project.id, name, body.date, body.dimensions)
    named = app.workspace.members.name_of
    return wire.FactHistory(
        history=[wire.FactSaid(value=one.value, at=one.at, by=named(one.by)) for one in said]
    )


def _values(veil: Veil, asked: wire.ValuesWanted, found: dict[str, Any]) -> wire.MetricValues:
    """Values as whoever asks may see them."""
    by = None if asked.breakdown is None else asked.breakdown.property
    return wire.MetricValues.model_validate(veil.metric_values(by, found))


def _shown(veil: Veil, found: dict[str, Any]) -> dict[str, Any]:
    return found | {"metric": veil.question(found["metric"])}


def _admitted(veil: Veil, metric: Metric) -> Metric:
    return read_body(Metric, veil.admit_definition(write_body(metric)), "metrics")


def _filters(veil: Veil, filters: list[Filter]) -> list[Filter]:
    """Filters as they are meant: sealed values opened."""
    wanted = wire.FiltersAlone(filters=filters).model_dump(mode="json", by_alias=True)
    return wire.FiltersAlone.model_validate(veil.admit_definition(wanted)).filters
