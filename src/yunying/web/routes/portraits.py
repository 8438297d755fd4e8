"""Portraits of people beside everybody else. Properties whose values are masked are in none of them."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from yunying.app.masking import Veil
from yunying.app.portraying import Whose
from yunying.audience import Hides
from yunying.metrics import Trait
from yunying.web import portrait_schemas as wire
from yunying.web.access import needs
from yunying.web.answering import answered
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep
from yunying.web.schemas import People

router = APIRouter(prefix="/projects/{project_id}/portrait", tags=["segments"])


@router.post("", response_model=wire.Portrait, dependencies=[needs("ask")])
async def make_portrait(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    body: wire.PortraitWanted,
) -> Response:
    """What people are like beside everybody else."""
    whose, worth = await run_in_threadpool(_admitted, veil, body)
    return await answered(
        request,
        lambda: app.portraying.portrait(project, whose, worth, _hides(veil), member=member.id),
        lambda found: wire.Portrait.model_validate(_veiled(veil, found)),
    )


@router.post("/people", response_model=People, dependencies=[needs("see_people")])
async def list_portrait_people(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    body: wire.PortraitPeople,
) -> Response:
    """Exactly the people whom a value of a portrait counts inside, a page at a time."""
    whose, worth = await run_in_threadpool(_admitted, veil, body)
    return await answered(
        request,
        lambda: app.portraying.list_part(
            project, whose, worth, _hides(veil), body.part, body.limit, body.offset, member=member.id
        ),
        lambda found: People.model_validate(veil.people(found)),
    )


def _admitted(veil: Veil, body: wire.PortraitWanted) -> tuple[Whose, Trait | None]:
    question = None if body.question is None else veil.admit(body.question)
    address = None if body.address is None else veil.admit_address(body.address)
    worth = body.worth
    if worth is not None:
        raw = worth.model_dump(mode="json", by_alias=True)
        worth = Trait.model_validate(veil.admit_definition(raw))
        if worth.property is not None and veil.hides(worth.property, "event"):
            worth = None
    return Whose(body.segment, question, address), worth


def _hides(veil: Veil) -> Hides:
    return lambda name: veil.hides(name, "person")


def _veiled(veil: Veil, found: dict[str, Any]) -> dict[str, Any]:
    """Without values that say who somebody is although their property is not called so."""

    def plain(name: str, value: dict[str, Any]) -> bool:
        return bool(veil.value(name, value["value"], "person") == value["value"])

    if veil.lifted:
        return found
    shown = {side: [v for v in found[side] if plain(v["name"], v)] for side in ("over", "under")}
    parts = [
        part | {"values": [v for v in part["values"] if plain(part["name"], v)]} for part in found["parts"]
    ]
    return found | shown | {"parts": parts}
