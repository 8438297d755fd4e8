"""Who may call what: every route declares it, and every role gets exactly that."""

from __future__ import annotations

from typing import get_args

import pytest
from fastapi.routing import RouteContext, iter_route_contexts
from pydantic import BaseModel

from yunying.core import Denied
from yunying.web.access import Needs, NeedsNone
from yunying.web.deps import person_veil_of, veil_of
from yunying.web.server import build_api
from yunying.workspace import RIGHTS, ROLES, Permission, may, permissions_of, require

OPEN = {"get_health", "get_session", "sign_in", "sign_out", "change_password"}


def declared(route: RouteContext) -> list[Needs | NeedsNone]:
    calls = [d.call for d in route.dependant.dependencies]
    return [call for call in calls if isinstance(call, Needs | NeedsNone)]


def routes() -> list[RouteContext]:
    return list(iter_route_contexts(build_api().routes))


def test_every_route_says_who_may_call_it() -> None:
    found = routes()
    assert len(found) > 60
    undeclared = [f"{route.methods} {route.path}" for route in found if len(declared(route)) != 1]
    assert undeclared == [], "give these routes `dependencies=[needs(...)]` (yunying.web.access)"


def test_few_routes_need_nothing() -> None:
    assert {r.name for r in routes() if isinstance(declared(r)[0], NeedsNone)} == OPEN


def test_the_table_is_whole() -> None:
    assert [right.permission for right in RIGHTS] == sorted(
        get_args(Permission), key=[right.permission for right in RIGHTS].index
    )
    assert permissions_of("owner") == [right.permission for right in RIGHTS]
    assert permissions_of("viewer") == ["ask", "see_people", "save_questions"]
    assert not set(permissions_of("analyst")) & {"unmask", "see_sensitive", "erase", "manage_members"}
    assert permissions_of("somebody") == []
    needed = {call.permission for r in routes() if isinstance(call := declared(r)[0], Needs)}
    assert needed <= set(get_args(Permission))


@pytest.mark.parametrize("role", ROLES)
def test_who_may_is_told(role: str) -> None:
    for right in RIGHTS:
        if may(role, right.permission):
            require(role, right.permission)
            continue
        with pytest.raises(Denied) as denied:
            require(role, right.permission)
        assert (denied.value.status, denied.value.code) == (403, "not_allowed")
        assert f"role {' or '.join(right.roles)} may {right.does}" in denied.value.message


HOLD_VALUES = {
    "PersonRow", "Profile", "TimelineEvent", "Sample", "ValueCount", "Answer", "Explanation", "LiveItem", "LiveRecord",
    "Refusal", "ReasonCount", "Merge", "Side", "Saved", "Recent", "Segment", "SegmentVersion", "Trait", "TraitSummary",
    "Preview", "BadRow", "SeenId", "PropertyChange", "Standing", "PersonTrait", "PersonWorth", "PersonMessage",
    "PersonNote", "PersonTags", "TagCount", "SentPerson", "DefinedLayers", "LayersVersion", "TriedLayers",
    "GroupsFound", "LikenessKept", "Portrait", "AlikeWeight", "DefinedMetric", "MetricVersion", "MetricValues",
    "ChangePart", "StandingSlice", "KeptBoard", "BoardVersion", "TileAnswer",
}  # fmt: skip
"""Parts of responses that hold values of people's or events' properties, or questions with such values."""
UNVEILED = {
    "unmask_person",  # that is what it is for
    "list_jobs",  # of several projects: it makes a veil for each
    "load_demo",  # of nobody
}


def parts_of(kind: object, seen: set[object] | None = None) -> set[str]:
    """Names of the models that a response is made of."""
    seen = set() if seen is None else seen
    if kind in seen:
        return set()
    seen.add(kind)
    found = set().union(*(parts_of(part, seen) for part in get_args(kind)))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        found |= {kind.__name__}
        found |= set().union(*(parts_of(field.annotation, seen) for field in kind.model_fields.values()))
    return found


def test_values_leave_through_a_veil() -> None:
    bare = []
    for route in routes():
        calls = {dependency.call for dependency in route.dependant.dependencies}
        if parts_of(route.response_model) & HOLD_VALUES and not calls & {veil_of, person_veil_of}:
            bare.append(route.name)
    assert set(bare) == UNVEILED, "give these handlers a `VeilDep`, and let every value they send pass it"
