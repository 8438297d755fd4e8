"""The web application: guard, routes, errors, console."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from yunying import __version__
from yunying.app import App
from yunying.web import console, errors, exposition
from yunying.web.collector import Collector
from yunying.web.collector_docs import describe_collector
from yunying.web.guard import Guard
from yunying.web.routes import (
    annotating,
    boards,
    catalogue,
    channels,
    goals,
    health,
    imports,
    layers,
    likeness,
    live,
    members,
    metrics,
    pack,
    people,
    person,
    plan,
    portraits,
    privacy,
    projects,
    pushes,
    quarantine,
    questions,
    reaching,
    rules,
    segments,
    sensitive,
    session,
    sources,
    targets,
    traits,
    trees,
    watch,
)
from yunying.web.schemas import ErrorBody


def build_web(app: App) -> FastAPI:
    """The whole web application over a composed `App`."""
    web = build_api()
    web.state.app = app
    errors.install(web)
    exposition.install(web, app)
    console.install(web)
    web.add_middleware(Guard, allowed_hosts=app.settings.allowed_hosts)
    return web


def build_server(app: App) -> ASGIApp:
    """What the web process serves: the collecting addresses, and behind them the web application."""
    return Collector(build_web(app), app.streams.intake(), app.streams.routes, app.clock)


def build_api() -> FastAPI:
    """The routes alone: what the OpenAPI document describes."""
    api = FastAPI(
        title="Yunying",
        version=__version__,
        openapi_url=None,
        generate_unique_id_function=_name_of,
        separate_input_output_schemas=False,
    )
    router = APIRouter(
        prefix="/api", responses={"default": {"model": ErrorBody, "description": "What went wrong"}}
    )
    for module in (
        *(session, projects, questions, segments, pushes, targets, channels, portraits, reaching),
        *(pack, watch, metrics, boards, goals, trees, traits, annotating, catalogue, people, person),
        *(imports, layers, likeness),
        *(sources, live, quarantine, plan, rules, privacy, sensitive, members, health),
    ):
        router.include_router(module.router)
    api.include_router(router)
    describe_collector(api)
    return api


def _name_of(route: APIRoute) -> str:
    return route.name
