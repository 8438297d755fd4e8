"""What handlers ask for: the app, who is signed in, the project in the path and its data."""

from __future__ import annotations

from typing import Annotated

from fastapi import Cookie, Depends, Header, Request

from yunying.app import App
from yunying.app.masking import Veil
from yunying.store import Dataset
from yunying.workspace import Member, Project

COOKIE = "yunying_session"


def app_of(request: Request) -> App:
    """The composed application."""
    app: App = request.app.state.app
    return app


AppDep = Annotated[App, Depends(app_of)]


def token_of(
    token: Annotated[str | None, Cookie(alias=COOKIE, include_in_schema=False)] = None,
) -> str | None:
    """The session's token as the browser keeps it."""
    return token


TokenDep = Annotated[str | None, Depends(token_of)]


def current_member(app: AppDep, token: TokenDep) -> Member:
    """The member whose session this is, whatever the state of their password."""
    return app.workspace.sessions.require(token)


def settled_member(app: AppDep, token: TokenDep) -> Member:
    """A signed-in member with a password of their own."""
    return app.workspace.sessions.require_settled(token)


CurrentDep = Annotated[Member, Depends(current_member)]
MemberDep = Annotated[Member, Depends(settled_member)]


def project_of(app: AppDep, _: MemberDep, project_id: str) -> Project:
    """The project named in the path."""
    return app.workspace.projects.get(project_id)


ProjectDep = Annotated[Project, Depends(project_of)]


def data_of(app: AppDep, project: ProjectDep) -> Dataset:
    """The data of the project named in the path."""
    return app.datasets.of(project)


DataDep = Annotated[Dataset, Depends(data_of)]


def veil_of(request: Request, app: AppDep, member: MemberDep, project: ProjectDep) -> Veil:
    """What the member may see of the project's values. Every value that a handler sends passes it."""
    veil = app.masking.for_role(project, member.role)
    request.state.veil = veil  # errors pass it too
    return veil


VeilDep = Annotated[Veil, Depends(veil_of)]


def person_veil_of(
    request: Request,
    app: AppDep,
    member: MemberDep,
    project: ProjectDep,
    person_id: int,
    x_unmask: Annotated[
        str | None, Header(max_length=1000, description="The grant of `unmask`: values as they are")
    ] = None,
) -> Veil:
    """What the member may see of the one person in the path: with a grant, everything."""
    veil = app.masking.for_person(project, member.role, person_id, x_unmask, by=member.id)
    request.state.veil = veil
    return veil


PersonVeilDep = Annotated[Veil, Depends(person_veil_of)]


def address_of(request: Request) -> str:
    """Where the request came from."""
    return request.client.host if request.client else "local"
