"""Questions of members who may not see sensitive values: what they may ask, and how values in a question are shown.

A sensitive value may be asked for as a whole (somebody must be found by their phone number), but nothing may be asked
whose answer would tell a value bit by bit: no beginnings, ranges, sums, or orders.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from yunying.analyse import Question, parse_question, write_question
from yunying.app.masking.seals import PREFIX
from yunying.core import Refused, YunyingError
from yunying.metrics import parse_address

if TYPE_CHECKING:
    from yunying.app.masking.veil import Veil

_WHOLE = ("=", "!=", "in", "not in", "is set", "is not set")
_ADDRESS = "address"
_VALUE = "value"


def admitted(veil: Veil, question: Question) -> Question:
    """The question with sealed values opened; refuses what would find out masked values."""
    raw = write_question(question)
    meant = admitted_definition(veil, raw)
    return question if meant == raw else parse_question(meant)


def admitted_definition(veil: Veil, raw: dict[str, Any]) -> dict[str, Any]:
    """The same for a question, or anything that is defined by one, as JSON."""
    if PREFIX in json.dumps(raw, ensure_ascii=False):
        raw = _with_values(raw, lambda name, value: _open(veil, name, value))
    if not veil.lifted:
        for path, name in _finding_out(veil, raw):
            raise Refused(
                "sensitive_property",
                f"Values of {name!r} are masked for you: a question may compare them as a whole (=, in), take an "
                "answer apart by them or show them masked, and nothing else.",
                field=path,
                property=name,
            )
    return raw


def admitted_address(veil: Veil, address: str) -> str:
    """The address that was sealed; one that was not is as it is."""
    if not address.startswith(PREFIX):
        return address
    opened = veil.seals.open(address, veil.project_id, _ADDRESS)
    if opened is None:
        raise Refused(
            "bad_address", "This names no figure; take the `address` of a row of an answer.", field="address"
        )
    veil.opened[opened] = address
    for part in parse_address(opened).values():
        for value in part if isinstance(part, list) else [part]:
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                veil.opened[str(value)] = "***"
    return opened


def seal_address(veil: Veil, address: str) -> str:
    """An address whose values nobody can read."""
    return veil.seals.seal(address, veil.project_id, _ADDRESS)


def veiled(veil: Veil, raw: dict[str, Any]) -> dict[str, Any]:
    """The question with the values of sensitive properties in its conditions sealed."""
    found: dict[str, Any] = _with_values(raw, lambda name, value: _seal(veil, name, value))
    return found


def literals(veil: Veil, raw: dict[str, Any]) -> dict[str, str]:
    """Sensitive values in a question's conditions as texts, and how each is shown."""
    found: dict[str, str] = {}

    def note(name: str, value: Any) -> Any:
        if (shown := veil.kinds.shown(name, value)) != value:
            found[str(value)] = str(shown)
        return value

    _with_values(raw, note)
    return found


def scrub(error: YunyingError, opened: dict[str, str]) -> None:
    """Take what was opened out of an error."""
    if error.code == "bad_address":
        error.message = "This names no figure of this question; take the `address` of a row of its answer."
    for value in sorted(opened, key=len, reverse=True):
        error.message = error.message.replace(value, opened[value])
    error.params = {
        name: opened.get(value, value) if isinstance(value, str) else value
        for name, value in error.params.items()
        if error.code != "bad_address"
    }
    error.args = (error.message,)


def _open(veil: Veil, name: str, value: Any) -> Any:
    if not (isinstance(value, str) and value.startswith(PREFIX)):
        return value
    opened = veil.seals.open(value, veil.project_id, _VALUE, name)
    if opened is None:
        raise Refused(
            "bad_seal",
            f"The masked value of {name!r} is not one of this project; choose it again.",
            property=name,
        )
    found = json.loads(opened)
    veil.opened[str(found)] = value.removeprefix(PREFIX).rpartition(":")[0]
    return found


def _seal(veil: Veil, name: str, value: Any) -> Any:
    if (shown := veil.kinds.shown(name, value)) == value:
        return value
    text = json.dumps(value, ensure_ascii=False)
    return veil.seals.seal(text, veil.project_id, _VALUE, name, shown=str(shown))


def _with_values(node: Any, change: Callable[[str, Any], Any]) -> Any:
    """A question as JSON with the values of its conditions changed by the name of their property."""
    if isinstance(node, list):
        return [_with_values(item, change) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: _with_values(item, change) for key, item in node.items()}
    if _is_condition(node) and "value" in node:
        value = node["value"]
        found["value"] = (
            [change(node["property"], item) for item in value]
            if isinstance(value, list)
            else change(node["property"], value)
        )
    return found


def _is_condition(node: dict[str, Any]) -> bool:
    return isinstance(node.get("property"), str) and "op" in node and "did" not in node


def _finding_out(veil: Veil, raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Where a question would find out masked values, and of which property."""
    for path, key, node in _nodes(raw, "", ""):
        name = node.get("property")
        if not isinstance(name, str) or not veil.hides(name, node.get("scope")):
            continue
        if not _harmless(veil, raw, key, node):
            yield f"{path}.property".lstrip("."), name
    if raw.get("kind") == "attribution" and veil.hides(str(raw.get("value")), "event"):
        yield "value", str(raw["value"])
    if raw.get("kind") == "rfm" and veil.hides(str(raw.get("amount")), "event"):
        yield "amount", str(raw["amount"])
    if raw.get("kind") == "people" and (sort := raw.get("sort")):
        for column in raw.get("columns", ()):
            name = str(column.get("property"))
            if sort["column"] in (column.get("name"), name, f"most_frequent {name}") and veil.hides(name):
                yield "sort.column", name


def _harmless(veil: Veil, raw: dict[str, Any], key: str, node: dict[str, Any]) -> bool:
    """Whether what a part of a question does with a sensitive property shows no more than its mask."""
    if _is_condition(node):
        return node["op"] in _WHOLE
    match key:
        case "breakdown":
            return not (node.get("bins") or node.get("edges"))
        case "columns":
            return node.get("measure") in ("property", "most_frequent")
        case "split":
            return not raw.get("rename")
        case "per" | "properties":
            return True
        case "" if raw.get("kind") in ("distribution", "migration"):
            return veil.kinds.type_of(node["property"], node.get("scope")) == "text"
        case "":  # a trait, which is as sensitive as the property it is made of
            return node.get("measure") in ("first", "last", "most_frequent", "distinct")
    return False


def _nodes(node: Any, path: str, key: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every object of a question with its place and the key it stands under."""
    if isinstance(node, list):
        for i, item in enumerate(node):
            yield from _nodes(item, f"{path}.{i}", key)
    elif isinstance(node, dict):
        yield path, key, node
        for name, item in node.items():
            yield from _nodes(item, f"{path}.{name}", name)
