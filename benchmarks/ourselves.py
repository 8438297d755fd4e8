"""What no other engine is asked: `python -m benchmarks.ourselves FOLDER`, after `benchmarks.compare` filled it.

Bytes of the core columns an event; the next answer after 10,000 new events; twenty tiles of a board at once beside
the slowest of them alone; why a metric moved.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.asked import QUESTIONS, RANGE
from benchmarks.engines.ours import import_file
from benchmarks.log import DAYS, EVENTS, EVENTS_PER_PERSON, FIRST_DAY, LAST_DAY, write_day
from yunying.analyse import ask, parse_question
from yunying.app import App, open_app
from yunying.app.asking import Pending
from yunying.core import Settings
from yunying.kpi import Metric
from yunying.metrics import Between
from yunying.store import Dataset

DIMENSIONS = ("channel", "platform", "app_version", "country", "member", "city")
METRICS: dict[str, dict[str, Any]] = {
    "gmv": {"type": "sum", "event": "purchase", "property": "amount"},
    "active": {"type": "people", "event": None},
    "opens": {"type": "count", "event": "app_open"},
    "buyers": {"type": "people", "event": "purchase"},
    "paying": {"type": "ratio", "of": "buyers", "by": "active"},
}


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _waited(work: Callable[[], Pending[Any]]) -> float:
    return seconds(lambda: work().result())


def core_bytes(app: App) -> float:
    """Bytes of person, time and event in the hot columns, an event."""
    project = app.workspace.projects.find("bench")
    rows = app.datasets.of(project).hot.view().snapshot.rows
    files = app.settings.cache(project.id).rglob("core-*.arrow")
    return sum(f.stat().st_size for f in files) / rows


def everyday() -> list[dict[str, Any]]:
    """A board as a shop's team looks at in the morning: what each part of the work watches, easy and hard."""
    trends: list[dict[str, Any]] = [
        {"series": [{"event": None, "measure": "people"}]},
        {"series": [{"event": None, "measure": "rolling_people", "days": 7}]},
        {"series": [{"event": None, "measure": "people", "first_ever": True}]},
        {"series": [{"event": "app_open", "measure": "events"}]},
        {"series": [{"event": "search", "measure": "people"}]},
        {"series": [{"event": "item_view", "measure": "events"}]},
        {"series": [{"event": "add_cart", "measure": "people"}]},
        {"series": [{"event": "checkout", "measure": "people"}]},
        {"series": [{"event": "purchase", "measure": "events"}]},
        {"series": [{"event": "purchase", "measure": "people"}]},
        {"series": [{"event": "purchase", "measure": "sum", "property": "amount"}]},
        {"series": [{"event": "purchase", "measure": "events_per_person"}], "interval": "week"},
        {
            "series": [
                {"event": "purchase", "measure": "people"},
                {"event": "app_open", "measure": "people"},
            ],
            "formulas": [{"formula": "A / B"}],
        },
        {"series": [{"event": "page_view", "measure": "people"}], "breakdown": {"property": "channel"}},
        {"series": [{"event": "purchase", "measure": "people"}], "breakdown": {"property": "country"}},
    ]
    harder = ("funnel_3", "retention_weekly", "lifecycle", "path", "attribution")
    return [{"kind": "trend", "range": RANGE, **trend} for trend in trends] + [
        QUESTIONS[n].ours for n in harder
    ]


def alike() -> list[dict[str, Any]]:
    """Five events, each as people and as events by day, by week with its channels, and as a funnel: none is much
    slower than the others, so that there is little to hide behind.
    """
    found: list[dict[str, Any]] = []
    for event in EVENTS[1:6]:
        for measure in ("people", "events"):
            found.append({"kind": "trend", "series": [{"event": event, "measure": measure}], "range": RANGE})
        by_channel = {"series": [{"event": event, "measure": "people"}], "breakdown": {"property": "channel"}}
        found.append({"kind": "trend", "interval": "week", "range": RANGE, **by_channel})
        found.append({"kind": "funnel", "steps": [{"event": "app_open"}, {"event": event}], "range": RANGE})
    return found


