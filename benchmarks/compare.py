"""The same questions of the same log, asked of every engine:
`python -m benchmarks.compare ROWS [FOLDER [ENGINE …]]`.

Each question is asked of each engine in a process of its own, first cold (the process has just started, the files may
be in the page cache), then warm. Answers must be the same or the run fails. What is loaded into FOLDER is kept there,
and a second run uses it. Where an engine runs out of memory or takes more than ten minutes, the table says so.
"""

from __future__ import annotations

import json
import math
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from benchmarks.asked import QUESTIONS, Question, same
from benchmarks.engines.polars import ANSWERED
from benchmarks.log import write_log

ENGINES = ("ours", "clickhouse", "duck", "polars")
NAMES = {"ours": "Yunying", "clickhouse": "ClickHouse (chDB)", "duck": "DuckDB", "polars": "Polars"}
RUNS = 7
PATIENCE = 600
"""Seconds that an engine has for the runs of one question."""
Measured = dict[str, Any]


def prepare(rows: int, folder: Path, engines: Sequence[str] = ENGINES) -> None:
    """Make the log and load it into every engine, as far as that was not done yet."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "events.parquet"
    if not log.exists():
        part = log.with_suffix(".part")
        write_log(part, rows)
        part.rename(log)
    for engine in engines:
        home = folder / engine
        if not home.exists():
            began = time.perf_counter()
            # In a process of its own: some engines keep their memory.
            code = (
                "import sys; from pathlib import Path; from importlib import import_module\n"
                "import_module(f'benchmarks.engines.{sys.argv[1]}').load(Path(sys.argv[2]), Path(sys.argv[3]))"
            )
            subprocess.run([sys.executable, "-c", code, engine, str(log), f"{home}.part"], check=True)
            Path(f"{home}.part").rename(home)
            print(f"loaded {engine} in {time.perf_counter() - began:.0f} s, {size_of(home) / 2**20:,.0f} MiB")


def size_of(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


def measure(engine: str, folder: Path, question: Question) -> Measured | str:
    """Ask in a fresh process; or why there is no answer."""
    command = [sys.executable, "-m", "benchmarks.one", engine, str(folder / engine), question.name, str(RUNS)]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"> {PATIENCE}"
    if done.returncode == -signal.SIGKILL or "out of memory" in done.stderr.lower():
        return "no memory"
    if done.returncode:
        sys.exit(f"{engine} could not answer {question.name}:\n{done.stderr[-3000:]}")
    found: Measured = json.loads(done.stdout)
    return found


def main(rows: int, folder: Path, engines: Sequence[str] = ENGINES) -> None:
    """Measure, compare, print a table in Markdown."""
    prepare(rows, folder, engines)
    # What was written is in the cache folders of our engine only after the first question of each kind.
    for question in QUESTIONS.values():
        measure("ours", folder, question)
    memory = psutil.virtual_memory().total / 2**30
    packages = ", ".join(
        f"{package} {version(package)}" for package in ("chdb-core", "duckdb", "polars", "numba")
    )
    print(
        f"\n{rows:,} events; {platform.machine()}, {psutil.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, {packages}\n"
    )
    print(f"Seconds: warm (best of up to {RUNS}), in brackets cold. MiB: largest resident memory.\n")
    columns = [*(NAMES[e] for e in engines), "ClickHouse ÷ ours", "cold", "MiB, ours / ClickHouse"]
    print("| question | " + " | ".join(columns) + " |\n|---|" + "---:|" * len(columns))
    ratios, colds = [], []
    for question in QUESTIONS.values():
        asked = [e for e in engines if e != "polars" or question.name in ANSWERED]
        found = {engine: measure(engine, folder, question) for engine in asked}
        ours, peer = found["ours"], found["clickhouse"]
        if isinstance(ours, str) or isinstance(peer, str):
            sys.exit(f"{question.name}: {ours if isinstance(ours, str) else peer}")
        for engine, one in found.items():
            if not isinstance(one, str) and not same(one["answer"], ours["answer"]):
                sys.exit(f"{engine} and ours answer {question.name} differently")
        cells = [_cell(found.get(engine, "–")) for engine in engines]
        ratios.append(min(peer["warm"]) / min(ours["warm"]))
        colds.append(peer["cold"] / ours["cold"])
        peaks = f"{ours['peak'] / 2**20:,.0f} / {peer['peak'] / 2**20:,.0f}"
        print(
            f"| {question.title} | {' | '.join(cells)} | {ratios[-1]:.1f} | {colds[-1]:.1f} | {peaks} |",
            flush=True,
        )
    print(
        f"\nGeometric mean of warm ratios {_mean(ratios):.1f}, least {min(ratios):.1f}; "
        f"of cold ones {_mean(colds):.1f}, least {min(colds):.1f}.\n"
    )
    for engine in engines:
        print(f"{NAMES[engine]}: {size_of(folder / engine) / 2**20:,.0f} MiB on disk")


def _cell(one: Measured | str) -> str:
    return one if isinstance(one, str) else f"{min(one['warm']):.3f} ({one['cold']:.2f})"


def _mean(numbers: list[float]) -> float:
    return math.exp(sum(map(math.log, numbers)) / len(numbers))


if __name__ == "__main__":
    amount = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000_000
    if len(sys.argv) > 2:
        main(amount, Path(sys.argv[2]), tuple(sys.argv[3:]) or ENGINES)
    else:
        with tempfile.TemporaryDirectory(prefix="yunying-bench-") as temporary:
            main(amount, Path(temporary))
