"""The standard pack of metrics."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from yunying.app.masking import Veil
from yunying.app.standard_pack import Offer
from yunying.audience import read_body, write_body
from yunying.kpi import Metric
from yunying.kpi.pack import FIELDS, Pack, PackMapping, needs_of, roles, standards
from yunying.web import pack_schemas as wire
from yunying.web.access import needs
from yunying.web.answering import answered
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep

router = APIRouter(prefix="/projects/{project_id}/metrics/pack", tags=["metrics"])
_ASK, _DEFINE = [needs("ask")], [needs("change_definitions")]


@router.get("", response_model=wire.PackOffer, dependencies=_ASK)
async def get_pack(
    request: Request, app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep
) -> Response:
    """Every standard metric with its documentation, and the mapping that the project's own events suggest."""
    defined = app.measuring.metrics(project).keys()

    def show(offer: Offer) -> wire.PackOffer:
        return _offered(offer, frozenset(defined), veil)

    return await answered(request, lambda: app.standard_pack.offer(project, by=member.id), show)


@router.post("/preview", response_model=wire.PackPreview, dependencies=_ASK)
async def preview_pack(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    body: wire.PackWanted,
) -> Response:
    """What a mapping yields, with the value of each metric over the last 30 days."""
    pack = _admitted(veil, app.standard_pack.pack(project, body.mapping))
    if body.metrics is not None:
        pack = replace(pack, metrics={key: pack.metrics[key] for key in body.metrics if key in pack.metrics})

    def show(values: dict[str, float | None]) -> wire.PackPreview:
        metrics = [
            wire.PackedMetric(key=key, metric=_shown(veil, pack.metrics[key]), value=value)
            for key, value in values.items()
        ]
        return wire.PackPreview(metrics=metrics, missing=_left_out(pack))

    return await answered(request, lambda: app.standard_pack.preview(project, pack, by=member.id), show)


@router.post("", dependencies=_DEFINE)
def apply_pack(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.PackWanted
) -> wire.AllPackApplied:
    """Define the metrics that a mapping yields. Metrics that the project has of its own stay as they are."""
    pack = _admitted(veil, app.standard_pack.pack(project, body.mapping))
    done = app.standard_pack.apply(project, pack, body.metrics, by=member.id)
    return wire.AllPackApplied(
        metrics=[wire.PackedApplied.model_validate(one) for one in done], missing=_left_out(pack)
    )


def _admitted(veil: Veil, pack: Pack) -> Pack:
    """With sealed values of filters opened."""
    metrics = {
        key: read_body(Metric, veil.admit_definition(write_body(one)), f"metrics.{key}")
        for key, one in pack.metrics.items()
    }
    return replace(pack, metrics=metrics)


def _shown(veil: Veil, metric: Metric) -> Metric:
    return Metric.model_validate(veil.question(write_body(metric)))


def _left_out(pack: Pack) -> list[wire.LeftOut]:
    return [wire.LeftOut(key=key, missing=list(roles)) for key, roles in pack.missing.items()]


def _offered(offer: Offer, defined: frozenset[str], veil: Veil) -> wire.PackOffer:
    suggested, wanted = offer.proposal.suggested, needs_of(offer.own)
    return wire.PackOffer(
        fields={str(key): names for key, names in FIELDS.items()},
        roles=[
            wire.PackRole(
                key=key,
                name=role.name,
                about=role.about,
                any=role.any,
                fact=role.fact,
                properties=[
                    wire.RoleProperty(
                        key=name, name=one.name, numeric=one.type == "number", optional=one.optional
                    )
                    for name, one in role.properties.items()
                ],
                confidence=suggested[key].confidence if key in suggested else None,
                reason=suggested[key].reason if key in suggested else None,
            )
            for key, role in roles().items()
        ],
        events=[wire.SeenEvent.model_validate(one) for one in offer.seen.events],
        facts=list(offer.seen.facts),
        mapping=PackMapping.model_validate(veil.question(write_body(offer.proposal.mapping))),
        metrics=[
            wire.StandardMetric(
                **{
                    name: getattr(one, name)
                    for name in ("key", "field", "name", "description", "unit", "good")
                },
                formula=wire.Said.model_validate(one.formula),
                grain=wire.Said.model_validate(one.grain),
                pitfalls=wire.Said.model_validate(one.pitfalls),
                source=one.source,
                needs=wanted.get(one.key, []),
                own=one.key in offer.own,
                defined=one.key in defined,
            )
            for one in standards().values()
        ],
    )
