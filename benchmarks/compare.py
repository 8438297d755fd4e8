"""The same questions of the same log, asked of every engine: `python -m benchmarks.compare ROWS [FOLDER]`.

Each question is asked of each engine in a process of its own, first cold (the process has just started, the files may
be in the page cache), then warm. Answers must be the same or the run fails. What is loaded into FOLDER is kept there,
and a second run uses it.
"""

from __future__ import annotations

import json
import math
import platform
import subprocess
import sys
import tempfile
import time
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
Measured = dict[str, Any]


def prepare(rows: int, folder: Path) -> None:
    """Make the log and load it into every engine, as far as that was not done yet."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "events.parquet"
    if not log.exists():
        part = log.with_suffix(".part")
        write_log(part, rows)
        part.rename(log)
    for engine in ENGINES:
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


def measure(engine: str, folder: Path, question: Question) -> Measured:
    """Ask in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.one", engine, str(folder / engine), question.name, str(RUNS)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{engine} could not answer {question.name}:\n{done.stderr[-3000:]}")
    found: Measured = json.loads(done.stdout)
    return found


def main(rows: int, folder: Path) -> None:
    """Measure, compare, print a table in Markdown."""
    prepare(rows, folder)
    # What was written is in the cache folders of our engine only after the first question of each kind.
    for question in QUESTIONS.values():
        measure("ours", folder, question)
    memory = psutil.virtual_memory().total / 2**30
    engines = ", ".join(
        f"{package} {version(package)}" for package in ("chdb-core", "duckdb", "polars", "numba")
    )
    print(
        f"\n{rows:,} events; {platform.machine()}, {psutil.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, {engines}\n"
    )
    print("Seconds: warm (best of 7), in brackets cold. MiB: largest resident memory.\n")
    columns = [*(NAMES[e] for e in ENGINES), "ClickHouse ÷ ours", "cold", "MiB, ours / ClickHouse"]
    print("| question | " + " | ".join(columns) + " |\n|---|" + "---:|" * len(columns))
    ratios, colds = [], []
    for question in QUESTIONS.values():
        asked = [e for e in ENGINES if e != "polars" or question.name in ANSWERED]
        found = {engine: measure(engine, folder, question) for engine in asked}
        for engine, one in found.items():
            if not same(one["answer"], found["ours"]["answer"]):
                sys.exit(f"{engine} and ours answer {question.name} differently")
        cells = [
            f"{min(found[e]['warm']):.3f} ({found[e]['cold']:.2f})" if e in found else "–" for e in ENGINES
        ]
        ours, peer = found["ours"], found["clickhouse"]
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
    for engine in ENGINES:
        print(f"{NAMES[engine]}: {size_of(folder / engine) / 2**20:,.0f} MiB on disk")


def _mean(numbers: list[float]) -> float:
    return math.exp(sum(map(math.log, numbers)) / len(numbers))


if __name__ == "__main__":
    amount = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000_000
    if len(sys.argv) > 2:
        main(amount, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory(prefix="yunying-bench-") as temporary:
            main(amount, Path(temporary))
