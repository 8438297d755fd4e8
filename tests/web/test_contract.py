"""The API against its own description: whatever is sent, no accident, and every answer as promised."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance
from tests.support.files import MAPPING, shop_csv

from yunying.app import Watch, open_app
from yunying.collect import Mapping
from yunying.core import Settings
from yunying.web.server import build_api, build_web
from yunying.workspace import OWNER

PASSWORD = "a much better password"
described = schemathesis.openapi.from_dict(build_api().openapi())
# Its thousands of systematic cases take minutes; the generated ones find the same kind of fault.
described.config.phases.coverage.enabled = False


@dataclass(frozen=True)
class Live:
    """A running server with a filled project, and a session of its owner."""

    address: str
    project: str
    session: requests.Session


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    home: Path = tmp_path_factory.mktemp("contract")
    app = open_app(Settings(home=home / "home", threads=2))
    project = app.workspace.projects.create("shop", "Asia/Shanghai")
    (home / "shop.csv").write_bytes(shop_csv())
    app.imports.import_file(
        project, home / "shop.csv", Mapping.model_validate(MAPPING), name="shop.csv", watch=Watch()
    )
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(build_web(app), log_level="critical"))
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
        yield Live(address, project.id, session)
    server.should_exit = True
    thread.join()
    listener.close()
    app.close()


# Signing out would end the session of the cases after it, the demo takes a while to make, and saving takes the
# same questions as asking.
@(
    described.exclude(path="/api/session", method="DELETE")
    .exclude(path="/api/demo")
    .exclude(path_regex="/saved", method=["POST", "PATCH"])
    .parametrize()
)
@settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_no_accident(case: schemathesis.Case[Any], live: Live) -> None:
    if "project_id" in case.path_parameters:
        case.path_parameters["project_id"] = live.project
    answer = case.call(base_url=live.address, session=live.session)
    case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance])
