"""What handlers ask for: the app, who is signed in, the project in the path."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Cookie, Depends, Request

COOKIE = "yunying_session"


def app_of(request: Request) -> Any:
    """The composed application."""
    return request.app.state.app


AppDep = Annotated[Any, Depends(app_of)]
TokenDep = Annotated[str | None, Cookie(alias=COOKIE, include_in_schema=False)]


def current_member(app: AppDep, token: TokenDep = None) -> Any:
    """The member whose session this is."""
    return app.workspace.sessions.require(token)


CurrentDep = Annotated[Any, Depends(current_member)]


def settled_member(member: CurrentDep) -> Any:
    """A signed-in member with a password of their own."""
    return member


MemberDep = Annotated[Any, Depends(settled_member)]


def project_of(app: AppDep, _: MemberDep, project_id: str) -> Any:
    """The project named in the path."""
    return app.workspace.projects.get(project_id)


ProjectDep = Annotated[Any, Depends(project_of)]


def data_of(app: AppDep, project: ProjectDep) -> Any:
    """The project's data, ready to be asked."""
    return app.data(project)


DataDep = Annotated[Any, Depends(data_of)]


def address_of(request: Request) -> str:
    """Where the request came from."""
    return request.client.host if request.client else "local"
