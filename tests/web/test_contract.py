"""The API against its own description: whatever is sent, no accident, and every answer as promised."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance
from tests.support.files import MAPPING, shop_csv
from tests.web.conftest import Browser

from yunying.app import App
from yunying.collect import Mapping
from yunying.web.server import build_api
from yunying.workspace import Project

schema = schemathesis.openapi.from_dict(build_api().openapi())


@pytest.fixture
def filled(app: App, project: Project, tmp_path: Any) -> Project:
    from yunying.app import Watch

    file = tmp_path / "shop.csv"
    file.write_bytes(shop_csv())
    app.imports.import_file(project, file, Mapping.model_validate(MAPPING), name="shop.csv", watch=Watch())
    return project


@schema.exclude(path="/api/session", method="DELETE").exclude(path="/api/demo").parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_accident(case: schemathesis.Case, owner: Browser, filled: Project) -> None:
    if "project_id" in case.path_parameters:
        case.path_parameters["project_id"] = filled.id
    headers = {
        **owner.client.headers,
        "Cookie": "; ".join(f"{c.name}={c.value}" for c in owner.client.cookies.jar),
    }
    answer = case.call(session=owner.client, headers=headers)
    case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance])
