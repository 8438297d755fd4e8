"""The session cookie, and what the console learns of a session."""

from __future__ import annotations

import hashlib
import hmac
from typing import cast

from fastapi import Request, Response

from yunying import __version__
from yunying.web.deps import COOKIE
from yunying.web.schemas import Member, Session
from yunying.workspace import Member as SignedIn
from yunying.workspace import Role, permissions_of


def csrf_of(token: str) -> str:
    """The token that must accompany changes: only a page that may read our answers can know it."""
    return hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest()


def session_view(member: SignedIn | None, token: str | None) -> Session:
    """What the console is told."""
    if member is None or token is None:
        return Session(signed_in=False, member=None, csrf=None, version=__version__)
    shown = Member(
        id=member.id,
        name=member.name,
        must_change_password=member.must_change_password,
        role=cast(Role, member.role),
        permissions=permissions_of(member.role),
    )
    return Session(signed_in=True, member=shown, csrf=csrf_of(token), version=__version__)


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Give the browser the session; scripts cannot read it and other sites cannot send it."""
    response.set_cookie(
        COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/"
    )


def clear_cookie(response: Response) -> None:
    """Take the session back."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
