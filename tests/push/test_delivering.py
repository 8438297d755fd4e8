"""Whatever is lost on the way, a receiver ends up with exactly the people of the segment."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.push.conftest import Shop, opened
from tests.support.profiles import share
from tests.support.projects import IDS, add_merges
from tests.support.receiver import SECRET, Manner, Receiver

from yunying.app import Pusher, delivering
from yunying.core import Conflict


def there(receiver: Receiver, segment: str) -> list[int]:
    return sorted(receiver.people.get(segment, {}))


def test_everybody_is_sent_and_then_who_enters_and_leaves(shop: Shop, receiver: Receiver) -> None:
    often = shop.segment()
    push = shop.push(often, shop.webhook(receiver), "in_step", "plan", "$events")
    assert shop.shown(push)["status"] == "waiting"
    done = shop.deliver(push)
    assert (there(receiver, often.id), done.delivered, done.waiting) == ([1, 2], 2, 0)
    first = receiver.bodies[0]
    assert first == {
        "type": "segment.changed",
        "data": {
            "push": push.id,
            "segment": {"id": often.id, "name": "often"},
            "mode": "in_step",
            "sequence": 1,
            "entered": [
                {"person_id": 1, "distinct_id": "1", "properties": {"plan": "basic", "$events": 2}},
                {"person_id": 2, "distinct_id": "2", "properties": {"plan": "basic", "$events": 2}},
            ],
            "left": [],
            "complete": True,
        },
    }
    assert shop.shown(push)["status"] == "fine"

    shop.later(days=2)
    shop.buy(3, 3)
    shop.later(days=1)  # the first two have left
    shop.app.refreshing.refresh(shop.project)
    Pusher(shop.app.workspace, shop.app.pushing).run_once()
    assert (there(receiver, often.id), shop.members(often)) == ([3], [3])
    last = receiver.bodies[-1]["data"]
    assert ([p["person_id"] for p in last["entered"]], last["left"], last["sequence"]) == ([3], [1, 2], 2)
    position = shop.app.segmenting.changes(shop.project, often.id, 1)[0].position
    assert shop.shown(push)["position"] == position
    actions = [entry.action for entry in shop.app.workspace.audit.latest(50)]
    assert actions.count("push.sent") == 2 and "push.set_up" in actions and "target.added" in actions
    assert receiver.errors == []


def test_once_is_once_until_it_is_asked_for_again(shop: Shop, receiver: Receiver) -> None:
    often = shop.segment()
    push = shop.push(often, shop.webhook(receiver), "once")
    pusher = Pusher(shop.app.workspace, shop.app.pushing)
    pusher.run_once()
    assert there(receiver, often.id) == [1, 2]
    shop.buy(5, 5)
    shop.later(days=2)
    shop.app.refreshing.refresh(shop.project)
    pusher = Pusher(shop.app.workspace, shop.app.pushing)
    pusher.run_once()
    assert there(receiver, often.id) == [1, 2]
    shop.app.pushing.request(shop.project, push.id, by=None)
    pusher.run_once()
    assert there(receiver, often.id) == shop.members(often) == [1, 2, 5]
    assert (
        len(receiver.bodies[-1]["data"]["entered"]) == 3
    )  # all of them again, with what is known of them today


def test_failures_are_told_and_end_by_themselves(shop: Shop) -> None:
    receiver = Receiver()
    with receiver.listening():
        often = shop.segment()
        push = shop.push(often, shop.webhook(receiver))
    pusher = Pusher(shop.app.workspace, shop.app.pushing)
    for attempt in range(1, delivering.FAILING + 1):
        pusher.run_once()
        shown = shop.shown(push)
        assert shown["attempts"] == attempt
        assert shown["status"] == ("failing" if attempt == delivering.FAILING else "retrying")
        pusher.run_once()  # its time has not come
        assert shop.shown(push)["attempts"] == attempt
        shop.clock.now = shown["next_at"]
    assert (shown["waiting"], shown["delivered"], shown["last_success_at"]) == (2, 0, None)
    assert shown["last_error"]["code"] == "target_unreachable"
    with receiver.listening(receiver.port):
        pusher.run_once()
    shown = shop.shown(push)
    assert (shown["status"], shown["waiting"], shown["delivered"], shown["last_error"]) == (
        "fine",
        0,
        2,
        None,
    )
    assert receiver.bodies[0]["data"]["sequence"] == 1  # it is still the first message


def test_what_was_not_acknowledged_is_sent_under_the_same_id(shop: Shop, receiver: Receiver) -> None:
    often = shop.segment()
    push = shop.push(often, shop.webhook(receiver))
    receiver.manner = "lose"
    assert shop.deliver(push).last_error is not None
    receiver.manner = "fine"
    assert shop.deliver(push).last_error is None
    assert [h["webhook-id"] for h in receiver.headers] == [f"{push.id}.1"]
    receiver.manner = "busy"
    shop.app.pushing.request(shop.project, push.id, by=None)
    failed = shop.deliver(push)
    assert failed.next_at is not None and (failed.next_at - shop.clock()).total_seconds() == 100
    receiver.manner = "redirect"
    assert shop.shown(shop.deliver(push))["status"] == "failing"  # at once: it will not change by itself


def test_merged_and_erased_people_leave(shop: Shop, receiver: Receiver) -> None:
    often = shop.segment()
    push = shop.push(often, shop.webhook(receiver))
    shop.deliver(push)
    add_merges(shop.data, [(2, 1)])
    Pusher(shop.app.workspace, shop.app.pushing).run_once()
    assert there(receiver, often.id) == shop.members(often) == [1]
    shop.app.privacy.erase(shop.project, "1", by=None)
    Pusher(shop.app.workspace, shop.app.pushing).run_once()
    assert there(receiver, often.id) == []


def test_long_lists_go_in_parts_and_go_on_where_they_stopped(
    shop: Shop, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "BATCH", 2)
    shop.buy(*range(IDS))
    everybody = shop.segment("everybody", times=1)
    push = shop.push(everybody, shop.webhook(receiver))
    assert not shop.app.pushing._delivering.deliver(shop.project, push.id, seconds=0)
    assert (there(receiver, everybody.id), shop.shown(push)["waiting"]) == ([0, 1], IDS - 2)
    assert shop.shown(push)["status"] == "sending"
    shop.deliver(push)
    assert there(receiver, everybody.id) == list(range(IDS))
    complete = [body["data"]["complete"] for body in receiver.bodies]
    assert complete == [False] * (len(complete) - 1) + [True]
    assert [body["data"]["sequence"] for body in receiver.bodies] == list(range(1, len(complete) + 1))


def test_secrets_are_nowhere(shop: Shop, receiver: Receiver, tmp_path: Path) -> None:
    often = shop.segment()
    target = shop.webhook(receiver)
    shop.deliver(shop.push(often, target))
    held = [SECRET, SECRET.removeprefix("whsec_")]
    for path in (tmp_path / "home").rglob("*"):
        if path.is_file():
            assert not any(secret.encode() in path.read_bytes() for secret in held), path
    shown = json.dumps(shop.app.pushing.targets(shop.project), default=str)
    entries = str([(e.subject, e.details) for e in shop.app.workspace.audit.latest(50)])
    assert not any(secret in shown + entries for secret in held)


def test_what_is_in_use_stays(shop: Shop, receiver: Receiver) -> None:
    often = shop.segment()
    target = shop.webhook(receiver)
    push = shop.push(often, target)
    with pytest.raises(Conflict) as used:
        shop.app.segmenting.delete(shop.project, often.id, by=None)
    assert used.value.params["used_by"] == [{"kind": "push", "id": target.id, "name": "crm"}]
    with pytest.raises(Conflict) as used:
        shop.app.pushing.remove_target(shop.project, target.id, by=None)
    assert used.value.params["used_by"][0]["name"] == "often"
    shop.app.pushing.stop(shop.project, push.id, by=None)
    shop.app.segmenting.delete(shop.project, often.id, by=None)
    shop.app.pushing.remove_target(shop.project, target.id, by=None)
    assert shop.app.pushing.targets(shop.project) == []


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("buy"), st.lists(st.integers(0, IDS - 1), min_size=1, max_size=6)),
        st.tuples(st.just("day"), st.integers(1, 3)),
        st.tuples(st.just("merge"), st.tuples(st.integers(0, IDS - 1), st.integers(0, IDS - 1))),
        st.tuples(st.just("manner"), st.sampled_from(get_args(Manner))),
        st.tuples(st.just("send"), st.floats(0, 0)),
        st.tuples(st.just("part"), st.floats(0, 0)),
        st.tuples(st.just("again"), st.floats(0, 0)),
    ),
    max_size=14,
)


@share(0.3)
@given(steps=STEPS, by_id=st.booleans())
def test_the_receiver_has_the_segment_after_whatever_happened(
    steps: list[tuple[str, Any]], by_id: bool
) -> None:
    receiver = Receiver(by_id=by_id)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivering, "BATCH", 2)
        with opened(Path(folder)) as shop, receiver.listening():
            shop.buy(0, 1, 1)
            often = shop.segment()
            push = shop.push(often, shop.webhook(receiver))
            merged: set[int] = set()
            for what, value in steps:
                if what == "buy":
                    shop.buy(*value)
                elif what == "day":
                    shop.later(days=value)
                elif what == "merge":
                    one, into = value
                    if one != into and not {one, into} & merged:
                        merged |= {one, into}
                        add_merges(shop.data, [(one, into)])
                elif what == "manner":
                    receiver.manner = value
                elif what == "again":
                    shop.app.pushing.request(shop.project, push.id, by=None)
                else:
                    shop.app.refreshing.refresh(shop.project)
                    shop.app.pushing._delivering.deliver(
                        shop.project, push.id, seconds=0 if what == "part" else None
                    )
                    work = delivering._Work(shop.app.pushing._delivering._kept(shop.project), push.id)
                    now = np.array(there(receiver, often.id), np.int32)
                    assert set(work.sure) <= set(now) <= set(work._perhaps)
            receiver.manner = "fine"
            shop.app.refreshing.refresh(shop.project)
            done = shop.deliver(push)
            assert there(receiver, often.id) == shop.members(often)
            assert (done.delivered, done.waiting, done.attempts) == (len(shop.members(often)), 0, 0)
            assert receiver.errors == []
