"""What traffic teaches a plan."""

from __future__ import annotations

from hypothesis import given
from tests.support.plans import plans

from yunying.collect.plan import Learned, Learner, Plan, PlanEvent, PlanProperty, learn, with_learned
from yunying.collect.records import PROFILE, Changes, Record


def test_new_names_are_learned_once() -> None:
    learner = Learner(Plan())
    record = Record(
        "paid", "u", {"amount": 9.5, "vip": True, "tags": [], "where": {}, "to": "x", "$url": "y"}
    )
    for _ in range(3):
        learner.note(record)
    learned = learner.take()
    assert learned.events == ("paid",)
    assert {name: kind for _, name, kind in learned.properties} == {
        "amount": "number",
        "vip": "boolean",
        "tags": "list",
        "where": "object",
        "to": "text",
    }
    learner.note(record)
    assert not learner.take()


def test_null_says_nothing_of_a_type() -> None:
    learner = Learner(Plan())
    learner.note(Record("paid", "u", {"amount": None}))
    learner.note(Record("paid", "u", {"amount": 1}))
    assert learner.take().properties == (("paid", "amount", "number"),)


def test_the_planned_that_arrives_becomes_live() -> None:
    plan = Plan.of(
        [PlanEvent(name="paid", owner="李雷"), PlanEvent(name="old", status="deprecated")],
        [PlanProperty(event="paid", name="amount", type="any"), PlanProperty(event="", name="city")],
    )
    records = [
        Record("paid", "u", {"amount": 1}),
        Record("old", "u", {}),
        Record(PROFILE, "u", {}, person=Changes(set={"city": "上海", "age": 3}), profile=True),
    ]
    after = with_learned(plan, learn(plan, records))
    assert after.by_event()["paid"] == PlanEvent(name="paid", owner="李雷", status="live")
    assert after.by_event()["old"].status == "deprecated"
    assert after.by_property()["paid", "amount"] == PlanProperty(event="paid", name="amount", status="live")
    assert after.by_property()["", "city"].status == "live"
    assert after.by_property()["", "age"] == PlanProperty(
        event="", name="age", type="number", status="live", learned=True
    )
    assert PROFILE not in after.by_event()
    assert not learn(after, records)


def test_what_is_learned_is_bounded_and_the_rest_is_counted() -> None:
    learner = Learner(Plan(), most_events=2, most_properties=3, most_in_all=5)
    for event in ("a", "b", "c", "c"):
        learner.note(Record(event, "u", {f"p{i}": i for i in range(4)}))
    learned = learner.take()
    assert learned.events == ("a", "b")
    assert [len([p for p in learned.properties if p[0] == e]) for e in ("a", "b")] == [3, 2]
    assert (learned.events_left_out, learned.properties_left_out) == (2, 3)
    again = Learner(with_learned(Plan(), learned), most_events=2, most_properties=3, most_in_all=5)
    again.note(Record("d", "u", {}))
    again.note(Record("a", "u", {"new": 1, "x" * 300: 1}))
    assert again.take() == Learned((), (), 1, 2)


def test_events_of_our_own_are_learned_their_properties_are_not() -> None:
    assert learn(Plan(), [Record("$pageview", "u", {"$url": "x", "shop": 1})]) == Learned(
        ("$pageview",), (("$pageview", "shop", "number"),)
    )


@given(plan=plans())
def test_learning_again_changes_nothing(plan: Plan) -> None:
    records = [Record(e.name, "u", {p.name: "x" for p in plan.properties}) for e in plan.events]
    records.append(Record("other", "u", {"y": 1}, person=Changes(set={"z": 1})))
    learned = learn(plan, records)
    once = with_learned(plan, learned)
    assert with_learned(once, learned) == once
    assert not learn(once, records)
