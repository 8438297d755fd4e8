"""Definitions: every change makes a version; a key is given once among those that are there."""

from __future__ import annotations

import pytest

from yunying.app import App
from yunying.core import Conflict, NotFound, Refused, YunyingError
from yunying.store.ledger import Definition
from yunying.workspace import Project


@pytest.fixture
def spent(app: App, project: Project) -> Definition:
    return app.workspace.definitions.create(
        project.id, "trait", "spent", "Money spent", {"measure": "sum"}, by=None
    )


def test_a_change_makes_a_version_and_history_stays(app: App, project: Project, spent: Definition) -> None:
    definitions = app.workspace.definitions
    before = definitions.state(project.id, ["trait"])
    changed = definitions.change(project.id, spent.id, body={"measure": "events"}, name="Orders", by=None)
    assert (changed.version, changed.name, changed.body) == (2, "Orders", {"measure": "events"})
    told = [(v.version, v.name, v.body) for v in definitions.versions(project.id, spent.id)]
    assert told == [(2, "Orders", {"measure": "events"}), (1, "Money spent", {"measure": "sum"})]
    assert definitions.state(project.id, ["trait"]) != before
    assert definitions.find(project.id, "trait", "orders").id == spent.id
    assert [entry.action for entry in app.workspace.audit.latest(2)] == ["trait.changed", "trait.created"]


def test_putting_defines_changes_or_leaves(app: App, project: Project, spent: Definition) -> None:
    definitions = app.workspace.definitions

    def put(key: str, body: dict[str, str], version: int | None = None) -> tuple[str, int]:
        done = definitions.put(project.id, "trait", key, "Money", body, version=version, by=None)
        return done["did"], done["version"]

    assert put("spent", {"measure": "sum"}) == ("same", 1)
    assert put("spent", {"measure": "events"}, 1) == ("changed", 2)
    with pytest.raises(Conflict):
        put("spent", {"measure": "sum"}, 1)
    assert put("paid", {"measure": "sum"}) == ("defined", 1)
    assert len(definitions.versions(project.id, spent.id)) == 2


def test_two_who_change_the_same_are_told(app: App, project: Project, spent: Definition) -> None:
    app.workspace.definitions.change(project.id, spent.id, description="of ever", version=1, by=None)
    with pytest.raises(Conflict) as raised:
        app.workspace.definitions.change(project.id, spent.id, description="mine", version=1, by=None)
    assert raised.value.code == "changed_meanwhile"


def test_a_key_is_given_once(app: App, project: Project, spent: Definition) -> None:
    definitions = app.workspace.definitions

    def again(kind: str = "trait") -> Definition:
        return definitions.create(project.id, kind, " spent", "Other", {}, by=None)  # type: ignore[arg-type]

    assert _code(again) == "definition_exists"
    assert again("rfm").key == "spent"
    definitions.delete(project.id, spent.id, by=None)
    other = again()
    assert _code(lambda: definitions.restore(project.id, spent.id, by=None)) == "definition_exists"
    definitions.change(project.id, other.id, key="spent since", by=None)
    assert definitions.restore(project.id, spent.id, by=None).deleted_at is None
    assert (
        _code(lambda: definitions.change(project.id, other.id, key="spent", by=None)) == "definition_exists"
    )
    assert definitions.get(project.id, other.id).key == "spent since"


def test_deleted_ones_are_apart(app: App, project: Project, spent: Definition) -> None:
    definitions = app.workspace.definitions
    before = definitions.state(project.id, ["trait"])
    definitions.delete(project.id, spent.id, by=None)
    assert (definitions.all(project.id), definitions.state(project.id, ["trait"])) == ([], ())
    assert [one.id for one in definitions.all(project.id, "trait", deleted=True)] == [spent.id]
    with pytest.raises(NotFound):
        definitions.get(project.id, spent.id)
    definitions.restore(project.id, spent.id, by=None)
    assert definitions.state(project.id, ["trait"]) == before


@pytest.mark.parametrize(("key", "name", "code"), [
    (" ", "a", "definition_key_wanted"),
    ("a", "", "definition_name_wanted"),
    ("a", "n" * 201, "definition_name_wanted"),
])  # fmt: skip
def test_it_needs_a_key_and_a_name(app: App, project: Project, key: str, name: str, code: str) -> None:
    assert (
        _code(lambda: app.workspace.definitions.create(project.id, "ladder", key, name, {}, by=None)) == code
    )


def _code(work: object) -> str:
    with pytest.raises(Refused) as raised:
        work()  # type: ignore[operator]
    error: YunyingError = raised.value
    return error.code
