"""Ours: imported through the same door as any file. Kernels are loaded with the libraries, as `yunying serve` does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.asked import Question, Table, table
from yunying.analyse import ask, parse_question
from yunying.app import open_app
from yunying.core import Settings
from yunying.kernels import warm

warm()

YUNYING = Path(sys.executable).with_name("yunying")
PROPERTIES = (
    "channel", "platform", "app_version", "country", "city", "member", "page", "item", "amount", "duration",
)  # fmt: skip


def load(log: Path, folder: Path) -> None:
    """Import the log through the terminal."""
    _run(folder, "project", "create", "bench", "--timezone", "UTC")
    import_file(log, folder)


def import_file(file: Path, folder: Path) -> None:
    """Import a file of the log's form."""
    columns = ["--person", "person", "--time", "time", "--event", "event"]
    columns += [part for name in PROPERTIES for part in ("--property", name)]
    _run(folder, "import", str(file), "--project", "bench", *columns)


def _run(folder: Path, *command: str) -> None:
    run = [str(YUNYING), "--home", str(folder), *command]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)


def opened(folder: Path) -> Callable[[Question], Table]:
    """Ask in process, as the console's server does."""
    app = open_app(Settings.read(os.environ, folder))
    data = app.datasets.of(app.workspace.projects.find("bench"))

    def answer(question: Question) -> Table:
        return table(question.read(ask(data, parse_question(question.ours)).as_wire()))

    return answer
