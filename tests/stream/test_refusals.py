"""What was refused is taken once its cause is gone: exactly once, and the counts say so."""

from __future__ import annotations

from tests.stream.conftest import Stage

from yunying.collect.plan import PlanEvent, PlanProperty
from yunying.store.quarantine import Flow


def counted(stage: Stage) -> Flow:
    quarantine, processed = stage.stream.quarantine, stage.stream.processor.position()
    return quarantine.totals(processed)[stage.web.id]


def test_a_mended_plan_lets_them_in_once(stage: Stage) -> None:
    plans, project = stage.app.plans, stage.project.id
    plans.put_event(project, PlanEvent(name="pay", status="live", mode="enforce"), by=None)
    plans.put_property(
        project,
        PlanProperty(event="pay", name="amount", type="number", required=True, status="live"),
        by=None,
    )
    stage.restart()
    good, bad = {"amount": 5}, {"amount": "five"}
    stage.send(
        *({"event": "pay", "distinct_id": f"u{i}", "properties": p} for i, p in enumerate([good, bad, bad]))
    )
    assert stage.count("pay") == 1
    assert (counted(stage).stored, counted(stage).refused) == (1, 2)
    assert {
        r["code"]: r["count"]
        for r in stage.app.refusals.reasons(stage.project, stage.app.masking.at_terminal(stage.project))[
            "reasons"
        ]
    } == {"wrong_type": 2}

    assert stage.app.refusals.replay(stage.project) == {"requests": 1, "stored": 0, "refused": 2, "left": 0}
    assert (counted(stage).stored, counted(stage).refused) == (1, 2)

    plans.put_event(project, PlanEvent(name="pay", status="live", mode="observe"), by=None)
    assert stage.app.refusals.replay(stage.project) == {"requests": 1, "stored": 2, "refused": 0, "left": 0}
    assert stage.app.refusals.replay(stage.project)["requests"] == 0
    assert stage.count("pay") == 3
    flow = counted(stage)
    assert (flow.accepted, flow.stored, flow.refused, flow.duplicates) == (3, 3, 0, 0)
    stage.stream.quarantine.fold(stage.stream.processor.position())
    assert counted(stage).stored == 3
    assert stage.send({"event": "pay", "distinct_id": "u9"}).refused == 0
    assert {r.code for r in stage.stream.remarks()} <= {"missing_property", "wrong_type"}
