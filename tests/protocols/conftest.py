"""A collector, a web site of another origin, and a browser that visits it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from tests.protocols.harness import Running, Server, collecting, pages

from yunying.app import open_app
from yunying.core import Settings
from yunying.workspace import Passwords


@pytest.fixture(scope="session")
def collector(tmp_path_factory: pytest.TempPathFactory, cheap_passwords: Passwords) -> Iterator[Running]:
    """The app, listening. Its clock is the real one, as that of the SDKs is."""
    home = tmp_path_factory.mktemp("collector") / "home"
    app = open_app(Settings(home=home, threads=2), passwords=cheap_passwords)
    with collecting(app) as running:
        yield running
    app.close()


@pytest.fixture
def server(collector: Running, request: pytest.FixtureRequest) -> Server:
    """A project of this test alone that SDKs can send to."""
    return Server(collector, f"{request.node.name} {uuid4().hex}")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a web site with the SDKs' files."""
    with pages() as address:
        yield address