def tiles_at_once(data: Dataset, name: str, tiles: list[dict[str, Any]]) -> None:
    """Print how long a board takes."""
    board = [parse_question(tile) for tile in tiles]
    for question in board:
        ask(data, question)
    alone = [min(seconds(partial(ask, data, question)) for _ in range(3)) for question in board]
    with ThreadPoolExecutor(len(board)) as pool:
        together = min(seconds(lambda: list(pool.map(partial(ask, data), board))) for _ in range(3))
    print(
        f"{len(board)} {name} tiles at once: {together:.3f} s, {together / max(alone):.1f} times the slowest alone "
        f"({max(alone):.3f} s); one after the other {sum(alone):.3f} s"
    )


def reasons(app: App, data: Dataset) -> None:
    """Print how long it takes to say why metrics moved, beside the trends that break them down one by one."""
    project = app.workspace.projects.find("bench")
    metrics = {
        key: Metric.model_validate({"name": {"zh": key, "en": key}, "is": of}) for key, of in METRICS.items()
    }
    app.measuring.apply(project, metrics, by=None)
    middle = FIRST_DAY + timedelta(days=DAYS // 2)
    before = Between(**{"from": FIRST_DAY, "to": middle - timedelta(days=1)})
    now = Between(**{"from": middle, "to": LAST_DAY})
    purchases = {"event": "purchase", "measure": "sum", "property": "amount"}
    by_one = [
        parse_question(
            {"kind": "trend", "range": RANGE, "series": [purchases], "breakdown": {"property": name}}
        )
        for name in DIMENSIONS
    ]
    alone = min(seconds(lambda: [ask(data, q) for q in by_one]) for _ in range(3))
    for key in METRICS:
        explain = partial(app.measuring.explain, project, key, now, before, DIMENSIONS, by=None)
        explained = min(_waited(explain) for _ in range(4))
        print(
            f"why {key} moved, by {len(DIMENSIONS)} properties over {DAYS} days: {explained:.2f} s (asked for ≤ 3), "
            f"{explained / alone:.1f} times {len(DIMENSIONS)} trends of purchases broken down ({alone:.2f} s)"
        )


def after_new_events(data: Dataset, home: Path) -> None:
    """Print how long the next answer takes after 10,000 events came."""
    asked = {name: parse_question(QUESTIONS[name].ours) for name in ("dau", "funnel_3", "retention_daily")}
    warm = {name: min(seconds(partial(ask, data, q)) for _ in range(5)) for name, q in asked.items()}
    rows = data.hot.view().snapshot.rows
    for i, (name, question) in enumerate(asked.items()):
        with tempfile.TemporaryDirectory() as temporary:
            fresh = Path(temporary) / "fresh.parquet"
            write_day(fresh, 10_000, DAYS - 1, rows // EVENTS_PER_PERSON, seed=100 + i)
            import_file(fresh, home)
        after = seconds(partial(ask, data, question))
        print(
            f"{name} after 10,000 new events: {after:.3f} s, {after / warm[name]:.1f} times {warm[name]:.3f} s"
        )


def main(folder: Path) -> None:
    """Measure a copy, and print."""
    with tempfile.TemporaryDirectory(prefix="yunying-bench-") as temporary:
        home = Path(temporary) / "ours"
        shutil.copytree(folder / "ours", home)
        app = open_app(Settings.read({**os.environ, "YUNYING_ANSWERS_MEMORY": "0"}, home))
        data = app.datasets.of(app.workspace.projects.find("bench"))
        print(f"core columns: {core_bytes(app):.1f} bytes an event")
        tiles_at_once(data, "everyday", everyday())
        tiles_at_once(data, "alike", alike())
        reasons(app, data)
        after_new_events(data, home)
        app.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
