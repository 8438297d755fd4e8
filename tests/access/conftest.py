"""A project whose people have phone numbers, e-mail addresses, names and ID numbers, and a browser for each role."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.support.sending import send
from tests.web.conftest import ORIGIN, PASSWORD, Browser, newcomer, owner, visitor

from yunying.app import App, Watch
from yunying.collect import Mapping
from yunying.web.server import build_web
from yunying.workspace import Project, Role

__all__ = ["newcomer", "owner", "visitor"]

PEOPLE = [
    ("13912340001", "13812345678", "ann.wang@example.com", "王小明", "11010519491231002X", "北京市朝阳区建国路 1 号"),
    ("bob@example.org", "13812995678", "bob.li@example.com", "李大力", "110101199003070134", "上海市浦东新区世纪大道"),
    ("cid-3", "15987654321", "cid.wu@example.com", "王二丫", "440308199901010032", "广东省深圳市南山区科技路 5 号"),
]  # fmt: skip
"""The id they are known by, then phone, e-mail, name, ID number, address."""
SECRETS = [value for person in PEOPLE for value in person if value != "cid-3"]
"""What must never be seen."""
COLUMNS = ["手机号", "email", "name", "id_card", "address"]
CONTACTS = ["13700001111", "13700002222", "13700003333"]
"""Phone numbers in events, in a property whose name does not say so."""


@pytest.fixture
def shop(app: App, project: Project, tmp_path: Path) -> str:
    """The project's part of the address: three days of visits, orders and a file of mistakes."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["who", "when", "what", "order_no", "reach", "amount", *COLUMNS])
    for day in (1, 2, 3):
        for i, (who, *rest) in enumerate(PEOPLE):
            order = [f"1381111000{i}", CONTACTS[i], 10 * i + day]
            writer.writerow([who, f"2026-03-0{day} 10:0{i}:00", "visit", "", "", "", *rest])
            writer.writerow([who, f"2026-03-0{day} 11:0{i}:00", "order", *order, *rest])
    writer.writerow([PEOPLE[0][0], PEOPLE[0][1], "visit", "", "", "", *PEOPLE[0][1:]])
    (tmp_path / "people.csv").write_text(text.getvalue(), encoding="utf-8")
    mapping = Mapping.model_validate(
        {
            "person": "who",
            "time": "when",
            "event": "what",
            "properties": ["order_no", "reach", "amount"],
            "person_properties": COLUMNS,
        }
    )
    app.imports.import_file(project, tmp_path / "people.csv", mapping, name="people.csv", watch=Watch())
    source = app.workspace.sources.create(project.id, "web", "api").id
    who, phone, email, name, *_ = PEOPLE[0]
    event = {"event": "visit", "distinct_id": who, "time": "2026-03-09T03:00:00Z"}
    properties = {"reach": CONTACTS[0], "note": f"call {phone}", "user": {"name": name, "email": email}}
    send(app, project, source, event | {"properties": properties, "person": {"set": {"email": email}}})
    send(app, project, source, event | {"time": f"by {name}", "properties": properties})
    return f"/api/projects/{project.id}"


@pytest.fixture
def sign_in(app: App, owner: Browser) -> Iterator[Callable[[Role], Browser]]:
    """Signs a member of a role in."""
    open_ones: list[TestClient] = []

    def signed_in(role: Role) -> Browser:
        invited = owner.client.post("/api/members", json={"name": f"a {role}", "role": role}).json()
        client = TestClient(build_web(app), base_url=ORIGIN, raise_server_exceptions=False)
        open_ones.append(client.__enter__())
        browser = Browser(client)
        browser.sign_in(invited["one_time_password"], f"a {role}")
        change = {"current": invited["one_time_password"], "new": PASSWORD}
        answer = client.post("/api/session/password", json=change, headers=browser.headers)
        browser.csrf = answer.json()["csrf"]
        client.headers.update(browser.headers)
        return browser

    yield signed_in
    for client in open_ones:
        client.__exit__(None, None, None)


def shown(text: str) -> list[str]:
    """Secrets that are in a text."""
    return [secret for secret in [*SECRETS, *CONTACTS] if secret in text]


def question(**more: Any) -> dict[str, Any]:
    """Orders of the first three days."""
    return {"range": {"from": "2026-03-01", "to": "2026-03-03"}, **more}
