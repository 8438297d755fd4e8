"""Fixtures of the import tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.imports import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty lake to import into."""
    return Desk(tmp_path)
