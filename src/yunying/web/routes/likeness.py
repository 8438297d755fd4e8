"""Groups by likeness, and people like others."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from yunying.app.likening import Alike
from yunying.app.masking import Veil
from yunying.app.portraying import Whose
from yunying.audience import Hides
from yunying.core import Refused
from yunying.web import likeness_schemas as wire
from yunying.web.access import needs
from yunying.web.answering import answered
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep
from yunying.web.list_schemas import Segment

router = APIRouter(prefix="/projects/{project_id}", tags=["likeness"])


@router.get("/likeness", dependencies=[needs("ask")])
def list_likeness(
    app: AppDep, project: ProjectDep, veil: VeilDep, deleted: bool = False
) -> wire.LikenessList:
    """Models of groups that were kept, or those that were deleted and can be restored."""
    there = app.likening.all(project, deleted=deleted)
    return wire.LikenessList(likenesses=[_kept(veil, one) for one in there])


@router.post("/likeness", dependencies=[needs("change_definitions")])
def keep_likeness(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.NewLikeness
) -> wire.LikenessKept:
    """Keep a model: its groups are a property of people from then on."""
    return _kept(veil, app.likening.keep(project, body.key, body.name, body.likeness, by=member.id))


@router.post("/likeness/propose", response_model=wire.GroupsFound, dependencies=[needs("ask")])
async def propose_groups(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    body: wire.GroupsWanted,
) -> Response:
    """Groups of people who are alike in some properties, or that there are none."""
    hides = await run_in_threadpool(_hides, veil)
    for i, name in enumerate(body.features):
        if hides(name):
            raise Refused(
                "feature_masked",
                f"The values of {name!r} are masked for you; choose another property.",
                field=f"features.{i}",
                property=name,
            )
    return await answered(
        request,
        lambda: app.likening.propose(project, body.features, body.most, member=member.id),
        wire.GroupsFound.model_validate,
    )


@router.get("/likeness/{likeness_id}", dependencies=[needs("ask")])
def get_likeness(app: AppDep, project: ProjectDep, veil: VeilDep, likeness_id: str) -> wire.LikenessKept:
    """One model, by its id or its key."""
    return _kept(veil, app.likening.get(project, likeness_id))


@router.patch("/likeness/{likeness_id}", dependencies=[needs("change_definitions")])
def rename_groups(
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    likeness_id: str,
    body: wire.LikenessChange,
) -> wire.LikenessKept:
    """Other names for a model and its groups; who is in which stays."""
    changed = app.likening.rename(
        project, likeness_id, body.name, body.groups, version=body.version, by=member.id
    )
    return _kept(veil, changed)


@router.delete("/likeness/{likeness_id}", status_code=204, dependencies=[needs("change_definitions")])
def delete_likeness(app: AppDep, member: MemberDep, project: ProjectDep, likeness_id: str) -> Response:
    """Take a model away; refused (409) where something looks at its groups."""
    app.likening.delete(project, likeness_id, by=member.id)
    return Response(status_code=204)


@router.post("/likeness/{likeness_id}/restore", dependencies=[needs("change_definitions")])
def restore_likeness(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, likeness_id: str
) -> wire.LikenessKept:
    """Bring a deleted model back."""
    return _kept(veil, app.likening.restore(project, likeness_id, by=member.id))


@router.get("/likeness/{likeness_id}/uses", dependencies=[needs("ask")])
def list_likeness_uses(app: AppDep, project: ProjectDep, likeness_id: str) -> wire.LikenessUses:
    """What looks at the groups of a model, and would stop working without them."""
    return wire.LikenessUses.model_validate({"used_by": app.likening.used_by(project, likeness_id)})


@router.get("/likeness/{likeness_id}/groups", response_model=wire.GroupsNow, dependencies=[needs("ask")])
async def describe_groups(
    request: Request, app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, likeness_id: str
) -> Response:
    """The groups of a model by now: how many people, and what sets each apart; without properties that are masked."""
    hides = await run_in_threadpool(_hides, veil)

    def show(found: dict[str, Any]) -> wire.GroupsNow:
        for group in found["groups"]:
            told = [fact for fact in group["facts"] if not hides(fact["property"])]
            if len(told) < len(group["facts"]):
                group |= {"facts": told, "says": {}}
        return wire.GroupsNow.model_validate(found)

    return await answered(
        request, lambda: app.likening.describe(project, likeness_id, member=member.id), show
    )


@router.post("/lookalike", response_model=wire.Alike, dependencies=[needs("see_people")])
async def look_alike(
    request: Request, app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.AlikePage
) -> Response:
    """The people most like others, a page at a time, and how well that was checked on people held back."""
    alike = await run_in_threadpool(_admitted, veil, body)
    return await answered(
        request,
        lambda: app.likening.look_alike(
            project, alike, _hides(veil), body.limit, body.offset, member=member.id
        ),
        lambda found: wire.Alike.model_validate(veil.people(found)),
    )


@router.post("/lookalike/segment", dependencies=[needs("change_segments")])
def keep_alike(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: wire.AlikeSegment
) -> Segment:
    """Keep the people most like others as a frozen segment."""
    alike = _admitted(veil, body)
    segment = app.likening.keep_alike(project, alike, _hides(veil), body.name, by=member.id)
    return Segment.model_validate(veil.segment(app.segmenting.wire(project, segment)))


def _kept(veil: Veil, kept: dict[str, Any]) -> wire.LikenessKept:
    """A model as it is shown: values that it looks at are masked."""
    shown = wire.LikenessKept.model_validate(kept)
    if veil.lifted:
        return shown
    features = [
        one.model_copy(update={"values": [veil.value(one.property, value, "person") for value in one.values]})
        for one in shown.likeness.features
    ]
    likeness = shown.likeness.model_copy(update={"features": features})
    return shown.model_copy(update={"likeness": likeness})


def _admitted(veil: Veil, body: wire.AlikeWanted) -> Alike:
    question = None if body.question is None else veil.admit(body.question)
    address = None if body.address is None else veil.admit_address(body.address)
    return Alike(Whose(body.segment, question, address), body.leave_out, body.top)


def _hides(veil: Veil) -> Hides:
    return lambda name: veil.hides(name, "person")
