"""The web application: routes, guards, errors, console."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from yunying import __version__
from yunying.web.routes import catalogue, health, imports, people, projects, questions, session
from yunying.web.schemas import ErrorBody


def _name_of(route: APIRoute) -> str:
    return route.name


def build_api(app: Any) -> FastAPI:
    """The web application over a composed `App`."""
    api = FastAPI(
        title="Yunying",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_name_of,
        separate_input_output_schemas=False,
    )
    api.state.app = app
    router = APIRouter(
        prefix="/api", responses={"default": {"model": ErrorBody, "description": "What went wrong"}}
    )
    for module in (session, projects, questions, catalogue, people, imports, health):
        router.include_router(module.router)
    api.include_router(router)
    return api
