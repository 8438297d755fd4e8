"""One engine, one question, a process of its own: `python -m benchmarks.one ENGINE FOLDER QUESTION RUNS`.

Prints JSON: seconds of the first answer after the start (libraries loaded, data not yet opened), seconds of further
answers, the largest resident memory, and the answer.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from pathlib import Path

from benchmarks.asked import QUESTIONS

MOST_SECONDS = 15.0
"""After so long no further warm run begins."""


def main(engine: str, folder: Path, name: str, runs: int) -> None:
    """Ask once cold, then up to `runs` times warm."""
    module = importlib.import_module(f"benchmarks.engines.{engine}")
    question = QUESTIONS[name]
    began = time.perf_counter()
    ask = module.opened(folder)
    answer = ask(question)
    cold = time.perf_counter() - began
    warm: list[float] = []
    while len(warm) < runs and sum(warm) < MOST_SECONDS:
        began = time.perf_counter()
        ask(question)
        warm.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"cold": cold, "warm": warm, "peak": peak, "answer": answer}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
