"""Print the path of a Chromium or Chrome for the browser tests, installing one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def installed() -> str | None:
    """A browser that starts."""
    candidates = [shutil.which(name) for name in NAMES]
    for path in [c for c in candidates if c] + [m for m in MAC if Path(m).exists()] + _playwrights():
        if _starts(path):
            return path
    return None


def install() -> None:
    """Debian as root: its package. Everybody else: the one Playwright downloads."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and shutil.which("apt-get") and "ID=debian" in _release():
        _run(["apt-get", "update", "-qq"])
        if _run(["apt-get", "install", "-y", "-qq", "chromium"]):
            return
    deps = ["--with-deps"] if root and sys.platform == "linux" else []
    _run([sys.executable, "-m", "playwright", "install", *deps, "chromium"])


def main() -> int:
    """0 and a path, or 1 and what to do."""
    path = installed()
    if path is None:
        print("No Chromium or Chrome here; installing one for the browser tests.", file=sys.stderr)
        install()
        path = installed()
    if path is None:
        print(
            "The browser tests need Chromium or Chrome and it could not be installed. Install one "
            "(Debian: sudo apt-get install chromium; Ubuntu and macOS: .venv/bin/playwright install chromium), "
            "then run this again.",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


def _starts(path: str) -> bool:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _playwrights() -> list[str]:
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    path = done.stdout.strip()
    return [path] if path and Path(path).exists() else []


def _release() -> str:
    file = Path("/etc/os-release")
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _run(command: list[str]) -> bool:
    # What installers say is for the reader of the terminal, not for whoever reads our one line of output.
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
