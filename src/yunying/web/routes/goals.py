"""Goals: what is to be reached, how it stands, what is said of it, and reviews."""

import datetime as dt
import tempfile
from typing import Annotated, Any, BinaryIO, Literal, cast

from fastapi import APIRouter, Query, Request, Response

from yunying.analyse import parse_question
from yunying.app.masking import Veil
from yunying.audience import read_body, write_body
from yunying.kpi.goals import Goal
from yunying.web import goal_schemas as wire
from yunying.web.access import needs
from yunying.web.answering import answered
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep
from yunying.web.downloads import FILES, as_file

router = APIRouter(prefix="/projects/{project_id}/goals", tags=["goals"])
_ASK, _DEFINE = [needs("ask")], [needs("change_definitions")]
_From = Annotated[dt.date, Query(alias="from", description="First day.")]
_To = Annotated[dt.date, Query(description="Last day.")]


@router.get("", response_model=wire.AllGoals, dependencies=_ASK)
async def list_goals(
    request: Request, app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep
) -> Response:
    """A project's goals and how each stands."""
    return await answered(
        request,
        lambda: app.goals.all(project, by=member.id),
        lambda found: wire.AllGoals.model_validate({"goals": [_shown(veil, one) for one in found]}),
    )


@router.post("", dependencies=_DEFINE)
def apply_goals(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.GoalsToApply
) -> wire.AppliedGoals:
    """Define goals, or change those there are; all of them or none."""
    wanted = {
        key: read_body(Goal, veil.admit_definition(write_body(goal)), "goals")
        for key, goal in body.goals.items()
    }
    return wire.AppliedGoals.model_validate({"goals": app.goals.apply(project, wanted, by=member.id)})


@router.get("/review", response_model=wire.Review, dependencies=_ASK)
async def review_goals(
    request: Request, app: AppDep, member: MemberDep, project: ProjectDep, first: _From, to: _To
) -> Response:
    """What became of goals within some days, and what was said of them."""
    return await answered(
        request,
        lambda: app.goals.review(project, first, to, by=member.id),
        wire.Review.model_validate,
    )


@router.get("/review/file", response_class=Response, responses=FILES, dependencies=_ASK)
def get_review_file(
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    first: _From,
    to: _To,
    kind: Annotated[Literal["xlsx", "csv"], Query(description="Of which kind.")] = "xlsx",
) -> Response:
    """A review as a file."""
    found = app.goals.review(project, first, to, by=member.id).result()
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(8 << 20))  # noqa: SIM115 (closed when it was sent)
    app.goals.review_file(file, found, kind)
    file.seek(0)
    return as_file(file, f"goals-{first}-{to}", kind)


@router.get("/{goal}", response_model=wire.OneGoal, dependencies=_ASK)
async def get_goal(
    request: Request, app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, goal: str
) -> Response:
    """One goal by its key: day by day, with what was said of it."""

    def show(found: dict[str, Any]) -> wire.OneGoal:
        results = [
            one | {"doors": [_door(veil, door) for door in one["doors"]]} for one in found["key_results"]
        ]
        return wire.OneGoal.model_validate(_shown(veil, found) | {"key_results": results})

    return await answered(request, lambda: app.goals.get(project, goal, by=member.id), show)


@router.delete("/{goal}", status_code=204, dependencies=_DEFINE)
def delete_goal(app: AppDep, member: MemberDep, project: ProjectDep, goal: str) -> Response:
    """Take a goal away; refused (409) where others serve it."""
    app.goals.delete(project, goal, by=member.id)
    return Response(status_code=204)


@router.post("/{goal}/check-ins", dependencies=[needs("annotate")])
def check_in(
    app: AppDep, member: MemberDep, project: ProjectDep, goal: str, body: wire.NewCheckIn
) -> wire.CheckIn:
    """Say how a goal goes; the figure of this moment is kept with it."""
    return wire.CheckIn.model_validate(
        app.goals.check_in(
            project, goal, body.comment, key_result=body.key_result, confidence=body.confidence, by=member.id
        )
    )


def _shown(veil: Veil, found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name != "name"} | {
        "goal": veil.question(found["goal"])
    }


def _door(veil: Veil, door: dict[str, Any]) -> dict[str, Any]:
    asked = parse_question(door["question"])
    return {"question": veil.question(door["question"]), "address": veil.address(asked, door["address"])}
