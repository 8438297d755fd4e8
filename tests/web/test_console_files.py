"""Serving the console: its addresses are its own, its files never leave its folder."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from yunying.web import console, errors


@pytest.fixture
def static(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<html>console</html>")
    (folder / "assets" / "app-1a2b.js").write_text("let a = 1")
    (folder / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(b"let a = 1"))
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.fixture
def client(static: Path) -> TestClient:
    web = FastAPI(openapi_url=None)
    errors.install(web)
    console.install(web, static)
    return TestClient(web, base_url="http://127.0.0.1")


@pytest.mark.parametrize("path", ["/", "/p/x/ask?q=1", "/people/7"])
def test_every_address_of_the_console_is_its_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.text == "<html>console</html>"
    assert answer.headers["cache-control"] == "no-cache"


def test_hashed_files_are_kept_for_ever_and_sent_packed(client: TestClient) -> None:
    answer = client.get("/assets/app-1a2b.js")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.text == "let a = 1"
    plain = client.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert client.get("/assets/old-9z.js").status_code == 404


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"])
def test_nothing_outside_the_folder_is_served(client: TestClient, path: str) -> None:
    assert "secret" not in client.get(path).text


def test_a_console_that_is_not_built_says_how(tmp_path: Path) -> None:
    web = FastAPI(openapi_url=None)
    console.install(web, tmp_path / "none")
    answer = TestClient(web).get("/")
    assert answer.status_code == 503
    assert "make console" in answer.text
