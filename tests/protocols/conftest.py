"""A collector, a web site of another origin, and a browser that visits it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.protocols.harness import Server, collecting, pages


@pytest.fixture
def server() -> Iterator[Server]:
    """A collector that SDKs can be pointed at."""
    with collecting() as running:
        yield running


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a web site with the SDKs' files."""
    with pages() as address:
        yield address
