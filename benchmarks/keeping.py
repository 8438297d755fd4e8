"""Keeping 500 dynamic segments fresh: `python -m benchmarks.keeping FOLDER`, after `benchmarks.compare` filled it.

Works on a copy of the project. Seconds of making all of them for the first time, again when nothing happened, and
after 10,000 new events.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from pathlib import Path
from typing import Any

from benchmarks.engines.ours import import_file
from benchmarks.log import DAYS, EVENTS, EVENTS_PER_PERSON, LAST_DAY, write_day
from yunying.analyse import parse_question
from yunying.app import App, open_app
from yunying.core import Settings
from yunying.metrics import activity, address

SEGMENTS = 500
NOON = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 12, tzinfo=UTC)
Json = dict[str, Any]


def rules() -> list[list[Json]]:
    """Rules as teams write them: how often who did what lately, who they are, what they did not do, and mixtures."""
    found: list[list[Json]] = []
    for event, times, days in product(EVENTS[1:21], (1, 2, 3, 5), (1, 3, 7, 14, 30)):
        did = {"did": {"event": event}, "value": times, "within": _before(days)}
        kind = len(found) % 5
        if kind == 1:
            found.append([did, {"not": {"did": {"event": "purchase"}, "within": _before(days)}}])
        elif kind == 2:
            who = {"property": "$events", "op": ">=", "value": 5 * times}
            found.append([did, who])
        elif kind == 3:
            money = {
                "did": {"event": "purchase"},
                "measure": "sum",
                "property": "amount",
                "op": ">=",
                "value": 100,
            }
            found.append([{"or": [did, money | {"within": _before(30)}]}])
        elif kind == 4:
            found.append(
                [did, {"property": "$last_seen", "op": ">=", "value": str(LAST_DAY - timedelta(days))}]
            )
        else:
            found.append([did])
    steps = product(EVENTS[1:11], EVENTS[11:21])
    found += [
        [{"sequence": [{"event": a}, {"event": b}], "within": _before(14)}] for a, b in islice(steps, 100)
    ]
    return found[:SEGMENTS]


def _before(days: int) -> Json:
    return {"before": {"value": days, "unit": "day"}}


def make(app: App) -> None:
    """Put the segments into the ledger, without people yet."""
    project = app.workspace.projects.find("bench")
    for i, who in enumerate(rules()):
        question = {"kind": "people", "range": {"last": 1, "unit": "day"}, "who": who}
        app.workspace.segments.create(
            project.id,
            f"seg_{i}",
            f"rule {i}",
            kind="dynamic",
            size=0,
            question=parse_question(question).model_dump(mode="json", by_alias=True, exclude_none=True),
            address=address(people="all"),
            data_version=0,
            by=None,
        )


def refresh(app: App, what: str) -> None:
    """Print one round."""
    done = app.refreshing.refresh(app.workspace.projects.find("bench"))
    print(
        f"{what}: {done.seconds:.1f} s, {done.made} made, {done.changed} changed, {done.failed} failed",
        flush=True,
    )


def main(folder: Path) -> None:
    """Run in a copy, which goes away."""
    with tempfile.TemporaryDirectory(prefix="yunying-keeping-", dir=folder) as scratch:
        home = Path(scratch) / "home"
        shutil.copytree(folder / "ours", home)
        settings = Settings.read(os.environ, home)
        app = open_app(settings, clock=lambda: NOON)
        data = app.datasets.of(app.workspace.projects.find("bench"))
        view = data.hot.view()
        people = int((activity(view).count > 0).sum())
        print(f"{SEGMENTS} segments over {people:,} people and {view.snapshot.rows:,} events")
        make(app)
        refresh(app, "all for the first time")
        refresh(app, "nothing happened")
        more = Path(scratch) / "more.parquet"
        write_day(more, 10_000, DAYS - 1, view.snapshot.rows // EVENTS_PER_PERSON, seed=11)
        import_file(more, home)
        refresh(app, "after 10,000 new events")
        began = time.perf_counter()
        size = sum(
            f.stat().st_size for f in settings.segments(app.workspace.projects.find("bench").id).iterdir()
        )
        print(f"{size / 2**20:,.0f} MiB on disk (found in {time.perf_counter() - began:.2f} s)")
        app.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
