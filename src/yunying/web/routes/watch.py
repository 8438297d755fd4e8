"""Rules that watch metrics, and their alerts."""

from typing import Any

from fastapi import APIRouter, Request, Response

from yunying.app import App
from yunying.app.masking import Veil
from yunying.audience import read_body, write_body
from yunying.watch import Incident, Rule
from yunying.web import watch_schemas as wire
from yunying.web.access import needs
from yunying.web.answering import answered
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep
from yunying.workspace import Project

router = APIRouter(prefix="/projects/{project_id}/watch", tags=["watch"])
_ASK, _DEFINE, _HANDLE = [needs("ask")], [needs("change_definitions")], [needs("annotate")]


@router.get("/rules", dependencies=_ASK)
def list_rules(app: AppDep, project: ProjectDep, veil: VeilDep) -> wire.AllRules:
    """A project's rules, and how looking at them goes."""
    return wire.AllRules.model_validate(
        {
            "rules": [_rule(veil, one) for one in app.watching.all(project)],
            "status": app.alerting.status(project),
        }
    )


@router.post("/rules", dependencies=_DEFINE)
def keep_rule(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.RuleToKeep
) -> wire.KeptRule:
    """Keep a rule."""
    made = app.watching.create(project, _admitted(veil, body.rule), key=body.key, by=member.id)
    return wire.KeptRule.model_validate(_rule(veil, made))


@router.post("/rules/try", response_model=wire.TriedRule, dependencies=_ASK)
async def try_rule(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    body: wire.RuleToTry,
) -> Response:
    """What a rule would have said on the past. Keeps nothing."""
    known = (
        None if body.incidents is None else [Incident(one.name, one.from_, one.to) for one in body.incidents]
    )
    rule = _admitted(veil, body.rule)
    name = None if rule.by is None else rule.by.property

    def show(found: dict[str, Any]) -> wire.TriedRule:
        slices = [
            one | {"value": veil.value(name, one["value"]) if name else one["value"]}
            for one in found["slices"]
        ]
        return wire.TriedRule.model_validate(found | {"slices": slices})

    return await answered(
        request,
        lambda: app.watching.try_on_past(project, rule, body.days, known, by=member.id),
        show,
    )


@router.get("/rules/{rule}", dependencies=_ASK)
def get_rule(app: AppDep, project: ProjectDep, veil: VeilDep, rule: str) -> wire.KeptRule:
    """One rule by its id or key."""
    return wire.KeptRule.model_validate(_rule(veil, app.watching.get(project, rule)))


@router.put("/rules/{rule}", dependencies=_DEFINE)
def change_rule(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, rule: str, body: wire.RuleToKeep
) -> wire.KeptRule:
    """Let a rule say something else."""
    changed = app.watching.change(
        project, rule, _admitted(veil, body.rule), version=body.version, by=member.id
    )
    return wire.KeptRule.model_validate(_rule(veil, changed))


@router.post("/rules/{rule}/mute", dependencies=_HANDLE)
def mute_rule(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, rule: str, body: wire.MuteUntil
) -> wire.KeptRule:
    """Tell nobody of its alerts before a day, or let it speak again."""
    return wire.KeptRule.model_validate(
        _rule(veil, app.watching.mute(project, rule, body.until, by=member.id))
    )


@router.delete("/rules/{rule}", status_code=204, dependencies=_DEFINE)
def delete_rule(app: AppDep, member: MemberDep, project: ProjectDep, rule: str) -> Response:
    """Take a rule away; its alerts stay."""
    app.watching.delete(project, rule, by=member.id)
    return Response(status_code=204)


@router.post("/rules/{rule}/restore", dependencies=_DEFINE)
def restore_rule(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, rule: str
) -> wire.KeptRule:
    """Bring back one that was deleted, by its id."""
    return wire.KeptRule.model_validate(_rule(veil, app.watching.restore(project, rule, by=member.id)))


@router.get("/alerts", dependencies=_ASK)
def list_alerts(app: AppDep, project: ProjectDep, veil: VeilDep, resolved: bool = False) -> wire.AllAlerts:
    """Alerts that nobody has resolved, or those that were."""
    return wire.AllAlerts.model_validate(
        {
            "alerts": [_alert(veil, one) for one in app.alerting.all(project, resolved=resolved)],
            "status": app.alerting.status(project),
        }
    )


@router.get("/alerts/{alert}", dependencies=_ASK)
def get_alert(app: AppDep, project: ProjectDep, veil: VeilDep, alert: str) -> wire.OneAlert:
    """One alert with what was done about it."""
    return _one(app, project, veil, alert)


@router.get("/alerts/{alert}/series", response_model=wire.AlertSeries, dependencies=_ASK)
async def get_alert_series(
    request: Request, app: AppDep, member: MemberDep, project: ProjectDep, alert: str
) -> Response:
    """The periods around an alert, with what was in order."""
    return await answered(
        request,
        lambda: app.alerting.series(project, alert, by=member.id),
        wire.AlertSeries.model_validate,
    )


@router.post("/alerts/{alert}/acknowledge", dependencies=_HANDLE)
def acknowledge_alert(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, alert: str, body: wire.Acknowledge
) -> wire.OneAlert:
    """Say that somebody looks into it."""
    app.workspace.alerts.acknowledge(project.id, alert, owner=body.owner, by=member.id)
    return _one(app, project, veil, alert)


@router.post("/alerts/{alert}/snooze", dependencies=_HANDLE)
def snooze_alert(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, alert: str, body: wire.Snooze
) -> wire.OneAlert:
    """Leave it until a day."""
    app.workspace.alerts.snooze(project.id, alert, body.until, by=member.id)
    return _one(app, project, veil, alert)


@router.post("/alerts/{alert}/resolve", dependencies=_HANDLE)
def resolve_alert(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, alert: str, body: wire.Resolve
) -> wire.OneAlert:
    """Settle it, saying what it was."""
    app.workspace.alerts.resolve(project.id, alert, body.cause, by=member.id)
    return _one(app, project, veil, alert)


@router.post("/alerts/{alert}/reopen", dependencies=_HANDLE)
def reopen_alert(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, alert: str
) -> wire.OneAlert:
    """Open it again."""
    app.workspace.alerts.reopen(project.id, alert, by=member.id)
    return _one(app, project, veil, alert)


def _one(app: App, project: Project, veil: Veil, alert: str) -> wire.OneAlert:
    found = app.alerting.get(project, alert)
    rule = None if found["rule"] is None else veil.question(found["rule"])
    others = [_alert(veil, one) for one in found["others"]]
    return wire.OneAlert.model_validate(_alert(veil, found) | {"rule": rule, "others": others})


def _alert(veil: Veil, found: dict[str, Any]) -> dict[str, Any]:
    # Of a rule that is gone nobody knows of which property the value is.
    if found["property"] is None:
        return found if veil.lifted else found | {"slice": None}
    return found | {"slice": veil.value(found["property"], found["slice"])}


def _rule(veil: Veil, found: dict[str, Any]) -> dict[str, Any]:
    return found | {"rule": veil.question(found["rule"])}


def _admitted(veil: Veil, rule: Rule) -> Rule:
    return read_body(Rule, veil.admit_definition(write_body(rule)), "rule")
