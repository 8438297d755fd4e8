"""The first start after an installation: nothing is compiled yet, and what is asked at once waits and is answered."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import numpy as np
import pyarrow as pa
import pytest
from tests.support.lake import add_events
from tests.torture.serving import serving

from yunying.app import open_app
from yunying.core import Settings
from yunying.store import EventLake

LONG = 300.0
START = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp() * 1e6)


@pytest.mark.slow
def test_a_question_asked_while_the_engine_compiles_is_answered(tmp_path: Path) -> None:
    home = tmp_path / "home"
    app = open_app(Settings(home=home))
    project = app.workspace.projects.create("shop", "UTC")
    events = {
        "person_id": np.arange(100, dtype=np.int32),
        "event": pa.array(["view"] * 100),
        "time": START + np.arange(100) * 1_000_000,
    }
    add_events(EventLake(app.settings.lake(project.id) / "events"), pa.table(events))
    app.close()
    with (
        serving(home, {"NUMBA_CACHE_DIR": str(tmp_path / "nothing compiled")}) as served,
        httpx.Client(base_url=served.address, timeout=LONG, headers={"Origin": served.address}) as client,
    ):
        (password,) = re.findall(r"one-time password (\S+)", served.said)
        session = client.post("/api/session", json={"name": "owner", "password": password}).json()
        client.headers["X-CSRF-Token"] = session["csrf"]
        changed = client.post(
            "/api/session/password", json={"current": password, "new": "a much better password"}
        )
        client.headers["X-CSRF-Token"] = changed.json()["csrf"]
        assert client.get("/api/health").json()["preparing"] is not None
        answer = client.post(
            f"/api/projects/{project.id}/ask",
            json={
                "kind": "trend",
                "series": [{"event": "view", "measure": "people"}],
                "range": {"from": "2025-01-01", "to": "2025-01-02"},
            },
        )
        assert answer.status_code == 200, answer.text
        assert [row["value"] for row in answer.json()["rows"]] == [100, 0]
