"""Signing in, signing out, changing the password."""

from fastapi import APIRouter, Request, Response

from yunying.web.access import open_because
from yunying.web.deps import AppDep, CurrentDep, TokenDep, address_of
from yunying.web.schemas import Credentials, PasswordChange, Session
from yunying.web.session import clear_cookie, session_view, set_cookie

router = APIRouter(tags=["session"])


@router.get("/session", dependencies=[open_because("tells whether anybody is signed in")])
def get_session(app: AppDep, token: TokenDep) -> Session:
    """Who is signed in, and the token that must accompany every change."""
    return session_view(app.workspace.sessions.find(token), token)


@router.post("/session", dependencies=[open_because("signs in")])
def sign_in(app: AppDep, request: Request, response: Response, body: Credentials) -> Session:
    """Open a session; sets the session cookie."""
    opened = app.workspace.sessions.sign_in(body.name, body.password, address_of(request))
    set_cookie(request, response, opened.token)
    return session_view(opened.member, opened.token)


@router.delete("/session", dependencies=[open_because("ends the own session")])
def sign_out(app: AppDep, response: Response, token: TokenDep) -> Session:
    """Close the session."""
    app.workspace.sessions.sign_out(token)
    clear_cookie(response)
    return session_view(None, None)


@router.post("/session/password", dependencies=[open_because("the own password")])
def change_password(
    app: AppDep, request: Request, response: Response, current: CurrentDep, body: PasswordChange
) -> Session:
    """Take a new password; every other session of the member ends."""
    opened = app.workspace.sessions.change_password(current.id, body.current, body.new, address_of(request))
    set_cookie(request, response, opened.token)
    return session_view(opened.member, opened.token)
