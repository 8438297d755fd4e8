"""`python -m benchmarks [ROWS]`: import a synthetic log through the terminal, then ask questions of it."""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from benchmarks.events import write_events

YUNYING = Path(sys.executable).with_name("yunying")


def peak_memory(process: subprocess.Popen[bytes], found: list[int]) -> None:
    """Watch a process and its children; the largest sum of resident memory goes to `found[0]`."""
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            family = [watched, *watched.children(recursive=True)]
            found[0] = max(found[0], sum(p.memory_info().rss for p in family))
        except psutil.NoSuchProcess:
            continue
        time.sleep(0.05)


def import_file(home: Path, file: Path, rows: int) -> None:
    """Import through the terminal and ask the first question; print rows a second and peak memory."""
    run = [str(YUNYING), "--home", str(home)]
    subprocess.run(
        [*run, "project", "create", "bench", "--timezone", "UTC"], check=True, stdout=subprocess.DEVNULL
    )
    columns = ["--person", "person", "--time", "time", "--event", "event", "--property", "amount"]
    began = time.perf_counter()
    process = subprocess.Popen([*run, "import", str(file), "--project", "bench", *columns])
    peak = [0]
    watcher = threading.Thread(target=peak_memory, args=(process, peak))
    watcher.start()
    if process.wait():
        sys.exit(f"the import ended with {process.returncode}")
    watcher.join()
    loaded = time.perf_counter() - began
    question = f'{{"kind":"trend","series":[{{"event":null}}],"interval":"month","range":{_RANGE}}}'
    subprocess.run(
        [*run, "ask", "-", "--project", "bench"],
        input=question.encode(),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    answered = time.perf_counter() - began
    print(
        f"import of {rows:,} rows: {loaded:.1f} s, {rows / loaded:,.0f} rows/s, peak {peak[0] / 1e9:.2f} GB"
    )
    print(
        f"to the first answer: {answered:.1f} s, {rows / answered:,.0f} rows/s (asked for ≥ 800,000, ≤ 6 GB)"
    )


_RANGE = '{"from":"2025-01-01","to":"2025-03-31"}'


def main() -> None:
    """Everything in a temporary folder, so that nothing is left."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000_000
    memory = psutil.virtual_memory().total / 2**30
    print(
        f"{platform.machine()}, {psutil.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"
    )
    with tempfile.TemporaryDirectory(prefix="yunying-bench-") as folder:
        file, home = Path(folder) / "events.parquet", Path(folder) / "home"
        write_events(file, rows)
        import_file(home, file, rows)
        subprocess.run([sys.executable, "-m", "benchmarks.questions", str(home)], check=True)


if __name__ == "__main__":
    main()
