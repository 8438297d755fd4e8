"""One person's page: property history, sessions, ids, worth, channels, messages and segments on data that is known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stream.conftest import NOW, Stage
from tests.support.profiles import share
from tests.support.projects import Plan, built, plans

from yunying.audience import person as of
from yunying.audience import read_layers
from yunying.audience.consent import consent_of
from yunying.audience.person import guess_worth
from yunying.core import NotFound, Refused, SessionRules
from yunying.metrics import activity, sessions_of, timeline
from yunying.metrics.sessions import session_table


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path / "home")
    yield made
    made.app.close()


def at(minutes: float) -> str:
    """So many minutes before now, as events write it."""
    return (NOW - timedelta(minutes=minutes)).isoformat()


def did(event: str, who: str, minutes: float, **more: Any) -> dict[str, Any]:
    return {"event": event, "distinct_id": who, "time": at(minutes)} | more


def number(stage: Stage, who: str) -> int:
    found = stage.data.people.find(who)
    assert found is not None
    return found


OPS = st.one_of(
    st.tuples(st.sampled_from(["set", "set_once"]), st.sampled_from(["x", "y", "中"])),
    st.tuples(st.just("append"), st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, max_size=3)),
    st.tuples(st.just("unset"), st.none()),
)
NUMBERS = st.one_of(
    st.tuples(st.sampled_from(["set", "set_once", "add"]), st.integers(-3, 3)),
    st.tuples(st.just("unset"), st.none()),
)


def after(state: Any, op: str, value: Any, *, lists: bool) -> Any:
    """What a property is after a word about it."""
    if op == "unset":
        return None
    if op == "add":
        return (state or 0) + value
    if op == "append":
        return [
            *(state or []),
            *(v for i, v in enumerate(value) if v not in (state or []) and v not in value[:i]),
        ]
    if op == "set_once" and state is not None:
        return state
    return [value] if lists else value


@share(0.1)
@given(
    words=st.lists(
        st.tuples(
            st.sampled_from("ab"), st.integers(0, 30), st.sampled_from(["word", "number"]), OPS, NUMBERS
        ),
        min_size=1,
        max_size=14,
    ),
    merged=st.booleans(),
)
def test_history_is_what_the_words_make(
    words: list[Any], merged: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stage = Stage(tmp_path_factory.mktemp("stage") / "home")
    said = []
    for i, (who, second, name, text, amount) in enumerate(words):
        op, value = text if name == "word" else amount
        person = {op: [name] if op == "unset" else {name: value}}
        said.append(
            {
                "distinct_id": who, "time": f"2026-03-01T00:00:{second:02d}Z", "event_id": str(i), "person": person,
                "event": f"says {i}",
            }
        )  # fmt: skip
    stage.send(did("visit", "a", 1), did("visit", "b", 1), *said)
    if merged:
        stage.app.privacy.merging.merge(stage.project, "b", "a", by=None)
    lists = any(op == "append" for *_, name, (op, _), _ in words if name == "word")
    for who in {"a"} if merged else {"a", "b"}:
        expected = []
        state: dict[str, Any] = {"word": None, "number": None}
        theirs = [(s, w, i) for i, (w, s, *_) in enumerate(words) if merged or w == who]
        for _, _, i in sorted(theirs, key=lambda one: (one[0], one[2])):
            _, _, name, text, amount = words[i]
            op, value = text if name == "word" else amount
            new = after(state[name], op, value, lists=lists and name == "word")
            if new != state[name]:
                expected.append((f"says {i}", name, state[name], new))
            state[name] = new
        found = of.history(stage.data, number(stage, who))
        shown = [(one.event, one.name, one.old, one.new) for one in reversed(found)]
        assert sorted(shown) == sorted(expected), "the same changes"
        for name in state:
            assert [s for s in shown if s[1] == name] == [e for e in expected if e[1] == name], (
                "in their order"
            )
        assert {one.source for one in found} <= {"web"}
        now = stage.traits(who)
        for name, value in state.items():
            assert now.get(name) == (
                json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
            )
    stage.app.close()


@share(0.5)
@given(plans(), st.booleans(), st.booleans(), st.sampled_from([1, 30, 600]))
def test_sessions_of_one_are_those_of_all(plan: Plan, midnight: bool, campaign: bool, timeout: int) -> None:
    with built(plan) as data:
        data.sessions = SessionRules(timeout, split_at_midnight=midnight, split_on_campaign=campaign)
        view = data.hot.view()
        table = session_table(data, view)
        for person in np.flatnonzero(activity(view).count > 0).tolist():
            rows = np.flatnonzero(table.person == person)
            rows = rows[np.argsort(table.started[rows], kind="stable")]
            found = sessions_of(data, view, person)
            assert [(s.started, s.ended, s.events, s.pageviews) for s in found] == [
                (int(table.started[r]), int(table.ended[r]), int(table.events[r]), int(table.pageviews[r]))
                for r in rows
            ]
            for name in ("entry_page", "exit_page", "entry_event"):
                labels, codes = table.texts[name]
                assert [getattr(s, name) for s in found] == [
                    None if codes[r] < 0 else labels[int(codes[r])].as_py() for r in rows
                ]


def test_a_timeline_says_the_session_of_each_event(stage: Stage) -> None:
    page = {"properties": {"$path": "/a"}}
    stage.send(
        did("$pageview", "a", 600, **page),
        did("$pageview", "a", 590, properties={"$path": "/b"}),
        did("buy", "a", 100),
    )
    found = timeline(stage.data, number(stage, "a"), None, 2, None)
    assert [(e["event"], e["session"]) for e in found["events"]] == [("buy", 1), ("$pageview", 0)]
    shown = [(s["number"], s["events"], s["entry_page"], s["exit_page"]) for s in found["sessions"]]
    assert shown == [(1, 1, None, None), (0, 2, "/a", "/b")]
    more = timeline(stage.data, number(stage, "a"), found["next"], 2, None)
    assert [s["number"] for s in more["sessions"]] == [0]


def test_each_id_has_its_own_times(stage: Stage) -> None:
    stage.send(
        did("visit", "phone", 500), did("visit", "phone", 400), did("sign up", "ann", 300, merge="phone")
    )
    stage.send({"distinct_id": "card", "time": at(200), "person": {"set": {"x": "y"}}})
    stage.app.privacy.merging.merge(stage.project, "card", "ann", by=None)
    found = of.ids_of(stage.data, number(stage, "ann"))
    assert [(one.id, one.events) for one in found] == [("ann", 1), ("phone", 2), ("card", 0)]
    assert found[1].first_seen == NOW - timedelta(minutes=500)
    assert found[1].last_seen == NOW - timedelta(minutes=400)
    assert found[2].first_seen is None
    with pytest.raises(NotFound):
        of.ids_of(stage.data, 99)


def test_worth_is_the_sum_of_what_was_asked_for(stage: Stage) -> None:
    def paid(event: str, minutes: float, amount: float) -> dict[str, Any]:
        return did(event, "ann", minutes, properties={"amount": amount})

    stage.send(
        paid("pay order", 300, 10.5),
        paid("pay order", 200, 20),
        paid("refund", 100, 5),
        did("visit", "ann", 50),
    )
    person, profiling, veil = (
        number(stage, "ann"),
        stage.app.profiling,
        stage.app.masking.at_terminal(stage.project),
    )
    everything = of.worth(stage.data, person, "amount")
    assert (everything.total, everything.count) == (35.5, 3)
    assert of.worth(stage.data, person, "amount", "visit").first_at is None
    guessed = profiling.worth(stage.project, person, None, None, veil)
    assert (guessed["guessed"], guessed["worth"]["event"], guessed["worth"]["total"]) == (
        True,
        "pay order",
        30.5,
    )
    assert guessed["worth"]["last_at"] == NOW - timedelta(minutes=200)
    with pytest.raises(Refused, match="no numeric property"):
        profiling.worth(stage.project, person, "nothing", None, veil)


@pytest.mark.parametrize(
    ("known", "guess"),
    [
        ([("add_cart", "price"), ("purchase", "price"), ("purchase", "quantity")], ("purchase", "price")),
        ([("submit_order", "amount"), ("pay_order", "amount")], ("pay_order", "amount")),
        ([("支付订单", "实付金额"), ("支付订单", "金额")], ("支付订单", "实付金额")),
        ([("refund_order", "amount"), ("order_view", "amount")], None),
        ([(None, "amount"), (None, "duration")], (None, "amount")),
        ([], None),
    ],
)
def test_the_revenue_is_guessed_by_names(known: list[tuple[str | None, str]], guess: object) -> None:
    assert guess_worth(known) == guess


def test_channels_say_why_somebody_cannot_be_reached(stage: Stage) -> None:
    def reached(**person: Any) -> dict[str, tuple[str, str | None]]:
        stage.send(did("visit", "ann", 10, person={"set": person}))
        found = stage.app.profiling.reach(stage.project, number(stage, "ann"))
        return {one["channel"]: (one["status"], one["property"]) for one in found}

    assert set(reached(city="上海").values()) == {("unknown", None)}
    found = reached(email="ann@example.org", 手机号="138 1234 5678", push_token="abc")
    assert (found["email"], found["sms"], found["push"]) == (
        ("reachable", "email"), ("reachable", "手机号"), ("reachable", "push_token"),
    )  # fmt: skip
    assert found["wecom"] == ("unknown", None)
    assert reached(email="ann@", 手机号="12")["email"] == ("invalid", "email")
    assert reached()["sms"] == ("invalid", "手机号")
    found = reached(email="ann@example.org", 手机号="13812345678", email_opt_in=False)
    assert (found["email"], found["sms"]) == (("refused", "email_opt_in"), ("reachable", "手机号"))
    assert reached(email_opt_in=True, unsubscribed=["sms"])["sms"] == ("refused", "unsubscribed")
    assert reached(unsubscribed="true")["push"] == ("refused", "unsubscribed")


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("unsubscribed", (None, False)), ("email_opt_in", ("email", True)), ("$unsubscribed_push", ("push", False)),
        ("sms_consent", ("sms", True)), ("marketing_consent", (None, True)), ("do_not_contact", (None, False)),
        ("短信授权", ("sms", True)), ("退订", (None, False)), ("push_enabled", ("push", True)), ("enabled", None),
        ("phone", None), ("email", None), ("consent_date_of_birth", None),
    ],
)  # fmt: skip
def test_names_of_consent(name: str, meaning: object) -> None:
    assert consent_of(name) == meaning


def test_messages_are_told_by_events_of_fixed_names(stage: Stage) -> None:
    def message(step: str, minutes: float, **said: Any) -> dict[str, Any]:
        return did(
            f"$message_{step}", "ann", minutes, properties={f"$message_{k}": v for k, v in said.items()}
        )

    assert of.messages(stage.data, _visits(stage)) == []
    stage.send(
        message("sent", 90, id="m1", channel="email", title="Hello"), message("opened", 60, id="m1"),
        message("opened", 50, id="m1"), message("failed", 30, channel="sms", reason="no such number"),
    )  # fmt: skip
    first, second = of.messages(stage.data, number(stage, "ann"))
    assert (first.channel, first.reason, list(first.steps)) == ("sms", "no such number", ["failed"])
    assert (second.title, second.channel) == ("Hello", "email")
    assert second.steps["opened"] == NOW - timedelta(minutes=60), "the first time"


def _visits(stage: Stage) -> int:
    stage.send(did("visit", "ann", 100))
    return number(stage, "ann")


def test_segments_with_when_they_were_entered_and_left(stage: Stage) -> None:
    stage.send(did("visit", "ann", 100), did("visit", "phone", 90))
    ann, phone, data = number(stage, "ann"), number(stage, "phone"), stage.data
    days = [datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 8)]
    nobody, both = np.zeros(0, np.int32), np.array([ann, phone], np.int32)
    data.segments.keep("seg_frozen", both[:1])
    for segment, moves in {
        "seg_moved": [
            (days[0], nobody, nobody), (days[1], both[:1], nobody), (days[2], nobody, both[:1]),
            (days[3], both[:1], nobody),
        ],
        "seg_left": [(days[0], nobody, nobody), (days[4], nobody, both[:1])],
    }.items():  # fmt: skip
        for when, entered, left in moves:
            data.segments.log.add(segment, when, 1, entered, left)
    data.segments.keep("seg_moved", both[:1])
    data.segments.keep("seg_left", nobody)
    segments = ["seg_frozen", "seg_moved", "seg_left", "seg_gone"]
    found = [(m.segment, m.entered, m.left) for m in of.memberships(data, ann, segments)]
    assert found == [
        ("seg_frozen", None, None), ("seg_moved", days[1], days[2]), ("seg_moved", days[3], None),
        ("seg_left", None, days[4]),
    ]  # fmt: skip
    assert of.memberships(data, phone, segments) == []
    stage.app.privacy.merging.merge(stage.project, "ann", "phone", by=None)
    assert [m.segment for m in of.memberships(stage.data, phone, segments)] == [one[0] for one in found]


def test_standing_says_why(stage: Stage) -> None:
    ladder = {
        "kind": "ladder",
        "rungs": [
            {"key": "low", "names": {"zh": "低", "en": "Low"}},
            {
                "key": "high", "names": {"zh": "高", "en": "High"},
                "who": [{"did": {"event": "buy"}, "op": ">=", "value": 2}],
            },
        ],
    }  # fmt: skip
    stage.send(
        *(did("buy", "ann", m, properties={"amount": 5}) for m in (100, 50)), did("visit", "bob", 5000)
    )
    stage.app.layering.create(stage.project, "Ladder", read_layers(ladder), by=None)
    rfm = {"kind": "rfm", "form": "rfm", "event": {"event": "buy"}, "amount": "amount"}
    stage.app.layering.create(stage.project, "RFM", read_layers(rfm), by=None)
    veil = stage.app.masking.at_terminal(stage.project)
    found = stage.app.profiling.standing(stage.project, number(stage, "ann"), veil)
    by_name = {one["property"]: one for one in found["standing"]}
    assert by_name["$layer"]["names"].en == "High"
    assert by_name["$layer"]["why"]["rule"][0]["did"]["event"] == "buy"
    assert by_name["$stage"]["why"]["last_active"] == 0
    assert by_name["$rfm"]["why"]["measured"] == {"recency": 0.0, "frequency": 2.0, "monetary": 10.0}
    other = stage.app.profiling.standing(stage.project, number(stage, "bob"), veil)
    assert {one["property"]: one["why"] for one in other["standing"]}["$layer"] == {"rule": []}
