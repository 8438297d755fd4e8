"""Notes and tags of people: who wrote what, through merges and their undoing, taken back, erased; lists by tag."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.stream.conftest import Stage

from yunying.analyse import ask, parse_question, people_behind
from yunying.app.masking import Veil
from yunying.core import NotFound, Refused


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path / "home")
    made.send(*({"event": "visit", "distinct_id": who} for who in ("ann", "ann-phone", "bob")))
    yield made
    made.app.close()


def person(stage: Stage, who: str) -> int:
    found = stage.data.people.find(who)
    assert found is not None
    return found


def veil(stage: Stage) -> Veil:
    return stage.app.masking.at_terminal(stage.project)


def notes(stage: Stage, who: str) -> list[str]:
    return [n["text"] for n in stage.app.profiling.notes(stage.project, person(stage, who), veil(stage))]


def tags(stage: Stage, who: str) -> list[str]:
    return stage.app.profiling.tags(stage.project, person(stage, who), veil(stage))


def write(stage: Stage, who: str, text: str) -> dict[str, Any]:
    return stage.app.profiling.note(stage.project, person(stage, who), text, veil(stage), by=None)


def tag(stage: Stage, who: str, word: str) -> list[str]:
    return stage.app.profiling.tag(stage.project, person(stage, who), word, veil(stage), by=None)


def listed(stage: Stage, **how: Any) -> set[str]:
    return {p["distinct_id"] for p in stage.app.finding.people(stage.project, None, **how)["people"]}


def test_a_note_is_written_taken_away_and_brought_back(stage: Stage) -> None:
    project, profiling = stage.project, stage.app.profiling
    ann = person(stage, "ann")
    made = write(stage, "ann", "  wants a refund ")
    assert (made["text"], made["created_by"], made["created_at"]) == ("wants a refund", None, stage.now)
    write(stage, "ann", "called back")
    assert notes(stage, "ann") == ["called back", "wants a refund"]
    with pytest.raises(NotFound):
        profiling.delete_note(project, person(stage, "bob"), made["id"], by=None)
    profiling.delete_note(project, ann, made["id"], by=None)
    with pytest.raises(NotFound):
        profiling.delete_note(project, ann, made["id"], by=None)
    assert notes(stage, "ann") == ["called back"]
    profiling.restore_note(project, ann, made["id"], veil(stage), by=None)
    assert notes(stage, "ann") == ["called back", "wants a refund"]
    with pytest.raises(Refused):
        write(stage, "ann", "  ")
    with pytest.raises(NotFound):
        profiling.notes(project, 99, veil(stage))
    audit = [e for e in stage.app.workspace.audit.latest(10) if e.action.startswith("person.")]
    assert [e.action for e in audit] == [
        "person.note_restored", "person.note_deleted", "person.note", "person.note",
    ]  # fmt: skip
    assert "refund" not in json.dumps([[e.subject, e.details] for e in audit])


def test_notes_and_tags_follow_merges_and_their_undoing(stage: Stage) -> None:
    merging = stage.app.privacy.merging
    write(stage, "ann", "of ann")
    write(stage, "ann-phone", "of the phone")
    tag(stage, "ann", "vip")
    assert tag(stage, "ann-phone", " 老客 ") == ["老客"]
    tag(stage, "ann-phone", "vip")
    entry = merging.merge(stage.project, "ann-phone", "ann", by=None)
    assert notes(stage, "ann") == notes(stage, "ann-phone") == ["of the phone", "of ann"]
    assert tags(stage, "ann") == ["vip", "老客"]
    assert stage.traits("ann") == {}
    assert stage.app.profiling.all_tags(stage.project, veil(stage)) == [
        {"tag": "vip", "people": 1}, {"tag": "老客", "people": 1},
    ]  # fmt: skip
    merging.undo(stage.project, entry["number"], by=None)
    assert (notes(stage, "ann"), notes(stage, "ann-phone")) == (["of ann"], ["of the phone"])
    assert (tags(stage, "ann"), tags(stage, "ann-phone")) == (["vip"], ["老客", "vip"])
    merging.merge(stage.project, "ann-phone", "ann", by=None)
    stage.app.profiling.untag(stage.project, person(stage, "ann"), "vip", veil(stage), by=None)
    assert tags(stage, "ann") == ["老客"], "from whichever id it was put to"


def test_people_are_listed_by_tag_and_tags_are_a_property(stage: Stage) -> None:
    for who, words in {"ann": ["vip", "a b"], "bob": ["vip2"], "ann-phone": ["vip"]}.items():
        for word in words:
            tag(stage, who, word)
    assert listed(stage, tag="vip") == {"ann", "ann-phone"}
    assert listed(stage, tag="a b") == {"ann"}
    assert listed(stage, tag="nothing") == set()
    found = stage.app.finding.people(stage.project, "ann", tag="vip")
    assert [p["distinct_id"] for p in found["people"]] == ["ann", "ann-phone"]
    question = parse_question(
        {
            "kind": "trend",
            "series": [{"event": "visit", "measure": "people"}],
            "range": {"from": "2026-03-01", "to": "2026-03-31"},
            "filters": [{"property": "$tags", "scope": "person", "op": "contains", "value": '"vip"'}],
        }
    )
    assert ask(stage.data, question).totals["series"][0]["value"] == 2
    behind = people_behind(stage.data, question, "series=0")
    assert set(stage.data.people.distinct_ids(behind.people.astype("int32"))) == {"ann", "ann-phone"}
    stage.app.profiling.untag(stage.project, person(stage, "ann"), "vip", veil(stage), by=None)
    assert len(people_behind(stage.data, question, "series=0").people) == 1, "at once"


@pytest.mark.parametrize("word", ["", "   ", 'a"b', "x" * 51, "a\\b"])
def test_a_tag_is_a_short_word(stage: Stage, word: str) -> None:
    with pytest.raises(Refused) as refused:
        tag(stage, "ann", word)
    assert refused.value.code == "bad_tag"


def test_a_person_has_so_many_tags(stage: Stage) -> None:
    for i in range(50):
        tag(stage, "ann", f"t{i}")
    tag(stage, "ann", "t3")
    with pytest.raises(Refused, match="up to 50"):
        tag(stage, "ann", "one more")


def test_what_was_written_leaves_with_the_person(stage: Stage) -> None:
    write(stage, "ann", "wants a refund")
    gone = write(stage, "ann", "deleted before")
    stage.app.profiling.delete_note(stage.project, person(stage, "ann"), gone["id"], by=None)
    tag(stage, "ann", "vip")
    tag(stage, "bob", "vip")
    exported = json.loads(b"".join(stage.app.privacy.export(stage.project, "ann", by=None)))
    assert [n["text"] for n in exported["notes"]] == ["wants a refund"]
    assert [t["tag"] for t in exported["tags"]] == ["vip"]
    receipt = stage.app.privacy.erase(stage.project, "ann", by=None)
    assert receipt["removed"]["remarks"] == 3
    assert stage.app.profiling.all_tags(stage.project, veil(stage)) == [{"tag": "vip", "people": 1}]
    assert listed(stage, tag="vip") == {"bob"}
