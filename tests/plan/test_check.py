"""Records against a plan, beside a checker written without any thought of speed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.plans import plans
from tests.support.profiles import share

from yunying.collect.plan import Checker, Plan, PlanEvent, PlanProperty, Problem
from yunying.collect.records import PROFILE, Changes, Record

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from((0.0, 1.0, 1.5, 10**30)),
    st.sampled_from(("", "a", "1", "2024-01-01", "2024-01-01T00:00:00Z", "2024-13-01", "true")),
    st.lists(st.sampled_from(("a", 1, True, None)), max_size=2),
    st.dictionaries(st.sampled_from(("a", "b")), st.integers(0, 1), max_size=1),
)


def naive(plan: Plan, record: Record) -> list[tuple[str, str | None]]:
    """What is wrong, by the book."""
    found: list[tuple[str, str | None]] = []
    written = [e for e in plan.events if not e.learned]
    event = next((e for e in plan.events if e.name == record.event), None)
    if event is None:
        if written and not record.profile and record.event[:1] != "$":
            found.append(("unknown_event", None))
    else:
        if event.status in ("blocked", "deprecated"):
            found.append((f"{event.status}_event", None))
        elif event.learned and written and event.name[:1] != "$":
            found.append(("unplanned_event", None))
        mine = [p for p in plan.properties if p.event == event.name]
        for name, value in record.properties.items():
            found += naive_value(mine, name, value, marks=not event.learned)
        for p in mine:
            if p.required and p.status in ("planned", "live") and record.properties.get(p.name) is None:
                found.append(("missing_property", p.name))
    if record.person:
        mine = [p.model_copy(update={"required": False}) for p in plan.properties if p.event == ""]
        marks = any(not p.learned for p in mine)
        for values in (record.person.set, record.person.set_once, record.person.add, record.person.append):
            for name, value in values.items():
                found += naive_value(mine, name, value, marks=marks)
    return sorted(found, key=str)


def naive_value(
    mine: list[PlanProperty], name: str, value: Any, *, marks: bool
) -> list[tuple[str, str | None]]:
    p = next((p for p in mine if p.name == name), None)
    if p is None:
        return [("unknown_property", name)] if marks and name[:1] != "$" else []
    if p.status == "blocked":
        return [("blocked_property", name)]
    if value is None:
        return []
    kinds = {
        "number": type(value) in (int, float),
        "boolean": type(value) is bool,
        "text": type(value) is str,
        "time": type(value) is str
        and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-\d\d([T ].*)?", value) is not None,
        "list": type(value) is list,
        "object": type(value) is dict,
        "any": True,
    }
    if not kinds[p.type]:
        return [("wrong_type", name)]
    if p.allowed is not None:
        for item in value if type(value) is list else [value]:
            if not any(type(item) is type(a) and item == a for a in p.allowed) and not any(
                {type(item), type(a)} == {int, float} and item == a for a in p.allowed
            ):
                return [("not_allowed", name)]
    if p.status == "deprecated":
        return [("deprecated_property", name)]
    return [("unplanned_property", name)] if p.learned and marks else []


def told(problems: list[Problem]) -> list[tuple[str, str | None]]:
    assert all(p.message.endswith(".") for p in problems)
    return sorted(((p.code, p.property) for p in problems), key=str)


@given(plan=plans(), data=st.data())
@share(5)
def test_as_the_naive_checker_finds(plan: Plan, data: st.DataObject) -> None:
    names = st.sampled_from([*(p.name for p in plan.properties), "other", "$url", "$mine"])
    allowed = [v for p in plan.properties for v in p.allowed or ()]
    values = VALUES | st.sampled_from(allowed) if allowed else VALUES
    record = Record(
        event=data.draw(st.sampled_from([*(e.name for e in plan.events), "other", "$pageview", PROFILE])),
        distinct_id="u",
        properties=data.draw(st.dictionaries(names, values, max_size=6)),
        person=data.draw(st.none() | st.builds(Changes, set=st.dictionaries(names, values, max_size=3))),
        profile=data.draw(st.booleans()),
    )
    assert told(Checker(plan).check(record)) == naive(plan, record)


PLAN = Plan.of(
    [
        PlanEvent(name="paid", mode="enforce"),
        PlanEvent(name="seen"),
        PlanEvent(name="gone", status="blocked"),
        PlanEvent(name="old", status="deprecated", mode="enforce"),
        PlanEvent(name="found", status="live", learned=True),
    ],
    [
        *(
            PlanProperty(event=event, name=name, type=kind, required=required, allowed=allowed)  # type: ignore[arg-type]  # as written
            for event in ("paid", "seen")
            for name, kind, required, allowed in (
                ("amount", "number", True, None),
                ("channel", "text", False, ("微信", "支付宝")),
                ("at", "time", False, None),
                ("tags", "list", False, ("a", "b")),
            )
        ),
        PlanProperty(event="seen", name="phone", status="blocked"),
        PlanProperty(event="", name="age", type="number"),
        PlanProperty(event="", name="id card", status="blocked"),
    ],
)


@pytest.mark.parametrize(
    ("event", "properties", "code", "refused"),
    [
        ("paid", {"amount": 1}, None, False),
        (
            "paid",
            {"amount": 1, "channel": "微信", "at": "2024-01-01 10:00:00.123", "tags": ["a"]},
            None,
            False,
        ),
        ("paid", {"amount": 1, "channel": None, "$anything": {}}, None, False),
        ("paid", {}, "missing_property", True),
        ("paid", {"amount": None}, "missing_property", True),
        ("paid", {"amount": "1"}, "wrong_type", True),
        ("paid", {"amount": True}, "wrong_type", True),
        ("paid", {"amount": 1, "channel": "cash"}, "not_allowed", True),
        ("paid", {"amount": 1, "at": "yesterday"}, "wrong_type", True),
        ("paid", {"amount": 1, "at": 1700000000}, "wrong_type", True),
        ("paid", {"amount": 1, "tags": ["a", "c"]}, "not_allowed", True),
        ("paid", {"amount": 1, "tags": [["a"]]}, "not_allowed", True),
        ("paid", {"amount": 1, "new": 1}, "unknown_property", False),
        ("seen", {"amount": "1"}, "wrong_type", False),
        ("seen", {"amount": 1, "phone": "138"}, "blocked_property", True),
        ("gone", {}, "blocked_event", True),
        ("old", {}, "deprecated_event", False),
        ("found", {"x": 1}, "unplanned_event", False),
        ("never heard of", {}, "unknown_event", False),
        ("$pageview", {"x": 1}, None, False),
    ],
)
def test_what_becomes_of_a_record(
    event: str, properties: dict[str, Any], code: str | None, refused: bool
) -> None:
    checker = Checker(PLAN)
    record = Record(event, "u", properties)
    problems = checker.check(record)
    assert [p.code for p in problems] == ([code] if code else [])
    reason = checker.refusal(record, problems)
    assert (reason is not None) is refused
    assert reason is None or reason.code == code


def test_person_properties_are_of_the_record_that_carries_them() -> None:
    checker = Checker(PLAN)
    for event, refused in (("paid", True), ("seen", False), (PROFILE, False)):
        record = Record(
            event, "u", {"amount": 1}, person=Changes(set={"age": "old"}), profile=event == PROFILE
        )
        problems = checker.check(record)
        assert told(problems) == [("wrong_type", "age")]
        assert (checker.refusal(record, problems) is not None) is refused
    blocked = Record(PROFILE, "u", {}, person=Changes(append={"id card": ["x"]}), profile=True)
    assert checker.refusal(blocked, checker.check(blocked)) is not None


def test_of_an_unwritten_plan_nothing_can_be_missing() -> None:
    learned = Plan.of(
        [PlanEvent(name="a", status="live", learned=True)],
        [PlanProperty(event="a", name="x", type="number", status="live", learned=True)],
    )
    for plan in (Plan(), learned):
        for event in ("a", "b"):
            assert Checker(plan).check(Record(event, "u", {"x": 1, "y": 2})) == []
    # That a value has another type than all before it is worth a remark even so.
    assert told(Checker(learned).check(Record("a", "u", {"x": "1"}))) == [("wrong_type", "x")]


def test_messages_say_what_is_wrong() -> None:
    checker = Checker(PLAN)
    problems = checker.check(Record("paid", "u", {"amount": "一" * 500, "channel": "cash"}))
    assert problems[0].message.startswith("'amount' of 'paid' must be of type number, not “一一")
    assert len(problems[0].message) < 200
    assert problems[1].message == "'channel' of 'paid' may not be “cash”; allowed: “微信”, “支付宝”."
