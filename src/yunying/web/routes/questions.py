"""Questions, the people behind their figures, and the ones worth keeping."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from yunying import analyse
from yunying.analyse import overview, parse_question, write_question
from yunying.app import App
from yunying.app.masking import Veil
from yunying.metrics import Behind, list_behind
from yunying.store import Dataset
from yunying.web.access import needs
from yunying.web.answering import answered
from yunying.web.deps import AppDep, MemberDep, ProjectDep, VeilDep
from yunying.web.downloads import FILES, FileKind, as_file
from yunying.web.schemas import (
    Answer,
    Asked,
    Explanation,
    ListOfPeople,
    NewSaved,
    Overview,
    People,
    PeopleBehind,
    RecentList,
    Saved,
    SavedChange,
    SavedList,
    ToExplain,
)
from yunying.workspace import Member, Project, SavedQuestion, require

router = APIRouter(prefix="/projects/{project_id}", tags=["questions"])


@router.get("/overview", response_model=Overview, dependencies=[needs("ask")])
async def get_overview(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    first: Annotated[date, Query(alias="from")],
    last: Annotated[date, Query(alias="to")],
) -> Response:
    """Active, new and returning people and events of a range, with the range before it."""

    def show(found: dict[str, Any]) -> Overview:
        found["freshness"]["last_import_at"] = app.workspace.jobs.last_import_at(project.id)
        return Overview.model_validate(found)

    return await answered(
        request,
        lambda: app.asking.run(project, lambda data: overview(data, first, last), member=member.id),
        show,
    )


@router.post("/ask", response_model=Answer, dependencies=[needs("ask")])
async def ask(
    request: Request, app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: Asked
) -> Response:
    """Answer a question. Whoever closes the connection gives it up."""
    question = await run_in_threadpool(veil.admit, body.root)
    return await answered(
        request,
        lambda: app.asking.ask(project, question, member=member.id),
        lambda found: Answer.model_validate(veil.answer(question, found).as_wire()),
    )


@router.post("/people-behind", response_model=People, dependencies=[needs("see_people")])
async def people_behind(
    request: Request, app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: PeopleBehind
) -> Response:
    """Exactly the people that a figure of an answer counts."""
    question = await run_in_threadpool(veil.admit, body.question)
    address = veil.admit_address(body.address)

    def page(data: Dataset, behind: Behind) -> dict[str, Any]:
        return list_behind(data, behind, body.limit, body.offset, marked=question.marked)

    return await answered(
        request,
        lambda: app.asking.people(project, question, address, page, member=member.id),
        lambda found: People.model_validate(veil.people(found)),
    )


@router.post("/explain", response_model=Explanation, dependencies=[needs("ask")])
async def explain(
    request: Request, app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: ToExplain
) -> Response:
    """How a figure is computed: its definition, and SQL that gives the same."""
    question = await run_in_threadpool(veil.admit, body.question)
    address = None if body.address is None else veil.admit_address(body.address)

    def tell(data: Dataset) -> analyse.Explanation:
        return analyse.explain(data, question, address)

    return await answered(
        request,
        lambda: app.asking.run(project, tell, member=member.id),
        lambda found: Explanation.model_validate(asdict(veil.explanation(question, address, found))),
    )


@router.post("/ask/export", response_class=StreamingResponse, responses=FILES, dependencies=[needs("ask")])
def export_answer(
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    veil: VeilDep,
    body: Asked,
    format: FileKind = "xlsx",  # noqa: A002 (on the wire)
) -> StreamingResponse:
    """The answer to a question as a file. An answer that is a list of people needs the permission of such lists."""
    if body.root.kind == "people":
        require(member.role, "export_people")
    question = veil.admit(body.root)
    return as_file(app.exporting.answer(project, question, format, veil, by=member.id), "answer", format)


@router.post(
    "/people-behind/export",
    response_class=StreamingResponse,
    responses=FILES,
    dependencies=[needs("export_people")],
)
def export_people_behind(
    app: AppDep,
    project: ProjectDep,
    member: MemberDep,
    veil: VeilDep,
    body: ListOfPeople,
    format: FileKind = "xlsx",  # noqa: A002 (on the wire)
) -> StreamingResponse:
    """Everybody behind a figure, with their properties, as a file."""
    question, address = veil.admit(body.question), veil.admit_address(body.address)
    file = app.exporting.people(project, question, address, format, veil, by=member.id)
    return as_file(file, "people", format)


@router.get("/saved", dependencies=[needs("ask")])
def list_saved(app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep) -> SavedList:
    """Saved questions of a project."""
    return SavedList(saved=[_saved(app, member, veil, s) for s in app.workspace.saved.all(project.id)])


@router.post("/saved", dependencies=[needs("save_questions")])
def save_question(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: NewSaved
) -> Saved:
    """Keep a question under a name."""
    question = write_question(veil.admit(body.question))
    return _saved(
        app, member, veil, app.workspace.saved.create(project.id, body.name, question, by=member.id)
    )


@router.patch("/saved/{saved_id}", dependencies=[needs("save_questions")])
def change_saved(
    app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, saved_id: str, body: SavedChange
) -> Saved:
    """Rename a saved question or replace it."""
    _require_own(app, member, project, saved_id)
    question = None if body.question is None else write_question(veil.admit(body.question))
    changed = app.workspace.saved.change(project.id, saved_id, body.name, question, by=member.id)
    return _saved(app, member, veil, changed)


@router.delete("/saved/{saved_id}", status_code=204, dependencies=[needs("save_questions")])
def delete_saved(app: AppDep, member: MemberDep, project: ProjectDep, saved_id: str) -> Response:
    """Forget a saved question."""
    _require_own(app, member, project, saved_id)
    app.workspace.saved.delete(project.id, saved_id, by=member.id)
    return Response(status_code=204)


@router.get("/recent", dependencies=[needs("ask")])
def list_recent(app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep) -> RecentList:
    """The last questions that the member asked in this project: theirs alone, the newest first."""
    recent = app.workspace.recent.of(project.id, member.id)
    return RecentList.model_validate(
        {"recent": [{"question": veil.question(r.question), "asked_at": r.asked_at} for r in recent]}
    )


@router.post("/recent", status_code=204, dependencies=[needs("ask")])
def note_recent(app: AppDep, member: MemberDep, project: ProjectDep, veil: VeilDep, body: Asked) -> Response:
    """Remember that the member asked this question."""
    app.workspace.recent.record(project.id, member.id, write_question(veil.admit(body.root)))
    return Response(status_code=204)


@router.delete("/recent", status_code=204, dependencies=[needs("ask")])
def clear_recent(app: AppDep, member: MemberDep, project: ProjectDep) -> Response:
    """Forget the member's recent questions."""
    app.workspace.recent.clear(project.id, member.id)
    return Response(status_code=204)


def _saved(app: App, member: Member, veil: Veil, saved: SavedQuestion) -> Saved:
    return Saved(
        id=saved.id,
        name=saved.name,
        question=parse_question(veil.question(saved.question)),
        created_at=saved.created_at,
        updated_at=saved.updated_at,
        created_by=app.workspace.members.name_of(saved.created_by),
        own=saved.created_by == member.id,
    )


def _require_own(app: App, member: Member, project: Project, saved_id: str) -> None:
    """What others saved needs a permission of its own."""
    if app.workspace.saved.get(project.id, saved_id).created_by != member.id:
        require(member.role, "change_questions")
