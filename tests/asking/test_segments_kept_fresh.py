"""Dynamic segments: what is in them is what their question says, whatever arrives, merges or fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.clock import HeldClock
from tests.support.profiles import share
from tests.support.projects import IDS, Commit, add_commit, add_merges, plans
from tests.support.questions import person_filters

from yunying.analyse import parse_question, people_behind
from yunying.app import App, Keeper, open_app
from yunying.audience import in_order
from yunying.core import Conflict, Refused, Settings
from yunying.metrics import address
from yunying.store.ledger import Segment
from yunying.workspace import Project

NOW = datetime(2025, 3, 10, 9, tzinfo=UTC)
DAY = 86_400_000_000
ALL = address(people="all")


def rule(*who: Any) -> Any:
    """Who fulfils filters at the end of today."""
    return parse_question({"kind": "people", "range": {"last": 1, "unit": "day"}, "who": list(who)})


def bought(times: int, days: int = 3) -> dict[str, Any]:
    return {
        "did": {"event": "buy"},
        "value": times,
        "within": {"before": {"value": days, "unit": "day"}},
    }


class Shop:
    """A project whose events are written straight into its lake."""

    def __init__(self, app: App, clock: HeldClock) -> None:
        self.app, self.clock = app, clock
        self.project: Project = app.workspace.projects.create("shop", "UTC")
        self.data = app.datasets.of(self.project)
        self.data.people.resolve(pa.array([str(i) for i in range(IDS)], pa.string()))

    def buy(self, *people: int) -> None:
        """They buy now."""
        at = int(self.clock().timestamp() * 1e6)
        add_commit(self.data, Commit((), tuple((p, "buy", at) for p in people)))

    def segment(self, name: str, *who: Any) -> Segment:
        return self.app.segmenting.create(self.project, name, rule(*who), None, dynamic=True, by=None)

    def members(self, segment: Segment) -> list[int]:
        found = self.data.segments.people(segment.id)
        return [] if found is None else found.tolist()

    def kept(self, segment: Segment) -> Segment:
        return self.app.workspace.segments.get(self.project.id, segment.id)


@contextmanager
def opened(folder: Path) -> Iterator[Shop]:
    clock = HeldClock(NOW)
    app = open_app(Settings(home=folder, threads=2), clock=clock)
    try:
        yield Shop(app, clock)
    finally:
        app.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path / "home") as found:
        found.buy(0, 1, 1)
        yield found


def test_people_enter_and_leave_as_events_and_days_come(shop: Shop) -> None:
    often = shop.segment("often", bought(2))
    assert (often.kind, often.size, shop.members(often)) == ("dynamic", 1, [1])
    shop.clock.go_on(timedelta(days=1))
    shop.buy(0, 5)
    assert shop.app.segmenting.wire(shop.project, shop.kept(often))["fresh"] is False
    assert shop.app.refreshing.refresh(shop.project).changed == 1
    assert shop.members(often) == [0, 1]
    shop.clock.go_on(timedelta(days=2))  # nobody sends anything, and yet the window moves on
    assert shop.app.refreshing.refresh(shop.project).changed == 1
    assert (shop.members(often), shop.kept(often).size) == ([], 0)
    assert shop.app.segmenting.wire(shop.project, shop.kept(often))["fresh"] is True
    changes = shop.app.segmenting.changes(shop.project, often.id, 10)
    assert [(c.size, c.entered, c.left) for c in changes] == [(0, 0, 2), (2, 1, 0), (1, 0, 0)]
    moved = shop.app.segmenting.moved
    assert moved(shop.project, often.id, changes[0].position, "left").people.tolist() == [0, 1]
    assert moved(shop.project, often.id, changes[1].position, "entered").people.tolist() == [0]


def test_what_nothing_happened_to_is_not_made_again(shop: Shop) -> None:
    shop.segment("often", bought(2))
    done = shop.app.refreshing.refresh(shop.project)
    assert (done.looked, done.made) == (1, 0)
    assert Keeper(shop.app.workspace, shop.app.refreshing).run_once() == 0
    shop.buy(3, 3)
    keeper = Keeper(shop.app.workspace, shop.app.refreshing)
    assert keeper.run_once() == 1
    shop.buy(4, 4)
    assert keeper.run_once() == 0  # not again at once


def test_a_merge_moves_nobody(shop: Shop) -> None:
    often = shop.segment("often", bought(1))
    add_merges(shop.data, [(0, 1)])
    shop.app.refreshing.refresh(shop.project)
    assert shop.members(often) == [1]
    assert len(shop.app.segmenting.changes(shop.project, often.id, 10)) == 1


def test_segments_of_segments_are_made_after_them(shop: Shop) -> None:
    any_buyer = shop.segment("any", bought(1))
    some = shop.segment("some", {"segment": any_buyer.id}, {"not": bought(2)})
    outer = shop.segment("outer", {"or": [{"segment": some.id}, bought(3)]})
    assert (shop.members(some), shop.members(outer)) == ([0], [0])
    shop.buy(7)
    assert shop.app.refreshing.refresh(shop.project, outer.id).made == 3
    assert shop.members(outer) == [0, 7]
    with pytest.raises(Refused) as refused:
        shop.app.segmenting.change(shop.project, any_buyer.id, question=rule({"segment": outer.id}), by=None)
    assert refused.value.code == "segment_cycle"
    with pytest.raises(Conflict) as used:
        shop.app.segmenting.delete(shop.project, any_buyer.id, by=None)
    assert [one["name"] for one in used.value.params["used_by"]] == ["some"]


def test_one_that_cannot_be_made_says_so_and_keeps_its_people(shop: Shop) -> None:
    often = shop.segment("often", bought(2))
    other = shop.segment("other", bought(1))
    gone = rule({"segment": "seg_gone"})
    with pytest.raises(Refused):
        shop.app.segmenting.change(shop.project, often.id, question=gone, by=None)
    raw = gone.model_dump(mode="json", by_alias=True, exclude_none=True)
    shop.app.workspace.segments.change(
        shop.project.id, often.id, None, None, question=raw, address=ALL, by=None
    )
    shop.buy(8)
    done = shop.app.refreshing.refresh(shop.project)
    assert (done.made, done.failed, shop.members(often), shop.members(other)) == (2, 1, [1], [0, 1, 8])
    error = shop.kept(often).refresh_error
    assert error is not None and error["code"] == "unknown_segment"
    assert shop.app.segmenting.wire(shop.project, shop.kept(often))["fresh"] is False


def test_another_definition_is_a_version(shop: Shop) -> None:
    often = shop.segment("often", bought(2))
    changed = shop.app.segmenting.change(shop.project, often.id, question=rule(bought(1)), by=None)
    assert (changed.version, changed.size, shop.members(often)) == (2, 2, [0, 1])
    versions = shop.app.workspace.segments.versions(shop.project.id, often.id)
    assert [v.version for v in versions] == [2, 1]
    frozen = shop.app.segmenting.change(shop.project, often.id, kind="frozen", by=None)
    shop.buy(9)
    assert (frozen.kind, shop.app.refreshing.refresh(shop.project).looked) == ("frozen", 0)
    shop.app.segmenting.change(shop.project, often.id, kind="dynamic", by=None)
    assert shop.members(often) == [0, 1, 9]


def test_uploaded_lists_name_what_is_unknown(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("user,note\n 1,x\n0,\n1,again\nnobody,\n9,no events\n", "utf-8")
    upload = shop.app.segmenting.upload
    segment = upload(shop.project, "listed", path, file="list.csv", by=None)
    assert (shop.members(segment), segment.size, segment.question) == ([0, 1], 2, None)
    assert segment.upload == {
        "file": "list.csv",
        "column": "user",
        "by": "distinct_id",
        "given": 5,
        "different": 4,
        "unknown": 2,
        "examples": ["nobody", "9"],
    }
    for column, code in (("x", "unknown_column"), ("note", "nobody_found")):
        with pytest.raises(Refused) as refused:
            upload(shop.project, "other", path, file="list.csv", column=column, by=None)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        shop.app.segmenting.change(shop.project, segment.id, kind="dynamic", by=None)
    assert refused.value.code == "list_is_frozen"
    assert shop.app.refreshing.refresh(shop.project).looked == 0


def test_overlap_parts_share_nobody(shop: Shop) -> None:
    shop.buy(2, 2, 3)
    one, two = shop.segment("one", bought(1)), shop.segment("two", bought(2))
    parts = shop.app.segmenting.overlap(shop.project, [one.id, two.id])
    assert [(s, p.tolist()) for s, p in parts] == [((one.id,), [0, 3]), ((one.id, two.id), [1, 2])]
    assert shop.app.segmenting.in_exactly(shop.project, [one.id, two.id], [two.id]).people.tolist() == []


@share(0.4)
@given(draw=st.data())
def test_members_are_who_the_question_finds_after_every_commit(draw: st.DataObject) -> None:
    plan = draw.draw(plans(size=6))
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, opened(Path(folder)) as shop:
        shop.clock.now = plan.now
        project = shop.project
        app = shop.app
        first, *later = plan.commits
        add_commit(shop.data, first)
        questions = [
            rule(
                *draw.draw(
                    person_filters(plan).filter(lambda who: '"segment"' not in str(who).replace("'", '"'))
                )
            )
            for _ in range(2)
        ]
        segments = []
        for i, question in enumerate(questions):
            try:
                people_behind(shop.data, question, ALL)
            except Refused:
                continue  # it speaks of what has not come yet
            made = app.segmenting.create(project, f"s{i}", question, None, dynamic=True, by=None)
            segments.append((made, question))
        sizes = {made.id: made.size for made, _ in segments}
        for commit in later:
            add_commit(shop.data, commit)
            app.refreshing.refresh(project)
            for made, question in segments:
                expected = np.sort(people_behind(shop.data, question, ALL).people).tolist()
                assert shop.members(made) == expected
                newest = app.segmenting.changes(project, made.id, 1)[0]
                if newest.size != sizes[made.id]:
                    assert newest.size == sizes[made.id] + newest.entered - newest.left
                sizes[made.id] = newest.size


def test_circles_are_found() -> None:
    assert in_order({"a": {"b"}, "b": set(), "c": {"a"}}) == ["b", "a", "c"]
    with pytest.raises(Refused) as refused:
        in_order({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    assert set(refused.value.params["circle"]) == {"a", "b", "c"}
