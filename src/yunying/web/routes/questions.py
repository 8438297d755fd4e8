"""Questions, the people behind their figures, and the ones worth keeping."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from yunying.web.deps import AppDep, DataDep, MemberDep, ProjectDep
from yunying.web.schemas import (
    Answer,
    NewSaved,
    Overview,
    People,
    PeopleBehind,
    Question,
    Saved,
    SavedChange,
    SavedList,
)

router = APIRouter(prefix="/projects/{project_id}", tags=["questions"])


@router.get("/overview")
def get_overview(
    data: DataDep, first: Annotated[date, Query(alias="from")], last: Annotated[date, Query(alias="to")]
) -> Overview:
    """Active, new and returning people and events of a range, with the range before it."""
    return Overview.model_validate(data.overview(first, last))


@router.post("/ask")
def ask(data: DataDep, question: Question) -> Answer:
    """Answer a question."""
    return Answer.model_validate(data.ask(question))


@router.post("/people-behind")
def people_behind(data: DataDep, body: PeopleBehind) -> People:
    """Exactly the people that a figure of an answer counts."""
    return People.model_validate(data.people_behind(body.question, body.address, body.limit, body.offset))


@router.get("/saved")
def list_saved(app: AppDep, project: ProjectDep) -> SavedList:
    """Saved questions of a project."""
    return SavedList.model_validate({"saved": app.workspace.saved.all(project.id)})


@router.post("/saved")
def save_question(app: AppDep, member: MemberDep, project: ProjectDep, body: NewSaved) -> Saved:
    """Keep a question under a name."""
    return Saved.model_validate(
        app.workspace.saved.create(project.id, body.name, body.question, by=member.id)
    )


@router.patch("/saved/{saved_id}")
def change_saved(
    app: AppDep, member: MemberDep, project: ProjectDep, saved_id: str, body: SavedChange
) -> Saved:
    """Rename a saved question or replace it."""
    changed = app.workspace.saved.change(project.id, saved_id, body.name, body.question, by=member.id)
    return Saved.model_validate(changed)


@router.delete("/saved/{saved_id}", status_code=204)
def delete_saved(app: AppDep, member: MemberDep, project: ProjectDep, saved_id: str) -> Response:
    """Forget a saved question."""
    app.workspace.saved.delete(project.id, saved_id, by=member.id)
    return Response(status_code=204)
