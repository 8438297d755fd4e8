"""Targets and pushes by the API: what may be said, what is shown, and what it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.clock import HeldClock
from tests.support.files import MAPPING, shop_csv
from tests.support.receiver import SECRET, Receiver
from tests.web.conftest import Browser
from tests.web.test_segments import code, made

from yunying.app import App, Pusher, Watch, open_app
from yunying.collect import Mapping
from yunying.core import Settings
from yunying.workspace import Passwords, Project

Json = dict[str, Any]


@pytest.fixture
def app(home: Path, clock: HeldClock, cheap_passwords: Passwords) -> Iterator[App]:
    """An app that may push to this machine."""
    settings = Settings(home=home, threads=2, push_hosts=("private:127.0.0.1",), push_folder=home / "out")
    opened = open_app(settings, clock=clock, passwords=cheap_passwords)
    yield opened
    opened.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver().listening() as found:
        yield found


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path) -> str:
    (tmp_path / "shop.csv").write_bytes(shop_csv())
    app.imports.import_file(
        project, tmp_path / "shop.csv", Mapping.model_validate(MAPPING), name="shop.csv", watch=Watch()
    )
    return f"/api/projects/{project.id}"


def added(owner: Browser, shop: str, receiver: Receiver, **changed: Any) -> Json:
    body = {"name": "crm", "kind": "webhook", "url": receiver.url, "secret": SECRET, **changed}
    answer = owner.client.post(f"{shop}/targets", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_from_a_target_to_people_there(owner: Browser, shop: str, app: App, receiver: Receiver) -> None:
    target = added(owner, shop, receiver)
    assert (target["secret"], target["target"]["address"]) == (None, receiver.url)
    tried = owner.client.post(f"{shop}/targets/{target['target']['id']}/test").json()
    assert (tried["fine"], tried["code"]) == (True, None)
    assert receiver.bodies == [{"type": "target.test", "data": {}}]
    segment = made(owner, shop)
    place = f"{shop}/segments/{segment['id']}/pushes"
    preview = owner.client.post(f"{place}/preview", json={"properties": ["country"]}).json()
    assert (preview["people"], preview["sensitive"]) == (2, [])
    assert [p["distinct_id"] for p in preview["sample"]] == ["ann", "bob"]
    body = {"target": target["target"]["id"], "mode": "in_step", "properties": ["country"]}
    push = owner.client.post(place, json=body).json()
    assert (push["status"], push["set_by"], push["target"]["name"]) == ("waiting", "owner", "crm")
    Pusher(app.workspace, app.pushing).run_once()
    shown = owner.client.get(place).json()["pushes"]
    assert [(p["status"], p["delivered"], p["waiting"]) for p in shown] == [("fine", 2, 0)]
    sent = receiver.bodies[-1]["data"]["entered"]
    assert [{k: p[k] for k in p} for p in sent] == preview["sample"]
    assert owner.client.get(f"{shop}/targets").json()["targets"][0]["pushes"] == shown
    uses = owner.client.get(f"{shop}/segments/{segment['id']}/uses").json()["used_by"]
    assert uses == [{"kind": "push", "id": target["target"]["id"], "name": "crm"}]
    refused = owner.client.delete(f"{shop}/segments/{segment['id']}")
    assert code(refused)[:2] == (409, "segment_used")
    assert code(owner.client.delete(f"{shop}/targets/{target['target']['id']}"))[:2] == (409, "target_used")

    assert owner.client.post(f"{shop}/pushes/{push['id']}/now").json()["status"] == "waiting"
    Pusher(app.workspace, app.pushing).run_once()
    assert len(receiver.bodies) == 3
    assert owner.client.delete(f"{shop}/pushes/{push['id']}").status_code == 204
    assert owner.client.get(place).json() == {"pushes": []}
    assert owner.client.delete(f"{shop}/targets/{target['target']['id']}").status_code == 204
    log = owner.client.get("/api/audit?action=push").json()["entries"]
    said = [entry["action"] for entry in log]
    assert said == ["push.stopped", "push.sent", "push.requested", "push.sent", "push.set_up"]


def test_a_secret_is_told_once(owner: Browser, shop: str, receiver: Receiver) -> None:
    target = added(owner, shop, receiver, secret=None)
    assert target["secret"].startswith("whsec_")
    listed = owner.client.get(f"{shop}/targets").text + owner.client.get("/api/audit").text
    assert target["secret"] not in listed


def test_what_cannot_be_is_refused_at_its_field(owner: Browser, shop: str, receiver: Receiver) -> None:
    def refused(**body: Any) -> tuple[int, str, str | None]:
        start = {"name": "crm", "kind": "webhook", "url": receiver.url}
        return code(owner.client.post(f"{shop}/targets", json=start | body))

    assert refused(url="https://example.com") == (422, "host_not_allowed", "url")
    assert refused(url="nonsense") == (422, "bad_url", "url")
    assert refused(secret="short") == (422, "bad_secret", "secret")
    assert refused(kind="sql", url="sqlite:///x.db") == (422, "table_wanted", "table")
    assert refused(kind="sql", url="sqlite:////x.db", table="t") == (422, "folder_not_allowed", "url")
    assert refused(name=" ") == (422, "name_empty", "name")
    target = added(owner, shop, receiver)["target"]["id"]
    assert refused() == (422, "target_exists", "name")
    segment = made(owner, shop)
    place = f"{shop}/segments/{segment['id']}/pushes"
    wrong = {"target": target, "properties": ["nothing"]}
    assert code(owner.client.post(place, json=wrong)) == (422, "unknown_property", "properties.0")
    assert code(owner.client.post(place, json={"target": "tgt_x"})) == (404, "unknown_target", "target")
    unmasked = {"target": target, "unmasked": True}
    assert code(owner.client.post(place, json=unmasked)) == (422, "reason_wanted", "reason")
    assert code(owner.client.post(f"{shop}/pushes/psh_x/now")) == (404, "unknown_push", "push")


def test_targets_of_one_project_are_not_those_of_another(
    owner: Browser, shop: str, app: App, receiver: Receiver
) -> None:
    target = added(owner, shop, receiver)["target"]["id"]
    other = app.workspace.projects.create("other", "UTC").id
    assert code(owner.client.post(f"/api/projects/{other}/targets/{target}/test"))[:2] == (
        404,
        "unknown_target",
    )
    assert owner.client.get(f"/api/projects/{other}/targets").json() == {"targets": []}
