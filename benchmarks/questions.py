"""How long questions take, in process and warm: `python -m benchmarks.questions HOME`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.events import FIRST_DAY, LAST_DAY
from yunying.analyse import ask, parse_question
from yunying.app import open_app
from yunying.core import Settings

RANGE = {"from": FIRST_DAY, "to": LAST_DAY}
ANY = {"event": None}
FUNNEL_STEPS = [{"event": "event_02"}, {"event": "event_05"}, {"event": "event_07"}]
QUESTIONS: dict[str, tuple[float | None, dict[str, Any]]] = {
    "DAU over 90 days": (
        0.05,
        {"kind": "trend", "series": [{"event": None, "measure": "people"}], "range": RANGE},
    ),
    "people of one event by day": (
        None,
        {"kind": "trend", "series": [{"event": "event_00", "measure": "people"}], "range": RANGE},
    ),
    "retention 90 × 90": (
        0.25,
        {"kind": "retention", "start": {"event": None}, "return": {"event": None}, "range": RANGE},
    ),
    "retention 90 × 90, every start": (
        0.5,
        {"kind": "retention", "start": ANY, "return": ANY, "cohort": "every", "range": RANGE},
    ),
    "retention by group, from the own start": (
        None,
        {
            "kind": "retention",
            "start": ANY,
            "return": ANY,
            "clock": "rolling",
            "breakdown": {"property": "$events", "bins": 5},
            "range": RANGE,
        },
    ),
    "lifecycle by week": (
        None,
        {"kind": "lifecycle", "activity": ANY, "interval": "week", "range": RANGE},
    ),
    "stickiness by month": (
        None,
        {"kind": "stickiness", "activity": ANY, "interval": "month", "range": RANGE},
    ),
    "frequency": (None, {"kind": "frequency", "activity": ANY, "range": RANGE}),
    "3-step funnel, 7 days": (
        0.25,
        {"kind": "funnel", "steps": FUNNEL_STEPS, "window": {"value": 7, "unit": "day"}, "range": RANGE},
    ),
    "the funnel, last step filtered": (
        None,
        {
            "kind": "funnel",
            "steps": [
                *FUNNEL_STEPS[:2],
                {"event": "event_07", "filters": [{"property": "amount", "op": ">", "value": 50}]},
            ],
            "window": {"value": 7, "unit": "day"},
            "range": RANGE,
        },
    ),
    "sum of a property by day": (
        None,
        {
            "kind": "trend",
            "series": [{"event": "event_07", "measure": "sum", "property": "amount"}],
            "range": RANGE,
        },
    ),
    "p95 of a property by day": (
        None,
        {
            "kind": "trend",
            "series": [{"event": "event_07", "measure": "p95", "property": "amount"}],
            "range": RANGE,
        },
    ),
}


def main(home: Path, runs: int = 7) -> None:
    """Ask every question `runs` times after a first one; print the first, the best and the median."""
    app = open_app(Settings.read(os.environ, home))
    data = app.datasets.of(app.workspace.projects.find("bench"))
    began = time.perf_counter()
    days = data.hot.view().days()
    print(f"hot columns opened in {time.perf_counter() - began:.2f} s: {sum(d.rows for d in days):,} events")
    print(f"{'question':34} {'first':>8} {'best':>8} {'median':>8}  asked for")
    for name, (target, raw) in QUESTIONS.items():
        question = parse_question(raw)
        seconds = []
        for _ in range(runs + 1):
            began = time.perf_counter()
            ask(data, question)
            seconds.append(time.perf_counter() - began)
        warm = sorted(seconds[1:])
        wanted = f"≤ {target} s" if target else ""
        print(f"{name:34} {seconds[0]:8.3f} {warm[0]:8.3f} {warm[len(warm) // 2]:8.3f}  {wanted}")
    app.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
