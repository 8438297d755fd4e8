"""Through which channels people can be reached."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from yunying.app.masking import Veil
from yunying.app.portraying import Whose
from yunying.web import reach_schemas as wire
from yunying.web.access import needs
from yunying.web.answering import answered
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep
from yunying.web.schemas import People

router = APIRouter(prefix="/projects/{project_id}/reach", tags=["segments"])


@router.post("", response_model=wire.Reach, dependencies=[needs("ask")])
async def count_reach(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    body: wire.ReachWanted,
) -> Response:
    """How many people can be reached through each channel, and how many not for which reason."""
    whose = await run_in_threadpool(_admitted, veil, body)
    return await answered(
        request,
        lambda: app.reaching.reach(project, whose, member=member.id),
        wire.Reach.model_validate,
    )


@router.post("/people", response_model=People, dependencies=[needs("see_people")])
async def list_reach_people(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    body: wire.ReachPeople,
) -> Response:
    """Exactly the people whom a count of the reach counts, a page at a time."""
    whose = await run_in_threadpool(_admitted, veil, body)
    return await answered(
        request,
        lambda: app.reaching.list_people(
            project, whose, body.channel, body.status, body.limit, body.offset, member=member.id
        ),
        lambda found: People.model_validate(veil.people(found)),
    )


def _admitted(veil: Veil, body: wire.ReachWanted) -> Whose:
    question = None if body.question is None else veil.admit(body.question)
    address = None if body.address is None else veil.admit_address(body.address)
    return Whose(body.segment, question, address)
