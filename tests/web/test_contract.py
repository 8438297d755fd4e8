"""The API against its own description: whatever is sent, no accident, and every answer as promised."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
import requests
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance
from tests.support.files import MAPPING, shop_csv

from yunying.app import Watch, open_app
from yunying.collect import Mapping
from yunying.collect.protocols import PROTOCOLS
from yunying.core import Settings
from yunying.web.server import build_api, build_server
from yunying.workspace import OWNER, Passwords

WORDS = (
    "event",
    "events",
    "batch",
    "distinct_id",
    "userId",
    "type",
    "track",
    "properties",
    "data",
    "context",
    "$set",
)


def _json(value: object) -> bytes:
    """JSON, where the value can be written as such."""
    try:
        return orjson.dumps(value)
    except TypeError:  # an integer beyond 64 bits
        return b"null"


PASSWORD = "a much better password"
described = schemathesis.openapi.from_dict(build_api().openapi())
# Signing out would end the session of the cases after it, the demo takes a while to make, and saving takes the
# same questions as asking.
OPERATIONS = {
    operation.label: operation
    for operation in (found.ok() for found in described.get_all_operations() if isinstance(found, Ok))
    if operation.label not in ("DELETE /api/session", "POST /api/demo")
    and not (operation.path.find("/saved") > 0 and operation.method.upper() in ("POST", "PATCH"))
}


@dataclass(frozen=True)
class Live:
    """A running server with a filled project, and a session of its owner."""

    address: str
    project: str
    session: requests.Session
    write_key: str


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, cheap_passwords: Passwords) -> Iterator[Live]:
    home: Path = tmp_path_factory.mktemp("contract")
    app = open_app(Settings(home=home / "home", threads=2), passwords=cheap_passwords)
    project = app.workspace.projects.create("shop", "Asia/Shanghai")
    (home / "shop.csv").write_bytes(shop_csv())
    app.imports.import_file(
        project, home / "shop.csv", Mapping.model_validate(MAPPING), name="shop.csv", watch=Watch()
    )
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(build_server(app), log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with requests.Session() as session:
        first = {"name": OWNER, "password": app.workspace.members.ensure_owner()}
        session.headers["X-CSRF-Token"] = session.post(f"{address}/api/session", json=first).json()["csrf"]
        change = {"current": first["password"], "new": PASSWORD}
        answer = session.post(f"{address}/api/session/password", json=change)
        session.headers["X-CSRF-Token"] = answer.json()["csrf"]
        source = app.workspace.sources.create(project.id, "web", "api")
        yield Live(address, project.id, session, source.write_key)
    server.should_exit = True
    thread.join()
    listener.close()
    app.close()


BODIES = st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
    max_leaves=20,
).map(_json)


@pytest.mark.xdist_group("contract")
@given(
    path=st.sampled_from(sorted(route.path for protocol in PROTOCOLS for route in protocol.routes)),
    method=st.sampled_from(("POST", "GET", "PUT")),
    body=BODIES,
    headers=st.fixed_dictionaries(
        {},
        optional={
            "Content-Encoding": st.sampled_from(("gzip", "zstd", "br", "deflate", "x")),
            "Content-Type": st.sampled_from(
                ("application/json", "application/x-www-form-urlencoded", "text/plain")
            ),
        },
    ),
    query=st.dictionaries(st.sampled_from(("data", "data_list", "compression", "_")), st.text(max_size=20)),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_collecting_addresses_take_anything(
    live: Live, path: str, method: str, body: bytes, headers: dict[str, str], query: dict[str, str]
) -> None:
    answer = requests.request(
        method,
        f"{live.address}{path.replace('*', 'x')}",
        params=query | {"token": live.write_key},
        data=body,
        headers=headers,
        timeout=90,
    )
    assert answer.status_code < 500, answer.text


@pytest.mark.xdist_group("contract")
@pytest.mark.parametrize("label", OPERATIONS)
def test_no_accident(label: str, live: Live) -> None:
    @given(case=OPERATIONS[label].as_strategy())
    @settings(
        max_examples=12, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck)
    )
    def check(case: schemathesis.Case[Any]) -> None:
        if "project_id" in case.path_parameters:
            case.path_parameters["project_id"] = live.project
        if case.path == "/v1/events":
            case.headers["Authorization"] = f"Bearer {live.write_key}"
        answer = case.call(base_url=live.address, session=live.session)
        case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance])

    check()
